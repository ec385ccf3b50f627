package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// Permute returns t with its axes in another order: axis k of the result is
// axis axes[k] of t. It panics unless every axis is named once.
func (t *Tensor) Permute(axes ...int) *Tensor {
	seen := make([]bool, len(t.given().shape))
	for _, a := range axes {
		if len(axes) != len(t.shape) || a < 0 || a >= len(seen) || seen[a] {
			panic(&Error{Op: "Permute", Shapes: shapesOf(t), Detail: "the axes " + shapeString(axes) + " do not name each of its axes once"})
		}
		seen[a] = true
	}
	if len(axes) != len(t.shape) {
		panic(&Error{Op: "Permute", Shapes: shapesOf(t), Detail: "the axes " + shapeString(axes) + " do not name each of its axes once"})
	}
	if slices.IsSorted(axes) {
		return t
	}
	return permute.apply(&Attr{Index: slices.Clone(axes)}, t)
}

// ConcatAxis joins tensors along an axis; the other dimensions must be equal.
func ConcatAxis(axis int, ts ...*Tensor) *Tensor {
	if needs(ts...); len(ts) == 0 {
		fail("Concat", "", "nothing to join")
	}
	a := axisOf("Concat", ts[0], axis)
	for _, t := range ts {
		if len(t.shape) != len(ts[0].shape) || !slices.Equal(t.shape[:a], ts[0].shape[:a]) || !slices.Equal(t.shape[a+1:], ts[0].shape[a+1:]) {
			panic(&Error{Op: "Concat", Shapes: shapesOf(ts[0], t), Detail: "dimensions besides that of axis " + itoa(a) + " differ"})
		}
	}
	if len(ts) == 1 {
		return ts[0]
	}
	return concat.apply(&Attr{Axis: a}, slices.Clone(ts)...)
}

var permute, concat = new(Prim), new(Prim)

func init() {
	permute.define(Prim{
		Name: "Permute", TeX: `\operatorname{permute}(%s)`,
		batch: func(b *batch) *Tensor {
			axes := []int{0}
			for _, k := range b.Index {
				axes = append(axes, k+1)
			}
			return b.X[0].Permute(axes...)
		},
		filler: fills(permutedShape, fillPermute[float64], fillPermute[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			back := make([]int, len(c.Index))
			for k, axis := range c.Index {
				back[axis] = k
			}
			return g.Permute(back...)
		},
		Shapes: []Example{
			{Attr: Attr{Index: []int{2, 0, 1}}, In: []*Tensor{Randn(1, 2, 3, 4)}},
			{Attr: Attr{Index: []int{1, 0}}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
	concat.define(Prim{
		Name: "Concat", TeX: `\operatorname{concat}(%s)`,
		batch:  alongNext(concat),
		filler: fills(axisShape(joined), fillConcat[float64], fillConcat[float32]),
		Joint:  true,
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			lo := c.before(i)
			return g.SliceAxis(c.Axis, lo, lo+c.X[i].shape[c.Axis])
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3), Randn(2, 2, 1), Randn(3, 2, 2)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 2), Randn(2, 3)}},
		},
	})
}

// before returns where operand i of a Concat begins in the result.
func (c *Call) before(i int) int {
	lo := 0
	for _, t := range c.X[:i] {
		lo += t.shape[c.Axis]
	}
	return lo
}

func permutedShape(a *Attr, x []*Tensor) []int {
	shape := make([]int, len(a.Index))
	for k, axis := range a.Index {
		shape[k] = x[0].shape[axis]
	}
	return shape
}

// fillPermute copies runs of the axes that stay last, or else line by line.
func fillPermute[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	to, from := elements[T](y), elements[T](x[0])
	if len(to) == 0 {
		return
	}
	k := len(a.Index)
	for k > 0 && a.Index[k-1] == k-1 {
		k--
	}
	run, step := size(y.shape[k:]), 1
	if run == 1 {
		k--
		run, step = y.shape[k], size(x[0].shape[a.Index[k]+1:])
	}
	st := make([]int, k)
	for i := range st {
		st[i] = size(x[0].shape[a.Index[i]+1:])
	}
	walk(y.shape[:k], st, func(i, j int) {
		line := to[i*run : (i+1)*run]
		if step == 1 {
			copy(line, from[j:])
			return
		}
		for m := range line {
			line[m] = from[j+m*step]
		}
	})
}

// joined is the length of the axis along which operands are joined.
func joined(a *Attr, x []*Tensor) int {
	n := 0
	for _, t := range x {
		n += t.shape[a.Axis]
	}
	return n
}

func fillConcat[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	to := elements[T](y)
	for k := range size(y.shape[:a.Axis]) {
		for _, t := range x {
			n := size(t.shape[a.Axis:])
			to = to[copy(to, elements[T](t)[k*n:(k+1)*n]):]
		}
	}
}
