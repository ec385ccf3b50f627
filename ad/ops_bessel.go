package ad

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/mathext"
)

// BesselI returns the modified Bessel function of the first kind of the whole
// order n.
func (t *Tensor) BesselI(n int) *Tensor { return besselI.apply2(orderOf("BesselI", n), t) }

// BesselIe returns e^(−|t|)·Iₙ(t), which does not overflow.
func (t *Tensor) BesselIe(n int) *Tensor { return besselIe.apply2(orderOf("BesselIe", n), t) }

// BesselK returns the modified Bessel function of the second kind of the
// whole order n, for t > 0.
func (t *Tensor) BesselK(n int) *Tensor { return besselK.apply2(orderOf("BesselK", n), t) }

// orderOf checks the order of a Bessel function, which is reached one by one.
func orderOf(op string, n int) *Tensor {
	if n < -10000 || n > 10000 {
		fail(op, "orders go from -10000 to 10000", "there is no order %d", n)
	}
	return Scalar(float64(n))
}

// AiryAi returns the Airy function Ai(t).
func (t *Tensor) AiryAi() *Tensor { return airyAi.apply1(t) }

// AiryAiPrime returns the derivative of the Airy function Ai.
func (t *Tensor) AiryAiPrime() *Tensor { return airyAiPrime.apply1(t) }

// AiryBi returns the Airy function Bi(t).
func (t *Tensor) AiryBi() *Tensor { return airyBi.apply1(t) }

// AiryBiPrime returns the derivative of the Airy function Bi.
func (t *Tensor) AiryBiPrime() *Tensor { return airyBiPrime.apply1(t) }

var besselI, besselIe, besselK = new(Prim), new(Prim), new(Prim)

// Abramowitz and Stegun 9.6.26.
func init() {
	neighbours := func(p *Prim, c *Call) *Tensor {
		return p.apply2(c.X[0].AddC(-1), c.X[1]).Add(p.apply2(c.X[0].AddC(1), c.X[1])).MulC(0.5)
	}
	besselI.define(Prim{
		Name: "BesselI", TeX: `I_{%s}(%s)`, Passive: []int{0},
		Fun2: func(n, x float64) float64 { return besselIOf(n, x, 0) },
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return neighbours(besselI, c)
		},
		At: [][]float64{{2, 1.5}, {0, 0.5}, {0, -3}, {5, 3}},
	})
	besselIe.define(Prim{
		Name: "BesselIe", TeX: `e^{-|x|} I_{%s}(%s)`, Passive: []int{0},
		Fun2: func(n, x float64) float64 { return besselIOf(n, x, math.Abs(x)) },
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return neighbours(besselIe, c).Sub(c.X[1].Sign().Mul(c.Y))
		},
		At:   [][]float64{{2, 1.5}, {0, 0.5}, {1, 800}, {0, -3}},
		Kink: func(_, x float64) bool { return x == 0 },
		Rule: "the slope at 0 is the mean of those of the sides",
	})
	besselK.define(Prim{
		Name: "BesselK", TeX: `K_{%s}(%s)`, Passive: []int{0}, Domain: [][2]float64{all, positives},
		Fun2: besselKOf,
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return neighbours(besselK, c).Neg()
		},
		At: [][]float64{{2, 1.5}, {0, 0.5}, {0, 3}, {5, 3}},
	})
}

var airyAi, airyAiPrime, airyBi, airyBiPrime = new(Prim), new(Prim), new(Prim), new(Prim)

// Abramowitz and Stegun 10.4.1: y″ = x·y.
func init() {
	airyAi.define(Prim{
		Name: "AiryAi", TeX: `\operatorname{Ai}(%s)`,
		Fun:     airyOf(mathext.AiryAi),
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].AiryAiPrime() },
		At:      [][]float64{{-2}, {0.1}, {1.5}},
	})
	airyAiPrime.define(Prim{
		Name: "AiryAiPrime", TeX: `\operatorname{Ai}'(%s)`,
		Fun:     airyOf(mathext.AiryAiDeriv),
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Mul(c.X[0].AiryAi()) },
		At:      [][]float64{{-2}, {0.1}, {1.5}},
	})
	airyBi.define(Prim{
		Name: "AiryBi", TeX: `\operatorname{Bi}(%s)`,
		Fun:     airyBiOf(mathext.AiryAi, math.Pi/6),
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].AiryBiPrime() },
		At:      [][]float64{{-2}, {0.1}, {1.5}},
	})
	airyBiPrime.define(Prim{
		Name: "AiryBiPrime", TeX: `\operatorname{Bi}'(%s)`,
		Fun:     airyBiOf(mathext.AiryAiDeriv, 5*math.Pi/6),
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Mul(c.X[0].AiryBi()) },
		At:      [][]float64{{-2}, {0.1}, {1.5}},
	})
}

// airyLeast is as far left as Airy functions are computed. They oscillate
// faster and faster; beyond, too few digits of the phase are left, and they
// are NaN.
const airyLeast = -1e6

func airyOf(f func(complex128) complex128) func(float64) float64 {
	return func(x float64) float64 {
		if x != x || x < airyLeast {
			return math.NaN()
		}
		if x > 200 { // it falls as e^(−⅔·x^(3/2))
			return 0
		}
		return real(f(complex(x, 0)))
	}
}

// airyBiOf is Bi(x) = 2·Re(e^(iπ/6)·Ai(x·e^(2πi/3))) (10.4.6), and its
// derivative, whose phase is 2π/3 more.
func airyBiOf(f func(complex128) complex128, phase float64) func(float64) float64 {
	turn, by := cmplx.Rect(1, 2*math.Pi/3), cmplx.Rect(2, phase)
	return func(x float64) float64 {
		switch {
		case x != x || x < airyLeast:
			return math.NaN()
		case x > 200: // it grows as e^(⅔·x^(3/2))
			return math.Inf(1)
		}
		return real(by * f(complex(x, 0)*turn))
	}
}

// besselIOf is e⁻ˢ·Iₙ(x): the power series (9.6.10), whose terms have one
// sign, and the asymptotic series (9.7.1) where x is large beside n².
func besselIOf(order, x, shift float64) float64 {
	n := math.Abs(math.Round(order))
	a := math.Abs(x)
	sign := 1.0
	if x < 0 && math.Mod(n, 2) == 1 {
		sign = -1
	}
	if a != a || math.IsInf(a, 1) && shift != 0 {
		return a - a
	}
	if a > 30 && a > n*n {
		term, sum := 1.0, 1.0
		for k := 1.0; k < 100; k++ {
			odd := 2*k - 1
			term *= -(4*n*n - odd*odd) / (8 * k * a)
			if sum += term; math.Abs(term) <= 1e-17*sum {
				break
			}
		}
		return sign * math.Exp(a-shift) / math.Sqrt(2*math.Pi) / math.Sqrt(a) * sum
	}
	if a == 0 {
		return sign * truth(n == 0)
	}
	term, sum := 1.0, 1.0
	for k := 1.0; k < 1000; k++ {
		term *= a * a / 4 / (k * (k + n))
		if sum += term; term <= 1e-18*sum {
			break
		}
	}
	lead := 1.0 // (x/2)ⁿ/n!
	for k := 1.0; k <= n && lead > 0 && lead <= math.MaxFloat64; k++ {
		lead *= a / 2 / k
	}
	return sign * lead * sum * math.Exp(-shift)
}

// besselKOf is ∫₀^∞ e^(−x·cosh t)·cosh(n·t) dt (9.6.24) by the trapezoidal
// rule, which converges exponentially: all terms are positive.
func besselKOf(n, x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(1)
	case !(x > 0):
		return math.NaN()
	case math.IsInf(x, 1):
		return 0
	}
	const h = 0.125
	sum := 0.5
	for k := 1.0; ; k++ {
		s := math.Sinh(k * h / 2)
		d := math.Exp(-2*x*s*s) * math.Cosh(n*k*h)
		sum += d
		if d <= 1e-18*sum && x*s*s > n || k > 1e5 {
			break
		}
	}
	return h * sum * math.Exp(-x)
}
