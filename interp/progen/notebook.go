package progen

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A notebook is written twice at once: as cells whose later ones declare names
// of earlier ones again, and as a program in which each of those declarations
// has a name of its own. What the cells call F the program calls F_v1, and
// F_v2 from where callers of the first no longer see the second.
//
// The program's functions are variables, and its methods call such, so that a
// redefinition is an assignment.
type notebook struct {
	*gen
	cells  []string
	decls  strings.Builder
	body   []string
	held   map[string]*versions // by what cells call it
	routes []*routine
	kinds  []*changing
}

// versions of a name are counted where its type changes.
type versions struct {
	n   int
	typ string
}

var (
	version   = regexp.MustCompile(`_v\d+\b`)
	versioned = regexp.MustCompile(`\b(\w+)_v(\d+)\b`)
)

// Unversioned is text of a program as the cells have it.
func Unversioned(text string) string { return version.ReplaceAllString(text, "") }

// steps each write a few cells.
var steps = []func(n *notebook){
	(*notebook).variable, (*notebook).variable, (*notebook).again, (*notebook).again, (*notebook).routine, (*notebook).routine,
	(*notebook).rewritten, (*notebook).rewritten, (*notebook).kept, (*notebook).results, (*notebook).work, (*notebook).lends,
	(*notebook).show, (*notebook).show, (*notebook).show, (*notebook).textOnly, (*notebook).longTexts, (*notebook).script, (*notebook).script,
	(*notebook).structure, (*notebook).methodAgain, (*notebook).typeAgain, (*notebook).spelled, (*notebook).genericAgain, (*notebook).grouped,
	(*notebook).constAgain, (*notebook).otherKind, (*notebook).otherKind, (*notebook).panics, (*notebook).inits, (*notebook).renamed,
	(*notebook).packageName, (*notebook).background,
}

// notebook writes a program that is also cells.
func (g *gen) notebook() *Program {
	g.times, g.celled = 1, true
	n := &notebook{gen: g, held: map[string]*versions{}}
	for range 1 + g.n(2) {
		n.namedType()
	}
	decls := g.out.String()
	n.declares(decls)
	n.variable()
	n.routine()
	n.structure()
	for range 8 + g.n(8) {
		pick(g, steps...)(n)
	}
	p := &Program{Name: g.name, Decls: n.decls.String(), Body: n.body, Numbered: g.numbered, Cells: n.cells}
	p.imports(g)
	if slices.Contains(p.Imports, "unsafe") { // all other packages go without saying
		p.Cells = append([]string{"import \"unsafe\""}, p.Cells...)
	}
	return p
}

// cell adds a cell, and what the program has for it: at top level, and in main.
func (n *notebook) cell(cell, decls, body string) {
	later := n.later.String()
	n.later.Reset()
	n.decls.WriteString(later + decls)
	n.cells = append(n.cells, Unversioned(later+cell))
	if body != "" {
		n.body = append(n.body, body)
	}
}

// same is a cell that the program has as it is.
func (n *notebook) same(text string) { n.cell(text, "", text) }

// declares is a cell of declarations that stay as they are.
func (n *notebook) declares(text string) { n.cell(text, text, "") }

// set is a cell of a form that gives x a value.
func (n *notebook) set(form, x, value string) {
	n.cell(fmt.Sprintf(form, x, value), "", fmt.Sprintf("%s = %s", x, value))
}

// shows is a cell of values.
func (n *notebook) shows(values ...string) {
	n.cell(strings.Join(values, ", "), "", "shown(text("+strings.Join(values, "), text(")+"))")
}

// as is what the program calls a name from here on, given what must stay the
// same for it to be a redefinition that others see; fresh says that it is not.
func (n *notebook) as(base, typ string) (name string, fresh bool) {
	v := n.held[base]
	if v == nil {
		v = &versions{}
		n.held[base] = v
	}
	if fresh = v.typ != typ; fresh {
		v.n++
		v.typ = typ
	}
	return fmt.Sprintf("%s_v%d", base, v.n), fresh
}

// forget takes what can't be named any more, by itself or by a type inside it,
// out of what expressions use.
func (n *notebook) forget() {
	n.vars = slices.DeleteFunc(n.vars, func(v *variable) bool { return n.gone(v.name) || n.stale(v.typ) })
	n.funcs = slices.DeleteFunc(n.funcs, func(f *function) bool {
		return n.gone(f.name) || slices.ContainsFunc(slices.Concat(f.params, f.results), n.stale)
	})
	n.named = slices.DeleteFunc(n.named, n.stale)
}

// stale reports whether t is, or is made with, a type whose name means another now.
func (n *notebook) stale(t *typ) bool {
	return t.has(func(u *typ) bool { return n.gone(u.name) })
}

// gone reports whether what the program calls by name has lost it in the cells.
func (n *notebook) gone(name string) bool {
	v := versioned.FindStringSubmatch(name)
	return v != nil && v[2] != fmt.Sprint(n.held[v[1]].n)
}

// printable is the type of a variable.
func (n *notebook) printable() *typ {
	for {
		t := n.flat(1)
		switch n.n(6) {
		case 0:
			t = n.slice(t)
		case 1:
			t = n.mapOf(n.key(), t)
		case 2:
			t = n.any()
		case 3:
			if t.kind == kStruct {
				t = n.pointer(t)
			}
		}
		if !t.opaque {
			return t
		}
	}
}

// declared adds a variable that the next cells see.
func (n *notebook) declared(base string, t *typ) string {
	name, fresh := n.as(base, "var "+t.spell)
	if fresh {
		n.forget()
		fmt.Fprintf(&n.decls, "var %s %s\n\n", name, t)
		n.vars = append(n.vars, &variable{name, t, true})
	}
	return name
}

// work is a statement like those of programs.
func (n *notebook) work() {
	n.fuel, n.cost = 4, 0
	text := n.captured(func() { n.try(func() { n.statements(1 + n.n(2)) }) })
	n.same(text)
}
