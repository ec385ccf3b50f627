package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/gojac/gojac/ad/vec"
)

// Max returns the largest element. Ties share the derivative evenly. It
// panics if t is empty.
func (t *Tensor) Max() *Tensor {
	defer named("Max")
	return t.Reshape(-1).MaxAxis(0)
}

// Min returns the smallest element. Ties share the derivative evenly.
func (t *Tensor) Min() *Tensor {
	defer named("Min")
	return t.Neg().Max().Neg()
}

// MaxAxis returns the largest entries along an axis, which disappears from
// the shape. Ties share the derivative evenly.
func (t *Tensor) MaxAxis(axis int) *Tensor {
	a := axisOf("MaxAxis", t, axis)
	if t.shape[a] == 0 {
		panic(&Error{Op: "MaxAxis", Shapes: shapesOf(t), Detail: "an empty tensor has no largest or smallest element"})
	}
	return reduceMax.apply(&Attr{Axis: a}, t)
}

// LogSumExp returns log Σ eˣ along the last axis, which disappears from the
// shape, without overflow; that of nothing is −Inf. Its gradient is the
// softmax.
func (t *Tensor) LogSumExp() *Tensor {
	return logSumExp.apply(&Attr{Axis: axisOf("LogSumExp", t, -1)}, t)
}

// Softmax returns eˣ / Σ eˣ along the last axis. The largest x is taken off
// first, so that nothing overflows and every entry is right to rounding,
// however large all are.
func (t *Tensor) Softmax() *Tensor {
	return softmax.apply(&Attr{Axis: axisOf("Softmax", t, -1)}, t)
}

var sumAxis, reduceMax, logSumExp, softmax = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	sumAxis.define(Prim{
		Name: "SumAxis", TeX: `\operatorname{sum}_{@axis}(%s)`, Text: "sum(%s, axis @axis)",
		batch:  alongNext(sumAxis),
		filler: fills(reducedShape, fillSumAxis[float64], fillSumAxis[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return broadcastTo(kept(g, c.Axis, c.X[0].shape), c.X[0].shape)
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 2, 3, 2)}},
		},
	})
	reduceMax.define(Prim{
		Name: "Max", TeX: `\max(%s)`,
		batch:  alongNext(reduceMax),
		filler: fills(reducedShape, fillMax[float64], fillMax[float32]),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return strongMul.apply2(share(c), dx).SumAxis(c.Axis)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return strongMul.apply2(share(c), kept(g, c.Axis, c.X[0].shape))
		},
		Ties: tiedMaxima,
		Rule: "the largest entries tie and share the derivative evenly",
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 3)}},
		},
	})
	logSumExp.define(Prim{
		Name: "LogSumExp", TeX: `\operatorname{logsumexp}(%s)`,
		batch:  alongNext(logSumExp),
		filler: fills(reducedShape, fillLogSumExp[float64], fillLogSumExp[float32]),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return c.X[0].Softmax().Mul(dx).SumAxis(c.Axis)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return c.X[0].Softmax().Mul(kept(g, c.Axis, c.X[0].shape))
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 3)}},
		},
	})
}

func init() {
	// The Jacobian diag(y) − y·yᵀ is symmetric.
	along := func(c *Call, _ int, d *Tensor) *Tensor {
		return c.Y.Mul(d.Sub(kept(c.Y.Mul(d).SumAxis(c.Axis), c.Axis, c.Y.shape)))
	}
	softmax.define(Prim{
		Name: "Softmax", TeX: `\operatorname{softmax}(%s)`,
		batch:  alongNext(softmax),
		filler: fills(sameShape, fillSoftmax[float64], fillSoftmax[float32]),
		Push:   along, Transpose: along,
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 3)}},
		},
	})
}

// fillSoftmax works along the last axis.
func fillSoftmax[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	vec.Softmax(elements[T](y), elements[T](x[0]), x[0].shape[a.Axis])
}

func fillSumAxis[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	sums(elements[T](y), elements[T](x[0]), x[0].shape[a.Axis], size(x[0].shape[a.Axis+1:]))
}

// fillLogSumExp works along the last axis.
func fillLogSumExp[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	vec.LogSumExp(elements[T](y), elements[T](x[0]), x[0].shape[a.Axis])
}

func fillMax[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	inner, n := size(x[0].shape[a.Axis+1:]), x[0].shape[a.Axis]
	to, from := elements[T](y), elements[T](x[0])
	for at := 0; at < len(to); at += max(inner, 1) {
		part := from[at*n : (at+inner)*n]
		if inner == 1 {
			to[at] = vec.Max(part)
			continue
		}
		best := to[at : at+inner]
		copy(best, part)
		for k := 1; k < n; k++ {
			for i, v := range part[k*inner : (k+1)*inner] {
				best[i] = max(best[i], v)
			}
		}
	}
}

// kept gives a reduced tensor its axis back, with length 1.
func kept(t *Tensor, axis int, of []int) *Tensor {
	shape := slices.Clone(of)
	shape[axis] = 1
	return t.Reshape(shape...)
}

// share returns, for each operand of a maximum, its share of the derivative:
// 1/n for each of n that tie, 0 for the others.
func share(c *Call) *Tensor {
	is := same.apply2(c.X[0], kept(c.Y, c.Axis, c.X[0].shape))
	return is.Div(kept(is.SumAxis(c.Axis), c.Axis, c.X[0].shape))
}

// ArgMax returns the index of the first largest entry of each row (the last
// axis), as a tensor of numbers; of the first NaN, if there is one.
func (t *Tensor) ArgMax() *Tensor {
	if len(t.given().shape) == 0 || t.shape[len(t.shape)-1] == 0 {
		panic(&Error{Op: "ArgMax", Shapes: shapesOf(t), Detail: "there is no last axis to search"})
	}
	n := t.shape[len(t.shape)-1]
	d := t.raw()
	y := Zeros(t.shape[:len(t.shape)-1]...)
	for i := range y.data {
		row := d[i*n : (i+1)*n]
		best := 0
		for j, v := range row {
			if v > row[best] || v != v && row[best] == row[best] {
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
	case len(t.given().shape) == 1:
		n := t.shape[0]
		sizeFor("Diag", []int{n, n})
		return t.ScatterAdd(0, n*n, diagonalPlaces(n)...).Reshape(n, n)
	case len(t.shape) == 2 && t.shape[0] == t.shape[1]:
		return t.Reshape(-1).Gather(0, diagonalPlaces(t.shape[0])...)
	}
	panic(&Error{Op: "Diag", Shapes: shapesOf(t), Detail: "it takes a vector or a square matrix"})
}

// diagonalPlaces says where the diagonal of an n×n matrix lies.
func diagonalPlaces(n int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = i * (n + 1)
	}
	return at
}

// tiedMaxima counts the maxima that more than one entry attains.
func tiedMaxima(c *Call) int {
	x, y := c.X[0].concrete(), c.Y.raw()
	times := make([]int, len(y))
	inner, n := size(x.shape[c.Axis+1:]), x.shape[c.Axis]
	for i, v := range x.wide() {
		if j := i/(inner*n)*inner + i%inner; v == y[j] {
			times[j]++
		}
	}
	tied := 0
	for _, k := range times {
		if k > 1 {
			tied++
		}
	}
	return tied
}

// Norm returns the Euclidean norm √Σ t²; its derivative at 0 is 0.
func (t *Tensor) Norm() *Tensor { return norm.apply1(t) }

// Lo is how many axes in front stay: for each entry along them, there is a
// norm of its own.
var norm = new(Prim)

func init() {
	// direction is t/‖t‖, and 0 where t is.
	direction := func(c *Call) *Tensor { return c.X[0].Div(awayFromZero(trailing(c.Y, len(c.X[0].shape)))) }
	norm.define(Prim{
		Name: "Norm", TeX: `\lVert %s \rVert`, Text: "‖%s‖",
		batch: func(b *batch) *Tensor {
			return norm.apply(&Attr{Lo: b.Lo + 1}, b.X[0])
		},
		Eval: func(a *Attr, x []*Tensor) *Tensor {
			y := blank(Float64, slices.Clone(x[0].shape[:a.Lo]))
			n := size(x[0].shape[a.Lo:])
			for i := range y.data {
				y.data[i] = blas64.Nrm2(blas64.Vector{N: n, Inc: 1, Data: x[0].data[i*n : (i+1)*n]})
			}
			return y
		},
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			d := direction(c).Mul(dx)
			if c.Lo == 0 {
				return d.Sum()
			}
			return d.Reshape(append(slices.Clone(c.Y.shape), size(dx.shape[c.Lo:]))...).SumAxis(-1)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return direction(c).Mul(trailing(g, len(c.X[0].shape)))
		},
		Ties: func(c *Call) int {
			zeros := 0
			for _, y := range c.Y.raw() {
				zeros += int(truth(y == 0))
			}
			return zeros
		},
		Rule: "the gradient at 0 is taken as 0",
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 3)}},
			{In: []*Tensor{Randn(1, 2, 2)}},
			{In: []*Tensor{Scalar(-2)}},
			{Attr: Attr{Lo: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Lo: 2}, In: []*Tensor{Randn(1, 2, 1, 3, 2)}},
		},
	})
}

// trailing puts axes of length 1 behind those of t, to a rank; what has none
// stretches without.
func trailing(t *Tensor, rank int) *Tensor {
	if len(t.shape) == 0 {
		return t
	}
	shape := slices.Clone(t.shape)
	for len(shape) < rank {
		shape = append(shape, 1)
	}
	return t.Reshape(shape...)
}
