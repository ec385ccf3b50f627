package machine

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A callee prepares calls of one kind: it sets up and runs a call whose
// arguments lie in the caller's frame, and puts the results at d.
type site struct {
	x       *compiler
	common  *ssa.CallCommon
	args    []uintptr
	types   []reflect.Type
	d       uintptr
	results []reflect.Type
	resAt   []uintptr // in the caller's frame
	take    moves     // results from the callee's frame
	give    []move    // arguments to the callee's frame
	abi     *signature
}

// site describes a call whose results, if any, go to the place of v.
func (x *compiler) site(c *ssa.CallCommon, v ssa.Value) *site {
	s := &site{x: x, common: c}
	var params []types.Type
	for _, a := range c.Args {
		s.args = append(s.args, x.off(a))
		s.types = append(s.types, x.m.rt(a.Type()))
		params = append(params, a.Type())
	}
	res := tupleTypes(c.Signature().Results())
	s.abi = x.m.signatureOf(params, res, c.Signature().Variadic())
	for i, a := range s.args {
		s.give = append(s.give, newMove(s.abi.params[i], a, s.types[i]))
	}
	s.results = s.abi.out
	var take []move
	if v != nil && len(res) > 0 {
		s.d = x.off(v)
		for i := range res {
			o := s.d
			if len(res) > 1 {
				o += x.m.rt(v.Type()).Field(i).Offset
			}
			s.resAt = append(s.resAt, o)
			take = append(take, newMove(o, s.abi.results[i], s.results[i]))
		}
		s.take = inAnyOrder(take)
		return s
	}
	for _, t := range s.results { // not wanted, but they have to go somewhere
		s.resAt = append(s.resAt, x.scratch(t))
	}
	return s
}

func (x *compiler) call(in *ssa.Call) {
	c := in.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		x.builtin(in, b)
		return
	}
	var v ssa.Value = in
	if c.Signature().Results().Len() == 0 {
		v = nil
	}
	s := x.site(c, v)
	x.emit(x.caller(s))
	x.after(in, s)
}

// caller is the step that makes a call.
func (x *compiler) caller(s *site) instr {
	c := s.common
	switch {
	case c.IsInvoke():
		return x.checksReceiver(c, x.invoke(s))
	case c.StaticCallee() != nil:
		f := c.StaticCallee()
		if mc, ok := c.Value.(*ssa.MakeClosure); ok {
			return x.callValue(s, x.off(mc))
		}
		if f = x.m.body(f); f.Blocks == nil {
			return x.callCompiled(s, f)
		}
		return x.callStatic(s, x.batch.slot(f))
	}
	return x.callValue(s, x.off(c.Value))
}

func (x *compiler) callStatic(s *site, target *slot) instr {
	give, take := inAnyOrder(s.give), s.take
	if x.c.wrapper {
		return func(fr *frame) {
			th := fr.th
			nf := th.frame(target.code, fr)
			give.do(ptr(nf), ptr(fr))
			nf.runFor(fr)
			take.do(ptr(fr), ptr(nf))
			th.release(nf)
		}
	}
	if g, ok := give.word(); ok {
		if t, ok := take.word(); ok {
			return func(fr *frame) {
				th := fr.th
				nf := th.unused(target.code)
				if nf != nil {
					th.take(nf, fr)
				} else {
					nf = th.newFrame(target.code, fr)
				}
				set(nf, g.dst, get[uint64](fr, g.src))
				nf.run()
				set(fr, t.dst, get[uint64](nf, t.src))
				th.release(nf)
			}
		}
	}
	if take.none() {
		return func(fr *frame) {
			th := fr.th
			nf := th.unused(target.code)
			if nf != nil {
				th.take(nf, fr)
			} else {
				nf = th.newFrame(target.code, fr)
			}
			give.do(ptr(nf), ptr(fr))
			nf.run()
			th.release(nf)
		}
	}
	return func(fr *frame) {
		th := fr.th
		nf := th.unused(target.code)
		if nf != nil {
			th.take(nf, fr)
		} else {
			nf = th.newFrame(target.code, fr)
		}
		give.do(ptr(nf), ptr(fr))
		nf.run()
		take.do(ptr(fr), ptr(nf))
		th.release(nf)
	}
}

// runFor is run for a call by a wrapper, whose callee may recover in its place.
func (fr *frame) runFor(wrapper *frame) {
	fr.panic = wrapper.panic
	fr.run()
	fr.panic = nil
}

func (x *compiler) callCompiled(s *site, f *ssa.Function) instr {
	fn, ok := x.m.compiledFunc(f)
	if !ok {
		x.refuse("calling "+nameOf(f), bodiless(f))
	}
	t := fn.Type()
	if t.NumIn() != len(s.types) {
		x.refuse("calling "+nameOf(f), "")
	}
	for i, a := range s.types {
		if a != t.In(i) && (a.Kind() != t.In(i).Kind() || a.Size() != t.In(i).Size()) {
			x.refuse("calling "+nameOf(f)+" with a "+a.String()+" for a "+t.In(i).String(), "")
		}
	}
	p := newPlan(s.types, s.args, s.results, s.resAt, false)
	if !p.ok {
		types, args, results, resAt := s.types, s.args, s.results, s.resAt
		return func(fr *frame) {
			reflectCall(fr, fn, types, args, results, resAt)
			fr.returned()
		}
	}
	ctx := closureOf(fn)
	if step := directly(ctx, s); step != nil {
		return step
	}
	return func(fr *frame) {
		p.call(fr, funcCode(ctx), ctx, nil)
		fr.returned()
	}
}

// bodiless says why a function of a package from source has no body.
func bodiless(f *ssa.Function) string {
	if f.Syntax() == nil {
		return ""
	}
	return "it has no body in Go: it is assembly, or linked to another package"
}

// returned goes on after a call of compiled code, in which the run may have
// been interrupted.
func (fr *frame) returned() {
	th := fr.th
	if th.top != fr {
		th.leftFor(fr) // a panic that the code recovered
	}
	if th.run.stop.Load() {
		fr.mayStop()
	}
}

// callValue calls what a func value at offset o holds.
func (x *compiler) callValue(s *site, o uintptr) instr {
	give, take, passOn := inAnyOrder(s.give), s.take, x.c.wrapper
	p := newPlan(s.types, s.args, s.results, s.resAt, false)
	ft := x.m.rt(plain(s.common.Signature()))
	types, args, results, resAt := s.types, s.args, s.results, s.resAt
	return func(fr *frame) {
		fv := get[ptr](fr, o)
		c := closureAt(fv)
		if c == nil {
			if passOn && (funcCode(fv) == methodValueCode || funcCode(fv) == makeFuncCode) {
				fr.th.deferring = fr.panic
			}
			if p.ok {
				p.call(fr, funcCode(fv), fv, nil)
			} else {
				reflectCall(fr, at(ft, add(ptr(fr), o)), types, args, results, resAt)
			}
			fr.th.deferring = nil
			fr.returned()
			return
		}
		th := fr.th
		nf := c.frame(th, fr)
		give.do(ptr(nf), ptr(fr))
		if passOn {
			nf.runFor(fr)
		} else {
			nf.run()
		}
		take.do(ptr(fr), ptr(nf))
		th.release(nf)
	}
}

// invoke calls a method of an interface value.
func (x *compiler) invoke(s *site) instr {
	c := s.common
	o := x.off(c.Value)
	it := c.Value.Type().Underlying().(*types.Interface)
	inter := x.m.rt(c.Value.Type())
	x.batch.invoked(c)
	index := uintptr(methodIndex(it, c.Method))
	give, take, passOn := s.give, s.take, x.c.wrapper
	p := newPlan(s.types, s.args, s.results, s.resAt, true)
	types, args, results, resAt := s.types, s.args, s.results, s.resAt
	name, numbers := c.Method.Name(), x.m.HoldsNumbers(c.Signature())
	return func(fr *frame) {
		v := get[iface](fr, o)
		code := *(*uintptr)(add(ptr(&(*itab)(v.typ).fun), index*8)) // nil panics here
		m := entryAt(code)
		if m == nil {
			if numbers {
				panic(Refusal{What: "calling the compiled method " + name + ", which takes or gives numbers,"})
			}
			if p.ok {
				p.call(fr, code, nil, v.data)
				fr.returned()
				return
			}
			fn := at(inter, add(ptr(fr), o)).MethodByName(name)
			reflectCall(fr, fn, types, args, results, resAt)
			fr.returned()
			return
		}
		th := fr.th
		nf := m.frame(th, fr)
		to := nf.code.abi.params
		m.receive(nf, to[0], v.data)
		for i := range give {
			give[i].copy(add(ptr(nf), to[i+1]), add(ptr(fr), give[i].src))
		}
		if passOn {
			nf.runFor(fr)
		} else {
			nf.run()
		}
		take.do(ptr(fr), ptr(nf))
		th.release(nf)
	}
}

// checksReceiver is the call of an interface's method. Where the interface is
// made of a pointer in the same function, and the method is one of what it
// points to, the compiler calls the method itself: a nil pointer is then used
// before the method's wrapper could say whose it is.
func (x *compiler) checksReceiver(c *ssa.CallCommon, call instr) instr {
	made, ok := c.Value.(*ssa.MakeInterface)
	if !ok {
		return call
	}
	t, ok := made.X.Type().(*types.Pointer)
	if !ok {
		return call
	}
	o, index, _ := types.LookupFieldOrMethod(t, true, c.Method.Pkg(), c.Method.Name())
	if f, ok := o.(*types.Func); !ok || len(index) > 1 || !types.Identical(f.Signature().Recv().Type(), t.Elem()) {
		return call
	}
	p := x.off(made.X)
	return func(fr *frame) {
		_ = *(*byte)(get[ptr](fr, p))
		call(fr)
	}
}

// after emits the hook for results of a compiled function.
func (x *compiler) after(in *ssa.Call, s *site) {
	f := s.common.StaticCallee()
	if x.m.cfg.After == nil || len(s.results) != 1 || f != nil && f.Blocks != nil {
		return
	}
	t := s.results[0]
	hook := x.m.cfg.After(t)
	if hook == nil {
		return
	}
	d, name, pos := s.d, x.assignedTo(in), in.Pos()
	x.emit(func(fr *frame) { hook(at(t, add(ptr(fr), d)), name, pos) })
}
