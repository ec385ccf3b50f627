package progen

func init() {
	features = append(features, places, logging, timers, locks, offsets, heldAnywhere, comparedOrders, comparedOrders, namedTexts, typeNames, found, received)
}

// places asks where the program is. Functions of cells lie elsewhere.
func places(g *gen) {
	if g.celled {
		g.show()
		return
	}
	r := g.use("runtime")
	f, t := g.top("W"), g.top("T")
	g.declareLater("func %s(skip int) string { pc, _, line, ok := %s.Caller(skip); _, _, here, _ := %s.Caller(0); if !ok { return \"none\" }; return fmt.Sprint(%s.FuncForPC(pc).Name(), \" \", line > 0, skip > 0 || line == here) }\n\n", f, r, r, r)
	g.declareLater("type %s[E any] struct { e E }\n\nfunc (t *%s[E]) Where() string { return %s(1) }\n\nfunc (t %s[E]) Stack() (s []string) { pcs := make([]uintptr, 3); fs := %s.CallersFrames(pcs[:%s.Callers(1, pcs)]); for { f, more := fs.Next(); if f.Func != nil { s = append(s, fmt.Sprint(f.Func.Name() == f.Function, f.Entry != 0)) }; if !more { return } } }\n\n", t, t, f, t, r, r)
	g.declareLater("func %sf() (a, b string) { func() { a = %s(1) }(); return a, %s(0) }\n\n", f, f, f)
	d := g.use("runtime/debug")
	g.p("fmt.Println(%sf()); fmt.Println(len(%s.Stack()) > 0, %s.ValueOf(%sf).Pointer() == %s.ValueOf(%sf).Pointer(), %s.FuncForPC(%s.ValueOf(%sf).Pointer()).Name(), %s.FuncForPC(%s.ValueOf(%s.GC).Pointer()).Name())", f, d, g.use("reflect"), f, "reflect", f, r, "reflect", f, r, "reflect", r)
	g.p("func() { defer func() { recover(); fmt.Println(%s(1) != \"\", len(%s.Stack()) > 0) }(); var m map[int]int; m[1] = 2 }()", f, d)
	g.p("{ x := %s[int]{}; fmt.Println(x.Where(), len(x.Stack()) > 0, %s(99)) }", t, f)
}

// logging writes to loggers, which may say where they are called.
func logging(g *gen) {
	l := g.use("log")
	flags := pick(g, "0", "log.Lmsgprefix", "log.Lshortfile", "log.Lshortfile|log.Lmsgprefix")
	if flags[len(flags)-1] != '0' && flags != "log.Lmsgprefix" {
		g.numbered = true // as cells the places are others
	}
	g.p("{ l := %s.New(%s.Stdout, %q, %s)", l, g.use("os"), "p: ", flags)
	for range 1 + g.n(3) {
		e := g.expr(g.scalar(), 1)
		g.p("\t%s", pick(g, "l.Println(1, "+e+")", "l.Printf(\"%v|\", "+e+")", "l.Print("+e+")", "l.Output(1, \"out\")", "try(func() { l.Panicln(2, "+e+") })", "try(func() { l.Panicf(\"%v\", "+e+") })", "fmt.Println(l.Prefix(), l.Flags() == 0)"))
	}
	g.p("}")
	if g.chance(50) {
		s := g.use("log/slog")
		g.p("{ h := %s.New%sHandler(os.Stdout, &%s.HandlerOptions{ReplaceAttr: func(groups []string, a %s.Attr) %s.Attr { if a.Key == \"time\" { return %s.Attr{} }; return a }}); %s.New(h).Warn(\"words\", \"k\", %s) }", s, pick(g, "Text", "JSON"), s, s, s, s, s, g.expr(g.int(), 1))
	}
}

// timers waits for what comes by itself.
func timers(g *gen) {
	t, c := g.use("time"), g.use("context")
	switch g.n(6) {
	case 0:
		g.p("{ c := make(chan int); %s.AfterFunc(%d, func() { c <- %s }); fmt.Println(<-c) }", t, g.n(2000), g.expr(g.int(), 1))
	case 1:
		g.p("{ ctx, stop := %s.WithTimeout(%s.Background(), %d); <-ctx.Done(); stop(); fmt.Println(ctx.Err()) }", c, c, g.n(2000))
	case 2:
		g.p("{ ctx, stop := %s.WithTimeoutCause(%s.Background(), 1, fmt.Errorf(\"late\")); <-ctx.Done(); stop(); fmt.Println(%s.Cause(ctx)) }", c, c, c)
	case 3:
		g.p("{ x := %s.NewTimer(%s.Hour); fmt.Println(x.Reset(1)); <-x.C; select { case <-x.C: fmt.Println(\"twice\"); case <-%s.After(1): fmt.Println(\"after\") } }", t, t, t)
	case 4:
		g.p("{ ctx, stop := %s.WithCancel(%s.Background()); c := make(chan bool); %s.AfterFunc(ctx, func() { close(c) }); stop(); <-c; fmt.Println(ctx.Err()) }", c, c, c)
	default:
		g.p("{ ctx, stop := %s.WithDeadline(%s.Background(), %s.Now().Add(1)); defer stop(); select { case <-ctx.Done(): fmt.Println(\"done\"); case <-%s.After(%s.Minute): } }", c, c, t, t, t)
	}
}

// locks has goroutines wait for each other.
func locks(g *gen) {
	s := g.use("sync")
	switch g.n(4) {
	case 0:
		g.p("{ var mu %s.RWMutex; var wg %s.WaitGroup; n := 0; mu.Lock(); for range %d { wg.Go(func() { mu.RLock(); defer mu.RUnlock(); _ = n }) ; wg.Go(func() { mu.Lock(); n++; mu.Unlock() }) }; mu.Unlock(); wg.Wait(); fmt.Println(n) }", s, s, 1+g.n(3))
	case 1:
		g.p("{ var mu %s.Mutex; c := %s.NewCond(&mu); ready, done := false, make(chan int); go func() { mu.Lock(); for !ready { c.Wait() }; mu.Unlock(); done <- %d }(); mu.Lock(); ready = true; c.Broadcast(); mu.Unlock(); fmt.Println(<-done) }", s, s, g.n(9))
	case 2:
		g.p("{ var mu %s.Mutex; c := make(chan int); mu.Lock(); go func() { mu.Lock(); mu.Unlock(); c <- 1 }(); %s.Sleep(%d); mu.Unlock(); fmt.Println(<-c, mu.TryLock()) }", s, g.use("time"), g.n(200_000))
	default:
		g.p("{ var mu %s.Mutex; var wg %s.WaitGroup; n := 0; for i := range %d { wg.Go(func() { for range 50 { mu.Lock(); n += i; mu.Unlock() } }) }; wg.Wait(); fmt.Println(n) }", s, s, 2+g.n(4))
	}
}

// offsets asks for places of fields that depend on type parameters.
func offsets(g *gen) {
	u := g.use("unsafe")
	f, t := g.top("O"), g.top("T")
	g.declareLater("type %sb[E any] struct { x int16; Y E }\n\ntype %s[E any] struct { a bool; e E; in struct { c int8; E2 E }; %sb[E] }\n\n", t, t, t)
	g.declareLater("func %s[E any](v %s[E], p *%s[E]) (a, b, c, d uintptr) { return %s.Offsetof(v.e), %s.Offsetof(p.in), %s.Offsetof(v.in.E2), %s.Offsetof(p.Y) }\n\n", f, t, t, u, u, u, u)
	e := g.flat(1)
	g.p("fmt.Println(%s(%s[%s]{}, nil))", f, t, e)
	b := g.basic(pick(g, intNames...))
	g.p("{ s := []%s{1, 2, %s}; q := (*%s)(%s.Add(%s.Pointer(&s[0]), %s.Sizeof(s[0])*uintptr(id(2)))); fmt.Println(*q, len(%s.Slice(&s[1], id(%d))), %s.String(%s.StringData(\"abc\"), id(2)), %s.Slice((*int)(nil), 0) == nil) }", b, g.expr(b, 1), b, u, u, u, u, g.n(3), u, u, u)
	g.try(func() { g.p("fmt.Println(%s.Slice(ref(1), id(%d))[0])", u, g.n(4)-2) })
}

// heldAnywhere puts values of the program's types where only compiled code finds them.
func heldAnywhere(g *gen) {
	s, t := g.use("sync"), pick(g, g.named...)
	if t.noCmp {
		t = g.int()
	}
	m := g.id("m")
	g.p("var %s %s.Map; %s.Store(\"k\", %s); %s.Store(%s, 1)", m, s, m, g.typed(t, g.expr(t, 1)), m, g.typed(t, g.literal(t, 1)))
	g.p("{ v, ok := %s.Load(\"k\"); _, isT := v.(%s); fmt.Println(ok, isT); n := 0; %s.Range(func(k, v any) bool { n++; return true }); fmt.Println(n) }", m, t, m)
	g.p("{ var v %s.Value; v.Store(%s); fmt.Println(v.Load() != nil) }", g.use("sync/atomic"), g.typed(t, g.expr(t, 1)))
}

// comparedOrders branches on each order of each type, beside constants too.
func comparedOrders(g *gen) {
	t := g.basic(pick(g, orderedNames...))
	x, y := g.id("x"), g.id("y")
	c := "1"
	if t.kind == kString {
		c = `"b"`
	}
	g.p("%s, %s := %s, %s; _ = %s", x, y, g.typed(t, g.expr(t, 1)), g.typed(t, g.expr(t, 1)), y)
	for range 3 {
		op := pick(g, "<", "<=", ">", ">=", "==", "!=")
		other := pick(g, y, c)
		switch g.n(5) {
		case 0:
			g.p("if %s %s %s { fmt.Println(%q) }", x, op, other, op)
		case 1:
			g.p("if %s %s %s { fmt.Println(1); %s = %s } else { %s = %s; fmt.Println(2) }", x, op, other, x, y, y, x)
		case 2:
			g.p("for n := 0; n < 3 && %s %s %s; n++ { fmt.Println(n); if n == 1 { %s, %s = %s, %s } }", x, op, other, x, y, y, x)
		case 3:
			g.p("if %s %s %s || %s %s %s { fmt.Println(3) } else if !(%s %s %s) { fmt.Println(4) }", x, op, other, y, pick(g, ">", ">=", "<"), c, y, pick(g, ">=", ">", "<="), x)
		default:
			g.p("fmt.Println(func() (n int) { for { if n++; %s %s %s || n > 3 { return }; if !(%s %s %s) { continue }; n++ } }())", x, op, other, y, op, x)
		}
	}
}

// namedTexts converts between types of texts.
func namedTexts(g *gen) {
	g.p("{ type name string; type raw []byte; type runes []rune; type letter rune; type small byte")
	s := g.variableOr(g.string(), 1)
	g.p("\ta := name(%s); b := raw(a); c := runes(a); d := string(b) + string(c); e := name(b); f := []byte(b); h := raw(f); k := string(name(d)); _ = k", s)
	g.p("\tl := []letter{'a', 0x65e5}; m := []small(\"xy\"); o := string(l) + string(m) + string(letter(%s))", g.variableOr(g.basic(pick(g, "int32", "uint8")), 1))
	g.p("\tfmt.Println(a == e, len(c), d, string(h), o, string(rune(id(int64(%d)))), string(rune(id(%d))))", 1<<40, g.n(70000))
	g.p("\tfmt.Println(append(h, a...), copy(b, e), name([]byte(%s)), (a + \"xy\")[id(%d)], \"const\"[id(%d)], len(\"xyz\"[id(%d):]))\n}", s, g.n(2), g.n(5), g.n(4))
}

// typeNames writes names of types made of the program's own.
func typeNames(g *gen) {
	n, u := g.top("T"), g.use("unsafe")
	r := g.use("reflect")
	g.declareLater("type %s struct { A int `key:\"v\"`; p %s.Pointer }\n\ntype %si interface { M(%s, ...%s) (%s, error); m() }\n\n", n, u, n, n, n, n)
	g.p("for _, x := range []any{make(chan (<-chan %s)), make(chan<- chan %s), func(%s, ...%s) (a, b %s) { return }, struct { %s; x []%s `t:\"u\"` }{}, [2]map[string]*%s{}, (*interface { M(%s) })(nil), func(%s.Pointer, %s) error { return nil }, []chan (<-chan int){}, (*%si)(nil), map[%s.Kind]<-chan %s{}} { fmt.Printf(\"%%T\\n\", x) }", n, n, n, n, n, n, n, n, n, u, n, n, r, n)
	g.p("{ t := %s.TypeOf((*%si)(nil)).Elem(); fmt.Println(t.NumMethod(), t.Method(0).Type, %s.TypeOf(%s{}).Field(0).Tag.Get(\"key\"), %s.TypeOf(%s{}).Field(1).Type) }", r, n, r, n, r, n)
}

// found calls methods of values that only reflection leads to.
func found(g *gen) {
	n, r := g.top("T"), g.use("reflect")
	g.declareLater("type %s struct { k int }\n\nfunc (t %s) Get() int { return t.k + %d }\n\nfunc (t *%s) Put(k int) { t.k = k }\n\ntype %sin struct { F %s; G []*%s; H map[string]%s; %s }\n\n", n, n, g.n(9), n, n, n, n, n, n)
	g.p("{ x := %sin{F: %s{1}, G: []*%s{{2}}, H: map[string]%s{\"a\": {3}}}; v := %s.ValueOf(&x).Elem()", n, n, n, n, r)
	g.p("\tfor _, y := range []%s.Value{v.Field(0), v.Field(1).Index(0), v.Field(2).MapIndex(%s.ValueOf(\"a\")), v, %s.New(v.Type().Field(0).Type)} { fmt.Println(y.MethodByName(\"Get\").Call(nil)[0].Int(), y.NumMethod()) }", r, r, r)
	g.p("\tv.Field(0).Addr().MethodByName(\"Put\").Call([]%s.Value{%s.ValueOf(id(%d))}); fmt.Println(x.F, x.G[0].Get(), %s.PointerTo(v.Type()).NumMethod(), %s.Zero(v.Type().Field(2).Type.Elem()).Interface().(interface { Get() int }).Get()) }", r, r, g.n(9), r, r)
}

// received ends in a receive that nobody looks at.
func received(g *gen) {
	c := g.id("c")
	g.p("%s := make(chan %s); go func() { fmt.Println(\"sends\"); %s <- %s }()", c, g.int(), c, g.literal(g.int(), 0))
	g.p("<-%s", c)
}
