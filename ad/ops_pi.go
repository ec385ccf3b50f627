package ad

import "math"

// SinPi returns sin(πt), exact at whole and half numbers however large.
func (t *Tensor) SinPi() *Tensor { return sinPi.apply1(t) }

// CosPi returns cos(πt), exact at whole and half numbers however large.
func (t *Tensor) CosPi() *Tensor { return cosPi.apply1(t) }

// Sinc returns sin(πt)/(πt), and 1 at 0.
func (t *Tensor) Sinc() *Tensor { return sinc.apply2(Scalar(0), t) }

// SinDeg returns the sine of t degrees.
func (t *Tensor) SinDeg() *Tensor { return t.MulC(1. / 180).SinPi() }

// CosDeg returns the cosine of t degrees.
func (t *Tensor) CosDeg() *Tensor { return t.MulC(1. / 180).CosPi() }

// TanDeg returns the tangent of t degrees.
func (t *Tensor) TanDeg() *Tensor { return t.SinDeg().Div(t.CosDeg()) }

// Deg2Rad returns t degrees in radians.
func (t *Tensor) Deg2Rad() *Tensor { return t.MulC(math.Pi / 180) }

// Rad2Deg returns t radians in degrees.
func (t *Tensor) Rad2Deg() *Tensor { return t.MulC(180 / math.Pi) }

// Sec returns 1/cos t.
func (t *Tensor) Sec() *Tensor { return one.Div(t.Cos()) }

// Csc returns 1/sin t.
func (t *Tensor) Csc() *Tensor { return one.Div(t.Sin()) }

// Cot returns 1/tan t.
func (t *Tensor) Cot() *Tensor { return one.Div(t.Tan()) }

// Sech returns 1/cosh t.
func (t *Tensor) Sech() *Tensor { return one.Div(t.Cosh()) }

// Csch returns 1/sinh t.
func (t *Tensor) Csch() *Tensor { return one.Div(t.Sinh()) }

// Coth returns 1/tanh t.
func (t *Tensor) Coth() *Tensor { return one.Div(t.Tanh()) }

// Asec returns arccos(1/t), for |t| ≥ 1.
func (t *Tensor) Asec() *Tensor { return one.Div(t).Acos() }

// Acsc returns arcsin(1/t), for |t| ≥ 1.
func (t *Tensor) Acsc() *Tensor { return one.Div(t).Asin() }

// Acot returns arctan(1/t).
func (t *Tensor) Acot() *Tensor { return one.Div(t).Atan() }

// Asech returns arcosh(1/t), for 0 < t ≤ 1.
func (t *Tensor) Asech() *Tensor { return one.Div(t).Acosh() }

// Acsch returns arsinh(1/t).
func (t *Tensor) Acsch() *Tensor { return one.Div(t).Asinh() }

// Acoth returns artanh(1/t), for |t| > 1.
func (t *Tensor) Acoth() *Tensor { return one.Div(t).Atanh() }

var sinPi, cosPi, sinc = new(Prim), new(Prim), new(Prim)

func init() {
	sinPi.define(Prim{
		Name: "SinPi", TeX: `\sin(\pi %s)`,
		Fun:     sinPiOf,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].CosPi().MulC(math.Pi) },
		At:      [][]float64{{-0.3}, {0}, {1.7}},
	})
	cosPi.define(Prim{
		Name: "CosPi", TeX: `\cos(\pi %s)`,
		Fun:     func(x float64) float64 { return sinPiOf(0.5 - math.Abs(math.Mod(x, 2))) },
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].SinPi().MulC(-math.Pi) },
		At:      [][]float64{{-0.3}, {0}, {1.7}},
	})
	sinc.define(Prim{ // the first operand is the order of the derivative
		Name: "Sinc", TeX: `\operatorname{sinc}^{(%s)}(%s)`, Passive: []int{0},
		Fun2: sincOf,
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return nil
			}
			return sinc.apply2(c.X[0].AddC(1), c.X[1])
		},
		At: [][]float64{{0, 1.3}, {0, 0}, {0, -0.2}, {1, 1e-3}, {2, 2.5}},
	})
}

// sinPiOf reduces exactly before it multiplies by π.
func sinPiOf(x float64) float64 {
	r := math.Mod(x, 2)
	switch {
	case r == math.Trunc(r):
		return math.Copysign(0, x)
	case r > 1:
		return -sinPiOf(2 - r)
	case r < 0:
		return -sinPiOf(-r)
	case r > 0.75:
		return math.Sin(math.Pi * (1 - r))
	case r > 0.25:
		return math.Cos(math.Pi * (0.5 - r))
	}
	return math.Sin(math.Pi * r)
}

// sincOf is the n-th derivative of sin(πx)/(πx): by its power series near 0,
// by Sₙ·x + n·Sₙ₋₁ = (sin(πx)/π)⁽ⁿ⁾ elsewhere.
func sincOf(order, x float64) float64 {
	n := int(order)
	z := math.Pi * x
	if math.Abs(z) < 2+float64(n) {
		// πⁿ Σ (−1)ᵏ z²ᵏ⁻ⁿ / ((2k+1)·(2k−n)!), over 2k ≥ n
		k := (n + 1) / 2
		term, sum := 1.0, 0.0
		if 2*k > n {
			term = z
		}
		if k%2 == 1 {
			term = -term
		}
		for ; term != 0; k++ {
			d := term / float64(2*k+1)
			if sum += d; math.Abs(d) < 1e-18*math.Abs(sum) {
				break
			}
			m := float64(2*k - n)
			term *= -z * z / ((m + 1) * (m + 2))
		}
		return sum * math.Pow(math.Pi, order)
	}
	sin, cos := sinPiOf(x), sinPiOf(0.5-math.Abs(math.Mod(x, 2)))
	s := sin / z
	for k := 1; k <= n; k++ {
		d := [4]float64{sin, cos, -sin, -cos}[k%4] * math.Pow(math.Pi, float64(k-1))
		s = (d - float64(k)*s) / x
	}
	return s
}
