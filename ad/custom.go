package ad

import (
	"fmt"
	"slices"
)

// Custom makes an elementwise function with a derivative of its own: slope is
// given the operand x and the result y and returns dy/dx, element by element,
// in operations on tensors, so that it can be differentiated again. The graph
// shows the function as one step of that name.
//
// The slope is checked at the given points, or some between −2 and 2 where f
// is finite: Custom panics with an *Error if numerical differences converge
// to another number. A derivative that is meant to differ, as that of a
// straight-through estimator, is written with StopGradient instead:
// x.Add(x.Round().Sub(x).StopGradient()). What f returns has to have the shape
// of x, and slope one that stretches to it; both are called on numbers, and on
// whatever shape the function that Custom makes is given.
func Custom(name string, f func(x *Tensor) *Tensor, slope func(x, y *Tensor) *Tensor, at ...float64) func(*Tensor) *Tensor {
	if f == nil || slope == nil {
		fail("Custom", "give both", "the function or the slope of %s is nil", name)
	}
	p := &Prim{
		Name: name, TeX: `\operatorname{` + texEscaped(name) + `}(%s)`, Text: name + "(%s)",
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			return shapedAs(name, "the function", x[0], plainResult(name, f(x[0])))
		},
	}
	p.Push = func(c *Call, _ int, dx *Tensor) *Tensor {
		return shapedAs(name, "the slope", dx, strongMul.apply2(slope(c.X[0], c.Y), dx))
	}
	p.Transpose = p.Push
	p.batch = func(b *batch) *Tensor { return p.apply1(b.X[0]) }
	made := func(x *Tensor) *Tensor { return p.apply(&noAttr, x) }
	if at == nil {
		at = []float64{-1.7, -0.9, -0.3, 0.4, 1.1, 1.9}
	}
	for _, x := range at {
		if y := f(Scalar(x)); finite(y) {
			checkCustom(name, made, Scalar(x))
		}
	}
	return made
}

// CustomVJP makes a function of one tensor with a pullback of its own: given
// the operand x, the result y and the cotangent g of y, pull returns that of
// x, in operations on tensors. Forward mode uses its transpose. It is checked
// at the points at, of which there must be one, and CustomVJP panics with an
// *Error if numerical differences converge to other numbers.
func CustomVJP(name string, f func(x *Tensor) *Tensor, pull func(x, y, g *Tensor) *Tensor, at ...*Tensor) func(*Tensor) *Tensor {
	if f == nil || pull == nil {
		fail("CustomVJP", "give both", "the function or the pullback of %s is nil", name)
	}
	if len(at) == 0 {
		fail("CustomVJP", "give a point to check it at", "the derivative of %s can't be checked", name)
	}
	p := &Prim{
		Name: name, TeX: `\operatorname{` + texEscaped(name) + `}(%s)`, Text: name + "(%s)",
		Eval: func(_ *Attr, x []*Tensor) *Tensor { return plainResult(name, f(x[0])) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			x := c.X[0]
			return shapedAs(name, "the pullback", x, pull(x, c.Y, g))
		},
	}
	p.Push = func(c *Call, _ int, dx *Tensor) *Tensor {
		// The pullback is linear in g; its own pullback is the pushforward.
		back := record(func(g []*Tensor) []*Tensor { return []*Tensor{pull(c.X[0], c.Y, g[0])} },
			[]*Tensor{zerosLike(c.Y)}, []bool{true}, nil, recordDerivative)
		return back.pull([]*Tensor{dx})[0]
	}
	made := func(x *Tensor) *Tensor { return p.apply(&noAttr, x) }
	for _, x := range at {
		checkCustom(name, made, x)
	}
	return made
}

// shapedAs returns y, which what gave for x, and panics with an *Error unless
// it has the shape of x.
func shapedAs(name, what string, x, y *Tensor) *Tensor {
	if !slices.Equal(x.given().shape, y.given().shape) {
		panic(&Error{Op: name, Shapes: shapesOf(x, y), Detail: what + " gives another shape than that of the operand"})
	}
	return y
}

// plainResult refuses a function that uses what is differentiated outside.
func plainResult(name string, y *Tensor) *Tensor {
	if y.Traced() {
		fail(name, "make it a parameter", "the function uses a tensor from outside that belongs to a derivative or a compilation under way, which would not see it")
	}
	return y
}

// checkCustom panics if the derivative of f at x is not what differences
// converge to.
func checkCustom(name string, f func(*Tensor) *Tensor, x *Tensor) {
	v := CheckGrad(f).(func(*Tensor) *Verdict)(x)
	if v.OK {
		return
	}
	what := fmt.Sprintf("%s: reverse gives %s, differences %s", v.Worst, num(v.Reverse), num(v.Numerical))
	if len(v.Findings) > 0 {
		what = v.Findings[0].String()
	}
	fail(name, "", "at %s its derivative is wrong: %s", brief(x), what)
}

func texEscaped(name string) string {
	var out []rune
	for _, r := range name {
		if r == '_' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}
