package ad

import (
	"math"

	"github.com/gojac/gojac/ad/vec"
)

// Exp returns eᵗ.
func (t *Tensor) Exp() *Tensor { return exp.apply1(t) }

var exp = new(Prim)

func init() {
	exp.define(Prim{
		Name: "Exp", TeX: `e^{%s}`, Go: "math.Exp", Prec: precPow,
		kernel:  kernel1(vec.Exp, vec.Exp),
		Fun:     math.Exp,
		Partial: func(c *Call, _ int) *Tensor { return c.Y },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Exp2 returns 2ᵗ.
func (t *Tensor) Exp2() *Tensor { return exp2.apply1(t) }

var exp2 = new(Prim)

func init() {
	exp2.define(Prim{
		Name: "Exp2", TeX: `2^{%s}`, Go: "math.Exp2", Prec: precPow,
		Fun:     math.Exp2,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.MulC(math.Ln2) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Expm1 returns eᵗ − 1, accurate near 0.
func (t *Tensor) Expm1() *Tensor { return expm1.apply1(t) }

var expm1 = new(Prim)

func init() {
	expm1.define(Prim{
		Name: "Expm1", TeX: `(e^{%s} - 1)`, Go: "math.Expm1",
		Fun:     math.Expm1,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Exp() },
		At:      [][]float64{{-1}, {0}, {1e-9}},
	})
}

// Log returns the natural logarithm of t.
func (t *Tensor) Log() *Tensor { return log.apply1(t) }

var log = new(Prim)

func init() {
	log.define(Prim{
		Name: "Log", TeX: `\ln(%s)`, Go: "math.Log", Domain: [][2]float64{positives},
		Fun:     math.Log,
		kernel:  kernel1(vec.Log, vec.Log),
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0]) },
		At:      [][]float64{{0.1}, {1}, {5}},
	})
}

// Log2 returns log₂ t.
func (t *Tensor) Log2() *Tensor { return log2.apply1(t) }

var log2 = new(Prim)

func init() {
	log2.define(Prim{
		Name: "Log2", TeX: `\log_{2}(%s)`, Go: "math.Log2", Domain: [][2]float64{positives},
		Fun:     math.Log2,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].MulC(math.Ln2)) },
		At:      [][]float64{{0.1}, {1}, {5}},
	})
}

// Log10 returns log₁₀ t.
func (t *Tensor) Log10() *Tensor { return log10.apply1(t) }

var log10 = new(Prim)

func init() {
	log10.define(Prim{
		Name: "Log10", TeX: `\log_{10}(%s)`, Go: "math.Log10", Domain: [][2]float64{positives},
		Fun:     math.Log10,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].MulC(math.Ln10)) },
		At:      [][]float64{{0.1}, {1}, {5}},
	})
}

// Log1p returns ln(1+t), accurate near 0.
func (t *Tensor) Log1p() *Tensor { return log1p.apply1(t) }

var log1p = new(Prim)

func init() {
	log1p.define(Prim{
		Name: "Log1p", TeX: `\ln(1 + %s)`, Go: "math.Log1p", Domain: [][2]float64{{-1, math.Inf(1)}},
		Fun:     math.Log1p,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].AddC(1)) },
		At:      [][]float64{{-0.5}, {0}, {5}},
	})
}

// Sqrt returns √t; its derivative at 0 is +Inf.
func (t *Tensor) Sqrt() *Tensor { return sqrt.apply1(t) }

var sqrt = new(Prim)

func init() {
	sqrt.define(Prim{
		Name: "Sqrt", TeX: `\sqrt{%s}`, Go: "math.Sqrt", Domain: [][2]float64{positives},
		kernel:  kernel1(vec.Sqrt, vec.Sqrt),
		Fun:     math.Sqrt,
		Partial: func(c *Call, _ int) *Tensor { return Scalar(0.5).Div(c.Y) },
		At:      [][]float64{{0.1}, {1}, {5}},
		Kinks:   [][]float64{{0}},
		Kink:    atZero,
		Rule:    "the slope at 0 is infinite",
	})
}

// Cbrt returns the cube root of t.
func (t *Tensor) Cbrt() *Tensor { return cbrt.apply1(t) }

var cbrt = new(Prim)

func init() {
	cbrt.define(Prim{
		Name: "Cbrt", TeX: `\sqrt[3]{%s}`, Go: "math.Cbrt",
		Fun:     math.Cbrt,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.Y.Square().MulC(3)) },
		At:      [][]float64{{-2}, {1}, {5}},
		Kinks:   [][]float64{{0}},
		Kink:    atZero,
		Rule:    "the slope at 0 is infinite",
	})
}

// Erf returns the error function of t.
func (t *Tensor) Erf() *Tensor { return erf.apply1(t) }

var erf = new(Prim)

func init() {
	erf.define(Prim{
		Name: "Erf", TeX: `\operatorname{erf}(%s)`, Go: "math.Erf",
		Fun:     math.Erf,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Square().Neg().Exp().MulC(2 / math.SqrtPi) },
		At:      [][]float64{{-2}, {0}, {0.5}},
	})
}

// Sigmoid returns 1/(1+e⁻ᵗ).
func (t *Tensor) Sigmoid() *Tensor { return sigmoid.apply1(t) }

var sigmoid = new(Prim)

func init() {
	sigmoid.define(Prim{
		Name: "Sigmoid", TeX: `\sigma(%s)`,
		kernel:  kernel1(vec.Sigmoid, vec.Sigmoid),
		Fun:     sigmoidOf,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.Mul(one.Sub(c.Y)) },
		At:      [][]float64{{-5}, {0}, {5}},
	})
}

// Softplus returns ln(1+eᵗ), a smooth ReLU.
func (t *Tensor) Softplus() *Tensor { return softplus.apply1(t) }

var softplus = new(Prim)

func init() {
	softplus.define(Prim{
		Name: "Softplus", TeX: `\operatorname{softplus}(%s)`,
		Fun:     softplusOf,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Sigmoid() },
		At:      [][]float64{{-40}, {-1}, {0}, {1}, {40}},
	})
}

func sigmoidOf(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func softplusOf(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
