package progen

import (
	"fmt"
	"slices"
	"strings"
)

// A routine is a function that cells define more than once. It calls only
// those of lower rank, so that none ever calls itself.
type routine struct {
	base, name string
	params     []*typ
	args       []string // names of params
	results    []*typ
	rank       int
}

const maxRoutines = 4

// signature is what stands after the name.
func (f *routine) signature() string {
	var params, results []string
	for i, t := range f.params {
		params = append(params, f.args[i]+" "+t.spell)
	}
	for i, t := range f.results {
		results = append(results, fmt.Sprintf("r%d %s", i, t))
	}
	return fmt.Sprintf("(%s) (%s)", strings.Join(params, ", "), strings.Join(results, ", "))
}

// routine defines a function that later cells may define again.
func (n *notebook) routine() {
	if len(n.routes) >= maxRoutines {
		n.rewritten()
		return
	}
	f := &routine{base: n.top("F"), rank: len(n.routes)}
	n.routes = append(n.routes, f)
	n.reshape(f)
	n.write(f)
}

// reshape gives a function another signature.
func (n *notebook) reshape(f *routine) {
	f.params, f.args, f.results = nil, nil, nil
	for range n.n(4) {
		f.params, f.args = append(f.params, n.flat(1)), append(f.args, n.id("a"))
	}
	for range 1 + n.n(5)/3 {
		f.results = append(f.results, n.flat(1))
	}
	name, fresh := n.as(f.base, "func"+spells(f.params)+":"+spells(f.results)) // names don't count
	if fresh {
		n.forget()
		fmt.Fprintf(&n.decls, "var %s func%s\n\n", name, f.signature())
		n.funcs = append(n.funcs, &function{name: name, params: f.params, results: f.results, cost: 200})
	}
	f.name = name
}

// rewritten defines a function again; those that call it by name call the new
// one if its signature is the same.
func (n *notebook) rewritten() {
	if len(n.routes) == 0 {
		n.routine()
		return
	}
	f := pick(n.gen, n.routes...)
	if n.chance(25) || n.outdated(f) {
		n.reshape(f)
	}
	n.write(f)
}

// outdated reports whether a type that f names has changed.
func (n *notebook) outdated(f *routine) bool {
	return slices.ContainsFunc(slices.Concat(f.params, f.results), n.stale)
}

// write writes a definition of f.
func (n *notebook) write(f *routine) {
	vars, funcs := n.vars, n.funcs
	n.vars = slices.Clone(vars)
	n.funcs = slices.DeleteFunc(slices.Clone(funcs), func(g *function) bool {
		i := slices.IndexFunc(n.routes, func(r *routine) bool { return r.name == g.name })
		return i < 0 || i >= f.rank
	})
	for i, t := range f.params {
		n.declare(f.args[i], t)
	}
	n.fuel, n.cost = 3, 0
	body := n.captured(func() {
		n.function("{", "}", func() {
			for i, t := range f.results {
				n.declare(fmt.Sprintf("r%d", i), t)
			}
			if n.chance(30) {
				n.try(func() { n.statements(1) })
			}
			n.p("fmt.Println(%q)", fmt.Sprintf("%s, %d", f.base, len(n.cells)))
			var values []string
			for _, t := range f.results {
				values = append(values, n.expr(t, 2))
			}
			n.p("return %s", strings.Join(values, ", "))
		})
	})
	n.vars, n.funcs = vars, funcs
	n.cell("func "+f.name+f.signature()+" "+body, "", f.name+" = func"+f.signature()+" "+body)
}

// call is a call of f by a cell.
func (n *notebook) call(f *routine) string {
	n.cost = 0
	defer func(funcs []*function) { n.funcs = funcs }(n.funcs)
	n.funcs = nil
	return f.name + "(" + n.args(f.params, 1) + ")"
}

// results shows what a function gives, by the names of its results.
func (n *notebook) results() {
	f := pick(n.gen, n.routes...)
	if n.outdated(f) {
		n.show()
		return
	}
	call := n.call(f)
	if len(f.results) == 1 {
		n.shows(call)
		return
	}
	n.cell(call, "", fmt.Sprintf("{ a, b := %s; shown(\"r0 = \"+text(a), \"r1 = \"+text(b)) }", call))
	call = n.call(f)
	x, y := n.declared(n.top("X"), f.results[0]), n.declared(n.top("Y"), f.results[1])
	n.cell(fmt.Sprintf("%s, %s := %s", x, y, call), "", fmt.Sprintf("%s, %s = %s", x, y, call))
}

// kept keeps a function as it is now.
func (n *notebook) kept() {
	f := pick(n.gen, n.routes...)
	if n.outdated(f) {
		n.show()
		return
	}
	h := n.top("H")
	fmt.Fprintf(&n.decls, "var %s func%s\n\n", h, f.signature())
	n.set("%s := %s", h, f.name)
	n.write(f)
	n.cost = 0
	var blanks []string
	for range f.results {
		blanks = append(blanks, "_")
	}
	call := n.call(f)
	old := strings.Replace(call, f.name, h, 1)
	text := fmt.Sprintf("%s = %s; %s = %s", strings.Join(blanks, ", "), old, strings.Join(blanks, ", "), call)
	n.same(text)
	n.cell(f.name, "", fmt.Sprintf("shown(%q)", "func "+f.base+written(f)))
}

// written is a signature as go/types writes it.
func written(f *routine) string {
	s := strings.ReplaceAll(Unversioned(f.signature()), "interface{}", "any")
	return strings.ReplaceAll(strings.ReplaceAll(s, "struct { ", "struct{"), " }", "}")
}
