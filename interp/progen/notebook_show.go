package progen

import "fmt"

// show ends a cell with values.
func (n *notebook) show() {
	var values []string
	for range 1 + n.n(3)*n.n(2) {
		n.cost = 0
		switch v := n.local(func(v *variable) bool { return !v.typ.opaque }); {
		case v != nil && n.chance(50):
			values = append(values, v.name)
		case n.chance(40):
			values = append(values, n.constantOrLiteral())
		default:
			t := n.printable()
			values = append(values, n.typed(t, n.expr(t, 2)))
		}
	}
	n.shows(values...)
}

// constantOrLiteral is a value of which nothing but itself says the type.
func (n *notebook) constantOrLiteral() string {
	return pick(n.gen, "1 + 2", "1.5 * 3", "'x'", "2i", `"a" + "é"`, "true", `len("abc")`, "1 << 40", "1 / 3.0", "complex64(0.1 + 2i)", "float32(0.1)", "1e100", "3 == 4", "uint8(200)", `string(rune(26085))`,
		n.use("math")+".Pi", n.use("time")+".Second", n.use("math")+".MaxUint32", "time.Duration(1500)", "[]any{nil, 1, 'a', 2.5, \"x\"}", "map[string]any{\"b\": nil, \"a\": []int(nil)}", "struct{ A []int; M map[string]int; p *int }{}", "any(nil)", "error(nil)", "fmt.Errorf(\"e %d\", 3)", "(*int)(nil)", "[]string(nil)",
		`[]byte("hé\n")`, "[]byte{0, 255}", "[][]byte{{65}, nil}", "struct{ E error; b []byte; _ int }{E: fmt.Errorf(\"e\"), b: []byte(\"x\")}", "map[int]error{2: nil, 1: fmt.Errorf(\"f\")}",
		"map[uint8]string{9: \"a\", 3: \"b\"}", "[]time.Duration{1500, 2e9}", "struct{ D time.Duration; M time.Month }{3e9, 5}", "[2]complex64{0.1, 2i}")
}

// textOnly ends a cell with what has no value that a variable could hold.
func (n *notebook) textOnly() {
	switch n.n(4) {
	case 0:
		e := pick(n.gen, "[]int", "map[string]*float64", "[3]any", "func(int, ...string) error", "chan<- bool", "*struct{A int; B string}", "any", "error", "time.Duration", "func(time.Month) *strings.Builder")
		n.use("time")
		n.cell(e, "", fmt.Sprintf("shown(%q)", e))
	case 1:
		n.cell("1 << 70, \"s\", 1e400", "", `shown("1180591620717411303424", text("s"), "1e+400")`)
	case 2:
		g := n.top("G")
		decl := fmt.Sprintf("func %s[K comparable, V any](m map[K]V, k K) V { return m[k] }\n\n", g)
		n.cell(decl+g, decl, fmt.Sprintf("shown(%q)", "func "+g+"[K comparable, V any](m map[K]V, k K) V"))
		n.cell(g+"(map[string]int{\"a\": 3}, \"a\")", "", "shown(\"3\")")
	default:
		t := pick(n.gen, n.named...).spell
		n.cell(t, "", fmt.Sprintf("shown(%q)", Unversioned(t)))
	}
}

// constAgain declares constants, and then others of the same name.
func (n *notebook) constAgain() {
	base, see := n.top("C"), n.top("see")
	for i := range 1 + n.n(2) {
		value := pick(n.gen, "3", "\"text\"", "2.5", "1 << 20", "'r'", "uint8(7)")
		c, _ := n.as(base, fmt.Sprint("const", i))
		decl := fmt.Sprintf("const %s = %s\n\n", c, value)
		n.cell(decl+c, decl, fmt.Sprintf("shown(text(%s))", c))
		if i == 0 {
			text := fmt.Sprintf("func %s() any { return %s }\n\n", see, c)
			n.declares(text)
		}
	}
	n.shows(see + "()")
}

// script has cells simple enough to need no function of their own.
func (n *notebook) script() {
	t := n.basic(pick(n.gen, "int", "float64"))
	x, s, d := n.declared(n.top("X"), t), n.declared(n.top("S"), n.string()), n.top("D")
	st, m, tm := n.use("strings"), n.use("math"), n.use("time")
	n.decls.WriteString("var " + d + " time.Duration\n\n")
	start := fmt.Sprintf("%s, %s, %s = %d, %q, %d", x, s, d, 1+n.n(5), pick(n.gen, "ab", "é x", ""), n.n(1e9)*40)
	n.cell(fmt.Sprintf("var %s time.Duration\nvar %s %s\nvar %s string\n%s", d, x, t, s, start), "", start)
	for range 2 + n.n(4) {
		switch n.n(9) {
		case 0:
			n.same(fmt.Sprintf("%s = %s*3 - (%s + %d)", x, x, x, n.n(5)))
		case 1:
			n.same(fmt.Sprintf("%s = %s.ToUpper(%s)\nfmt.Println(%s)", s, st, s, s))
		case 2:
			n.shows(fmt.Sprintf("%s.Repeat(%s, %d)", st, s, n.n(3)))
		case 3:
			n.shows(fmt.Sprintf("%s.Sqrt(%d.5)", m, n.n(9)))
		case 4:
			n.shows(fmt.Sprintf("%s.Round(%s.Second)", d, tm))
		case 5:
			n.shows(fmt.Sprintf("%s + %d", x, n.n(9)))
		case 6:
			n.shows(fmt.Sprintf("%s <= %d", x, n.n(9)))
		case 7:
			n.shows(d + ".Seconds()")
		default:
			n.shows(s, x)
		}
	}
}

// panics has a cell that panics after it has done something.
func (n *notebook) panics() {
	x := n.declared(n.top("X"), n.int())
	n.zero(x, n.int(), "")
	text := fmt.Sprintf("%s = %d\n%s", x, 1+n.n(9), pick(n.gen, "panic(\"words\")", "fmt.Println([]int{1}[id(3)])", fmt.Sprintf("fmt.Println(%s / id(0))", x), "panic(fmt.Errorf(\"e %d\", 4))", "any(1).(error).Error()",
		"var p *struct{ A int }\np.A = 2", n.use("strings")+".Repeat(\"x\", -1)", "func() { defer fmt.Println(\"deferred\"); panic(7) }()"))
	n.cell(text, "", fmt.Sprintf("stopped(func() {\n%s\n})", text))
	n.shows(x)
}

// inits has init functions, which run before the statements of their cell.
func (n *notebook) inits() {
	a, b := n.n(9), n.n(9)
	n.cell(fmt.Sprintf("fmt.Println(\"first\")\nfunc init() { fmt.Println(\"init\", %d) }\nfunc init() { fmt.Println(\"init\", %d) }", a, b), "", fmt.Sprintf("fmt.Println(\"init\", %d); fmt.Println(\"init\", %d); fmt.Println(\"first\")", a, b))
}

// renamed imports packages by other names, or by none, and has a variable of a package's name.
func (n *notebook) renamed() {
	as := n.top("pkg")
	switch n.n(3) {
	case 0:
		p := n.use("path")
		n.cell(fmt.Sprintf("import %s %q\n%s := %s.Join(\"a\", \"b\")\n%s", as, p, as, as, as), "", fmt.Sprintf("shown(text(%s.Join(\"a\", \"b\")))", p))
		n.cell(as, "", "shown(text(path.Join(\"a\", \"b\")))")
	case 1:
		p := n.use("unicode/utf16")
		n.cell("import . \"unicode/utf16\"\nIsSurrogate('x')", "", fmt.Sprintf("shown(text(%s.IsSurrogate('x')))", p))
		n.cell("Encode([]rune(\"aé\"))", "", fmt.Sprintf("shown(text(%s.Encode([]rune(\"aé\"))))", p))
	default:
		n.use("unicode/utf8")
		n.cell(fmt.Sprintf("import %s \"unicode/utf8\"", as), "", "")
		n.cell(as+".RuneCountInString(\"aé\")", "", "shown(text(utf8.RuneCountInString(\"aé\")))")
	}
}
