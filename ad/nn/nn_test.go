package nn_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/dataset"
	"github.com/gojac/gojac/ad/nn"
	"github.com/gojac/gojac/ad/optim"
)

type mlp struct {
	W1, B1, W2, B2 *ad.Tensor
}

func newMLP(seed, hidden int) mlp {
	return mlp{nn.He(seed, hidden, 2), ad.Zeros(hidden), nn.He(seed+1, 2, hidden), ad.Zeros(2)}
}

func (m mlp) scores(x *ad.Tensor) *ad.Tensor {
	return nn.Linear(nn.Linear(x, m.W1, m.B1).ReLU(), m.W2, m.B2)
}

func loss(m mlp, x, y *ad.Tensor) *ad.Tensor { return nn.SoftmaxCrossEntropy(m.scores(x), y) }

// vjp is ad.VJP of loss by its first parameter.
func vjp() func(m mlp, x, y *ad.Tensor) (*ad.Tensor, func(any) mlp) {
	f := &ad.Func{Value: reflectLoss, Name: "loss", Params: []string{"m", "x", "y"}}
	return ad.Apply(verb("VJP"), f, []ad.Option{ad.Wrt("m")}, vjpType).Interface().(func(m mlp, x, y *ad.Tensor) (*ad.Tensor, func(any) mlp))
}

// TestSpiral trains the lecture's network to 97 % on points it has not seen.
func TestSpiral(t *testing.T) {
	train, held := dataset.Spiral(1, 800, 2, 0.1).Split(2, 0.25)
	m := newMLP(3, 64)
	opt := optim.SGD{LR: 0.5}
	step := vjp()
	for epoch := range 100 {
		for _, b := range train.Batches(epoch, 32) {
			_, back := step(m, b.X, b.Y)
			opt.Step(&m, back(1))
		}
	}
	if a := nn.Accuracy(m.scores(held.X), held.Y); a < 0.97 {
		t.Errorf("held-out accuracy %.3f, want at least 0.97", a)
	}
}

// TestHandMultiplied compares the engine's gradients with Jacobians
// multiplied by hand, layer by layer.
func TestHandMultiplied(t *testing.T) {
	b := dataset.Spiral(1, 64, 2, 0.1)
	m := newMLP(3, 16)
	_, back := vjp()(m, b.X, b.Y)
	got := ad.Tensors(back(1))

	z := nn.Linear(b.X, m.W1, m.B1)
	h := z.ReLU()
	s := nn.Linear(h, m.W2, m.B2)
	ds := s.Softmax().Sub(nn.OneHot(b.Y, 2)).MulC(1.0 / 64)
	dz := ds.MatMul(m.W2).Mul(z.Gt(ad.Scalar(0)))
	want := []*ad.Tensor{dz.T().MatMul(b.X), dz.SumAxis(0), ds.T().MatMul(h), ds.SumAxis(0)}
	chained := nn.Chain(nn.LinearModule(m.W1, m.B1), nn.ReLUModule(), nn.LinearModule(m.W2, m.B2), nn.CrossEntropyModule(b.Y)).PullParams(b.X, ad.Scalar(1))
	for i, name := range []string{"W1", "B1", "W2", "B2"} {
		if e := far(got[i], want[i]); e > 1e-12 {
			t.Errorf("∂L/∂%s: the engine is %g away from the product by hand", name, e)
		}
		if e := far(chained[i], want[i]); e > 1e-12 {
			t.Errorf("∂L/∂%s: the modules are %g away from the product by hand", name, e)
		}
	}
}

func far(a, b *ad.Tensor) float64 { return a.Sub(b).Abs().Max().Item() }

func TestModules(t *testing.T) {
	w, b := ad.Randn(1, 3, 4), ad.Randn(2, 3)
	batch := ad.Randn(3, 5, 4)
	labels := ad.Vec(0, 1, 2, 1, 0)
	for _, m := range []*nn.Module{
		nn.LinearModule(w, b), nn.ReLUModule(), nn.TanhModule(),
		nn.Chain(nn.LinearModule(w, b), nn.TanhModule(), nn.LinearModule(ad.Randn(4, 3, 3), b), nn.CrossEntropyModule(labels)),
	} {
		if err := m.Check(batch); err != nil {
			t.Error(err)
		}
	}
	if err := nn.LinearModule(w, b).Check(ad.Randn(5, 4)); err != nil {
		t.Error("one example: ", err)
	}
}

// TestModuleCheckCanFail plugs in wrong rules.
func TestModuleCheckCanFail(t *testing.T) {
	x := ad.Randn(3, 5, 3)
	wrong := nn.ReLUModule()
	wrong.Pull = func(x, g *ad.Tensor) *ad.Tensor { return g.Mul(x.Lt(ad.Scalar(0))) }
	if err := wrong.Check(x); err == nil || !strings.Contains(err.Error(), "ReLU: Pull differs") {
		t.Errorf("a wrong Pull: %v", err)
	}
	linear := nn.LinearModule(ad.Randn(1, 2, 3), ad.Randn(2, 2))
	linear.PullParams = func(x, g *ad.Tensor) []*ad.Tensor { return []*ad.Tensor{x.T().MatMul(g), g.SumAxis(0)} }
	if err := linear.Check(x); err == nil || !strings.Contains(err.Error(), "PullParams 0 has shape [3 2], want [2 3]") {
		t.Errorf("a wrong PullParams: %v", err)
	}
}

func TestLosses(t *testing.T) {
	scores := ad.Mat([][]float64{{1000, 0}, {0, 0}})
	if got, want := nn.SoftmaxCrossEntropy(scores, ad.Vec(0, 1)).Item(), math.Ln2/2; math.Abs(got-want) > 1e-15 {
		t.Errorf("cross entropy %v, want %v", got, want)
	}
	if got := nn.Logistic(ad.Vec(-900, 900), ad.Vec(0, 1)).Item(); got != 0 {
		t.Errorf("logistic loss of sure and right scores is %v", got)
	}
	if got := nn.MSE(ad.Vec(1, 3), ad.Scalar(1)).Item(); got != 2 {
		t.Errorf("MSE %v, want 2", got)
	}
	if got := nn.Accuracy(scores, ad.Vec(0, 1)); got != 0.5 {
		t.Errorf("accuracy %v, want 0.5", got)
	}
}
