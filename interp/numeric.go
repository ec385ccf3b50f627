package interp

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"github.com/gojac/gojac/interp/lift"
	"github.com/gojac/gojac/interp/machine"
)

// numeric connects the functions of a session to package ad: it finds what is
// behind a func value, and lifts plain Go on numbers into a program that ad
// can differentiate.
type numeric struct {
	s      *Session
	lifter *lift.Lifter
	host   *fn.Host

	watch    remarkable
	overload atomic.Pointer[overload] // what lift can't take runs there; nil until it is needed, and when functions it may have compiled have changed
	epoch    atomic.Int64             // counts the cells that redefined functions
}

func newNumeric(s *Session) *numeric {
	n := &numeric{s: s, host: &fn.Host{Stop: s.machine.StopFlag()}}
	n.lifter = lift.New(lift.Config{
		Pos:     func(pos token.Pos) string { return s.scope.position(pos).String() },
		Callee:  s.machine.Current,
		Globals: n.global,
		Host:    n.host,
	})
	ad.RegisterResolver(func(v reflect.Value) *ad.Func { return n.describe(v, nil) })
	return n
}

// global returns how to read a package variable of numbers.
func (n *numeric) global(g *ssa.Global) (func() any, bool) {
	v, ok := g.Object().(*types.Var)
	if !ok || !isCell(v.Pkg()) && !n.s.scope.loader.FromSource(v.Pkg()) {
		return nil, false
	}
	p := n.s.machine.Variable(v)
	switch kind := p.Type().Elem().Kind(); {
	case kind == reflect.Float64 || kind == reflect.Float32:
		return func() any { return p.Elem().Float() }, true
	case p.Elem().CanInt():
		return func() any { return p.Elem().Int() }, true
	case p.Elem().CanUint():
		return func() any { return int64(p.Elem().Uint()) }, true
	case kind == reflect.Bool:
		return func() any { return p.Elem().Bool() }, true
	case kind == reflect.Slice && p.Type().Elem().Elem().Kind() == reflect.Float64:
		return func() any { return p.Elem().Convert(reflect.TypeFor[[]float64]()).Interface() }, true
	}
	return nil, false
}

// describe says what is known of a func value: names from sig where the value
// itself has none, and a numeric program if it is plain Go on numbers. It
// returns nil for a value that no cell made.
func (n *numeric) describe(v reflect.Value, sig *types.Signature) *ad.Func {
	code, captured, ok := n.s.machine.Closure(v)
	if !ok {
		return nil
	}
	if sig == nil {
		sig = code.Signature
	}
	f := &ad.Func{
		Value:   v,
		Params:  paramNames(sig.Params()),
		Results: paramNames(sig.Results()),
		Pos:     n.s.scope.position(code.Pos()).String(),
		Watch:   n.watch.teller,
	}
	if code.Parent() == nil {
		f.Name = code.Name()
	}
	f.Outside = n.outside(code, captured)
	if plain(sig) {
		f.Program = n.bound(v, code, captured)
	}
	return f
}

// primitive is the program of a compiled func value such as math.Sin; nil of
// one that no primitive is spelled like.
func (n *numeric) primitive(v reflect.Value) ad.Program {
	t := v.Type()
	for i := range t.NumIn() {
		if t.In(i).Kind() != reflect.Float64 {
			return nil
		}
	}
	p := ad.PrimOfGo(nameOf(v))
	if p == nil || p.Arity() != t.NumIn() || t.NumOut() != 1 {
		return nil
	}
	return fn.NewClosure(fn.OfPrim(p, n.host), nil)
}

// program lifts a function. What can't be lifted panics with the reason, since
// a derivative was asked for.
func (n *numeric) program(code *ssa.Function, captured []reflect.Value) ad.Program {
	form, err := n.lifter.Func(code)
	if err != nil {
		return n.overloaded(code, captured, err)
	}
	var values []any
	for _, c := range n.lifter.Captures(code) {
		if c.FreeVar < 0 {
			return n.overloaded(code, captured, errors.New("a closure that calls another closure with variables of its own"))
		}
		values = append(values, captured[c.FreeVar].Interface())
	}
	return fn.NewClosure(form, values)
}

// overloaded is a function that can't be lifted, for a reason, as a program
// that runs on tensors. Where it can't run so either, it panics with the reason.
func (n *numeric) overloaded(code *ssa.Function, captured []reflect.Value, why error) ad.Program {
	o := n.overload.Load()
	if o == nil {
		o = newOverload(n.s)
		n.overload.Store(o)
	}
	p, err := o.program(code, captured)
	var refusal machine.Refusal
	if errors.As(err, &refusal) {
		why = &lift.Error{Where: n.s.scope.position(refusal.Pos).String(), What: refusal.What, Hint: refusal.Hint}
	}
	if err != nil {
		panic(&liftError{n.s, why})
	}
	return p
}

// A liftError says why a function has no derivative.
type liftError struct {
	s   *Session
	err error
}

func (e *liftError) Error() string {
	var le *lift.Error
	if errors.As(e.err, &le) {
		return fmt.Sprintf("ad: no derivative of what is at %s: %s", le.Where, strings.TrimSuffix(le.What, ","))
	}
	return "ad: no derivative: " + e.err.Error()
}

// Hint says what would do instead.
func (e *liftError) Hint() string {
	var le *lift.Error
	if errors.As(e.err, &le) {
		return le.Hint
	}
	return ""
}

func paramNames(t *types.Tuple) []string {
	var names []string
	for v := range t.Variables() {
		name := v.Name()
		if name == "_" {
			name = ""
		}
		names = append(names, name)
	}
	return names
}

// plain reports whether a function is on Go's own numbers alone, so that its
// derivative needs its source; tensors carry their derivatives themselves.
func plain(sig *types.Signature) bool {
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			if holdsTensor(v.Type(), map[types.Type]bool{}) {
				return false
			}
		}
	}
	return true
}

func holdsTensor(t types.Type, seen map[types.Type]bool) bool {
	if isTensor(t) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		return holdsTensor(t.Elem(), seen)
	case *types.Slice:
		return holdsTensor(t.Elem(), seen)
	case *types.Array:
		return holdsTensor(t.Elem(), seen)
	case *types.Map:
		return holdsTensor(t.Elem(), seen)
	case *types.Struct:
		for f := range t.Fields() {
			if holdsTensor(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// bindVerbs makes the compiled function behind each verb call of a cell.
func (s *Session) bindVerbs(c *checked) {
	for _, v := range c.verbs {
		s.verbs[v.object] = s.verbFunc(v)
		s.verbCalls[v.object] = v
	}
}

// verbFunc returns the func value func(f F, opts ...ad.Option) G of a verb call.
func (s *Session) verbFunc(v *verbCall) reflect.Value {
	sig := s.layout(v.object.Signature())
	out := s.layout(v.out)
	return reflect.MakeFunc(sig, func(args []reflect.Value) []reflect.Value {
		f := s.numeric.describe(args[0], v.arg)
		if f == nil {
			f = ad.Resolve(args[0])
			if f.Program == nil {
				f.Program = s.numeric.primitive(args[0])
			}
			if len(f.Params) == 0 {
				f.Params = paramNames(v.arg.Params())
			}
		}
		if f.Name == "" {
			f.Name = v.name
		}
		var opts []ad.Option
		if len(args) > 1 {
			opts = args[1].Interface().([]ad.Option)
		}
		return []reflect.Value{ad.Apply(v.verb, f, opts, out)}
	})
}

func (s *Session) layout(t types.Type) reflect.Type {
	r, err := s.machine.Layout(t)
	if err != nil {
		panic(err)
	}
	return r
}

// annotate returns the machine's hook that tells a tensor which variable and
// which line it comes from.
func annotate(sc *scope) func(reflect.Type) func(reflect.Value, string, token.Pos) {
	tensor := reflect.TypeFor[*ad.Tensor]()
	return func(t reflect.Type) func(reflect.Value, string, token.Pos) {
		if t != tensor {
			return nil
		}
		return func(result reflect.Value, name string, pos token.Pos) {
			if t := result.Interface().(*ad.Tensor); t != nil && t.Traced() {
				t.Annotate(name, sc.position(pos).String())
			}
		}
	}
}
