package interp

import (
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"github.com/gojac/gojac/interp/lift"
	"github.com/gojac/gojac/interp/machine"
)

// Functions that lift can't take, with maps, interfaces, pointers, channels and
// all else that Go has, are differentiated by overloading: they run on a second
// machine, in which each float64 is a number that records what is done with it,
// or a tensor that ad's levels follow. It is slower than what lift makes, and
// goes wherever Go goes.
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
		if v, ok := o.rule(obj); ok {
			return v, true
		}
		if v := o.s.verbCalls[obj]; v != nil {
			return o.verb(v), true
		}
	}
	return o.s.native(obj)
}

// rule gives a function on numbers that ad has a rule for.
func (o *overload) rule(f *types.Func) (reflect.Value, bool) {
	if f.Pkg() == nil || f.Signature().Recv() != nil {
		return reflect.Value{}, false
	}
	switch name := f.Pkg().Path() + "." + f.Name(); name {
	case "sort.Float64s":
		return reflect.ValueOf(func(xs []number) {
			slices.SortFunc(xs, func(a, b number) int {
				switch x, y := a.n.value(), b.n.value(); {
				case x < y || x != x && y == y:
					return -1
				case x > y || y != y && x == x:
					return 1
				}
				return 0
			})
		}), true
	default:
		p := ad.PrimOfGo(name)
		if p == nil || p.Arity() == 0 {
			return reflect.Value{}, false
		}
		if p.Arity() == 1 {
			return reflect.ValueOf(func(x number) number { return number{o.apply1(p, x.n)} }), true
		}
		return reflect.ValueOf(func(x, y number) number { return number{o.apply2(p, x.n, y.n)} }), true
	}
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

// An overloaded function runs on numbers.
type overloaded struct {
	o        *overload
	code     *ssa.Function
	captured []reflect.Value
	args     []reflect.Value // the structure of the arguments, whose numbers Trace is given
	results  atomic.Pointer[[]reflect.Value]
	nests    bool
}

var (
	_ ad.Binder = (*overloaded)(nil)
	_ ad.Direct = (*overloaded)(nil)
	_ ad.Shaped = (*overloaded)(nil)
)

// program makes a function ready to run. The error says what the machine
// refuses.
func (o *overload) program(code *ssa.Function, captured []reflect.Value) (p ad.Program, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case machine.Refusal:
			err = r
		default:
			panic(r)
		}
	}()
	if pkg := code.Package(); pkg != nil {
		o.machine.Prepare(o.s.prog, pkg.Pkg)
	} else {
		o.machine.Prepare(o.s.prog, types.NewPackage("", ""))
	}
	if refused := o.machine.Compile(code); len(refused) > 0 {
		return nil, refused[0]
	}
	return &overloaded{o: o, code: code, captured: captured, nests: o.nests(code, captured)}, nil
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

// Bind returns the program for arguments of this structure.
func (p *overloaded) Bind(args []reflect.Value) ad.Program {
	return &overloaded{o: p.o, code: p.code, captured: p.captured, args: args, nests: p.nests}
}

// Results are the structure of what the last run returned.
func (p *overloaded) Results() []reflect.Value { return *p.results.Load() }

// Trace runs the function on leaves.
func (p *overloaded) Trace(in []*ad.Tensor) (out []*ad.Tensor) {
	p.o.tracing.Lock()
	defer p.o.tracing.Unlock()
	leaves := make([]leaf, len(in))
	for i, t := range in {
		leaves[i] = leaf{t: t}
	}
	for _, r := range p.run(leaves) {
		out = append(out, r.tensor())
	}
	return out
}

// run runs the function on the leaves of its arguments.
func (p *overloaded) run(in []leaf) (out []resultLeaf) {
	o := p.o
	defer func() {
		r := recover()
		if refusal, ok := r.(machine.Refusal); ok {
			r = &liftError{o.s, &lift.Error{Where: o.s.scope.position(p.code.Pos()).String(), What: refusal.What, Hint: refusal.Hint}}
		}
		if r != nil {
			panic(r)
		}
	}()
	o.machine.Resume()
	o.s.machine.Poll() // an interrupt may have come before there was anything to stop
	m := newMirror(o)
	m.reach.walk(p.code)
	var captured []reflect.Value
	for i, v := range p.captured {
		captured = append(captured, m.value(v, p.code.FreeVars[i].Type()))
	}
	m.variables()
	m.inside = true
	m.next = func() leaf {
		l := in[0]
		in = in[1:]
		return l
	}
	var args []reflect.Value
	for i, a := range p.args {
		args = append(args, m.value(a, p.code.Params[i].Type()))
	}
	m.inside = false
	m.variables() // those of functions among the arguments
	f := o.machine.Bind(p.code, captured)
	results, err := o.machine.CallValue(f, args...)
	m.writeBack()
	o.s.machine.Poll()
	var panicked *machine.Panic
	switch {
	case errors.As(err, &panicked):
		panic(&innerPanic{panicked})
	case err != nil:
		panic(err)
	}
	shape := o.shapeOf(results, p.code.Signature.Results())
	p.results.Store(&shape)
	for _, r := range results {
		out = o.leaves(r, out)
	}
	return out
}

// Nests reports whether derivatives are taken inside of the function: they need
// tensors.
func (p *overloaded) Nests() bool { return p.nests }

// Record runs the function on numbers that a list follows.
func (p *overloaded) Record(x [][]float64, active []bool) ad.Record {
	return p.record(x, active).Record()
}

// Tangent evaluates at x and pushes the tangents dx forward, along the list.
func (p *overloaded) Tangent(x, dx [][]float64) (y, dy [][]float64) {
	active := make([]bool, len(x))
	var along [][]float64
	for i, d := range dx {
		if active[i] = d != nil; active[i] {
			along = append(along, d)
		}
	}
	a := p.record(x, active)
	return a.Y, a.Push(along)
}

func (p *overloaded) record(x [][]float64, active []bool) *fn.Adjoint {
	o := p.o
	o.tracing.Lock()
	defer o.tracing.Unlock()
	o.recordings++
	r := &recording{o.recordings, fn.NewList(o.s.numeric.host)}
	o.recording.Store(r)
	defer o.recording.Store(nil)
	leaves := make([]leaf, len(x))
	var in, out [][]int64
	for i, v := range x {
		leaves[i] = leaf{x: v, r: r}
		if active[i] {
			leaves[i].at = r.list.Inputs(len(v))
			in = append(in, leaves[i].at)
		}
	}
	var y [][]float64
	for _, l := range p.run(leaves) {
		values, places := make([]float64, len(l.ns)), make([]int64, len(l.ns))
		for k, n := range l.ns {
			values[k], places[k] = n.value(), r.place(n)
		}
		y, out = append(y, values), append(out, places)
	}
	return r.list.Adjoint(y, in, out)
}

// An innerPanic is a panic of a function that runs on the second machine, with
// the calls there.
type innerPanic struct{ *machine.Panic }

// Symbolic is refused: a formula has neither memory nor branches.
func (p *overloaded) Symbolic() (ad.Expression, error) {
	name := "it"
	if p.code != nil {
		name = p.code.Name()
	}
	return nil, fmt.Errorf("%s has parts that are no arithmetic", name)
}

// Source names the function, whose source is what the cell says.
func (p *overloaded) Source() string {
	return "// " + strings.TrimSpace(p.code.Name()) + " as it is written"
}
