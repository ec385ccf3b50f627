package progen

import (
	"fmt"
	"slices"
	"strings"
)

func init() {
	features = append(features, called, called, called, compiledCallbacks, compiledCallbacks, compiledCallbacks, sortable, heaps, onces,
		userIO, formatters, marshalers, methodsByReflection, natives, natives, stackCalls, userErrors, userErrors)
}

// shapeTypes are types of each class in which a value travels to compiled code and back.
var shapeTypes = []string{"float64", "int", "int64", "uint", "uintptr", "int32", "rune", "uint32", "bool", "int8", "uint8", "string", "[]int", "[]string",
	"any", "error", "*int", "map[string]int", "func() int", "float32", "int16", "uint16", "complex128", "complex64", "[2]int", "struct { A int; B string }", "[1]string",
	"fmt.Stringer", "chan int", "struct{}", "[]uint8"}

// shaped is an expression of one of shapeTypes.
func (g *gen) shaped(t string) string {
	switch {
	case t == "error":
		return pick(g, "nil", "fmt.Errorf(\"e%d\", 4)", "error(nil)")
	case t == "fmt.Stringer":
		return "nil"
	case t == "any":
		return g.literal(g.scalar(), 0)
	case t == "*int":
		return fmt.Sprintf("ref(%d)", g.n(9))
	case strings.HasPrefix(t, "map"):
		return fmt.Sprintf("%s{\"k\": %d}", t, g.n(9))
	case strings.HasPrefix(t, "func"):
		return fmt.Sprintf("func() int { return %d }", g.n(9))
	case t == "chan int":
		return "make(chan int, 2)"
	case t == "struct{}":
		return "struct{}{}"
	case strings.HasPrefix(t, "struct"):
		return fmt.Sprintf("%s{%d, %q}", t, g.n(9), "f")
	case strings.HasPrefix(t, "["):
		elem := t[strings.Index(t, "]")+1:]
		return fmt.Sprintf("%s{%s}", t, g.literal(g.basic(elem), 0))
	case t == "rune":
		return fmt.Sprintf("rune(%d)", 60+g.n(400))
	}
	return g.expr(g.basic(t), 1)
}

// seen is an expression of what x, of one of shapeTypes, holds, that can be printed.
func seen(t, x string) string {
	switch {
	case t == "*int":
		return "*" + x
	case strings.HasPrefix(t, "func"):
		return x + "()"
	case t == "chan int":
		return "cap(" + x + ")"
	}
	return x
}

// shapes are parameters and results, by class, of functions that compiled code calls often.
var shapes = strings.Fields(`F:F FF:F FFF:F L:F P:P PP:P PPP:P P:F P: PP: P:I PI: PI:I I:B II:B II:I I:I
	I: I:F I:S F:B FF:B F: S: S:S S:B S:I SS:B SS:I R:B R:R : :F :I :S :B :P :E
	E: E:E E:B E:I EE:B EE:I P:S P:B PP:B PP:I PE: P:E PL:L L:L LL:I LL:B I:P PF:F PP:F PFF:F PS:S`)

// classes are types that travel alike.
var classes = map[rune][]string{
	'F': {"float64"},
	'I': {"int", "int64", "uint", "uint64", "uintptr"},
	'R': {"rune", "uint32"},
	'B': {"bool", "int8", "uint8"},
	'S': {"string"},
	'L': {"[]int", "[]string", "[]uint8"},
	'E': {"any", "error"},
	'P': {"*int", "map[string]int", "func() int", "chan int"},
}

// signature gives the types of parameters and results of a function to call.
func (g *gen) signature() (params, results []string) {
	if g.chance(60) {
		in, out, _ := strings.Cut(pick(g, shapes...), ":")
		for _, class := range in {
			params = append(params, pick(g, classes[class]...))
		}
		for _, class := range out {
			results = append(results, pick(g, classes[class]...))
		}
		return params, results
	}
	for range g.n(4) {
		params = append(params, pick(g, shapeTypes...))
	}
	for range g.n(3) {
		results = append(results, pick(g, shapeTypes...))
	}
	return params, results
}

// called calls a function by reflection, as compiled code calls it.
func called(g *gen) {
	r := g.use("reflect")
	types, results := g.signature()
	k := g.id("k")
	var params, args, values []string
	shown := []string{k}
	for i, t := range types {
		params = append(params, fmt.Sprintf("p%d %s", i, t))
		args = append(args, fmt.Sprintf("%s.ValueOf(&[1]%s{%s}).Elem().Index(0)", r, t, g.shaped(t)))
		shown = append(shown, seen(t, fmt.Sprintf("p%d", i)))
	}
	body := ""
	for _, t := range results {
		v := g.shaped(t)
		if i := slices.Index(types, t); i >= 0 {
			v = fmt.Sprintf("p%d", i)
		}
		values = append(values, v)
	}
	if len(results) > 0 {
		body = "return " + strings.Join(values, ", ")
	}
	f := g.id("f")
	g.p("%s := %d", k, g.n(9))
	g.p("%s := func(%s) (%s) { %s++; fmt.Println(%s); %s }", f, strings.Join(params, ", "), strings.Join(results, ", "), k, strings.Join(shown, ", "), body)
	g.p("for _, out := range %s.ValueOf(%s).Call([]%s.Value{%s}) { x := out.Interface(); switch x := x.(type) { case *int: fmt.Println(*x); case func() int: fmt.Println(x()); case chan int: fmt.Println(cap(x)); default: fmt.Printf(\"%%T %%v\\n\", x, x) } }", r, f, r, strings.Join(args, ", "))
}

// compiledCallbacks gives functions to functions of the standard library.
func compiledCallbacks(g *gen) {
	st, so, sl := "strings", "sort", "slices"
	s := g.variableOr(g.string(), 1)
	switch g.n(17) {
	case 0:
		g.p("{ n := 0; fmt.Printf(\"%%q %%d\\n\", %s.Map(func(r rune) rune { n++; if r == %s { return -1 }; return r + %d }, %s), n) }", g.use(st), pick(g, "'a'", "'o'", "' '", "'日'"), g.n(3), s)
	case 1:
		g.p("fmt.Printf(\"%%q\\n\", %s.FieldsFunc(%s, func(r rune) bool { return r == ' ' || r > %d }))", g.use(st), s, 80+g.n(60))
	case 2:
		g.p("fmt.Println(%s.%s(%s, func(r rune) bool { return r %s 'h' }))", g.use(st), pick(g, "IndexFunc", "LastIndexFunc", "TrimFunc", "TrimLeftFunc", "ContainsFunc"), s, pick(g, "<", ">", "=="))
	case 3:
		g.p("{ calls := 0; fmt.Println(%s.Search(%d, func(i int) bool { calls++; return i*i >= %d }), calls) }", g.use(so), 10+g.n(90), g.n(5000))
	case 4:
		e := g.basic(pick(g, orderedNames...))
		x := g.id("s")
		g.p("{ %s := []%s{%s}; %s.SliceStable(%s, func(i, j int) bool { return %s[i] %s %s[j] }); fmt.Println(%s, %s.SliceIsSorted(%s, func(i, j int) bool { return %s[i] > %s[j] })) }", x, e, g.several(e, 3+g.n(12), 1), g.use(so), x, x, pick(g, "<", ">"), x, x, g.use(so), x, x, x)
	case 5:
		t := g.flat(1)
		g.p("{ type rec struct { k int; v %s }; rs := []rec{{%s, %s}, {%s, %s}, {%s, %s}}", t, g.expr(g.int(), 1), g.expr(t, 1), g.expr(g.int(), 1), g.expr(t, 0), g.expr(g.int(), 1), g.expr(t, 0))
		g.p("%s.SortFunc(rs, func(a, b rec) int { return %s.Compare(a.k, b.k) }); fmt.Printf(\"%%v\\n\", rs)", g.use(sl), g.use("cmp"))
		g.p("i, ok := %s.BinarySearchFunc(rs, id(%d), func(a rec, k int) int { return a.k - k }); fmt.Println(i, ok, %s.IndexFunc(rs, func(r rec) bool { return r.k > 3 }), %s.ContainsFunc(rs, func(r rec) bool { return r.k == rs[0].k })) }", sl, g.n(9), sl, sl)
	case 6:
		e := g.basic(pick(g, orderedNames...))
		g.p("fmt.Println(%s.DeleteFunc([]%s{%s}, func(x %s) bool { return x > %s }), %s.MaxFunc([]%s{%s}, func(a, b %s) int { return %s.Compare(b, a) }))", g.use(sl), e, g.several(e, 4, 1), e, g.expr(e, 0), sl, e, g.several(e, 2, 0), e, g.use("cmp"))
	case 7:
		g.p("fmt.Printf(\"%%q\\n\", %s.MustCompile(%q).ReplaceAllStringFunc(%s, func(m string) string { return \"<\" + m + \">\" }))", g.use("regexp"), pick(g, "[a-z]", "o+", `\d`, "."), s)
	case 8:
		g.p("{ var m %s.Map; m.Store(1, %s); m.Store(\"k\", 2); n := 0; m.Range(func(k, v any) bool { n++; return true }); v, ok := m.LoadOrStore(1, 5); fmt.Println(n, v, ok); _, gone := m.LoadAndDelete(\"k\"); fmt.Println(gone) }", g.use("sync"), g.literal(g.scalar(), 0))
	case 9:
		g.p("{ p := %s.Pool{New: func() any { return %s }}; x := p.Get(); fmt.Println(x); p.Put(x) }", g.use("sync"), g.literal(g.scalar(), 0))
	case 10:
		g.p("{ m := map[%s]int{%s: 1, %s: 2}; ks := %s.Sorted(%s.Keys(m)); fmt.Println(ks, len(m)); %s.DeleteFunc(m, func(k %s, v int) bool { return v > 1 }); fmt.Println(len(m)) }", "string", g.literal(g.string(), 0), "\"zz\"", g.use(sl), g.use("maps"), "maps", "string")
	case 11:
		g.p("{ sc := %s.NewScanner(%s.NewReader(%s)); sc.Split(func(data []byte, end bool) (int, []byte, error) { if len(data) == 0 { return 0, nil, nil }; n := min(len(data), 2); return n, data[:n], nil }); for sc.Scan() { fmt.Printf(\"%%q \", sc.Text()) }; fmt.Println(sc.Err()) }", g.use("bufio"), g.use(st), s)
	case 12:
		g.p("fmt.Println(%s.Map(func(r rune) rune { return r - 1 }, []byte(%s)), %s.EqualFold(%s, %s))", g.use("bytes"), s, g.use(st), s, s)
	case 13:
		g.p("for p := range %s.SplitSeq(%s, %q) { if p == \"y\" { break }; fmt.Printf(\"%%q\\n\", p) }", g.use(st), s, pick(g, " ", "", "o"))
	case 14:
		e := g.basic(pick(g, orderedNames...))
		g.p("for c := range %s.Chunk([]%s{%s}, %d) { fmt.Println(c); if len(c) == %d { break } }", g.use(sl), e, g.several(e, g.n(6), 1), 1+g.n(3), g.n(3))
	case 15:
		g.p("{ next, stop := %s.Pull(seq([]int{1, 2, %d})); a, ok := next(); b, _ := next(); stop(); c, ok2 := next(); fmt.Println(a, b, c, ok, ok2) }", g.use("iter"), g.n(9))
	default:
		g.p("{ l := %s.New(); l.PushBack(%s); l.PushFront(%s); for e := l.Front(); e != nil; e = e.Next() { fmt.Println(e.Value) } }", g.use("container/list"), g.literal(g.scalar(), 0), g.literal(g.scalar(), 0))
	}
}

func sortable(g *gen) {
	e := g.basic(pick(g, orderedNames...))
	n := g.top("S")
	g.declareLater("type %s []%s\n\n", n, e)
	g.declareLater("func (s %s) Len() int { return len(s) }\n\n", n)
	g.declareLater("func (s %s) Less(i, j int) bool { return s[i] %s s[j] }\n\n", n, pick(g, "<", ">"))
	g.declareLater("func (s %s) Swap(i, j int) { s[i], s[j] = s[j], s[i] }\n\n", n)
	s := g.id("s")
	g.p("%s := %s{%s}; %s.%s(%s); fmt.Println(%s, %s.IsSorted(%s.Reverse(%s)))", s, n, g.several(e, 2+g.n(14), 1), g.use("sort"), pick(g, "Sort", "Stable"), s, s, "sort", "sort", s)
}

func heaps(g *gen) {
	t := g.flat(0)
	n := g.top("H")
	g.declareLater("type %s []struct { k int; v %s }\n\n", n, t)
	g.declareLater("func (h %s) Len() int { return len(h) }\n\nfunc (h %s) Less(i, j int) bool { return h[i].k < h[j].k }\n\nfunc (h %s) Swap(i, j int) { h[i], h[j] = h[j], h[i] }\n\n", n, n, n)
	g.declareLater("func (h *%s) Push(x any) { *h = append(*h, x.(struct { k int; v %s })) }\n\n", n, t)
	g.declareLater("func (h *%s) Pop() any { old := *h; x := old[len(old)-1]; *h = old[:len(old)-1]; return x }\n\n", n)
	p := g.use("container/heap")
	g.p("{ h := &%s{}; for i := range %d { %s.Push(h, struct { k int; v %s }{i * 7 %% 5, %s}) }; (*h)[0].k = %d; %s.Fix(h, 0); for h.Len() > 0 { fmt.Printf(\"%%v\\n\", %s.Pop(h)) } }", n, 2+g.n(5), p, t, g.expr(t, 1), g.n(9), p, p)
}

func onces(g *gen) {
	t := g.flat(1)
	s := g.use("sync")
	g.p("{ var once %s.Once; n := 0; for range 3 { once.Do(func() { n += %d }) }; fmt.Println(n) }", s, 1+g.n(9))
	g.p("{ calls := 0; v := %s.OnceValue(func() %s { calls++; return %s }); fmt.Printf(\"%%v %%v\\n\", v(), v()); fmt.Println(calls) }", s, t, g.expr(t, 1))
	if g.chance(30) {
		g.try(func() { g.p("%s.OnceFunc(func() { panic(%s) })()", s, g.literal(g.scalar(), 0)) })
	}
}

// userIO gives readers and writers of the program's own to compiled code.
func userIO(g *gen) {
	n := g.top("W")
	g.declareLater("type %s struct { text []byte; calls int }\n\n", n)
	g.declareLater("func (w *%s) Write(p []byte) (int, error) { w.calls++; if len(w.text) > %d { return 0, fmt.Errorf(\"full\") }; w.text = append(w.text, p...); return len(p), nil }\n\n", n, 5+g.n(40))
	g.declareLater("func (w *%s) Read(p []byte) (int, error) { if len(w.text) == 0 { return 0, %s.EOF }; n := copy(p, w.text[:min(%d, len(w.text))]); w.text = w.text[n:]; return n, nil }\n\n", n, g.use("io"), 1+g.n(6))
	g.p("{ w := new(%s); for i := range 4 { k, err := fmt.Fprintf(w, \"%%d:%%v;\", i, %s); fmt.Println(k, err) }", n, g.expr(g.scalar(), 1))
	g.p("var b %s.Buffer; k, err := %s.Copy(&b, w); fmt.Printf(\"%%q %%d %%v %%d\\n\", b.String(), k, err, w.calls)", g.use("bytes"), "io")
	g.p("w.text = []byte(\"12 ab\"); var x int; var s string; fmt.Println(fmt.Fscan(w, &x, &s)); fmt.Println(x, s) }")
}

func formatters(g *gen) {
	n := g.top("Q")
	t := g.flat(1)
	g.declareLater("type %s struct { v %s }\n\n", n, t)
	switch g.n(4) {
	case 0:
		g.declareLater("func (x %s) Format(f fmt.State, verb rune) { w, ok := f.Width(); fmt.Fprintf(f, \"[%%c %%d %%v %%v]\", verb, w, ok, f.Flag('+')) }\n\n", n)
	case 1:
		g.declareLater("func (x %s) GoString() string { return fmt.Sprint(\"go:\", x.v) }\n\n", n)
	case 2:
		g.declareLater("func (x *%s) String() string { if x == nil { return \"none\" }; return fmt.Sprintf(\"q%%v\", x.v) }\n\n", n)
	case 3:
		g.declareLater("func (x %s) Error() string { return \"bad\" }\n\nfunc (x %s) String() string { panic(\"never\") }\n\n", n, n)
	}
	g.p("{ x := %s{%s}; for _, f := range []string{\"%%v\", \"%%+v\", \"%%#v\", \"%%5s\", \"%%T\"} { fmt.Printf(f+\"|\", x); if f != \"%%#v\" { fmt.Printf(f+\"\\n\", map[string]%s{\"k\": x}) } }; fmt.Println(fmt.Sprint([]%s{x})) ; fmt.Println(&x != nil, (*%s)(nil) == nil) }", n, g.expr(t, 1), n, n, n)
}

func marshalers(g *gen) {
	n := g.top("J")
	j := g.use("encoding/json")
	g.declareLater("type %s struct { a int; B string }\n\n", n)
	g.declareLater("func (x %s) MarshalJSON() ([]byte, error) { if x.a == %d { return nil, fmt.Errorf(\"no\") }; return fmt.Appendf(nil, \"[%%d]\", x.a), nil }\n\n", n, g.n(3))
	g.declareLater("func (x *%s) UnmarshalJSON(b []byte) error { x.a = len(b); x.B = string(b); return nil }\n\n", n)
	g.p("for i := range 3 { b, err := %s.Marshal(map[string]any{\"x\": %s{a: i}, \"y\": []*%s{{a: i + 1}, nil}, \"z\": %s}); fmt.Println(string(b), err) }", j, n, n, g.literal(g.basic(pick(g, "int8", "uint16", "bool", "string")), 0))
	g.p("{ var v struct { X %s; Y *%s; Z []%s; W map[string]%s }; err := %s.Unmarshal([]byte(`{\"X\": 12, \"Y\": {\"q\": 1}, \"Z\": [1, \"two\"], \"W\": {\"k\": null}}`), &v); fmt.Println(v.X, *v.Y, v.Z, v.W, err) }", n, n, n, n, j)
}

func methodsByReflection(g *gen) {
	t, m := g.withMethod()
	if t == nil {
		userErrors(g)
		return
	}
	r := g.use("reflect")
	v := g.define(t)
	// How many methods there are is not said: a later cell may add some.
	g.p("{ rv := %s.ValueOf(&%s); fmt.Println(rv.MethodByName(%q).Call(nil)[0].Interface() == any(%s.%s()), rv.NumMethod() > 0, rv.NumMethod() >= rv.Elem().NumMethod(), rv.Elem().Kind()) }", r, v.name, m.name, v.name, m.name)
	g.p("{ rt := %s.TypeOf(&%s); mm, ok := rt.MethodByName(%q); fmt.Println(mm.Name, mm.Type, ok, rt.Elem().Name(), rt.Elem().Size()); fmt.Printf(\"%%v\\n\", mm.Func.Call([]%s.Value{%s.ValueOf(&%s)})[0]) }", r, v.name, m.name, r, r, v.name)
	g.p("fmt.Println(%s.DeepEqual(%s, %s))", r, v.name, v.name)
}

// natives calls compiled functions whose arguments and results travel in many ways.
func natives(g *gen) {
	f64 := g.variableOr(g.basic("float64"), 1)
	s := g.variableOr(g.string(), 1)
	b := func(name string) string { return g.variableOr(g.basic(name), 1) }
	for range 1 + g.n(2) {
		switch g.n(22) {
		case 0:
			g.p("fmt.Println(%s.%s(%s), %s.%s(%s, %s))", g.use("math"), pick(g, "Floor", "Abs", "Sqrt", "Trunc", "Cbrt"), f64, "math", pick(g, "Max", "Mod", "Copysign", "Hypot", "Dim"), f64, f64)
		case 1:
			g.p("fmt.Println(%s.Float32bits(%s), %s.Float32frombits(%s&0x7fffff), %s.Float64bits(%s), %s.Signbit(%s))", g.use("math"), b("float32"), "math", b("uint32"), "math", f64, "math", f64)
		case 2:
			g.p("fmt.Println(%s.Frexp(%s)); fmt.Println(%s.Modf(%s))", g.use("math"), f64, "math", f64)
		case 3:
			g.p("fmt.Println(%s.RotateLeft8(%s, %d), %s.Reverse16(%s), %s.OnesCount32(%s), %s.LeadingZeros64(%s))", g.use("math/bits"), b("uint8"), g.n(9), "bits", b("uint16"), "bits", b("uint32"), "bits", b("uint64"))
		case 4:
			g.p("fmt.Println(%s.Add64(%s, %s, 1)); fmt.Println(%s.Mul32(%s, %s))", g.use("math/bits"), b("uint64"), b("uint64"), "bits", b("uint32"), b("uint32"))
		case 5:
			g.p("fmt.Println(%s.ParseInt(%s, 0, %d)); fmt.Println(%s.Quote(%s), %s.FormatFloat(%s, 'g', -1, 32))", g.use("strconv"), s, pick(g, 8, 64), "strconv", s, "strconv", f64)
		case 6:
			g.p("fmt.Println(%s.DecodeRuneInString(%s)); fmt.Println(%s.RuneLen(%s), %s.ValidString(%s))", g.use("unicode/utf8"), s, "utf8", b("int32"), "utf8", s)
		case 7:
			g.p("fmt.Println(%s.ToUpper(%s), %s.IsLetter(%s))", g.use("unicode"), b("int32"), "unicode", b("int32"))
		case 8:
			g.p("{ buf := make([]byte, 8); %s.LittleEndian.PutUint16(buf, %s); %s.BigEndian.PutUint32(buf[2:], %s); fmt.Println(buf, %s.BigEndian.Uint16(buf), %s.LittleEndian.Uint64(buf)) }", g.use("encoding/binary"), b("uint16"), "binary", b("uint32"), "binary", "binary")
		case 9:
			g.p("fmt.Println(%s.Abs(%s) >= 0, %s.Conj(%s))", g.use("math/cmplx"), b("complex128"), "cmplx", b("complex128"))
		case 10:
			g.p("fmt.Println(%s.Pt(%s, 2).Add(%s.Pt(1, 1)).In(%s.Rect(0, 0, 9, 9)), %s.Rect(1, 2, %d, 7).Dx())", g.use("image"), b("int"), "image", "image", "image", g.n(9))
		case 11:
			g.p("fmt.Println(%s.RGBToYCbCr(%s, %s, 3)); fmt.Println((%s.RGBA{%s, 2, 3, 4}).RGBA())", g.use("image/color"), b("uint8"), b("uint8"), "color", b("uint8"))
		case 12:
			g.p("fmt.Println(%s.Date(2020+id(%d), %d, 31, 25, 61, 0, 5, %s.UTC).Add(%s.Duration(%s)%%1e15).Format(%s.RFC3339), %s.Duration(%s%%1e15))", g.use("time"), g.n(9), 1+g.n(12), "time", "time", b("int64"), "time", "time", b("int64"))
		case 13:
			g.p("{ x := %s.NewInt(%s); x.Mul(x, x).Add(x, %s.NewInt(3)); fmt.Println(x, x.Sign(), x.Cmp(%s.NewInt(0)), x.BitLen()) }", g.use("math/big"), b("int64"), "big", "big")
		case 14:
			g.p("{ h := %s.New32a(); h.Write([]byte(%s)); fmt.Println(h.Sum32(), %s.ChecksumIEEE([]byte(%s))) }", g.use("hash/fnv"), s, g.use("hash/crc32"), s)
		case 15:
			g.p("{ r := %s.NewReplacer(\"a\", \"b\", \"o\", %q); fmt.Println(r.Replace(%s), %s.Count(%s, \"o\"), %s.Repeat(%s, 2)) }", g.use("strings"), "00", s, "strings", s, "strings", s)
		case 16:
			g.p("fmt.Println(%s.Cut(%s, %q)); fmt.Println(%s.SplitN(%s, \"\", 3), %s.Join([]string{%s, \"x\"}, %s))", g.use("strings"), s, "l", "strings", s, "strings", s, s)
		case 17:
			g.p("{ r := %s.New(%s.NewPCG(%d, 2)); fmt.Println(r.IntN(100), r.Float64() < 1, r.Perm(4)); r.Shuffle(3, func(i, j int) { fmt.Println(i, j) }) }", g.use("math/rand/v2"), "rand", g.n(99))
		case 18:
			g.p("{ var n int; var w string; k, err := fmt.Sscanf(%q, \"%%d %%s\", &n, &w); fmt.Println(n, w, k, err) }", pick(g, "12 ab", "x", "7"))
		case 19:
			g.p("{ b := []byte(%s); fmt.Println(%s.ToUpper(b), %s.Contains(b, []byte(\"o\")), %s.EncodeToString(b)) }", s, g.use("bytes"), "bytes", g.use("encoding/hex"))
		case 20:
			g.p("fmt.Println(%s.StdEncoding.EncodeToString([]byte(%s)), %s.Base(%s))", g.use("encoding/base64"), s, g.use("path"), s)
		default:
			g.p("{ f, h := %s.%s, %s.Pow; fmt.Println(f(%s), h(%s, 2), %s.TrimLeft(%s, \"aG\")) }", g.use("math"), pick(g, "Floor", "Ceil"), "math", f64, f64, g.use("strings"), s)
		}
	}
}

// stackCalls calls compiled functions whose arguments or results travel on the stack.
func stackCalls(g *gen) {
	s := g.variableOr(g.string(), 1)
	switch g.n(3) {
	case 0:
		g.p("{ sum := %s.Sum256([]byte(%s)); fmt.Printf(\"%%x %%d\\n\", sum[:4], len(sum)) }", g.use("crypto/sha256"), s)
	case 1:
		g.p("{ f := %s.AddrFrom4; a := f([4]byte{127, 0, 0, %s}); fmt.Println(a, a.Next(), a.As4()) }", g.use("net/netip"), g.variableOr(g.basic("uint8"), 1))
	default:
		g.p("fmt.Printf(\"%%x\\n\", %s.Sum([]byte(%s)))", g.use("crypto/md5"), s)
	}
}

// userErrors gives errors of the program's own to package errors.
func userErrors(g *gen) {
	n := g.top("E")
	e := g.use("errors")
	t := g.scalar()
	pointer := pick(g, "", "*")
	g.declareLater("type %s struct { code %s; inner error }\n\n", n, t)
	g.declareLater("func (e %s%s) Error() string { return fmt.Sprint(\"%s \", e.code) }\n\n", pointer, n, n)
	if g.chance(60) {
		g.declareLater("func (e %s%s) Unwrap() error { return e.inner }\n\n", pointer, n)
	}
	if g.chance(40) {
		g.declareLater("func (e %s%s) Is(target error) bool { fmt.Println(\"is\", target); return target == %s.ErrUnsupported }\n\n", pointer, n, e)
	}
	if g.chance(25) {
		g.declareLater("func (e %s%s) Timeout() bool { return true }\n\n", pointer, n)
	}
	amp := strings.Replace(pointer, "*", "&", 1)
	g.p("{\n\tbase := %s.New(\"base\"); var err error = %s%s{code: %s, inner: base}; wrapped := fmt.Errorf(\"w: %%w\", err); both := %s.Join(wrapped, fmt.Errorf(\"other\"))", e, amp, n, g.expr(t, 1), e)
	g.p("\tfor _, x := range []error{err, wrapped, both, nil, base} {\n\t\tvar target %s%s; ok := %s.As(x, &target)", pointer, n, e)
	if pointer == "" {
		g.p("\t\tfmt.Println(ok, target.code, %s.Is(x, base), %s.Is(x, err), %s.Is(x, %s.ErrUnsupported))", e, e, e, e)
	} else {
		g.p("\t\tfmt.Println(ok, target == nil || target.code == target.code, %s.Is(x, base), %s.Is(x, err), %s.Is(x, %s.ErrUnsupported))", e, e, e, e)
	}
	g.p("\t\tvar late interface{ Timeout() bool }; fmt.Println(%s.As(x, &late), x)\n\t}\n}", e)
	if g.chance(40) {
		g.p("fmt.Println(func() (err error) { defer func() { if r := recover(); r != nil { err = fmt.Errorf(\"caught %%w\", r.(error)) } }(); panic(%s%s{code: %s}) }())", amp, n, g.expr(t, 1))
	}
}
