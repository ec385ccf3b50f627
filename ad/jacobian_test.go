package ad_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gojac/gojac/ad"
)

type jac = func(*ad.Tensor) *ad.JacobianMatrix

// TestStructure compares Jacobians kept by their structure with the ones that
// sweeps give, and says how they have to be kept.
func TestStructure(t *testing.T) {
	w, x, batch := ad.Randn(1, 4, 3), ad.Randn(2, 3), ad.Randn(3, 5, 3)
	b := ad.Randn(4, 4)
	image, kernels := ad.Randn(6, 1, 2, 5, 6), ad.Randn(7, 3, 2, 3, 3)
	for _, c := range []struct {
		name   string
		f      fn
		x      *ad.Tensor
		kind   string
		stored int64 // numbers
	}{
		{"ReLU", (*ad.Tensor).ReLU, ad.Randn(5, 6), "diagonal", 6},
		{"elementwise chain", func(x *ad.Tensor) *ad.Tensor { return x.Sin().Mul(x).Exp().AddC(1) }, x, "diagonal", 3},
		{"layer by x", func(x *ad.Tensor) *ad.Tensor { return w.MatMul(x).Add(b).ReLU() }, x, "product", 4 + 12},
		{"linear by x", func(x *ad.Tensor) *ad.Tensor { return w.MatMul(x) }, x, "dense", 12},
		{"layer by W", func(w *ad.Tensor) *ad.Tensor { return w.MatMul(x).Add(b) }, w, "Kronecker", 3},
		{"batch by X", func(x *ad.Tensor) *ad.Tensor { return x.MatMul(w.T()).Tanh() }, batch, "product", 20 + 12},
		{"batch by W", func(w *ad.Tensor) *ad.Tensor { return batch.MatMul(w.T()).Add(b) }, w, "Kronecker", 15},
		{"two layers", func(x *ad.Tensor) *ad.Tensor { return w.T().MatMul(w.MatMul(x).ReLU()).Sigmoid() }, x, "product", 3 + 12 + 4 + 12},
		{"transpose", (*ad.Tensor).T, w, "permutation", 0},
		{"identity", func(x *ad.Tensor) *ad.Tensor { return x }, x, "diagonal", 3},
		{"softmax", (*ad.Tensor).Softmax, x, "dense", 9},
		{"residual", func(x *ad.Tensor) *ad.Tensor { return w.T().MatMul(w.MatMul(x)).Add(x) }, x, "dense", 9},
		{"convolution", func(x *ad.Tensor) *ad.Tensor { return x.Conv2D(kernels, 1, 1).Add(ad.Vec(1, 2, 3).Reshape(3, 1, 1)) }, image, "block Toeplitz", 54},
		{"convolution, ReLU", func(x *ad.Tensor) *ad.Tensor { return x.Conv2D(kernels, 2, 1).ReLU() }, image, "product", 54 + 27},
		{"convolution by its kernels", func(w *ad.Tensor) *ad.Tensor { return image.Conv2D(w, 2, 0) }, kernels, "dense", 12 * 54},
		{"stretched", func(x *ad.Tensor) *ad.Tensor { return x.Mul(batch) }, x, "dense", 45},
	} {
		j := ad.Jacobian(c.f).(jac)(c.x)
		if j.Kind != c.kind || j.Stored() != 8*c.stored {
			t.Errorf("%s: %s of %d numbers, want %s of %d", c.name, j.Kind, j.Stored()/8, c.kind, c.stored)
		}
		for _, opt := range []ad.Option{ad.Forward(), ad.Reverse()} {
			want := ad.Jacobian(c.f, opt).(jac)(c.x)
			if e := j.Dense().Sub(want.Dense()).Abs().Max().Item(); e > 1e-14 {
				t.Errorf("%s: %g away from %s sweeps", c.name, e, want.Mode)
			}
			if r, k := j.Shape(); j.At(r-1, k-1) != j.Dense().At(r-1, k-1).Item() {
				t.Errorf("%s: At and Dense differ", c.name)
			}
			v := ad.Randn(9, c.x.Size())
			if e := j.MulVec(v).Sub(want.MulVec(v)).Abs().Max().Item(); e > 1e-13 {
				t.Errorf("%s: products with a vector differ by %g", c.name, e)
			}
		}
	}
}

// TestJacobianUnderGrad differentiates through a Jacobian whose layer holds a
// tensor of the outer transform.
func TestJacobianUnderGrad(t *testing.T) {
	f := func(w *ad.Tensor) *ad.Tensor {
		layer := func(x *ad.Tensor) *ad.Tensor { return w.MatMul(x).Tanh() }
		return ad.Jacobian(layer).(jac)(ad.Vec(0, 0)).Dense().Square().Sum()
	}
	g := rev(f)(ad.Mat([][]float64{{1, 2}, {3, 4}}))
	if want := []float64{2, 4, 6, 8}; !slices.Equal(g.Data(), want) {
		t.Errorf("gradient of ‖J‖² = Σ W² at x = 0 is %v, want %v", g.Data(), want)
	}
}

func TestJacobianOfSeveral(t *testing.T) {
	f := func(x, y *ad.Tensor) (a, b *ad.Tensor) { return x.Mul(y), y.Sum().Exp() }
	j := ad.Jacobian(f).(func(x, y *ad.Tensor) *ad.JacobianMatrix)(ad.Vec(2, 3), ad.Vec(0, 1))
	want := []float64{0, 0, 2, 0, 0, 1, 0, 3, 0, 0, math.E, math.E}
	if got := j.Dense().Data(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := j.RowLabels(); !slices.Equal(got, []string{"y1[0]", "y1[1]", "y2"}) {
		t.Errorf("rows %v", got)
	}
	if got := j.ColLabels(); !slices.Equal(got, []string{"x1[0]", "x1[1]", "x2[0]", "x2[1]"}) {
		t.Errorf("columns %v", got)
	}
	if j.Mode != "reverse" || j.ReverseSweeps != 3 {
		t.Errorf("4 inputs and 3 outputs took %d sweeps in %s mode", j.Sweeps(), j.Mode)
	}
}

func TestHessian(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.At(0).Mul(x.At(1)).Add(x.At(0).PowC(3)) }
	h := ad.Hessian(f).(jac)(ad.Vec(2, 5))
	if got := h.Dense().Data(); !slices.Equal(got, []float64{12, 1, 1, 0}) {
		t.Errorf("%v, want [12 1 1 0]", got)
	}
	if h.ForwardSweeps != 2 || h.ReverseSweeps != 2 {
		t.Errorf("sweeps: %+v", h.Counters)
	}
}
