package optim

import (
	"math"
	"slices"

	"github.com/gojac/gojac/ad"
)

// A memory holds a tensor for each parameter, by its path in the model.
type memory map[string]*ad.Tensor

// mix replaces what is kept for path by decay·old + (1−decay)·x, zero where
// nothing fits, and returns it.
func (m *memory) mix(path string, decay float64, x *ad.Tensor) *ad.Tensor {
	if *m == nil {
		*m = memory{}
	}
	now := x.MulC(1 - decay)
	if old := (*m)[path]; old != nil && slices.Equal(old.Shape(), x.Shape()) {
		now = now.Add(old.MulC(decay))
	}
	(*m)[path] = now
	return now
}

// or returns x, or what stands for its zero value.
func or(x, otherwise float64) float64 {
	if x == 0 {
		return otherwise
	}
	return x
}

// RMSProp divides the gradient by the root of its running mean square
// (Hinton, lecture 6e, 2012): θ ← θ − LR·g/(√v + Eps). The zero values stand
// for LR 0.001, Decay 0.9 and Eps 1e-8.
type RMSProp struct {
	LR, Decay, Eps float64
	squares        memory
}

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *RMSProp) Step(model, grad any) {
	ad.Update(model, grad, func(path string, value, g *ad.Tensor) *ad.Tensor {
		v := o.squares.mix(path, or(o.Decay, 0.9), g.Square())
		return value.Sub(g.Div(v.Sqrt().AddC(or(o.Eps, 1e-8))).MulC(or(o.LR, 1e-3)))
	})
}

// Adam keeps running means of the gradient and its square, corrected for
// their start at zero (Kingma and Ba 2015, algorithm 1). The zero values stand
// for LR 0.001, Beta1 0.9, Beta2 0.999 and Eps 1e-8. Decay shrinks the
// parameters by LR·Decay in each step, apart from the gradient, which makes it
// AdamW (Loshchilov and Hutter 2019).
type Adam struct {
	LR, Beta1, Beta2, Eps float64
	Decay                 float64
	steps                 int
	means, squares        memory
}

// AdamW returns Adam with a decoupled weight decay.
func AdamW(lr, decay float64) *Adam { return &Adam{LR: lr, Decay: decay} }

// Step updates the model that the pointer points at by a gradient of its
// type. It panics if they do not belong together.
func (o *Adam) Step(model, grad any) {
	o.steps++
	b1, b2, lr := or(o.Beta1, 0.9), or(o.Beta2, 0.999), or(o.LR, 1e-3)
	c1, c2 := 1-math.Pow(b1, float64(o.steps)), 1-math.Pow(b2, float64(o.steps))
	ad.Update(model, grad, func(path string, value, g *ad.Tensor) *ad.Tensor {
		m, v := o.means.mix(path, b1, g), o.squares.mix(path, b2, g.Square())
		step := m.MulC(lr / c1).Div(v.MulC(1 / c2).Sqrt().AddC(or(o.Eps, 1e-8)))
		return value.MulC(1 - lr*o.Decay).Sub(step)
	})
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

// Clip bounds every entry of the gradient that the pointer points at to
// ±limit.
func Clip(grad any, limit float64) {
	ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor {
		return g.Minimum(ad.Scalar(limit)).Maximum(ad.Scalar(-limit))
	})
}
