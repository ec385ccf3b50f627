package optim

import "github.com/gojac/gojac/ad"

// or returns x, or what stands for its zero value.
func or(x, otherwise float64) float64 {
	if x == 0 {
		return otherwise
	}
	return x
}

// mixed returns decay·old + (1−decay)·x.
func mixed(decay float64, old, x *ad.Tensor) *ad.Tensor {
	return x.MulC(1 - decay).Add(old.MulC(decay))
}

// RMSProp divides the gradient by the root of its running mean square
// (Hinton, lecture 6e, 2012): θ ← θ − LR·g/(√v + Eps). Centered takes the
// square of the running mean of the gradient from v, which makes it the
// variance (Graves 2013). With momentum, the steps add up as in SGD.
// WeightDecay adds WeightDecay·θ to the gradient. The zero values stand for LR
// 0.001, Decay 0.9 and Eps 1e-8; PyTorch's are 0.01, alpha 0.99 and 1e-8.
type RMSProp struct {
	LR, Decay, Eps float64
	Momentum       float64
	Centered       bool
	WeightDecay    float64
	state          State `ad:"-"`
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *RMSProp) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *RMSProp) Init(model any) State { return first(o, model) }

func (o *RMSProp) keeps() keep {
	return keep{means: o.Centered, squares: true, velocity: o.Momentum != 0}
}

func (o *RMSProp) check() {
	within("RMSProp", limit{"LR", o.LR, inf}, limit{"Decay", o.Decay, 1}, limit{"Eps", o.Eps, inf}, limit{"Momentum", o.Momentum, inf}, limit{"WeightDecay", o.WeightDecay, inf})
}

// Apply is Step with the state given and returned.
func (o *RMSProp) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	decay := or(o.Decay, 0.9)
	next := State{Rate: s.Rate, Means: make([]*ad.Tensor, len(s.Means)), Squares: make([]*ad.Tensor, len(s.Squares)), Velocity: make([]*ad.Tensor, len(s.Velocity))}
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		g = decayed(o.WeightDecay, value, g)
		v := mixed(decay, s.Squares[i], g.Square())
		next.Squares[i] = v
		if o.Centered {
			m := mixed(decay, s.Means[i], g)
			next.Means[i] = m
			v = v.Sub(m.Square()).Maximum(ad.Scalar(0)) // rounding can make it negative
		}
		step := g.Div(v.Sqrt().AddC(or(o.Eps, 1e-8)))
		if o.Momentum != 0 {
			step = s.Velocity[i].MulC(o.Momentum).Add(step)
			next.Velocity[i] = step
		}
		return value.Sub(s.scaled(step, or(o.LR, 1e-3)))
	})
	return next
}

// Adagrad divides the gradient by the root of the sum of all its squares
// (Duchi et al. 2011): θ ← θ − LR·g/(√Σg² + Eps). WeightDecay adds
// WeightDecay·θ to the gradient. The zero values stand for LR 0.01 and Eps
// 1e-10.
type Adagrad struct {
	LR, Eps     float64
	WeightDecay float64
	state       State `ad:"-"`
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *Adagrad) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *Adagrad) Init(model any) State { return first(o, model) }

func (o *Adagrad) keeps() keep { return keep{squares: true} }

func (o *Adagrad) check() {
	within("Adagrad", limit{"LR", o.LR, inf}, limit{"Eps", o.Eps, inf}, limit{"WeightDecay", o.WeightDecay, inf})
}

// Apply is Step with the state given and returned.
func (o *Adagrad) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	next := State{Rate: s.Rate, Squares: make([]*ad.Tensor, len(s.Squares))}
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		g = decayed(o.WeightDecay, value, g)
		next.Squares[i] = s.Squares[i].Add(g.Square())
		return value.Sub(s.scaled(g.Div(next.Squares[i].Sqrt().AddC(or(o.Eps, 1e-10))), or(o.LR, 1e-2)))
	})
	return next
}

// Adam keeps running means of the gradient and its square, corrected for
// their start at zero (Kingma and Ba 2015, algorithm 1). The zero values stand
// for LR 0.001, Beta1 0.9, Beta2 0.999 and Eps 1e-8. Decay shrinks the
// parameters by LR·Decay in each step, apart from the gradient, which makes it
// AdamW (Loshchilov and Hutter 2019); WeightDecay adds WeightDecay·θ to the
// gradient, as PyTorch's Adam does.
type Adam struct {
	LR, Beta1, Beta2, Eps float64
	Decay                 float64
	WeightDecay           float64
	state                 State `ad:"-"`
}

// AdamW returns Adam with a decoupled weight decay.
func AdamW(lr, decay float64) *Adam { return &Adam{LR: lr, Decay: decay} }

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *Adam) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *Adam) Init(model any) State { return first(o, model) }

func (o *Adam) keeps() keep { return keep{means: true, squares: true, steps: true} }

func (o *Adam) check() {
	within("Adam", limit{"LR", o.LR, inf}, limit{"Beta1", o.Beta1, 1}, limit{"Beta2", o.Beta2, 1}, limit{"Eps", o.Eps, inf},
		limit{"Decay", o.Decay, inf}, limit{"WeightDecay", o.WeightDecay, inf})
}

// Apply is Step with the state given and returned.
func (o *Adam) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	b1, b2, lr := or(o.Beta1, 0.9), or(o.Beta2, 0.999), or(o.LR, 1e-3)
	next := State{Rate: s.Rate, Means: make([]*ad.Tensor, len(s.Means)), Squares: make([]*ad.Tensor, len(s.Squares)), Steps: s.Steps.AddC(1)}
	one := ad.Scalar(1)
	c1 := one.Sub(ad.Scalar(b1).Pow(next.Steps))
	c2 := one.Sub(ad.Scalar(b2).Pow(next.Steps))
	rate, scale := s.scaled(one, lr).Div(c1), one.Div(c2)
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		g = decayed(o.WeightDecay, value, g)
		m, v := mixed(b1, s.Means[i], g), mixed(b2, s.Squares[i], g.Square())
		next.Means[i], next.Squares[i] = m, v
		step := m.Mul(rate).Div(v.Mul(scale).Sqrt().AddC(or(o.Eps, 1e-8)))
		if o.Decay != 0 {
			value = value.Sub(s.scaled(value.MulC(o.Decay), lr))
		}
		return value.Sub(step)
	})
	return next
}
