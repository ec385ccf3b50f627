package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/vec"
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
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			shape, st := make([]int, len(a.Index)), make([]int, len(a.Index))
			for k, axis := range a.Index {
				shape[k], st[k] = x[0].shape[axis], size(x[0].shape[axis+1:])
			}
			y := vec.Zeros(len(x[0].data))
			walk(shape, st, func(i, j int) { y[i] = x[0].data[j] })
			return plain(shape, y)
		},
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
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			shape := slices.Clone(x[0].shape)
			inner := size(shape[a.Axis+1:])
			shape[a.Axis] = 0
			for _, t := range x {
				shape[a.Axis] += t.shape[a.Axis]
			}
			y := make([]float64, 0, size(shape))
			for k := range size(shape[:a.Axis]) {
				for _, t := range x {
					n := t.shape[a.Axis] * inner
					y = append(y, t.data[k*n:(k+1)*n]...)
				}
			}
			return plain(shape, y)
		},
		Push: func(c *Call, i int, dx *Tensor) *Tensor {
			return pad(dx, c.Axis, c.before(i), c.Y.shape[c.Axis])
		},
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
