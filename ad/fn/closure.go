package fn

import (
	"fmt"

	"github.com/gojac/gojac/ad"
)

// A Closure is a Func with its captured values: a program that package ad can differentiate.
type Closure struct {
	Func     *Func
	captured []any
}

// NewClosure binds f's captured values. Each is a float64, an integer, a bool or a []float64, or a pointer to one, which is
// read whenever the closure runs. A value that f takes by reference is a pointer to float64, or to an array or struct of them.
// It panics if there are not f.NumFree of them.
func NewClosure(f *Func, captured []any) *Closure {
	if len(captured) != f.NumFree {
		panic(fmt.Sprintf("fn: %s captures %d values, %d given", f.Title(), f.NumFree, len(captured)))
	}
	return &Closure{f, captured}
}

// Trace runs the function on tensors: one for each parameter of c.Func, in order. Branches go the way of the values.
func (c *Closure) Trace(in []*ad.Tensor) []*ad.Tensor {
	f := c.Func
	if len(in) != f.NumParams {
		panic(&Error{Func: f.Title(), Pos: f.Pos, Detail: fmt.Sprintf("called with %d arguments, it takes %d", len(in), f.NumParams)})
	}
	vals := make([]val, 0, len(f.Inputs()))
	for i, t := range in {
		vals = append(vals, input(t, f.Regs[i].Type))
	}
	vals = append(vals, c.free()...)
	tr := &tracer{host: f.host()}
	out := tr.run(f, vals)
	ts := make([]*ad.Tensor, len(out))
	for i, v := range out {
		ts[i] = output(v, f.Results[i].Type)
	}
	return ts
}

// free reads the captured values, to differentiate with. A function that would change them is refused: which run of it should?
func (c *Closure) free() []val {
	if f := c.Func; len(f.Assigns) > 0 {
		panic(&Error{Func: f.Title(), Pos: f.Pos,
			Detail: "it has no derivative, since it assigns to " + f.Assigns[0] + ", a variable from outside; return the value instead"})
	}
	vals := make([]val, len(c.captured))
	for i, x := range c.captured {
		v := c.Func.Regs[c.Func.NumParams+i]
		vals[i] = valOf(plainOf(x, fileOf(v.Type) == fileS))
	}
	return vals
}

// Run calls the function on its parameters, without derivatives.
func (c *Closure) Run(in Values) Values {
	for i, x := range c.captured {
		v := c.Func.Regs[c.Func.NumParams+i]
		switch x := plainOf(x, fileOf(v.Type) == fileS).(type) {
		case float64:
			in.F = append(in.F[:len(in.F):len(in.F)], x)
		case int64:
			in.N = append(in.N[:len(in.N):len(in.N)], x)
		case bool:
			in.N = append(in.N[:len(in.N):len(in.N)], bit(x))
		case []float64:
			in.S = append(in.S[:len(in.S):len(in.S)], x)
		}
	}
	return c.Func.Run(in)
}
