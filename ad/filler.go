package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// A filler is how a primitive that is not elementwise writes its result into
// memory that is given, in either type: the result takes that of the first
// operand, and what it held before is not read. A compiled function needs it
// to allocate nothing.
type filler struct {
	shape    func(a *Attr, x []*Tensor) []int
	f64, f32 func(a *Attr, y *Tensor, x []*Tensor)
}

func fills(shape func(a *Attr, x []*Tensor) []int, f64, f32 func(a *Attr, y *Tensor, x []*Tensor)) *filler {
	return &filler{shape, f64, f32}
}

func (f *filler) fill(a *Attr, y *Tensor, x []*Tensor) {
	if y.kind == Float32 {
		f.f32(a, y, x)
	} else {
		f.f64(a, y, x)
	}
}

func (f *filler) eval(a *Attr, x []*Tensor) *Tensor {
	y := blank(x[0].kind, f.shape(a, x))
	f.fill(a, y, x)
	return y
}

// Shapes of results.

func givenShape(a *Attr, _ []*Tensor) []int { return a.Shape }

func reducedShape(a *Attr, x []*Tensor) []int { return without(x[0].shape, a.Axis) }

func sameShape(_ *Attr, x []*Tensor) []int { return x[0].shape }

// axisShape is the shape of the first operand with an axis of another length.
func axisShape(length func(a *Attr, x []*Tensor) int) func(a *Attr, x []*Tensor) []int {
	return func(a *Attr, x []*Tensor) []int {
		shape := slices.Clone(x[0].shape)
		shape[a.Axis] = length(a, x)
		return shape
	}
}

// copied returns a plain tensor with memory of its own.
func (t *Tensor) copied() *Tensor {
	y := blank(t.kind, t.shape)
	copy(y.data, t.data)
	copy(y.single, t.single)
	return y
}

// outerParts calls f for each part of two tensors in front of an axis, with
// the number of elements behind it.
func outerParts[T gemm.Float](y, x *Tensor, axis int, f func(to, from []T, inner int)) {
	inner := size(x.shape[axis+1:])
	n, m := x.shape[axis]*inner, y.shape[axis]*inner
	from, to := elements[T](x), elements[T](y)
	for k := range size(x.shape[:axis]) {
		f(to[k*m:(k+1)*m], from[k*n:(k+1)*n], inner)
	}
}
