package optim_test

import (
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/adtest"
	"github.com/gojac/gojac/ad/optim"
)

// TestStateOfAnother: a state that belongs to another optimizer or model is refused before anything changes.
func TestStateOfAnother(t *testing.T) {
	type model struct{ W, B *ad.Tensor }
	m := model{ad.Ones(2, 2), ad.Ones(2)}
	adam, momentum := &optim.Adam{}, &optim.SGD{LR: 1, Momentum: 0.9}
	for _, c := range []struct {
		s    optim.State
		want string
	}{
		{momentum.Init(&m), "Squares holds 0 tensors, it takes 2"},
		{adam.Init(&struct{ W *ad.Tensor }{ad.Ones(2, 2)}), "Means holds 1 tensors, it takes 2"},
		{adam.Init(&model{ad.Ones(2, 3), ad.Ones(2)}), "Means[0] has not the shape"},
		{optim.State{Means: adam.Init(&m).Means, Squares: adam.Init(&m).Squares}, "Steps is nil"},
	} {
		adtest.Refused(t, c.want, func() { adam.Apply(&m, m, c.s) })
	}
	if m.W.At(0, 0).Item() != 1 {
		t.Error("the model changed")
	}
	if s := adam.Apply(&m, m, optim.State{}); s.Steps.Item() != 1 {
		t.Error("the zero state does not stand for the first")
	}
}
