// Command cover says which part of package machine, and of the lowering that
// feeds it, the generated programs reach: of all statements, and of those that
// a program can reach at all; it fails below 90 %. Its arguments are profiles
// of go test -coverprofile, run at the module's root. parts.go says what counts.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"strings"

	"golang.org/x/tools/cover"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: cover PROFILE...")
	}
	blocks := map[string]*cover.ProfileBlock{} // by place
	for _, path := range os.Args[1:] {
		profiles, err := cover.ParseProfiles(path)
		if err != nil {
			log.Fatal(err)
		}
		for _, p := range profiles {
			if _, file, ok := strings.Cut(p.FileName, modulePath); ok {
				merge(blocks, file, p.Blocks)
			}
		}
	}
	ok := true
	for _, p := range parts {
		ok = p.report(blocks) && ok
	}
	if !ok {
		os.Exit(1)
	}
}

const modulePath = "github.com/gojac/gojac/"

// report prints how much of a part is reached, and whether that is enough.
func (p part) report(blocks map[string]*cover.ProfileBlock) bool {
	functions := map[string][]function{}
	var all, reachable count
	excluded := map[string]int{}
	for key, b := range blocks {
		file, _, _ := strings.Cut(key, ":")
		if !p.has(file) {
			continue
		}
		if functions[file] == nil {
			functions[file] = functionsOf(file)
		}
		all.add(b)
		if why := p.outOfReach[nameAt(functions[file], b.StartLine)]; why != "" {
			excluded[why] += b.NumStmt
		} else {
			reachable.add(b)
		}
	}
	fmt.Println(p.name + ":")
	fmt.Println("  of all statements:      ", all)
	fmt.Println("  of those within reach:  ", reachable)
	fmt.Println("  statements out of reach:", excluded)
	return reachable.of > 0 && reachable.n*10 >= reachable.of*9
}

// merge adds the blocks of a file to those that are known.
func merge(seen map[string]*cover.ProfileBlock, file string, blocks []cover.ProfileBlock) {
	for _, b := range blocks {
		key := fmt.Sprintf("%s:%d.%d", file, b.StartLine, b.StartCol)
		if old := seen[key]; old != nil {
			old.Count += b.Count
		} else {
			seen[key] = &b
		}
	}
}

// A count is how many of some statements have been reached.
type count struct{ n, of int }

func (c *count) add(b *cover.ProfileBlock) {
	c.of += b.NumStmt
	if b.Count > 0 {
		c.n += b.NumStmt
	}
}

func (c count) String() string {
	return fmt.Sprintf("%d of %d, %.1f %%", c.n, c.of, 100*float64(c.n)/float64(max(c.of, 1)))
}

// A function lies between two lines.
type function struct {
	name     string // "f" or "T.f"
	from, to int
}

func functionsOf(file string) []function {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
	if err != nil {
		log.Fatal(err)
	}
	var out []function
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			name := fn.Name.Name
			if fn.Recv != nil {
				t := fn.Recv.List[0].Type
				if p, ok := t.(*ast.StarExpr); ok {
					t = p.X
				}
				if id, ok := t.(*ast.Ident); ok {
					name = id.Name + "." + name
				}
			}
			out = append(out, function{name, fset.Position(fn.Pos()).Line, fset.Position(fn.End()).Line})
		}
	}
	return out
}

func nameAt(fs []function, line int) string {
	for _, f := range fs {
		if f.from <= line && line <= f.to {
			return f.name
		}
	}
	return ""
}
