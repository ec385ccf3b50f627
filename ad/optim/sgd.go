// Package optim updates models. A model is a plain struct of tensors, given
// by its address; its gradient has the same type, so nothing accumulates
// behind the scenes and nothing has to be reset. Package optim imports
// package ad only. Start with SGD.
package optim

import (
	"slices"

	"github.com/gojac/gojac/ad"
)

// SGD is stochastic gradient descent: θ ← θ − LR·v, where v is the gradient,
// or with momentum v ← Momentum·v + gradient (Polyak 1964; as PyTorch has it).
// Nesterov looks ahead: the step is gradient + Momentum·v (Sutskever et al.
// 2013).
// The zero value but for LR is ready to use.
type SGD struct {
	LR       float64
	Momentum float64
	Nesterov bool
	velocity map[string]*ad.Tensor
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *SGD) Step(model, grad any) {
	ad.Update(model, grad, func(path string, value, g *ad.Tensor) *ad.Tensor {
		if o.Momentum != 0 {
			if o.velocity == nil {
				o.velocity = map[string]*ad.Tensor{}
			}
			v := g
			if old := o.velocity[path]; old != nil && slices.Equal(old.Shape(), g.Shape()) {
				v = old.MulC(o.Momentum).Add(g)
			}
			o.velocity[path] = v
			if o.Nesterov {
				g = g.Add(v.MulC(o.Momentum))
			} else {
				g = v
			}
		}
		return value.Sub(g.MulC(o.LR))
	})
}
