package complete

import (
	"strings"
	"testing"
)

// inspections are cells with a cursor, and what the plain text has to begin with and, behind " … ", to contain.
var inspections = []struct{ name, cell, want string }{
	{"function", `strings.C‸ut("a", "b")`, "func strings.Cut(s, sep string) (before, after string, found bool) … Cut slices s around the first instance of sep"},
	{"at its end", `strings.Cut‸`, "func strings.Cut("},
	{"package", `str‸ings.Cut`, `package strings // import "strings" … Package strings implements simple functions`},
	{"package by itself", `json‸`, `package json // import "encoding/json"`},
	{"call being typed", `strings.Cut(‸`, "func strings.Cut("},
	{"second argument", `strings.Cut("a", ‸)`, "func strings.Cut("},
	{"inner call", `fmt.Println(strings.ToUpper(‸`, "func strings.ToUpper("},
	{"method", `builder.Write‸String`, "func (b *strings.Builder) WriteString(s string) (int, error) … WriteString appends the contents of s"},
	{"promoted method", `named.Norm‸()`, "func (p Point) Norm() float64"},
	{"method of an interface", `shape.Area‸()`, "func (Shape) Area() float64"},
	{"field", `named.Name‸`, "field Named.Name string"},
	{"promoted field", `named.X‸`, "field Point.X float64"},
	{"field of a library", `(&http.Request{}).Method‸`, "field http.Request.Method string … Method specifies the HTTP method"},
	{"live variable", `xs‸[0]`, "var xs []float64 … xs = [1 2 3]"},
	{"variable of the cell", "n := 5.0\nn‸", "var n float64"},
	{"variable of a cell that has run", "xs := []float64{1, 2, 3}\nxs‸", "var xs []float64 … xs = [1 2 3]"},
	{"function of a cell that has run", "func distance‸(p, q Point) (d float64) { return 1 }", "func distance(p, q Point) (d float64) … how far"},
	{"local of the same name", "func f() {\n\torigin := Point{}\n\torigin‸\n}", "var origin Point !{X:0 Y:0}"},
	{"hides the session's", "xs := 5\nxs‸", "var xs int"},
	{"session function", `distance‸(origin, origin)`, "func distance(p, q Point) (d float64) … distance is how far p is from q."},
	{"constant", `math.Pi‸`, "const math.Pi untyped float = 3.14159 … Mathematical constants."},
	{"library type", `strings.Builder‸`, "type strings.Builder struct {\n\t// … unexported fields\n} … func (b *strings.Builder) Cap() int"},
	{"interface type", `io.Reader‸`, "type io.Reader interface {\n\tRead(p []byte) (n int, err error)\n}"},
	{"session type", `Point‸{}`, "type Point struct {\n\tX float64\n\tY float64\n\tsecret int\n} … func (p *Point) Move(dx, dy float64)"},
	{"instance of a generic function", `Map‸(xs, func(x float64) int { return 1 })`, "func Map(xs []float64, f func(float64) int) []int"},
	{"generic function", `slices.Sort‸Func`, "func slices.SortFunc[S ~[]E, E any](x S, cmp func(a E, b E) int)"},
	{"predeclared function", `append‸(xs, 1)`, "func append(slice []T, elems ...T) []T … The append built-in function"},
	{"predeclared type", `float64‸(1)`, "type float64 … float64 is the set of all IEEE 754"},
	{"error", `var err error‸`, "type error"},
	{"variable of a library", `os.Args‸`, "var os.Args []string"},
	{"in broken code", "x := )\nif strings.Contains(‸", "func strings.Contains("},
	{"verb", `transform.Tw‸ice(makePoint)(1)`, "func (verbs) Twice(f any) any\n\n// here it makes a\nfunc(x float64) *Point"},
	{"what a verb makes", `transform.Twice(makePoint)(‸`, "// transform.Twice(makePoint)\nfunc(x float64) *Point"},
	{"preloaded package", `ad‸.Vec`, `package ad // import "github.com/gojac/gojac/ad"`},
	{"of a preloaded package", `ad.Tensor‸`, "type ad.Tensor struct"},
	{"nothing there", `1 + ‸ 2`, ""},
	{"unknown name", `nosuch‸`, ""},
	{"keyword", `for‸ {}`, ""},
	{"comment", "x := 1 // str‸ings", ""},
}

func TestInspect(t *testing.T) {
	c := completer(t)
	for _, test := range inspections {
		t.Run(test.name, func(t *testing.T) {
			cell, cursor := at(t, test.cell)
			got, ok := c.Inspect(cell, cursor, false)
			head, inside, _ := strings.Cut(test.want, " … ")
			if strings.Contains(test.want, "// … ") {
				head, inside, _ = strings.Cut(strings.Replace(test.want, "// … ", "// ellipsis ", 1), " … ")
				head = strings.Replace(head, "// ellipsis ", "// … ", 1)
			}
			head, absent, _ := strings.Cut(head, " !")
			if absent != "" && strings.Contains(got.Plain, absent) {
				t.Errorf("got %q, which should not hold %q", got.Plain, absent)
			}
			if ok != (test.want != "") || !strings.HasPrefix(got.Plain, head) || !strings.Contains(got.Plain, inside) {
				t.Errorf("got %q\nwant %q", got.Plain, test.want)
			}
			if ok && !strings.HasPrefix(got.Markdown, "```go\n"+head) {
				t.Errorf("markdown is %q", got.Markdown)
			}
		})
	}
}

func TestInspectDetail(t *testing.T) {
	got, _ := completer(t).Inspect("distance", 3, true)
	if !strings.Contains(got.Plain, "{ return 0 }") {
		t.Errorf("no source in %q", got.Plain)
	}
}

func BenchmarkInspect(b *testing.B) {
	c := completer(b)
	for b.Loop() {
		c.Inspect(`strings.Cut("a", "b")`, 9, false)
	}
}
