package main

import (
	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/nn"
	"github.com/gojac/gojac/ad/optim"
)

var opt = optim.SGD{LR: 0.01}

var nets = map[string]func(as func(*ad.Tensor) *ad.Tensor, size [4]int) trainer{"mlp": newMLP, "cnn": newCNN}

const classes = 10 // of the cnn

// A mlp is two layers with a ReLU between them.
type mlp struct{ W1, B1, W2, B2 *ad.Tensor }

func newMLP(as func(*ad.Tensor) *ad.Tensor, size [4]int) trainer {
	inputs, hidden, outputs, batch := size[0], size[1], size[2], size[3]
	loss := func(m mlp, x, y *ad.Tensor) *ad.Tensor {
		return nn.SoftmaxCrossEntropy(x.MatMul(m.W1).Add(m.B1).ReLU().MatMul(m.W2).Add(m.B2), y)
	}
	grad := ad.ValueAndGrad(loss, ad.Wrt("x1")).(func(m mlp, x, y *ad.Tensor) (*ad.Tensor, mlp))
	step := ad.Compile(func(m mlp, x, y *ad.Tensor) (mlp, *ad.Tensor) {
		l, g := grad(m, x, y)
		opt.Apply(&m, g, optim.State{})
		return m, l
	}, ad.Donate("x1")).(func(m mlp, x, y *ad.Tensor) (mlp, *ad.Tensor))
	m := mlp{as(small(1, inputs, hidden)), as(ad.Zeros(hidden)), as(small(2, hidden, outputs)), as(ad.Zeros(outputs))}
	x, y := as(ad.Randn(3, batch, inputs)), as(labels(batch, outputs))
	return func(steps int) {
		for range steps {
			m, _ = step(m, x, y)
		}
	}
}

// A cnn is the three-layer network of CS231n's second assignment, with its
// sizes at 32-32-100-50: conv – ReLU – 2×2 max pool – linear – ReLU – linear – softmax.
type cnn struct{ W1, B1, W2, B2, W3, B3 *ad.Tensor }

func newCNN(as func(*ad.Tensor) *ad.Tensor, size [4]int) trainer {
	side, filters, hidden, batch := size[0], size[1], size[2], size[3]
	loss := func(m cnn, x, y *ad.Tensor) *ad.Tensor {
		h := nn.MaxPool2D(nn.Conv2D(x, m.W1, m.B1, 1, 3).ReLU(), 2, 2).Reshape(batch, -1)
		h = h.MatMul(m.W2).Add(m.B2).ReLU()
		return nn.SoftmaxCrossEntropy(h.MatMul(m.W3).Add(m.B3), y)
	}
	grad := ad.ValueAndGrad(loss, ad.Wrt("x1")).(func(m cnn, x, y *ad.Tensor) (*ad.Tensor, cnn))
	step := ad.Compile(func(m cnn, x, y *ad.Tensor) (cnn, *ad.Tensor) {
		l, g := grad(m, x, y)
		opt.Apply(&m, g, optim.State{})
		return m, l
	}, ad.Donate("x1")).(func(m cnn, x, y *ad.Tensor) (cnn, *ad.Tensor))
	m := cnn{
		as(small(1, filters, 3, 7, 7)), as(ad.Zeros(filters)),
		as(small(2, filters*(side/2)*(side/2), hidden)), as(ad.Zeros(hidden)),
		as(small(3, hidden, classes)), as(ad.Zeros(classes)),
	}
	x, y := as(ad.Randn(4, batch, 3, side, side)), as(labels(batch, classes))
	return func(steps int) {
		for range steps {
			m, _ = step(m, x, y)
		}
	}
}

func small(seed int, shape ...int) *ad.Tensor { return ad.Randn(seed, shape...).MulC(0.05) }

func labels(batch, classes int) *ad.Tensor {
	y := make([]float64, batch)
	for i := range y {
		y[i] = float64(i % classes)
	}
	return ad.Vec(y...)
}
