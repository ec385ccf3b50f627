package ad

import "slices"

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
		panic(&Error{Op: "Reshape", Shapes: [][]int{t.shape, shape},
			Detail: itoa(t.Size()) + " elements do not fill " + shapeString(shape)})
	}
	if slices.Equal(s, t.shape) {
		return t
	}
	return reshape.apply(&Attr{Shape: s}, t)
}

// BroadcastTo stretches t to a shape under NumPy's rules; it panics if t does
// not fit.
func (t *Tensor) BroadcastTo(shape ...int) *Tensor {
	if s, ok := broadcastShape(t.shape, shape); !ok || !slices.Equal(s, shape) {
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
		Eval:      func(a *Attr, x []*Tensor) *Tensor { return plain(a.Shape, x[0].data) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return g.Reshape(c.X[0].shape...) },
		Shapes:    []Example{{Attr: Attr{Shape: []int{3, 2}}, In: []*Tensor{Randn(1, 6)}}},
	})
	stretchTo.define(Prim{
		Name: "Broadcast", TeX: `\operatorname{broadcast}(%s)`,
		Eval:      func(a *Attr, x []*Tensor) *Tensor { return plain(a.Shape, stretch(x[0], a.Shape)) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return unbroadcast(g, c.X[0].shape) },
		Shapes: []Example{
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1, 3)}},
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1, 2, 1)}},
			{Attr: Attr{Shape: []int{2, 3}}, In: []*Tensor{Randn(1)}},
		},
	})
	sumTo.define(Prim{
		Name: "Sum", TeX: `\sum %s`, Prec: precMul,
		Eval:      evalSumTo,
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return broadcastTo(g, c.X[0].shape) },
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Shape: []int{2, 1}}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Shape: []int{3}}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
}

// evalSumTo adds up x[0] over the axes along which a.Shape would stretch.
func evalSumTo(a *Attr, x []*Tensor) *Tensor {
	y := make([]float64, size(a.Shape))
	if len(y) == 1 {
		for _, v := range x[0].data {
			y[0] += v
		}
		return plain(a.Shape, y)
	}
	d := x[0].data
	walk(x[0].shape, strides(a.Shape, x[0].shape), func(i, j int) { y[j] += d[i] })
	return plain(a.Shape, y)
}

// Sum returns the sum of all elements, a scalar.
func (t *Tensor) Sum() *Tensor { return unbroadcast(t, nil) }

// SumAxis returns the sums along one axis, which disappears from the shape; a
// negative axis counts from the end.
func (t *Tensor) SumAxis(axis int) *Tensor {
	a := axisOf("SumAxis", t, axis)
	kept := slices.Clone(t.shape)
	kept[a] = 1
	return unbroadcast(t, kept).Reshape(slices.Delete(slices.Clone(kept), a, a+1)...)
}

// Mean returns the mean of all elements, a scalar.
func (t *Tensor) Mean() *Tensor { return t.Sum().MulC(1 / float64(t.Size())) }

// MeanAxis returns the means along one axis, which disappears from the shape.
func (t *Tensor) MeanAxis(axis int) *Tensor {
	n := t.shape[axisOf("MeanAxis", t, axis)]
	return t.SumAxis(axis).MulC(1 / float64(n))
}

// Slice returns the rows lo ≤ i < hi, that is, part of the first axis. It
// panics if they are out of range.
func (t *Tensor) Slice(lo, hi int) *Tensor { return t.SliceAxis(0, lo, hi) }

// SliceAxis returns the entries lo ≤ i < hi along an axis.
func (t *Tensor) SliceAxis(axis, lo, hi int) *Tensor {
	a := axisOf("Slice", t, axis)
	if lo < 0 || hi > t.shape[a] || lo > hi {
		panic(&Error{Op: "Slice", Shapes: shapesOf(t), Detail: "it has no entries " + itoa(lo) + " to " + itoa(hi) + " along axis " + itoa(a),
			Hint: "they run from 0 to " + itoa(t.shape[a])})
	}
	return slice.apply(&Attr{Axis: a, Lo: lo, Hi: hi}, t)
}

// Row returns entry i along the first axis, which disappears from the shape;
// of a vector, that is the scalar tᵢ.
func (t *Tensor) Row(i int) *Tensor {
	if len(t.shape) == 0 || i < 0 || i >= t.shape[0] {
		panic(&Error{Op: "Row", Shapes: shapesOf(t), Detail: "there is no row " + itoa(i)})
	}
	return t.Slice(i, i+1).Reshape(t.shape[1:]...)
}

// Col returns column j of a matrix as a vector.
func (t *Tensor) Col(j int) *Tensor {
	if len(t.shape) != 2 || j < 0 || j >= t.shape[1] {
		panic(&Error{Op: "Col", Shapes: shapesOf(t), Detail: "there is no column " + itoa(j)})
	}
	return t.SliceAxis(1, j, j+1).Reshape(t.shape[0])
}

// At returns the element at an index, one number per axis, as a scalar
// tensor: derivatives pass through it.
func (t *Tensor) At(index ...int) *Tensor {
	if len(index) != len(t.shape) {
		panic(&Error{Op: "At", Shapes: shapesOf(t), Detail: itoa(len(index)) + " indices given", Hint: "it has " + itoa(len(t.shape)) + " axes"})
	}
	for _, i := range index {
		t = t.Row(i)
	}
	return t
}

// Concat joins tensors along their first axis; the other dimensions must be
// equal.
func (t *Tensor) Concat(u *Tensor) *Tensor {
	if len(t.shape) == 0 || len(t.shape) != len(u.shape) || !slices.Equal(t.shape[1:], u.shape[1:]) {
		panic(&Error{Op: "Concat", Shapes: shapesOf(t, u), Detail: "dimensions behind the first axis differ"})
	}
	n, m := t.shape[0], u.shape[0]
	return pad(t, 0, 0, n+m).Add(pad(u, 0, n, n+m))
}

// Stack joins tensors of one shape along a new first axis.
func Stack(ts ...*Tensor) *Tensor {
	if len(ts) == 0 {
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
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			var data []float64
			for _, t := range x {
				data = append(data, t.data...)
			}
			return plain(append([]int{len(x)}, x[0].shape...), data)
		},
		Push: func(c *Call, i int, dx *Tensor) *Tensor {
			return pad(dx.Reshape(append([]int{1}, dx.shape...)...), 0, i, len(c.X))
		},
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

var slice, padTo = new(Prim), new(Prim)

func init() {
	slice.define(Prim{
		Name: "Slice", TeX: `%s_{[\cdot]}`, Prec: precPow,
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			shape := slices.Clone(x[0].shape)
			shape[a.Axis] = a.Hi - a.Lo
			y := make([]float64, 0, size(shape))
			inner := size(shape[a.Axis+1:])
			block := x[0].shape[a.Axis] * inner
			for at := 0; at < len(x[0].data); at += block {
				y = append(y, x[0].data[at+a.Lo*inner:at+a.Hi*inner]...)
			}
			return plain(shape, y)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return pad(g, c.Axis, c.Lo, c.X[0].shape[c.Axis]) },
		Shapes: []Example{
			{Attr: Attr{Axis: 0, Lo: 1, Hi: 3}, In: []*Tensor{Randn(1, 4, 2)}},
			{Attr: Attr{Axis: 1, Lo: 0, Hi: 1}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
	padTo.define(Prim{
		Name: "Pad", TeX: `\operatorname{pad}(%s)`,
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			shape := slices.Clone(x[0].shape)
			n := shape[a.Axis]
			shape[a.Axis] = a.Hi
			y := make([]float64, size(shape))
			inner := size(shape[a.Axis+1:])
			for k := 0; k*n*inner < len(x[0].data); k++ {
				copy(y[(k*a.Hi+a.Lo)*inner:], x[0].data[k*n*inner:(k+1)*n*inner])
			}
			return plain(shape, y)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return g.SliceAxis(c.Axis, c.Lo, c.Lo+c.X[0].shape[c.Axis])
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 0, Lo: 1, Hi: 4}, In: []*Tensor{Randn(1, 2, 2)}},
			{Attr: Attr{Axis: 1, Lo: 0, Hi: 3}, In: []*Tensor{Randn(1, 2, 2)}},
		},
	})
}
