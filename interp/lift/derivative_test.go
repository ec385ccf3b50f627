package lift

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// described is function name of u as package ad is told of it.
func described(t testing.TB, u *unit, name string, native any) *ad.Func {
	f := u.fn(t, name)
	d := &ad.Func{Value: reflect.ValueOf(native), Name: name, Pos: f.Pos, Program: fn.NewClosure(f, nil)}
	for _, p := range f.Params() {
		d.Params = append(d.Params, p.Name)
	}
	for _, r := range f.Results {
		d.Results = append(d.Results, r.Name)
	}
	return d
}

func verb(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("no verb " + name)
}

type fn2 = func(x, y float64) float64

// grad2 is the gradient of a function of two numbers, by package ad.
func grad2(f *ad.Func) func(x, y float64) (float64, float64) {
	return ad.Apply(verb("Grad"), f, nil, reflect.TypeFor[func(x, y float64) (float64, float64)]()).Interface().(func(x, y float64) (float64, float64))
}

// smooth functions, with the order of magnitude of their third derivative left to the tolerance.
var smooth = []string{
	"product", "rangeInt", "nestedLoops", "closures", "localRecursion", "assignedCapture", "loopCapture", "swapLoop", "lateRead", "shifted", "slices1",
	"structs", "nestedStructs", "dots", "named", "manyResults", "globals", "singles",
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*(1+math.Abs(a)+math.Abs(b))
}

func TestDerivatives(t *testing.T) {
	u := testFuncs(t)
	for _, name := range smooth {
		f := binary[name]
		if name == "singles" {
			f = func(x, y float64) float64 { return x*y + x/3 - 0.1 + math.Sin(x) }
		}
		g := grad2(described(t, u, name, fn2(binary[name])))
		for _, p := range [][2]float64{{0.73, 1.3}, {-1.26, 0.4}, {2.54, -0.31}, {1.05, 3.2}} {
			x, y := p[0], p[1]
			const h = 1e-5
			dx, dy := g(x, y)
			wantX, wantY := (f(x+h, y)-f(x-h, y))/(2*h), (f(x, y+h)-f(x, y-h))/(2*h)
			tolerance := 1e-7
			if name == "singles" {
				tolerance = 1e-6
			}
			if !near(dx, wantX, tolerance) || !near(dy, wantY, tolerance) {
				t.Errorf("gradient of %s at %v: %v, %v; by differences %v, %v", name, p, dx, dy, wantX, wantY)
			}
		}
	}
}

// TestSecondDerivatives differentiates gradients.
func TestSecondDerivatives(t *testing.T) {
	u := testFuncs(t)
	for _, tt := range []struct {
		name   string
		f      func(float64) float64
		x      float64
		d1, d2 float64
	}{
		{"newtonSqrt", newtonSqrt, 2, 0.5 / math.Sqrt(2.1), -0.25 * math.Pow(2.1, -1.5)},
		{"series", series, 0.8, math.Exp(0.8), math.Exp(0.8)},
		{"horner", horner, 1.5, -2 + 1.5 + 3*1.5*1.5 - 1.5*1.5*1.5, 1 + 6*1.5 - 3*1.5*1.5},
	} {
		f := described(t, u, tt.name, tt.f)
		typ := reflect.TypeFor[func(float64) float64]()
		d := ad.Apply(verb("Grad"), f, nil, typ)
		dd := ad.Apply(verb("Grad"), ad.Resolve(d), nil, typ)
		if got := d.Interface().(func(float64) float64)(tt.x); !near(got, tt.d1, 1e-12) {
			t.Errorf("%s'(%v) = %v, want %v", tt.name, tt.x, got, tt.d1)
		}
		if got := dd.Interface().(func(float64) float64)(tt.x); !near(got, tt.d2, 1e-9) {
			t.Errorf("%s''(%v) = %v, want %v", tt.name, tt.x, got, tt.d2)
		}
	}
}

// TestGraphNames follows variables and places into the graph.
func TestGraphNames(t *testing.T) {
	for _, mode := range []ssa.BuilderMode{ssa.GlobalDebug, 0} {
		u := buildMode(t, `package p
import "math"
func f(x1, x2 float64) float64 {
	w1 := math.Sin(x1)
	var w2 = x1 * x2
	s, _ := two(-w2)
	s += (w1)
	return math.Cos(w1) + w2 * s
}
func two(a float64) (b, c float64) {
	b = a * a
	return b, a
}`, mode|ssa.InstantiateGenerics)
		f := described(t, u, "f", fn2(product))
		g := ad.Apply(verb("Graph"), f, nil, reflect.TypeFor[func(x, y float64) *ad.DAG]()).Interface().(func(x, y float64) *ad.DAG)(2, 5)
		var got []string
		for _, n := range g.Nodes() {
			got = append(got, strings.TrimSpace(n.Op+" "+n.Name+" "+n.Pos))
		}
		want := "x1, x2, Sin w1 cell 1:4:8, Mul w2 cell 1:5:11, Neg  cell 1:6:14, Mul b cell 1:11:6, " +
			"Add s cell 1:7:2, Cos  cell 1:8:9, Mul  cell 1:8:24, Add  cell 1:8:9"
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("mode %v: nodes %s\n want %s", mode, s, want)
		}
	}
}

// TestLeaves spreads arrays of arrays and structs as package ad does.
func TestLeaves(t *testing.T) {
	u := testFuncs(t)
	f := u.fn(t, "grid")
	var names []string
	for _, p := range f.Params() {
		names = append(names, p.Name)
	}
	if got, want := strings.Join(names, " "), "a[0] a[1] p.From.X p.From.Y p.To.X p.To.Y p.W k"; got != want {
		t.Errorf("leaves %s, want %s", got, want)
	}
	type gradient = func(a [2][3]float64, p segment, k int) ([2][3]float64, segment)
	d := described(t, u, "grid", grid)
	d.Params = []string{"a", "p", "k"}
	g := ad.Apply(verb("Grad"), d, nil, reflect.TypeFor[gradient]()).Interface().(gradient)
	a := [2][3]float64{{1, 2, 3}, {4, 5, 6}}
	p := segment{From: point{1, 2}, To: point{3, 4}, W: [3]float64{7, 8, 9}}
	da, dp := g(a, p, 1)
	if want := ([2][3]float64{{0, 0, 5}, {0, 3, 0}}); da != want {
		t.Errorf("∂/∂a = %v, want %v", da, want)
	}
	if want := (segment{From: point{1, 0}, To: point{0, 8}, W: [3]float64{0, 4, 0}}); dp != want {
		t.Errorf("∂/∂p = %v, want %v", dp, want)
	}
}

// TestNested keeps perturbations apart (Siskind and Pearlmutter, 2005; the issues are those other tools had).
func TestNested(t *testing.T) {
	tests := []struct {
		body string
		x    float64
		want func(x float64) float64 // the value
		d    float64                 // and the derivative
	}{
		{"return x * ad.Grad(func(y float64) float64 { return x + y })(1)", 1, func(x float64) float64 { return x }, 1},
		{"return newton(func(y float64) float64 { return y*y - x })", 4, func(x float64) float64 { return 2 }, 0.25},
		{"f := cube\ndf := ad.Grad(f)\ng := func(y float64) float64 { return df(y) * x }\nreturn g(x)", 2, func(x float64) float64 { return 24 }, 36},
		{"return x * ad.Grad(func(y float64) float64 { return x * y })(1)", 4, func(x float64) float64 { return x * x }, 8},
		{"g := ad.Grad(cube)\nreturn g(x) * x", 2, func(x float64) float64 { return 3 * x * x * x }, 36},
		{"return ad.Grad(ad.Grad(cube))(x)", 2, func(x float64) float64 { return 6 * x }, 6},
		{"return ad.JVP(cube)(x)(x)", 2, func(x float64) float64 { return 3 * x * x * x }, 36},
		{"s := 0.0\nfor i := range 3 {\ns += ad.Grad(func(y float64) float64 { return y * y * x * float64(i) })(x)\n}\nreturn s", 3, func(x float64) float64 { return 6 * x * x }, 36},
		{"v, back := ad.VJP(mul)(x, 2*x)\na, b := back(x)\nreturn v + a*b", 3, func(x float64) float64 { return 2*x*x + 2*x*x*x*x }, 12 + 8*27},
		{"v, a, b := ad.ValueAndGrad(mul)(x, 2*x)\nreturn v + a*b", 3, func(x float64) float64 { return 4 * x * x }, 24},
		{"_, a := 0, ad.Grad(func(y float64) float64 { return ad.Grad(func(z float64) float64 { return x * y * z * z })(y) })(x)\nreturn a", 3, func(x float64) float64 { return 4 * x * x }, 24},
		{"return ad.Grad(func(y float64) float64 { return ad.Grad(func(z float64) float64 { return z * y }, ad.Wrt(\"z\"))(x) * y })(x)", 3, func(x float64) float64 { return 2 * x }, 2},
	}
	for _, tt := range tests {
		src := "package p\nimport \"" + adPath + "\"\nfunc cube(x float64) float64 { return x * x * x }\nfunc mul(a, b float64) float64 { return a * b }\nfunc newton(f func(float64) float64) float64 { y := 3.0; for range 9 { y -= f(y) / ad.Grad(f)(y) }; return y }\nvar _ = ad.Grad\nfunc f(x float64) float64 {\n" + tt.body + "\n}"
		u := build(t, src)
		f := u.fn(t, "f")
		if got := f.Call([]float64{tt.x})[0]; !near(got, tt.want(tt.x), 1e-14) {
			t.Errorf("%s at %v = %v, want %v", tt.body, tt.x, got, tt.want(tt.x))
		}
		df := ad.Apply(verb("Grad"), described(t, u, "f", cubeForType), nil, reflect.TypeFor[func(float64) float64]())
		if got := df.Interface().(func(float64) float64)(tt.x); !near(got, tt.d, 1e-14) {
			t.Errorf("derivative of %s at %v = %v, want %v", tt.body, tt.x, got, tt.d)
		}
	}
}

func cubeForType(x float64) float64 { return x * x * x }

func TestSymbolic(t *testing.T) {
	u := testFuncs(t)
	e, err := fn.NewClosure(u.fn(t, "product"), nil).Symbolic(nil)
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		e.String():            "x1*x2 + math.Sin(x1)",
		e.TeX():               `x_{1} \, x_{2} + \sin(x_{1})`,
		e.Diff("x1").String(): "x2 + math.Cos(x1)",
		e.Diff("x2").String(): "x1",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, name := range []string{"product", "structs", "dots", "named", "closures"} {
		e, err := fn.NewClosure(u.fn(t, name), nil).Symbolic(nil)
		if name == "dots" {
			if err == nil || !strings.Contains(err.Error(), "branch or loop") || !strings.Contains(err.Error(), "cell 1:") {
				t.Errorf("dots: error %v", err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		g := grad2(described(t, u, name, fn2(binary[name])))
		params := u.fn(t, name).Params()
		at := map[string]float64{params[0].Name: 0.8, params[1].Name: -1.7}
		dx, dy := g(0.8, -1.7)
		if ex, ey := e.Diff(params[0].Name).Eval(at), e.Diff(params[1].Name).Eval(at); !near(dx, ex, 1e-13) || !near(dy, ey, 1e-13) {
			t.Errorf("%s: symbolic %v, %v; AD %v, %v", name, ex, ey, dx, dy)
		}
	}
}
