package ad

import "math"

// Log1mExp returns ln(1 − eᵗ) for t < 0, without cancellation (Mächler 2012).
func (t *Tensor) Log1mExp() *Tensor { return log1mExp.apply1(t) }

// Log2mExp returns ln(2 − eᵗ) for t < ln 2, accurate near 0.
func (t *Tensor) Log2mExp() *Tensor { return t.Expm1().Neg().Log1p() }

// LogExpm1 returns ln(eᵗ − 1) for t > 0, the inverse of Softplus.
func (t *Tensor) LogExpm1() *Tensor { return t.Add(t.Neg().Log1mExp()) }

// Exp10 returns 10ᵗ.
func (t *Tensor) Exp10() *Tensor { return Scalar(10).Pow(t) }

// LogSigmoid returns ln σ(t) = −ln(1+e⁻ᵗ), without overflow.
func (t *Tensor) LogSigmoid() *Tensor { return t.Neg().Softplus().Neg() }

// Logit returns ln(t/(1−t)) for 0 < t < 1, the inverse of Sigmoid.
func (t *Tensor) Logit() *Tensor { return logit.apply1(t) }

// XLogY returns t·ln u, which is 0 where t is 0 whatever u; broadcasting.
func (t *Tensor) XLogY(u *Tensor) *Tensor { return xLogY.apply2(t, u) }

// XLog1pY returns t·ln(1+u), which is 0 where t is 0 whatever u; broadcasting.
func (t *Tensor) XLog1pY(u *Tensor) *Tensor { return xLog1pY.apply2(t, u) }

// Entr returns −t·ln t for t ≥ 0, the terms of an entropy; 0 at 0.
func (t *Tensor) Entr() *Tensor { return t.XLogY(t).Neg() }

// RelEntr returns t·ln(t/u), the terms of a relative entropy; broadcasting.
func (t *Tensor) RelEntr(u *Tensor) *Tensor {
	needs(t, u)
	defer named("RelEntr")
	return t.XLogY(t.Div(u))
}

// LogAddExp returns ln(eᵗ + eᵘ) without overflow; broadcasting.
func (t *Tensor) LogAddExp(u *Tensor) *Tensor { return logAddExp.apply2(t, u) }

var log1mExp, logit, xLogY, xLog1pY, logAddExp = new(Prim), new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	log1mExp.define(Prim{
		Name: "Log1mExp", TeX: `\ln(1 - e^{%s})`, Domain: [][2]float64{{math.Inf(-1), 0}},
		Fun: func(x float64) float64 {
			if x > -math.Ln2 {
				return math.Log(-math.Expm1(x))
			}
			return math.Log1p(-math.Exp(x))
		},
		Partial: func(c *Call, _ int) *Tensor { return minusOne.Div(c.X[0].Neg().Expm1()) },
		At:      [][]float64{{-2}, {-0.3}, {-30}},
	})
	logit.define(Prim{
		Name: "Logit", TeX: `\operatorname{logit}(%s)`, Domain: [][2]float64{{0, 1}},
		Fun: func(x float64) float64 {
			if x > 0.25 && x < 0.75 {
				return math.Log1p((2*x - 1) / (1 - x))
			}
			return math.Log(x / (1 - x))
		},
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].Mul(one.Sub(c.X[0]))) },
		At:      [][]float64{{0.2}, {0.5}, {0.9}},
	})
	xLogY.define(Prim{
		Name: "XLogY", TeX: `%s \ln(%s)`, Text: "%s·ln(%s)", Prec: precMul, Domain: [][2]float64{all, positives},
		Fun2: func(x, y float64) float64 {
			if x == 0 && y == y {
				return 0
			}
			return x * math.Log(y)
		},
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return c.X[1].Log()
			}
			return c.X[0].Div(c.X[1])
		},
		At: [][]float64{{2, 0.5}, {0, 3}, {-1, 2}},
	})
	xLog1pY.define(Prim{
		Name: "XLog1pY", TeX: `%s \ln(1 + %s)`, Text: "%s·ln(1 + %s)", Prec: precMul, Domain: [][2]float64{all, {-1, math.Inf(1)}},
		Fun2: func(x, y float64) float64 {
			if x == 0 && y == y {
				return 0
			}
			return x * math.Log1p(y)
		},
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return c.X[1].Log1p()
			}
			return c.X[0].Div(c.X[1].AddC(1))
		},
		At: [][]float64{{2, -0.5}, {0, 3}, {-1, 1e-9}},
	})
	logAddExp.define(Prim{
		Name: "LogAddExp", TeX: `\ln(e^{%s} + e^{%s})`,
		Fun2: func(x, y float64) float64 {
			if x == y { // both infinite, too
				return x + math.Ln2
			}
			return math.Max(x, y) + math.Log1p(math.Exp(-math.Abs(x-y)))
		},
		Partial: func(c *Call, i int) *Tensor { return c.X[i].Sub(c.X[1-i]).Sigmoid() },
		At:      [][]float64{{2, -0.5}, {1, 1}, {-700, 700}},
	})
}

// Intervals of numbers, for Domain.
var (
	all       = [2]float64{math.Inf(-1), math.Inf(1)}
	positives = [2]float64{0, math.Inf(1)}
	inside    = [2]float64{-1, 1} // of the unit interval
)
