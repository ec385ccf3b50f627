package optim

import (
	"fmt"
	"slices"

	"github.com/gojac/gojac/ad"
)

// A State is what an optimizer remembers from step to step, for a model: all
// of it tensors, so that a step which takes and returns it can be compiled:
//
//	s := opt.Init(m)
//	step := ad.Compile(func(m Net, s optim.State, x, y *ad.Tensor) (Net, optim.State, *ad.Tensor) {
//		L, g := ad.ValueAndGrad(loss, ad.Wrt("m"))(m, x, y)
//		s = opt.Apply(&m, g, s)
//		return m, s, L
//	}, ad.Donate("m", "s"))
//
// Each list holds a tensor for each of the model's tensors and floats, in the
// order of [ad.Tensors]; what an optimizer does not use is empty. The zero
// State stands for Init(m).
type State struct {
	Means   []*ad.Tensor // running means of the gradient; of SGD, the velocity
	Squares []*ad.Tensor // of its square
	Steps   *ad.Tensor   // how many were taken
}

// An applier is an optimizer, as Step uses it.
type applier interface {
	Init(model any) State
	Apply(model, grad any, s State) State
}

// step takes a step with the state that the optimizer keeps, which begins
// anew where the model has other shapes.
func (s *State) step(o applier, model, grad any) {
	fresh := o.Init(model)
	if !alike(s.Means, fresh.Means) || !alike(s.Squares, fresh.Squares) || (s.Steps == nil) != (fresh.Steps == nil) {
		*s = fresh
	}
	*s = o.Apply(model, grad, *s)
}

// or returns s, or the first state for the zero value.
func (s State) or(o applier, model any) State {
	if s.Means == nil && s.Squares == nil && s.Steps == nil {
		return o.Init(model)
	}
	return s
}

func alike(a, b []*ad.Tensor) bool {
	return slices.EqualFunc(a, b, func(x, y *ad.Tensor) bool { return slices.Equal(x.Shape(), y.Shape()) && x.DType() == y.DType() })
}

// zeros returns zeros of the shapes and types of the model's tensors.
func zeros(model any) []*ad.Tensor {
	var z []*ad.Tensor
	for _, t := range ad.Tensors(model) {
		zero := ad.Zeros(t.Shape()...)
		if t.DType() == ad.Float32 {
			zero = zero.Float32()
		}
		z = append(z, zero)
	}
	return z
}

// update is ad.Update with the place of each tensor in the lists of s.
func (s *State) update(model, grad any, step func(i int, value, g *ad.Tensor) *ad.Tensor) {
	n := len(ad.Tensors(model))
	for _, list := range [][]*ad.Tensor{s.Means, s.Squares} {
		if len(list) != 0 && len(list) != n {
			panic(&ad.Error{Op: "Apply", Detail: fmt.Sprintf("the state is for %d tensors, the model has %d", len(list), n), Hint: "make it with Init(model)"})
		}
	}
	i := -1
	ad.Update(model, grad, func(_ string, value, g *ad.Tensor) *ad.Tensor {
		i++
		return step(i, value, g)
	})
}
