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
	names  []string             // of held, in order
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

// notebook writes a program that is also cells.
func (g *gen) notebook() *Program {
	g.times, g.celled = 1, true
	n := &notebook{gen: g, held: map[string]*versions{}}
	for range 1 + g.n(2) {
		n.namedType()
	}
	decls := g.out.String()
	n.cell(decls, decls, "")
	steps := []func(n *notebook){
		(*notebook).variable, (*notebook).variable, (*notebook).again, (*notebook).again, (*notebook).routine, (*notebook).routine, (*notebook).rewritten, (*notebook).rewritten,
		(*notebook).kept, (*notebook).show, (*notebook).show, (*notebook).show, (*notebook).constAgain, (*notebook).textOnly, (*notebook).structure, (*notebook).methodAgain,
		(*notebook).typeAgain, (*notebook).spelled, (*notebook).script, (*notebook).script, (*notebook).panics, (*notebook).inits, (*notebook).renamed, (*notebook).results, (*notebook).work,
		(*notebook).otherKind, (*notebook).otherKind, (*notebook).genericAgain, (*notebook).grouped, (*notebook).longTexts, (*notebook).packageName, (*notebook).lends, (*notebook).background,
	}
	for _, first := range []func(n *notebook){(*notebook).variable, (*notebook).routine, (*notebook).structure} {
		first(n)
	}
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

// as is what the program calls a name from here on, given what must stay the
// same for it to be a redefinition that others see; fresh says that it is not.
func (n *notebook) as(base, typ string) (name string, fresh bool) {
	v := n.held[base]
	if v == nil {
		v = &versions{}
		n.held[base], n.names = v, append(n.names, base)
	}
	if fresh = v.typ != typ; fresh {
		v.n++
		v.typ = typ
	}
	return fmt.Sprintf("%s_v%d", base, v.n), fresh
}

// forget takes what can't be named any more out of what expressions use.
func (n *notebook) forget(base string) {
	old := regexp.MustCompile(`\b` + base + `_v\d+\b`)
	n.vars = slices.DeleteFunc(n.vars, func(v *variable) bool { return old.MatchString(v.name) || old.MatchString(v.typ.spell) })
	n.funcs = slices.DeleteFunc(n.funcs, func(f *function) bool {
		return old.MatchString(f.name) || slices.ContainsFunc(append(f.params, f.results...), func(t *typ) bool { return old.MatchString(t.spell) })
	})
	n.named = slices.DeleteFunc(n.named, func(t *typ) bool { return old.MatchString(t.spell) || old.MatchString(t.under.spell) })
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
		n.forget(base)
		fmt.Fprintf(&n.decls, "var %s %s\n\n", name, t)
		n.vars = append(n.vars, &variable{name, t, true})
	}
	return name
}

// variable declares one or two variables.
func (n *notebook) variable() {
	t := n.printable()
	e := n.expr(t, 2)
	base := n.top("X")
	switch n.n(4) {
	case 0:
		x := n.declared(base, t)
		n.cell(fmt.Sprintf("var %s %s = %s", x, t, e), "", fmt.Sprintf("%s = %s", x, e))
	case 1:
		u := n.printable()
		f := n.expr(u, 1)
		x, y := n.declared(base, t), n.declared(n.top("Y"), u)
		n.cell(fmt.Sprintf("var %s, %s = %s, %s", x, y, n.typed(t, e), n.typed(u, f)), "", fmt.Sprintf("%s, %s = %s, %s", x, y, e, f))
	case 2:
		x := n.declared(base, t)
		n.cell(fmt.Sprintf("var %s %s", x, t), "", fmt.Sprintf("%s = *new(%s)", x, t))
		if t.kind == kMap || t.kind == kPointer {
			n.cell(fmt.Sprintf("%s = %s", x, e), "", fmt.Sprintf("%s = %s", x, e))
		}
	default:
		x := n.declared(base, t)
		n.cell(fmt.Sprintf("%s := %s", x, n.typed(t, e)), "", fmt.Sprintf("%s = %s", x, n.typed(t, e)))
	}
}

// again declares a variable once more: with its type it keeps its place, to
// which a pointer leads, with another it leaves it to who used it before.
func (n *notebook) again() {
	x := n.local(func(v *variable) bool { return version.MatchString(v.name) && v.typ.kind != kPointer })
	if x == nil {
		n.variable()
		return
	}
	base, t := Unversioned(x.name), x.typ
	if n.chance(40) {
		p := n.top("P")
		q, _ := n.as(p, "pointer")
		fmt.Fprintf(&n.decls, "var %s *%s\n\n", q, t)
		n.cell(fmt.Sprintf("%s := &%s", q, x.name), "", fmt.Sprintf("%s = &%s", q, x.name))
		defer func() { n.cell("*"+q, "", fmt.Sprintf("shown(text(*%s))", q)) }()
	}
	see, _ := n.as(n.top("see"), "func")
	fmt.Fprintf(&n.decls, "var %s func() %s\n\n", see, t)
	n.cell(fmt.Sprintf("func %s() %s { return %s }", see, t, x.name), "", fmt.Sprintf("%s = func() %s { return %s }", see, t, x.name))
	switch n.n(4) {
	case 0:
		e := n.expr(t, 2)
		n.cell(fmt.Sprintf("%s := %s", x.name, n.typed(t, e)), "", fmt.Sprintf("%s = %s", x.name, e))
	case 1:
		n.cell(fmt.Sprintf("var %s %s", x.name, t), "", fmt.Sprintf("%s = *new(%s)", x.name, t))
		if t.kind == kMap || t.kind == kPointer {
			e := n.expr(t, 1)
			n.cell(fmt.Sprintf("%s = %s", x.name, e), "", fmt.Sprintf("%s = %s", x.name, e))
		}
	case 2: // the value is of what the name meant before
		e := fmt.Sprintf("fmt.Sprint(%s)", x.name)
		y := n.declared(base, n.string())
		n.cell(fmt.Sprintf("%s := %s", y, e), "", fmt.Sprintf("%s = %s", y, e))
	default:
		u := n.printable()
		e := n.expr(u, 1)
		y := n.declared(base, u)
		n.cell(fmt.Sprintf("%s := %s\n%s", y, n.typed(u, e), y), "", fmt.Sprintf("%s = %s; shown(text(%s))", y, n.typed(u, e), y))
	}
	n.cell(see+"()", "", fmt.Sprintf("shown(text(%s()))", see))
}

// work is a statement like those of programs.
func (n *notebook) work() {
	n.fuel, n.cost = 4, 0
	text := n.captured(func() { n.try(func() { n.statements(1 + n.n(2)) }) })
	n.cell(text, "", text)
}
