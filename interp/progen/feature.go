package progen

import "fmt"

// features each write a statement, or a few, for a part of the language.
var features []func(g *gen)

func init() {
	features = []func(g *gen){
		tryIndex, tryDivide, tryNil, tryAssert, tryCustom, tryNested, deferLoop, typeSwitch, callIface, closures, channels,
		selects, goroutines, methodValue, generics, embeds, jsons, sorts, errorsAs, maps_, rangeFunc, builder, traces, labels,
		copies, methodsOf, variadic, jumpBack, complexParts, localType, arrays, shadow, nilIface, multi, iterMaps,
	}
}

func (g *gen) try(body func()) {
	g.function("try(func() {", "})", body)
}

func tryIndex(g *gen) {
	s := g.define(g.slice(g.scalar()))
	g.try(func() {
		switch g.n(5) {
		case 0:
			g.p("fmt.Println(%s[id(%d)])", s.name, g.n(8)-2)
		case 1:
			g.p("fmt.Println(%s[id(%d):id(%d)])", s.name, g.n(5)-1, g.n(6))
		case 2:
			g.p("fmt.Println(len(%s[:id(%d):id(%d)]))", s.name, g.n(4), g.n(8))
		case 3:
			g.p("fmt.Println(%s[id(%d):])", g.variableOr(g.string(), 0), g.n(12)-1)
		default:
			g.p("%s[id(uint8(%d))] = %s", s.name, g.n(8), g.expr(s.typ.elem, 1))
		}
		if g.chance(30) {
			g.p("p := (*[%d]%s)(%s)", 1+g.n(4), s.typ.elem, s.name)
			g.p("fmt.Println(len(p))")
		}
	})
}

func tryDivide(g *gen) {
	t := g.integer()
	g.try(func() {
		g.p("x, y := %s, %s", g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)))
		g.p("fmt.Println(x %s y)", pick(g, "/", "%", ">>"))
	})
}

func tryNil(g *gen) {
	g.try(func() {
		switch g.n(6) {
		case 0:
			g.p("var p *struct{ A, B int }; fmt.Println(p.B)")
		case 1:
			g.p("var m map[string]%s; m[%q] = %s", g.string(), "k", g.expr(g.string(), 1))
		case 2:
			g.p("var f func(); f()")
		case 3:
			g.p("var e error; fmt.Println(e.Error())")
		case 4:
			g.p("var c chan int; close(c)")
		default:
			g.p("fmt.Println(len(make([]int, id(%d))))", g.n(6)-3)
		}
	})
}

func tryAssert(g *gen) {
	t, u := g.flat(1), g.flat(1)
	x := g.id("x")
	g.p("var %s any = %s", x, g.typed(u, g.expr(u, 1)))
	g.p("if y, ok := %s.(%s); ok { fmt.Printf(\"%%v\\n\", y) } else { fmt.Println(ok, any(y) == nil) }", x, t)
	g.try(func() {
		g.p("fmt.Printf(\"%%v\\n\", %s.(%s))", x, pick(g, t.spell, "fmt.Stringer", "error", "interface{ M0() int }"))
	})
}

func tryCustom(g *gen) {
	t := g.scalar()
	g.try(func() {
		g.p("defer fmt.Println(%q, %s)", "deferred", g.expr(g.scalar(), 1))
		g.statements(1)
		g.p("panic(%s)", g.typed(t, g.expr(t, 1)))
	})
}

func tryNested(g *gen) {
	g.try(func() {
		g.function("defer func() {", "}()", func() {
			g.p("r := recover(); fmt.Println(\"inner\", r)")
			g.p("if %s { panic(fmt.Sprint(\"again \", r)) }", g.expr(g.basic("bool"), 1))
		})
		g.p("var a [3]int; i := id(%d); a[i]++; fmt.Println(a)", g.n(6))
	})
}

func deferLoop(g *gen) {
	t := g.scalar()
	r := g.id("r")
	g.p("%s := func() (n %s) {", r, t)
	g.p("\tfor i := range %d { defer func() { fmt.Println(i, n); n = %s }() }", 1+g.n(3), g.expr(t, 1))
	g.p("\treturn %s\n}()", g.expr(t, 1))
	g.p("_ = %s", r)
	g.declare(r, t)
}

func typeSwitch(g *gen) {
	g.p("for _, x := range []any{%s, nil, %s} {", g.several(g.any(), 2, 1), g.typed(g.string(), g.expr(g.string(), 1)))
	g.p("\tswitch x := x.(type) {\n\tcase nil:\n\t\tfmt.Println(\"nil\")\n\tcase fmt.Stringer:\n\t\tfmt.Println(\"stringer\", x.String())\n\tcase error:\n\t\tfmt.Println(x)")
	seen := map[string]bool{}
	for range 1 + g.n(4) {
		t := g.flat(1)
		if !seen[t.spell] {
			seen[t.spell] = true
			g.p("\tcase %s:\n\t\tfmt.Printf(\"%%T %%v\\n\", x, x)", t)
		}
	}
	g.p("\tdefault:\n\t\tfmt.Printf(\"other %%T\\n\", x)\n\t}\n}")
}

func callIface(g *gen) {
	if len(g.ifaces) == 0 {
		g.show()
		return
	}
	t := pick(g, g.ifaces...)
	x := g.define(t)
	g.p("fmt.Println(%s.Do())", x.name)
	g.p("fmt.Printf(\"%%T %%v\\n\", %s, %s == %s)", x.name, x.name, "nil")
	g.p("if s, ok := %s.(fmt.Stringer); ok { fmt.Println(s.String() != \"\") }", x.name)
	g.p("{ f := %s.Do; fmt.Println(f(), %s.Do(%s)) }", x.name, t, x.name)
}

func closures(g *gen) {
	t := g.basic(pick(g, "int", "uint8", "int64", "float64"))
	fs := g.id("fs")
	g.p("var %s []func(%s) %s", fs, t, t)
	g.p("for i := range %d { n := %s(i); %s = append(%s, func(x %s) %s { n += x; return n }) }", 1+g.n(3), t, fs, fs, t, t)
	g.p("for _, f := range %s { f(%s); fmt.Println(f(%s)) }", fs, g.expr(t, 1), g.literal(t, 0))
}

func channels(g *gen) {
	t := g.flat(1)
	c := g.id("c")
	g.p("%s := make(chan %s, %d)", c, t, g.n(3))
	g.p("go func() { defer close(%s); for range %d { %s <- %s } }()", c, 1+g.n(3), c, g.literal(t, 1))
	g.p("for x := range %s { fmt.Printf(\"%%v\\n\", x) }", c)
	g.p("{ x, ok := <-%s; fmt.Println(x, ok, len(%s), cap(%s)) }", c, c, c)
}

func selects(g *gen) {
	c, d := g.id("c"), g.id("d")
	t := g.scalar()
	g.p("%s, %s := make(chan %s, 1), make(chan int)", c, d, t)
	if g.chance(50) {
		g.p("%s <- %s", c, g.expr(t, 1))
	}
	g.p("select {\ncase x, ok := <-%s:\n\tfmt.Println(\"got\", x, ok)\ncase %s <- 1:\n\tfmt.Println(\"sent\")\ndefault:\n\tfmt.Println(\"none\")\n}", c, d)
	g.p("select { case %s <- %s: fmt.Println(len(%s)); case <-%s: }", c, g.literal(t, 0), c, d)
}

func goroutines(g *gen) {
	s := g.use("sync")
	n := 1 + g.n(4)
	t := g.basic(pick(g, "int", "uint16", "int64"))
	g.p("{\n\tvar wg %s.WaitGroup; var mu %s.Mutex; var sum %s", s, s, t)
	g.p("\tfor i := range %d { wg.Add(1); go func(k %s) { defer wg.Done(); mu.Lock(); defer mu.Unlock(); sum += k * %s }(%s(i)) }", n, t, g.literal(t, 0), t)
	g.p("\twg.Wait(); fmt.Println(sum)\n}")
}

func (g *gen) withMethod() (*typ, method) {
	for range 8 {
		if t := pick(g, g.named...); len(t.methods) > 0 {
			return t, pick(g, t.methods...)
		}
	}
	return nil, method{}
}

func methodValue(g *gen) {
	t, m := g.withMethod()
	if t == nil {
		g.show()
		return
	}
	v := g.define(t)
	f := g.id("f")
	recv := t.spell
	arg := v.name
	if m.pointer {
		recv, arg = "(*"+recv+")", "&"+v.name
	}
	g.p("%s := %s.%s", f, v.name, m.name)
	g.p("fmt.Println(%s(), %s.%s(%s))", f, recv, m.name, arg)
	g.p("defer %s.%s()", v.name, m.name)
}

func methodsOf(g *gen) {
	t, m := g.withMethod()
	if t == nil {
		g.show()
		return
	}
	v := g.define(t)
	g.p("fmt.Println(%s.%s(), (&%s).%s())", v.name, m.name, v.name, m.name)
}

func generics(g *gen) {
	t, u := g.scalar(), g.scalar()
	g.p("{\n\ttype pair[K comparable, V any] struct { Key K; Val V }")
	g.p("\tp := pair[%s, %s]{%s, %s}", t, u, g.expr(t, 1), g.expr(u, 1))
	g.p("\tfmt.Printf(\"%s\\n\", p)", pick(g, "%v", "%+v"))
	g.p("\tfmt.Println(p == pair[%s, %s]{Key: p.Key}, id(p).Val)\n}", t, u)
	e := g.basic(pick(g, orderedNames...))
	sl := g.use("slices")
	g.p("fmt.Println(%s.Max([]%s{%s, %s}), %s.Index([]%s{%s}, %s))", sl, e, g.expr(e, 1), g.expr(e, 1), sl, e, g.expr(e, 1), g.expr(e, 0))
	g.p("fmt.Println(%s.Collect(%s.Values([]%s{%s})))", sl, sl, t, g.several(t, 2, 1))
}

func embeds(g *gen) {
	t, m := g.withMethod()
	if t == nil {
		g.show()
		return
	}
	g.p("{\n\ttype outer struct { %s; X int }", t)
	g.p("\to := outer{X: %s}; fmt.Println(o.%s(), o.X)", g.expr(g.int(), 1), m.name)
	if !m.pointer {
		g.p("\tvar i interface{ %s() %s } = o; fmt.Println(i.%s())", m.name, m.result, m.name)
	}
	g.p("\tvar j interface{ %s() %s } = &o; fmt.Println(j.%s())\n}", m.name, m.result, m.name)
}

func jsons(g *gen) {
	t := g.flat(1)
	if t.kind == kComplex || t.kind == kFloat {
		t = g.int()
	}
	j := g.use("encoding/json")
	g.p("if b, err := %s.Marshal(struct { A %s; B []string `json:\"b,omitempty\"`; c int; D *int }{A: %s, B: []string{%s}}); true { fmt.Println(string(b), err) }", j, t, g.expr(t, 1), g.several(g.string(), g.n(3), 1))
	g.p("{ var x struct { A int; B map[string]float64 }; err := %s.Unmarshal([]byte(%q), &x); fmt.Println(x, err) }", j, pick(g, `{"A": 3, "B": {"x": 1.5}}`, `{"A": "s"}`, `{"A": 3`))
}

func sorts(g *gen) {
	e := g.basic(pick(g, orderedNames...))
	s := g.id("s")
	g.p("%s := []%s{%s}", s, e, g.several(e, 2+g.n(4), 1))
	if g.chance(50) {
		g.p("%s.Slice(%s, func(i, j int) bool { return %s[i] > %s[j] })", g.use("sort"), s, s, s)
	} else {
		g.p("%s.SortStableFunc(%s, func(a, b %s) int { return %s.Compare(a, b) })", g.use("slices"), s, e, g.use("cmp"))
	}
	g.p("fmt.Println(%s)", s)
	g.declare(s, g.slice(e))
}

func errorsAs(g *gen) {
	e := g.use("errors")
	g.p("{\n\tbase := %s.New(%q)", e, pick(g, "a", "b c"))
	g.p("\terr := fmt.Errorf(\"wrapped %%v: %%w\", %s, base)", g.expr(g.scalar(), 1))
	g.p("\tfmt.Println(err, %s.Is(err, base), %s.Unwrap(err) == base, %s.Join(base, err))", e, e, e)
	for _, t := range g.named {
		_ = t
	}
	g.p("\tvar target interface{ Timeout() bool }; fmt.Println(%s.As(err, &target), target == nil)\n}", e)
}

func maps_(g *gen) {
	k := g.key()
	if k.kind == kIface {
		k = g.int()
	}
	t := g.mapOf(k, g.integer())
	m := g.define(t)
	if true {
		g.p("if %s == nil { %s = %s{} }", m.name, m.name, t)
	}
	g.p("%s[%s] += %s; delete(%s, %s)", m.name, g.literal(k, 0), g.expr(t.elem, 1), m.name, g.literal(k, 0))
	g.p("if x, ok := %s[%s]; ok { fmt.Println(x) }; fmt.Println(len(%s), %s)", m.name, g.expr(k, 1), m.name, m.name)
	if g.chance(20) {
		g.p("clear(%s); fmt.Println(%s)", m.name, m.name)
	}
}

func iterMaps(g *gen) {
	e := g.integer()
	m := g.define(g.mapOf(g.string(), e))
	g.p("{ var keys []string; var sum %s; for k, v := range %s { keys = append(keys, k); sum += v }; %s.Strings(keys); fmt.Println(keys, sum) }", e, m.name, g.use("sort"))
}

func rangeFunc(g *gen) {
	t := g.scalar()
	l := g.id("L")
	g.p("%s:\nfor i, x := range func(yield func(int, %s) bool) { defer fmt.Println(\"end\"); for k := range 4 { if !yield(k, %s) { return } } } {", l, t, g.expr(t, 1))
	g.p("\tif i == %d { continue }\n\tfor y := range seq([]%s{x, %s}) { if i == %d { %s %s }; fmt.Println(i, y) }\n}", g.n(3), t, g.literal(t, 0), 1+g.n(3), pick(g, "break", "continue"), l)
	g.p("fmt.Println(func() (r %s) { for x := range seq([]%s{%s}) { defer func() { fmt.Println(\"d\", x) }(); if %s { return x } }; return }())", t, t, g.several(t, 2, 1), g.expr(g.basic("bool"), 1))
}

func builder(g *gen) {
	b := g.id("b")
	g.p("{ var %s %s.Builder; for i := range %d { fmt.Fprintf(&%s, \"%s;\", i, %s) }; fmt.Println(%s.String(), %s.Len()) }", b, g.use("strings"), 1+g.n(3), b, pick(g, "%d=%v", "%02d:%v", "%x %v"), g.expr(g.scalar(), 1), b, b)
}

func traces(g *gen) {
	t, b := g.integer(), g.basic("bool")
	tr := func(name string, t *typ) string {
		return fmt.Sprintf("trace(%q, %s)", name, g.typed(t, g.expr(t, 1)))
	}
	g.p("fmt.Println(%s + %s*%s)", tr("a", t), tr("b", t), tr("c", t))
	g.p("fmt.Println(%s && %s || %s)", tr("p", b), tr("q", b), tr("r", b))
	g.p("fmt.Println([]%s{%s, %s}, map[string]%s{%s: %s})", t, tr("x", t), tr("y", t), t, tr("k", g.string()), tr("v", t))
	g.p("{ a := []%s{1, 2, 3}; a[%s], a[%s] = %s, %s; fmt.Println(a) }", t, fmt.Sprintf("trace(\"i\", %d)", g.n(3)), fmt.Sprintf("trace(\"j\", %d)", g.n(3)), tr("l", t), tr("m", t))
}

func labels(g *gen) {
	l := g.id("L")
	g.p("%s:\nfor i := range 4 {\n\tfor j := range 4 {\n\t\tswitch {\n\t\tcase j == %d:\n\t\t\tcontinue %s\n\t\tcase i == %d:\n\t\t\tbreak %s\n\t\t}\n\t\tfmt.Println(i, j)\n\t}\n}", l, 1+g.n(3), l, 1+g.n(3), l)
}

func jumpBack(g *gen) {
	l := g.id("back")
	g.p("func() {\n\tn := %d\n%s:\n\tif n > 0 { fmt.Println(n); n--; goto %s }\n}()", g.n(4), l, l)
}

func copies(g *gen) {
	t := g.flat(1)
	s := g.define(g.slice(t))
	g.p("{ d := make([]%s, %d, 8); n := copy(d, %s); e := d[:1:4]; e = append(e, %s); fmt.Println(n, len(e), cap(e)); fmt.Printf(\"%%v %%v\\n\", d, e) }", t, 2+g.n(2), s.name, g.expr(t, 1))
	g.p("{ b := make([]byte, 4); fmt.Println(copy(b, %s), b, string(append(b, %s...))) }", g.variableOr(g.string(), 1), g.variableOr(g.string(), 0))
	g.p("for i, x := range %s { %s = append(%s, x); _ = i; clear(%s[:1]) }", s.name, s.name, s.name, s.name)
}

func variadic(g *gen) {
	t := g.flat(1)
	f := g.id("f")
	g.p("%s := func(p string, xs ...%s) int { fmt.Printf(\"%%s %%v %%v\\n\", p, xs, xs == nil); return len(xs) }", f, t)
	g.p("fmt.Println(%s(%s), %s(\"y\", %s), %s(\"z\", []%s{%s}...))", f, g.expr(g.string(), 1), f, g.several(t, 1+g.n(2), 1), f, t, g.several(t, 2, 0))
}

func complexParts(g *gen) {
	t := g.basic(pick(g, "complex64", "complex128"))
	z := g.define(t)
	g.p("fmt.Println(real(%s), imag(%s), %s*%s, %s == %s)", z.name, z.name, z.name, g.variableOr(t, 1), z.name, g.variableOr(t, 0))
}

func localType(g *gen) {
	t, u := g.flat(1), g.scalar()
	g.p("{\n\ttype local struct { a %s; B %s; next *local }", t, u)
	g.p("\tx := local{a: %s}; y := &local{B: %s, next: &x}; y.next.a = %s", g.expr(t, 1), g.expr(u, 1), g.expr(t, 1))
	g.p("\tfmt.Printf(\"%%v %%v %%+v %%T\\n\", x.a, y.B, x, y)\n}")
}

func arrays(g *gen) {
	t := g.scalar()
	a := g.define(g.array(3, t))
	g.p("{ b := %s; b[1] = %s; fmt.Println(%s == b, len(b)); for i, x := range %s { %s[2] = x; b[i] = x }; p := &b; for i := range p { p[i] = %s[i] }; fmt.Println(b, %s, p[1:]) }", a.name, g.expr(t, 1), a.name, a.name, a.name, a.name, a.name)
}

func shadow(g *gen) {
	v := g.define(g.scalar())
	g.p("{ %s := %s; fmt.Println(%s) }", v.name, g.typed(v.typ, g.expr(v.typ, 1)), v.name)
	g.p("fmt.Println(%s)", v.name)
}

func nilIface(g *gen) {
	t := pick(g, g.named...)
	g.p("{ var p *%s; var e any = p; fmt.Println(e == nil, p == nil, e == any((*%s)(nil))); fmt.Printf(\"%%T\\n\", e) }", t, t)
	g.try(func() { g.p("var a, b any = []int{1}, []int{1}; fmt.Println(a == b)") })
}

func multi(g *gen) {
	t, u := g.flat(1), g.scalar()
	x, y := g.id("x"), g.id("y")
	g.p("%s, %s := func() (%s, %s) { return %s, %s }()", x, y, t, u, g.expr(t, 1), g.expr(u, 1))
	g.p("_, _ = %s, %s", x, y)
	g.declare(x, t)
	g.declare(y, u)
}
