package ad

import (
	"slices"
	"testing"
)

// TestKinksOfFloat32: what a convention decides is counted in float32 as it is
// in float64, where a constant is wider than the tensor.
func TestKinksOfFloat32(t *testing.T) {
	x := FromSlice([]float64{-1, 0, 0, 6}, 2, 2)
	for name, f := range map[string]func(*Tensor) *Tensor{"ReLU6": (*Tensor).ReLU6, "Abs": (*Tensor).Abs, "ELU": func(t *Tensor) *Tensor { return t.ELU(1) },
		"Eigh": func(t *Tensor) *Tensor { w, _ := t.Mul(t).Eigh(); return w }, "SVD": func(t *Tensor) *Tensor { _, w, _ := t.Clip(0, 0.5).SVD(); return w }} {
		jacobian := Jacobian(f, Sparse()).(func(*Tensor) *JacobianMatrix)
		wide, narrow := jacobian(x), jacobian(x.Float32())
		if !slices.EqualFunc(wide.Kinks, narrow.Kinks, func(a, b Kink) bool { return a.At == b.At && a.Places == b.Places }) {
			t.Errorf("%s: the kinks in float64 are %v, in float32 %v", name, wide.Kinks, narrow.Kinks)
		}
	}
}
