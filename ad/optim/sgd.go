// Package optim updates models. A model is a plain struct of tensors, given
// by its address; its gradient has the same type, so nothing accumulates
// behind the scenes and nothing has to be reset. What is to be updated in
// another way, or not at all, is a part of its own, as PyTorch's parameter
// groups are:
//
//	body.Step(&m.Body, g.Body) // optim.SGD{LR: 0.001}
//	head.Step(&m.Head, g.Head) // optim.Adam{LR: 0.01}
//
// Package optim imports package ad only. Start with SGD.
package optim

import "github.com/gojac/gojac/ad"

// SGD is stochastic gradient descent: θ ← θ − LR·v, where v is the gradient,
// or with momentum v ← Momentum·v + (1−Dampening)·gradient, the first time the
// gradient itself (Polyak 1964; as PyTorch has it). Nesterov looks ahead: the
// step is gradient + Momentum·v (Sutskever et al. 2013). WeightDecay adds
// WeightDecay·θ to the gradient.
// The zero value but for LR is ready to use.
type SGD struct {
	LR          float64
	Momentum    float64
	Nesterov    bool
	Dampening   float64
	WeightDecay float64
	state       State `ad:"-"`
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *SGD) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *SGD) Init(model any) State { return first(o, model) }

func (o *SGD) keeps() keep {
	return keep{means: o.Momentum != 0, steps: o.Momentum != 0 && o.Dampening != 0}
}

func (o *SGD) check() {
	within("SGD", limit{"LR", o.LR, inf}, limit{"Momentum", o.Momentum, inf}, limit{"Dampening", o.Dampening, inf}, limit{"WeightDecay", o.WeightDecay, inf})
	if o.Nesterov && (o.Momentum == 0 || o.Dampening != 0) {
		panic(&ad.Error{Op: "SGD", Detail: "Nesterov looks ahead along the momentum", Hint: "Momentum is not 0, and Dampening is"})
	}
}

// Apply is Step with the state given and returned.
func (o *SGD) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	if o.LR == 0 && s.Rate == nil {
		panic(&ad.Error{Op: "SGD", Detail: "LR is 0, so that nothing would change", Hint: "optim.SGD{LR: 0.1} has a learning rate"})
	}
	next := State{Rate: s.Rate, Means: make([]*ad.Tensor, len(s.Means))}
	share := ad.Scalar(1)
	if s.Steps != nil {
		next.Steps = s.Steps.AddC(1)
		share = ad.Where(s.Steps, ad.Scalar(1-o.Dampening), share)
	}
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		g = decayed(o.WeightDecay, value, g)
		if o.Momentum != 0 {
			v := s.Means[i].MulC(o.Momentum)
			if s.Steps != nil {
				v = v.Add(g.Mul(share))
			} else {
				v = v.Add(g)
			}
			next.Means[i] = v
			if o.Nesterov {
				g = g.Add(v.MulC(o.Momentum))
			} else {
				g = v
			}
		}
		return value.Sub(s.scaled(g, o.LR))
	})
	return next
}

// decayed returns the gradient g of a value with that of decay/2·value².
func decayed(decay float64, value, g *ad.Tensor) *ad.Tensor {
	if decay == 0 {
		return g
	}
	return g.Add(value.MulC(decay))
}
