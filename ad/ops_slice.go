package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// Slice returns the rows lo ≤ i < hi, that is, part of the first axis. It
// panics if they are out of range.
func (t *Tensor) Slice(lo, hi int) *Tensor { return t.sliced("Slice", 0, lo, hi) }

// SliceAxis returns the entries lo ≤ i < hi along an axis.
func (t *Tensor) SliceAxis(axis, lo, hi int) *Tensor { return t.sliced("SliceAxis", axis, lo, hi) }

func (t *Tensor) sliced(op string, axis, lo, hi int) *Tensor {
	a := axisOf(op, t, axis)
	if lo < 0 || hi > t.shape[a] || lo > hi {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "it has no entries " + itoa(lo) + " to " + itoa(hi) + " along axis " + itoa(a),
			Hint: "they run from 0 to " + itoa(t.shape[a])})
	}
	return slice.apply(&Attr{Axis: a, Lo: lo, Hi: hi}, t)
}

// Row returns entry i along the first axis, which disappears from the shape;
// of a vector, that is the scalar tᵢ.
func (t *Tensor) Row(i int) *Tensor {
	if len(t.given().shape) == 0 || i < 0 || i >= t.shape[0] {
		panic(&Error{Op: "Row", Shapes: shapesOf(t), Detail: "there is no row " + itoa(i)})
	}
	return row.apply(&Attr{Lo: i}, t)
}

// Col returns column j of a matrix as a vector.
func (t *Tensor) Col(j int) *Tensor {
	if len(t.given().shape) != 2 || j < 0 || j >= t.shape[1] {
		panic(&Error{Op: "Col", Shapes: shapesOf(t), Detail: "there is no column " + itoa(j)})
	}
	return t.SliceAxis(1, j, j+1).Reshape(t.shape[0])
}

// At returns the element at an index, one number per axis, as a scalar
// tensor: derivatives pass through it.
func (t *Tensor) At(index ...int) *Tensor {
	if len(index) != len(t.given().shape) {
		panic(&Error{Op: "At", Shapes: shapesOf(t), Detail: itoa(len(index)) + " indices given", Hint: "it has " + itoa(len(t.shape)) + " axes"})
	}
	for a, i := range index {
		if i < 0 || i >= t.shape[a] {
			panic(&Error{Op: "At", Shapes: shapesOf(t), Detail: "there is no entry " + itoa(i) + " along axis " + itoa(a), Hint: "they run from 0 to " + itoa(t.shape[a]-1)})
		}
	}
	for _, i := range index {
		t = t.Row(i)
	}
	return t
}

// Concat joins tensors along their first axis; the other dimensions must be
// equal.
func (t *Tensor) Concat(u *Tensor) *Tensor {
	if needs(t, u); len(t.shape) == 0 || len(t.shape) != len(u.shape) || !slices.Equal(t.shape[1:], u.shape[1:]) {
		panic(&Error{Op: "Concat", Shapes: shapesOf(t, u), Detail: "dimensions behind the first axis differ"})
	}
	return ConcatAxis(0, t, u)
}

// Stack joins tensors of one shape along a new first axis.
func Stack(ts ...*Tensor) *Tensor {
	if needs(ts...); len(ts) == 0 {
		fail("Stack", "", "nothing to stack")
	}
	rows := make([]*Tensor, len(ts))
	for i, t := range ts {
		if !slices.Equal(t.shape, ts[0].shape) {
			panic(&Error{Op: "Stack", Shapes: shapesOf(ts[0], t), Detail: "shapes differ"})
		}
		rows[i] = t
	}
	return stack.apply(&noAttr, rows...)
}

var stack = new(Prim)

func init() {
	stack.define(Prim{
		Name: "Stack", TeX: `\operatorname{stack}(%s)`,
		batch: func(b *batch) *Tensor {
			x := make([]*Tensor, len(b.X))
			for i := range x {
				t := b.every(i)
				x[i] = t.Reshape(append([]int{b.N, 1}, t.shape[1:]...)...)
			}
			return ConcatAxis(1, x...)
		},
		filler:    fills(func(_ *Attr, x []*Tensor) []int { return append([]int{len(x)}, x[0].shape...) }, fillStack[float64], fillStack[float32]),
		Joint:     true,
		Transpose: func(_ *Call, i int, g *Tensor) *Tensor { return g.Row(i) },
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 2), Randn(2, 2), Randn(3, 2)}},
			{In: []*Tensor{Randn(1), Randn(2)}},
		},
	})
}

// pad places t at offset lo of an axis of length n, with zeros around it.
func pad(t *Tensor, axis, lo, n int) *Tensor {
	return padTo.apply(&Attr{Axis: axis, Lo: lo, Hi: n}, t)
}

var row, slice, padTo = new(Prim), new(Prim), new(Prim)

func init() {
	row.define(Prim{
		Name: "Row", TeX: "%s_{[@lo]}", Text: "%s[@lo]", Prec: precPow,
		batch: func(b *batch) *Tensor {
			return b.X[0].SliceAxis(1, b.Lo, b.Lo+1).Reshape(append([]int{b.N}, b.X[0].shape[2:]...)...)
		},
		filler: fills(func(_ *Attr, x []*Tensor) []int { return cloneShape(x[0].shape[1:]) }, fillRow[float64], fillRow[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return pad(g.Reshape(append([]int{1}, g.shape...)...), 0, c.Lo, c.X[0].shape[0])
		},
		Shapes: []Example{
			{Attr: Attr{Lo: 1}, In: []*Tensor{Randn(1, 3, 2)}},
			{Attr: Attr{Lo: 2}, In: []*Tensor{Randn(1, 3)}},
		},
	})
	slice.define(Prim{
		Name: "Slice", TeX: "%s_{[@lo:@hi]}", Text: "%s[@lo:@hi]", Prec: precPow,
		batch:     alongNext(slice),
		filler:    fills(axisShape(func(a *Attr, _ []*Tensor) int { return a.Hi - a.Lo }), fillSlice[float64], fillSlice[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return pad(g, c.Axis, c.Lo, c.X[0].shape[c.Axis]) },
		Shapes: []Example{
			{Attr: Attr{Axis: 0, Lo: 1, Hi: 3}, In: []*Tensor{Randn(1, 4, 2)}},
			{Attr: Attr{Axis: 1, Lo: 0, Hi: 1}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
	padTo.define(Prim{
		Name: "Pad", TeX: `\operatorname{pad}(%s)`,
		batch:  alongNext(padTo),
		filler: fills(axisShape(func(a *Attr, _ []*Tensor) int { return a.Hi }), fillPad[float64], fillPad[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return g.SliceAxis(c.Axis, c.Lo, c.Lo+c.X[0].shape[c.Axis])
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 0, Lo: 1, Hi: 4}, In: []*Tensor{Randn(1, 2, 2)}},
			{Attr: Attr{Axis: 1, Lo: 0, Hi: 3}, In: []*Tensor{Randn(1, 2, 2)}},
		},
	})
}

func fillStack[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	to := elements[T](y)
	for _, t := range x {
		to = to[copy(to, elements[T](t)):]
	}
}

func fillRow[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	to := elements[T](y)
	copy(to, elements[T](x[0])[a.Lo*len(to):])
}

func fillSlice[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	outerParts(y, x[0], a.Axis, func(to, from []T, inner int) { copy(to, from[a.Lo*inner:]) })
}

func fillPad[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	outerParts(y, x[0], a.Axis, func(to, from []T, inner int) {
		clear(to[:a.Lo*inner])
		clear(to[a.Lo*inner+copy(to[a.Lo*inner:], from):])
	})
}
