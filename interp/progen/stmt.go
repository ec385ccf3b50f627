package progen

import (
	"fmt"
	"strings"
)

// statement writes one statement.
func (g *gen) statement() {
	g.fuel--
	if g.fuel < 0 || g.depth > 5 {
		g.show()
		return
	}
	switch k := g.n(20); {
	case k < 3:
		g.define(g.typ(2))
	case k < 5:
		g.assign()
	case k < 6:
		g.show()
	case k < 8:
		g.branch()
	case k < 10:
		g.loops()
	case k == 10 && len(g.labels) > 0:
		g.jump()
	default:
		feature := features[g.n(len(features))]
		feature(g)
	}
}

func (g *gen) statements(n int) {
	for range n {
		g.statement()
	}
}

// show prints a variable in one of fmt's ways.
func (g *gen) show() {
	v := g.local(func(v *variable) bool { return !v.typ.opaque })
	if v == nil || g.chance(15) {
		g.p("fmt.Println(%s)", g.expr(g.scalar(), 2))
		return
	}
	g.showExpr(v.name, v.typ)
}

func (g *gen) showExpr(e string, t *typ) {
	if t.opaque {
		g.p("fmt.Printf(\"%%T\\n\", %s)", e)
		return
	}
	if t.size() > 1 || t.kind == kIface {
		g.p("fmt.Printf(\"%s\\n\", %s)", pick(g, "%v", "%+v", "%#v", "%T"), e)
		return
	}
	g.p("fmt.Println(%q, %s)", pick(g, "is", "has"), e)
}

// assign sets a variable or a part of one.
func (g *gen) assign() {
	v := g.local(func(v *variable) bool { return !v.fixed })
	if v == nil {
		g.define(g.scalar())
		return
	}
	t, place := v.typ, v.name
	for range 2 {
		switch {
		case t.kind == kStruct && len(t.fields) > 0 && g.chance(60):
			f := pick(g, t.fields...)
			place, t = place+"."+f.name, f.typ
		case t.kind == kArray && t.len > 0 && g.chance(60):
			place, t = fmt.Sprintf("%s[%d]", place, g.n(t.len)), t.elem
		}
	}
	switch {
	case t.integer() && g.chance(40):
		if g.chance(30) {
			g.p("%s%s", place, pick(g, "++", "--"))
			return
		}
		g.p("%s %s= %s", place, pick(g, "+", "-", "*", "&", "|", "^", "&^"), g.variableOr(t, 1))
	case t.number() && g.chance(40):
		g.p("%s %s= %s", place, pick(g, "+", "-", "*"), g.variableOr(t, 1))
	case t.kind == kSlice && g.chance(60):
		if g.chance(70) {
			g.p("%s = append(%s[:min(len(%s), 6)], %s)", place, place, place, g.several(t.elem, g.n(3), 1))
			return
		}
		g.p("%s = append([]%s(nil), %s...)", place, t.elem, g.expr(t, 1))
	default:
		w := g.local(func(w *variable) bool { return w.typ == t && !w.fixed && w.name != place })
		if w != nil && t == v.typ && g.chance(30) {
			g.p("%s, %s = %s, %s", place, w.name, w.name, g.expr(t, 1))
			return
		}
		if t.kind == kFunc { // a function that called itself would not end
			g.p("%s = %s", place, g.closed(t))
			return
		}
		g.p("%s = %s", place, g.expr(t, 2))
	}
}

// closed is a function that sees no variable.
func (g *gen) closed(t *typ) string {
	defer func(vars []*variable) { g.vars = vars }(g.vars)
	g.vars = nil
	return g.funcLiteral(t, 2)
}

// constant is an expression of type t that sees no variable and prints nothing.
func (g *gen) constant(t *typ) string {
	defer func(vars []*variable, funcs []*function) { g.vars, g.funcs = vars, funcs }(g.vars, g.funcs)
	g.vars, g.funcs = nil, nil
	return g.expr(t, 1)
}

func (g *gen) branch() {
	if g.chance(60) {
		head := "if " + g.expr(g.basic("bool"), 2) + " {"
		if g.chance(30) {
			t := g.scalar()
			name := g.id("c")
			head = fmt.Sprintf("if %s := %s; any(%s) != nil && %s {", name, g.typed(t, g.expr(t, 1)), name, g.expr(g.basic("bool"), 1))
		}
		g.block(head, func() { g.statements(1 + g.n(2)) })
		if g.chance(50) {
			g.block("if "+g.expr(g.basic("bool"), 1)+" {", func() { g.statements(1) })
		}
		return
	}
	t := g.basic(pick(g, "int", "int8", "uint16", "string", "float64"))
	tag := g.variableOr(t, 2)
	g.p("switch %s {", tag)
	seen := map[string]bool{}
	for i := range 1 + g.n(3) {
		lit := g.literal(t, 0)
		if seen[lit] {
			continue
		}
		seen[lit] = true
		g.p("case %s, %s:", lit, g.variableOr(t, 1))
		g.scope(func() { g.statements(1) })
		if i == 0 && g.chance(20) {
			g.p("\tfallthrough")
		}
		if i == 0 {
			g.p("case id(%s):", g.literal(t, 0))
			g.scope(func() { g.show() })
		}
	}
	if g.chance(50) {
		g.p("default:")
		g.scope(func() { g.statements(1) })
	}
	g.p("}")
}

func (g *gen) loops() {
	n := 1 + g.n(4)
	if g.times*n > 200 {
		g.show()
		return
	}
	l := label{name: g.id("L"), loop: true}
	i := g.id("i")
	var head string
	vars := []*variable{{name: i, typ: g.int(), fixed: true}}
	switch g.n(9) {
	case 0, 1:
		head = fmt.Sprintf("for %s := 0; %s < %d; %s++ {", i, i, n, i)
	case 2:
		head = fmt.Sprintf("for %s := range %d {", i, n)
	case 3:
		t := g.integer()
		head, vars[0].typ = fmt.Sprintf("for %s := range %s(%d) {", i, t, n), t
	case 4:
		t := g.array(n, g.flat(1))
		x := g.id("x")
		head, vars = fmt.Sprintf("for %s, %s := range %s {", i, x, g.inHead(t)), append(vars, &variable{name: x, typ: t.elem})
	case 5:
		x := g.id("x")
		head, vars = fmt.Sprintf("for %s, %s := range cut(%s) {", i, x, g.expr(g.string(), 1)), append(vars, &variable{name: x, typ: g.basic("int32")})
		n = 20
	case 6:
		t := g.flat(1)
		head, vars[0].typ = fmt.Sprintf("for %s := range seq([]%s{%s}) {", i, t, g.several(t, n, 1)), t
	case 7:
		head = fmt.Sprintf("for %s := range %s {", i, g.inHead(g.slice(g.scalar())))
	default:
		head = fmt.Sprintf("for %s := %d; %s > 0; %s -= 2 {", i, n, i, i)
	}
	for _, v := range vars {
		head += " _ = " + v.name + ";"
	}
	text := g.captured(func() {
		g.labels = append(g.labels, l)
		g.loop(n, head, func() {
			g.vars = append(g.vars, vars...)
			g.statements(1 + g.n(3))
		})
		g.labels = g.labels[:len(g.labels)-1]
	})
	if strings.Contains(text, " "+l.name+"\n") || strings.Contains(text, " "+l.name+" }") {
		g.p("%s:", l.name)
	}
	g.out.WriteString(text)
}

// inHead is an expression of a composite type that may stand before a brace.
func (g *gen) inHead(t *typ) string { return "(" + g.expr(t, 1) + ")" }

func (g *gen) jump() {
	l := pick(g, g.labels...)
	g.p("if %s { %s %s }", g.expr(g.basic("bool"), 1), pick(g, "break", "continue"), l.name)
}
