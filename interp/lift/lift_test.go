package lift

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A unit is a package built from source for a test.
type unit struct {
	fset *token.FileSet
	pkg  *ssa.Package
	lift *Lifter
}

// fakeAD lets test sources name package ad's verbs with the types that a front end would give them.
const fakeAD = `package ad

type Option struct{ n int }

func Wrt(names ...string) Option

func Grad(f func(x float64) float64, opts ...Option) func(float64) float64
func JVP(f func(x float64) float64, opts ...Option) func(float64) func(float64) float64
func VJP(f func(x, y float64) float64, opts ...Option) func(x, y float64) (float64, func(float64) (float64, float64))
func ValueAndGrad(f func(x, y float64) float64, opts ...Option) func(x, y float64) (float64, float64, float64)
`

type fakeImporter struct {
	fset *token.FileSet
	std  types.Importer
}

var stdImporter = sync.OnceValue(func() types.Importer { return importer.ForCompiler(token.NewFileSet(), "source", nil) })

func (i fakeImporter) Import(path string) (*types.Package, error) {
	if path != adPath {
		return i.std.Import(path)
	}
	f, err := parser.ParseFile(i.fset, "ad.go", fakeAD, 0)
	if err != nil {
		return nil, err
	}
	return (&types.Config{}).Check(adPath, i.fset, []*ast.File{f}, nil)
}

// build makes a unit of one file.
func build(t testing.TB, src string) *unit {
	t.Helper()
	return buildMode(t, src, ssa.InstantiateGenerics|ssa.GlobalDebug)
}

func buildMode(t testing.TB, src string, mode ssa.BuilderMode) *unit {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "src.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: fakeImporter{fset, stdImporter()}}, fset,
		types.NewPackage("test", f.Name.Name), []*ast.File{f}, mode)
	if err != nil {
		t.Fatal(err)
	}
	u := &unit{fset: fset, pkg: pkg}
	u.lift = New(Config{
		Pos: func(p token.Pos) string {
			at := fset.Position(p)
			return fmt.Sprintf("cell 1:%d:%d", at.Line, at.Column)
		},
		Globals: func(g *ssa.Global) (func() any, bool) {
			switch g.Name() {
			case "scale":
				return func() any { return scale }, true
			case "weights":
				return func() any { return weights }, true
			case "rounds":
				return func() any { return int64(rounds) }, true
			}
			return nil, false
		},
	})
	return u
}

var compiled = sync.OnceValues(func() (string, error) {
	src, err := os.ReadFile("funcs_test.go")
	return string(src), err
})

func testFuncs(t testing.TB) *unit {
	src, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return build(t, src)
}

func (u *unit) fn(t testing.TB, name string) *fn.Func {
	t.Helper()
	f, err := u.lift.Func(u.pkg.Func(name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

var corners = []float64{0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 2, -2, 1e-9, 7}

// points are corner cases first, then random numbers.
func points(n int) [][2]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	var ps [][2]float64
	for _, x := range corners {
		for _, y := range corners {
			ps = append(ps, [2]float64{x, y})
		}
	}
	for range n {
		ps = append(ps, [2]float64{r.NormFloat64() * 3, r.NormFloat64() * 3})
	}
	return ps
}

func TestValues(t *testing.T) {
	u := testFuncs(t)
	for name, native := range binary {
		t.Run(name, func(t *testing.T) {
			f := u.fn(t, name)
			for _, p := range points(200) {
				want := native(p[0], p[1])
				if got := f.Call(p[:])[0]; !same(got, want) {
					t.Fatalf("%s(%v, %v) = %v, compiled Go gives %v", name, p[0], p[1], got, want)
				}
				traced := fn.NewClosure(f, nil).Trace([]*ad.Tensor{ad.Scalar(p[0]), ad.Scalar(p[1])})
				if got := traced[0].Item(); !same(got, want) {
					t.Fatalf("traced %s(%v, %v) = %v, compiled Go gives %v", name, p[0], p[1], got, want)
				}
			}
		})
	}
	for name, native := range unary {
		t.Run(name, func(t *testing.T) {
			f := u.fn(t, name)
			for _, p := range points(200) {
				if got, want := f.Call(p[:1])[0], native(p[0]); !same(got, want) {
					t.Fatalf("%s(%v) = %v, compiled Go gives %v", name, p[0], got, want)
				}
			}
		})
	}
}

// TestEveryFunctionIsTested holds the two tables of funcs_test.go against its source.
func TestEveryFunctionIsTested(t *testing.T) {
	u := testFuncs(t)
	for name, m := range u.pkg.Members {
		f, ok := m.(*ssa.Function)
		if !ok || f.Signature.Results().Len() != 1 || f.Signature.TypeParams() != nil || name == "init" {
			continue
		}
		all := f.Signature.Params().Len() == 2
		for p := range f.Signature.Params().Variables() {
			all = all && types.Identical(p.Type(), types.Typ[types.Float64])
		}
		if all && binary[name] == nil {
			t.Errorf("%s is not in the table", name)
		}
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct{ body, want string }{
		{"go func() {}()\nreturn x", "cell 1:5:1: goroutine"},
		{"return strs(x)", "call of strings.ToUpper, which has no derivative rule"},
		{"m := map[int]float64{1: x}\nreturn m[1]", "cell 1:5:6: map"},
		{"defer func() {}()\nreturn x", "cell 1:5:1: defer"},
		{"c := make(chan float64, 1)\nc <- x\nreturn <-c", "cell 1:5:6: channel"},
		{"fmt.Println(x)\nreturn x", "cell 1:5:1: call of fmt.Println, which has no derivative rule (print outside"},
		{"global = x\nreturn x", "assignment to variable global declared outside the function"},
		{"return global", "cell 1:5:8: variable global"},
		{"weights[0] = x\nreturn weights[0]", "assignment to an element of variable weights declared outside the function"},
		{"return math.Logb(x)", "cell 1:5:8: call of math.Logb, which has no derivative rule"},
		{"n := 1\nf := func() { n++ }\nf()\nreturn x * float64(n)", "variable n of type int whose address is taken"},
		{"return apply(math.Sin, x)", ""},
		{"fs := func(float64) float64(nil)\nfor range 2 { fs = func(y float64) float64 { return y * x } }\nreturn apply(fs, x)", "variable fs of type func(float64) float64"},
		{"p := &x\nq := &p\nreturn **q", "variable p of type *float64 whose address is taken"},
		{"s := \"a\"\nreturn x + float64(len(s+s))", "string"},
		{"var e error\nif e != nil { return 0 }\nreturn x", ""},
	}
	for _, tt := range tests {
		src := "package test\nimport (\"fmt\"; \"math\"; \"strings\")\nvar global = 1.0; var weights []float64; var _ = fmt.Sprint; var _ = math.Pi; func strs(x float64) float64 { return float64(len(strings.ToUpper(\"a\"))) * x }; func apply(f func(float64) float64, x float64) float64 { return f(x) }\nfunc f(x float64) float64 {\n" + tt.body + "\n}\n"
		u := build(t, src)
		_, err := u.lift.Func(u.pkg.Func("f"))
		switch {
		case tt.want == "" && err != nil && !strings.Contains(err.Error(), "error"):
			t.Errorf("%s: %v", tt.body, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got error %v, want one that contains %q", tt.body, err, tt.want)
		case err != nil && reflect.TypeOf(err) != reflect.TypeFor[*Error]():
			t.Errorf("%s: error of type %T", tt.body, err)
		}
	}
}
