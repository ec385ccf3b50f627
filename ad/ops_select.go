package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// Where returns a where cond is not zero and b elsewhere; all three broadcast.
// Derivatives pass to the side that was taken.
func Where(cond, a, b *Tensor) *Tensor {
	if needs(cond, a, b); cond.DType() != Float32 { // rounded to float32, a tiny number would be 0
		if d := where.typeOf([]*Tensor{cond, a, b}); d == Float32 {
			cond = Scalar(1).Sub(same.apply2(cond, Scalar(0)))
		}
	}
	return where.apply(&noAttr, cond, a, b)
}

var where = new(Prim)

func init() {
	where.define(Prim{
		Name: "Where", TeX: `\operatorname{where}(%s, %s, %s)`, Passive: []int{0},
		batch: func(b *batch) *Tensor {
			x := b.aligned()
			return Where(x[0], x[1], x[2])
		},
		filler: fills(func(_ *Attr, x []*Tensor) []int {
			return mustBroadcast("Where", x[0], plain(mustBroadcast("Where", x[1], x[2]), nil))
		}, fillWhere[float64], fillWhere[float32]),
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

func fillWhere[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	var of [3][]T
	for i, t := range x {
		if of[i] = elements[T](t); len(of[i]) > 1 {
			of[i] = stretchOf[T](t, y.shape)
		}
	}
	choose(elements[T](y), of[0], of[1], of[2])
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

// OneHot returns, for class numbers of any shape, a last axis of length
// classes with a 1 at the class and 0 elsewhere; its derivative is 0. It
// panics if a number is no class.
func (t *Tensor) OneHot(classes int) *Tensor { return oneHot.apply(&Attr{Hi: classes}, t) }

var oneHot = new(Prim)

func init() {
	oneHot.define(Prim{
		Name: "OneHot", TeX: `\operatorname{onehot}(%s)`, Steps: true, Passive: []int{0},
		filler: fills(func(a *Attr, x []*Tensor) []int {
			shape := append(slices.Clone(x[0].shape), a.Hi)
			sizeFor("OneHot", shape)
			return shape
		},
			fillOneHot[float64], fillOneHot[float32]),
		batch:  func(b *batch) *Tensor { return oneHot.apply(b.Attr, b.X[0]) },
		Shapes: []Example{{Attr: Attr{Hi: 3}, In: []*Tensor{Vec(0, 2, 1)}}},
	})
}

func fillOneHot[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	to := elements[T](y)
	clear(to)
	for i, v := range elements[T](x[0]) {
		k := int(v)
		if T(k) != v || k < 0 || k >= a.Hi {
			fail("OneHot", "classes count from 0", "the label %s is not the number of one of %d classes", num(float64(v)), a.Hi)
		}
		to[i*a.Hi+k] = 1
	}
}
