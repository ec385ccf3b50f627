package ad

import (
	"math"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

// constant partials, shared: tensors are immutable.
var (
	one      = Scalar(1)
	minusOne = Scalar(-1)
)

// Add returns t + u, broadcasting.
func (t *Tensor) Add(u *Tensor) *Tensor { return add.apply2(t, u) }

var add = new(Prim)

func init() {
	add.define(Prim{
		Name: "Add", TeX: "%s + %s", Text: "%s + %s", Go: "+", Prec: precAdd,
		kernel:  kernel2(vec.Add, vec.Add),
		Fun2:    func(a, b float64) float64 { return a + b },
		Partial: func(*Call, int) *Tensor { return one },
		At:      [][]float64{{1, -2}, {0, 0}},
	})
}

// Sub returns t − u, broadcasting.
func (t *Tensor) Sub(u *Tensor) *Tensor { return sub.apply2(t, u) }

var sub = new(Prim)

func init() {
	sub.define(Prim{
		Name: "Sub", TeX: "%s - %s", Text: "%s - %s", Go: "-", Prec: precAdd,
		kernel:  kernel2(vec.Sub, vec.Sub),
		Fun2:    func(a, b float64) float64 { return a - b },
		Partial: func(_ *Call, i int) *Tensor { return []*Tensor{one, minusOne}[i] },
		At:      [][]float64{{1, -2}, {0, 0}},
	})
}

// Mul returns t · u element by element, broadcasting.
func (t *Tensor) Mul(u *Tensor) *Tensor { return mul.apply2(t, u) }

var mul = new(Prim)

func init() {
	mul.define(Prim{
		Name: "Mul", TeX: `%s \cdot %s`, Text: "%s·%s", Go: "*", Prec: precMul,
		kernel:  kernel2(vec.Mul, vec.Mul),
		Fun2:    func(a, b float64) float64 { return a * b },
		Partial: func(c *Call, i int) *Tensor { return c.X[1-i] },
		At:      [][]float64{{3, -2}, {0, 5}},
	})
}

// strongMul is the product of a local derivative and a tangent or cotangent:
// a zero in the second stays zero even beside an infinity. zeroMul is how
// that product changes with the local derivative: a zero in either stays zero.
var strongMul, zeroMul = new(Prim), new(Prim)

func init() {
	strongMul.define(Prim{
		Name: "StrongMul", TeX: `%s \cdot %s`, Text: "%s·%s", Prec: precMul,
		kernel: kernel2(vec.StrongMul, vec.StrongMul),
		Fun2: func(a, d float64) float64 {
			if d == 0 {
				return 0
			}
			return a * d
		},
		Partial: func(c *Call, i int) *Tensor { return c.X[1-i] },
		At:      [][]float64{{3, -2}, {0, 5}},
	})
	zeroMul.define(Prim{
		Name: "ZeroMul", TeX: `%s \cdot %s`, Text: "%s·%s", Prec: precMul,
		kernel:  kernel2(zeroProducts[float64], zeroProducts[float32]),
		Fun2:    zeroProduct[float64],
		Partial: func(c *Call, i int) *Tensor { return c.X[1-i] },
		At:      [][]float64{{3, -2}, {-1, 5}},
	})
}

// product reports whether p multiplies two operands element by element.
func (p *Prim) product() bool { return p == mul || p == strongMul || p == zeroMul }

func zeroProduct[T gemm.Float](a, b T) T {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// zeroProducts is the kernel of zeroMul.
func zeroProducts[T gemm.Float](dst, x, y []T) {
	switch {
	case len(x) == len(dst) && len(y) == len(dst):
		for i, v := range x {
			dst[i] = zeroProduct(v, y[i])
		}
	case len(x) == len(dst):
		for i, v := range x {
			dst[i] = zeroProduct(v, y[0])
		}
	default:
		for i := range dst {
			dst[i] = zeroProduct(x[0], y[i%len(y)])
		}
	}
}

// Div returns t / u element by element, broadcasting.
func (t *Tensor) Div(u *Tensor) *Tensor { return div.apply2(t, u) }

var div = new(Prim)

func init() {
	div.define(Prim{
		Name: "Div", TeX: `\frac{%s}{%s}`, Text: "%s/%s", Go: "/", Prec: precMul,
		kernel: kernel2(vec.Div, vec.Div),
		Fun2:   func(a, b float64) float64 { return a / b },
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return one.Div(c.X[1])
			}
			return c.Y.Div(c.X[1]).Neg()
		},
		At: [][]float64{{3, -2}, {0, 5}, {1, 0.1}},
	})
}

// Neg returns −t.
func (t *Tensor) Neg() *Tensor { return neg.apply1(t) }

var neg = new(Prim)

func init() {
	neg.define(Prim{
		Name: "Neg", TeX: "-%s", Text: "-%s", Go: "neg", Prec: precNeg,
		kernel:  kernel1(vec.Neg, vec.Neg),
		Fun:     func(x float64) float64 { return -x },
		Partial: func(*Call, int) *Tensor { return minusOne },
		At:      [][]float64{{2}, {0}},
	})
}

// Square returns t².
func (t *Tensor) Square() *Tensor { return square.apply1(t) }

var square = new(Prim)

func init() {
	square.define(Prim{
		Name: "Square", TeX: "%s^{2}", Text: "%s²", Prec: precPow,
		kernel:  kernel1(vec.Square, vec.Square),
		Fun:     func(x float64) float64 { return x * x },
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].MulC(2) },
		At:      [][]float64{{-3}, {0}, {2}},
	})
}

// Pow returns t to the power u, element by element, as math.Pow has it;
// broadcasting. At t = 0 the derivative by t is 0 for u = 0.
func (t *Tensor) Pow(u *Tensor) *Tensor { return pow.apply2(t, u) }

var pow = new(Prim)

func init() {
	pow.define(Prim{
		Name: "Pow", TeX: "%s^{%s}", Text: "%s^%s", Go: "math.Pow", Prec: precPow, Domain: [][2]float64{positives, all},
		Fun2: math.Pow,
		Partial: func(c *Call, i int) *Tensor {
			x, p := c.X[0], c.X[1]
			if i == 0 {
				return strongMul.apply2(x.Pow(p.AddC(-1)), p)
			}
			return strongMul.apply2(x.Log(), c.Y)
		},
		At:    [][]float64{{2, 3}, {0.5, -1.5}, {3, 0.5}, {2, 0}},
		Kinks: [][]float64{{0, 0}, {0, 2}, {0, 1}},
		Kink:  func(x, p float64) bool { return x == 0 && p < 1 },
		Rule:  "0⁰ is 1 with slope 0; for an exponent below 1 the slope at 0 is infinite",
	})
}

// AddC returns t + c.
func (t *Tensor) AddC(c float64) *Tensor { return t.Add(Scalar(c)) }

// MulC returns c · t.
func (t *Tensor) MulC(c float64) *Tensor { return Scalar(c).Mul(t) }

// PowC returns t to the power c.
func (t *Tensor) PowC(c float64) *Tensor { return t.Pow(Scalar(c)) }

// Maximum returns the larger of t and u, element by element, broadcasting. A tie
// gives half the derivative to each.
func (t *Tensor) Maximum(u *Tensor) *Tensor { return maximum.apply2(t, u) }

var maximum = new(Prim)

func init() {
	maximum.define(Prim{
		Name: "Maximum", TeX: `\max(%s, %s)`, Go: "math.Max",
		Fun2:    math.Max,
		kernel:  kernel2(vec.Maximum, vec.Maximum),
		Partial: func(c *Call, i int) *Tensor { return ahead(c.X[i], c.X[1-i]) },
		At:      [][]float64{{1, 2}, {2, 1}},
		Kinks:   [][]float64{{1, 1}},
		Kink:    tie,
		Rule:    "a tie gives half the derivative to each",
	})
}

// Minimum returns the smaller of t and u, element by element, broadcasting. A
// tie gives half the derivative to each.
func (t *Tensor) Minimum(u *Tensor) *Tensor { return minimum.apply2(t, u) }

var minimum = new(Prim)

func init() {
	minimum.define(Prim{
		Name: "Minimum", TeX: `\min(%s, %s)`, Go: "math.Min",
		Fun2:    math.Min,
		kernel:  kernel2(vec.Minimum, vec.Minimum),
		Partial: func(c *Call, i int) *Tensor { return ahead(c.X[1-i], c.X[i]) },
		At:      [][]float64{{1, 2}, {2, 1}},
		Kinks:   [][]float64{{1, 1}},
		Kink:    tie,
		Rule:    "a tie gives half the derivative to each",
	})
}

// ahead returns 1 where a > b, ½ where they tie and 0 elsewhere.
func ahead(a, b *Tensor) *Tensor { return lead.apply2(a, b) }

var lead = new(Prim)

func init() {
	lead.define(Prim{
		Name: "Ahead", TeX: `[%s > %s]`, Text: "[%s > %s]", Steps: true,
		Fun2: func(a, b float64) float64 {
			switch {
			case a > b:
				return 1
			case a < b:
				return 0
			case a == b:
				return 0.5
			}
			return math.NaN()
		},
		At: [][]float64{{1, 2}, {2, 1}},
	})
}

// Abs returns |t|; its derivative at 0 is 0.
func (t *Tensor) Abs() *Tensor { return abs.apply1(t) }

var abs = new(Prim)

func init() {
	abs.define(Prim{
		Name: "Abs", TeX: `|%s|`, Go: "math.Abs",
		kernel:  kernel1(vec.Abs, vec.Abs),
		Fun:     math.Abs,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Sign() },
		At:      [][]float64{{-1}, {2}},
		Kinks:   [][]float64{{0}},
		Kink:    atZero,
		Rule:    "the slope at 0 is taken as 0, the smallest of those between the sides",
	})
}

// Sign returns −1, 0 or 1; its derivative is 0.
func (t *Tensor) Sign() *Tensor { return sign.apply1(t) }

var sign = new(Prim)

func init() {
	sign.define(Prim{
		Name: "Sign", TeX: `\operatorname{sign}(%s)`, Steps: true,
		Fun: func(x float64) float64 {
			switch {
			case x > 0:
				return 1
			case x < 0:
				return -1
			}
			return x
		},
		At:   [][]float64{{-1}, {2}},
		Kink: atZero,
		Rule: jump,
	})
}

// ReLU returns max(t, 0); its derivative at 0 is 0.
func (t *Tensor) ReLU() *Tensor { return relu.apply1(t) }

var relu = new(Prim)

func init() {
	relu.define(Prim{
		Name: "ReLU", TeX: `\operatorname{ReLU}(%s)`, Text: "ReLU(%s)",
		kernel: kernel1(vec.ReLU, vec.ReLU),
		Fun: func(x float64) float64 {
			if x < 0 {
				return 0
			}
			return x
		},
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Gt(Scalar(0)) },
		At:      [][]float64{{-1}, {2}},
		Kinks:   [][]float64{{0}},
		Kink:    atZero,
		Rule:    "the slope at 0 is taken as 0, the smallest of those between the sides",
	})
}
