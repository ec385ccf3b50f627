package progen

import "fmt"

// variable declares one or two variables.
func (n *notebook) variable() {
	t := n.printable()
	e := n.expr(t, 2)
	base := n.top("X")
	switch n.n(4) {
	case 0:
		n.set("var %s "+t.spell+" = %s", n.declared(base, t), e)
	case 1:
		u := n.printable()
		f := n.expr(u, 1)
		x, y := n.declared(base, t), n.declared(n.top("Y"), u)
		n.cell(fmt.Sprintf("var %s, %s = %s, %s", x, y, n.typed(t, e), n.typed(u, f)), "", fmt.Sprintf("%s, %s = %s, %s", x, y, e, f))
	case 2:
		n.zero(n.declared(base, t), t, e)
	default:
		n.set("%s := %s", n.declared(base, t), n.typed(t, e))
	}
}

// zero declares x without a value; e is one for where zero is nothing to work with.
func (n *notebook) zero(x string, t *typ, e string) {
	n.cell(fmt.Sprintf("var %s %s", x, t), "", fmt.Sprintf("%s = *new(%s)", x, t))
	if t.kind == kMap || t.kind == kPointer {
		n.set("%s = %s", x, e)
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
		fmt.Fprintf(&n.decls, "var %s *%s\n\n", p, t)
		n.set("%s := %s", p, "&"+x.name)
		defer func() { n.shows("*" + p) }()
	}
	see := n.top("see")
	fmt.Fprintf(&n.decls, "var %s func() %s\n\n", see, t)
	n.cell(fmt.Sprintf("func %s() %s { return %s }", see, t, x.name), "", fmt.Sprintf("%s = func() %s { return %s }", see, t, x.name))
	switch n.n(4) {
	case 0:
		n.set("%s := %s", x.name, n.typed(t, n.expr(t, 2)))
	case 1:
		n.zero(x.name, t, n.expr(t, 1))
	case 2: // the value is of what the name meant before
		n.set("%s := %s", n.declared(base, n.string()), fmt.Sprintf("fmt.Sprint(%s)", x.name))
	default:
		u := n.printable()
		e := n.typed(u, n.expr(u, 1))
		y := n.declared(base, u)
		n.cell(fmt.Sprintf("%s := %s\n%s", y, e, y), "", fmt.Sprintf("%s = %s; shown(text(%s))", y, e, y))
	}
	n.shows(see + "()")
}
