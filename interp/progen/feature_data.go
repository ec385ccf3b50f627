package progen

import (
	"fmt"
	"strings"
)

func init() {
	features = append(features, chanTypes, structChans, allSelects, widths, widths, wraps, floats32, texts, texts, aliasing, constArith, nestedData, nestedData, interfaces, interfaces,
		mapKinds, printed, ranges, workers, bigLiterals, comparisons, blankFields, composite3, callShapes)
}

// chanTypes prints types of channels and functions.
func chanTypes(g *gen) {
	t := g.flat(1)
	g.p("{ c := make(chan %s, 1); var in chan<- %s = c; var out <-chan %s = c; in <- %s; fmt.Printf(\"%%T %%T %%T %%v\\n\", c, in, out, <-out)", t, t, t, g.expr(t, 1))
	g.p("fmt.Printf(\"%%T %%T %%T %%T\\n\", func(%s, ...int) (%s, error) { panic(1) }, []chan<- (<-chan int){}, (chan (<-chan %s))(nil), [2]func(struct { x int; Y %s `k:\"v\"` }, interface { M(int) }){})", t, t, t, t)
	g.p("fmt.Println(cap(in), len(out), out == c, any(c) == any(out)) }")
}

func structChans(g *gen) {
	t := g.structOf([]field{{name: "A", typ: g.flat(1)}, {name: "b", typ: g.scalar()}})
	c := g.id("c")
	g.p("%s := make(chan %s, 2); go func() { for i := range 3 { x := %s; if i == 1 { x.b = %s }; %s <- x }; close(%s) }()", c, t, g.literal(t, 1), g.literal(t.fields[1].typ, 0), c, c)
	g.p("for x := range %s { y := x; y.b = %s; fmt.Printf(\"%%v %%+v\\n\", x, y) }; { x, ok := <-%s; fmt.Printf(\"%%v %%v\\n\", x, ok) }", c, g.expr(t.fields[1].typ, 0), c)
	g.p("{ done := make(chan struct{}); var once chan<- chan struct{}; cc := make(chan chan struct{}, 1); once = cc; once <- done; go close(<-cc); _, ok := <-done; fmt.Println(ok) }")
}

func allSelects(g *gen) {
	t := g.flat(1)
	g.p("func() { a, b := make(chan %s, 1), make(chan string, 1); var never chan int; out := [2]%s{}; m := map[string]%s{}; _, _, _, _, _ = a, b, never, out, m", t, t, t)
	for range 1 + g.n(4) {
		switch g.n(7) {
		case 0:
			g.p("select { case a <- %s: fmt.Println(\"in\"); default: fmt.Println(\"full\") }", g.expr(t, 1))
		case 1:
			g.p("select { case out[id(1)] = <-a: fmt.Printf(\"%%v\\n\", out); case <-never: default: fmt.Println(\"empty\") }")
		case 2:
			g.p("select { case v, ok := <-b: fmt.Println(v, ok); case b <- %s: fmt.Println(len(b)) }", g.expr(g.string(), 1))
			g.p("if len(b) > 0 { <-b }")
		case 3:
			g.p("{ var ok bool; select { case m[\"k\"], ok = <-a: fmt.Println(ok, len(m)); default: _ = ok } }")
		case 4:
			g.p("go func() { b <- \"late\" }(); select { case s := <-b: fmt.Println(s); case never <- 1: fmt.Println(\"no\") }")
		case 5:
			g.p("select { case x := <-%s.After(1): fmt.Println(x.IsZero()); case <-never: }", g.use("time"))
		case 6:
			g.p("for i := 0; ; i++ { select { case <-never: continue; default: if i < 2 { continue }; goto out }; }; out:")
			g.p("{ c := make(chan int); close(c); select { case _, ok := <-c: fmt.Println(ok) } }")
			g.p("return")
			g.p("}()")
			return
		}
	}
	g.p("try(func() { c := make(chan int); close(c); select { case c <- 1: default: } })")
	g.p("fmt.Println(len(a), len(b)); fmt.Printf(\"%%v %%v\\n\", out, m) }()")
}

// widths computes with every width of integer.
func widths(g *gen) {
	t := g.integer()
	x, y := g.id("x"), g.id("y")
	u := g.basic(pick(g, intNames...))
	g.p("%s, %s := %s, %s", x, y, g.typed(t, g.expr(t, 1)), g.typed(u, g.literal(u, 0)))
	g.p("fmt.Println(%s<<(%s&%d), %s>>(%s&%d), -%s, ^%s, +%s, %s&^%s(%s))", x, y, pick(g, 7, 31, 63, 127), x, y, pick(g, 7, 31, 63, 127), x, x, x, x, t, y)
	if t.kind == kInt {
		g.p("fmt.Println(%s/-1, %s%%-1, %s / (%s(%s)|1), %s %% (%s|1))", x, x, x, t, y, x, x)
	} else {
		g.p("fmt.Println(%s/3, %s%%7, %s / (%s(%s)|1))", x, x, x, t, y)
	}
	g.try(func() { g.p("fmt.Println(%s << %s); fmt.Println(%s / %s(%s))", x, y, x, t, y) })
	g.p("fmt.Println(%s == %s(%s), %s < %s(%s), %s(%s) >= %s, min(%s, 3), max(%s(%s), 5, %s))", x, t, y, x, t, y, u, x, y, x, t, y, x)
	for range 1 + g.n(3) {
		v := g.basic(pick(g, append([]string{"float32", "float64"}, intNames...)...))
		g.p("fmt.Println(%s(%s), %s(%s(%s)))", v, x, t, g.basic(pick(g, intNames...)), x)
	}
	for _, op := range []string{"<<=", ">>=", "*=", "-=", "|=", "&^=", "%=", "/="}[g.n(4):] {
		if op == "%=" || op == "/=" {
			g.p("%s %s %s|1; fmt.Print(%s, \" \")", x, op, g.typed(t, g.expr(t, 0)), x)
		} else if len(op) == 3 && op != "&^=" {
			g.p("%s %s %s & 5; fmt.Print(%s, \" \")", x, op, y, x)
		} else {
			g.p("%s %s %s; fmt.Print(%s, \" \")", x, op, g.typed(t, g.expr(t, 0)), x)
		}
	}
	g.p("%s++; fmt.Println(%s)", x, x)
}

// wraps runs past the ends of integers in loops.
func wraps(g *gen) {
	t := g.integer()
	g.p("{ var h %s = %s; for i := range 20 { h = h*31 + %s(i); h ^= h >> 3; if i%%7 == %d { h -= h << 1 } }; fmt.Println(h, h%%10, h < 0 == false) }", t, g.literal(t, 0), t, g.n(7))
}

func floats32(g *gen) {
	g.p("{ a, b := id(float32(%s)), id(float32(%s)); c := a*b + a/b - b; fmt.Println(c, float64(a)*float64(b), float32(float64(a)/3), a == b, a < b, -a, c != c) }", pick(g, "0.1", "16777216", "3.3333", "1e38", "-0.0"), pick(g, "0.7", "1", "3", "1e-40", "9"))
	g.p("{ var s float32; for range %d { s += 0.1; s *= %s }; fmt.Println(s, int(s), uint8(int(s))) }", 3+g.n(9), pick(g, "1.1", "0.9", "-1"))
	g.p("{ z := id(0.0); inf, nan := 1/z, z/z; fmt.Println(inf, -inf, nan, nan == nan, nan < inf, min(nan, 1), max(inf, %s), 1/-z) }", g.expr(g.basic("float64"), 1))
	c := g.basic(pick(g, "complex64", "complex128"))
	f := "float64"
	if c.spell == "complex64" {
		f = "float32"
	}
	g.p("{ z := %s; w := complex(id(%s(2)), %s(real(z))); fmt.Println(z*w, z/w, -z, z == w, z != w, %s(z), imag(w)); var e any = z; fmt.Println(e == any(z)) }", g.typed(c, g.expr(c, 1)), f, f, pick(g, "complex64", "complex128"))
}

func texts(g *gen) {
	s := g.id("s")
	g.p("%s := %s + %q; _ = %s", s, g.variableOr(g.string(), 1), pick(g, "é", "xyz", "\xff", "日a"), s)
	for range 1 + g.n(3) {
		switch g.n(9) {
		case 0:
			g.p("for i, r := range %s { fmt.Print(i, \":\", r, \" \", string(r), \" \") }; fmt.Println(len(%s), len([]rune(%s)))", s, s, s)
		case 1:
			g.p("{ b := []byte(%s); b[0] ^= 1; r := []rune(%s); r[len(r)-1] = %d; fmt.Printf(\"%%q %%q %%q\\n\", %s, b, string(r)); fmt.Println(string(b[:1]) < %s, %s[len(%s)-1]) }", s, s, 100+g.n(70000), s, s, s, s)
		case 2:
			g.p("{ type str string; type by []byte; type ru []rune; x := str(%s); fmt.Println(string(by(x)), len(ru(x)), str(by(%s)) == x, string(ru(%s))) }", s, s, s)
		case 3:
			g.p("for i := range %s { if i > %d { break }; fmt.Print(%s[i], %s[i:] > %s[:i], \" \") }; fmt.Println()", s, g.n(5), s, s, s)
		case 4:
			g.p("{ n := id(%d); fmt.Printf(\"%%q %%q %%q\\n\", string(rune(n)), string(rune(n*1000)), string(rune(-n))) }", 40+g.n(2000))
		case 5:
			g.p("switch { case %s < \"b\": fmt.Println(\"low\"); case %s >= \"x\" || %s == \"Go\": fmt.Println(\"high\"); default: fmt.Println(len(%s)) }", s, s, s, s)
		case 6:
			g.try(func() { g.p("fmt.Println(%s[id(%d)], %s[id(%d):id(%d)])", s, g.n(9), s, g.n(4), g.n(9)) })
		case 7:
			g.p("{ b := append([]byte(\"<\"), %s...); b = append(b, '>'); n := copy(b[1:], %s); fmt.Println(n, string(b)); m := map[string]int{string(b): 1}; fmt.Println(m[string(b[:len(b)])]) }", s, s)
		default:
			g.p("{ var parts []string; for p := %s; len(p) > 0 && len(parts) < 5; p = p[1:] { parts = append(parts, p[:1]) }; fmt.Printf(\"%%q\\n\", %s.Join(parts, \"|\")); %s += %s; fmt.Println(len(%s)) }", s, g.use("strings"), s, s, s)
		}
	}
}

func aliasing(g *gen) {
	t := g.flat(1)
	s := g.id("s")
	g.p("%s := make([]%s, 3, 6)", s, t)
	for range 2 + g.n(4) {
		switch g.n(8) {
		case 0:
			g.p("{ a := append(%s, %s); b := append(%s, %s); fmt.Printf(\"%%v %%v\\n\", a, b) }", s, g.expr(t, 1), s, g.expr(t, 1))
		case 1:
			g.p("%s[%d] = %s", s, g.n(3), g.expr(t, 1))
		case 2:
			g.p("{ c := copy(%s[1:], %s); fmt.Println(c) }", s, s)
		case 3:
			g.p("{ a := %s[:2]; a = append(a[:1], a[1:]...); a = append(a, %s); fmt.Printf(\"%%v %%v\\n\", a, %s) }", s, g.expr(t, 1), s)
		case 4:
			g.p("{ a := %s[1:2:2]; a = append(a, %s); a[0] = %s; fmt.Printf(\"%%v %%v %%d\\n\", a, %s, len(a)) }", s, g.expr(t, 1), g.expr(t, 0), s)
		case 5:
			g.p("{ a := (*[2]%s)(%s[1:]); a[0], a[1] = a[1], a[0]; a2 := [3]%s(%s); a2[0] = %s; fmt.Printf(\"%%v %%v\\n\", *a, a2) }", t, s, t, s, g.expr(t, 1))
		case 6:
			g.p("for i, x := range %s { %s = append(%s[:2], x); _ = i }", s, s, s)
		case 7:
			g.p("{ all := append([]%s{}, %s...); all = append(all[:1], all[2:]...); clear(all[1:]); fmt.Printf(\"%%v\\n\", all) }", t, s)
		}
	}
	g.p("fmt.Printf(\"%%v %%d %%d\\n\", %s, len(%s), cap(%s))", s, s, s)
	g.try(func() {
		g.p("_ = %s[id(%d):id(%d):id(%d)]; fmt.Println(len(%s[:id(%d)])); _ = (*[5]%s)(%s)", s, g.n(4), g.n(6), g.n(8), s, g.n(8), t, s)
	})
}

// constArith declares constants of many kinds in a function.
func constArith(g *gen) {
	g.p("{ const ( big = 1 << %d; small = big >> %d; f = big / 3.0; r = 'a' + %d; s = %q + \"x\"; z = 2i * 3i; b = len(s) > %d && small < 9 )", 60+g.n(9), 58+g.n(3), g.n(20), pick(g, "", "é"), g.n(4))
	g.p("type day uint8; const ( mon day = iota + %d; tue; _; thu; mask = 1<<iota - 1 )", g.n(4))
	g.p("fmt.Println(small, float32(f), r, s, z, b, mon, thu, mask, big>>(small*0+100), uint64(big>>30), string(rune(r))); var x float32 = big; var y = small + 1.0; fmt.Printf(\"%%v %%T %%v %%T %%T\\n\", x, y, thu-mon, r, z) }")
}

// nestedData copies arrays and structs in maps, interfaces and each other.
func nestedData(g *gen) {
	t, u := g.flat(1), g.scalar()
	n := g.id("n")
	g.p("type %s struct { a [2]%s; s struct { v %s; w []%s }; m map[string][1]%s; any }", n, t, u, t, u)
	x, y := g.id("x"), g.id("y")
	g.p("%s := %s{m: map[string][1]%s{\"k\": {%s}}}; %s.any = %s.a; %s := %s", x, n, u, g.expr(u, 1), x, x, y, x)
	for range 2 + g.n(4) {
		switch g.n(9) {
		case 0:
			g.p("%s.a[%d] = %s", pick(g, x, y), g.n(2), g.expr(t, 1))
		case 1:
			g.p("%s.s.v, %s.s.w = %s, append(%s.s.w, %s)", y, x, g.expr(u, 1), x, g.expr(t, 1))
		case 2:
			g.p("%s.m[%q] = [1]%s{%s}", x, pick(g, "k", "j"), u, g.expr(u, 1))
		case 3:
			g.p("{ arr := [2]%s{%s, %s}; arr[0].s.v = %s; for i, e := range arr { e.a = arr[1-i].a; arr[i] = e }; %s = arr[id(1)] }", n, x, y, g.expr(u, 1), y)
		case 4:
			g.p("{ ms := map[int]%s{1: %s}; e := ms[1]; e.s.v = %s; ms[2] = e; %s = ms[id(%d)]; fmt.Println(len(ms), ms[3].m == nil) }", n, x, g.expr(u, 1), y, 1+g.n(3))
		case 5:
			g.p("%s.any = %s.s.v; { e, ok := %s.any.([2]%s); fmt.Printf(\"%%v %%v\\n\", e, ok) }", x, y, x, t)
		case 6:
			g.p("{ p := &%s; p.s = %s.s; q := p.a; q[0] = %s; (*p).any = q; *p = %s }", y, x, g.expr(t, 1), pick(g, x, "*p"))
		case 7:
			g.p("func(z %s) { z.a[1] = %s; z.s.w = nil; fmt.Printf(\"%%v\\n\", z.a) }(%s)", n, g.expr(t, 1), x)
		case 8:
			g.p("%s, %s = %s, %s", x, y, y, x)
		}
	}
	g.p("fmt.Printf(\"%%v\\n%%+v\\n\", %s, %s)", x, y)
	if !t.noCmp && !u.noCmp {
		g.p("fmt.Println(%s.a == %s.a, %s.any == %s.any, %s.m[\"k\"] == %s.m[\"j\"])", x, y, x, y, x, y)
	}
}

func interfaces(g *gen) {
	n := g.top("V")
	t, u := g.flat(1), g.scalar()
	g.declareLater("type %sa interface { A() %s }\n\n", n, t)
	g.declareLater("type %sb interface { %sa; b(int) (%s, error) }\n\n", n, n, u)
	g.declareLater("type %s struct { v %s }\n\n", n, t)
	g.declareLater("func (x %s) A() %s { return x.v }\n\n", n, t)
	g.declareLater("func (x %s) b(n int) (%s, error) { if n > 1 { return %s, fmt.Errorf(\"n%%d\", n) }; return %s, nil }\n\n", n, u, g.constant(u), g.constant(u))
	g.declareLater("type %sp struct { *%s; k int }\n\n", n, n)
	g.p("{ var x %sb = %s{%s}; var y %sa = x; z, ok := y.(%sb); fmt.Printf(\"%%v %%v %%T\\n\", z == x, ok, y)", n, n, g.expr(t, 1), n, n)
	g.p("v, err := x.b(id(%d)); fmt.Println(v, err); f := y.A; y = &%sp{k: 1, %s: &%s{%s}}; fmt.Printf(\"%%v %%v\\n\", f(), y.A())", g.n(4), n, n, n, g.expr(t, 1))
	g.p("switch w := y.(type) { case interface { Other() }: fmt.Println(\"other\"); case %sb: v, err = w.b(1); fmt.Println(\"b\", v, err); case nil: fmt.Println(\"nil\"); default: fmt.Printf(\"%%T\\n\", w) }", n)
	g.p("for _, e := range []%sa{x, y, (*%s)(nil), nil, %sp{}} { try(func() { fmt.Printf(\"%%v\\n\", e.A()) }); _, a := e.(%s); _, b := e.(*%s); _, c := e.(fmt.Stringer); fmt.Println(a, b, c, e == %sa(x)) }", n, n, n, n, n, n)
	g.try(func() {
		g.p("e := any(x); fmt.Println(e.(%s))", pick(g, "interface { A() int; Missing() }", n+"p", "error", n+"a", "*"+n, "interface { b(int) int }"))
	})
	g.p("}")
}

// mapKinds uses keys and elements of many kinds.
func mapKinds(g *gen) {
	var k *typ
	for k == nil || k.noCmp {
		k = pick(g, g.key(), g.flat(1), g.scalar(), g.any(), g.basic(pick(g, "int32", "uint64", "string", "float64", "bool", "int8", "complex128")))
	}
	e := g.typ(1)
	m := g.id("m")
	g.p("%s := map[%s]%s{}", m, k, e)
	g.p("for range %d { %s[%s] = %s }", 1+g.n(3), m, g.expr(k, 1), g.expr(e, 1))
	g.p("{ k := %s; x, ok := %s[k]; %s[k] = x; delete(%s, %s); _, ok2 := %s[k]; fmt.Println(ok, ok2, len(%s) > 0) }", g.typed(k, g.expr(k, 1)), m, m, m, g.typed(k, g.expr(k, 0)), m, m)
	g.p("{ n := 0; for k, x := range %s { n++; if _, ok := %s[k]; ok { %s[k] = x }; if n > 9 { break } }; for range %s { n += 10 }; for k := range %s { delete(%s, k) }; fmt.Println(n, len(%s)) }", m, m, m, m, m, m, m)
	if k.kind != kIface && (e.integer() || e.kind == kFloat || e.kind == kString) {
		g.p("%s[%s] += %s; %s[%s] += %s; fmt.Println(%s)", m, g.literal(k, 0), g.expr(e, 0), m, g.literal(k, 0), g.expr(e, 1), m)
	}
	g.p("{ var z map[%s]%s; fmt.Println(len(z), z == nil); for range z { panic(1) }; delete(z, %s) }", k, e, g.typed(k, g.literal(k, 0)))
	if k.kind == kIface {
		g.try(func() { g.p("%s[func() {}] = %s", m, g.expr(e, 1)) })
	}
}

// printed formats a value in many ways.
func printed(g *gen) {
	t := g.typ(2)
	if t.opaque {
		t = g.flat(1)
	}
	v := g.define(t)
	verbs := []string{"%v", "%+v", "%#v", "%T", "%d", "%x", "%s", "%q", "%8v", "%-9v|", "%08.3f", "%e", "%t", "%c", "%U", "%b", "%p"}
	for range 1 + g.n(4) {
		if verb := pick(g, verbs[:len(verbs)-1]...); !t.refs || verb[len(verb)-1] == 'v' || verb == "%T" {
			g.p("fmt.Printf(\"%s\\n\", %s)", verb, v.name)
		}
	}
}

func ranges(g *gen) {
	t := g.flat(1)
	g.p("{ a := [3]%s{%s}; for i, x := range a { a[2-i] = x }; fmt.Printf(\"%%v\\n\", a); p := &a; for i := range p { p[i] = a[0] }; for i, x := range p { p[2] = x; _ = i }; fmt.Printf(\"%%v %%d\\n\", a, len(p)) }", t, g.several(t, 3, 1))
	g.p("{ s := []%s{%s}; for i := range s { s = append(s, s[i]); s[i] = %s }; for range s { s = s[:len(s)-1] }; fmt.Println(len(s)); n := %s(3); for i := range n { n--; fmt.Print(i, n, \" \") }; fmt.Println() }", t, g.several(t, 2, 1), g.expr(t, 0), pick(g, "int", "uint8", "int64"))
	g.p("{ var i int; var x rune; for i, x = range %s { }; var arr [2]int; j := 0; for arr[j], j = range []int{5, 1, 0} { }; fmt.Println(i, x, arr) }", g.variableOr(g.string(), 0))
}

func workers(g *gen) {
	s := g.use("sync")
	t := g.flat(1)
	n := 2 + g.n(4)
	g.p("{ jobs, results := make(chan int), make(chan struct { i int; v %s }, %d); var wg %s.WaitGroup", t, g.n(4), s)
	g.p("for w := range %d { wg.Go(func() { for j := range jobs { v := %s; results <- struct { i int; v %s }{j*10 + w*0, v} } }) }", n, g.literal(t, 1), t)
	g.p("go func() { defer close(results); for i := range 5 { jobs <- i }; close(jobs); wg.Wait() }()")
	g.p("var out [5]%s; sum := 0; for r := range results { out[r.i/10] = r.v; sum += r.i }; fmt.Printf(\"%%v %%d\\n\", out, sum)", t)
	g.p("var n %s.Int64; var mu %s.RWMutex; m := map[int]int{}; var done %s.WaitGroup; for i := range %d { done.Add(1); go func() { defer done.Done(); n.Add(int64(i)); mu.Lock(); m[i]++; mu.Unlock(); mu.RLock(); _ = m[0]; mu.RUnlock() }() }; done.Wait(); fmt.Println(n.Load(), len(m))", g.use("sync/atomic"), s, s, 1+g.n(6))
	g.p("cond := %s.NewCond(&%s.Mutex{}); ready := false; go func() { cond.L.Lock(); ready = true; cond.Broadcast(); cond.L.Unlock() }(); cond.L.Lock(); for !ready { cond.Wait() }; cond.L.Unlock()", s, s)
	g.p("ctx, cancel := %s.WithCancel(%s.Background()); go cancel(); <-ctx.Done(); fmt.Println(ctx.Err(), ctx.Value(1)) }", g.use("context"), "context")
}

func bigLiterals(g *gen) {
	t := g.flat(1)
	g.p("{ a := [...]%s{%d: %s, 1: %s}; s := []%s{2: %s, %s}; m := map[string][]%s{\"a\": {%s}, \"b\": nil}; n := [][]%s{{}, {%s}, nil}; fmt.Printf(\"%%v %%v %%v %%v %%d\\n\", a, s, m, n, len(a)) }", t, 2+g.n(5), g.expr(t, 1), g.expr(t, 0), t, g.expr(t, 1), g.expr(t, 0), t, g.several(t, 2, 0), t, g.expr(t, 1))
	g.p("{ ps := []*struct { X %s; n int }{{%s, 1}, {n: 2}}; ps[1].n++; *ps[0] = *ps[1]; fmt.Printf(\"%%v %%v\\n\", *ps[0], ps[0] == ps[1]); mp := map[[2]int]*[2]%s{{1, 2}: {%s}}; mp[[2]int{1, 2}][1] = %s; fmt.Printf(\"%%v\\n\", *mp[[2]int{1, 2}]) }", t, g.expr(t, 1), t, g.expr(t, 1), g.expr(t, 0))
	g.p("{ big := [%d]%s{}; cp := big; cp[len(cp)-1] = %s; fmt.Printf(\"%%v\\n\", cp[len(cp)-1]); var grid [3][4]int; for i := range grid { for j := range grid[i] { grid[i][j] = i*j + %d } }; g2 := grid; g2[1][2] = -1; fmt.Println(grid[1], g2[1], grid == g2) }", 5+g.n(60), t, g.expr(t, 1), g.n(5))
}

func comparisons(g *gen) {
	t := g.sized(2)
	if t.noCmp {
		t = g.scalar()
	}
	g.p("{ a, b := %s, %s; var i, j any = a, b; c := a; fmt.Println(a == b, a != c, i == j, i == any(c), i != nil, [1]%s{a} == [1]%s{b}, struct { _ int; x %s; _ string; y any }{x: a, y: i} == struct { _ int; x %s; _ string; y any }{x: c, y: i}) }", g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)), t, t, t, t)
	g.p("{ p, q := new(%s), new(%s); var e error; var f func(); c := make(chan %s); d := c; fmt.Println(p == q, p != nil, *p == *q, e == nil, f == nil, c == d, c != nil, any(p) == any(q), any(c) == any(d)) }", t, t, t)
	g.try(func() {
		g.p("var x, y any = struct { a int; f any }{1, %s}, struct { a int; f any }{id(1), %s}; fmt.Println(x == y)", pick(g, "[]int{}", "2", "map[int]int{}"), pick(g, "[]int{}", "2", "map[int]int{}"))
	})
}

func blankFields(g *gen) {
	t := g.scalar()
	g.p("{ type b struct { _ int32; X %s; _ [2]byte; y, Z int16 }; x := b{X: %s, y: 3}; y := x; y.Z = 0; m := map[b]int{x: 1}; m[y]++; fmt.Println(x == y, len(m)); fmt.Printf(\"%%+v %%v\\n\", x, m[x]); _, _ = x, y; var _ = x; _ = func(_ int, _ string) (_ int) { return 4 }(1, \"\") }", t, g.expr(t, 1))
}

// composite3 is an expression of several levels, written over lines.
func composite3(g *gen) {
	t := g.typ(2)
	v := g.id("w")
	g.p("%s := map[string][]struct { p *%s; f func(%s) %s; in map[int]%s }{\n\"a\": {{p: ref(%s)}, {in: map[int]%s{1: %s}}},\n\"b\": {{f: func(x %s) %s { return x }}},\n}", v, t, t, t, t, g.typed(t, g.expr(t, 1)), t, g.expr(t, 1), t, t)
	g.p("%s[\"a\"][0].in = %s[\"a\"][1].in; *%s[\"a\"][0].p = %s[\"b\"][0].f(%s[\"a\"][0].in[1]); fmt.Println(len(%s[\"a\"]), len(%s[\"c\"]))", v, v, v, v, v, v, v)
	g.try(func() { g.p("%s[\"c\"] = %s[\"a\"][id(1):]; %s[\"c\"][0].in[2] = *%s[\"b\"][0].p", v, v, v, v) })
}

// callShapes calls functions with many parameters and results.
func callShapes(g *gen) {
	var params, args, names, results []string
	for i := range 2 + g.n(12) {
		t := g.flat(1)
		params = append(params, fmt.Sprintf("p%d %s", i, t))
		args = append(args, g.typed(t, g.expr(t, 0)))
		names = append(names, fmt.Sprintf("p%d", i))
		results = append(results, t.spell)
	}
	f := g.id("f")
	g.p("%s := func(%s) (%s) { defer func() { recover() }(); return %s }", f, strings.Join(params, ", "), strings.Join(results, ", "), strings.Join(names, ", "))
	g.p("{ %s := %s(%s); fmt.Printf(\"%%v %%v\\n\", p0, p1); _ = []any{%s}; h := func() (%s) { return %s(%s) }; fmt.Println(h()) }", strings.Join(names, ", "), f, strings.Join(args, ", "), strings.Join(names, ", "), strings.Join(results, ", "), f, strings.Join(names, ", "))
	g.p("{ c := make(chan bool); go func(%s) { fmt.Printf(\"%%v\\n\", p0); close(c) }(%s); <-c; defer %s(%s) }", strings.Join(params, ", "), strings.Join(args, ", "), f, strings.Join(args, ", "))
}
