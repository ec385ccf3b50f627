package progen

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

func (g *gen) program() *Program {
	g.times = 1
	g.constants()
	for range 1 + g.n(3) {
		g.namedType()
	}
	if g.chance(70) {
		g.iface()
	}
	if g.chance(60) {
		g.globals()
	}
	if g.chance(30) {
		g.dependent()
	}
	if g.chance(40) {
		for range 1 + g.n(2) {
			g.pointerFunc()
		}
		for range 1 + g.n(2) {
			g.lender()
		}
	}
	for range 1 + g.n(3) {
		text := g.captured(g.functionDecl)
		g.out.WriteString(g.later.String() + text)
		g.later.Reset()
	}
	decls := g.out.String()
	var body []string
	g.fuel, g.cost = 12, 0
	for range 3 + g.n(4) {
		g.out.Reset()
		g.depth = 1
		g.statement()
		if s := strings.TrimRight(g.out.String(), "\n"); s != "" {
			body = append(body, s)
		}
	}
	if g.chance(6) {
		g.out.Reset()
		g.ending = Panics
		g.last()
		if g.ending == Dies && g.numbered { // it runs as another file than the compiled one
			g.ending = Returns
		} else {
			body = append(body, strings.TrimRight(g.out.String(), "\n"))
		}
	}
	p := &Program{Name: g.name, Decls: decls + g.later.String(), Body: body, Ending: g.ending, Numbered: g.numbered}
	p.imports(g)
	return p
}

// literals are runes and texts, in which no package is named.
var literals = regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)+'|`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"")

// imports notes which packages the program uses: what was written may have been dropped.
func (p *Program) imports(g *gen) {
	text := literals.ReplaceAllString(p.Decls+p.Main(), "")
	for _, path := range slices.Sorted(maps.Keys(g.imports)) {
		if regexp.MustCompile(`\b` + baseOf(path) + `\.`).MatchString(text) {
			p.Imports = append(p.Imports, path)
		}
	}
}

// last ends the program: it panics, or the process is gone.
func (g *gen) last() {
	if g.chance(50) {
		t := g.scalar()
		g.p("%s(%q, %s, %s, %s, any(nil) == nil, %s)", pick(g, "print", "println"), "words", g.typed(t, g.expr(t, 1)), g.expr(g.number(), 1), g.typed(g.string(), g.expr(g.string(), 1)), pick(g, "1 < 2", "len([]int{}) == 0"))
	}
	switch g.n(20) {
	case 16:
		g.ending = Dies
		g.p("%s", pick(g, "select {}", "c := make(chan int); fmt.Println(1); <-c", "var mu sync.Mutex; mu.Lock(); mu.Lock()", "var wg sync.WaitGroup; wg.Add(1); go func() { select {} }(); wg.Wait()", "runtime.Goexit()", "var c chan int; c <- 1"))
		g.use("sync")
		g.use("runtime")
	case 17:
		g.p("println([]int{1, 2}, map[int]int(nil) == nil, any(nil), (*int)(nil), 2i, []string(nil), uint8(3), error(nil), float32(1.5))")
		g.p("panic(%s)", pick(g, "(*int)(nil)", "struct{ A int }{1}", "[]int{1}", "2i", "any(nil)", "fmt.Stringer(nil)", "new(int)", "func() {}"))
	case 18:
		g.p("for x := range seq([]int{1, 2}) {\n\tfmt.Println(any(x).(string))\n}")
	case 0:
		g.ending = Dies
		g.p("%s.Exit(%d)", g.use("os"), g.n(5))
	case 1:
		g.ending = Dies
		g.p("c := make(chan bool); go func() { defer close(c); var m map[string]int; m[\"x\"]++ }(); <-c; select {}")
	case 2, 3:
		g.p("panic(fmt.Errorf(\"bad %%v\", %s))", g.expr(g.scalar(), 1))
	case 4, 5:
		t := g.scalar()
		g.p("panic(%s)", g.typed(t, g.expr(t, 1)))
	case 6:
		t := g.flat(1)
		g.p("panic(%s)", g.typed(t, g.expr(t, 1)))
	case 7:
		t := pick(g, g.named...)
		g.p("panic(%s(%s))", pick(g, "", "any", "ref"), g.typed(t, g.expr(t, 1)))
	case 8:
		g.p("fmt.Println([]int{1, 2}[id(%d)])", 2+g.n(5))
	case 9:
		g.p("fmt.Println(1 / id(0))")
	case 10:
		g.p("defer func() { panic(%q) }(); panic(%s)", "again", g.literal(g.string(), 0))
	case 11:
		g.p("defer func() { panic(fmt.Sprint(\"re\", recover())) }(); panic(%s)", g.literal(g.scalar(), 0))
	case 12:
		g.p("defer func() { defer func() { panic(3) }(); panic(\"two\\nlines\") }(); panic(%s)", g.literal(g.scalar(), 0))
	case 13:
		g.p("for i := range 3 {\n\tfmt.Println(i)\n\tif i == %d {\n\t\tfunc() {\n\t\t\tvar p *struct { a, b int }\n\t\t\tp.b++\n\t\t}()\n\t}\n}", g.n(3))
	case 14:
		g.p("%s.Slice([]int{1, 2}, func(i, j int) bool {\n\treturn []bool{}[i]\n})", g.use("sort"))
	case 15:
		g.p("defer func() {\n\tr := recover()\n\tpanic(r)\n}()\npanic(%s)", g.literal(g.scalar(), 0))
	default:
		g.p("var m map[string]int; m[\"x\"] = 1")
	}
}

func (g *gen) constants() {
	t := g.basic(pick(g, "int", "uint8", "int64", "float64"))
	a, b, c := g.top("A"), g.top("B"), g.top("C")
	g.p("const (\n\t%s %s = iota*%d + %d\n\t_\n\t%s\n\t%s = 1 << (iota + %d)\n)\n", a, t, 1+g.n(3), g.n(5), b, c, g.n(3))
	g.vars = append(g.vars, &variable{a, t, true}, &variable{b, t, true}, &variable{c, g.int(), true})
}

// namedType declares a type and its methods.
func (g *gen) namedType() *typ {
	name := g.top("T")
	var under *typ
	switch g.n(8) {
	case 0, 1:
		under = g.scalar().under
	case 2:
		under = g.slice(g.flat(1))
	case 3:
		under = g.mapOf(g.key(), g.scalar())
	case 4:
		under = g.array(1+g.n(3), g.scalar())
	default:
		under = g.structType()
	}
	t := *under
	t.spell, t.name, t.under, t.methods = name, name, under, nil
	g.p("type %s %s\n", name, under)
	n := g.intern(&t)
	g.named = append(g.named, n)
	g.methodDecls(n)
	return n
}

func (g *gen) structType() *typ {
	var fields []field
	for i := range 1 + g.n(4) {
		f := field{name: fmt.Sprintf("%s%d", pick(g, "F", "g"), i), typ: g.typ(1)}
		if g.chance(20) && f.name[0] == 'F' {
			f.tag = fmt.Sprintf("json:\"f%d,omitempty\"", i)
		}
		if f.typ.size() < 12 {
			fields = append(fields, f)
		}
	}
	if len(g.named) > 0 && g.chance(50) {
		if e := pick(g, g.named...); e.kind != kPointer && e.size() < 12 {
			fields = append(fields, field{name: e.name, typ: e, embedded: true})
		}
	}
	return g.structOf(fields)
}

func (g *gen) methodDecls(t *typ) {
	if t.kind == kPointer || t.kind == kIface {
		return
	}
	for i := range g.n(3) {
		m := method{name: fmt.Sprintf("M%d", i), result: g.scalar(), pointer: g.chance(40)}
		g.method(t, m)
	}
	if g.chance(25) {
		g.p("func (t %s) String() string { return fmt.Sprintf(\"%s<%%v>\", %s) }\n", t, pick(g, "s", "str"), g.inner(t))
	}
	if g.chance(10) {
		g.p("func (t %s) Error() string { return \"error \" + fmt.Sprint(%s) }\n", t, g.inner(t))
	}
}

// inner is a value of t without its methods.
func (g *gen) inner(t *typ) string {
	if t.opaque {
		return "1"
	}
	return fmt.Sprintf("(%s)(t)", t.under)
}

func (g *gen) method(t *typ, m method) {
	recv := t.spell
	if m.pointer {
		recv = "*" + recv
	}
	g.function(fmt.Sprintf("func (t %s) %s() %s {", recv, m.name, m.result), "}\n", func() {
		vars := g.vars
		g.vars = nil
		if !m.pointer {
			g.declare("t", t)
		}
		g.p("return %s", g.expr(m.result, 2))
		g.vars = vars
	})
	t.methods = append(t.methods, m)
}

// iface declares an interface and types that implement it.
func (g *gen) iface() {
	name := g.top("I")
	m := method{name: "Do", result: g.scalar()}
	t := g.intern(&typ{kind: kIface, spell: name, name: name, methods: []method{m}, opaque: true})
	g.p("type %s interface{ Do() %s }\n", name, m.result)
	for i := range 2 {
		n := g.namedType()
		for n.kind == kPointer || n.kind == kIface {
			n = g.namedType()
		}
		m.pointer = i == 1 && n.kind == kStruct
		g.method(n, m)
		if m.pointer {
			n = g.pointer(n)
		}
		t.impls = append(t.impls, n)
	}
	g.ifaces = append(g.ifaces, t)
}

// dependent declares variables whose initial values need each other, in another order.
func (g *gen) dependent() {
	t := g.basic(pick(g, intNames...))
	x, y, z, w, f, h := g.top("X"), g.top("Y"), g.top("Z"), g.top("W"), g.top("f"), g.top("h")
	g.p("var (\n\t%s = %s - %s()\n\t%s %s = %s\n\t%s, %s = %s()\n)\nfunc %s() %s { return %s * 3 }\nfunc %s() (%s, string) { return %s + 1, \"w\" }\n",
		x, y, f, y, t, g.literal(t, 0), z, w, h, f, t, z, h, t, y)
	for _, name := range []string{x, y, z} {
		g.vars = append(g.vars, &variable{name, t, true})
	}
	g.vars = append(g.vars, &variable{w, g.string(), true})
}

func (g *gen) globals() {
	for range 1 + g.n(2) {
		t := g.flat(1)
		name := g.top("G")
		g.p("var %s %s = %s\n", name, t, g.expr(t, 1))
		g.vars = append(g.vars, &variable{name, t, true})
	}
}

func (g *gen) functionDecl() {
	f := &function{name: g.top("F")}
	vars := g.vars
	g.vars = append([]*variable(nil), vars...)
	var params []string
	for range g.n(4) {
		t := g.flat(1)
		name := g.id("a")
		f.params = append(f.params, t)
		params = append(params, name+" "+t.spell)
		g.declare(name, t)
	}
	result := g.flat(1)
	f.results = []*typ{result}
	g.fuel, g.cost = 4, 0
	r := g.id("r")
	g.function(fmt.Sprintf("func %s(%s) (%s %s) {", f.name, strings.Join(params, ", "), r, result), "}\n", func() {
		g.declare(r, result)
		if g.chance(20) {
			g.p("defer func() { %s = %s }()", r, g.expr(result, 1))
		}
		g.statements(1 + g.n(2))
		if g.chance(50) {
			g.p("%s = %s", r, g.expr(result, 2))
			g.p("return")
		} else {
			g.p("return %s", g.expr(result, 2))
		}
	})
	g.vars = vars
	f.cost = g.cost + 5
	g.funcs = append(g.funcs, f)
}
