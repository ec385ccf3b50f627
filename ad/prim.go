package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/vec"
)

// A Prim is one differentiable operation: how it is computed, how it changes,
// how it reads on paper and in Go, and where the tests check it.
//
// An elementwise operation gives Fun or Fun2 and Partial; operands broadcast.
// Any other gives Eval or a filler, Transpose, and Push unless it is linear in each of
// its inputs, or in all together (Joint). Rules are written in operations on tensors, so that forward
// mode, reverse mode and every higher order follow from them.
type Prim struct {
	Name string
	TeX  string // one %s for each input; @axis, @lo and @hi stand for numbers of the Attr
	Text string // the same in plain text; left out: name(%s, …)
	Go   string // how Go spells it: "math.Sin", "+", …; "" if only tensors have it
	Prec int    // binding strength of TeX and Go's text: one of the prec constants

	Fun    func(x float64) float64    // elementwise, one input
	Fun2   func(x, y float64) float64 // elementwise, two inputs
	Eval   func(a *Attr, x []*Tensor) *Tensor
	Eval32 func(a *Attr, x []*Tensor) *Tensor // the same on float32; left out, Eval is given float64

	kernel *kernel // elementwise: how it computes on slices, if faster than one by one
	filler *filler // others: what computes, in place of Eval and Eval32

	// Partial returns ∂y/∂xᵢ of an elementwise operation; nil where it is
	// zero everywhere.
	Partial func(c *Call, i int) *Tensor
	// Transpose pulls the cotangent g of y back to input i.
	Transpose func(c *Call, i int, g *Tensor) *Tensor
	// Push pushes the tangent dx of input i forward. Left out, y is taken to
	// be linear in input i.
	Push func(c *Call, i int, dx *Tensor) *Tensor
	// batch applies p to many examples at once. Left out, an elementwise
	// operation broadcasts, and any other runs once for each.
	batch func(b *batch) *Tensor
	// Joint: y is linear in all inputs together, not in each while the others
	// stand, so that their tangents go through it side by side.
	Joint bool

	At      [][]float64             // elementwise: points at which the tests check it, one number per input
	Kinks   [][]float64             // points where the documented convention, not the limit, decides
	Kink    func(x, y float64) bool // elementwise: whether it decides at these operands (y is 0 of one)
	Ties    func(c *Call) int       // others: at how many places it decides
	Rule    string                  // the convention: "the slope at 0 is taken as 0"
	Domain  [][2]float64            // elementwise: the open interval of each input; left out: all numbers
	Shapes  []Example               // others: operands at which the tests check it
	Steps   bool                    // piecewise constant: the derivative is zero
	Passive []int                   // inputs that carry no derivative (a condition, say)

	held func() int64 // bytes of tape that its reverse sweep needed for a while
}

// An Attr holds what an operation needs besides its operands.
type Attr struct {
	Shape  []int
	Axis   int
	Lo, Hi int
	Index  []int
}

// A Call is one application of a primitive, as its derivative rules see it:
// operands X and result Y are values of the level below.
type Call struct {
	*Attr
	X []*Tensor
	Y *Tensor
}

// An Example is a set of operands that a test of the registry applies.
type Example struct {
	Attr Attr // what the operation needs besides
	In   []*Tensor
}

const (
	precAtom = iota // a name, a number, a call
	precPow
	precNeg
	precMul
	precAdd
)

var (
	prims  []*Prim
	byName = map[string]*Prim{}
	byGo   = map[string]*Prim{}
)

// define fills in p and enters it in the registry. Primitives are defined in
// init functions, since their rules mention each other.
func (p *Prim) define(q Prim) {
	if q.filler != nil {
		q.Eval, q.Eval32 = q.filler.eval, q.filler.eval
	}
	*p = q
	if byName[p.Name] != nil {
		panic("ad: primitive " + p.Name + " is defined twice")
	}
	prims = append(prims, p)
	byName[p.Name] = p
	if p.Go != "" {
		byGo[p.Go] = p
	}
}

// Prims returns every primitive in the order of definition.
func Prims() []*Prim { return slices.Clone(prims) }

// PrimNamed returns the primitive of that name, or nil.
func PrimNamed(name string) *Prim { return byName[name] }

// PrimOfGo returns the primitive that Go spells so ("math.Sin", "+", "neg"),
// or nil.
func PrimOfGo(spelling string) *Prim { return byGo[spelling] }

// Arity returns the number of inputs of an elementwise primitive, and 0 for
// any other.
func (p *Prim) Arity() int {
	switch {
	case p.Fun != nil:
		return 1
	case p.Fun2 != nil:
		return 2
	}
	return 0
}

// Elementwise reports whether p works element by element.
func (p *Prim) Elementwise() bool { return p.Partial != nil || p.Steps && p.Arity() > 0 }

// Apply applies an elementwise primitive to operands that broadcast. It
// panics with an *Error if p is another kind of primitive, or the number of
// operands is not its Arity.
func (p *Prim) Apply(x ...*Tensor) *Tensor {
	p.takes(len(x))
	return p.apply(&noAttr, x...)
}

// takes panics unless p is elementwise, of n operands.
func (p *Prim) takes(n int) {
	switch {
	case p.Arity() == 0:
		fail(p.Name, "call the function or method of its name", "it is not elementwise")
	case n != p.Arity():
		fail(p.Name, "", "it takes %s, not %d", plural(p.Arity(), "operand"), n)
	}
}

// ApplyAs applies p to x as to the operands of an example of its Shapes.
func (p *Prim) ApplyAs(e Example, x ...*Tensor) *Tensor { return p.apply(&e.Attr, x...) }

// noAttr belongs to the operations that need only operands.
var noAttr Attr

// apply1 and apply2 apply p to one and two operands; numbers and plain
// tensors take the short way.
func (p *Prim) apply1(x *Tensor) *Tensor {
	if p.Fun != nil && x.made() && x.level == nil {
		return p.each(x)
	}
	return p.apply(&noAttr, x)
}

func (p *Prim) apply2(x, y *Tensor) *Tensor {
	if p.Fun2 != nil && x.made() && y.made() && x.level == nil && y.level == nil && x.kind == y.kind {
		return p.zip(x, y)
	}
	return p.apply(&noAttr, x, y)
}

// evaluate computes p on plain tensors of one type. What only works on
// float64 is given that, and its result rounded.
func (p *Prim) evaluate(a *Attr, x []*Tensor) *Tensor {
	vec.Poll()
	switch {
	case p.Fun != nil:
		return p.each(x[0])
	case p.Fun2 != nil:
		return p.zip(x[0], x[1])
	case p.Eval32 != nil && x[0].kind == Float32:
		return p.Eval32(a, x)
	case len(x) == 0 || x[0].kind == Float64 || p == toFloat64 || p == toFloat32:
		return p.Eval(a, x)
	}
	wide := make([]*Tensor, len(x))
	for i, t := range x {
		wide[i] = widen(t)
	}
	return narrow(p.Eval(a, wide))
}
