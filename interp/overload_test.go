package interp

import (
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"github.com/gojac/gojac/display"
)

// TestOverloadedBattery runs the everyday programs inside a function that is
// differentiated: they print the same on the machine whose numbers are recorded,
// or are tensors. What that machine refuses must be little.
func TestOverloadedBattery(t *testing.T) {
	files, err := filepath.Glob("testdata/battery/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	ran, refused := 0, 0
	for i, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		parsed, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		nb := newNotebook(t)
		nb.run(text[parsed.Name.End()-1:])
		verb, slope := "ad.Grad", "=> 6\n"
		if i%2 == 0 {
			verb, slope = "ad.Grad(ad.Grad", "=> 2\n"
		}
		got := nb.run(verb + "(func(x float64) float64 { main(); return x * x })" + strings.Repeat(")", strings.Count(verb, "(")) + "(3)")
		if strings.Contains(got, "no derivative of what is at") || strings.Contains(got, "it has no derivative rule") || strings.Contains(got, "is not supported") {
			refused++
			t.Logf("%s: %s", filepath.Base(file), got)
			continue
		}
		ran++
		got = strings.ReplaceAll(strings.TrimSuffix(got, slope), "␤\n", "") // a line that was not ended
		if got != string(want) {
			t.Errorf("%s printed:\n%s\nwant:\n%s", file, got, want)
		}
	}
	t.Logf("%d ran, %d were refused", ran, refused)
	if ran < 20 {
		t.Errorf("%d programs ran, %d were refused", ran, refused)
	}
}

// TestOverloadAgainstLift differentiates functions that both can take.
func TestOverloadAgainstLift(t *testing.T) {
	s := NewSession(Host{})
	o := s.Run(Cell{N: 1, Code: `
func loops(x, y float64) float64 { s := 0.0; for i := range 5 { s += math.Pow(x, float64(i)) * y; if s > 3 { s /= 2 } }; return s }
func rec(x float64, n int) float64 { if n == 0 { return x }; return math.Sin(rec(x, n-1)) * x }
func many(x, y float64) float64 { return rec(x*y, 4) + math.Exp(-x)*math.Atan2(y, x) + math.Hypot(x, y) - min(x, y, 2)*max(x, 1) }
func vector(x, y float64) float64 { v := []float64{x, y, x * y}; w := append(v, -x); for i := range w { w[i] *= w[(i+1)%len(w)] }; return w[0] - w[3]/w[1] + float64(len(w)) }
type pair struct{ a, b float64; c [2]float64 }
func structs(x, y float64) float64 { p := pair{x, y, [2]float64{x * x, y * y}}; q := p; q.c[1] += p.a; return q.c[0]*q.c[1] + p.c[1]*q.b }
func corners(x, y float64) float64 { big := math.Inf(1); return max(x, -y, 0)*math.Abs(y-1.3) + math.Floor(x)*y - -x + math.Pow(y*y, x) + math.Mod(x, 0.3) + math.Sin(x)*math.Cos(y) + min(x/big, y/big) + math.Exp2(math.Max(x, y)) }
func closures(x, y float64) float64 { acc := 1.0; mul := func(v float64) { acc *= v }; mul(x); mul(y); mul(x - 3); return acc }
`}, func(display.Bundle) {})
	if o.Error != nil {
		t.Fatal(o.Error)
	}
	over := newOverload(s)
	for _, name := range []string{"loops", "many", "vector", "structs", "closures", "corners"} {
		code := s.prog.FuncValue(s.scope.Lookup(name).(*types.Func))
		form, err := s.numeric.lifter.Func(code)
		if err != nil {
			t.Fatal(err)
		}
		followed, err := over.program(code, nil)
		if err != nil {
			t.Fatal(err)
		}
		f := s.machineFunc(t, code)
		for _, at := range [][2]float64{{0.7, 1.3}, {2.5, -0.4}, {-1.1, 3}} {
			var g [2][]reflect.Value
			for i, p := range []ad.Program{fn.NewClosure(form, nil), followed} {
				hess := ad.Apply(verbNamed("Hessian"), &ad.Func{Value: f, Params: []string{"x", "y"}, Program: p}, []ad.Option{ad.Wrt("x")}, reflect.TypeFor[func(x, y float64) *ad.JacobianMatrix]())
				grad := ad.Apply(verbNamed("ValueAndGrad"), &ad.Func{Value: f, Params: []string{"x", "y"}, Program: p}, nil, reflect.TypeFor[func(x, y float64) (float64, float64, float64)]())
				jvp := ad.Apply(verbNamed("JVP"), &ad.Func{Value: f, Params: []string{"x", "y"}, Program: p}, nil, reflect.TypeFor[func(x, y float64) func(dx, dy float64) float64]())
				jac := ad.Apply(verbNamed("Jacobian"), &ad.Func{Value: f, Params: []string{"x", "y"}, Program: p}, []ad.Option{ad.Reverse()}, reflect.TypeFor[func(x, y float64) *ad.JacobianMatrix]())
				in := []reflect.Value{reflect.ValueOf(at[0]), reflect.ValueOf(at[1])}
				g[i] = append(grad.Call(in), reflect.ValueOf(hess.Call(in)[0].Interface().(*ad.JacobianMatrix).Dense().Item()))
				g[i] = append(g[i], jvp.Call(in)[0].Call([]reflect.Value{reflect.ValueOf(0.3), reflect.ValueOf(-2.0)})[0])
				for _, d := range jac.Call(in)[0].Interface().(*ad.JacobianMatrix).Dense().Data() {
					g[i] = append(g[i], reflect.ValueOf(d))
				}
			}
			for i := range g[0] {
				if a, b := g[0][i].Float(), g[1][i].Float(); math.Abs(a-b) > 1e-12*(1+math.Abs(a)) {
					t.Errorf("%s at %v: number %d is %v lifted, %v overloaded", name, at, i, a, b)
				}
			}
		}
	}
}

func verbNamed(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic(name)
}

func (s *Session) machineFunc(t *testing.T, code *ssa.Function) reflect.Value {
	f, err := s.machine.Func(code)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
