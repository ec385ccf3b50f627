package lift

import (
	"fmt"
	"go/constant"
	"go/types"
	"math"
	"reflect"
	"strings"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

type fnReg = fn.Reg

// A function is known by name at every place that calls it: code, or a verb applied to another function.
type function struct {
	code   *ssa.Function
	scope  *scope // where it was made, if it is a closure
	verb   *fn.Verb
	of     *function
	active []bool
	bound  []fn.Reg // arguments already given, where the verb gives a function (JVP, VJP)
	given  bool
}

// call lifts a call of any kind.
func (b *builder) call(in *ssa.Call, name string) value {
	c := &in.Call
	if c.IsInvoke() {
		panic(b.refusal("call of method "+c.Method.Name()+" through an interface", "call a function by name"))
	}
	if bi, ok := c.Value.(*ssa.Builtin); ok {
		return b.builtin(in, bi.Name(), name)
	}
	f := b.value(c.Value).fun
	switch {
	case f == nil:
		panic(b.refusal("call of a function value that is not known by name", "call a function by name, or a literal"))
	case f.verb != nil:
		return b.applied(in, f, name)
	}
	if v, ok := b.cfg.Verb(f.code); ok {
		return b.verb(v, in)
	}
	if p := f.code.Pkg; p != nil && p.Pkg.Path() == "math" {
		return b.math(f.code.Name(), in, name)
	}
	if isOption(f.code) {
		return value{opaque: true}
	}
	if len(f.code.Blocks) == 0 {
		if reached := b.reach(f.code); len(reached.Blocks) == 0 {
			panic(b.refusal("call of "+callName(f.code)+", which has no derivative rule", callHints[callName(f.code)]))
		}
	}
	callee := &function{code: b.reach(f.code), scope: f.scope}
	regs, funs := b.arguments(c.Args)
	made := b.function(callee, funs...)
	regs = append(regs, b.environment(append([]*function{callee}, funs...)...)...)
	return b.invoke(fn.Instr{Op: fn.OpCall, Callee: made, In: regs}, in.Type(), name)
}

// reach returns the function that a call of f reaches now.
func (b *batch) reach(f *ssa.Function) *ssa.Function {
	to := b.cfg.Callee(f)
	if to == nil {
		to = f
	}
	b.bound = append(b.bound, binding{f, to})
	return to
}

// arguments returns the registers that a call passes, and the functions it passes.
func (b *builder) arguments(args []ssa.Value) (regs []fn.Reg, funs []*function) {
	for _, a := range args {
		if !isFunc(a.Type()) {
			regs = append(regs, b.spread(a)...)
			continue
		}
		f := b.value(a).fun
		if f == nil || f.given {
			panic(b.refusal("function passed as an argument that is not known by name", "pass a function by name, or a literal"))
		}
		funs = append(funs, f)
	}
	return regs, funs
}

// invoke emits a call whose results have type t: one value or a tuple.
func (b *builder) invoke(in fn.Instr, t types.Type, name string) value {
	ts := []types.Type{t}
	tuple, isTuple := t.(*types.Tuple)
	if isTuple {
		ts = nil
		for v := range tuple.Variables() {
			ts = append(ts, v.Type())
		}
	}
	var parts []value
	for _, t := range ts {
		if _, ok := t.Underlying().(*types.Signature); ok {
			continue
		}
		if ls, ok := fields(t); ok {
			var regs []fn.Reg
			for _, l := range ls {
				regs = append(regs, b.reg(l.kind, ""))
			}
			in.Out = append(in.Out, regs...)
			parts = append(parts, value{regs: regs, packed: t})
			continue
		}
		r := b.reg(b.kind(t, "result"), "")
		in.Out = append(in.Out, r)
		parts = append(parts, value{regs: []fn.Reg{r}})
	}
	b.emit(in)
	for i, p := range parts {
		if p.packed != nil {
			parts[i] = value{regs: []fn.Reg{b.gather(p.packed, p.regs)}}
		}
	}
	if isTuple {
		return value{parts: parts}
	}
	b.out.Regs[parts[0].regs[0]].Name = name
	return parts[0]
}

func callName(f *ssa.Function) string {
	if f.Pkg != nil {
		return f.Pkg.Pkg.Name() + "." + f.Name()
	}
	if o := f.Object(); o != nil && o.Pkg() != nil {
		return o.Pkg().Name() + "." + f.Name()
	}
	return f.Name()
}

var callHints = map[string]string{
	"fmt.Println": "print outside the function, or look at ad.Graph(f)", "fmt.Printf": "print outside the function, or look at ad.Graph(f)",
	"fmt.Print": "print outside the function, or look at ad.Graph(f)", "rand.Float64": "draw the number outside and pass it",
	"rand.NormFloat64": "draw the number outside and pass it", "math.FMA": "write x*y + z",
}

// CallHint says what would do instead of a call of a compiled function without a rule, or nothing.
func CallHint(name string) string { return callHints[name] }

// math lifts a call into package math.
func (b *builder) math(f string, in *ssa.Call, name string) value {
	args := in.Call.Args
	arg := func(i int) fn.Reg { return b.one(args[i]) }
	number := func(x float64) value { return value{regs: []fn.Reg{b.number(reflect.Float64, x, 0)}} }
	switch f {
	case "Inf":
		if c, ok := args[0].(*ssa.Const); ok {
			return number(math.Inf(int(constant.Sign(c.Value)*2 + 1)))
		}
	case "NaN":
		return number(math.NaN())
	case "IsNaN":
		return value{regs: []fn.Reg{b.compute(fn.OpIsNaN, reflect.Bool, name, arg(0))}}
	case "IsInf":
		return value{regs: []fn.Reg{b.compute(fn.OpIsInf, reflect.Bool, name, arg(0), arg(1))}}
	case "Signbit":
		return value{regs: []fn.Reg{b.compute(fn.OpSignbit, reflect.Bool, name, arg(0))}}
	case "Sincos":
		sin := b.prim("math.Sin", reflect.Float64, "", arg(0))
		cos := b.prim("math.Cos", reflect.Float64, "", arg(0))
		return value{parts: []value{{regs: []fn.Reg{sin}}, {regs: []fn.Reg{cos}}}}
	default:
		if p := ad.PrimOfGo("math." + f); p != nil && p.Arity() == len(args) {
			regs := make([]fn.Reg, len(args))
			for i := range args {
				regs[i] = arg(i)
			}
			return value{regs: []fn.Reg{b.prim("math."+f, reflect.Float64, name, regs...)}}
		}
	}
	panic(b.refusal("call of math."+f+", which has no derivative rule", callHints["math."+f]))
}

// builtin lifts a call of a built-in function.
func (b *builder) builtin(in *ssa.Call, f, name string) value {
	args := in.Call.Args
	single := func(r fn.Reg) value { return value{regs: []fn.Reg{r}} }
	switch f {
	case "min", "max":
		op := fn.OpMin
		if f == "max" {
			op = fn.OpMax
		}
		k := b.kind(in.Type(), "result of "+f)
		r := b.one(args[0])
		for _, a := range args[1:] {
			r = b.compute(op, k, name, r, b.one(a))
		}
		return single(r)
	case "len", "cap":
		if !isSlice(args[0].Type()) {
			if p, ok := args[0].Type().Underlying().(*types.Pointer); ok {
				return single(b.int(int(p.Elem().Underlying().(*types.Array).Len())))
			}
		}
		op := fn.OpLen
		if f == "cap" {
			op = fn.OpCap
		}
		return single(b.compute(op, reflect.Int, name, b.one(args[0])))
	case "append":
		b.kind(in.Type(), "append to a value")
		return single(b.compute(fn.OpAppend, reflect.Slice, name, b.one(args[0]), b.one(args[1])))
	case "copy":
		b.kind(args[0].Type(), "copy of a value")
		b.kind(args[1].Type(), "copy of a value")
		return single(b.compute(fn.OpCopy, reflect.Int, name, b.one(args[0]), b.one(args[1])))
	}
	hint := ""
	if strings.HasPrefix(f, "print") {
		hint = "print outside the function"
	}
	panic(b.refusal("call of "+f, hint))
}

var hints = map[reflect.Type]string{
	reflect.TypeFor[*ssa.Go]():     "a numeric function runs in one goroutine",
	reflect.TypeFor[*ssa.Defer]():  "call it at the end",
	reflect.TypeFor[*ssa.Lookup](): "use a slice or a switch",
	reflect.TypeFor[*ssa.Range]():  "range over a slice or an integer",
}

// describe names what stands in the way as a Go programmer would.
func describe(in any) string {
	switch in := in.(type) {
	case *ssa.Go:
		return "goroutine"
	case *ssa.Defer:
		return "defer"
	case *ssa.RunDefers:
		return "defer"
	case *ssa.MakeMap, *ssa.MapUpdate:
		return "map"
	case *ssa.Lookup:
		return "lookup in a " + lookupKind(in)
	case *ssa.MakeChan, *ssa.Send:
		return "channel"
	case *ssa.Select:
		return "select"
	case *ssa.Range, *ssa.Next:
		return "range over a map or string"
	case *ssa.TypeAssert:
		return "type assertion"
	case *ssa.MakeInterface, *ssa.ChangeInterface:
		return "interface"
	case *ssa.Parameter:
		return "parameter " + in.Name()
	case ssa.Value:
		return fmt.Sprintf("value of type %s", in.Type())
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", in), "*ssa."))
}

func lookupKind(in *ssa.Lookup) string {
	if _, ok := in.X.Type().Underlying().(*types.Map); ok {
		return "map"
	}
	return "string"
}
