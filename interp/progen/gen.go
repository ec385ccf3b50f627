package progen

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// gen is the writer of one program.
type gen struct {
	r       *rand.Rand
	name    string
	imports map[string]bool
	out     strings.Builder
	depth   int // of blocks
	ids     int

	types    map[string]*typ // by spelling
	named    []*typ
	ifaces   []*typ
	vars     []*variable
	consts   []*variable
	funcs    []*function
	calls    bool // functions may be called
	prints   bool // and may print
	fuel     int  // statements left
	cost     int  // of running what has been written
	times    int  // that the block under way runs
	labels   []label
	ending   Ending
	numbered bool
	celled   bool            // functions have other names as cells
	later    strings.Builder // declarations that what is being written needs

	pointerFuncs, lenders []string
}

// A variable is what an expression can read, and a statement set if it may.
type variable struct {
	name  string
	typ   *typ
	fixed bool // not to be set
}

// A function is one of the program's that has no effect but what it prints.
type function struct {
	name    string
	params  []*typ
	results []*typ
	cost    int
}

type label struct {
	name string
	loop bool
}

const maxCost = 1500

func (g *gen) n(n int) int             { return g.r.IntN(n) }
func (g *gen) chance(percent int) bool { return g.r.IntN(100) < percent }

func pick[T any](g *gen, xs ...T) T { return xs[g.n(len(xs))] }

// p writes a line.
func (g *gen) p(format string, args ...any) {
	g.out.WriteString(strings.Repeat("\t", g.depth))
	fmt.Fprintf(&g.out, format, args...)
	g.out.WriteByte('\n')
}

// id makes a name for something in a function.
func (g *gen) id(prefix string) string {
	g.ids++
	return fmt.Sprintf("%s%d", prefix, g.ids)
}

// top makes a name for something at top level.
func (g *gen) top(prefix string) string {
	g.ids++
	return fmt.Sprintf("%s%d%s", prefix, g.ids, g.name)
}

func (g *gen) use(path string) string {
	g.imports[path] = true
	return baseOf(path)
}

// baseOf is the name of the package of a path.
func baseOf(path string) string {
	path = strings.TrimSuffix(path, "/v2")
	return path[strings.LastIndex(path, "/")+1:]
}

// block writes head, what body writes, and a closing brace, in a scope.
func (g *gen) block(head string, body func()) { g.blockTo(head, "}", body) }

func (g *gen) blockTo(head, tail string, body func()) {
	g.p("%s", head)
	g.scope(body)
	g.p("%s", tail)
}

func (g *gen) scope(body func()) {
	g.depth++
	vars := len(g.vars)
	body()
	g.vars = g.vars[:vars]
	g.depth--
}

// loop is a block that runs n times.
func (g *gen) loop(n int, head string, body func()) {
	times := g.times
	g.times *= n
	g.cost += g.times
	g.block(head, body)
	g.times = times
}

// function writes a function literal or declaration: what body writes sees no
// label, and is taken to run once.
func (g *gen) function(head, tail string, body func()) {
	labels := g.labels
	g.labels = nil
	g.blockTo(head, tail, body)
	g.labels = labels
}

// declare adds a variable to the scope.
func (g *gen) declare(name string, t *typ) *variable {
	v := &variable{name: name, typ: t}
	g.vars = append(g.vars, v)
	return v
}

// define writes a new variable of type t.
func (g *gen) define(t *typ) *variable {
	name := g.id("v")
	switch e := g.expr(t, 2); {
	case g.chance(30):
		g.p("var %s %s = %s", name, t, e)
	case g.chance(10):
		g.p("var %s %s", name, t)
		if t.kind == kPointer || t.kind == kFunc || t.kind == kIface {
			g.p("%s = %s", name, e)
		}
	default:
		g.p("%s := %s", name, g.typed(t, e))
	}
	g.p("_ = %s", name)
	return g.declare(name, t)
}

// typed makes sure that an expression has type t when nothing around says so.
func (g *gen) typed(t *typ, e string) string {
	if t.kind == kFunc || t.kind == kPointer || t.kind == kMap || t.kind == kSlice {
		return fmt.Sprintf("(%s)(%s)", t, e)
	}
	return fmt.Sprintf("%s(%s)", t, e)
}

// local finds a variable for which ok holds, or nil.
func (g *gen) local(ok func(v *variable) bool) *variable {
	var found []*variable
	for i, v := range g.vars {
		shadowed := slices.ContainsFunc(g.vars[i+1:], func(w *variable) bool { return w.name == v.name })
		if !shadowed && ok(v) {
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found[g.n(len(found))]
}

// declareLater adds to what stands at top level before what is being written.
func (g *gen) declareLater(format string, args ...any) { fmt.Fprintf(&g.later, format, args...) }

// captured runs write and gives what it wrote.
func (g *gen) captured(write func()) string {
	before := g.out
	g.out = strings.Builder{}
	write()
	text := g.out.String()
	g.out = strings.Builder{}
	g.out.WriteString(before.String())
	return text
}
