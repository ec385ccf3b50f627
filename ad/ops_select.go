package ad

import (
	"math"
	"slices"
)

// Where returns a where cond is not zero and b elsewhere; all three broadcast.
// Derivatives pass to the side that was taken.
func Where(cond, a, b *Tensor) *Tensor { return where.apply(&noAttr, cond, a, b) }

var where = new(Prim)

func init() {
	where.define(Prim{
		Name: "Where", TeX: `\operatorname{where}(%s, %s, %s)`, Passive: []int{0},
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			shape := mustBroadcast("Where", x[1], x[2])
			shape = mustBroadcast("Where", x[0], plain(shape, nil))
			c, a, b := stretch(x[0], shape), stretch(x[1], shape), stretch(x[2], shape)
			y := make([]float64, len(c))
			for i := range y {
				if y[i] = b[i]; c[i] != 0 {
					y[i] = a[i]
				}
			}
			return plain(shape, y)
		},
		Push: func(c *Call, i int, dx *Tensor) *Tensor {
			return broadcastTo(taken(c, i, dx), c.Y.shape)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			return unbroadcast(taken(c, i, g), c.X[i].shape)
		},
		Shapes: []Example{
			{In: []*Tensor{Vec(1, 0, 1), Randn(1, 3), Randn(2, 3)}},
			{In: []*Tensor{Vec(1, 0, 1), Randn(1), Randn(2, 2, 1)}},
		},
	})
}

// taken returns d where input i of a Where was taken and 0 elsewhere.
func taken(c *Call, i int, d *Tensor) *Tensor {
	if i == 1 {
		return Where(c.X[0], d, Scalar(0))
	}
	return Where(c.X[0], Scalar(0), d)
}

// StopGradient returns t as a constant: no derivative passes through it.
func (t *Tensor) StopGradient() *Tensor { return stop.apply1(t) }

var stop = new(Prim)

func init() {
	stop.define(Prim{
		Name: "StopGradient", TeX: `\operatorname{stop}(%s)`, Steps: true,
		Fun: func(x float64) float64 { return x },
	})
}

// Max returns the largest element. Ties share the derivative evenly. It
// panics if t is empty.
func (t *Tensor) Max() *Tensor { return t.Reshape(-1).MaxAxis(0) }

// Min returns the smallest element. Ties share the derivative evenly.
func (t *Tensor) Min() *Tensor { return t.Neg().Max().Neg() }

// MaxAxis returns the largest entries along an axis, which disappears from
// the shape. Ties share the derivative evenly.
func (t *Tensor) MaxAxis(axis int) *Tensor {
	a := axisOf("Max", t, axis)
	if t.shape[a] == 0 {
		panic(&Error{Op: "Max", Shapes: shapesOf(t), Detail: "an empty tensor has no largest element"})
	}
	y := reduceMax.apply(&Attr{Axis: a}, t)
	return y.Reshape(slices.Delete(slices.Clone(t.shape), a, a+1)...)
}

var reduceMax = new(Prim)

func init() {
	reduceMax.define(Prim{
		Name: "Max", TeX: `\max %s`, Prec: precMul,
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			shape := slices.Clone(x[0].shape)
			shape[a.Axis] = 1
			y := make([]float64, size(shape))
			for i := range y {
				y[i] = math.Inf(-1)
			}
			d := x[0].data
			walk(x[0].shape, strides(shape, x[0].shape), func(i, j int) { y[j] = math.Max(y[j], d[i]) })
			return plain(shape, y)
		},
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return unbroadcast(strongMul.apply2(share(c), dx), c.Y.shape)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return strongMul.apply2(share(c), g) },
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 3)}},
		},
	})
}

// share returns, for each operand of a maximum, its share of the derivative:
// 1/n for each of n that tie, 0 for the others.
func share(c *Call) *Tensor {
	is := c.X[0].Eq(c.Y)
	return is.Div(unbroadcast(is, c.Y.shape))
}

// ArgMax returns the index of the first largest entry of each row (the last
// axis), as a tensor of numbers.
func (t *Tensor) ArgMax() *Tensor {
	if len(t.shape) == 0 || t.shape[len(t.shape)-1] == 0 {
		panic(&Error{Op: "ArgMax", Shapes: shapesOf(t), Detail: "there is no last axis to search"})
	}
	n := t.shape[len(t.shape)-1]
	d := t.raw()
	y := Zeros(t.shape[:len(t.shape)-1]...)
	for i := range y.data {
		row := d[i*n : (i+1)*n]
		best := 0
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		y.data[i] = float64(best)
	}
	return y
}

// Diag returns the diagonal matrix of a vector, or the diagonal of a square
// matrix.
func (t *Tensor) Diag() *Tensor {
	switch {
	case len(t.shape) == 1:
		return t.Mul(Eye(t.shape[0]))
	case len(t.shape) == 2 && t.shape[0] == t.shape[1]:
		return t.Mul(Eye(t.shape[0])).SumAxis(1)
	}
	panic(&Error{Op: "Diag", Shapes: shapesOf(t), Detail: "it takes a vector or a square matrix"})
}

// LogSumExp returns log Σ eˣ along the last axis, which disappears from the
// shape, without overflow. Its gradient is the softmax.
func (t *Tensor) LogSumExp() *Tensor {
	a := axisOf("LogSumExp", t, -1)
	m := t.keepMax(a)
	s := t.Sub(m).Exp().SumAxis(a).Log()
	return s.Add(m.Reshape(s.shape...))
}

// keepMax returns the maximum along an axis, kept with length 1, as a
// constant.
func (t *Tensor) keepMax(axis int) *Tensor {
	shape := slices.Clone(t.shape)
	shape[axis] = 1
	return t.StopGradient().MaxAxis(axis).Reshape(shape...)
}

// Softmax returns eˣ / Σ eˣ along the last axis.
func (t *Tensor) Softmax() *Tensor {
	a := axisOf("Softmax", t, -1)
	e := t.Sub(t.keepMax(a)).Exp()
	shape := slices.Clone(t.shape)
	shape[a] = 1
	return e.Div(e.SumAxis(a).Reshape(shape...))
}

// Norm returns the Euclidean norm √Σ t²; its derivative at 0 is 0.
func (t *Tensor) Norm() *Tensor {
	s := t.Square().Sum()
	zero := s.Eq(Scalar(0))
	return Where(zero, Scalar(0), s.Add(zero).Sqrt())
}
