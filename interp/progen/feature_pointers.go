package progen

import (
	"fmt"
	"slices"
)

func init() {
	features = append(features, pointers, pointers, pointers, lent, lent, linked, pointerMethods, returnedPointers, arrayPointers, doublePointers)
}

// A pointerFunc is a function of the program that is given the address of an
// int, does something with it, and returns an address of an int.
func (g *gen) pointerFunc() {
	name := g.top("P")
	kept := g.top("K")
	r := g.id("r")
	g.p("var %s []*int\n", kept)
	g.p("func %s(p *int, n int) (%s *int) {", name, r)
	g.depth++
	end := "return p"
	for i := range 1 + g.n(4) {
		switch g.n(13) {
		case 0, 1:
			g.p("*p %s= n + %d", pick(g, "+", "-", "^"), g.n(9))
		case 2:
			g.p("if n > 0 { %s = %s(p, n-1) }", r, name)
		case 3:
			g.p("{ q := p; if %s { x := n; q = &x }; *q++ }", g.truth())
		case 4:
			g.p("s%d := [2]*int{p, id(p)}; *s%d[n&1]++", i, i)
			end = fmt.Sprintf("return s%d[%d]", i, g.n(2))
		case 5:
			g.p("func() { *p -= %d }()", g.n(5))
		case 6:
			g.p("defer func() { *p += %d }()", g.n(5))
		case 7:
			if g.chance(40) {
				g.p("if len(%s) < 4 { %s = append(%s, p) }", kept, kept, kept)
			}
		case 8:
			if len(g.pointerFuncs) > 0 {
				g.p("*%s(p, n&3)++", pick(g, g.pointerFuncs...))
			}
		case 9:
			g.p("for i := range 2 { x := i + n; *p += *id(&x) }")
		case 10:
			g.p("for i := 0; i < 2; i++ { q := &i; *p += *q; if *q == 7 { break } }")
		case 11:
			g.p("{ type node struct { p *int; n int }; d := node{p, n}; e := &d; *e.p += e.n; %s = d.p }", r)
		case 12:
			g.p("if p == &n || p == nil { return p }")
		}
	}
	switch g.n(6) {
	case 0:
		end = "return &n"
	case 1:
		end = "x := *p + n; return &x"
	case 2:
		end = fmt.Sprintf("if %s != nil { return }; return p", r)
	case 3:
		if g.chance(30) {
			end = fmt.Sprintf("if len(%s) > 0 { return %s[0] }; return p", kept, kept)
		}
	}
	g.p("%s", end)
	g.depth--
	g.p("}\n")
	g.pointerFuncs = append(g.pointerFuncs, name)
}

// A lender is a function of the program that is given the address of an int
// and, mostly, doesn't keep it.
func (g *gen) lender() {
	name := g.top("Q")
	r := g.id("r")
	kept := g.top("K")
	g.p("var %s *int\n", kept)
	g.p("func %s(p *int, n int) (%s int) {", name, r)
	g.depth++
	for range 1 + g.n(3) {
		switch g.n(8) {
		case 0, 1:
			g.p("*p %s= n + %d", pick(g, "+", "-", "^"), g.n(9))
		case 2:
			g.p("if n > 0 { %s += %s(p, n-1) }", r, name)
		case 3:
			if len(g.lenders) > 0 {
				g.p("%s ^= %s(p, n&3)", r, pick(g, g.lenders...))
			}
		case 4:
			g.p("for i := range n { x := i; if x > *p { x = *p }; %s += x; if p == &%s { break } }", r, r)
		case 5:
			g.p("if n == %d { return *p }", g.n(4))
		case 6:
			g.p("defer func() { %s++ }()", r)
		case 7:
			if g.chance(60) {
				g.p("if %s != nil { *%s++ }; %s = p", kept, kept, kept)
			}
		}
	}
	g.p("return %s + *p", r)
	g.depth--
	g.p("}\n")
	g.lenders = append(g.lenders, name)
}

// lent gives addresses of variables in loops to functions.
func lent(g *gen) {
	if len(g.lenders) == 0 {
		pointers(g)
		return
	}
	f := func() string { return pick(g, g.lenders...) }
	g.p("func() {\n\ta, b, arr, st := 1, 2, [3]int{1, 2, 3}, struct { x, y int }{4, 5}")
	for range 2 + g.n(3) {
		switch g.n(6) {
		case 0:
			g.p("\tfor i := range %d { x := i; a += %s(&x, i); b += x; if x == %d { continue }; y := x; %s(&y, 1); b ^= y }", 2+g.n(3), f(), g.n(5), f())
		case 1:
			g.p("\tfor i, c := 0, 0; i < 3 && c < 20; i, c = i+1, c+1 { a += %s(&i, 0) & 1 }", f())
		case 2:
			g.p("\tb += %s(&arr[%d], 1) + %s(&st.y, 2)", f(), g.n(3), f())
		case 3:
			g.p("\tfor _, v := range arr { var z int; %s(&z, v&3); a += z; w := &v; a += %s(w, 1) }", f(), f())
		case 4:
			g.p("\tfor i := range 2 { t := struct { p, q int }{i, i}; %s(&t.q, 1); %s(&t.p, t.q&1); u := [2]int{t.p, t.q}; b += %s(&u[i], 1) + u[0] }", f(), f(), f())
		case 5:
			g.p("\tif x := a; %s(&x, 1) > 0 { a = x } else { y := x; b = %s(&y, 1) }", f(), f())
		}
	}
	g.p("\tfmt.Println(a, b, arr, st)\n}()")
}

func (g *gen) truth() string {
	return pick(g, "true", "false", "id(true)", "n&1 == 0", "n > 1")
}

// pointers juggles addresses of variables, fields and elements.
func pointers(g *gen) {
	g.function("func() {", "}()", func() {
		g.p("n := id(%d)", g.n(4))
		g.p("a, b, arr, sl := 1, n, [3]int{5, n, 7}, []int{10, 20, n}")
		g.p("type box struct { X int; Y [2]int; P *int; in struct { Z int } }")
		g.p("st := box{X: n}; p, q := &a, &b")
		var used []string
		has := func(name, decl string) {
			if !slices.Contains(used, name) {
				used = append(used, name)
				g.p("%s", decl)
			}
		}
		place := func() string {
			return pick(g, "&a", "&b", "&n", "&arr[1]", "&arr[uint(n)%3]", "&st.X", "&st.Y[1]", "&st.Y[uint(n)%2]", "&st.in.Z", "&sl[2]", "&sl[uint(n)%3]", "p", "q")
		}
		for range 4 + g.n(9) {
			switch g.n(24) {
			case 0, 1, 2:
				g.p("%s = %s", pick(g, "p", "q"), place())
			case 3:
				g.p("*%s %s= *%s + %d", pick(g, "p", "q"), pick(g, "+", "-", "^"), pick(g, "p", "q"), g.n(9))
			case 4:
				g.p("p, q = q, p")
			case 5:
				g.p("st.P = %s; *st.P++", place())
			case 6:
				has("ps", "var ps []*int")
				g.p("ps = append(ps, %s)", place())
			case 7:
				has("m", "m := map[string]*int{}")
				g.p("m[%q] = %s; *m[%q] += 2", "k", place(), "k")
			case 8:
				has("fs", "var fs []func() int")
				g.p("fs = append(fs, func() int { *%s++; return %s })", pick(g, "p", "q"), pick(g, "a", "b", "arr[1]", "st.X", "n"))
			case 9:
				has("c", "c := make(chan *int, 3)")
				g.p("if len(c) < 3 { c <- %s }", place())
				if g.chance(60) {
					g.p("if len(c) > 1 { q = <-c; *q *= 2 }")
				}
			case 10, 11, 12:
				if len(g.pointerFuncs) > 0 {
					call := fmt.Sprintf("%s(%s, %d)", pick(g, g.pointerFuncs...), place(), g.n(4))
					g.p("%s", pick(g, call, "p = "+call, "q = "+call, "*"+call+"++", "{ r := "+call+"; *r++; q = r }", "st.P = "+call, "fmt.Println(*"+call+")"))
				}
			case 13:
				has("ps", "var ps []*int")
				g.p("for i := range 3 { v := i * n; ps = append(ps, &v, &i); %s++ }", pick(g, "v", "i", "*p"))
			case 14:
				has("ps", "var ps []*int")
				g.p("for i := 0; i < 3; i++ { ps = append(ps, &i); if i == %d { *ps[len(ps)-1]++ } }", g.n(3))
			case 15:
				g.p("{ var x any = %s; if r, ok := x.(*int); ok { *r += 3; %s = r } }", place(), pick(g, "p", "q", "st.P"))
			case 16:
				g.p("{ pp := &p; **pp += 5; *pp = %s; ppp := &pp; ***ppp-- }", place())
			case 17:
				g.p("fmt.Println(p == q, p == &a, q == &arr[1], st.P == nil, st.P == p)")
			case 18:
				g.p("{ copied := st; r := &copied; r.X += 100; %s; fmt.Println(copied.X, st.X, copied.Y == st.Y) }", pick(g, "r.P = &r.X; *r.P++", "st = *r", "p = &r.Y[0]; *p = 9", "q = &copied.in.Z"))
			case 19:
				g.p("{ ap := &arr; ap[uint(n)%%3] += 4; for i, v := range ap { ap[i] = v + 1 }; %s = &ap[2]; cp := *ap; cp[0]++; fmt.Println(cp != arr) }", pick(g, "p", "q"))
			case 20:
				g.p("sl = append(sl[:len(sl):len(sl)], %d); sl[0]++", g.n(50))
			case 21:
				g.p("func(x *int) { if n < 9 { *x += n; p = x } }(%s)", place())
			case 22:
				g.p("{ x := %s; y := x; %s; *y += 1; if *x > 0 { x = &n }; *x += 1 }", pick(g, "&a", "&arr[0]", "p"), pick(g, "st.P = y", "x = q", "func() { x = p }()", "go func(*int) {}(x)"))
			case 23:
				g.p("defer func(x *int, y int) { fmt.Println(*x, y, *%s) }(%s, *q)", pick(g, "p", "q"), place())
			}
		}
		g.p("fmt.Println(a, b, n, arr, sl, st.X, st.Y, st.in, *p, *q, st.P == nil || *st.P > 0)")
		for _, u := range used {
			switch u {
			case "ps":
				g.p("for i, x := range ps { *x += i }; for _, x := range ps { fmt.Print(*x, \" \") }; fmt.Println(a, b, arr, st.Y)")
			case "fs":
				g.p("for _, f := range fs { fmt.Print(f(), \" \") }; fmt.Println(a, b, arr, st.X)")
			case "m":
				g.p("for _, x := range m { fmt.Println(*x) }")
			case "c":
				g.p("close(c); for x := range c { fmt.Println(*x) }")
			}
		}
	})
}

func linked(g *gen) {
	t := g.flat(1)
	g.p("{\n\ttype node struct { v %s; next *node; kids []*node }", t)
	g.p("\tvar head *node; where := map[int]*node{}")
	g.p("\tfor i := range %d { n := node{v: %s, next: head}; %s; where[i] = %s }", 2+g.n(3), g.expr(t, 1), pick(g, "head = &n", "head = &n; n.kids = append(n.kids, head.next)", "x := &n; head = x; x.kids = []*node{x}"), pick(g, "&n", "head"))
	g.p("\tk := 0; for n := head; n != nil; n = n.next { k++; fmt.Printf(\"%%v %%d %%v\\n\", n.v, len(n.kids), n == where[k]) }")
	g.p("\tfor p := &head; *p != nil; { if k--; k == %d { *p = (*p).next } else { p = &(*p).next } }", g.n(3))
	g.p("\tfor n := head; n != nil; n = n.next { fmt.Printf(\"%%v\\n\", n.v) }\n}")
}

func pointerMethods(g *gen) {
	t := g.scalar()
	name := g.top("N")
	g.declareLater("type %s struct { v %s; n int; up *%s }\n\n", name, t, name)
	g.declareLater("func (c *%s) Add(n int) *%s { c.n += n; return c }\n\n", name, name)
	g.declareLater("func (c %s) Copy(n int) %s { c.n += n; return c }\n\n", name, name)
	g.declareLater("func (c *%s) Root() *%s { if c.up == nil { return c }; return c.up.Root() }\n\n", name, name)
	x, y := g.id("x"), g.id("y")
	g.p("%s := %s{v: %s}; %s := %s{up: &%s}", x, name, g.expr(t, 1), y, name, x)
	g.p("%s.Add(1).Add(id(%d)); %s.Root().Add(5); %s.Copy(7)", y, g.n(9), y, y)
	g.p("{ f, h := %s.Add, %s.Copy; f(3).up = %s; fmt.Println(h(2).n, (*%s).Root(&%s) == &%s, %s.Copy(%s, 1).n) }", x, y, pick(g, "nil", "&"+name+"{n: 4}"), name, y, x, name, y)
	g.p("fmt.Println(%s.n, %s.n, %s.v, %s.up == &%s)", x, y, x, y, x)
	g.p("for i, z := range []*%s{&%s, {n: 9}, &%s} { z.Add(i); defer z.Add(1); fmt.Println(z.n, z.Copy(i).n) }", name, x, y)
}

func returnedPointers(g *gen) {
	t := g.sized(1)
	f, h, c := g.id("f"), g.id("h"), g.id("c")
	g.p("%s := func(x %s) (*%s, func() %s) { y := x; _ = y; return %s, func() %s { return %s } }", f, t, t, t, pick(g, "&x", "&y"), t, pick(g, "x", "y"))
	g.p("%s := func(x %s) *%s { p, f := %s(x); *p = f(); return p }", h, t, t, f)
	g.p("{ p, %s := %s(%s); *p = %s; fmt.Printf(\"%%v %%v %%v\\n\", *p, %s(), *%s(%s)) }", c, f, g.expr(t, 1), g.expr(t, 1), c, h, g.expr(t, 1))
	g.p("{ p := %s(%s); q := %s(*p); fmt.Println(p == q, *id(p) %s) }", h, g.expr(t, 1), h, pick(g, "", ", *q"))
}

func arrayPointers(g *gen) {
	t := g.scalar()
	g.p("{\n\tvar a [4]%s; s := a[1:3]; p := (*[2]%s)(s); p[0] = %s; s = append(s, %s)", t, t, g.expr(t, 1), g.expr(t, 1))
	g.p("\tb := [2]%s(s); b[1] = %s; for i := range &a { q := &a[i]; *q, a[0] = a[len(a)-1-i], *q }", t, g.expr(t, 1))
	g.p("\tm := [2][2]%s{{%s}, b}; r := &m[id(%d)]; r[1] = %s; rows := m[:]; rows[0][0], rows[1] = rows[1][1], *r", t, g.expr(t, 1), g.n(2), g.expr(t, 1))
	g.p("\tfmt.Println(a, s, *p, b, m, len(r), cap(rows[0][:1]))\n}")
}

func doublePointers(g *gen) {
	t := g.sized(1)
	g.p("func() {")
	g.p("\tvar p *%s; set := func(pp **%s, v %s) { if *pp == nil { *pp = new(%s) }; **pp = v }", t, t, t, t)
	g.p("\tset(&p, %s); q := p; set(&q, %s); r := new(%s); *r = *p; set(&r, %s)", g.expr(t, 1), g.expr(t, 1), t, g.expr(t, 1))
	g.p("\tswapped := func(a, b **%s) { *a, *b = *b, *a }; swapped(&q, &r); fmt.Printf(\"%%v %%v %%v %%v\\n\", *p, *q, *r, p == r)", t)
	g.p("\tfor _, x := range []**%s{&p, &q, &r} { y := *x; z := &y; **z = %s; *x = nil; fmt.Println(*z != nil) }", t, g.literal(t, 1))
	g.p("\tfmt.Println(p == nil, q == nil, r == nil)\n}()")
}
