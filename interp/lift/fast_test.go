package lift

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
)

// TestFastPaths compares the machine with tangents and with a tape against the general path, which defines derivatives.
func TestFastPaths(t *testing.T) {
	u := testFuncs(t)
	jvp := func(f *ad.Func) func(x, y float64) func(dx, dy float64) float64 {
		return ad.Apply(verb("JVP"), f, nil, reflect.TypeFor[func(x, y float64) func(dx, dy float64) float64]()).Interface().(func(x, y float64) func(dx, dy float64) float64)
	}
	for name, native := range binary {
		f := described(t, u, name, fn2(native))
		c := f.Program.(*fn.Closure)
		grad, push := grad2(f), jvp(f)
		for _, p := range points(60) {
			x := [][]float64{{p[0]}, {p[1]}}
			gx, gy := grad(p[0], p[1])
			y, g := c.Gradient(x, nil, [][]float64{{1}})
			if want := native(p[0], p[1]); !same(y[0][0], want) {
				t.Fatalf("%s%v on tape: %v, want %v", name, p, y[0][0], want)
			}
			if !equal(g[0][0], gx) || !equal(g[1][0], gy) {
				t.Fatalf("gradient of %s at %v by tape: %v, %v; in general %v, %v", name, p, g[0][0], g[1][0], gx, gy)
			}
			y, dy := c.Tangent(x, [][]float64{{0.3}, {-1.7}})
			if want := native(p[0], p[1]); !same(y[0][0], want) {
				t.Fatalf("%s%v with tangent: %v, want %v", name, p, y[0][0], want)
			}
			if want := push(p[0], p[1])(0.3, -1.7); !equal(dy[0][0], want) {
				t.Fatalf("tangent of %s at %v: %v; in general %v", name, p, dy[0][0], want)
			}
			if want := 0.3*gx - 1.7*gy; !near(dy[0][0], want, 1e-9) && math.Abs(want) < 1e12 && !math.IsNaN(dy[0][0]) {
				t.Fatalf("forward and reverse of %s at %v: %v and %v", name, p, dy[0][0], want)
			}
		}
	}
}

// equal holds for equal numbers and for two NaN; zeros of either sign are one.
func equal(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func TestSliceGradients(t *testing.T) {
	u := testFuncs(t)
	f := u.fn(t, "dot")
	c := fn.NewClosure(f, nil)
	r := rand.New(rand.NewPCG(3, 4))
	a, b := make([]float64, 20), make([]float64, 20)
	for i := range a {
		a[i], b[i] = r.NormFloat64(), r.NormFloat64()
	}
	g := ad.Apply(verb("Grad"), described(t, u, "dot", dot), nil, reflect.TypeFor[func(a, b []float64) ([]float64, []float64)]())
	da, db := g.Interface().(func(a, b []float64) ([]float64, []float64))(a, b)
	if !reflect.DeepEqual(da, b) || !reflect.DeepEqual(db, a) {
		t.Errorf("gradient of dot: %v, %v", da, db)
	}
	_, fast := c.Gradient([][]float64{a, b}, nil, [][]float64{{1}})
	if !reflect.DeepEqual(fast[0], b) || !reflect.DeepEqual(fast[1], a) {
		t.Errorf("gradient of dot by tape: %v", fast)
	}
	_, only := c.Gradient([][]float64{a, b}, []bool{false, true}, [][]float64{{2}})
	if len(only) != 1 || only[0][3] != 2*a[3] {
		t.Errorf("gradient by b: %v", only)
	}
	adj := c.Adjoint([][]float64{a, b}, nil)
	if first, again := adj.Pull([][]float64{{1}}), adj.Pull([][]float64{{-1}}); first[0][0] != b[0] || again[0][0] != -b[0] {
		t.Errorf("pulled twice: %v, %v", first, again)
	}
	if adj.Nodes != 40+20+20 {
		t.Errorf("%d nodes", adj.Nodes)
	}
}
