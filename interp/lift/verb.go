package lift

import (
	"go/constant"
	"go/types"
	"strings"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

const adPath = "github.com/gojac/gojac/ad"

// verbOfPackageAD recognises ad's verbs by name: ad.Grad itself, and the typed stand-ins that a front end puts in its place,
// named "ad.Grad·7".
func verbOfPackageAD(f *ssa.Function) (string, bool) {
	name := f.Name()
	if rest, ok := strings.CutPrefix(name, "ad."); ok {
		name, _, _ = strings.Cut(rest, "·")
	} else if f.Pkg == nil || f.Pkg.Pkg.Path() != adPath {
		return "", false
	}
	return name, fn.VerbNamed(name) != nil
}

// isOption reports whether f makes an option of a verb.
func isOption(f *ssa.Function) bool {
	rs := f.Signature.Results()
	if rs.Len() != 1 {
		return false
	}
	n, ok := types.Unalias(rs.At(0).Type()).(*types.Named)
	return ok && n.Obj().Name() == "Option" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == adPath
}

// optionList reports whether t is the array behind a list of options, the names given to one, or what is to be
// printed: none of these are numbers, and the call they are for decides what becomes of them.
func optionList(t types.Type) bool {
	a, ok := t.Underlying().(*types.Array)
	if !ok {
		return false
	}
	switch e := a.Elem().Underlying().(type) {
	case *types.Basic:
		return e.Kind() == types.String
	case *types.Interface:
		return true
	}
	n, ok := types.Unalias(a.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Option" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == adPath
}

// verb lifts the application of a verb to a function: nothing happens until the result is called.
func (b *builder) verb(name string, in *ssa.Call) value {
	args := in.Call.Args
	arg := args[0]
	if m, ok := arg.(*ssa.MakeInterface); ok {
		arg = m.X
	}
	of := b.value(arg).fun
	if of == nil || of.given {
		panic(b.refusal("ad."+name+" of a function that is not known by name", "name a function, or write a literal"))
	}
	f := &function{verb: fn.VerbNamed(name), of: of}
	if len(args) > 1 {
		f.active = b.wrt(args[1], of.signature())
	}
	return value{fun: f}
}

// signature is what the function takes.
func (f *function) signature() *types.Signature {
	for f.verb != nil {
		f = f.of
	}
	return f.code.Signature
}

// applied lifts the call of what a verb made.
func (b *builder) applied(in *ssa.Call, f *function, name string) value {
	regs, funs := b.arguments(in.Call.Args)
	if len(funs) > 0 {
		panic(b.refusal("derivative of a function that takes functions", "write a literal that calls it"))
	}
	if f.given {
		return b.invoke(b.applyInstr(f, append(append([]fn.Reg(nil), f.bound...), regs...)), in.Type(), name)
	}
	made, env := b.transformed(f.of)
	regs = append(regs, env...)
	if !f.verb.Seeded {
		return b.invoke(b.applyInstr(f, regs), in.Type(), name)
	}
	rest := &function{verb: f.verb, of: f.of, active: f.active, bound: regs, given: true}
	if f.verb.Name == "JVP" {
		return value{fun: rest}
	}
	out := b.invoke(fn.Instr{Op: fn.OpCall, Callee: made, In: regs}, in.Type(), "")
	out.parts = append(out.parts, value{fun: rest})
	return out
}

func (b *builder) applyInstr(f *function, in []fn.Reg) fn.Instr {
	made, _ := b.transformed(f.of)
	return fn.Instr{Op: fn.OpApply, Verb: f.verb, Callee: made, Active: f.active, In: in}
}

// transformed returns the numeric form of the function that a verb is applied to, and what it captures.
func (b *builder) transformed(f *function) (*fn.Func, []fn.Reg) {
	if f.verb == nil {
		callee := &function{code: b.reach(f.code), scope: f.scope}
		if len(callee.code.Blocks) == 0 {
			panic(b.refusal("derivative of "+callName(callee.code)+", which is compiled", "write a literal that calls it"))
		}
		for _, c := range capturesOf(callee) {
			if c.ByRef && assigns(callee.code, c.alloc) {
				panic(b.refusal("derivative of a closure that assigns to "+c.Name, "return the value instead"))
			}
		}
		return b.function(callee), b.environment(callee)
	}
	inner, env := b.transformed(f.of)
	return b.wrapped(f, inner), env
}

// wrapped makes the function that verb f.verb makes of inner, so that another verb can be applied to it.
func (b *builder) wrapped(f *function, inner *fn.Func) *fn.Func {
	w, err := fn.Apply(f.verb, inner, f.active)
	if err != nil {
		panic(b.refusal(err.Error(), ""))
	}
	return w
}

// assigns reports whether f, or a closure in it, assigns to the captured variable a.
func assigns(f *ssa.Function, a *ssa.Alloc) bool {
	for _, s := range storesTo(a) {
		for g := s.Parent(); s != nil && g != nil; g = g.Parent() {
			if g == f {
				return true
			}
		}
	}
	return false
}

// wrt reads the options of a verb: which parameters it differentiates by, nil for all.
func (b *builder) wrt(opts ssa.Value, sig *types.Signature) []bool {
	var names []string
	for _, o := range elements(opts) {
		call, ok := o.(*ssa.Call)
		if !ok || call.Call.StaticCallee() == nil {
			panic(b.refusal("option of a verb that is not written in its call", ""))
		}
		if call.Call.StaticCallee().Name() != "Wrt" {
			continue
		}
		for _, n := range elements(call.Call.Args[0]) {
			c, ok := n.(*ssa.Const)
			if !ok {
				panic(b.refusal("ad.Wrt of a name that is not constant", ""))
			}
			names = append(names, constant.StringVal(c.Value))
		}
	}
	if names == nil {
		return nil
	}
	var active []bool
	for v := range sig.Params().Variables() {
		on := false
		for _, n := range names {
			on = on || n == v.Name()
		}
		ls, _ := fields(v.Type())
		for range max(1, len(ls)) {
			active = append(active, on)
		}
	}
	return active
}

// elements lists the values of a variadic argument as it was written.
func elements(v ssa.Value) (vs []ssa.Value) {
	s, ok := v.(*ssa.Slice)
	if !ok {
		return nil
	}
	for _, r := range *s.X.Referrers() {
		ia, ok := r.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok {
				vs = append(vs, st.Val)
			}
		}
	}
	return vs
}
