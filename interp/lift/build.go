package lift

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// A builder lifts one function.
type builder struct {
	*batch
	src     *ssa.Function
	out     *fn.Func
	legend  legend
	scope   *scope
	values  map[ssa.Value]value
	roots   map[*ssa.Alloc]value // captured variables, by where they were declared
	consts  map[constKey]fn.Reg
	outside map[*ssa.Global]fn.Reg
	prolog  []*fn.Instr // runs before the first block
	block   *fn.Block   // being filled
	at      token.Pos   // of the instruction being lifted
}

// A value is what an ssa.Value became: a register, a tuple of values, an address, or a function known by name.
type value struct {
	regs   []fn.Reg
	addr   *address
	fun    *function
	parts  []value    // of a tuple
	packed types.Type // the struct that regs are the leaves of
	opaque bool       // an option of a verb, read where the verb is
}

// function lifts f, or finds it lifted. Functions given to it as arguments become part of it.
func (b *batch) function(f *function, args ...*function) *fn.Func {
	key := f.key()
	for _, a := range args {
		key += "," + a.key()
	}
	if made := b.made[key]; made != nil {
		return made
	}
	src := f.code
	if len(src.Blocks) == 0 {
		panic(&Error{Pos: src.Pos(), Where: b.cfg.Pos(src.Pos()), What: "function " + src.Name() + " without a body"})
	}
	if len(b.made) > 1000 {
		panic(&Error{Pos: src.Pos(), Where: b.cfg.Pos(src.Pos()), What: "recursion that passes ever new functions", Hint: "pass numbers"})
	}
	out := &fn.Func{Name: src.Name(), Pos: b.cfg.Pos(src.Pos()), Host: b.cfg.Host}
	if src.Parent() != nil {
		out.Name = ""
	}
	b.made[key] = out
	x := &builder{
		batch: b, src: src, out: out, legend: legendOf(src), scope: &scope{f.scope, map[ssa.Value]*function{}},
		values: map[ssa.Value]value{}, roots: map[*ssa.Alloc]value{}, consts: map[constKey]fn.Reg{}, outside: map[*ssa.Global]fn.Reg{},
	}
	x.inputs(f, args)
	x.results()
	for _, c := range capturesOf(f) {
		if c.ByRef && assigns(src, c.alloc) {
			out.Assigns = append(out.Assigns, c.Name)
		}
	}
	for range src.Blocks {
		out.Blocks = append(out.Blocks, &fn.Block{})
	}
	for _, blk := range order(src) {
		x.body(blk)
	}
	for _, blk := range src.Blocks {
		x.end(blk)
	}
	out.Blocks[0].Code = append(x.prolog, out.Blocks[0].Code...)
	return out
}

// key tells functions apart: the same code in another scope is another function.
func (f *function) key() string {
	if f.verb != nil {
		return fmt.Sprint(f.verb.Name, f.active, "(", f.of.key(), ")")
	}
	return fmt.Sprintf("%p/%p", f.code, f.scope)
}

// order lists the blocks so that every value is met before its uses other than phis.
func order(f *ssa.Function) []*ssa.BasicBlock {
	return f.DomPreorder()
}

// inputs makes registers for parameters and captured variables. Parameters that are functions take the args.
func (b *builder) inputs(self *function, args []*function) {
	given := args
	type later struct {
		p    *ssa.Parameter
		leaf []fn.Reg
	}
	var spread []later
	for _, p := range b.src.Params {
		b.at = p.Pos()
		if isFunc(p.Type()) && len(given) > 0 {
			b.values[p] = value{fun: given[0]}
			given = given[1:]
			continue
		}
		if leaves, ok := fields(p.Type()); ok {
			var regs []fn.Reg
			for _, l := range leaves {
				regs = append(regs, b.reg(l.kind, p.Name()+l.path))
			}
			spread = append(spread, later{p, regs})
			continue
		}
		b.values[p] = value{regs: []fn.Reg{b.reg(b.kind(p.Type(), "parameter "+p.Name()), p.Name())}}
	}
	b.out.NumParams = len(b.out.Regs)
	for _, a := range capturesOf(append([]*function{self}, args...)...) {
		b.at = a.alloc.Pos()
		b.roots[a.alloc] = b.captured(a)
	}
	b.out.NumFree = len(b.out.Regs) - b.out.NumParams
	for _, v := range b.roots {
		if v.addr.once == nil {
			v.addr.base = b.int(0)
		}
	}
	b.block = &fn.Block{}
	for _, s := range spread {
		b.values[s.p] = value{regs: []fn.Reg{b.gather(s.p.Type(), s.leaf)}}
	}
	b.prolog = append(b.prolog, b.block.Code...)
}

func (b *builder) results() {
	sig := b.src.Signature.Results()
	for i := range sig.Len() {
		v := sig.At(i)
		b.at = v.Pos()
		if leaves, ok := fields(v.Type()); ok {
			for _, l := range leaves {
				b.out.Results = append(b.out.Results, fn.Var{Name: v.Name() + l.path, Type: l.kind})
			}
			continue
		}
		b.out.Results = append(b.out.Results, fn.Var{Name: v.Name(), Type: b.kind(v.Type(), "result")})
	}
}

// value returns what v became.
func (b *builder) value(v ssa.Value) value {
	if x, ok := b.values[v]; ok {
		return x
	}
	switch v := v.(type) {
	case *ssa.Const:
		return b.constant(v)
	case *ssa.Function:
		return value{fun: &function{code: v}}
	case *ssa.Global:
		return value{addr: &address{global: v, elem: deref(v.Type())}}
	case *ssa.FreeVar:
		return b.freeVar(v)
	case *ssa.Builtin:
		panic(b.refusal("built-in function "+v.Name()+" as a value", ""))
	}
	panic(b.refusal(fmt.Sprintf("%s of type %s", describe(v), v.Type()), ""))
}

// one returns the only register of v.
func (b *builder) one(v ssa.Value) fn.Reg {
	x := b.value(v)
	switch {
	case len(x.regs) == 1:
		return x.regs[0]
	case x.addr != nil:
		panic(b.refusal("pointer as a value", "return or assign the number it points to"))
	case x.fun != nil:
		panic(b.refusal("function as a value", "call it, or name it in a call"))
	}
	panic(b.refusal(describe(v), ""))
}

// emit appends an instruction to the block being filled.
func (b *builder) emit(in fn.Instr) {
	in.Pos = b.cfg.Pos(b.at)
	b.block.Code = append(b.block.Code, &in)
}

// compute emits an instruction with a result of its own.
func (b *builder) compute(op fn.Op, k reflect.Kind, name string, in ...fn.Reg) fn.Reg {
	r := b.reg(k, name)
	b.emit(fn.Instr{Op: op, In: in, Out: []fn.Reg{r}})
	return r
}

func (b *builder) refusal(what, hint string) *Error {
	return &Error{Pos: b.at, Where: b.cfg.Pos(b.at), What: what, Hint: hint}
}
