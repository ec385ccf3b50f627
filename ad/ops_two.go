package ad

import "math"

// Atan2 returns the angle of the point (u, t), as math.Atan2(t, u) has it;
// broadcasting.
func (t *Tensor) Atan2(u *Tensor) *Tensor { return atan2.apply2(t, u) }

var atan2 = new(Prim)

func init() {
	atan2.define(Prim{
		Name: "Atan2", TeX: `\operatorname{atan2}(%s, %s)`, Go: "math.Atan2",
		Fun2: math.Atan2,
		Partial: func(c *Call, i int) *Tensor {
			r2 := c.X[0].Square().Add(c.X[1].Square())
			if i == 0 {
				return c.X[1].Div(r2)
			}
			return c.X[0].Neg().Div(r2)
		},
		At: [][]float64{{1, 2}, {-1, 2}, {1, -2}, {0, 3}},
	})
}

// Hypot returns √(t² + u²), broadcasting; its derivative at (0, 0) is 0.
func (t *Tensor) Hypot(u *Tensor) *Tensor { return hypot.apply2(t, u) }

var hypot = new(Prim)

func init() {
	hypot.define(Prim{
		Name: "Hypot", TeX: `\sqrt{%s^2 + %s^2}`, Go: "math.Hypot",
		Fun2:    math.Hypot,
		Partial: func(c *Call, i int) *Tensor { return c.X[i].Div(awayFromZero(c.Y)) },
		At:      [][]float64{{3, 4}, {-1, 2}, {0, 2}},
		Kinks:   [][]float64{{0, 0}},
		Kink:    func(x, y float64) bool { return x == 0 && y == 0 },
		Rule:    "the gradient at (0, 0) is taken as 0",
	})
}

// awayFromZero returns x with its zeros made ones, so that 0/x is 0.
func awayFromZero(x *Tensor) *Tensor { return x.Add(same.apply2(x, Scalar(0))) }

// Mod returns the remainder of t / u, with the sign of t, as math.Mod has it;
// broadcasting. Its derivative by u is −⌊t/u⌋, rounded towards zero.
func (t *Tensor) Mod(u *Tensor) *Tensor { return mod.apply2(t, u) }

var mod = new(Prim)

func init() {
	mod.define(Prim{
		Name: "Mod", TeX: `%s \bmod %s`, Go: "math.Mod", Prec: precMul,
		Fun2: math.Mod,
		Partial: func(c *Call, i int) *Tensor {
			if i == 0 {
				return one
			}
			return c.X[0].Div(c.X[1]).Trunc().Neg()
		},
		At:   [][]float64{{7, 3}, {-7.5, 2}},
		Kink: func(x, y float64) bool { return x != 0 && math.Mod(x, y) == 0 },
		Rule: "it jumps here; the slope is that of the side of the value",
	})
}

// Dim returns max(t − u, 0), as math.Dim has it; broadcasting. Its derivative
// where t = u is 0.
func (t *Tensor) Dim(u *Tensor) *Tensor { return dim.apply2(t, u) }

var dim = new(Prim)

func init() {
	dim.define(Prim{
		Name: "Dim", TeX: `\max(%s - %s, 0)`, Go: "math.Dim",
		Fun2: math.Dim,
		Partial: func(c *Call, i int) *Tensor {
			above := c.X[0].Gt(c.X[1])
			if i == 0 {
				return above
			}
			return above.Neg()
		},
		At:    [][]float64{{1, 3}, {7, 2}},
		Kinks: [][]float64{{1, 1}},
		Kink:  tie,
		Rule:  "the slope at a tie is taken as 0",
	})
}

// Copysign returns |t| with the sign of u, as math.Copysign has it.
func (t *Tensor) Copysign(u *Tensor) *Tensor { return copysign.apply2(t, u) }

var copysign = new(Prim)

func init() {
	copysign.define(Prim{
		Name: "Copysign", TeX: `\operatorname{copysign}(%s, %s)`, Go: "math.Copysign",
		Fun2: math.Copysign,
		Partial: func(c *Call, i int) *Tensor {
			if i == 1 {
				return nil
			}
			return c.X[0].Sign().Mul(one.Copysign(c.X[1]))
		},
		At:    [][]float64{{1, 3}, {7, -2}, {-1, 3}, {-2, -5}},
		Kinks: [][]float64{{0, 1}},
		Kink:  func(x, y float64) bool { return x == 0 || y == 0 },
		Rule:  "the slope at 0 is taken as 0, the smallest of those between the sides",
	})
}

// FMA returns t · u + v; broadcasting.
func (t *Tensor) FMA(u, v *Tensor) *Tensor {
	needs(t, u, v)
	defer named("FMA")
	return t.Mul(u).Add(v)
}
