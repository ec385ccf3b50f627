package interp

import (
	"errors"
	"fmt"
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
	done := false
	defer func() {
		r := recover()
		if r == nil && !done && o.machine.StopFlag().Load() { // the goroutine ends
			o.s.machine.Stop(o.machine.Reason())
		}
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
	if last := len(results) - 1; mayFail(p.code.Signature) {
		if failure := results[last]; !failure.IsNil() {
			panic(&ad.Failure{Err: o.session(failure, p.code.Signature.Results().At(last).Type()).Interface().(error)})
		}
		results = results[:last]
	}
	shape := o.shapeOf(results, p.code.Signature.Results())
	p.results.Store(&shape)
	for _, r := range results {
		out = o.leaves(r, out)
	}
	done = true
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
func (p *overloaded) Symbolic([]string) (ad.Expression, error) {
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
