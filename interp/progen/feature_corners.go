package progen

import "fmt"

func init() {
	features = append(features, rotations, rotations, rotations, lengths, builtinStatements, reflectedMethods, compiledValues, conversions, genericLocals, emptyInterfaces,
		blankStores, bounds, bounds, swapped, deepCalls, receivers)
}

// rotations gives variables each other's values in loops.
func rotations(g *gen) {
	t := pick(g, g.int(), g.int(), g.string(), g.basic("float64"), g.flat(1), g.slice(g.int()), g.any())
	n := 2 + g.n(3)
	names := []string{"a", "b", "c", "d"}[:n]
	g.p("{")
	g.depth++
	for _, x := range names {
		g.p("%s := %s", x, g.typed(t, g.expr(t, 1)))
	}
	from := g.r.Perm(n)
	list := func(order []int) (s string) {
		for i, k := range order {
			if i > 0 {
				s += ", "
			}
			s += names[k]
		}
		return
	}
	all := []int{0, 1, 2, 3}[:n]
	g.p("for i := range %d {", 1+g.n(5))
	switch g.n(4) {
	case 0:
		g.p("\tif i == %d { %s = %s; continue }", g.n(4), names[0], names[n-1])
	case 1:
		g.p("\tif i > %d { break }", g.n(4))
	case 2:
		g.p("\tif i == 1 { %s = %s }", list(all), list(g.r.Perm(n)))
	}
	g.p("\t%s = %s", list(all), list(from))
	if g.chance(40) {
		g.p("\t%s = %s", names[g.n(n)], g.expr(t, 1))
	}
	g.p("\t_ = i\n}")
	for _, x := range names {
		g.p("fmt.Printf(\"%%v \", %s)", x)
	}
	g.p("fmt.Println()")
	g.depth--
	g.p("}")
}

// swapped computes with values that take each other's places through branches.
func swapped(g *gen) {
	t := g.integer()
	g.p("{ gcd := func(a, b %s) %s { for n := 0; b != 0 && n < 99; n++ { a, b = b, a%%b }; return a }; fib := func(n int) (a, b %s) { for a, b = 0, 1; n > 0; n-- { a, b = b, a+b }; return b, a }", t, t, t)
	g.p("x, y := fib(id(%d)); fmt.Println(gcd(%s, %s), x, y)", g.n(30), g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)))
	g.p("lo, hi := %s, %s; if lo > hi { lo, hi = hi, lo }; mid := lo; for n := 0; n < 40 && lo < hi && mid != hi; n++ { mid = lo + (hi-lo)/2; if mid %% 3 == 0 { hi = mid } else { lo = mid + 1 } }; fmt.Println(lo, hi, mid) }", g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)))
}

func lengths(g *gen) {
	t, n := g.flat(1), 1+g.n(5)
	g.p("{ f := func() [%d]%s { fmt.Println(\"f\"); return [%d]%s{} }; p := func() *[%d]%s { fmt.Println(\"p\"); return nil }; fmt.Println(len(f()), cap(p()), cap(f()), len(p())); for i := range p() { fmt.Print(i) }; for range [%d]%s{} { fmt.Print(\".\") }; fmt.Println() }", n, t, n, t, n, t, n, t)
}

// builtinStatements runs built-in functions as statements, deferred and in goroutines.
func builtinStatements(g *gen) {
	g.try(func() {
		for range 1 + g.n(3) {
			switch g.n(8) {
			case 0:
				g.p("{ s := []int{1, 2, 3}; defer func() { fmt.Println(s) }(); defer copy(s, []int{7, 8}); defer clear(s[2:]) }")
			case 1:
				g.p("defer recover()")
			case 2:
				g.p("defer func() { fmt.Println(\"then\", recover()) }(); defer panic(%s)", g.literal(g.scalar(), 0))
			case 3:
				g.p("{ m := map[any]int{1: 2, \"k\": 3}; defer func() { fmt.Println(len(m)) }(); defer clear(m); defer delete(m, any(1)) }")
			case 4:
				g.p("{ c := make(chan int, 2); go close(c); fmt.Println(<-c); d := make(chan int, 1); d <- 1; defer func() { fmt.Println(<-d) }(); defer close(d) }")
			case 5:
				g.p("{ m := map[float64]int{1: 1}; z := id(0.0); m[z/z]++; m[z/z]++; fmt.Println(len(m)); clear(m); fmt.Println(len(m)); var none map[string]int; clear(none) }")
			case 6:
				g.p("{ s := [][]int{{1}, {2}}; copy(s[1], s[0]); copy(s, s[1:]); clear(s[0]); fmt.Println(s); b := make([]byte, 2); copy(b, \"xyz\"); fmt.Println(b) }")
			case 7:
				g.p("{ var s []string; s = append(s); s = append(s, nil...); fmt.Println(s == nil, len(append(s, \"a\")), len(append([]byte(nil), \"xy\"...))) }")
			}
		}
		if g.chance(30) {
			g.p("panic(%s)", g.literal(g.scalar(), 0))
		}
	})
}

// reflectedMethods calls methods of odd signatures by reflection, as values and deferred.
func reflectedMethods(g *gen) {
	n := g.top("X")
	t, u := g.flat(1), g.flat(1)
	g.declareLater("type %s struct { v %s }\n\n", n, t)
	g.declareLater("func (x *%s) P(a float32, b [2]int, c %s) (int, [2]int) { return int(a) + b[1], b }\n\n", n, u)
	g.declareLater("func (x %s) V(c %s, more ...string) (%s, error) { return c, fmt.Errorf(\"%%v %%d\", x.v, len(more)) }\n\n", n, u, u)
	g.declareLater("func (x *%s) Q(a *int) *int { *a += %d; return a }\n\n", n, g.n(9))
	r := g.use("reflect")
	g.p("{ x := &%s{%s}; rv := %s.ValueOf(x); k := 1; u := %s", n, g.expr(t, 1), r, g.typed(u, g.expr(u, 1)))
	g.p("fmt.Println(rv.MethodByName(\"P\").Call([]%s.Value{%s.ValueOf(float32(2.5)), %s.ValueOf([2]int{1, %d}), %s.ValueOf(&u).Elem()})[0])", r, r, r, g.n(9), r)
	g.p("out := rv.MethodByName(\"V\").Call([]%s.Value{%s.ValueOf(&u).Elem(), %s.ValueOf(\"s\")}); fmt.Println(out[1].Interface(), rv.Type().NumMethod())", r, r, r)
	g.p("q := rv.MethodByName(\"Q\").Interface().(func(*int) *int); fmt.Println(*q(&k), k); defer func() { fmt.Println(k) }(); defer q(&k)")
	g.p("m, _ := rv.Type().MethodByName(\"Q\"); f := m.Func.Interface().(func(*%s, *int) *int); fmt.Println(*f(x, &k)); defer f(x, &k)", n)
	g.p("v := rv.Elem().MethodByName(\"V\").Interface().(func(%s, ...string) (%s, error)); _, err := v(u, \"a\", \"b\"); fmt.Println(err, rv.Elem().NumField(), rv.Elem().Field(0).CanSet()) }", u, u)
}

// compiledValues calls compiled functions by way of values.
func compiledValues(g *gen) {
	ip, st := g.use("net/netip"), g.use("strings")
	g.p("{ fs := []func([4]byte) %s.Addr{%s.AddrFrom4, nil}; fmt.Println(fs[0]([4]byte{1, 2, %d, 4}), fs[1] == nil)", ip, ip, g.n(200))
	g.p("hs := map[string]func(string) string{\"u\": %s.ToUpper, \"t\": %s.TrimSpace, \"own\": func(s string) string { return s + \"!\" }}; for _, k := range []string{\"u\", \"own\", \"t\"} { fmt.Print(hs[k](%s), \" \") }; fmt.Println()", st, st, g.variableOr(g.string(), 1))
	g.p("r := %s.NewReplacer(\"a\", \"b\"); rep := r.Replace; rep2 := (*%s.Replacer).Replace; fmt.Println(rep(\"abc\"), rep2(r, \"aa\")); var b %s.Builder; w := b.WriteString; w(\"one\"); defer func() { fmt.Println(b.String()) }(); defer w(\"two\"); defer b.WriteByte('c')", st, st, st)
	g.p("var rd interface { ReadByte() (byte, error); Len() int } = %s.NewReader(\"xyz\"); c, err := rd.ReadByte(); fmt.Println(c, err, rd.Len()); ln := rd.Len; rd.ReadByte(); fmt.Println(ln())", st)
	g.p("s := %s.Sprint; fmt.Println(func(f func(...any) string, xs ...any) string { return f(xs...) }(s, 1, \"a\", %s)) }", "fmt", g.expr(g.scalar(), 1))
}

// conversions converts between type parameters and constants of every kind.
func conversions(g *gen) {
	n, m, k := g.top("C"), g.top("C"), g.top("C")
	g.declareLater("func %s[T, U interface { ~int8 | ~int | ~uint16 | ~uint64 | ~float32 | ~float64 }](x T) U { return U(x) }\n\n", n)
	g.declareLater("func %s[T, U interface { ~complex64 | ~complex128 }](x T) (U, T) { return U(x), -T(U(x)) }\n\n", m)
	g.declareLater("func %s[T, U interface { ~string | ~[]byte }](x T) (U, T) { return U(x), T(x) }\n\n", k)
	t, u := g.basic(pick(g, "int8", "int", "uint16", "uint64", "float32", "float64")), g.basic(pick(g, "int8", "int", "uint16", "uint64", "float32", "float64"))
	c, d := pick(g, "complex64", "complex128"), pick(g, "complex64", "complex128")
	g.p("{ type my %s; fmt.Println(%s[%s, %s](%d), %s[%s, my](7), %s[my, %s](my(3)))", u, n, t, u, g.n(100), n, t, n, t)
	g.p("type cx %s; a, b := %s[%s, cx](%s); fmt.Println(a, b)", d, m, c, g.expr(g.basic(c), 1))
	g.p("type st string; x, y := %s[st, []byte](%q); z, w := %s[[]byte, st](x); v, _ := %s[string, st](string(z)); fmt.Println(string(x), y, z, len(w), v)", k, pick(g, "", "héllo"), k, k)
	g.p("fmt.Printf(\"%%q %%q %%q\\n\", string(rune(id(int64(1)<<40))), string(rune(id(uint8(200)))), string(rune(id(%d)))); type e struct { a int; B string }; type f struct { a int; B string }; p := &e{1, \"b\"}; q := (*f)(p); q.a++; fmt.Println(f(*p) == *q, struct { a int; B string }(*q)) }", g.n(2000))
}

// genericLocals declares types in generic functions.
func genericLocals(g *gen) {
	n := g.top("O")
	g.declareLater("func %s[K comparable, V any](k K, v V) any { type inner struct { K K; V V }; type gen[T any] struct { in []inner; x T }; if fmt.Sprint(k) == \"0\" { return gen[V]{} }; return map[K]inner{k: {k, v}} }\n\n", n)
	t, u := g.scalar(), g.flat(1)
	g.numbered = true
	g.p("{ x := %s(%s, %s); fmt.Printf(\"%%T %%v\\n\", x, x); type loc struct { a int }; fmt.Printf(\"%%T %%T\\n\", %s(loc{1}, 2), %s(0, loc{})) }", n, g.typed(t, g.expr(t, 1)), g.typed(u, g.expr(u, 1)), n, n)
	p := g.top("W")
	g.declareLater("type %s[T any] struct { v *T }\n\n", p)
	g.p("{ type loc []int; fmt.Printf(\"%%T %%T %%T %%T %%T\\n\", %s[loc]{}, %s[chan<- %s]{}, %s[func(%s, ...int) (bool, error)]{}, %s[interface { M(int); n() }]{}, %s[<-chan (<-chan loc)]{}) }", p, p, t, p, u, p, p)
}

func emptyInterfaces(g *gen) {
	n := g.top("Y")
	g.declareLater("type %s interface{}\n\n", n)
	g.declareLater("type %sx interface { %s; comparable }\n\n", n, n)
	g.declareLater("func %sf[T %sx](x, y T) bool { return x == y }\n\n", n, n)
	t := g.scalar()
	g.p("{ var x %s = %s; var y any = x; x = y; z, ok := y.(%s); fmt.Println(z, ok, x == y, %sf(x, z), %sf(1, 2)); fmt.Printf(\"%%T %%T\\n\", x, []%s{1}) }", n, g.typed(t, g.expr(t, 1)), n, n, n, n)
	g.try(func() { g.p("var x %s; fmt.Println(x.(fmt.Stringer))", n) })
	g.try(func() { g.p("fmt.Println(%sf[any]([]int{}, []int{}))", n) })
}

// blankStores gives values to nothing.
func blankStores(g *gen) {
	t := g.flat(1)
	g.declareLater("var _, %s = %s, %s\n\n", g.top("G"), g.constant(t), g.typed(t, g.constant(t)))
	g.p("{ var _ = %s; _, x := %s, %s; _ = x; for _ = range 2 { }; for _, _ = range \"ab\" { }; var arr [2]int; _ = arr[id(1)]; var p *int; func(_ *int, _ ...string) { }(p) }", g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)))
}

// bounds goes over the ends of arrays, slices and strings.
func bounds(g *gen) {
	for range 1 + g.n(3) {
		g.try(func() {
			i, j, k := g.n(6)-1, g.n(7), g.n(8)
			t := g.basic(pick(g, intNames...))
			idx := func(n int) string {
				if t.kind == kUint {
					n = max(n, 0)
				}
				return fmt.Sprintf("id(%s(%d))", t, n)
			}
			switch g.n(11) {
			case 9:
				g.p("fmt.Println(len(make([]%s, id(%s))))", pick(g, "int64", "string", "[3]int16"), pick(g, "1<<61", "-1<<62", "int64(1)<<62"))
			case 10:
				g.p("p := &[3]%s{}; s := p[:]; fmt.Println(s[%s:%s:%s], [2]%s(s[%s:]))", t, idx(i), idx(j), idx(k), t, idx(i))
			case 0:
				g.p("var a [4]int; fmt.Println(a[%s:%s], a[%s:%s:%s])", idx(0), idx(j), idx(i), idx(j), idx(k))
			case 1:
				g.p("a := &[4]string{}; fmt.Println(len(a[%s:]), len(a[:%s]), a[%s])", idx(i), idx(j), idx(k))
			case 2:
				g.p("s := make([]int, 3, 5); fmt.Println(len(s[%s:]), len(s[:%s]), len(s[%s:%s:%s]))", idx(i), idx(j), idx(i), idx(j), idx(k))
			case 3:
				g.p("fmt.Println(\"hello\"[%s], \"hello\"[%s:%s], \"hello\"[%s:])", idx(i), idx(i), idx(j), idx(k))
			case 4:
				g.p("fmt.Println(len(make([]%s, %s, %s)))", g.scalar(), idx(j-2), idx(k-2))
			case 5:
				g.p("fmt.Println(cap(make(chan %s, %s)), len(make(map[string]int, %s)))", g.scalar(), idx(i), idx(i))
			case 6:
				g.p("s := []int{1, 2, 3}; p := (*[%d]int)(s[%s:]); q := [%d]int(s); fmt.Println(len(p), q)", g.n(5), idx(i), g.n(5))
			case 7:
				g.p("a := [3][2]int{{1, 2}, {3, 4}}; a[%s][%s]++; fmt.Println(a); p := &a; p[%s][%s] = 9; fmt.Println(*p)", idx(i), idx(j/3), idx(k), idx(1))
			default:
				g.p("var n []int; fmt.Println(n[%s:%s], n[:0:0] == nil); var p *[3]int; fmt.Println(len(p)); for i := range p { _ = i }; fmt.Println(p[%s])", idx(0), idx(j/4), idx(1))
			}
		})
	}
}

// deepCalls calls itself many times over, with values of every kind waiting.
func deepCalls(g *gen) {
	t := g.flat(1)
	n := g.top("R")
	g.declareLater("func %s(n int, x %s, f func(int) int) (y %s, k int) { if n <= 0 { return x, f(n) }; a := [3]int{n, n * 2, f(n)}; defer func() { k += a[n%%3] }(); y, k = %s(n-1-n%%2, x, func(i int) int { a[0]++; return f(i) + a[0] }); if k%%5 == %d { y = x }; return }\n\n", n, t, t, n, g.n(5))
	g.p("{ y, k := %s(%d, %s, func(i int) int { return i + %d }); fmt.Printf(\"%%v %%d\\n\", y, k) }", n, g.n(12), g.expr(t, 1), g.n(9))
}

// receivers calls methods by value and by address on what lies in arrays, maps, fields and results.
func receivers(g *gen) {
	n := g.top("A")
	t := g.scalar()
	g.declareLater("type %s struct { n int; v %s }\n\n", n, t)
	g.declareLater("func (a *%s) Up() *%s { a.n++; return a }\n\n", n, n)
	g.declareLater("func (a %s) Got() int { a.n *= 10; return a.n }\n\n", n)
	g.p("{ arr := [2]%s{{1, %s}}; sl := arr[:]; m := map[string]%s{\"k\": {n: 3}}; mp := map[int]*%s{1: &arr[1]}; out := struct { in %s; p *%s }{p: &sl[0]}", n, g.expr(t, 1), n, n, n, n)
	g.p("arr[0].Up(); sl[id(1)].Up().Up(); mp[1].Up(); out.in.Up(); out.p.Up().Up(); f := func() %s { return m[\"k\"] }; fmt.Println(f().Got(), m[\"k\"].Got(), arr[0].Got(), sl[1].Got(), out.in.Got(), out.p.Got(), mp[1].Got())", n)
	g.p("fmt.Println(arr, sl, m, out.in, *mp[1]); for i, a := range arr { a.Up(); arr[i].n += a.Got() }; for i := range sl { defer sl[i].Up(); defer func(a %s) { fmt.Println(a.Got()) }(sl[i]) }; up := sl[0].Up; got := sl[0].Got; up(); fmt.Println(got(), sl[0].n, arr) }", n)
}
