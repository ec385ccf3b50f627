package optim_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/adtest"
	"github.com/gojac/gojac/ad/optim"
)

type layer struct {
	W *ad.Tensor
	B []float64
	N int
}

type model struct {
	Name   string
	Layers []layer
	Head   *layer
	Scale  float64
}

func newModel(x float64) model {
	l := func(x float64) layer { return layer{ad.Vec(x, 2*x), []float64{x}, 7} }
	head := l(x)
	return model{"m", []layer{l(x), l(x)}, &head, x}
}

// TestStep updates every number in a nested struct, by the rule.
func TestStep(t *testing.T) {
	for _, c := range []struct {
		opt   optim.SGD
		steps int
		want  float64 // of a number that starts at 1 with gradient 2
	}{
		{optim.SGD{LR: 0.1}, 1, 0.8},
		{optim.SGD{LR: 0.1}, 2, 0.6},
		{optim.SGD{LR: 0.5, Momentum: 0.5}, 2, 1 - 0.5*2 - 0.5*3},
	} {
		m, before := newModel(1), newModel(1)
		head := m.Head
		for range c.steps {
			c.opt.Step(&m, newModel(2))
		}
		for i, v := range ad.Tensors(m) {
			if got, want := v.Data()[0], c.want; got < want-1e-12 || got > want+1e-12 {
				t.Errorf("%+v: number %d is %v, want %v", c.opt, i, got, want)
			}
		}
		if m.Name != "m" || m.Layers[0].N != 7 {
			t.Errorf("what is no number has changed: %q, %d", m.Name, m.Layers[0].N)
		}
		if head.W.Data()[0] != before.Head.W.Data()[0] {
			t.Error("a tensor that others may hold was changed in place")
		}
	}
}

func TestStepErrors(t *testing.T) {
	for _, c := range []struct {
		model, grad any
		want        string
	}{
		{newModel(1), newModel(1), "give its address: &m"},
		{&model{}, layer{}, "a gradient of type optim_test.layer does not belong to a model of type optim_test.model"},
		{&layer{W: ad.Vec(1)}, layer{W: ad.Vec(1, 2)}, "the gradient of .W has not its shape"},
	} {
		adtest.Refused(t, c.want, func() { (&optim.SGD{LR: 1}).Step(c.model, c.grad) })
	}
}
