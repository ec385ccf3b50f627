package complete

import (
	"go/token"
	"strings"
	"sync"
	"testing"

	"github.com/gojac/gojac/interp/stdlib"
)

const cursorMark = "‸"

// at splits a cell with a cursor mark.
func at(t testing.TB, marked string) (cell string, cursor int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, cursorMark)
	if !ok {
		t.Fatalf("no cursor in %q", marked)
	}
	return before + after, len(before)
}

// completions are cells with a cursor, and the matches, with the signatures that matter. A list that ends in … goes on;
// one that begins with … has to hold the rest somewhere; "!x" must not be there.
var completions = []struct{ name, cell, want string }{
	{"package", `strings.Cu‸`, "Cut CutPrefix CutSuffix"},
	{"package, no prefix", `cmp.‸`, "Compare Less Or Ordered"},
	{"any case", `strings.cutp‸`, "CutPrefix"},
	{"package of an earlier import", `str.Ito‸`, "Itoa"},
	{"package imported here", "import u \"unicode/utf8\"\nu.RuneCountIn‸", "RuneCountInString"},
	{"preloaded package", `ad.Tens‸`, "… Tensor"},
	{"name of a preloaded package", `ad‸`, "ad adler32"},
	{"by the members already used", "rand.Intn(3)\nrand.See‸", "Seed"},

	{"fields and methods", `origin.‸`, "X Y secret Move Norm"},
	{"of a pointer", `named.‸`, "Name Point X Y buf secret Move Norm"},
	{"promoted", `named.No‸`, "Norm"},
	{"unexported ones of other packages are hidden", `builder.‸`, "Cap Grow Len Reset String Write WriteByte WriteRune WriteString"},
	{"interface", `shape.‸`, "Area Norm"},
	{"element", `xs[0].‸`, ""},
	{"element of a map", `byName["a"].N‸`, "Norm"},
	{"call", `makePoint(1).M‸`, "Move"},
	{"chain", `strings.NewReplacer("a", "b").Rep‸`, "Replace"},
	{"method expression", `(*Point).‸`, "Move Norm"},
	{"chain over a line", "strings.NewReader(\"a\").\n\tUnreadR‸", "UnreadRune"},
	{"generic result", `Map(xs, func(x float64) Point { return origin })[0].N‸`, "Norm"},
	{"verb", `transform.Twice(makePoint)(1).M‸`, "Move"},
	{"verb of a verb", `transform.Twice(transform.Twice(makePoint))(1).M‸`, "Move"},
	{"in the middle", `x := origin.N‸ + 1`, "Norm"},
	{"with a call behind", `origin.‸.Foo(1, 2)`, "X Y secret Move Norm"},

	{"local of the cell", "count := 1\ncou‸", "count"},
	{"its members", "p := Point{}\np.N‸", "Norm"},
	{"var of the cell", "var p *Point\np.N‸", "Norm"},
	{"variable seen from a function", "tally := 1\nfunc f() int { return tal‸ }", "tally"},
	{"function of the cell", "func helper(n int) {}\nhel‸", "helper"},
	{"function further down", "hel‸\nfunc helper(n int) {}", "helper"},
	{"method of the cell", "type T struct{ A int }\nfunc (t T) Get() int { return t.A }\nT{}.G‸", "Get"},
	{"receiver", "type T struct{ A int }\nfunc (t T) Get() int { return t.‸", "A Get"},
	{"parameter", "func f(first, second int) int {\n\treturn fir‸\n}", "first"},
	{"not yet declared", "func f() {\n\tlat‸\n\tlater := 1\n}", ""},
	{"loop", "for index, p := range points {\n\tfmt.Println(inde‸", "index"},
	{"member of a loop variable", "for _, p := range points {\n\tp.M‸", "Move"},
	{"closure", "f := func(p Point) float64 {\n\treturn p.N‸\n}", "Norm"},
	{"if header", `if v, ok := byName["a"]; ok && v.N‸`, "Norm"},
	{"range header", "for _, p := range name‸", "named Named"},
	{"switch", "switch v := any(origin).(type) {\ncase Point:\n\tv.N‸", "Norm"},
	{"type switch, typed as far as here", "switch shape.A‸", "Area"},
	{"unclosed call before a function", "fmt.Println(origin.N‸\n\nfunc later() {\n\tx := 1\n}", "Norm"},
	{"errors before", "y := undefined + 1\nz := \"a\" * 2\norigin.N‸", "Norm"},
	{"syntax errors before", "a := )\nx ++ y\norigin.N‸", "Norm"},
	{"syntax errors behind", "origin.N‸\nfunc ( {{", "Norm"},
	{"hides the session's", "origin := \"text\"\norigin.‸", ""},
	{"refers to the session's", "xs := xs\nxs = append(xs, lim‸", "limit"},

	{"session", `orig‸`, "origin"},
	{"locals first", "point := 1\npoi‸", "point points Point"},
	{"exact case first", "poin‸", "points Point"},
	{"packages nobody imported", `tabw‸`, "tabwriter"},
	{"universe", `appe‸`, "append"},
	{"statement keywords", `fallt‸`, "fallthrough"},
	{"none in expressions", `x := fallt‸`, ""},
	{"types only", `var p Poi‸`, "Point"},
	{"no variables where types are", `var x orig‸`, ""},
	{"type keywords", `type T stru‸`, "struct structs"},
	{"parameter type", "func f(p *Poi‸", "Point"},
	{"label", "outer:\nfor {\n\tbreak out‸\n}", "outer"},
	{"name of a new function", `func orig‸`, ""},
	{"name of a new variable", `var orig‸`, ""},

	{"fields of a literal", `Point{‸`, "… X Y secret !Norm"},
	{"only fields once keyed", `Point{X: 1, ‸}`, "Y secret"},
	{"key with a value", `Point{X: 1, Y‸: 2}`, "Y"},
	{"of another package", `http.Client{Time‸`, "Timeout …"},
	{"in a slice", `[]Point{{X: 1}, {Y: 2, ‸`, "X secret"},
	{"value of a key", `Point{X: lim‸`, "limit"},

	{"import path", `import "enc‸"`, "encoding encoding/ascii85 …"},
	{"import path, open", `import "encoding/j‸`, "encoding/json"},
	{"import group", "import (\n\t\"fmt\"\n\t\"net/h‸\n)", "net/http net/http/cookiejar net/http/httptest net/http/httptrace net/http/httputil"},
	{"import by name", `import "rand‸"`, "crypto/rand math/rand math/rand/v2"},

	{"parameters of a verb", `ad.Grad(distance, ad.Wrt("‸"))`, "p q"},
	{"the rest of them, open", `ad.Grad(distance, ad.Wrt("p", "q‸`, "q"},
	{"another Wrt", `Wrt(distance, "‸")`, ""},

	{"string", `fmt.Println("orig‸")`, ""},
	{"open string", `fmt.Println("orig‸`, ""},
	{"behind a string", `fmt.Println("a" + str‸)`, "str string struct strconv strings structs"},
	{"comment", "// orig‸\nx := 1", ""},
	{"open comment", `x := 1 /* orig‸`, ""},
	{"number", `12‸`, ""},
	{"unknown", `nosuch.‸`, ""},
	{"unicode", "größe := 1.5\ngrö‸", "größe"},
}

func TestComplete(t *testing.T) {
	c := completer(t)
	for _, test := range completions {
		t.Run(test.name, func(t *testing.T) {
			cell, cursor := at(t, test.cell)
			got := c.Complete(cell, cursor)
			var texts []string
			for _, m := range got.Matches {
				texts = append(texts, m.Text)
				if m.Kind == "" {
					t.Errorf("%s has no kind", m.Text)
				}
			}
			compare(t, texts, test.want)
			if got.End != cursor || got.Start > cursor || strings.ContainsAny(cell[got.Start:cursor], " .(\"") {
				t.Errorf("replaces %q", cell[got.Start:got.End])
			}
		})
	}
}

func compare(t *testing.T, got []string, want string) {
	t.Helper()
	list := strings.Join(got, " ")
	if rest, ok := strings.CutPrefix(want, "… "); ok {
		for _, w := range strings.Fields(rest) {
			word, absent := strings.CutPrefix(w, "!")
			if strings.Contains(" "+list+" ", " "+word+" ") == absent {
				t.Errorf("got %s; want %s", list, w)
			}
		}
		return
	}
	if rest, ok := strings.CutSuffix(want, "…"); ok {
		if !strings.HasPrefix(list, rest) {
			t.Errorf("got %s; want %s", list, want)
		}
		return
	}
	if list != want {
		t.Errorf("got %s; want %s", list, want)
	}
}

func TestMatches(t *testing.T) {
	c := completer(t)
	for _, test := range []struct {
		cell string
		want Match
	}{
		{`strings.Cut‸`, Match{"Cut", "function", "(s, sep string) (before, after string, found bool)"}},
		{`origin.Mov‸`, Match{"Move", "method", "(dx, dy float64)"}},
		{`origin.X‸`, Match{"X", "field", "float64"}},
		{`limi‸`, Match{"limit", "constant", "untyped int"}},
		{`Shap‸`, Match{"Shape", "type", "interface"}},
		{`points‸`, Match{"points", "variable", "[]Point"}},
		{`json‸`, Match{"json", "module", "encoding/json"}},
		{`append‸`, Match{"append", "function", "(slice []T, elems ...T) []T"}},
		{`nil‸`, Match{"nil", "constant", ""}},
		{`return‸`, Match{"return", "keyword", ""}},
		{`import "context‸`, Match{"context", "path", "Package context defines the Context type, which carries deadlines, cancellation signals, and other request-scoped values across API boundaries and between processes."}},
	} {
		cell, cursor := at(t, test.cell)
		got := c.Complete(cell, cursor)
		if len(got.Matches) == 0 || got.Matches[0] != test.want {
			t.Errorf("%s: %v, want %v", test.cell, got.Matches, test.want)
		}
	}
}

// TestAnyPrefix asks at every byte of cells that are being typed: whatever is there, there is an answer.
func TestAnyPrefix(t *testing.T) {
	c := completer(t)
	for _, test := range completions {
		cell := strings.Replace(test.cell, cursorMark, "", 1)
		for i := range len(cell) + 1 {
			if got := c.Complete(cell[:i], i); got.End != i {
				t.Errorf("%q: end %d", cell[:i], got.End)
			}
			c.Inspect(cell, i, true)
			IsComplete(cell[:i])
		}
	}
}

// TestConcurrent asks from several sides at once, with packages that nobody has loaded yet; run it with -race.
func TestConcurrent(t *testing.T) {
	s := *loadSession()
	s.importer = stdlib.Importer(token.NewFileSet())
	c := New(&s)
	var group sync.WaitGroup
	for _, cell := range []string{`http.Cl‸`, `json.Mar‸`, `url.Par‸`, `io.Rea‸`} {
		text, cursor := at(t, cell)
		group.Go(func() {
			if got := c.Complete(text, cursor); len(got.Matches) == 0 {
				t.Errorf("%s: nothing", cell)
			}
			c.Inspect(text, cursor, false)
		})
	}
	group.Wait()
}

func TestOffsets(t *testing.T) {
	const text = "π := \"😀\"\nπ."
	for points, bytes := range map[int]int{0: 0, 1: 2, 6: 7, 7: 11, 8: 12, 9: 13, 10: 15, 11: 16, 99: 16} {
		if got := Bytes(text, points); got != bytes {
			t.Errorf("Bytes(%d) = %d, want %d", points, got, bytes)
		}
		if got := Points(text, bytes); points < 99 && got != points {
			t.Errorf("Points(%d) = %d, want %d", bytes, got, points)
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	c := completer(b)
	for _, marked := range []string{`strings.Cu‸`, `orig‸`, "for _, p := range points {\n\tp.M‸", `http.‸`} {
		cell, cursor := at(b, marked)
		b.Run(cell, func(b *testing.B) {
			for b.Loop() {
				c.Complete(cell, cursor)
			}
		})
	}
}

func FuzzComplete(f *testing.F) {
	for _, test := range completions {
		before, after, _ := strings.Cut(test.cell, cursorMark)
		f.Add(before, after)
	}
	c := completer(f)
	f.Fuzz(func(t *testing.T, before, after string) {
		cell, cursor := before+after, len(before)
		if got := c.Complete(cell, cursor); got.Start > got.End || got.End != cursor {
			t.Errorf("replaces %d to %d, cursor at %d", got.Start, got.End, cursor)
		}
		c.Inspect(cell, cursor, true)
		if status, _ := IsComplete(cell); status == "" {
			t.Error("no status")
		}
	})
}
