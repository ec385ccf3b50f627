package progen

func init() {
	features = append(features, genericFuncs, genericFuncs, genericTypes, genericTypes, genericEmbeds, genericConstraints, sizes)
}

// genericFuncs declares functions with type parameters that call each other.
func genericFuncs(g *gen) {
	mapF, foldF, keyF := g.top("M"), g.top("R"), g.top("K")
	g.declareLater("func %s[S ~[]T, T, U any](s S, f func(T) U) []U { var out []U; for _, x := range s { out = append(out, f(x)) }; return out }\n\n", mapF)
	g.declareLater("func %s[T, A any](s []T, a A, f func(A, T) A) A { for i := range s { a = f(a, s[i]) }; return a }\n\n", foldF)
	g.declareLater("func %s[K comparable, V any](m map[K]V, k K, or V) (v V, ok bool) { if v, ok = m[k]; !ok { v = or; m[k] = or }; return }\n\n", keyF)
	t, u, k := g.flat(1), g.flat(1), g.scalar()
	g.p("fmt.Printf(\"%%v %%T\\n\", %s([]%s{%s}, func(x %s) %s { return %s }), %s[[]%s, %s, string])", mapF, t, g.several(t, g.n(4), 1), t, u, g.expr(u, 1), mapF, k, k)
	g.p("fmt.Println(%s([]%s{%s}, \"\", func(a string, x %s) string { return fmt.Sprint(a, x, \";\") }))", foldF, k, g.several(k, 3, 1), k)
	g.p("{ m := map[%s]%s{}; v, ok := %s(m, %s, %s); w, ok2 := %s(m, %s, v); fmt.Println(ok, ok2, len(m)); fmt.Printf(\"%%v %%v\\n\", v, w) }", k, u, keyF, g.literal(k, 0), g.typed(u, g.expr(u, 1)), keyF, g.literal(k, 0))
}

func genericTypes(g *gen) {
	n := g.top("L")
	g.declareLater("type %snode[T any] struct { v T; next *%snode[T] }\n\n", n, n)
	g.declareLater("type %s[T any] struct { head *%snode[T]; n int }\n\n", n, n)
	g.declareLater("func (l *%s[T]) Push(xs ...T) *%s[T] { for _, x := range xs { l.head = &%snode[T]{x, l.head}; l.n++ }; return l }\n\n", n, n, n)
	g.declareLater("func (l %s[T]) Len() int { return l.n }\n\n", n)
	g.declareLater("func (l *%s[E]) All() func(yield func(int, E) bool) { return func(yield func(int, E) bool) { i := 0; for x := l.head; x != nil; x = x.next { if !yield(i, x.v) { return }; i++ } } }\n\n", n)
	if g.chance(50) {
		g.declareLater("func (l %s[T]) String() string { return fmt.Sprintf(\"list(%%d)\", l.n) }\n\n", n)
	}
	t, u := g.flat(1), g.scalar()
	l := g.id("l")
	g.p("var %s %s[%s]; %s.Push(%s).Push()", l, n, t, l, g.several(t, 3, 1))
	g.p("for i, x := range %s.All() { if i == %d { %s }; fmt.Printf(\"%%d %%v\\n\", i, x) }", l, g.n(4), pick(g, "break", "continue"))
	g.p("fmt.Println(%s.Len(), (&%s[%s]{}).Push(%s).Len())", l, n, u, g.expr(u, 1))
	g.p("fmt.Printf(\"%%T %%T\\n\", %s, &%s[%s[%s]]{})", l, n, n, u)
	g.p("{ f := %s.Push; f(%s); h := (*%s[%s]).Push; h(&%s, %s); var i interface{ Len() int } = %s; fmt.Println(i.Len(), %s[%s].Len(%s)) }", l, g.expr(t, 1), n, t, l, g.expr(t, 1), pick(g, l, "&"+l), n, t, l)
}

func genericEmbeds(g *gen) {
	n, o := g.top("B"), g.top("D")
	g.declareLater("type %s[T any] struct { Val T; set bool }\n\n", n)
	g.declareLater("func (b *%s[T]) Set(x T) { b.Val, b.set = x, true }\n\n", n)
	g.declareLater("func (b %s[T]) Get() (T, bool) { return b.Val, b.set }\n\n", n)
	g.declareLater("type %s0[K any] struct { key K }\n\n", n)
	g.declareLater("type %s[K comparable, V any] struct { %s[V]; *%s[K]; M map[K]V }\n\n", o, n+"", n+"0")
	g.declareLater("func (b *%s0[K]) Key() K { return b.key }\n\n", n)
	k, v := g.scalar(), g.flat(1)
	g.p("{ d := %s[%s, %s]{%s0: &%s0[%s]{%s}}; d.Set(%s); x, ok := d.Get(); fmt.Printf(\"%%v %%v %%v\\n\", x, ok, d.Key() == d.%s0.key)", o, k, v, n, n, k, g.expr(k, 1), g.expr(v, 1), n)
	g.p("var s interface { Set(%s); Get() (%s, bool) } = &d; s.Set(%s); x, _ = s.Get(); fmt.Printf(\"%%v %%T %%v\\n\", x, s, d.M == nil)", v, v, g.expr(v, 1))
	g.p("f := d.Get; d.set = false; _, a := f(); _, b := d.%s.Get(); fmt.Println(a, b) }", n)
}

func genericConstraints(g *gen) {
	c, f, h, z := g.top("C"), g.top("F"), g.top("H"), g.top("Z")
	g.declareLater("type %s interface { ~int | ~int8 | ~uint16 | ~float32 | ~float64 }\n\n", c)
	g.declareLater("func %s[T %s](xs ...T) (s T) { for _, x := range xs { s = s*2 %s x; if s > 100 { s -= T(len(xs)) } }; return }\n\n", f, c, pick(g, "+", "-"))
	g.declareLater("func %s[T interface{ ~string | ~[]byte }](x T) (n int) { for i := 0; i < len(x); i++ { n += int(x[i]); if n > 50 { n -= len(x[i:]) } }; return n + len(string(x)) }\n\n", h)
	g.declareLater("func %s[T any, P interface{ *T; Put(int) }](n int) T { var x T; P(&x).Put(n); return x }\n\n", z)
	g.declareLater("type %st struct { n int }\n\nfunc (t *%st) Put(n int) { t.n += n }\n\n", z, z)
	t := g.basic(pick(g, "int", "int8", "uint16", "float32", "float64"))
	g.p("fmt.Println(%s[%s](), %s(%s), %s([]%s{%s}...))", f, t, f, g.typed(t, g.expr(t, 1)), f, t, g.several(t, 3, 1))
	g.p("fmt.Println(%s(%s), %s([]byte(%s)), %s[%st](%d))", h, g.expr(g.string(), 1), h, g.variableOr(g.string(), 1), z, z, g.n(9))
	g.p("{ type local %s; fmt.Printf(\"%%v %%T\\n\", %s(local(%d), 3), %s(local(1))) }", t, f, g.n(9), f)
	g.p("{ add := func(x, y %s) %s { return %s(x, y) }; h := %s[%s]; fmt.Println(add(1, %s), h(%s, 2)) }", t, t, f, f, t, g.expr(t, 1), g.expr(t, 1))
}

// sizes asks for what depends on a type parameter, and reads memory by unsafe.
func sizes(g *gen) {
	f := g.top("Z")
	u := g.use("unsafe")
	g.declareLater("func %s[T any](x T) (%s, %s) { return %s.Sizeof(x), %s.Alignof(x) }\n\n", f, "uintptr", "uintptr", u, u)
	t := g.typ(1)
	g.p("fmt.Println(%s(%s))", f, g.typed(t, g.expr(t, 1)))
	s := g.variableOr(g.string(), 1)
	switch g.n(3) {
	case 0:
		g.p("{ s := %s + \"!\"; b := %s.Slice(%s.StringData(s), len(s)); fmt.Println(b[0], len(b), cap(b), %s.String(&b[0], 1) == s[:1]) }", s, u, u, u)
	case 1:
		e := g.basic(pick(g, intNames...))
		g.p("{ a := [3]%s{1, %s, 3}; p := %s.Pointer(&a[0]); q := (*%s)(%s.Add(p, %s.Sizeof(a[0]))); fmt.Println(*q, %s.Offsetof(struct { a int8; b %s }{}.b), *%s.SliceData(a[1:])) }", e, g.expr(e, 1), u, e, u, u, u, e, u)
	default:
		g.p("{ x := %s; fmt.Println(*(*uint64)(%s.Pointer(&x))); y := *(*[8]byte)(%s.Pointer(&x)); fmt.Println(y) }", g.variableOr(g.basic("float64"), 1), u, u)
	}
}
