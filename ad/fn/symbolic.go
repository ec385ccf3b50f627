package fn

import (
	"fmt"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn/sym"
)

// Symbolic returns the one result of the function as a formula in its parameters; captured values are the numbers they are
// now. The error names the place of what has no formula: a branch, a loop, a parameter that is no number.
func (c *Closure) Symbolic(names []string) (ad.Expression, error) {
	f := c.Func
	if len(f.Results) != 1 {
		return nil, &Error{Func: f.Title(), Pos: f.Pos, Detail: fmt.Sprintf("it has %d results, and a formula is for one", len(f.Results))}
	}
	es, err := c.Formulas(names)
	if err != nil {
		return nil, err
	}
	return es[0], nil
}

// Formulas returns every result of the function as a formula, in one space: of the parameters as they are called by names, or
// by themselves if that is nil. See Symbolic.
func (c *Closure) Formulas(names []string) (es []*sym.Node, err error) {
	defer func() {
		if e, ok := recover().(*Error); ok {
			es, err = nil, e
		}
	}()
	f, s := c.Func, sym.NewSpace()
	if names != nil && len(names) != f.NumParams {
		return nil, &Error{Func: f.Title(), Pos: f.Pos, Detail: fmt.Sprintf("it takes %d numbers, and %d have names", f.NumParams, len(names))}
	}
	in := make([]symVal, len(f.Inputs()))
	for i, v := range f.Params() {
		if fileOf(v.Type) != fileF {
			return nil, &Error{Func: f.Title(), Pos: f.Pos, Detail: fmt.Sprintf("parameter %s is a %s, and formulas are in numbers", v.Name, typeName(v.Type))}
		}
		name := v.Name
		if names != nil {
			name = names[i]
		}
		in[i] = symVal{e: s.Var(name)}
	}
	for i, v := range c.free() {
		in[f.NumParams+i] = symOf(s, v)
	}
	w := &writer{space: s}
	for i, v := range w.run(f, in) {
		if v.e == nil {
			return nil, &Error{Func: f.Title(), Pos: f.Pos, Detail: fmt.Sprintf("result %d is a %s, and formulas are for numbers", i+1, typeName(f.Results[i].Type))}
		}
		es = append(es, v.e)
	}
	return es, nil
}

// A symVal is the content of a register while a Func is written as a formula: floats are formulas, integers are known.
type symVal struct {
	e *sym.Node
	n int64
	s []*sym.Node
}

func symOf(s *sym.Space, v val) symVal {
	out := symVal{e: s.Number(v.f), n: v.n}
	for _, c := range v.s {
		out.s = append(out.s, s.Number(c.f))
	}
	return out
}

// A writer runs Funcs on formulas.
type writer struct {
	space *sym.Space
	depth int
}

func (w *writer) run(f *Func, in []symVal) []symVal {
	r := make([]symVal, len(f.Regs))
	copy(r, in)
	for i := len(in); i < len(r); i++ {
		r[i] = symVal{e: w.space.Number(f.Regs[i].F), n: f.Regs[i].N}
	}
	if w.depth++; w.depth > 1000 {
		panic(&Error{Func: f.Title(), Pos: f.Pos, Detail: "a recursive function is no single formula"})
	}
	defer func() { w.depth-- }()
	for b := f.Blocks[0]; ; b = f.Blocks[b.End.To[0].Block] {
		for _, in := range b.Code {
			w.step(f, in, r)
		}
		e := &b.End
		switch e.Kind {
		case Branch:
			panic(&Error{Func: f.Title(), Pos: e.Pos, Detail: "a branch or loop is no single formula"})
		case Panic:
			panic(&Error{Func: f.Title(), Pos: e.Pos, Detail: "a panic is no formula"})
		case Return:
			out := make([]symVal, len(e.Results))
			for i, reg := range e.Results {
				out[i] = r[reg]
			}
			return out
		}
		moved := make([]symVal, len(e.To[0].Moves))
		for i, m := range e.To[0].Moves {
			moved[i] = r[m.Src]
		}
		for i, m := range e.To[0].Moves {
			r[m.Dst] = moved[i]
		}
	}
}

func (w *writer) step(f *Func, in *Instr, r []symVal) {
	args := make([]symVal, len(in.In))
	for i, reg := range in.In {
		args[i] = r[reg]
	}
	none := func(what string) *Error { return &Error{Func: f.Title(), Pos: in.Pos, Detail: what + " is no formula"} }
	for _, reg := range append(append([]Reg(nil), in.In...), in.Out...) {
		if f.Regs[reg].Type == reflectFloat32 {
			panic(none("rounding to float32"))
		}
	}
	switch in.Op {
	case OpPrim:
		x := make([]*sym.Node, len(args))
		for i := range args {
			x[i] = args[i].e
		}
		r[in.Out[0]] = symVal{e: w.space.Apply(in.Prim, x...)}
	case OpCall:
		for i, v := range w.run(in.Callee, args) {
			r[in.Out[i]] = v
		}
	case OpApply:
		for i, e := range w.gradient(in, args) {
			r[in.Out[i]] = symVal{e: e}
		}
	case OpGlobal:
		r[in.Out[0]] = symOf(w.space, valOf(in.Get()))
	case OpConvert:
		from, to := f.Regs[in.In[0]].Type, f.Regs[in.Out[0]].Type
		switch {
		case isFloat(from) && isFloat(to):
			r[in.Out[0]] = args[0]
		case isFloat(from):
			panic(none("conversion to an integer"))
		default:
			v := converted(f, in, val{n: args[0].n})
			r[in.Out[0]] = symOf(w.space, v)
		}
	case OpMin, OpMax:
		if isFloat(f.Regs[in.Out[0]].Type) {
			name := map[Op]string{OpMin: "math.Min", OpMax: "math.Max"}[in.Op]
			r[in.Out[0]] = symVal{e: w.space.Apply(ad.PrimOfGo(name), args[0].e, args[1].e)}
			return
		}
		r[in.Out[0]] = symVal{n: extreme(f, in, val{n: args[0].n}, val{n: args[1].n}).n}
	default:
		w.rest(f, in, args, r, none)
	}
}

// rest handles slices, whose elements are formulas, and integers, which are known.
func (w *writer) rest(f *Func, in *Instr, args, r []symVal, none func(string) *Error) {
	var y symVal
	switch in.Op {
	case OpMake:
		y.s = make([]*sym.Node, args[0].n, args[1].n)
		for i := range y.s[:cap(y.s)] {
			y.s[:cap(y.s)][i] = w.space.Number(0)
		}
	case OpLen:
		y.n = int64(len(args[0].s))
	case OpCap:
		y.n = int64(cap(args[0].s))
	case OpLoad:
		y.e = args[0].s[args[1].n]
	case OpStore:
		args[0].s[args[1].n] = args[2].e
		return
	case OpSlice:
		hi := args[2].n
		y.s = args[0].s[args[1].n:hi]
		if len(args) > 3 {
			y.s = args[0].s[args[1].n:hi:args[3].n]
		}
	case OpAppend:
		y.s = append(args[0].s, args[1].s...)
	case OpCopy:
		y.n = int64(copy(args[0].s, args[1].s))
	default:
		for _, reg := range in.In {
			if fileOf(f.Regs[reg].Type) == fileF {
				panic(none(in.Op.String()))
			}
		}
		vals := make([]val, len(f.Regs))
		for i, reg := range in.In {
			vals[reg] = val{n: args[i].n}
		}
		y.n = integer(f, in, vals)
	}
	r[in.Out[0]] = y
}

// gradient writes the result of a verb: the callee's formula in fresh variables, differentiated, with the arguments put in.
func (w *writer) gradient(in *Instr, args []symVal) (es []*sym.Node) {
	f := in.Callee
	if in.Verb.Seeded {
		panic(&Error{Func: f.Title(), Pos: in.Pos, Detail: "ad." + in.Verb.Name + " is no formula"})
	}
	fresh := append([]symVal(nil), args...)
	by := map[string]*sym.Node{}
	var names []string
	for i, v := range f.Params() {
		if !isActive(v, in.Active, i) {
			continue
		}
		if fileOf(v.Type) != fileF {
			panic(&Error{Func: f.Title(), Pos: in.Pos, Detail: "a derivative by a slice is no formula"})
		}
		name := fmt.Sprintf("%s·%d.%d", v.Name, w.depth, i)
		names = append(names, name)
		by[name] = args[i].e
		fresh[i] = symVal{e: w.space.Var(name)}
	}
	y := w.run(f, fresh)[0].e
	if in.Verb.Name == "ValueAndGrad" {
		es = append(es, y.Replace(by))
	}
	for _, name := range names {
		es = append(es, y.Derivative(name).Replace(by))
	}
	return es
}

// Source prints the function and those it calls as Go.
func (c *Closure) Source() string { return c.Func.Source() }

var _ ad.Program = (*Closure)(nil)
