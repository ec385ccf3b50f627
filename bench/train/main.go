// Command train measures training steps of a two-layer network for bench. It
// reads lines "inputs hidden outputs batch steps" and answers each with the
// seconds that a step took; "peak" is answered with the floating-point
// operations a second of a matrix product that fits the cache.
package main

import (
	"bufio"
	"fmt"
	"os"
	"time"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/nn"
	"github.com/gojac/gojac/ad/optim"
)

type net struct{ W1, B1, W2, B2 *ad.Tensor }

type size struct{ inputs, hidden, outputs, batch int }

// A trainer is a network in training.
type trainer struct {
	m    net
	x, y *ad.Tensor
	step func(m net, x, y *ad.Tensor) (net, *ad.Tensor)
}

func newTrainer(s size) *trainer {
	loss := func(m net, x, y *ad.Tensor) *ad.Tensor {
		return nn.SoftmaxCrossEntropy(x.MatMul(m.W1).Add(m.B1).ReLU().MatMul(m.W2).Add(m.B2), y)
	}
	grad := ad.ValueAndGrad(loss, ad.Wrt("x1")).(func(m net, x, y *ad.Tensor) (*ad.Tensor, net))
	opt := optim.SGD{LR: 0.01}
	step := ad.Compile(func(m net, x, y *ad.Tensor) (net, *ad.Tensor) {
		l, g := grad(m, x, y)
		opt.Apply(&m, g, optim.State{})
		return m, l
	}, ad.Donate("x1")).(func(m net, x, y *ad.Tensor) (net, *ad.Tensor))
	labels := ad.Arange(0, float64(s.batch), 1).Data()
	for i := range labels {
		labels[i] = float64(i % s.outputs)
	}
	return &trainer{
		m: net{ad.Randn(1, s.inputs, s.hidden).MulC(0.05), ad.Zeros(s.hidden), ad.Randn(2, s.hidden, s.outputs).MulC(0.05), ad.Zeros(s.outputs)},
		x: ad.Randn(3, s.batch, s.inputs), y: ad.Vec(labels...), step: step,
	}
}

// run takes steps and returns the seconds for each.
func (t *trainer) run(steps int) float64 {
	start := time.Now()
	for range steps {
		t.m, _ = t.step(t.m, t.x, t.y)
	}
	return time.Since(start).Seconds() / float64(steps)
}

// peak returns the rate of a product of 128 × 128 matrices, at its best.
func peak() float64 {
	const n = 128
	a, b, c := ad.Randn(1, n*n).Data(), ad.Randn(2, n*n).Data(), make([]float64, n*n)
	best := 0.0
	for range 50 {
		start := time.Now()
		for range 10 {
			gemm.Mul(gemm.Dense(n, n, c), gemm.Dense(n, n, a), gemm.Dense(n, n, b))
		}
		best = max(best, 10*2*n*n*n/time.Since(start).Seconds())
	}
	return best
}

func main() {
	trainers := map[size]*trainer{}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		if in.Text() == "peak" {
			fmt.Println(peak())
			continue
		}
		var s size
		var steps int
		if _, err := fmt.Sscan(in.Text(), &s.inputs, &s.hidden, &s.outputs, &s.batch, &steps); err != nil {
			fmt.Fprintln(os.Stderr, "train:", in.Text(), err)
			os.Exit(2)
		}
		if trainers[s] == nil {
			trainers[s] = newTrainer(s)
			trainers[s].run(3)
		}
		fmt.Println(trainers[s].run(steps))
	}
}
