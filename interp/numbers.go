package interp

import (
	"go/token"
	"math"
	"reflect"
	"strings"
	"unsafe"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"github.com/gojac/gojac/interp/lift"
	"github.com/gojac/gojac/interp/machine"
)

// A number stands in place of float64 on the second machine. No num is 0.
type number struct{ n *num }

var numberType = reflect.TypeFor[number]()

// A num is a value, and where what depends on it is found: 0 where nothing
// does, the place on a list of one derivative, or tensorPlace. It does not
// change, and holds no pointer, which makes many of them cheap.
type num struct {
	v  float64
	at int64 // recording.id<<32 + the place on its list
}

// tensorPlace marks a num that is the beginning of a tensorNum.
const tensorPlace = -1

// A tensorNum is a num under a transform of tensors, which nests.
type tensorNum struct {
	num
	t *ad.Tensor
}

// A recording is a first derivative that is being taken, one at a time.
type recording struct {
	id   int64
	list *fn.List
}

func fixed(x float64) *num { return &num{v: x} }

func ofTensor(t *ad.Tensor) *num {
	if !t.Traced() {
		return fixed(t.Item())
	}
	return &(&tensorNum{num{at: tensorPlace}, t}).num
}

// tracked returns the tensor behind n, if there is one.
func (n *num) tracked() *ad.Tensor {
	if n == nil || n.at != tensorPlace {
		return nil
	}
	return (*tensorNum)(unsafe.Pointer(n)).t
}

// value is the number alone.
func (n *num) value() float64 {
	if n == nil {
		return 0
	}
	if t := n.tracked(); t != nil {
		return t.Item()
	}
	return n.v
}

func (n *num) tensor() *ad.Tensor {
	if t := n.tracked(); t != nil {
		return t
	}
	return ad.Scalar(n.value())
}

// place is where n stands on the list; 0 where it is constant, as are those of
// earlier recordings.
func (r *recording) place(n *num) int64 {
	if r == nil || n == nil || n.at>>32 != r.id {
		return 0
	}
	return n.at & (1<<32 - 1)
}

// result is x as the result of an operation that stands at a place.
func (r *recording) result(x float64, at int64) *num {
	if at != 0 {
		at += r.id << 32
	}
	return &num{x, at}
}

// numbers are the operations of the second machine.
func (o *overload) numbers() *machine.Numbers {
	return &machine.Numbers{
		Type:   numberType,
		Of:     func(x float64) unsafe.Pointer { return unsafe.Pointer(fixed(x)) },
		Float:  func(x unsafe.Pointer) float64 { return (*num)(x).value() },
		Plain:  func(x unsafe.Pointer, callee string) float64 { return o.plainNumber((*num)(x), callee) },
		Negate: func(x unsafe.Pointer) unsafe.Pointer { return unsafe.Pointer(o.negate((*num)(x))) },
		Binary: func(op token.Token, x, y unsafe.Pointer) unsafe.Pointer {
			return unsafe.Pointer(o.arithmetic(op, (*num)(x), (*num)(y)))
		},
		Extreme: func(name string, x, y unsafe.Pointer) unsafe.Pointer {
			return unsafe.Pointer(o.extreme(name, (*num)(x), (*num)(y)))
		},
		Wrap: o.wrap,
	}
}

// plainNumber is the value of a number that compiled code wants, which no
// derivative must depend on.
func (o *overload) plainNumber(n *num, callee string) float64 {
	if t := n.tracked(); t != nil && t.Traced() || o.recording.Load().place(n) > 0 {
		panic(&noRule{callee})
	}
	return n.value()
}

// A noRule is a call of compiled code that no rule of ad can follow.
type noRule struct{ callee string }

func (e *noRule) Error() string {
	return "ad: call of " + e.callee + " with numbers that the derivative may depend on, and it has no derivative rule"
}

func (e *noRule) Hint() string {
	switch hint := lift.CallHint(e.callee); {
	case hint != "":
		return hint
	case strings.HasPrefix(e.callee, "math."):
		return "write it in Go in a cell"
	}
	return "write it in Go in a cell, or use a function of package math"
}

// arithmetic is x op y, for + - * and /.
func (o *overload) arithmetic(op token.Token, x, y *num) *num {
	if x.tracked() != nil || y.tracked() != nil {
		return ofTensor(binaryTensors(op, x.tensor(), y.tensor()))
	}
	var z, da, db float64
	switch p, q := x.value(), y.value(); op {
	case token.ADD:
		z, da, db = p+q, 1, 1
	case token.SUB:
		z, da, db = p-q, 1, -1
	case token.MUL:
		z, da, db = p*q, q, p
	default:
		z = p / q
		da, db = 1/q, -(z / q)
	}
	r := o.recording.Load()
	a, b := r.place(x), r.place(y)
	if a|b == 0 {
		return fixed(z)
	}
	return r.result(z, r.list.Two(a, b, da, db))
}

func binaryTensors(op token.Token, a, b *ad.Tensor) *ad.Tensor {
	switch op {
	case token.ADD:
		return a.Add(b)
	case token.SUB:
		return a.Sub(b)
	case token.MUL:
		return a.Mul(b)
	}
	return a.Div(b)
}

func (o *overload) negate(x *num) *num {
	if t := x.tracked(); t != nil {
		return ofTensor(t.Neg())
	}
	r := o.recording.Load()
	if at := r.place(x); at > 0 {
		return r.result(-x.v, r.list.Two(at, 0, -1, 0))
	}
	return fixed(-x.value())
}

var (
	sumPrim, minPrim, maxPrim = ad.PrimOfGo("+"), ad.PrimOfGo("math.Min"), ad.PrimOfGo("math.Max")
)

// extreme is the built-in min or max.
func (o *overload) extreme(name string, x, y *num) *num {
	p := minPrim
	if name == "max" {
		p = maxPrim
	}
	if x.tracked() == nil && y.tracked() == nil && (math.IsNaN(x.value()) || math.IsNaN(y.value())) {
		p = sumPrim // the built-ins return NaN whatever the other operand is
	}
	return o.apply2(p, x, y)
}

// apply1 and apply2 apply an elementwise primitive of ad.
func (o *overload) apply1(p *ad.Prim, x *num) *num {
	if t := x.tracked(); t != nil {
		return ofTensor(p.Apply(t))
	}
	r := o.recording.Load()
	if a := r.place(x); a > 0 {
		return r.result(r.list.Apply1(p, x.v, a))
	}
	return fixed(p.Fun(x.value()))
}

func (o *overload) apply2(p *ad.Prim, x, y *num) *num {
	if x.tracked() != nil || y.tracked() != nil {
		return ofTensor(p.Apply(x.tensor(), y.tensor()))
	}
	r := o.recording.Load()
	if a, b := r.place(x), r.place(y); a|b != 0 {
		return r.result(r.list.Apply2(p, x.value(), y.value(), a, b))
	}
	return fixed(p.Fun2(x.value(), y.value()))
}
