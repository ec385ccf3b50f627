package progen

import (
	"fmt"
	"strings"
)

// otherKind declares a name as a function, a variable, a type or a constant,
// one after another; who used the first goes on with it.
func (n *notebook) otherKind() {
	base, see := n.top("K"), n.top("see")
	kinds := []struct{ cell, decl, body, use string }{
		{"func %s() int { return 1 }\n\n", "", "", "%s()"},
		{"%s := \"words\"", "var %s string\n\n", "%s = \"words\"", "%s"},
		{"type %s struct { A int }\n\n", "", "", "%s{A: 2}"},
		{"const %s = 'c'\n\n", "", "", "%s"},
		{"var %s = []int{4}", "var %s []int\n\n", "%s = []int{4}", "%s"},
	}
	n.r.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	for i, k := range kinds[:2+n.n(2)] {
		name, _ := n.as(base, fmt.Sprint("kind", i))
		if k.decl == "" {
			k.decl = k.cell
		}
		named := func(text string) string { return strings.ReplaceAll(text, "%s", name) }
		n.cell(named(k.cell), named(k.decl), named(k.body))
		use := named(k.use)
		n.shows(use)
		if i == 0 {
			text := fmt.Sprintf("func %s() any { return %s }\n\n", see, use)
			n.declares(text)
		}
		n.shows(see + "()")
	}
}

// genericAgain declares a generic type with its methods more than once.
func (n *notebook) genericAgain() {
	base := n.top("G")
	v, _ := n.as(base, "first")
	form := strings.Split(pick(n.gen, "T any, U any|T, U|int, string", "T any|T|int", "T ~int, U comparable|T, U|int, bool"), "|")
	params, inside, args := form[0], form[1], form[2]
	decl := func(name, more string) string {
		return fmt.Sprintf("type %s[%s] struct { V T; n int }\n\nfunc (g *%s[%s]) Set(x T) { g.V = x; g.n++ }\n\nfunc (g %s[%s]) Get() (T, int) { return g.V, g.n %s }\n\n",
			name, params, name, inside, name, inside, more)
	}
	n.cell(decl(v, ""), decl(v, ""), "")
	x := n.top("x")
	set := fmt.Sprintf("%s.Set(%d)", x, n.n(9))
	start := fmt.Sprintf("%s[%s]{V: 1}", v, args)
	n.cell(fmt.Sprintf("%s := %s\n%s\n%s", x, start, set, x), fmt.Sprintf("var %s %s[%s]\n\n", x, v, args), fmt.Sprintf("%s = %s; %s; shown(text(%s))", x, start, set, x))
	if n.chance(60) { // as it was: the type is the same
		n.cell(decl(v, ""), "", "")
		n.cell(fmt.Sprintf("%s = %s[%s]{V: 3}", x, v, args), "", fmt.Sprintf("%s = %s[%s]{V: 3}", x, v, args))
	}
	if n.chance(60) {
		w, _ := n.as(base, "second")
		n.cell(decl(w, "+ 5"), decl(w, "+ 5"), "")
		n.shows(fmt.Sprintf("%s[%s]{V: 4}", w, args))
		n.cell(fmt.Sprintf("%s[%s]{V: 4}.Get()", w, args), "", fmt.Sprintf("{ a, b := %s[%s]{V: 4}.Get(); shown(text(a), text(b)) }", w, args))
	}
	n.cell(x+".Get()", "", fmt.Sprintf("{ a, b := %s.Get(); shown(text(a), text(b)) }", x))
}

// grouped declares types that mention each other in one cell, and again.
func (n *notebook) grouped() {
	a, b := n.top("A"), n.top("B")
	x := n.top("x")
	decl := func(a, b, field string) string {
		return fmt.Sprintf("type (\n\t%s struct { %s int; up *%s }\n\t%s struct { %s; More []%s }\n)\n\n", a, field, b, b, a, b)
	}
	a1, _ := n.as(a, "1")
	b1, _ := n.as(b, "1")
	value := func(a, b, field string) string {
		return fmt.Sprintf("%s{%s: %s{%s: 1}, More: []%s{{}}}", b, a, a, field, b)
	}
	n.cell(decl(a1, b1, "n"), decl(a1, b1, "n"), "")
	n.cell(fmt.Sprintf("%s := %s", x, value(a1, b1, "n")), fmt.Sprintf("var %s %s\n\n", x, b1), fmt.Sprintf("%s = %s", x, value(a1, b1, "n")))
	switch n.n(3) {
	case 0: // nothing is new
		n.cell(decl(a1, b1, "n"), "", "")
		n.same(fmt.Sprintf("%s = %s", x, value(a1, b1, "n")))
	case 1: // all is
		a2, _ := n.as(a, "2")
		b2, _ := n.as(b, "2")
		n.cell(decl(a2, b2, "m"), decl(a2, b2, "m"), "")
		n.shows(value(a2, b2, "m"))
	default: // one is, and one beside it that none had
		a2, _ := n.as(a, "2")
		c := n.top("C")
		text := fmt.Sprintf("type (\n\t%s struct { z string }\n\t%s []%s\n)\n\n", a2, c, a2)
		n.declares(text)
		n.shows(fmt.Sprintf("%s{{z: \"q\"}}", c))
		d := n.top("D")
		third := func(d, a string) string { return fmt.Sprintf("type %s struct { In %s; n int }\n\n", d, a) }
		d1, _ := n.as(d, "1")
		n.declares(third(d1, a2))
		a3, _ := n.as(a, "3")
		last := fmt.Sprintf("type %s map[string]int\n\n", a3)
		n.declares(last)
		d2, _ := n.as(d, "2") // as it was written, of another type
		n.declares(third(d2, a3))
		n.shows(fmt.Sprintf("%s{In: %s{\"k\": 1}}", d2, a3))
	}
	n.cell(x+".More[0].up == nil, "+x, "", fmt.Sprintf("shown(text(%s.More[0].up == nil), text(%s))", x, x))
}

// longTexts shows what is too long or too deep to be shown as a whole.
func (n *notebook) longTexts() {
	st := n.use("strings")
	switch n.n(10) {
	case 8:
		n.cell("func() map[int]bool { m := map[int]bool{}; for i := range 150 { m[i] = true }; return m }()", "", `func() { s := "map[int]bool{\n"; for i := range 100 { s += fmt.Sprintf("    %d: true,\n", i) }; shown(s + "    … 50 more,\n}") }()`)
	case 9:
		q := n.top("Q")
		decl := fmt.Sprintf("type %s struct { v int }\n\nfunc (x %s) String() string { panic(1) }\n\n", q, q)
		n.cell(decl+fmt.Sprintf("[]%s{{1}}", q), decl, fmt.Sprintf("shown(\"[]%s{{v: 1}}\")", q))
	case 0:
		n.cell("make([]int, 150)", "", fmt.Sprintf("shown(\"[]int{\" + %s.Repeat(\"0, \", 100) + \"… 50 more}\")", st))
	case 1:
		n.cell(st+".Repeat(\"ab\", 3000)", "", fmt.Sprintf("shown(\"\\\"\" + %s.Repeat(\"ab\", 2048) + \"\\\"… 1904 bytes more\")", st))
	case 2:
		c := n.top("N")
		decl := fmt.Sprintf("type %s struct { v int; next *%s }\n\n", c, c)
		x := n.top("x")
		n.cell(decl+fmt.Sprintf("%s := &%s{v: 1}\n%s.next = %s\n%s", x, c, x, x, x), decl, fmt.Sprintf("shown(\"&%s{v: 1, next: &%s{…}}\")", c, c))
	case 3:
		n.cell("[]any{[]any{[]any{[]any{[]any{[]any{[]any{[]any{1}}}}}}}}", "", fmt.Sprintf("shown(%s.Repeat(\"[]any{\", 6) + \"[]any{…}\" + %s.Repeat(\"}\", 6))", st, st))
	case 4:
		f := n.top("f")
		n.cell(fmt.Sprintf("var %s func(a, b int, more ...string) error\n%s, (func())(nil)", f, f), "", "shown(\"nil\", \"nil\")")
		n.cell(f+" = func(a, b int, more ...string) error { return nil }\n"+f, "", "shown(\"func(a int, b int, more ...string) error\")")
	case 5:
		n.shows("map[bool]int{true: 1, false: 2}", "map[float64]string{2.5: \"b\", -1: \"a\"}", "map[any]int{1: 2}", "map[[2]int]bool{{2, 1}: true, {1, 3}: false}")
	case 6:
		n.cell("(chan int)(nil), []func(){nil}, make(chan bool), struct{ f func() }{}", "", "shown(\"(chan int)(nil)\", \"[]func(){nil}\", \"chan bool\", \"struct { f func() }{f: nil}\")")
	default:
		q := n.top("Q")
		decl := fmt.Sprintf("type %s struct { v int }\n\nfunc (x %s) Format(f fmt.State, verb rune) { fmt.Fprintf(f, \"%%c of %%d\", verb, x.v) }\n\n", q, q)
		n.cell(decl+q+"{4}", decl, fmt.Sprintf("shown(text(%s{4}))", q))
		n.cell(fmt.Sprintf("[]%s{{5}}, *new(%s), fmt.Stringer(nil)", q, q), "", fmt.Sprintf("shown(\"[]%s{v of 5}\", text(%s{}), \"nil\")", q, q))
	}
}

// packageName has a variable of the name of the package that its value is from.
func (n *notebook) packageName() {
	h := n.use("html")
	n.cell("html := html.EscapeString(\"<b>\")\nhtml", "", fmt.Sprintf("shown(text(%s.EscapeString(\"<b>\")))", h))
	n.cell("len(html)", "", fmt.Sprintf("shown(text(len(%s.EscapeString(\"<b>\"))))", h))
}

// lends gives addresses of variables to a function that keeps them only as it
// is written later.
func (n *notebook) lends() {
	f, _ := n.as(n.top("lend"), "func")
	kept, loop := n.top("kept"), n.top("loop")
	fmt.Fprintf(&n.decls, "var %s *int\n\nvar %s func(p *int, n int) int\n\n", kept, f)
	n.cell("var "+kept+" *int", "", "")
	define := func(body string) {
		text := "(p *int, n int) int { " + body + " }"
		n.cell("func "+f+text, "", f+" = func"+text)
	}
	define(fmt.Sprintf("*p += n; return *p + %d", n.n(9)))
	text := fmt.Sprintf("func %s() (s int) { for i := range 3 { x := i; s += %s(&x, i); y := [2]int{s}; s += %s(&y[1], x) }; return }\n\n", loop, f, f)
	n.declares(text)
	n.shows(loop + "()")
	for range 1 + n.n(2) {
		define(pick(n.gen, fmt.Sprintf("if %s != nil { *%s += 10 }; %s = p; *p += n; return *p", kept, kept, kept), "*p -= n; return *p", fmt.Sprintf("defer func() { %s = p }(); return *p + n", kept)))
		n.shows(loop+"()", loop+"()")
	}
	n.same(fmt.Sprintf("if %s != nil { *%s += 1; fmt.Println(*%s) }", kept, kept, kept))
}

// background adds a method while a goroutine of an earlier cell is at work.
func (n *notebook) background() {
	c := n.top("quit")
	n.cell(fmt.Sprintf("%s := make(chan bool)\ngo func() { <-%s }()", c, c), fmt.Sprintf("var %s chan bool\n\n", c), fmt.Sprintf("%s = make(chan bool); go func() { <-%s }()", c, c))
	n.methodAgain()
	n.same(c + " <- true")
	n.show()
}
