package ad

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Polygamma returns ψ⁽ⁿ⁾(t), the n-th derivative of Digamma. It panics if n is
// negative.
func (t *Tensor) Polygamma(n int) *Tensor {
	switch {
	case n < 0 || n >= 1e6: // Γ(n+1) has left the numbers long before
		fail("Polygamma", "the order counts from 0, which is Digamma", "there is no order %d", n)
	case n == 0:
		return t.Digamma()
	}
	sign := float64(2*(n%2) - 1)
	return t.Zeta(float64(n) + 1).MulC(sign * math.Gamma(float64(n)+1))
}

// Trigamma returns ψ′(t), the derivative of Digamma.
func (t *Tensor) Trigamma() *Tensor { return t.Polygamma(1) }

// InvDigamma returns the t > 0 whose Digamma it is.
func (t *Tensor) InvDigamma() *Tensor { return invDigamma.apply1(t) }

// Zeta returns Hurwitz' ζ(s, t) = Σ (k+t)⁻ˢ over k ≥ 0, for a whole s ≥ 2. It
// panics on another s.
func (t *Tensor) Zeta(s float64) *Tensor {
	if s < 2 || s != math.Trunc(s) || s > 1e6 {
		fail("Zeta", "s is a whole number from 2", "s = %v", s)
	}
	return hurwitz.apply2(Scalar(s), t)
}

// GammaInc returns the regularised lower incomplete gamma function P(a, t)
// for a > 0 and t ≥ 0. It panics if a is not positive.
func (t *Tensor) GammaInc(a float64) *Tensor {
	return gammaInc.apply2(shapeParameter("GammaInc", a), t)
}

// GammaP returns P(a, x) as GammaInc does, with derivatives by a, too, of the
// first and second order; broadcasting. Where a is not positive or x is
// negative, it is NaN.
func GammaP(a, x *Tensor) *Tensor {
	needs(a, x)
	return gammaP.apply2(a, x)
}

// GammaQ returns 1 − P(a, x), accurate where that is small.
func GammaQ(a, x *Tensor) *Tensor {
	needs(a, x)
	return gammaQ.apply2(a, x)
}

// GammaIncC returns 1 − P(a, t), accurate where that is small.
func (t *Tensor) GammaIncC(a float64) *Tensor {
	return gammaIncC.apply2(shapeParameter("GammaIncC", a), t)
}

func shapeParameter(op string, a float64) *Tensor {
	if !(a > 0) || math.IsInf(a, 1) {
		fail(op, "a is a positive number", "a = %v", a)
	}
	return Scalar(a)
}

var invDigamma, gammaInc, gammaIncC = new(Prim), new(Prim), new(Prim)

func init() {
	invDigamma.define(Prim{
		Name: "InvDigamma", TeX: `\psi^{-1}(%s)`,
		Fun:     invDigammaOf,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.Y.Trigamma()) },
		At:      [][]float64{{-3}, {0}, {2}},
	})
	density := func(c *Call) *Tensor { return gammaDensity(c.X[0], c.X[1]) }
	gammaInc.define(Prim{
		Name: "GammaInc", TeX: `P(%s, %s)`, Passive: []int{0}, Domain: [][2]float64{positives, positives},
		Fun2: incomplete(mathext.GammaIncReg, 0, 1),
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return density(c)
		},
		At: [][]float64{{2, 1.5}, {0.5, 0.3}, {3, 7}},
	})
	gammaIncC.define(Prim{
		Name: "GammaIncC", TeX: `Q(%s, %s)`, Passive: []int{0}, Domain: [][2]float64{positives, positives},
		Fun2: incomplete(mathext.GammaIncRegComp, 1, 0),
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return density(c).Neg()
		},
		At: [][]float64{{2, 1.5}, {0.5, 0.3}, {3, 7}},
	})
}

// incomplete keeps from f the operands that it panics on.
func incomplete(f func(a, x float64) float64, atZero, atInf float64) func(a, x float64) float64 {
	return func(a, x float64) float64 {
		switch {
		case !(a > 0) || !(x >= 0) || math.IsInf(a, 1):
			return math.NaN()
		case x == 0:
			return atZero
		case math.IsInf(x, 1):
			return atInf
		}
		return f(a, x)
	}
}

// invDigammaOf is Newton's method from the start of Minka (Estimating a
// Dirichlet distribution, 2000, appendix C).
func invDigammaOf(y float64) float64 {
	switch {
	case y != y || math.IsInf(y, 1):
		return y
	case y < -1e17: // ψ(x) = −1/x + …
		return -1 / y
	case y > 709.9: // ψ(x) = ln x + …
		return math.Inf(1)
	}
	x := -1 / (y + 0.57721566490153286061)
	if y >= -2.22 {
		x = math.Exp(y) + 0.5
	}
	for range 50 {
		d := (digammaOf(x) - y) / hurwitzOf(2, x)
		if x -= d; !(math.Abs(d) > 1e-16*x) {
			break
		}
	}
	return x
}
