package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// Reshape returns the elements of t, in order, in another shape; one
// dimension may be −1 and is worked out. Reshape() makes a scalar. It panics
// if the sizes differ.
func (t *Tensor) Reshape(shape ...int) *Tensor {
	s := cloneShape(shape)
	free, known := -1, 1
	for i, d := range s {
		if d == -1 && free < 0 {
			free = i
		} else {
			known *= d
		}
	}
	if free >= 0 && known > 0 && t.Size()%known == 0 {
		s[free] = t.Size() / known
	}
	if slices.ContainsFunc(s, func(d int) bool { return d < 0 }) || size(s) != t.Size() {
		panic(&Error{Op: "Reshape", Shapes: [][]int{t.given().shape, shape},
			Detail: itoa(t.Size()) + " elements do not fill " + shapeString(shape)})
	}
	if slices.Equal(s, t.given().shape) {
		return t
	}
	sizeFor("Reshape", s)
	return reshape.apply(&Attr{Shape: s}, t)
}

// BroadcastTo stretches t to a shape under NumPy's rules; it panics if t does
// not fit.
func (t *Tensor) BroadcastTo(shape ...int) *Tensor {
	sizeFor("BroadcastTo", shape)
	if s, ok := broadcastShape(t.given().shape, shape); !ok || !slices.Equal(s, shape) {
		panic(&Error{Op: "BroadcastTo", Shapes: [][]int{t.shape, shape}, Detail: "it does not stretch to that shape",
			Hint: "aligned at the right, each dimension must be equal or 1"})
	}
	return broadcastTo(t, cloneShape(shape))
}

func broadcastTo(t *Tensor, shape []int) *Tensor {
	if slices.Equal(t.shape, shape) {
		return t
	}
	return stretchTo.apply(&Attr{Shape: shape}, t)
}

var reshape, stretchTo, sumTo = new(Prim), new(Prim), new(Prim)

func init() {
	reshape.define(Prim{
		Name: "Reshape", TeX: `\operatorname{reshape}(%s)`,
		batch: func(b *batch) *Tensor { return b.X[0].Reshape(append([]int{b.N}, b.Shape...)...) },
		Eval:  evalReshape, Eval32: evalReshape,
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return g.Reshape(c.X[0].shape...) },
		Shapes:    []Example{{Attr: Attr{Shape: []int{3, 2}}, In: []*Tensor{Randn(1, 6)}}},
	})
	stretchTo.define(Prim{
		Name: "Broadcast", TeX: `\operatorname{broadcast}(%s)`,
		batch: func(b *batch) *Tensor {
			return broadcastTo(widened(b.X[0], len(b.Shape)), append([]int{b.N}, b.Shape...))
		},
		filler:    fills(givenShape, fillStretch[float64], fillStretch[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return unbroadcast(g, c.X[0].shape) },
		Shapes: []Example{
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1, 3)}},
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1, 2, 1)}},
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1)}},
		},
	})
	sumTo.define(Prim{
		Name: "Sum", TeX: `\sum %s`, Prec: precMul,
		batch: func(b *batch) *Tensor {
			shape := []int{b.N}
			for range b.rank(0) - len(b.Shape) {
				shape = append(shape, 1)
			}
			shape = append(shape, b.Shape...)
			return unbroadcast(b.X[0], shape).Reshape(append([]int{b.N}, b.Shape...)...)
		},
		filler:    fills(givenShape, fillSumTo[float64], fillSumTo[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return broadcastTo(g, c.X[0].shape) },
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Shape: []int{2, 1}}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Shape: []int{3}}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
}

func evalReshape(a *Attr, x []*Tensor) *Tensor {
	x[0].view()
	return x[0].first(a.Shape)
}

func fillStretch[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	stretchInto(elements[T](y), y.shape, x[0])
}

// fillSumTo adds up x[0] over the axes along which y would stretch.
func fillSumTo[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	st := strides(y.shape, x[0].shape)
	sumOver(elements[T](y), elements[T](x[0]), x[0].shape, func(axis int) bool { return st[axis] == 0 })
}

// Sum returns the sum of all elements, a scalar.
func (t *Tensor) Sum() *Tensor { return unbroadcast(t, nil) }

// SumAxis returns the sums along one axis, which disappears from the shape; a
// negative axis counts from the end.
func (t *Tensor) SumAxis(axis int) *Tensor {
	return sumAxis.apply(&Attr{Axis: axisOf("SumAxis", t, axis)}, t)
}

// Mean returns the mean of all elements, a scalar.
func (t *Tensor) Mean() *Tensor { return t.Sum().MulC(1 / float64(t.Size())) }

// MeanAxis returns the means along one axis, which disappears from the shape.
func (t *Tensor) MeanAxis(axis int) *Tensor {
	n := t.given().shape[axisOf("MeanAxis", t, axis)]
	return t.SumAxis(axis).MulC(1 / float64(n))
}
