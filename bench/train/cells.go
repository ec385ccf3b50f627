package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gojac/gojac/interp"
)

// cells run in a worker of their own, one after the other.
type cells struct {
	client *interp.Client
	n      int
}

// What a cell can be asked for, each the last expression of a cell that
// prints a number.
var questions = map[string]string{
	"compiled": `clocked(500, func() { m, _ = compiled(m, x, y) })`,    // seconds for a step
	"plain":    `clocked(500, func() { p, _ = step(p, x, y) })`,        // the same, without Compile
	"value":    `fastest(50, func() { f(0.7, 1.1) }) / 40000`,          // seconds for an operation
	"gradient": `fastest(50, func() { ad.Grad(f)(0.7, 1.1) }) / 40000`, // the same, forward and backward
}

// session is what they need: the tiny network, and a function of four
// operations, 10,000 times.
const session = `
type net struct{ W1, B1, W2, B2 *ad.Tensor }

func loss(m net, x, y *ad.Tensor) *ad.Tensor {
	h := x.MatMul(m.W1).Add(m.B1).ReLU()
	return nn.SoftmaxCrossEntropy(h.MatMul(m.W2).Add(m.B2), y)
}

var opt = optim.SGD{LR: 0.01}

func step(m net, x, y *ad.Tensor) (net, *ad.Tensor) {
	l, g := ad.ValueAndGrad(loss, ad.Wrt("m"))(m, x, y)
	opt.Apply(&m, g, optim.State{})
	return m, l
}

func start() net {
	return net{ad.Randn(1, 2, 16).MulC(0.05), ad.Zeros(16), ad.Randn(2, 16, 10).MulC(0.05), ad.Zeros(10)}
}

func f(x1, x2 float64) float64 {
	sum := 0.0
	for i := 0; i < 10000; i++ {
		sum += x1*x2 + math.Sin(x1)
	}
	return sum
}

func clocked(times int, f func()) float64 {
	f()
	start := time.Now()
	for range times {
		f()
	}
	return time.Since(start).Seconds() / float64(times)
}

func fastest(times int, f func()) float64 {
	best := math.Inf(1)
	for range times {
		start := time.Now()
		f()
		best = min(best, time.Since(start).Seconds())
	}
	return best
}

compiled := ad.Compile(step, ad.Donate("m"))
m, p := start(), start()
x, y := ad.Randn(3, 16, 2), ad.Arange(0, 16, 1).Mod(ad.Scalar(10))
`

func (b *bench) cell(what string) (float64, error) {
	ask, ok := questions[what]
	if !ok {
		return 0, fmt.Errorf("unknown measurement")
	}
	if b.cells == nil {
		b.cells = &cells{client: interp.NewClient(interp.ClientConfig{Argv: []string{b.gojac, "worker"}})}
		if _, err := b.cells.run(session); err != nil {
			return 0, err
		}
	}
	text, err := b.cells.run("fmt.Println(" + ask + ")")
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(text), 64)
}

func (c *cells) run(source string) (string, error) {
	c.n++
	var out printed
	if end := c.client.Run(context.Background(), interp.Cell{N: c.n, Code: source}, &out); end.Error != nil {
		return "", fmt.Errorf("%v", end.Error)
	}
	return out.text, nil
}

// printed keeps what a cell printed.
type printed struct {
	interp.Output
	text string
}

func (p *printed) Stream(_, text string) { p.text += text }
