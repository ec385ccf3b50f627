package interp

import (
	"go/token"
	"strings"
	"testing"

	"github.com/gojac/gojac/interp/load"
)

var kindNames = map[pieceKind]string{
	statement: "stmt", importDecl: "import", constDecl: "const", typeDecl: "type", varDecl: "var", funcDecl: "func",
}

// cells are cells with the pieces they fall into; they seed the fuzzers too.
var cells = []struct{ cell, want string }{
	{"", ""},
	{"// nothing\n", ""},
	{"x := 1", "stmt"},
	{"x := 1;", "stmt;"},
	{"x := 1; y := 2\nz", "stmt; stmt stmt"},
	{"import \"fmt\"\nfmt.Println()", "import stmt"},
	{"import (\n\t\"a\"\n\t\"b\"\n)\nvar x, y = 1, 2\nconst c = 3", "import var const"},
	{"func f() {}\nfunc (t T) m() {}\nfunc g[T any](x T) {}", "func func func"},
	{"func() { x := 1; y() }()", "stmt"},
	{"func(x int) int { return x }(3)", "stmt"},
	{"for i := 0; i < 3; i++ {\n}\nx", "stmt stmt"},
	{"for xs := []int{1}; len(xs) > 0; {\n}\nx", "stmt stmt"},
	{"outer:\nfor i := 0; i < 3; i++ { continue outer }; x", "stmt; stmt"},
	{"if x := f(); x > 0 {\n} else if y := g(); y {\n} else {\n}", "stmt"},
	{"switch x := f(); x {\ncase 1:\n}", "stmt"},
	{"if a { b() }; c()", "stmt; stmt"},
	{"type T struct {\n\ta int\n}\nT{1}", "type stmt"},
	{"a, b", "stmt,"},
	{"f(a, b)", "stmt"},
	{"a, b = b, a", "stmt"},
	{"x // comment", "stmt"},
	{"`raw\r\n;{`", "stmt"},
	{"x\n\n/* ; { */\ny", "stmt stmt"},
	{"go func() {\n}()\ndefer f()", "stmt stmt"},
	{"func f(x) (", "open"},
	{"f(1]", "bad"},
	{"}", "bad"},
	{"\"open", "open"},
	{"`open", "open"},
	{"x := 'ab'", "bad"},
}

func TestSplit(t *testing.T) {
	for _, test := range cells {
		pieces, bad := split(test.cell)
		var got []string
		for _, p := range pieces {
			s := kindNames[p.kind]
			if p.list {
				s += ","
			}
			if p.muted {
				s += ";"
			}
			got = append(got, s)
		}
		if bad != nil {
			got = []string{map[bool]string{true: "open", false: "bad"}[bad.incomplete]}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%q: %s, want %s", test.cell, s, test.want)
		}
	}
}

// FuzzSplit wants pieces in order that hold all of the cell but space,
// comments and semicolons.
func FuzzSplit(f *testing.F) {
	for _, c := range cells {
		f.Add(c.cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		pieces, bad := split(cell)
		if bad != nil {
			if bad.off < 0 || bad.off > len(cell) {
				t.Fatalf("error at %d of %d", bad.off, len(cell))
			}
			return
		}
		end := 0
		for _, p := range pieces {
			if p.start < end || p.end <= p.start || p.end > len(cell) {
				t.Fatalf("piece %d–%d after %d of %d", p.start, p.end, end, len(cell))
			}
			end = p.end
		}
	})
}

// FuzzCheck checks any text twice in one session: nothing panics, and every
// diagnostic lies in the text.
func FuzzCheck(f *testing.F) {
	for _, c := range cells {
		f.Add(c.cell)
	}
	for _, s := range []string{
		"x := 1\nx := x + 1", "type T struct{ n int }\nfunc (t *T) M(T) {}", "ad.Grad(func(x float64) float64 { return x })",
		"_, y := 1, \"a\"\ny, _ := y, 2", "x := undefined\nvar z = x", "var v struct{ a []T }\ntype T int", "nil", "int", "f := func() { f() }",
	} {
		f.Add(s)
	}
	fset := token.NewFileSet()
	loader := load.New(fset, f.TempDir(), ".", true)
	f.Fuzz(func(t *testing.T, cell string) {
		s := newScope(fset, loader)
		for _, name := range []string{"cell 1", "cell 2"} {
			src, ds := parse(s, name, cell)
			if ds == nil {
				var c *checked
				if c, ds = s.check(src); ds == nil {
					s.remember(c)
				}
			}
			lines := strings.Split(cell, "\n")
			for _, d := range ds {
				if d.Cell != "" && (d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > len(lines[d.Line-1])+1) {
					t.Errorf("%q: %s lies outside", cell, d)
				}
			}
		}
	})
}
