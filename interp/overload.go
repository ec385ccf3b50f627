package interp

import (
	"go/types"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/machine"
)

// Functions that lift can't take, with maps, interfaces, pointers, channels and
// all else that Go has, are differentiated by overloading: they run on a second
// machine, in which each float64 is a number that records what is done with it,
// or a tensor that ad's levels follow. It is slower than what lift makes, and
// goes wherever Go goes.
//
// overloaded.go runs a function there; numbers.go is the arithmetic, rules.go what
// compiled functions are there, leaves.go the numbers of arguments and results in ad's order.
//
// mirror.go takes values from one machine to the other, of variables those that
// reach.go finds; writeback.go does to the variables what the function did to
// its copies; innerverb.go is for derivatives taken inside of the function.

// An overload is the second machine of a session.
type overload struct {
	s       *Session
	machine *machine.Machine
	globals []mirroredVar
	tracing sync.Mutex // one function at a time: the copies of variables are made anew for each

	recording  atomic.Pointer[recording]
	recordings int64
}

// A mirroredVar is a variable of the session as the second machine has it.
type mirroredVar struct {
	v *types.Var
	p reflect.Value
}

func newOverload(s *Session) *overload {
	o := &overload{s: s}
	conf := s.machineConfig()
	conf.Native, conf.Current = o.native, s.machine.Current
	conf.Numbers = o.numbers()
	o.machine = machine.New(conf)
	return o
}

// native gives what stands for a compiled function or variable: functions of
// math as ad knows them, printing with the values of numbers, the session's
// variables with numbers in place of float64.
func (o *overload) native(obj types.Object) (reflect.Value, bool) {
	switch obj := obj.(type) {
	case *types.Var:
		return o.variable(obj)
	case *types.Func:
		if obj.Pkg() != nil && obj.Signature().Recv() == nil {
			if v, ok := o.rule(obj.Pkg().Path() + "." + obj.Name()); ok {
				return v, true
			}
		}
		if v := o.s.verbCalls[obj]; v != nil {
			return o.verb(v), true
		}
	}
	return o.s.native(obj)
}

// keeping are packages whose functions keep values, compare them or pass them
// on, and don't look into them.
var keeping = map[string]bool{
	"sort": true, "sync": true, "sync/atomic": true, "container/list": true, "container/ring": true, "container/heap": true,
	"context": true, "errors": true, "runtime": true,
}

// showing reports whether a function writes what it is given: with float64 in
// place of numbers.
func showing(f *types.Func) bool {
	if f.Pkg() == nil {
		return false
	}
	switch name := f.Name(); f.Pkg().Path() {
	case "fmt", "log", "log/slog":
		return !strings.Contains(name, "can") // Scan
	case "encoding/json", "encoding/xml", "encoding/gob":
		return strings.HasPrefix(name, "Marshal") || strings.HasPrefix(name, "Encode")
	}
	return false
}

// wrap makes a compiled function with parameters of interface type see values
// as they are without numbers, or refuse those that hold some.
func (o *overload) wrap(fn reflect.Value, f *ssa.Function) reflect.Value {
	obj, ok := f.Object().(*types.Func)
	if !ok || obj.Pkg() != nil && keeping[obj.Pkg().Path()] {
		return fn
	}
	t := fn.Type()
	var one, many []int
	for i := range t.NumIn() {
		switch {
		case t.In(i) == reflect.TypeFor[any]():
			one = append(one, i)
		case t.In(i) == reflect.TypeFor[[]any]():
			many = append(many, i)
		}
	}
	if one == nil && many == nil {
		return fn
	}
	show := showing(obj)
	see := func(x any) any {
		plain, same := o.plain(x)
		if !show && !same {
			panic(&noRule{obj.FullName()})
		}
		return plain
	}
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		for _, i := range one {
			if x := args[i].Interface(); x != nil {
				args[i] = reflect.ValueOf(see(x))
			}
		}
		for _, i := range many {
			var plain []any
			for _, x := range args[i].Interface().([]any) {
				plain = append(plain, see(x))
			}
			args[i] = reflect.ValueOf(plain)
		}
		if t.IsVariadic() {
			return fn.CallSlice(args)
		}
		return fn.Call(args)
	})
}

// variable gives the memory of a package-level variable.
func (o *overload) variable(v *types.Var) (reflect.Value, bool) {
	own := isCell(v.Pkg()) || o.s.scope.loader.FromSource(v.Pkg())
	switch {
	case own && !o.machine.Differs(v.Type()):
		return o.s.machine.Variable(v), true
	case own:
	case !o.machine.HoldsNumbers(v.Type()):
		return o.s.native(v)
	default:
		panic(machine.Refusal{Pos: v.Pos(), What: "the variable " + v.Name() + " of a compiled package, which holds numbers,"})
	}
	p := reflect.New(o.layout(v.Type()))
	o.globals = append(o.globals, mirroredVar{v, p})
	return p, true
}

// layout is the type that the second machine has for t.
func (o *overload) layout(t types.Type) reflect.Type {
	r, err := o.machine.Layout(t)
	if err != nil {
		panic(err)
	}
	return r
}

// redefine lets functions take the places of earlier ones. It is false if one
// can't run here.
func (o *overload) redefine(replaced []replacement) bool {
	for _, r := range replaced {
		if !o.machine.Compiled(r.old) {
			continue
		}
		if len(o.machine.Compile(o.s.prog.FuncValue(r.new))) > 0 || o.machine.Redefine(r.new, r.old) != nil {
			return false
		}
	}
	return true
}
