package interp

import (
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/interp/machine"
)

// A derivative that is taken inside of a function that an overload's machine
// runs is a transform of the inner function's tensors, which may belong to the
// transforms around it.

// again are the verbs whose results are functions that can be differentiated again.
var again = []string{"Grad", "ValueAndGrad", "HVP", "Checkpoint"}

// verb gives what stands for a call of a verb.
func (o *overload) verb(v *verbCall) reflect.Value {
	if mayFail(v.arg) {
		panic(machine.Refusal{What: "ad." + v.verb.Name + " of a function that returns an error, in one that is differentiated itself", Hint: "wrap it in a function that panics"})
	}
	if !slices.Contains(again, v.verb.Name) {
		panic(machine.Refusal{What: "ad." + v.verb.Name + " in a function that is differentiated itself", Hint: "ad.Grad, ad.ValueAndGrad and ad.HVP can stand there"})
	}
	dummy := reflect.MakeFunc(o.s.layout(v.arg), func([]reflect.Value) []reflect.Value { panic("interp: an inner function has no value of its own") })
	return reflect.MakeFunc(o.layout(v.object.Signature()), func(args []reflect.Value) []reflect.Value {
		f := &ad.Func{
			Value: dummy, Name: v.name, Params: paramNames(v.arg.Params()), Results: paramNames(v.arg.Results()),
			Program: &innerProgram{o, args[0], v.arg},
		}
		var opts []ad.Option
		if len(args) > 1 {
			opts = args[1].Interface().([]ad.Option)
		}
		return []reflect.Value{o.function(ad.Resolve(ad.Apply(v.verb, f, opts, o.s.layout(v.out))), v.out)}
	})
}

// function makes a function that has a program a value of the overload's machine.
func (o *overload) function(f *ad.Func, sig *types.Signature) reflect.Value {
	return reflect.MakeFunc(o.layout(sig), func(args []reflect.Value) []reflect.Value {
		return o.values(sig.Results(), f.Program.Trace(o.tensors(args)))
	})
}

// values builds values of the types of a list from their numbers.
func (o *overload) values(types *types.Tuple, ts []*ad.Tensor) []reflect.Value {
	m := newMirror(o)
	m.inside = true
	m.next = func() leaf {
		if len(ts) == 0 {
			panic(unknownStructure)
		}
		l := leaf{t: ts[0]}
		ts = ts[1:]
		return l
	}
	var out []reflect.Value
	for v := range types.Variables() {
		out = append(out, m.value(reflect.Zero(o.s.layout(v.Type())), v.Type()))
	}
	if len(ts) > 0 {
		panic(unknownStructure)
	}
	return out
}

var unknownStructure = &ad.Error{Op: "Grad", Detail: "how many numbers a value holds is not known inside of a function that is differentiated itself", Hint: "parameters of float64, []float64, arrays and structs of them do"}

// An innerProgram is a function value of an overload's machine.
type innerProgram struct {
	o   *overload
	f   reflect.Value
	sig *types.Signature
}

// Trace calls the function.
func (p *innerProgram) Trace(in []*ad.Tensor) []*ad.Tensor {
	args := p.o.values(p.sig.Params(), in)
	call := p.f.Call
	if p.sig.Variadic() {
		call = p.f.CallSlice
	}
	return p.o.tensors(call(args))
}

// tensors are the leaves of some values.
func (o *overload) tensors(vs []reflect.Value) []*ad.Tensor {
	var leaves []resultLeaf
	for _, v := range vs {
		leaves = o.leaves(v, leaves)
	}
	var ts []*ad.Tensor
	for _, l := range leaves {
		for _, n := range l.ns {
			if o.recording.Load().place(n) > 0 {
				panic(machine.Refusal{What: "a call of a function that a verb made, from outside", Hint: "call ad.Grad in the function itself"})
			}
		}
		ts = append(ts, l.tensor())
	}
	return ts
}

// nests reports whether derivatives are taken in a function, as far as can be
// seen: it calls a verb, or a variable holds what a verb made.
func (o *overload) nests(code *ssa.Function, captured []reflect.Value) bool {
	r := newReach(o.s)
	r.walk(code)
	vs := slices.Clone(captured)
	for v := range r.vars {
		if _, ok := v.Type().Underlying().(*types.Signature); ok {
			vs = append(vs, o.s.machine.Variable(v))
		}
	}
	for _, v := range vs {
		for v.Kind() == reflect.Pointer && !v.IsNil() && v.Type().Elem().Kind() == reflect.Func {
			v = v.Elem()
		}
		if v.Kind() != reflect.Func || v.IsNil() {
			continue
		}
		if _, _, plain := o.s.machine.Closure(v); !plain && ad.Resolve(v).Program != nil {
			return true
		}
	}
	return r.verb
}

// Symbolic is refused, as of every function that runs there.
func (p *innerProgram) Symbolic([]string) (ad.Expression, error) {
	return (&overloaded{}).Symbolic(nil)
}

// Source names what it is.
func (p *innerProgram) Source() string { return "// a function inside of one that is differentiated" }
