package nn_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
	"github.com/gojac/gojac/ad/optim"
)

type cnn struct{ W1, B1, W2, B2, W3, B3 *ad.Tensor }

func (m cnn) loss(x, y *ad.Tensor) *ad.Tensor {
	h := nn.MaxPool2D(nn.Conv2D(x, m.W1, m.B1, 1, 3).ReLU(), 2, 2).Reshape(x.Shape()[0], -1)
	return nn.SoftmaxCrossEntropy(h.MatMul(m.W2).Add(m.B2).ReLU().MatMul(m.W3).Add(m.B3), y)
}

func newCNN(side, filters, hidden int) cnn {
	return cnn{
		ad.Randn(1, filters, 3, 7, 7).MulC(0.05), ad.Zeros(filters),
		ad.Randn(2, filters*(side/2)*(side/2), hidden).MulC(0.05), ad.Zeros(hidden),
		ad.Randn(3, hidden, 10).MulC(0.05), ad.Zeros(10),
	}
}

// BenchmarkCNN is a training step of the three-layer network of CS231n's
// second assignment.
func BenchmarkCNN(b *testing.B) {
	for _, as := range []func(*ad.Tensor) *ad.Tensor{(*ad.Tensor).Float64, (*ad.Tensor).Float32} {
		x, y := as(ad.Randn(4, 50, 3, 32, 32)), as(ad.Arange(0, 50, 1).Mod(ad.Scalar(10)))
		b.Run(x.DType().String(), func(b *testing.B) {
			m := newCNN(32, 32, 100)
			opt := optim.SGD{LR: 0.01}
			grad := ad.ValueAndGrad(cnn.loss, ad.Wrt("x1")).(func(m cnn, x, y *ad.Tensor) (*ad.Tensor, cnn))
			step := ad.Compile(func(m cnn, x, y *ad.Tensor) (cnn, *ad.Tensor) {
				l, g := grad(m, x, y)
				opt.Apply(&m, g, optim.State{})
				return m, l
			}, ad.Donate("x1")).(func(m cnn, x, y *ad.Tensor) (cnn, *ad.Tensor))
			m, _ = step(cnn{as(m.W1), as(m.B1), as(m.W2), as(m.B2), as(m.W3), as(m.B3)}, x, y)
			b.ReportAllocs()
			for b.Loop() {
				m, _ = step(m, x, y)
			}
		})
	}
}
