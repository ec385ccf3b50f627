package progen

import (
	"fmt"
	"strings"
)

// A changing type is declared again, as it was or as another.
type changing struct {
	base   string
	typ    *typ
	source string // after its name
	late   int    // methods added by later cells
}

// structure declares a struct type with methods.
func (n *notebook) structure() {
	c := &changing{base: n.top("T")}
	n.kinds = append(n.kinds, c)
	n.redeclared(c)
}

// redeclared declares c as another type than before, with methods.
func (n *notebook) redeclared(c *changing) {
	var fields []field
	for i := range 1 + n.n(3) {
		fields = append(fields, field{name: fmt.Sprintf("%s%d", pick(n.gen, "F", "g"), i), typ: n.flat(1)})
	}
	if len(n.named) > 0 && n.chance(30) {
		if e := pick(n.gen, n.named...); !e.refs && e.size() < 12 && e.kind == kStruct && len(e.methods) == 0 {
			fields = append(fields, field{name: e.name, typ: e, embedded: true})
		}
	}
	under := n.structOf(fields)
	if under.has(func(t *typ) bool { return c.typ != nil && t.name == c.typ.name }) {
		under = n.structOf([]field{{name: fmt.Sprintf("N%d", len(n.cells)), typ: n.int()}})
	}
	name, fresh := n.as(c.base, "type "+under.spell)
	if !fresh {
		return
	}
	n.forget()
	t := *under
	t.spell, t.name, t.under, t.methods = name, name, under, nil
	c.typ, c.source = n.intern(&t), under.spell
	n.named = append(n.named, c.typ)
	cell := fmt.Sprintf("type %s %s\n\n", name, under)
	decls, body := cell, ""
	for i := range 1 + n.n(2) {
		c.typ.methods = append(c.typ.methods, method{name: fmt.Sprintf("M%d", i), result: n.scalar(), pointer: n.chance(40)})
		d, def, method := n.methodText(c, c.typ.methods[i])
		decls, body, cell = decls+d, body+def+"\n", cell+method+"\n\n"
	}
	n.cell(cell, decls, body)
	x := n.structLiteral(c.typ, 1)
	n.set("%s := %s", n.declared(n.top("X"), c.typ), x)
}

// methodText writes a method: as the program declares it, as the program sets
// what it does, and as a cell has it.
func (n *notebook) methodText(c *changing, m method) (decls, def, cell string) {
	recv := c.typ.spell
	if m.pointer {
		recv = "*" + recv
	}
	vars, funcs := n.vars, n.funcs
	n.vars, n.funcs = nil, nil
	as := pick(n.gen, "t "+recv, "t "+recv, "t ("+recv+")", recv)
	if !m.pointer && as != recv {
		n.declare("t", c.typ)
	}
	body := fmt.Sprintf("{ fmt.Println(%q); return %s }", fmt.Sprintf("%s, %d", m.name, len(n.cells)), n.expr(m.result, 2))
	n.vars, n.funcs = vars, funcs
	does := c.typ.spell + "ʹ" + m.name
	decls = fmt.Sprintf("var %s func(t %s) %s\n\nfunc (t %s) %s() %s { return %s(t) }\n\n", does, recv, m.result, recv, m.name, m.result, does)
	return decls, fmt.Sprintf("%s = func(t %s) %s %s", does, recv, m.result, body), fmt.Sprintf("func (%s) %s() %s %s", as, m.name, m.result, body)
}

// methodAgain writes a method of an earlier cell's type: once more, or a new one.
func (n *notebook) methodAgain() {
	c := pick(n.gen, n.kinds...)
	x := n.local(func(v *variable) bool { return v.typ == c.typ })
	if x == nil {
		n.structure()
		return
	}
	m, decls := pick(n.gen, c.typ.methods...), ""
	if n.chance(50) {
		m = method{name: fmt.Sprintf("L%d", c.late), result: n.scalar(), pointer: n.chance(40)}
		c.late++
		c.typ.methods = append(c.typ.methods, m)
	}
	d, def, cell := n.methodText(c, m)
	if strings.HasPrefix(m.name, "L") && !strings.Contains(n.decls.String(), d) {
		decls = d
	}
	switch n.n(4) {
	case 0: // the type says nothing new
		cell = fmt.Sprintf("type %s %s\n\n%s", c.typ, c.source, cell)
	case 1:
		alias := n.top("Alias")
		cell = fmt.Sprintf("type %s = %s\n\n%s", alias, c.typ, strings.Replace(cell, c.typ.spell, alias, 1))
	}
	n.cell(cell, decls, def)
	call := fmt.Sprintf("%s.%s()", x.name, m.name)
	n.shows(call)
	dynamic := fmt.Sprintf("any(&%s).(interface{ %s() %s }).%s()", x.name, m.name, m.result, m.name)
	n.shows(dynamic)
}

// typeAgain declares a type once more, as another one: variables keep the old.
func (n *notebook) typeAgain() {
	c := pick(n.gen, n.kinds...)
	x := n.local(func(v *variable) bool { return v.typ == c.typ })
	if x == nil || len(c.typ.methods) == 0 {
		n.structure()
		return
	}
	old, m := c.typ, pick(n.gen, c.typ.methods...)
	n.redeclared(c)
	if c.typ == old {
		return
	}
	n.shows(x.name)
	call := fmt.Sprintf("%s.%s()", x.name, m.name)
	n.shows(call)
}

// spelled has variables of all kinds of types that mention one of their own cell.
func (n *notebook) spelled() {
	l, g := n.top("L"), n.top("G")
	types := fmt.Sprintf("type %s struct { N int; s %s }\n\nfunc (l %s) Up() %s { l.N++; return l }\n\ntype %s[T any] struct { V T; more []T }\n\n", l, n.scalar(), l, l, g)
	vars := []struct{ typ, value, see string }{
		{"[]" + l, fmt.Sprintf("[]%s{{N: %d}}", l, n.n(9)), "%s[0].Up()"},
		{"*" + l, "&" + l + "{N: 4}", "%s"},
		{"[2]" + l, fmt.Sprintf("[2]%s{1: {N: 3}}", l), "%s"},
		{"map[" + l + "]int", fmt.Sprintf("map[%s]int{{}: %d}", l, n.n(9)), "%s"},
		{"map[string]*" + l, fmt.Sprintf("map[string]*%s{\"k\": {N: 2}}", l), "%s[\"k\"].N"},
		{"chan<- " + l, "make(chan<- " + l + ", 2)", "cap(%s)"},
		{"<-chan " + l, "(<-chan " + l + ")(nil)", "len(%s)"},
		{"chan []" + l, "make(chan []" + l + ", 3)", "cap(%s)"},
		{fmt.Sprintf("func(x %s, more ...[1]%s) (out %s, n int)", l, l, l), fmt.Sprintf("func(x %s, more ...[1]%s) (out %s, n int) { out.N = x.N + len(more); return out.Up(), 2 }", l, l, l),
			"%s != nil"},
		{fmt.Sprintf("func(%s) error", l), fmt.Sprintf("func(%s) error { return nil }", l), "%s == nil"},
		{fmt.Sprintf("struct { %s; in *%s `json:\"x\"`; F func() %s }", l, l, l), fmt.Sprintf("struct { %s; in *%s `json:\"x\"`; F func() %s }{%s: %s{N: 6}}", l, l, l, l, l), "%s.Up().N"},
		{fmt.Sprintf("interface { Up() %s }", l), fmt.Sprintf("interface { Up() %s }(%s{N: 5})", l, l), "%s.Up()"},
		{fmt.Sprintf("%s[%s]", g, l), fmt.Sprintf("%s[%s]{V: %s{N: 7}}", g, l, l), "%s.V"},
		{fmt.Sprintf("[]%s[*%s]", g, l), fmt.Sprintf("[]%s[*%s]{{}}", g, l), "len(%s)"},
	}
	n.r.Shuffle(len(vars), func(i, j int) { vars[i], vars[j] = vars[j], vars[i] })
	decls, cell, body := types, types, ""
	var exprs, texts []string
	for _, v := range vars[:3+n.n(5)] {
		x := n.top("x")
		decls += fmt.Sprintf("var %s %s\n\n", x, v.typ)
		cell += fmt.Sprintf("%s := %s\n", x, v.value)
		body += fmt.Sprintf("%s = %s\n", x, v.value)
		exprs = append(exprs, fmt.Sprintf(v.see, x))
		texts = append(texts, fmt.Sprintf("text("+v.see+")", x))
	}
	n.cell(cell+strings.Join(exprs, ", "), decls, body+"shown("+strings.Join(texts, ", ")+")")
	if n.chance(50) { // the variables keep the old type
		n.cell(fmt.Sprintf("type %s struct { M string }", l), "", "")
		n.cell(exprs[0], "", "shown("+texts[0]+")")
	}
}
