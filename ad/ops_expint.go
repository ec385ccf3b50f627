package ad

import "math"

// ExpIntEi returns the exponential integral Ei(t), the principal value of
// ∫ eᵘ/u du from −∞ to t; −Inf at 0.
func (t *Tensor) ExpIntEi() *Tensor { return expIntEi.apply1(t) }

// ExpIntE1 returns the exponential integral E₁(t) = ∫ e⁻ᵘ/u du from t to ∞,
// for t > 0; +Inf at 0 and NaN below.
func (t *Tensor) ExpIntE1() *Tensor { return expIntE1.apply1(t) }

var expIntEi, expIntE1 = new(Prim), new(Prim)

func init() {
	expIntEi.define(Prim{
		Name: "ExpIntEi", TeX: `\operatorname{Ei}(%s)`,
		Fun:     expIntEiOf,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Exp().Div(c.X[0]) },
		At:      [][]float64{{-2}, {0.1}, {1.5}, {8}},
	})
	expIntE1.define(Prim{
		Name: "ExpIntE1", TeX: `\operatorname{E}_1(%s)`, Domain: [][2]float64{positives},
		Fun:     expIntE1Of,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Neg().Exp().Div(c.X[0]).Neg() },
		At:      [][]float64{{0.1}, {1.5}, {8}},
	})
}

const eulerGamma = 0.57721566490153286061

// expIntSeries is γ + ln|x| + Σ xᵏ/(k·k!) (Abramowitz and Stegun 5.1.10).
func expIntSeries(x float64) float64 {
	term, sum := 1.0, 0.0
	for k := 1.0; k < 500; k++ {
		term *= x / k
		d := term / k
		if sum += d; math.Abs(d) <= 1e-18*math.Abs(sum) {
			break
		}
	}
	return sum + (eulerGamma + math.Log(math.Abs(x)))
}

// expIntEiOf sums the series up to 40 and the asymptotic one, Σ k!/xᵏ times
// eˣ/x, to its least term beyond.
func expIntEiOf(x float64) float64 {
	switch {
	case x < 0:
		return -expIntE1Of(-x)
	case x == 0:
		return math.Inf(-1)
	case x > 720: // it overflows at 716
		return math.Inf(1)
	case x < 40:
		return expIntSeries(x)
	}
	term, sum := 1.0, 1.0
	for k := 1.0; k < x; k++ {
		term *= k / x
		if sum += term; term <= 1e-17*sum {
			break
		}
	}
	return math.Exp(x-math.Log(x)) * sum
}

// expIntE1Of sums the series up to 1 and takes the continued fraction beyond
// (5.1.22), from its tail.
func expIntE1Of(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(1)
	case !(x > 0):
		return math.NaN()
	case x <= 1:
		return -expIntSeries(-x)
	case x > 750:
		return 0
	}
	n := 20 + math.Trunc(200/x)
	f := x + 2*n + 1
	for k := n; k > 0; k-- {
		f = x + 2*k - 1 - k*k/f
	}
	return math.Exp(-x) / f
}
