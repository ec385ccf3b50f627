package optim

import (
	"math"

	"github.com/gojac/gojac/ad"
)

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
// (Hinton, lecture 6e, 2012): θ ← θ − LR·g/(√v + Eps). The zero values stand
// for LR 0.001, Decay 0.9 and Eps 1e-8.
type RMSProp struct {
	LR, Decay, Eps float64
	state          State `ad:"-"`
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *RMSProp) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *RMSProp) Init(model any) State { return first(o, model) }

func (o *RMSProp) keeps() (means, squares, steps bool) { return false, true, false }

// Apply is Step with the state given and returned.
func (o *RMSProp) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	next := State{Squares: make([]*ad.Tensor, len(s.Squares))}
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		v := mixed(or(o.Decay, 0.9), s.Squares[i], g.Square())
		next.Squares[i] = v
		return value.Sub(g.Div(v.Sqrt().AddC(or(o.Eps, 1e-8))).MulC(or(o.LR, 1e-3)))
	})
	return next
}

// Adam keeps running means of the gradient and its square, corrected for
// their start at zero (Kingma and Ba 2015, algorithm 1). The zero values stand
// for LR 0.001, Beta1 0.9, Beta2 0.999 and Eps 1e-8. Decay shrinks the
// parameters by LR·Decay in each step, apart from the gradient, which makes it
// AdamW (Loshchilov and Hutter 2019).
type Adam struct {
	LR, Beta1, Beta2, Eps float64
	Decay                 float64
	state                 State `ad:"-"`
}

// AdamW returns Adam with a decoupled weight decay.
func AdamW(lr, decay float64) *Adam { return &Adam{LR: lr, Decay: decay} }

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *Adam) Step(model, grad any) { o.state.step(o, model, grad) }

// Init returns the state before the first step.
func (o *Adam) Init(model any) State { return first(o, model) }

func (o *Adam) keeps() (means, squares, steps bool) { return true, true, true }

// Apply is Step with the state given and returned.
func (o *Adam) Apply(model, grad any, s State) State {
	s = s.or(o, model)
	b1, b2, lr := or(o.Beta1, 0.9), or(o.Beta2, 0.999), or(o.LR, 1e-3)
	next := State{Means: make([]*ad.Tensor, len(s.Means)), Squares: make([]*ad.Tensor, len(s.Squares)), Steps: s.Steps.AddC(1)}
	one := ad.Scalar(1)
	c1 := one.Sub(ad.Scalar(b1).Pow(next.Steps))
	c2 := one.Sub(ad.Scalar(b2).Pow(next.Steps))
	rate, scale := ad.Scalar(lr).Div(c1), one.Div(c2)
	update(model, grad, func(i int, value, g *ad.Tensor) *ad.Tensor {
		m, v := mixed(b1, s.Means[i], g), mixed(b2, s.Squares[i], g.Square())
		next.Means[i], next.Squares[i] = m, v
		step := m.Mul(rate).Div(v.Mul(scale).Sqrt().AddC(or(o.Eps, 1e-8)))
		return value.MulC(1 - lr*o.Decay).Sub(step)
	})
	return next
}

// ClipNorm scales the gradient that the pointer points at so that its norm
// over all tensors is at most limit, and returns the norm it had.
func ClipNorm(grad any, limit float64) float64 {
	sum := 0.0
	for _, t := range ad.Tensors(grad) {
		n := t.Norm().Item()
		sum += n * n
	}
	norm := math.Sqrt(sum)
	if norm > limit {
		ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor { return g.MulC(limit / norm) })
	}
	return norm
}

// ClipGlobalNorm is ClipNorm for a compiled step: it returns the norm as a
// tensor, since a number that Go code reads is checked in every replay.
func ClipGlobalNorm(grad any, limit float64) *ad.Tensor {
	sum := ad.Scalar(0)
	for _, t := range ad.Tensors(grad) {
		sum = sum.Add(t.Square().Sum())
	}
	norm, most := sum.Sqrt(), ad.Scalar(limit)
	scale := ad.Where(norm.Gt(most), most.Div(norm), ad.Scalar(1))
	ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor { return g.Mul(scale) })
	return norm
}

// Clip bounds every entry of the gradient that the pointer points at to
// ±limit.
func Clip(grad any, limit float64) {
	ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor {
		return g.Minimum(ad.Scalar(limit)).Maximum(ad.Scalar(-limit))
	})
}
