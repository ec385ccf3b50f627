package ad_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
)

// directProgram is slide on float64, counting how it was run.
type directProgram struct {
	program
	nests bool
	runs  *[3]int // Trace, Tangent, Record
}

func (p directProgram) Trace(in []*ad.Tensor) []*ad.Tensor { p.runs[0]++; return p.program(in) }
func (p directProgram) Nests() bool                        { return p.nests }

func (p directProgram) Tangent(x, dx [][]float64) (y, dy [][]float64) {
	p.runs[1]++
	a, b := x[0][0], x[1][0]
	return [][]float64{{a*b + math.Sin(a)}}, [][]float64{{(b+math.Cos(a))*dx[0][0] + a*dx[1][0]}}
}

func (p directProgram) Record(x [][]float64, active []bool) ad.Record {
	p.runs[2]++
	a, b := x[0][0], x[1][0]
	return ad.Record{Y: [][]float64{{a*b + math.Sin(a)}}, Nodes: 5, Bytes: 100, Pull: func(w [][]float64) [][]float64 {
		var g [][]float64
		for i, d := range []float64{b + math.Cos(a), a} {
			if active[i] {
				g = append(g, []float64{w[0][0] * d})
			}
		}
		return g
	}}
}

// TestDirect wants verbs to run on float64 where they can, on tensors where
// they must, and the same numbers from both.
func TestDirect(t *testing.T) {
	type grad = func(a, b float64) (float64, float64)
	use := func(f *ad.Func) []float64 {
		var got []float64
		a, b := apply[grad]("Grad", f)(2, 5)
		c := apply[numeric]("Grad", f, ad.Wrt("x2"))(2, 5)
		y, d, e := apply[func(a, b float64) (y, da, db float64)]("ValueAndGrad", f)(2, 5)
		push := apply[func(a, b float64) func(da, db float64) float64]("JVP", f)(2, 5)(3, 4)
		z, back := apply[func(a, b float64) (float64, func(float64) (float64, float64))]("VJP", f)(2, 5)
		g, h := back(2)
		j := apply[func(a, b float64) *ad.JacobianMatrix]("Jacobian", f)(2, 5)
		hess := apply[func(a, b float64) *ad.JacobianMatrix]("Hessian", f)(2, 5)
		second, mixed := ad.Grad(apply[numeric]("Grad", f, ad.Wrt("x1"))).(grad)(2, 5)
		linear := ad.Jacobian(back).(func(float64) *ad.JacobianMatrix)(7)
		got = append(got, a, b, c, y, d, e, push, z, g, h, second, mixed, linear.At(0, 0), linear.At(1, 0))
		got = append(got, j.Dense().Data()...)
		return append(got, hess.Dense().Data()...)
	}
	runs := func(nests bool) (*ad.Func, *[3]int) {
		f, n := numericSlide(), new([3]int)
		f.Program = directProgram{f.Program.(program), nests, n}
		return f, n
	}
	plain := use(numericSlide())
	direct, n := runs(false)
	if got := use(direct); !reflect.DeepEqual(got, plain) {
		t.Errorf("on float64 %v, on tensors %v", got, plain)
	}
	if n[1] == 0 || n[2] == 0 {
		t.Errorf("%d tangents and %d records: the fast way was not taken", n[1], n[2])
	}
	nesting, n := runs(true)
	if got := use(nesting); !reflect.DeepEqual(got, plain) {
		t.Errorf("a function that nests: %v, on tensors %v", got, plain)
	}
	if n[0] == 0 || n[1] != 0 || n[2] != 0 {
		t.Errorf("a function that nests ran directly: %v", *n)
	}
}
