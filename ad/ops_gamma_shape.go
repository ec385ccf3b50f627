package ad

import "math"

// How the incomplete gamma function P(a, x) changes with a: gammaIncA is
// ∂P/∂a and gammaIncAA is ∂²P/∂a². There is no third,
// so they are not in the registry, nor is what rests on them.
var gammaP, gammaQ, gammaIncA, gammaIncAA = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	*gammaP = *gammaInc
	gammaP.Passive = nil
	gammaP.Partial = func(c *Call, i int) *Tensor {
		if i == 0 {
			return gammaIncA.apply2(c.X[0], c.X[1])
		}
		return gammaDensity(c.X[0], c.X[1])
	}
	*gammaQ = *gammaIncC
	gammaQ.Passive = nil
	gammaQ.Partial = func(c *Call, i int) *Tensor { return gammaP.Partial(c, i).Neg() }
	*gammaIncA = Prim{
		Name: "GammaIncA", TeX: `\partial_a P(%s, %s)`, Domain: [][2]float64{positives, positives},
		Fun2: func(a, x float64) float64 { return gammaIncJet(a, x)[1] },
		Partial: func(c *Call, i int) *Tensor {
			a, x := c.X[0], c.X[1]
			if i == 0 {
				return gammaIncAA.apply2(a, x)
			}
			return gammaDensity(a, x).Mul(x.Log().Sub(a.Digamma()))
		},
	}
	*gammaIncAA = Prim{
		Name: "GammaIncAA", TeX: `\partial_a^2 P(%s, %s)`, Domain: [][2]float64{positives, positives},
		Fun2: func(a, x float64) float64 { return gammaIncJet(a, x)[2] },
		Partial: func(c *Call, i int) *Tensor {
			a, x := c.X[0], c.X[1]
			if i == 0 {
				fail("GammaInc", "", "there is no third derivative by a")
			}
			return gammaDensity(a, x).Mul(x.Log().Sub(a.Digamma()).Square().Sub(a.Trigamma()))
		},
	}
}

// gammaDensity is ∂P/∂x = xᵃ⁻¹e⁻ˣ/Γ(a).
func gammaDensity(a, x *Tensor) *Tensor {
	return a.AddC(-1).XLogY(x).Sub(x).Sub(a.Lgamma()).Exp()
}

// A jet is a number with its first and second derivative by a.
type jet [3]float64

func (u jet) sub(v jet) jet { return jet{u[0] - v[0], u[1] - v[1], u[2] - v[2]} }

func (u jet) times(v jet) jet {
	return jet{u[0] * v[0], u[1]*v[0] + u[0]*v[1], u[2]*v[0] + 2*u[1]*v[1] + u[0]*v[2]}
}

func (u jet) over(v jet) jet {
	q := jet{u[0] / v[0]}
	q[1] = (u[1] - q[0]*v[1]) / v[0]
	q[2] = (u[2] - 2*q[1]*v[1] - q[0]*v[2]) / v[0]
	return q
}

func (u jet) scaled(by float64) jet { return jet{u[0] * by, u[1] * by, u[2] * by} }

func (u jet) exp() jet {
	e := math.Exp(u[0])
	return jet{e, e * u[1], e * (u[2] + u[1]*u[1])}
}

// near reports whether u is v but for a few rounding errors.
func (u jet) near(v jet) bool {
	for k := range u {
		if !(math.Abs(u[k]-v[k]) <= 0x1p-46*math.Abs(v[k])) {
			return false
		}
	}
	return true
}

// gammaIncJet is P(a, x) with its derivatives by a: the power series, or the
// continued fraction of 1 − P, differentiated term by term (Moore, algorithm
// AS 187, Applied Statistics 31, 1982; Cephes' igam and igamc).
func gammaIncJet(a, x float64) jet {
	switch {
	case !(a > 0) || !(x >= 0) || math.IsInf(a, 1):
		return jet{math.NaN(), math.NaN(), math.NaN()}
	case x == 0:
		return jet{}
	case math.IsInf(x, 1):
		return jet{1}
	}
	lgamma, _ := math.Lgamma(a)
	front := jet{a*math.Log(x) - x - lgamma, math.Log(x) - digammaOf(a), -hurwitzOf(2, a)}.exp() // xᵃe⁻ˣ/Γ(a)
	if x <= 1 || x <= a {
		return front.times(gammaSeries(a, x))
	}
	return jet{1}.sub(front.times(gammaFraction(a, x)))
}

// longest bounds how many terms are added up; about √a are needed.
const longest = 1 << 20

// gammaSeries is Σ xⁿ / (a(a+1)…(a+n)).
func gammaSeries(a, x float64) jet {
	term := jet{1}.over(jet{a, 1})
	sum := term
	for n := 1.0; n < longest; n++ {
		term = term.scaled(x).over(jet{a + n, 1})
		next := jet{sum[0] + term[0], sum[1] + term[1], sum[2] + term[2]}
		if next == sum {
			return sum
		}
		sum = next
	}
	return jet{math.NaN(), math.NaN(), math.NaN()}
}

// gammaFraction is 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …))), from the
// inside out, which keeps derivatives exact; twice as deep until that changes
// nothing.
func gammaFraction(a, x float64) jet {
	last := jet{math.NaN()}
	for depth := 32.0; depth < longest; depth *= 2 {
		f := jet{x + 2*depth + 1 - a, -1}
		for n := depth; n > 0; n-- {
			f = jet{x + 2*n - 1 - a, -1}.sub(jet{n * (n - a), -n}.over(f))
		}
		if f = (jet{1}).over(f); f.near(last) {
			return f
		}
		last = f
	}
	return jet{math.NaN(), math.NaN(), math.NaN()}
}
