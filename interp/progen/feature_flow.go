package progen

func init() {
	features = append(features, compared, compared, yields, yields, pulled, namedResults, namedResults, nestedPanics, gotos, switches, perIteration, methodExpressions, labelledSelect, deferred, deferred, goexits)
}

// yields leaves loops over functions in every way.
func yields(g *gen) {
	t := g.scalar()
	f := g.id("f")
	g.p("%s := func() (r %s, err error) {", f, t)
	g.p("\tdefer func() { if x := recover(); x != nil { err = fmt.Errorf(\"caught %%v\", x) }; fmt.Println(\"out\") }()")
	g.p("outer:\n\tfor i, x := range func(yield func(int, %s) bool) { defer fmt.Println(\"ends\"); for i := range 5 { if !yield(i, %s) { fmt.Println(\"stopped\"); return } } } {", t, g.expr(t, 1))
	g.p("\t\t_ = x\n\t\tfor j := range seq([]int{0, 1, 2, i}) {")
	g.p("\t\t\tdefer func() { fmt.Println(\"deferred\", i, j) }()")
	g.p("\t\t\tswitch {\n\t\t\tcase j == %d && i == %d:\n\t\t\t\t%s", g.n(3), g.n(3), pick(g, "continue outer", "break outer", "return x, nil", "panic(\"in body\")", "goto done", "r = x; continue", "var m map[int]int; m[0]++"))
	g.p("\t\t\tcase j == %d:\n\t\t\t\t%s\n\t\t\t}", 1+g.n(2), pick(g, "break", "continue", "continue outer", "return", "r = x"))
	g.p("\t\t\tif id(false) { if i > 2 { goto done }; continue outer }\n\t\t\tfmt.Println(i, j)\n\t\t}\n\t}\n\tr = %s", g.expr(t, 1))
	g.p("done:\n\treturn r, err\n}")
	g.p("fmt.Println(%s())", f)
	if g.chance(40) {
		k := g.id("kept")
		g.p("var %s func(int) bool; _ = %s", k, k)
		g.try(func() {
			g.p("for x := range func(yield func(int) bool) { %s = yield; %s; yield(2) } { fmt.Println(x); %s }", k, pick(g, "yield(1)", "func() { defer func() { fmt.Println(recover()) }(); yield(1) }()", "defer func() { recover() }()"), pick(g, "break", "if x == 1 { break }", "panic(x)", "continue", "if x == 1 { "+k+"(5) }"))
		})
		g.try(func() { g.p("fmt.Println(%s(3))", k) })
	}
}

func pulled(g *gen) {
	g.use("iter")
	n := 1 + g.n(4)
	g.p("{ next, stop := iter.Pull2(func(yield func(int, string) bool) { defer fmt.Println(\"gone\"); for i := range %d { if !yield(i, fmt.Sprint(i)) { return } } })", n)
	g.p("for { i, s, ok := next(); fmt.Println(i, s, ok); if !ok || i == %d { break } }; stop(); stop(); fmt.Println(next()) }", g.n(4))
}

func namedResults(g *gen) {
	t, u := g.flat(1), g.scalar()
	f := g.id("f")
	g.p("%s := func(n int) (a %s, b %s, err error) {", f, t, u)
	for range 1 + g.n(3) {
		switch g.n(5) {
		case 0:
			g.p("\tdefer func() { b = %s; fmt.Printf(\"%%v\\n\", a) }()", g.expr(u, 1))
		case 1:
			g.p("\tdefer func() { if r := recover(); r != nil { err = fmt.Errorf(\"%%v\", r); a = %s } }()", g.expr(t, 1))
		case 2:
			g.p("\tif n == %d { return %s, b, nil }", g.n(3), g.expr(t, 1))
		case 3:
			g.p("\tif n > %d { _, b, err = %s, %s, fmt.Errorf(\"n\"); return }", 1+g.n(2), g.typed(t, g.expr(t, 1)), g.expr(u, 1))
		case 4:
			g.p("\t{ b := &b; *b = %s; if n == %d { panic(*b) } }", g.expr(u, 1), g.n(3))
		}
	}
	g.p("\treturn %s, %s, err\n}", g.expr(t, 1), g.expr(u, 1))
	g.try(func() {
		g.p("for i := range 3 { a, b, err := %s(i); fmt.Printf(\"%%v %%v %%v\\n\", a, b, err) }", f)
	})
}

func nestedPanics(g *gen) {
	g.try(func() {
		for range 1 + g.n(3) {
			switch g.n(6) {
			case 0:
				g.p("defer func() { fmt.Println(\"first\", recover()) }()")
			case 1:
				g.p("defer func() { defer func() { fmt.Println(\"second\", recover()) }(); panic(%s) }()", g.literal(g.scalar(), 0))
			case 2:
				g.p("defer func() { if r := recover(); r != nil { panic(fmt.Sprint(\"re\", r)) } }()")
			case 3:
				g.p("defer fmt.Println(\"plain\", %s)", g.expr(g.scalar(), 1))
			case 4:
				g.p("defer func() { func() { fmt.Println(\"no\", recover()) }() }()")
			case 5:
				g.p("func() { defer func() { fmt.Println(\"inner\", recover()) }(); panic(%s) }()", g.literal(g.scalar(), 0))
			}
		}
		g.p("%s", pick(g, "panic(nil)", "panic(fmt.Errorf(\"e\"))", "var e error; panic(e)", "var s []int; _ = s[id(3)]", "_ = any(id(1)).(string)", "fmt.Println(\"fine\")", "_ = any(nil).(fmt.Stringer)", "var x *struct{ a [9]int }; x.a[id(2)]++", "var a, b any = func() {}, 1; fmt.Println(a == b, a == a)", "m := map[any]int{}; m[[]int{}] = 1", "var f func(int) int; fmt.Println(f(1))", "close((chan int)(nil))", "c := make(chan int); close(c); close(c)", "c := make(chan int); close(c); c <- 1", "_ = make([]int, id(-1))", "_ = [4]int([]int{1, id(2)})", "var e interface{ M() }; e.M()", "var s fmt.Stringer; f := s.String; f()"))
	})
}

func gotos(g *gen) {
	n := g.n(5)
	g.p("func() {\n\ti, k := 0, %d\ntop:\n\tif i < 4 {\n\t\ti++\n\t\tif i == %d { goto skip }\n\t\tfor { if k > 9 { goto end }; k += i; if k%%2 == 0 { goto top } }\n\t}\nskip:\n\tfmt.Println(i, k)\n\tif k < 6 { k += 3; goto top }\nend:\n\tfmt.Println(\"end\", i, k)\n}()", n, g.n(5))
}

func switches(g *gen) {
	t := g.integer()
	x := g.id("x")
	g.p("for %s := range []%s{%s, %s, 1, 2} {", x, t, g.expr(t, 1), g.literal(t, 0))
	g.p("\tswitch y := %s & 3; {\n\tcase y == 1, y > 2 && %s:\n\t\tfmt.Println(\"odd\", y)\n\t\tif y == 1 { break }\n\t\tfallthrough\n\tcase %s:\n\t\tfmt.Println(\"thru\")\n\tdefault:\n\t\tfmt.Println(\"default\")\n\tcase y == 0:\n\t\tfmt.Println(\"zero\")\n\t}", x, g.expr(g.basic("bool"), 1), pick(g, "false", "y == 2", "id(true)"))
	g.p("\tswitch any(%s) {\n\tcase 1, %s(2):\n\t\tfmt.Println(\"one\")\n\tcase nil, %q:\n\t\tfmt.Println(\"no\")\n\tdefault:\n\t}", x, t, "s")
	g.p("\tswitch f := func() %s { fmt.Println(\"tag\"); return %s(%s) }; f() {\n\tdefault:\n\t\tfmt.Println(\"d\")\n\tcase %s(0), f():\n\t\tfmt.Println(\"m\")\n\t}\n}", t, t, x, t)
}

// compared runs loops and branches on every comparison.
func compared(g *gen) {
	t := g.basic(pick(g, orderedNames...))
	if t.kind == kString {
		t = g.int()
	}
	u := g.basic(pick(g, "int8", "uint", "float32", "int"))
	g.p("{ var a, b %s = %s, %s; n := 0; for x, y := %s(%d), %s(%d); x %s y && n < 9; x, y = x+1, y-1 { n++; if x %s %d { a = %s }; if a %s b { n += 2 } else if b %s %d { n++; b = a } }; fmt.Println(n, a, b)", t, g.expr(t, 1), g.expr(t, 1), u, g.n(9), u, g.n(9), pick(g, "<", "<=", ">", ">=", "!=", "=="), pick(g, "<", "<=", ">", ">=", "!=", "=="), g.n(9), g.expr(t, 0), pick(g, "<", "<=", ">", ">=", "!=", "=="), pick(g, "<", "<=", ">", ">=", "!=", "=="), g.n(9))
	g.p("for i := 0; i < 4; i++ { for a %s b { if n++; n > 20 { break }; a = b; if n %s %d { b++ } }; if a %s %d || n %s i*7 { continue }; a++ }; fmt.Println(n, a, b) }", pick(g, "<", "<=", ">", ">=", "!=", "=="), pick(g, "<", "<=", ">", ">=", "!=", "=="), g.n(20), pick(g, "<", "<=", ">", ">=", "!=", "=="), g.n(9), pick(g, "<", "<=", ">", ">="))
}

func perIteration(g *gen) {
	g.p("{ var fs []func() int; for i, j := 0, %d; i < 4; i, j = i+1, j-1 { fs = append(fs, func() int { i += 10; return i*100 + j }); if i == %d { j++; continue }; fs = append(fs, func() int { return j }) }; for _, f := range fs { fmt.Print(f(), \" \") }; fmt.Println(fs[0](), len(fs)) }", g.n(9), g.n(4))
	g.p("{ var ps []*int; for i := 0; i < 6; i++ { if i %% 2 == 0 { ps = append(ps, &i); i++ }; p := &i; *p += %d }; for _, p := range ps { fmt.Print(*p, \" \") }; fmt.Println() }", g.n(2))
}

func methodExpressions(g *gen) {
	t := pick(g, g.named...)
	for range 8 {
		if t.kind != kPointer && t.kind != kIface {
			break
		}
		t = pick(g, g.named...)
	}
	n := g.top("U")
	g.declareLater("type %s struct { %s; k int }\n\n", n, t)
	g.declareLater("type %si interface { Get(n int) int; fmt.Stringer }\n\n", n)
	g.declareLater("func (x %s) Get(n int) int { return x.k + n }\n\n", n)
	g.declareLater("func (x *%s) Inc(by ...int) { for _, b := range by { x.k += b } }\n\n", n)
	g.declareLater("func (x %s) String() string { return fmt.Sprint(\"U\", x.k) }\n\n", n)
	g.p("{ x := %s{k: %d}; get, inc := x.Get, x.Inc; inc(1, 2); fmt.Println(get(1), %s.Get(x, 2), (*%s).Get(&x, 3), x)", n, g.n(9), n, n)
	g.p("(*%s).Inc(&x, []int{4, 5}...); var i %si = &x; j := i; i = x; h := %si.Get; x.k = 50; fmt.Println(h(i, 1), h(j, 1), j.String(), i == %si(x), j == %si(&x))", n, n, n, n, n)
	g.p("defer x.Inc(1); defer inc(); go func(f func(int) int) {}(j.Get); for _, f := range []func(int) int{get, i.Get, j.Get} { fmt.Print(f(id(%d)), \" \") }; fmt.Println()", g.n(9))
	g.p("type e struct { %si; fmt.Stringer }; y := e{%si: i}; fmt.Println(y.Get(2), y.Stringer == nil); type d struct { *%s }; z := d{&x}; z.Inc(7); fmt.Println(z.k, z.Get(0), z) }", n, n, n)
}

func labelledSelect(g *gen) {
	t := g.flat(1)
	g.p("{ c, done := make(chan struct { i int; v %s }, 4), make(chan bool); go func() { for i := range %d { c <- struct { i int; v %s }{i, %s} }; close(done) }(); n := 0", t, 1+g.n(4), t, g.literal(t, 1))
	l := g.id("loop")
	g.p("%s:\n\tfor { select {\n\tcase m, ok := <-c:\n\t\tif !ok { break %s }\n\t\tn += m.i; if m.i == %d { continue %s }; fmt.Printf(\"%%v\\n\", m)\n\tcase <-done:\n\t\tdone = nil; close(c)\n\t} }; fmt.Println(n, len(c)) }", l, l, g.n(4), l)
}

func deferred(g *gen) {
	t := g.scalar()
	g.p("func() {")
	g.depth++
	g.p("x := %s; _ = x", g.typed(t, g.expr(t, 1)))
	for range 1 + g.n(4) {
		switch g.n(9) {
		case 0:
			g.p("defer fmt.Println(x, len(fmt.Sprint(x)))")
		case 1:
			g.p("defer func(y %s) { fmt.Println(y, x) }(x)", t)
		case 2:
			g.p("for i := range %d { defer func() { fmt.Println(i, x) }(); x = %s }", 1+g.n(3), g.expr(t, 1))
		case 3:
			g.p("{ m := map[string]int{\"a\": 1}; defer delete(m, \"a\"); defer func() { fmt.Println(len(m)) }() }")
		case 4:
			g.p("{ c := make(chan int, 1); defer func() { _, ok := <-c; fmt.Println(ok) }(); defer close(c) }")
		case 5:
			g.p("{ s := []int{1, 2, 3}; defer func() { fmt.Println(s) }(); defer func() { copy(s, []int{7, 8}) }(); defer clear(s[2:]) }")
		case 6:
			g.p("{ var mu %s.Mutex; mu.Lock(); defer mu.Unlock() }", g.use("sync"))
		case 7:
			g.p("defer func() { x = %s; defer fmt.Println(\"nested\", x) }()", g.expr(t, 1))
		case 8:
			g.p("{ f := fmt.Println; defer f(\"value\", x); f = nil }")
		}
	}
	g.depth--
	g.p("}()")
}

func goexits(g *gen) {
	g.p("{ done := make(chan string, 4); go func() { defer close(done); defer func() { done <- fmt.Sprint(\"recovered \", recover()) }(); func() { defer func() { done <- \"inner\" }(); %s }(); done <- \"never\" }(); for s := range done { fmt.Println(s) } }",
		pick(g, g.use("runtime")+".Goexit()", "panic(4)", "runtime.Goexit(); panic(1)"))
}
