package ad_test

import (
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

func wantVec(t *testing.T, what string, got *ad.Tensor, want ...float64) {
	t.Helper()
	if got.Size() != len(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
		return
	}
	for i, v := range got.Reshape(-1).Data() {
		near(t, what, v, want[i])
	}
}

// TestBackward wants gradients that do not pile up, of any value on the way,
// and zeros with a remark where there is no dependence.
func TestBackward(t *testing.T) {
	tape := ad.NewTape()
	x, w, idle := tape.Var(ad.Vec(1, 2), "x"), tape.Var(ad.Vec(3, 4), "w"), tape.Var(ad.Vec(9), "idle")
	h := x.Mul(w)
	L := h.Square().Sum()
	for range 2 {
		g := L.Backward()
		wantVec(t, "∂L/∂x", g.Of(x), 18, 64)
		wantVec(t, "∂L/∂w", g.Of(w), 6, 32)
		wantVec(t, "∂L/∂h", g.Of(h), 6, 16)
		wantVec(t, "∂L/∂idle", g.Of(idle), 0)
		if len(g.Independent) != 1 || g.Independent[0] != "idle" || !strings.Contains(g.String(), "no derivative reaches idle") {
			t.Errorf("remarks: %v", g)
		}
	}
	late := x.Sum().Exp() // computed of x, but after L
	wantVec(t, "by what comes later", L.Backward().Of(late), 0)
	wantVec(t, "another number of the same tape", late.Backward().Of(w), 0, 0)
	wantVec(t, "a constant", ad.Scalar(3).Backward().Of(x), 0, 0)
	if k := x.Sub(x).ReLU().Sum().Backward().Kinks; len(k) != 1 || k[0].Op != "ReLU" {
		t.Errorf("kinks: %v", k)
	}
}

// TestBackwardNests takes verbs of functions of variables, and Backward
// inside of verbs.
func TestBackwardNests(t *testing.T) {
	x := ad.Var(ad.Scalar(3))
	cube := func(y *ad.Tensor) *ad.Tensor { return y.Mul(y).Mul(y) }
	wantVec(t, "Backward over Grad", rev(cube)(x).Backward().Of(x), 18)
	inside := func(y *ad.Tensor) *ad.Tensor {
		v := ad.Var(y)
		return cube(v).Backward().Of(v)
	}
	for _, m := range modes {
		wantVec(t, m.name+" over Backward", m.d(inside)(ad.Scalar(3)), 18)
		wantVec(t, m.name+" of a variable that is returned", m.d(func(y *ad.Tensor) *ad.Tensor { return cube(ad.Var(y)) })(ad.Scalar(3)), 27)
		// D(x → x·D(y → x+y, 1), 1) = 1
		confused := func(x *ad.Tensor) *ad.Tensor {
			y := ad.Var(ad.Scalar(1))
			return x.Mul(x.Add(y).Backward().Of(y))
		}
		wantVec(t, m.name+": perturbations", m.d(confused)(ad.Scalar(1)), 1)
	}
	for want, f := range map[string]func(){
		"variables of two tapes": func() { x.Mul(ad.Var(ad.Scalar(2))) },
		"use ad.VJP inside":      func() { rev(func(y *ad.Tensor) *ad.Tensor { return x.Mul(y).Backward().Of(x) })(x) },
		"not one number":         func() { ad.Var(ad.Vec(1, 2)).Backward() },
		"x = ad.Var(x)":          func() { x.Backward().Of(ad.Scalar(1)) },
	} {
		func() {
			defer func() {
				if e, ok := recover().(*ad.Error); !ok || want != "not one number" && !strings.Contains(e.Error(), want) {
					t.Errorf("%v, want %s", e, want)
				}
			}()
			f()
		}()
	}
}

// TestVMapNodes wants as many operations for a hundred examples as for two.
func TestVMapNodes(t *testing.T) {
	w, b := ad.Randn(1, 4, 3), ad.Randn(2, 4)
	model := func(x *ad.Tensor) *ad.Tensor {
		h := w.MatMul(x).Add(b).Tanh()
		return ad.Where(h.Gt(ad.Scalar(0)), h.Square(), h).Softmax().Slice(1, 3).Norm().Add(x.Sort(0).CumSum(0).Max())
	}
	nodes := func(n int) int {
		f := ad.VMap(model).(fn)
		x := ad.Var(ad.Randn(n, n, 3))
		return f(x).Sum().Backward().TapeNodes
	}
	if two, many := nodes(2), nodes(100); two != many || two < 10 {
		t.Errorf("%d nodes for 2 examples, %d for 100", two, many)
	}
}
