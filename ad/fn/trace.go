package fn

import (
	"fmt"

	"github.com/gojac/gojac/ad"
)

// A val is the content of a register while a Func runs on tensors. A float that depends on no variable of a running transform
// has no tensor: arithmetic on such floats is plain, and leaves no node.
type val struct {
	f float64
	n int64
	t *ad.Tensor
	s []cell
}

// A cell is an element of a slice: a float, and its tensor once it is wanted.
type cell struct {
	f    float64
	t    *ad.Tensor
	from *ad.Tensor // the vector it is element at of, until t is taken from it
	at   int
}

// A tracer runs Funcs on tensors.
type tracer struct {
	host  *Host
	depth int
}

// run calls f on its inputs: parameters, then captured values.
func (tr *tracer) run(f *Func, in []val) []val {
	r := make([]val, len(f.Regs))
	copy(r, in)
	for i := len(in); i < len(r); i++ {
		r[i].f, r[i].n = f.Regs[i].F, f.Regs[i].N
	}
	var moved []val
	for at := 0; ; {
		b := f.Blocks[at]
		for _, in := range b.Code {
			tr.step(f, in, r)
		}
		e := &b.End
		edge := &e.To[0]
		switch e.Kind {
		case Return:
			out := make([]val, len(e.Results))
			for i, reg := range e.Results {
				out[i] = r[reg]
			}
			return out
		case Panic:
			panic(&Error{Func: f.Title(), Pos: e.Pos, Detail: e.Message})
		case Branch:
			if r[e.Cond].n == 0 {
				edge = &e.To[1]
			}
		}
		moved = moved[:0]
		for _, m := range edge.Moves {
			moved = append(moved, r[m.Src])
		}
		for i, m := range edge.Moves {
			r[m.Dst] = moved[i]
		}
		if edge.Block <= at {
			tr.check(f, e.Pos)
		}
		at = edge.Block
	}
}

func (tr *tracer) check(f *Func, pos string) {
	if tr.host.Stop != nil && tr.host.Stop.Load() {
		panic(ErrStopped)
	}
	limit := tr.host.MaxDepth
	if limit == 0 {
		limit = DefaultDepth
	}
	if tr.depth > limit {
		panic(&Error{Func: f.Title(), Pos: pos, Detail: fmt.Sprintf("calls nest deeper than %d: does the recursion end?", limit)})
	}
}

// step runs one instruction of f.
func (tr *tracer) step(f *Func, in *Instr, r []val) {
	switch in.Op {
	case OpPrim:
		x := make([]val, len(in.In))
		for i, reg := range in.In {
			x[i] = r[reg]
		}
		y := apply(in.Prim, x)
		if f.Regs[in.Out[0]].Type == reflectFloat32 {
			y = rounded(y)
		}
		annotate(f, in, y)
		r[in.Out[0]] = y
	case OpCall:
		tr.depth++
		tr.check(f, in.Pos)
		tr.out(f, in, r, tr.run(in.Callee, pick(r, in.In)))
		tr.depth--
	case OpApply:
		tr.out(f, in, r, tr.apply(in, pick(r, in.In)))
	case OpGlobal:
		r[in.Out[0]] = valOf(in.Get())
	case OpMin, OpMax:
		y := extreme(f, in, r[in.In[0]], r[in.In[1]])
		annotate(f, in, y)
		r[in.Out[0]] = y
	case OpConvert:
		y := converted(f, in, r[in.In[0]])
		annotate(f, in, y)
		r[in.Out[0]] = y
	default:
		if in.Op >= OpMake {
			traceCells(in, r)
			return
		}
		r[in.Out[0]] = val{n: integer(f, in, r)}
		tied(f, in, r)
	}
}

// tied reports a comparison of equal floats that depend on a variable: a branch on it follows one of two sides.
func tied(f *Func, in *Instr, r []val) {
	if _, ok := compareOps[in.Op]; !ok || !isFloat(f.Regs[in.In[0]].Type) || r[in.In[0]].f != r[in.In[1]].f {
		return
	}
	for _, reg := range in.In {
		if t := r[reg].t; t != nil {
			t.Tie(tieText(r[in.In[0]].f, ops[in.Op].token), in.Pos)
			return
		}
	}
}

func tieText(x float64, token string) string { return fmt.Sprintf("%.6g %s %.6g", x, token, x) }

// out stores the results of a call.
func (tr *tracer) out(f *Func, in *Instr, r, results []val) {
	for i, reg := range in.Out {
		r[reg] = results[i]
		if t := results[i].t; t != nil {
			t.Annotate(f.Regs[reg].Name, in.Pos)
		}
	}
}

// annotate gives the node that computed y, if there is one, the name and place that in has in the source.
func annotate(f *Func, in *Instr, y val) {
	if y.t != nil {
		y.t.Annotate(f.Regs[in.Out[0]].Name, in.Pos)
	}
}

func pick(r []val, regs []Reg) []val {
	x := make([]val, len(regs))
	for i, reg := range regs {
		x[i] = r[reg]
	}
	return x
}

// apply applies a primitive: on plain floats if nothing is traced.
func apply(p *ad.Prim, x []val) val {
	traced := false
	for i := range x {
		traced = traced || x[i].t != nil
	}
	switch {
	case traced:
		in := make([]*ad.Tensor, len(x))
		for i := range x {
			in[i] = x[i].tensor()
		}
		return tracedVal(p.Apply(in...))
	case len(x) == 1:
		return val{f: p.Fun(x[0].f)}
	}
	return val{f: p.Fun2(x[0].f, x[1].f)}
}

// tensor is the float v as a scalar tensor.
func (v *val) tensor() *ad.Tensor {
	if v.t != nil {
		return v.t
	}
	return ad.Scalar(v.f)
}

// tracedVal is the scalar t as a value.
func tracedVal(t *ad.Tensor) val {
	v := val{f: t.Item()}
	if t.Traced() {
		v.t = t
	}
	return v
}

// traceCells runs the operations on slices.
func traceCells(in *Instr, r []val) {
	arg := func(i int) *val { return &r[in.In[i]] }
	var y val
	switch in.Op {
	case OpMake:
		y.s = make([]cell, arg(0).n, arg(1).n)
	case OpLen:
		y.n = int64(len(arg(0).s))
	case OpCap:
		y.n = int64(cap(arg(0).s))
	case OpLoad:
		y = arg(0).s[arg(1).n].load()
	case OpStore:
		v := arg(2)
		arg(0).s[arg(1).n] = cell{f: v.f, t: v.t}
		return
	case OpSlice:
		if len(in.In) == 3 {
			y.s = arg(0).s[arg(1).n:arg(2).n]
		} else {
			y.s = arg(0).s[arg(1).n:arg(2).n:arg(3).n]
		}
	case OpAppend:
		y.s = append(arg(0).s, arg(1).s...)
	case OpCopy:
		y.n = int64(copy(arg(0).s, arg(1).s))
	case OpIsNil:
		y.n = bit(arg(0).s == nil)
	}
	r[in.Out[0]] = y
}

// load reads a cell.
func (c *cell) load() val {
	if c.from != nil {
		c.t, c.from = c.from.Row(c.at), nil
	}
	return val{f: c.f, t: c.t}
}
