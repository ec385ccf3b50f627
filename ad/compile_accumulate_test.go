package ad

import (
	"reflect"
	"strings"
	"testing"
)

// TestAccumulated compiles steps that add a product to a donated matrix: where
// the matrix may be written over, where it is a factor too, and where someone
// else sees the product.
func TestAccumulated(t *testing.T) {
	type step = func(w, x, g, rate *Tensor) (*Tensor, *Tensor)
	for name, c := range map[string]struct {
		f    step
		made bool
	}{
		"gradient step": {func(w, x, g, _ *Tensor) (*Tensor, *Tensor) { return w.Sub(x.T().MatMul(g).MulC(0.1)), g }, true},
		"rate given":    {func(w, x, g, rate *Tensor) (*Tensor, *Tensor) { return w.Sub(x.T().MatMul(g).Mul(rate)), g }, true},
		"added":         {func(w, x, g, _ *Tensor) (*Tensor, *Tensor) { return w.Add(x.T().MatMul(g)), g }, true},
		"a factor": {func(w, x, _, _ *Tensor) (*Tensor, *Tensor) {
			return w.Sub(w.MatMul(x.T().MatMul(x)).MulC(0.1)), x
		}, true},
		"seen elsewhere": {func(w, x, g, _ *Tensor) (*Tensor, *Tensor) { p := x.T().MatMul(g); return w.Sub(p), p }, false},
		"used twice":     {func(w, x, g, _ *Tensor) (*Tensor, *Tensor) { p := x.T().MatMul(g); return w.Sub(p), p.Exp() }, false},
		"stretched":      {func(w, x, g, _ *Tensor) (*Tensor, *Tensor) { return w.Slice(0, 1).Sub(x.T().MatMul(g)), g }, false},
	} {
		for _, as := range []func(*Tensor) *Tensor{(*Tensor).Float64, (*Tensor).Float32} {
			rate := as(Scalar(0.3))
			x, g := as(Randn(2, 60, 40).MulC(0.1)), as(Randn(3, 60, 40))
			k := newCompiled(&run{f: &Func{Value: reflect.ValueOf(c.f)}, params: []string{"w", "x", "g", "rate"}, opts: []Option{Donate("w")}})
			call := func(w *Tensor) (*Tensor, *Tensor) {
				out := k.call([]reflect.Value{reflect.ValueOf(w), reflect.ValueOf(x), reflect.ValueOf(g), reflect.ValueOf(rate)})
				return out[0].Interface().(*Tensor), out[1].Interface().(*Tensor)
			}
			w, want := as(Randn(1, 40, 40)), as(Randn(1, 40, 40))
			for range 4 { // traced, then in memory of its own, then in what was donated
				var got, other, wantOther *Tensor
				got, other = call(w)
				want, wantOther = c.f(want, x, g, rate)
				if e := max(largestError(got, want), largestError(other, wantOther)); e > 1e-11 && (e > 1e-3 || x.DType() == Float64) {
					t.Errorf("%s, %v: off by %g", name, x.DType(), e)
				}
				if name == "stretched" {
					break
				}
				w = got
			}
			if made := strings.Contains(k.traces[0].plan.describe("", itoa).String(), "Accumulate"); made != c.made {
				t.Errorf("%s: accumulated %v, want %v", name, made, c.made)
			}
		}
	}
}
