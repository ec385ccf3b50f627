package optim

import (
	"fmt"
	"slices"
	"strings"

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
	Means    []*ad.Tensor // running means of the gradient; of SGD, the velocity
	Squares  []*ad.Tensor // of its square; of Adagrad, sums
	Velocity []*ad.Tensor // of RMSProp with momentum
	Steps    *ad.Tensor   // how many were taken

	// Rate takes the place of LR unless it is nil, in a compiled step whose
	// rate changes: s.Rate = ad.Scalar(schedule(k)) before each.
	Rate *ad.Tensor
}

// scaled returns a step of the rate that s has, or else lr.
func (s State) scaled(step *ad.Tensor, lr float64) *ad.Tensor {
	if s.Rate == nil {
		return step.MulC(lr)
	}
	return step.Mul(s.Rate)
}

// A keep is which fields of a State an optimizer uses.
type keep struct{ means, squares, velocity, steps bool }

// An applier is an optimizer, as Step uses it.
type applier interface {
	check() // of what it was told
	keeps() keep
	Apply(model, grad any, s State) State
}

// first returns the state of o before the first step.
func first(o applier, model any) (s State) {
	if model == nil || len(ad.Tensors(model)) == 0 {
		panic(&ad.Error{Op: nameOf(o), Detail: fmt.Sprintf("a %T holds no tensors and no numbers to learn", model),
			Hint: "a model is a struct of tensors; fields of interface types do not count, and outside of package main only exported ones do"})
	}
	k := o.keeps()
	if k.means {
		s.Means = zeros(model)
	}
	if k.squares {
		s.Squares = zeros(model)
	}
	if k.velocity {
		s.Velocity = zeros(model)
	}
	if k.steps {
		s.Steps = ad.Scalar(0)
	}
	return s
}

// nameOf returns "SGD" for one.
func nameOf(o applier) string { return strings.TrimPrefix(fmt.Sprintf("%T", o), "*optim.") }

// step takes a step with the state that the optimizer keeps, which begins
// anew where the model has other shapes.
func (s *State) step(o applier, model, grad any) {
	before := *s
	if model == nil || before.misfit(o, model) != "" {
		before = State{}
	}
	*s = o.Apply(model, grad, before)
}

// or returns s, or the first state for the zero value. It panics if s belongs
// to another model or another kind of optimizer, if the model can't be changed
// or if the optimizer was told what it can't do.
func (s State) or(o applier, model any) State {
	o.check()
	addressed(nameOf(o), "the model", model, "&m")
	if s.Means == nil && s.Squares == nil && s.Velocity == nil && s.Steps == nil {
		rate := s.Rate
		s = first(o, model)
		s.Rate = rate
	}
	if what := s.misfit(o, model); what != "" {
		panic(&ad.Error{Op: "Apply", Detail: "the state does not belong to this optimizer and model: " + what, Hint: "make it with Init(model)"})
	}
	return s
}

// misfit says why s is no state of o for the model; "" if it is one.
func (s State) misfit(o applier, model any) string {
	ts := ad.Tensors(model)
	k := o.keeps()
	for _, list := range []struct {
		name string
		has  []*ad.Tensor
		used bool
	}{{"Means", s.Means, k.means}, {"Squares", s.Squares, k.squares}, {"Velocity", s.Velocity, k.velocity}} {
		want := ts
		if !list.used {
			want = nil
		}
		if len(list.has) != len(want) {
			return fmt.Sprintf("%s holds %d tensors, it takes %d", list.name, len(list.has), len(want))
		}
		for i, t := range list.has {
			if t == nil || !slices.Equal(t.Shape(), want[i].Shape()) || t.DType() != want[i].DType() {
				return fmt.Sprintf("%s[%d] has not the shape and type of the model's tensor", list.name, i)
			}
		}
	}
	switch {
	case k.steps && s.Steps == nil:
		return "Steps is nil"
	case k.steps && s.Steps.Size() != 1:
		return "Steps is no number"
	case s.Rate != nil && s.Rate.Dims() != 0:
		return "Rate is no number"
	}
	return ""
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

// update is ad.Update with the place of each tensor in the lists of the state,
// and gradients that do not widen a model of float32.
func update(model, grad any, step func(i int, value, g *ad.Tensor) *ad.Tensor) {
	i := -1
	ad.Update(model, grad, func(_ string, value, g *ad.Tensor) *ad.Tensor {
		if i++; value.DType() == ad.Float32 {
			g = g.Float32()
		}
		return step(i, value, g)
	})
}
