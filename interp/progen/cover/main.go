// Command cover says which part of package machine the generated programs
// reach: of all its statements, and of those that a program can reach at all.
// Its arguments are profiles of go test -coverprofile, run at the module's root.
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

// outOfReach are functions that no program reaches that prints the same on
// every run, with the reason. What other functions have for the same reasons
// counts as reachable.
var outOfReach = map[string]string{
	// A program that is refused is not compared.
	"Refusal.Error": "refusals", "batch.refuse": "refusals", "compiler.refuse": "refusals", "bodiless": "refusals",
	"isGlobalAddress": "refusals", "Machine.Type": "refusals",

	// Nothing stops a program, nor the waiting of its goroutines.
	"Machine.Interrupt": "interrupts", "run.halt": "interrupts", "thread.fail": "interrupts", "failed.Error": "interrupts",
	"Machine.Abandon": "interrupts", "Machine.Reason": "interrupts", "Machine.Halt": "interrupts", "interrupted.Error": "interrupts",
	"frame.mayStop": "interrupts", "thread.park": "interrupts", "Machine.Asleep": "interrupts", "Machine.Expect": "interrupts",
	"Machine.Deadlocked": "deadlocks", "othersAtWork": "deadlocks", "ownGoroutine": "deadlocks", "sleepers.quiet": "deadlocks",
	"Deadlock.Error": "deadlocks", "Deadlock.RuntimeError": "deadlocks", "Machine.CheckDeadlock": "deadlocks",

	// Programs stay small.
	"MemoryError.Error": "memory limit", "MemoryError.RuntimeError": "memory limit", "amount": "memory limit", "Machine.Ask": "memory limit",
	"inUse": "memory limit", "Machine.CheckMemory": "memory limit", "Machine.refused": "memory limit",
	"stackOverflow.Error": "stack limit", "stackOverflow.RuntimeError": "stack limit", "frame.checkStack": "stack limit",
	"thread.overflow": "stack limit", "thread.recount": "stack limit", "frame.look": "stack limit",

	// Derivatives and displays ask for these.
	"Machine.Closure": "package ad", "Machine.Func": "package ad", "compiler.after": "package ad",
	"compiler.assignedTo": "package ad", "compiler.assigns": "package ad",

	// What is in them names addresses, or the end of the process.
	"Exit.Error": "the process ends",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: cover PROFILE...")
	}
	reached := map[string]*count{} // by function
	seen := map[string]*cover.ProfileBlock{}
	for _, path := range os.Args[1:] {
		profiles, err := cover.ParseProfiles(path)
		if err != nil {
			log.Fatal(err)
		}
		for _, p := range profiles {
			if _, file, ok := strings.Cut(p.FileName, "/interp/machine/"); ok {
				merge(seen, file, p.Blocks)
			}
		}
	}
	functions := map[string][]function{}
	for key, b := range seen {
		file, _, _ := strings.Cut(key, ":")
		if functions[file] == nil {
			functions[file] = functionsOf(file)
		}
		name := nameAt(functions[file], b.StartLine)
		if reached[name] == nil {
			reached[name] = new(count)
		}
		reached[name].add(b)
	}
	var all, reachable count
	excluded := map[string]int{}
	for name, c := range reached {
		all.plus(*c)
		if why := outOfReach[name]; why != "" {
			excluded[why] += c.of
		} else {
			reachable.plus(*c)
		}
	}
	fmt.Println("of all statements:      ", all)
	fmt.Println("of those within reach:  ", reachable)
	fmt.Println("statements out of reach:", excluded)
	if reachable.n*10 < reachable.of*9 {
		os.Exit(1)
	}
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

func (c *count) plus(d count) { c.n, c.of = c.n+d.n, c.of+d.of }

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
	f, err := parser.ParseFile(fset, "interp/machine/"+file, nil, parser.SkipObjectResolution)
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
