package ad

import "math"

// The derivatives in this file are those of Abramowitz and Stegun, Handbook
// of Mathematical Functions: 6.3 and 6.4 (gamma), 7.1 (erf), 9.1 (Bessel).

// Erfc returns 1 − erf t, accurate for large t.
func (t *Tensor) Erfc() *Tensor { return erfc.apply1(t) }

// Erfinv returns the number whose erf is t, for |t| < 1.
func (t *Tensor) Erfinv() *Tensor { return erfinv.apply1(t) }

// Erfcinv returns the number whose erfc is t, for 0 < t < 2.
func (t *Tensor) Erfcinv() *Tensor { return erfcinv.apply1(t) }

// Gamma returns Γ(t).
func (t *Tensor) Gamma() *Tensor { return gamma.apply1(t) }

// Lgamma returns ln |Γ(t)|.
func (t *Tensor) Lgamma() *Tensor { return lgamma.apply1(t) }

// Digamma returns ψ(t), the derivative of ln Γ.
func (t *Tensor) Digamma() *Tensor { return digamma.apply1(t) }

// BesselJ returns the Bessel function of the first kind of the whole order n.
func (t *Tensor) BesselJ(n int) *Tensor { return besselJ.apply2(orderOf("BesselJ", n), t) }

// BesselY returns the Bessel function of the second kind of the whole order n.
func (t *Tensor) BesselY(n int) *Tensor { return besselY.apply2(orderOf("BesselY", n), t) }

// Remainder returns the IEEE remainder of t / u, as math.Remainder has it;
// broadcasting.
func (t *Tensor) Remainder(u *Tensor) *Tensor { return remainder.apply2(t, u) }

var erfc, erfinv, erfcinv = new(Prim), new(Prim), new(Prim)

func init() {
	erfc.define(Prim{
		Name: "Erfc", TeX: `\operatorname{erfc}(%s)`, Go: "math.Erfc",
		Fun:     math.Erfc,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Square().Neg().Exp().MulC(-2 / math.SqrtPi) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
	erfinv.define(Prim{
		Name: "Erfinv", TeX: `\operatorname{erf}^{-1}(%s)`, Go: "math.Erfinv", Domain: [][2]float64{inside},
		Fun:     math.Erfinv,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.Square().Exp().MulC(math.SqrtPi / 2) },
		At:      [][]float64{{-0.5}, {0}, {0.9}},
	})
	erfcinv.define(Prim{
		Name: "Erfcinv", TeX: `\operatorname{erfc}^{-1}(%s)`, Go: "math.Erfcinv", Domain: [][2]float64{{0, 2}},
		Fun:     math.Erfcinv,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.Square().Exp().MulC(-math.SqrtPi / 2) },
		At:      [][]float64{{0.5}, {1}, {1.9}},
	})
}

var gamma, lgamma, digamma, hurwitz = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	gamma.define(Prim{
		Name: "Gamma", TeX: `\Gamma(%s)`, Go: "math.Gamma",
		Fun:     math.Gamma,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.Mul(c.X[0].Digamma()) },
		At:      [][]float64{{0.5}, {1}, {4.5}, {-1.5}},
	})
	lgamma.define(Prim{
		Name: "Lgamma", TeX: `\ln\Gamma(%s)`,
		Fun:     func(x float64) float64 { y, _ := math.Lgamma(x); return y },
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Digamma() },
		At:      [][]float64{{0.5}, {1}, {20}},
	})
	digamma.define(Prim{
		Name: "Digamma", TeX: `\psi(%s)`,
		Fun:     digammaOf,
		Partial: func(c *Call, _ int) *Tensor { return hurwitz.apply2(Scalar(2), c.X[0]) },
		At:      [][]float64{{0.5}, {1}, {20}},
	})
	// hurwitz is Σ (x+k)⁻ˢ, whose derivative by x is −s·ζ(s+1, x).
	hurwitz.define(Prim{
		Name: "Zeta", TeX: `\zeta(%s, %s)`, Passive: []int{0}, Domain: [][2]float64{{1, math.Inf(1)}, all},
		Fun2: hurwitzOf,
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return c.X[0].Neg().Mul(hurwitz.apply2(c.X[0].AddC(1), c.X[1]))
		},
		At: [][]float64{{2, 0.5}, {3, 1}, {2, 20}},
	})
}

var j0, j1, y0, y1, besselJ, besselY, remainder = new(Prim), new(Prim), new(Prim), new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	j0.define(Prim{
		Name: "J0", TeX: `J_0(%s)`, Go: "math.J0",
		Fun:     math.J0,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].BesselJ(1).Neg() },
		At:      [][]float64{{-1}, {0}, {3}},
	})
	j1.define(Prim{
		Name: "J1", TeX: `J_1(%s)`, Go: "math.J1",
		Fun:     math.J1,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].BesselJ(0).Sub(c.X[0].BesselJ(2)).MulC(0.5) },
		At:      [][]float64{{-1}, {0}, {3}},
	})
	y0.define(Prim{
		Name: "Y0", TeX: `Y_0(%s)`, Go: "math.Y0", Domain: [][2]float64{positives},
		Fun:     math.Y0,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].BesselY(1).Neg() },
		At:      [][]float64{{0.5}, {3}},
	})
	y1.define(Prim{
		Name: "Y1", TeX: `Y_1(%s)`, Go: "math.Y1", Domain: [][2]float64{positives},
		Fun:     math.Y1,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].BesselY(0).Sub(c.X[0].BesselY(2)).MulC(0.5) },
		At:      [][]float64{{0.5}, {3}},
	})
	order := func(p *Prim) func(c *Call, i int) *Tensor {
		return func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			below, above := p.apply2(c.X[0].AddC(-1), c.X[1]), p.apply2(c.X[0].AddC(1), c.X[1])
			return below.Sub(above).MulC(0.5)
		}
	}
	besselJ.define(Prim{
		Name: "BesselJ", TeX: `J_{%s}(%s)`, Passive: []int{0},
		Fun2:    func(n, x float64) float64 { return math.Jn(int(math.Round(n)), x) },
		Partial: order(besselJ),
		At:      [][]float64{{2, 1.5}, {0, 0.5}, {5, 3}},
	})
	besselY.define(Prim{
		Name: "BesselY", TeX: `Y_{%s}(%s)`, Passive: []int{0}, Domain: [][2]float64{all, positives},
		Fun2:    func(n, x float64) float64 { return math.Yn(int(math.Round(n)), x) },
		Partial: order(besselY),
		At:      [][]float64{{2, 1.5}, {0, 0.5}, {3, 3}},
	})
	remainder.define(Prim{
		Name: "Remainder", TeX: `\operatorname{rem}(%s, %s)`, Go: "math.Remainder",
		Fun2: math.Remainder,
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return one
			}
			return c.X[0].Div(c.X[1]).RoundToEven().Neg()
		},
		At: [][]float64{{7, 3}, {-7.6, 2}},
	})
}

// far is where the asymptotic series of ψ and ζ are exact to rounding.
const far = 12

// bernoulli are the numbers B₂, B₄, …
var bernoulli = [...]float64{1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6}

// digammaOf is ψ by its recurrence and its asymptotic series (Abramowitz and
// Stegun 6.3.5, 6.3.7, 6.3.18); NaN at the poles 0, −1, ….
func digammaOf(x float64) float64 {
	if x <= 0 {
		switch {
		case x == 0:
			return math.Copysign(math.Inf(1), -x)
		case x == math.Trunc(x):
			return math.NaN()
		}
		return digammaOf(1-x) - math.Pi/math.Tan(math.Pi*x)
	}
	y := 0.0
	for ; x < far; x++ {
		y -= 1 / x
	}
	y += math.Log(x) - 0.5/x
	power := 1.0
	for k, b := range bernoulli {
		power /= x * x
		y -= b / float64(2*(k+1)) * power
	}
	return y
}

// hurwitzOf is ζ(s, x) for whole s > 1 by summation up to far and the
// Euler-Maclaurin formula beyond (23.1.30); +Inf at the poles 0, −1, …, and
// NaN so far left that the sum would not end soon.
func hurwitzOf(s, x float64) float64 {
	if !(x > -1e4) {
		return math.NaN()
	}
	y := 0.0
	for ; x < far; x++ {
		y += math.Pow(x, -s)
	}
	y += math.Pow(x, 1-s)/(s-1) + math.Pow(x, -s)/2
	term := s * math.Pow(x, -s-1) / 2 // s(s+1)…/(2k)! · x⁻ˢ⁻²ᵏ⁺¹
	for k, b := range bernoulli {
		y += b * term
		n := float64(2 * (k + 1))
		term *= (s + n - 1) * (s + n) / ((n + 1) * (n + 2) * x * x)
	}
	return y
}
