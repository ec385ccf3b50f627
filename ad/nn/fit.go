package nn

import (
	"fmt"
	"slices"

	"github.com/gojac/gojac/ad"
)

// stretched is the shape that two broadcast to; ok is false if they do not.
func stretched(a, b []int) (shape []int, ok bool) {
	if len(a) < len(b) {
		a, b = b, a
	}
	shape = slices.Clone(a)
	for i, n := range b {
		switch at := &shape[len(a)-len(b)+i]; {
		case *at == 1:
			*at = n
		case n != 1 && n != *at:
			return nil, false
		}
	}
	return shape, true
}

// paired panics unless one of a prediction and a target, which are not empty,
// broadcasts to the other.
func paired(op string, prediction, target *ad.Tensor) {
	p, t := prediction.Shape(), target.Shape()
	shape, ok := stretched(p, t)
	if !ok || !slices.Equal(shape, p) && !slices.Equal(shape, t) || prediction.Size()*target.Size() == 0 {
		panic(&ad.Error{Op: op, Shapes: [][]int{p, t}, Detail: "what is predicted and what is wanted do not belong together",
			Hint: "both have the same shape, or one stretches to the other; Reshape changes it"})
	}
}

// fitting returns t, and panics unless it broadcasts to the shape of x.
func fitting(op, what string, t, x *ad.Tensor) *ad.Tensor {
	if shape, ok := stretched(t.Shape(), x.Shape()); !ok || !slices.Equal(shape, x.Shape()) {
		panic(&ad.Error{Op: op, Shapes: [][]int{x.Shape(), t.Shape()}, Detail: what + " does not stretch to the shape of what it is for"})
	}
	return t
}

// vector returns t, and panics unless it holds n numbers, in one axis, or is a number.
func vector(op, what string, t *ad.Tensor, n int) *ad.Tensor {
	if s := t.Shape(); len(s) > 0 && !slices.Equal(s, []int{n}) {
		panic(&ad.Error{Op: op, Shapes: [][]int{s}, Detail: what + " does not belong to this input", Hint: fmt.Sprintf("its shape is (%d)", n)})
	}
	return t
}
