package progen

import "fmt"

func init() {
	features = append(features, selfAssigned, selfAssigned, selfAssigned, loopCarried)
}

// selfAssigned gives variables, fields and elements values made of themselves and each other.
func selfAssigned(g *gen) {
	t := pick(g, g.int(), g.string(), g.scalar(), g.basic("uint8"), g.basic("float32"), g.any(), g.slice(g.int()))
	g.p("func() {")
	g.depth++
	g.p("type in struct { x, y %s }; type out struct { a, b %s; in in; arr [2]%s }", t, t, t)
	g.p("a, b, n := %s, %s, id(%d)", g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)), g.n(2))
	g.p("s := out{a: %s, b: a, in: in{b, a}, arr: [2]%s{a, b}}; r := s; p, arr, sl := &r, [3]%s{b, a, b}, []%s{a, b, a}; m := map[int]%s{0: a, 1: b}", g.expr(t, 1), t, t, t, t)
	g.p("_, _, _, _, _, _ = p, arr, sl, m, r, n")
	places := []string{"a", "b", "s.a", "s.b", "s.in.x", "s.in.y", "s.arr[0]", "s.arr[1]", "s.arr[n]", "p.a", "p.in.y", "p.arr[1-n]", "arr[0]", "arr[n+1]", "sl[n]", "sl[2-n]", "m[n]", "m[1]", "r.b", "(*p).b"}
	place := func() string { return pick(g, places...) }
	for range 4 + g.n(8) {
		switch g.n(16) {
		case 0, 1:
			g.p("%s = %s", place(), place())
		case 2, 3:
			g.p("%s, %s = %s, %s", place(), place(), place(), place())
		case 4:
			g.p("%s, %s, %s = %s, %s, %s", place(), place(), place(), place(), place(), place())
		case 5:
			g.p("s = out{a: %s, b: %s, in: s.in, arr: %s}", place(), place(), pick(g, "s.arr", fmt.Sprintf("[2]%s{s.arr[1], s.arr[0]}", t), "r.arr"))
		case 6:
			g.p("s.in = in{%s, %s}", place(), place())
		case 7:
			g.p("s.arr = [2]%s{%s, %s}", t, place(), place())
		case 8:
			g.p("arr = [3]%s{arr[2], arr[0], %s}", t, place())
		case 9:
			g.p("%s", pick(g, "s, r = r, s", "r = s", "*p = s", "s = *p", "s.in, r.in = r.in, s.in", "sl[0], sl = sl[1], sl[:len(sl):len(sl)]", "n, arr[n] = 1-n, arr[n+1]", "arr[n], n = arr[2], 0", "p, p.a = &s, p.b", "p = &s", "p = &r", "m[0], m = m[1], map[int]"+t.spell+"{1: a}", "m[n], n = b, 1", "copy(sl, arr[:])", "copy(arr[1:], arr[:])", "copy(sl[n:], sl)"))
		case 10:
			g.p("a, b = func(x, y %s) (%s, %s) { x, y = y, x; return x, y }(%s, %s)", t, t, t, place(), place())
		case 11:
			g.p("func(o out) { o.a, o.in = o.b, in{o.a, o.b}; %s = o.in.x; %s = o.arr[n] }(s)", place(), place())
		case 12:
			g.p("s = func(o out) out { o.a = s.b; s.b = o.a; o.arr[n] = %s; return o }(s)", place())
		case 13:
			g.p("{ x := %s; y := x; x = %s; %s = y; %s = x }", place(), place(), place(), place())
		case 14:
			g.p("for i, x := range s.arr { s.arr[1-i] = x; %s = x }", place())
		case 15:
			g.p("if n = 1 - n; n == 0 { %s = %s } else { %s, %s = %s, %s }", place(), place(), place(), place(), place(), place())
		}
		if t.integer() && g.chance(40) || t.kind == kFloat && g.chance(40) {
			g.p("%s %s= %s; %s = %s %s %s", place(), pick(g, "+", "-", "*"), place(), place(), place(), pick(g, "+", "-", "*"), place())
		}
	}
	g.p("fmt.Printf(\"%%v %%v %%v %%v %%v %%v %%v %%v %%v\\n\", a, b, s, r, *p, arr, sl, m, n)")
	g.depth--
	g.p("}()")
}

// loopCarried carries values of several kinds from one turn of a loop to the next.
func loopCarried(g *gen) {
	t, u := g.scalar(), g.flat(1)
	g.p("func() {\n\ttype st struct { v %s; w %s; k int }", t, u)
	g.p("\tprev, cur, first := st{v: %s}, st{w: %s}, true; _ = first; var best *st; var hist []st; x, y := %s, %s", g.expr(t, 1), g.expr(u, 1), g.typed(t, g.expr(t, 1)), g.typed(u, g.expr(u, 1)))
	g.p("\tfor i := range %d { _ = i", 2+g.n(4))
	for range 2 + g.n(4) {
		g.p("\t\t%s", pick(g,
			"prev, cur = cur, prev", "cur.k += prev.k + i", "x, cur.v = cur.v, x", "y, prev.w = prev.w, y", "hist = append(hist, cur)", "{ tmp := cur; cur = prev; prev = tmp }",
			"if first || i > 2 { best = &prev; first = !first }", "if best != nil { best.k += 10; *best, cur = cur, *best }", "{ next := prev; next.k++; prev, cur = next, prev }",
			"cur = st{x, y, cur.k}", "for j := range 2 { if j == i { continue }; prev.k, cur.k = cur.k+j, prev.k }", "defer func(s st) { fmt.Println(s.k, cur.k, prev.k) }(cur)", "{ old := *(&cur); old.k = -1; _ = old }",
			"switch i { case 0: x = prev.v; case 1: prev = st{}; fallthrough; default: cur.k++ }"))
	}
	g.p("\t}\n\tfmt.Printf(\"%%v %%v %%v %%v %%v %%v\\n\", prev, cur, best != nil, hist, x, y)\n}()")
}
