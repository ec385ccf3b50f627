package ad

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// LogBeta returns ln B(t, u), for t, u > 0; broadcasting.
func (t *Tensor) LogBeta(u *Tensor) *Tensor {
	needs(t, u)
	defer named("LogBeta")
	return t.Lgamma().Add(u.Lgamma()).Sub(t.Add(u).Lgamma())
}

// Beta returns B(t, u) = Γ(t)Γ(u)/Γ(t+u), for t, u > 0; broadcasting.
func (t *Tensor) Beta(u *Tensor) *Tensor {
	needs(t, u)
	defer named("Beta")
	return t.LogBeta(u).Exp()
}

// BetaInc returns the regularised incomplete beta function Iₜ(a, b), element
// by element for 0 ≤ t ≤ 1 and NaN elsewhere; its derivative is
// tᵃ⁻¹(1−t)ᵇ⁻¹/B(a, b) (Abramowitz and Stegun 6.6.2, 26.5.1). It panics with
// an *Error unless a and b are positive numbers.
func (t *Tensor) BetaInc(a, b float64) *Tensor {
	la, lb := shapeParameter("BetaInc", a), shapeParameter("BetaInc", b)
	of := la.LogBeta(lb)
	p := &Prim{
		Name: "BetaInc", TeX: `I_{%s}(` + numIn(a, asTeX) + ", " + numIn(b, asTeX) + ")", Text: "I(%s; " + num(a) + ", " + num(b) + ")",
		Domain: [][2]float64{{0, 1}},
		Fun: func(x float64) float64 {
			if !(x >= 0 && x <= 1) {
				return math.NaN()
			}
			return mathext.RegIncBeta(a, b, x)
		},
		Partial: func(c *Call, _ int) *Tensor {
			x := c.X[0]
			return la.AddC(-1).XLogY(x).Add(lb.AddC(-1).XLog1pY(x.Neg())).Sub(of).Exp()
		},
	}
	return p.apply1(t)
}
