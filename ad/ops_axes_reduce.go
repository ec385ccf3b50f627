package ad

import (
	"math"
	"slices"
)

// Reductions over several axes. With keep, the axes stay with length 1, so
// that the result broadcasts against t; without axes, all are meant.

// SumAxes returns the sums over some axes.
func (t *Tensor) SumAxes(keep bool, axes ...int) *Tensor {
	return t.over("SumAxes", keep, axes, func(x *Tensor) *Tensor { return x.SumAxis(-1) })
}

// MeanAxes returns the means over some axes.
func (t *Tensor) MeanAxes(keep bool, axes ...int) *Tensor {
	return t.over("MeanAxes", keep, axes, func(x *Tensor) *Tensor { return x.MeanAxis(-1) })
}

// ProdAxes returns the products over some axes.
func (t *Tensor) ProdAxes(keep bool, axes ...int) *Tensor {
	return t.over("ProdAxes", keep, axes, func(x *Tensor) *Tensor { return x.ProdAxis(-1) })
}

// MaxAxes returns the largest entries over some axes. Ties share the
// derivative evenly.
func (t *Tensor) MaxAxes(keep bool, axes ...int) *Tensor {
	defer named("MaxAxes")
	return t.over("MaxAxes", keep, axes, func(x *Tensor) *Tensor { return x.MaxAxis(-1) })
}

// MinAxes returns the smallest entries over some axes. Ties share the
// derivative evenly.
func (t *Tensor) MinAxes(keep bool, axes ...int) *Tensor {
	defer named("MinAxes")
	return t.over("MinAxes", keep, axes, func(x *Tensor) *Tensor { return x.Neg().MaxAxis(-1).Neg() })
}

// LogSumExpAxes returns log Σ eˣ over some axes.
func (t *Tensor) LogSumExpAxes(keep bool, axes ...int) *Tensor {
	return t.over("LogSumExpAxes", keep, axes, (*Tensor).LogSumExp)
}

// VarAxes returns the variances over some axes, divided by the number of
// entries less ddof: 0 for a population, 1 for a sample. That of no entries is
// NaN; it panics if there are some, but no more than ddof.
func (t *Tensor) VarAxes(keep bool, ddof int, axes ...int) *Tensor {
	return t.over("VarAxes", keep, axes, func(x *Tensor) *Tensor {
		n := x.shape[len(x.shape)-1]
		if 0 < n && n <= ddof {
			panic(&Error{Op: "VarAxes", Shapes: shapesOf(t), Detail: itoa(n) + " entries have no variance with ddof " + itoa(ddof)})
		}
		return x.Sub(x.MeanAxis(-1).ExpandDims(-1)).Square().SumAxis(-1).MulC(1 / float64(max(0, n-ddof)))
	})
}

// StdAxes returns the roots of VarAxes; the derivative is 0 where it is 0.
func (t *Tensor) StdAxes(keep bool, ddof int, axes ...int) *Tensor {
	defer named("StdAxes")
	return rootOr0(t.VarAxes(keep, ddof, axes...))
}

// NormAxes returns the norms of the given order over some axes: (Σ|x|ᵖ)^(1/p),
// and the largest |x| for order +Inf. Its derivative at 0 is 0. It panics
// unless the order is at least 1.
func (t *Tensor) NormAxes(keep bool, order float64, axes ...int) *Tensor {
	if !(order >= 1) {
		fail("NormAxes", "the order is 1, 2, … or +Inf", "there is no norm of order %v", order)
	}
	return t.over("NormAxes", keep, axes, func(x *Tensor) *Tensor {
		switch {
		case order == 1:
			return x.Abs().SumAxis(-1)
		case order == 2:
			return norm.apply(&Attr{Lo: len(x.shape) - 1}, x)
		case math.IsInf(order, 1):
			if x.shape[len(x.shape)-1] == 0 {
				return x.SumAxis(-1) // 0, as the other norms
			}
			return x.Abs().MaxAxis(-1)
		}
		s := x.Abs().PowC(order).SumAxis(-1)
		zero := same.apply2(s, Scalar(0))
		return Where(zero, Scalar(0), s.Add(zero).PowC(1/order))
	})
}

// rootOr0 is the square root with derivative 0 at 0.
func rootOr0(s *Tensor) *Tensor {
	zero := same.apply2(s, Scalar(0))
	return Where(zero, Scalar(0), s.Add(zero).Sqrt())
}

// over merges axes to a last one, which f reduces.
func (t *Tensor) over(op string, keep bool, axes []int, f func(x *Tensor) *Tensor) *Tensor {
	gone := make([]bool, len(t.given().shape))
	for _, axis := range axes {
		a := axisOf(op, t, axis)
		if gone[a] {
			panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "axis " + itoa(axis) + " is named twice"})
		}
		gone[a] = true
	}
	var order, last, rest, kept []int
	for a, n := range t.shape {
		if gone[a] || len(axes) == 0 {
			last, kept = append(last, a), append(kept, 1)
		} else {
			order, rest, kept = append(order, a), append(rest, n), append(kept, n)
		}
	}
	n := 1
	for _, a := range last {
		n *= t.shape[a]
	}
	y := f(t.Permute(append(order, last...)...).Reshape(append(slices.Clone(rest), n)...))
	if keep {
		return y.Reshape(kept...)
	}
	return y
}
