package rule

import (
	"math"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestRules compares every rule, read at one point, with the registry's rule at all points.
func TestRules(t *testing.T) {
	n := 0
	for _, p := range ad.Prims() {
		if !p.Elementwise() {
			continue
		}
		for i := range p.Arity() {
			r := Of(p, i)
			for _, at := range append(append([][]float64(nil), p.At...), p.Kinks...) {
				x := make([]*ad.Tensor, len(at))
				for k := range at {
					x[k] = ad.Scalar(at[k])
				}
				y := p.Apply(x...)
				want := 0.0
				if p.Partial != nil {
					if d := p.Partial(&ad.Call{X: x, Y: y}, i); d != nil {
						want = d.Item()
					}
				}
				got := 0.0
				if !r.Zero {
					got = Eval(r, at, y.Item(), apply, func(c float64) float64 { return c })
				}
				if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
					t.Errorf("∂%s/∂x%d at %v: %v, the registry says %v", p.Name, i, at, got, want)
				}
				n++
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d derivatives compared", n)
	}
}

func apply(p *ad.Prim, x []float64) float64 {
	if p.Arity() == 1 {
		return p.Fun(x[0])
	}
	return p.Fun2(x[0], x[1])
}
