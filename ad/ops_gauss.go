package ad

import "math"

// Erfcx returns e^(t²)·erfc t, which neither over- nor underflows for t > 0.
func (t *Tensor) Erfcx() *Tensor { return erfcx.apply1(t) }

// Erfi returns the imaginary error function −i·erf(i·t).
func (t *Tensor) Erfi() *Tensor { return erfi.apply1(t) }

// Dawson returns Dawson's integral e^(−t²)·∫₀ᵗ e^(u²) du.
func (t *Tensor) Dawson() *Tensor { return dawson.apply1(t) }

// NormCDF returns Φ(t), the distribution function of the standard normal.
func (t *Tensor) NormCDF() *Tensor { return t.MulC(-math.Sqrt2 / 2).Erfc().MulC(0.5) }

// NormPDF returns the density of the standard normal, e^(−t²/2)/√(2π).
func (t *Tensor) NormPDF() *Tensor {
	return t.Square().MulC(-0.5).Exp().MulC(1 / math.Sqrt(2*math.Pi))
}

// NormPPF returns the number whose NormCDF is t, for 0 < t < 1.
func (t *Tensor) NormPPF() *Tensor { return t.MulC(2).Erfcinv().MulC(-math.Sqrt2) }

// LogNormCDF returns ln Φ(t), also far to the left where Φ underflows.
func (t *Tensor) LogNormCDF() *Tensor { return logNormCDF.apply1(t) }

var erfcx, erfi, dawson, logNormCDF = new(Prim), new(Prim), new(Prim), new(Prim)

const twoOverSqrtPi = 2 / math.SqrtPi

func init() {
	erfcx.define(Prim{
		Name: "Erfcx", TeX: `\operatorname{erfcx}(%s)`,
		Fun: erfcxOf,
		Partial: func(c *Call, _ int) *Tensor {
			return c.X[0].Mul(c.Y.MulC(2)).AddC(-twoOverSqrtPi)
		},
		At: [][]float64{{-1}, {0}, {0.5}, {3}},
	})
	erfi.define(Prim{
		Name: "Erfi", TeX: `\operatorname{erfi}(%s)`,
		Fun: func(x float64) float64 {
			if x > 5 || x < -5 {
				y := expSquare(x)
				if math.IsInf(y, 1) {
					return math.Copysign(y, x)
				}
				return twoOverSqrtPi * y * dawsonOf(x)
			}
			return twoOverSqrtPi * erfiSeries(x)
		},
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Square().Exp().MulC(twoOverSqrtPi) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
	dawson.define(Prim{
		Name: "Dawson", TeX: `\operatorname{D}(%s)`,
		Fun:     dawsonOf,
		Partial: func(c *Call, _ int) *Tensor { return one.Sub(c.X[0].Mul(c.Y.MulC(2))) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
	// (ln Φ)′ = φ/Φ = √(2/π) / erfcx(−x/√2).
	logNormCDF.define(Prim{
		Name: "LogNormCDF", TeX: `\ln\Phi(%s)`,
		Fun: func(x float64) float64 {
			z := -x / math.Sqrt2
			if z < 1 {
				return math.Log1p(-math.Erfc(-z) / 2)
			}
			return math.Log(erfcxOf(z)/2) - x*x/2
		},
		Partial: func(c *Call, _ int) *Tensor {
			return Scalar(math.Sqrt(2 / math.Pi)).Div(c.X[0].MulC(-1 / math.Sqrt2).Erfcx())
		},
		At: [][]float64{{-20}, {-1}, {0.5}, {3}},
	})
}

// expSquare is e^(x²), of x² to twice the precision.
func expSquare(x float64) float64 {
	hi := x * x
	y := math.Exp(hi)
	if math.IsInf(y, 1) {
		return y
	}
	return y + y*math.FMA(x, x, -hi)
}

// erfcxOf multiplies out up to 9 and takes the continued fraction beyond
// (Abramowitz and Stegun 7.1.14).
func erfcxOf(x float64) float64 {
	if x != x || x < 9 {
		return expSquare(x) * math.Erfc(x)
	}
	f := x
	for k := 40; k > 0; k-- {
		f = x + float64(k)/2/f
	}
	return 1 / math.SqrtPi / f
}

// erfiSeries is ∫₀ˣ e^(u²) du = Σ x²ᵏ⁺¹/(k!·(2k+1)).
func erfiSeries(x float64) float64 {
	term, sum := x, x
	for k := 1.0; k < 500; k++ {
		term *= x * x / k
		d := term / (2*k + 1)
		if sum += d; math.Abs(d) <= 1e-18*math.Abs(sum) {
			break
		}
	}
	return sum
}

// dawsonOf is the series up to 5 and the asymptotic one from 9; in between
// the convergent sum of Rybicki (Computers in Physics 3, 1989).
func dawsonOf(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case a < 2:
		return erfiSeries(x) / expSquare(x)
	case a > 9:
		term, sum := 0.5/x, 0.5/x
		for k := 1.0; k < 40; k++ {
			term *= (2*k - 1) / (2 * x * x)
			if sum += term; math.Abs(term) <= 1e-17*math.Abs(sum) {
				break
			}
		}
		return sum
	}
	const h = 0.25
	n0 := 2 * math.Round(a/(2*h))
	y := 0.0
	for n := -41.0; n <= 41; n += 2 {
		d := a - (n0+n)*h
		y += math.Exp(-d*d) / (n0 + n)
	}
	return math.Copysign(y/math.SqrtPi, x)
}
