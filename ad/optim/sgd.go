// Package optim updates models. A model is a plain struct of tensors, given
// by its address; its gradient has the same type, so nothing accumulates
// behind the scenes and nothing has to be reset. Package optim imports
// package ad only. Start with SGD.
package optim

import "github.com/gojac/gojac/ad"

// SGD is stochastic gradient descent: θ ← θ − LR·v, where v is the gradient,
// or with momentum v ← Momentum·v + gradient (Polyak 1964; as PyTorch has it).
// Nesterov looks ahead: the step is gradient + Momentum·v (Sutskever et al.
// 2013).
// The zero value but for LR is ready to use.
type SGD struct {
	LR       float64
	Momentum float64
	Nesterov bool
	state    State `ad:"-"`
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *SGD) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *SGD) Init(model any) State { return first(o, model) }

func (o *SGD) keeps() (means, squares, steps bool) { return o.Momentum != 0, false, false }

// Apply is Step with the state given and returned.
func (o *SGD) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	next := State{Means: make([]*ad.Tensor, len(s.Means))}
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		if o.Momentum != 0 {
			v := s.Means[i].MulC(o.Momentum).Add(g)
			next.Means[i] = v
			if o.Nesterov {
				g = g.Add(v.MulC(o.Momentum))
			} else {
				g = v
			}
		}
		return value.Sub(g.MulC(o.LR))
	})
	return next
}
