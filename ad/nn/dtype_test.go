package nn_test

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
	"github.com/gojac/gojac/ad/optim"
)

// TestFloat32Training: a network of float32 stays one through loss, gradient,
// update and file, and learns what that of float64 learns.
func TestFloat32Training(t *testing.T) {
	type net struct{ W, B, V, C *ad.Tensor }
	loss := func(m net, x, y *ad.Tensor) *ad.Tensor {
		h := nn.Conv2D(x, m.W, m.B, 1, 1).ReLU()
		h = nn.MaxPool2D(h, 2, 2).Reshape(4, -1)
		return nn.SoftmaxCrossEntropy(nn.Linear(h, m.V, m.C), y)
	}
	m := net{ad.Randn(1, 2, 1, 3, 3), ad.Zeros(2), ad.Randn(2, 3, 8), ad.Zeros(3)}
	single := net{m.W.Float32(), m.B.Float32(), m.V.Float32(), m.C.Float32()}
	x, y := ad.Randn(3, 4, 1, 4, 4), ad.Vec(0, 2, 1, 2)
	grad := ad.ValueAndGrad(loss, ad.Wrt("x1")).(func(net, *ad.Tensor, *ad.Tensor) (*ad.Tensor, net))
	type stepper interface{ Step(model, grad any) }
	for _, make := range []func() stepper{
		func() stepper { return &optim.SGD{LR: 0.1, Momentum: 0.9} },
		func() stepper { return &optim.Adam{LR: 0.01} },
		func() stepper { return &optim.RMSProp{} },
	} {
		a, g := grad(m, x, y)
		b, g32 := grad(single, x.Float32(), y)
		if b.DType() != ad.Float32 || math.Abs(a.Item()-b.Item()) > 1e-5*(1+a.Item()) {
			t.Fatalf("loss %v %v, of float64 %v", b.DType(), b, a)
		}
		make().Step(&m, g)
		make().Step(&single, g32)
		for i, p := range []*ad.Tensor{single.W, single.B, single.V, single.C, g32.W, g32.B, g32.V, g32.C} {
			if p.DType() != ad.Float32 {
				t.Errorf("tensor %d has become %v", i, p.DType())
			}
		}
	}
	for _, name := range []string{"m.npz", "m.safetensors"} {
		file := filepath.Join(t.TempDir(), name)
		if err := nn.Save(file, &single); err != nil {
			t.Fatal(err)
		}
		var back net
		back.W, back.B, back.V, back.C = single.W.MulC(0), single.B, single.V, single.C
		if err := nn.Load(file, &back); err != nil {
			t.Fatal(err)
		}
		if back.W.DType() != ad.Float32 || back.W.Sub(single.W).Norm().Item() != 0 {
			t.Errorf("%s: read %v %v, saved %v", name, back.W.DType(), back.W, single.W)
		}
	}
}
