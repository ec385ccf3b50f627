package ad

import (
	"github.com/gojac/gojac/ad/gemm"
)

// A DType is the type of a tensor's elements.
type DType uint8

const (
	Float64 DType = iota // what every constructor makes
	Float32              // half the memory, and matrix products twice as fast; asked for by the method Float32
)

// String returns "float64" or "float32".
func (d DType) String() string {
	if d > Float32 {
		return "DType(" + itoa(int(d)) + ")"
	}
	return [...]string{"float64", "float32"}[d]
}

// size is the bytes of an element.
func (d DType) size() int64 { return [...]int64{8, 4}[d] }

// DType returns the type of t's elements.
//
// Operands of different types are brought to one: that of the operands that
// have axes, float64 if one of those is float64. A number, which has none,
// takes the type of the others, and a float64 number that of a float32 number.
func (t *Tensor) DType() DType { return t.given().dtype() }

// dtype is DType of what is known to be a tensor.
func (t *Tensor) dtype() DType {
	for t.level != nil {
		t = t.primal
	}
	return t.kind
}

// Float32 returns t with its elements rounded to float32; derivatives pass
// through it, in the type of t.
func (t *Tensor) Float32() *Tensor { return t.given().as(Float32) }

// Float64 returns t with its elements as float64; derivatives pass through it,
// in the type of t.
func (t *Tensor) Float64() *Tensor { return t.given().as(Float64) }

func (t *Tensor) as(d DType) *Tensor {
	switch {
	case t.dtype() == d:
		return t
	case d == Float32:
		return toFloat32.apply(&noAttr, t)
	}
	return toFloat64.apply(&noAttr, t)
}

// like brings t to the type of u.
func (t *Tensor) like(u *Tensor) *Tensor { return t.as(u.dtype()) }

var toFloat32, toFloat64 = new(Prim), new(Prim)

func init() {
	example := Vec(1, -2, 0.5)
	toFloat32.define(Prim{
		Name: "Float32", TeX: `\operatorname{float32}(%s)`,
		batch:     stacked(toFloat32),
		Eval:      func(_ *Attr, x []*Tensor) *Tensor { return narrow(x[0]) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return g.like(c.X[0]) },
		Shapes:    []Example{{In: []*Tensor{example}}, {In: []*Tensor{narrow(example)}}},
	})
	toFloat64.define(Prim{
		Name: "Float64", TeX: `\operatorname{float64}(%s)`,
		batch:     stacked(toFloat64),
		Eval:      func(_ *Attr, x []*Tensor) *Tensor { return widen(x[0]) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return g.like(c.X[0]) },
		Shapes:    []Example{{In: []*Tensor{example}}, {In: []*Tensor{narrow(example)}}},
	})
}

// narrow and widen convert a plain tensor.
func narrow(t *Tensor) *Tensor {
	if t.kind == Float32 {
		return t
	}
	y := blank(Float32, t.shape)
	convert(y, t)
	return y
}

// convert sets the elements of y to those of x, of any type.
func convert(y, x *Tensor) {
	switch {
	case x.kind == y.kind:
		copy(y.data, x.data)
		copy(y.single, x.single)
	case y.kind == Float32:
		for i, v := range x.data {
			y.single[i] = float32(v)
		}
	default:
		for i, v := range x.single {
			y.data[i] = float64(v)
		}
	}
}

func widen(t *Tensor) *Tensor {
	if t.kind == Float64 {
		return t
	}
	return plain(t.shape, t.wide())
}

// wide returns the elements as float64: a copy of float32, themselves else.
func (t *Tensor) wide() []float64 {
	if t.kind == Float64 {
		return t.data
	}
	y := allot[float64](t.shape...)
	for i, v := range t.single {
		y[i] = float64(v)
	}
	return y
}

// blank returns a plain tensor of zeros.
func blank(d DType, shape []int) *Tensor {
	switch {
	case d == Float32:
		return &Tensor{shape: shape, kind: d, single: allot[float32](shape...)}
	case len(shape) == 0:
		return Scalar(0)
	}
	return plain(shape, allot[float64](shape...))
}

// elements returns the storage of a plain tensor of elements T.
func elements[T gemm.Float](t *Tensor) []T {
	if d, ok := any(&t.data).(*[]T); ok {
		return *d
	}
	return *any(&t.single).(*[]T)
}

// typeOf is the type that operands of one operation are brought to.
func (p *Prim) typeOf(in []*Tensor) DType {
	number, array := false, false // whether there are float32 numbers, arrays
	for i, t := range in {
		if !p.counts(i) {
			continue
		}
		switch d := t.dtype(); {
		case d == Float64 && len(t.shape) > 0:
			return Float64
		case d == Float32 && len(t.shape) > 0:
			array = true
		case d == Float32:
			number = true
		}
	}
	if number || array {
		return Float32
	}
	return Float64
}

// counts reports whether operand i has a say in the type of the result: a
// condition or an order has none.
func (p *Prim) counts(i int) bool {
	for _, k := range p.Passive {
		if k == i {
			return false
		}
	}
	return true
}

// unified brings operands to one type.
func (p *Prim) unified(in []*Tensor) []*Tensor {
	if len(in) < 2 {
		return in
	}
	first := in[0].dtype()
	mixed := false
	for _, t := range in[1:] {
		mixed = mixed || t.dtype() != first
	}
	if !mixed {
		return in
	}
	d := p.typeOf(in)
	out := make([]*Tensor, len(in))
	for i, t := range in {
		out[i] = t.as(d)
	}
	return out
}

// fitted rounds a number as storing it in type d does.
func (d DType) fitted(x float64) float64 {
	if d == Float32 {
		return float64(float32(x))
	}
	return x
}
