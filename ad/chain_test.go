package ad_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestCheckpointChain wants the gradient of the plain chain, each step run
// twice, and bytes that grow as √n.
func TestCheckpointChain(t *testing.T) {
	steps := 0
	step := func(x, w *ad.Tensor, k int) *ad.Tensor {
		steps++
		return x.Add(x.Mul(w).Sin().MulC(0.1 / float64(k+1)))
	}
	chain := func(n int) func(x, w *ad.Tensor) *ad.Tensor {
		return func(x, w *ad.Tensor) *ad.Tensor {
			for k := range n {
				x = step(x, w, k)
			}
			return x
		}
	}
	x, w := ad.Randn(3, 100), ad.Randn(4, 100)
	type two = func(x, w *ad.Tensor) *ad.JacobianMatrix
	cost := func(f func(x, w *ad.Tensor) *ad.Tensor) (int64, []float64) {
		j := ad.Jacobian(func(x, w *ad.Tensor) *ad.Tensor { return f(x, w).Sum() }, ad.Reverse()).(two)(x, w)
		return j.TapeBytes, j.Dense().Data()
	}
	for _, n := range []int{0, 1, 2, 7, 100} {
		_, want := cost(chain(n))
		steps = 0
		_, got := cost(ad.CheckpointChain(step, n))
		if steps != 2*n {
			t.Errorf("%d steps ran for a chain of %d, want twice as many", steps, n)
		}
		for i := range want {
			near(t, "gradient through the chain", got[i], want[i])
		}
	}
	whole, _ := cost(chain(900))
	some, _ := cost(ad.CheckpointChain(step, 900))
	more, _ := cost(ad.CheckpointChain(step, 3600))
	if ratio := float64(more) / float64(some); some*8 > whole || ratio > 2.2 {
		t.Errorf("900 steps keep %d B with checkpoints and %d B without; four times the steps keep %.3g times as much", some, whole, ratio)
	}
	if _, ok := caught(func() { ad.CheckpointChain(step, -1) }).(*ad.Error); !ok {
		t.Error("a chain of -1 steps is made")
	}
}

// TestProductsPass differentiates by the vector that a Jacobian kept by its
// structure is multiplied with.
func TestProductsPass(t *testing.T) {
	j := ad.Jacobian((*ad.Tensor).Exp).(jac)(ad.Vec(0, 1, 2))
	if j.Kind != "diagonal" {
		t.Fatal(j.Kind)
	}
	v := ad.Vec(3, 2, 1)
	for name, product := range map[string]fn{"MulVec": j.MulVec, "MulVecT": j.MulVecT} {
		for _, mode := range modes {
			got := mode.d(func(v *ad.Tensor) *ad.Tensor { return product(v.Square()).Sum() })
			if mode.name == "forward" {
				near(t, name, got(v).Item(), j.MulVec(v.MulC(2)).Sum().Item())
				continue
			}
			for i, g := range got(v).Data() {
				near(t, name, g, 2*v.Data()[i]*j.At(i, i))
			}
		}
	}
}
