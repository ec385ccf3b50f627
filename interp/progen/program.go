package progen

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// A Program is a Go program without its package clause and without the Prelude.
type Program struct {
	Name    string // of the function that is its main: "p17"
	Imports []string
	Decls   string   // everything declared, but for Main
	Body    []string // statements of the main function
	Ending  Ending
	Cells   []string // of a notebook: what prints the same, and redeclares

	// Numbered says that it prints names of types in which the compiler counts
	// the types of the whole file.
	Numbered bool
}

// An Ending says how a program ends.
type Ending int

const (
	Returns Ending = iota
	Panics         // at the end of the main function
	Dies           // ends the process: by os.Exit, or a panic in a goroutine
)

// notebooks are one in as many programs.
const notebooks = 6

// New writes the program numbered n of a seed.
func New(seed, n uint64) *Program {
	g := &gen{
		r:       rand.New(rand.NewPCG(seed, n)),
		name:    fmt.Sprintf("p%d", n),
		imports: map[string]bool{"fmt": true},
		types:   map[string]*typ{},
	}
	if n%notebooks == notebooks-1 {
		return g.notebook()
	}
	return g.program()
}

// Main is the program's main function.
func (p *Program) Main() string {
	return fmt.Sprintf("func %s() {\n%s\n}\n", p.Name, strings.Join(p.Body, "\n"))
}

// Source is the program as a file of its own.
func (p *Program) Source() string {
	return "package main\n\n" + importsOf(p) + preludeOf(p) + p.Decls + "\n" + p.Main() + "\nfunc main() { " + p.Name + "() }\n"
}

// Batch is many programs as one file. Given a name as argument, it runs that
// program, else all that return, with a line of Mark before each; one that
// panics then prints Uncaught.
func Batch(programs []*Program) string {
	var b strings.Builder
	b.WriteString("package main\n\n" + importsOf(append([]*Program{{Imports: []string{"fmt", "os"}}}, programs...)...) + preludeOf(programs...))
	for _, p := range programs {
		b.WriteString(p.Decls + "\n" + p.Main() + "\n")
	}
	b.WriteString("var programs = []struct {\n\tname    string\n\tmain    func()\n\treturns bool\n}{\n")
	for _, p := range programs {
		fmt.Fprintf(&b, "\t{%q, %s, %v},\n", p.Name, p.Name, p.Ending == Returns)
	}
	fmt.Fprintf(&b, batchMain, Mark, Uncaught)
	return b.String()
}

// What Batch prints before a program, followed by its name, and where one panics.
const (
	Mark     = "\x02program "
	Uncaught = "\x02uncaught"
)

const batchMain = `}

func main() {
	for _, p := range programs {
		if len(os.Args) > 1 {
			if p.name == os.Args[1] {
				p.main()
			}
			continue
		}
		if !p.returns {
			continue
		}
		fmt.Println(%q + p.name)
		func() {
			ended := false
			defer func() {
				if !ended {
					recover()
					fmt.Println(%q)
				}
			}()
			p.main()
			ended = true
		}()
	}
}
`

// preludeOf is all that programs need at top level that is not their own.
func preludeOf(programs ...*Program) string {
	if slices.ContainsFunc(programs, func(p *Program) bool { return p.Cells != nil }) {
		return Prelude + showPrelude
	}
	return Prelude
}

func importsOf(programs ...*Program) string {
	paths := map[string]bool{"fmt": true}
	for _, p := range programs {
		if p.Cells != nil {
			for _, path := range []string{"reflect", "regexp", "slices", "sort", "strconv", "strings", "unicode", "unicode/utf8"} {
				paths[path] = true
			}
		}
		for _, path := range p.Imports {
			paths[path] = true
		}
	}
	var b strings.Builder
	b.WriteString("import (\n")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString(")\n\n")
	return b.String()
}
