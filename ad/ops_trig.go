package ad

import (
	"math"

	"github.com/gojac/gojac/ad/vec"
)

// Sin returns sin t.
func (t *Tensor) Sin() *Tensor { return sin.apply1(t) }

var sin = new(Prim)

func init() {
	sin.define(Prim{
		Name: "Sin", TeX: `\sin(%s)`, Go: "math.Sin",
		Fun:     math.Sin,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Cos() },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Cos returns cos t.
func (t *Tensor) Cos() *Tensor { return cos.apply1(t) }

var cos = new(Prim)

func init() {
	cos.define(Prim{
		Name: "Cos", TeX: `\cos(%s)`, Go: "math.Cos",
		Fun:     math.Cos,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Sin().Neg() },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Tan returns tan t.
func (t *Tensor) Tan() *Tensor { return tan.apply1(t) }

var tan = new(Prim)

func init() {
	tan.define(Prim{
		Name: "Tan", TeX: `\tan(%s)`, Go: "math.Tan",
		Fun:     math.Tan,
		Partial: func(c *Call, _ int) *Tensor { return c.Y.Square().AddC(1) },
		At:      [][]float64{{-1}, {0}, {1.2}},
	})
}

// Asin returns arcsin t.
func (t *Tensor) Asin() *Tensor { return asin.apply1(t) }

var asin = new(Prim)

func init() {
	asin.define(Prim{
		Name: "Asin", TeX: `\arcsin(%s)`, Go: "math.Asin", Domain: [][2]float64{inside},
		Fun:     math.Asin,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(one.Sub(c.X[0].Square()).Sqrt()) },
		At:      [][]float64{{-0.7}, {0}, {0.9}},
	})
}

// Acos returns arccos t.
func (t *Tensor) Acos() *Tensor { return acos.apply1(t) }

var acos = new(Prim)

func init() {
	acos.define(Prim{
		Name: "Acos", TeX: `\arccos(%s)`, Go: "math.Acos", Domain: [][2]float64{inside},
		Fun:     math.Acos,
		Partial: func(c *Call, _ int) *Tensor { return minusOne.Div(one.Sub(c.X[0].Square()).Sqrt()) },
		At:      [][]float64{{-0.7}, {0}, {0.9}},
	})
}

// Atan returns arctan t.
func (t *Tensor) Atan() *Tensor { return atan.apply1(t) }

var atan = new(Prim)

func init() {
	atan.define(Prim{
		Name: "Atan", TeX: `\arctan(%s)`, Go: "math.Atan",
		Fun:     math.Atan,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].Square().AddC(1)) },
		At:      [][]float64{{-3}, {0}, {0.9}},
	})
}

// Sinh returns sinh t.
func (t *Tensor) Sinh() *Tensor { return sinh.apply1(t) }

var sinh = new(Prim)

func init() {
	sinh.define(Prim{
		Name: "Sinh", TeX: `\sinh(%s)`, Go: "math.Sinh",
		Fun:     math.Sinh,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Cosh() },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Cosh returns cosh t.
func (t *Tensor) Cosh() *Tensor { return cosh.apply1(t) }

var cosh = new(Prim)

func init() {
	cosh.define(Prim{
		Name: "Cosh", TeX: `\cosh(%s)`, Go: "math.Cosh",
		Fun:     math.Cosh,
		Partial: func(c *Call, _ int) *Tensor { return c.X[0].Sinh() },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Tanh returns tanh t.
func (t *Tensor) Tanh() *Tensor { return tanh.apply1(t) }

var tanh = new(Prim)

func init() {
	tanh.define(Prim{
		Name: "Tanh", TeX: `\tanh(%s)`, Go: "math.Tanh",
		kernel:  kernel1(vec.Tanh, vec.Tanh),
		Fun:     math.Tanh,
		Partial: func(c *Call, _ int) *Tensor { return one.Sub(c.Y.Square()) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Asinh returns arsinh t.
func (t *Tensor) Asinh() *Tensor { return asinh.apply1(t) }

var asinh = new(Prim)

func init() {
	asinh.define(Prim{
		Name: "Asinh", TeX: `\operatorname{arsinh}(%s)`, Go: "math.Asinh",
		Fun:     math.Asinh,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].Square().AddC(1).Sqrt()) },
		At:      [][]float64{{-1}, {0}, {2}},
	})
}

// Acosh returns arcosh t, for t ≥ 1.
func (t *Tensor) Acosh() *Tensor { return acosh.apply1(t) }

var acosh = new(Prim)

func init() {
	acosh.define(Prim{
		Name: "Acosh", TeX: `\operatorname{arcosh}(%s)`, Go: "math.Acosh", Domain: [][2]float64{{1, math.Inf(1)}},
		Fun:     math.Acosh,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(c.X[0].Square().AddC(-1).Sqrt()) },
		At:      [][]float64{{1.5}, {3}},
	})
}

// Atanh returns artanh t, for |t| < 1.
func (t *Tensor) Atanh() *Tensor { return atanh.apply1(t) }

var atanh = new(Prim)

func init() {
	atanh.define(Prim{
		Name: "Atanh", TeX: `\operatorname{artanh}(%s)`, Go: "math.Atanh", Domain: [][2]float64{inside},
		Fun:     math.Atanh,
		Partial: func(c *Call, _ int) *Tensor { return one.Div(one.Sub(c.X[0].Square())) },
		At:      [][]float64{{-0.5}, {0}, {0.9}},
	})
}
