package ad

import (
	"reflect"
	"sync/atomic"
)

// A derivedProgram is the program of what a verb made of a numeric function,
// so that ad.Grad(ad.Grad(f)) works: tracing it runs the inner transform on
// tensors of the outer level.
type derivedProgram struct {
	proto   *run
	args    []reflect.Value // what Trace is given the numbers of; nil: values of no length
	results atomic.Pointer[[]reflect.Value]
}

var (
	_ Binder = (*derivedProgram)(nil)
	_ Shaped = (*derivedProgram)(nil)
)

// Bind returns the program for arguments of this structure.
func (d *derivedProgram) Bind(args []reflect.Value) Program {
	return &derivedProgram{proto: d.proto, args: args}
}

// Results are the structure of what the last run returned.
func (d *derivedProgram) Results() []reflect.Value { return *d.results.Load() }

// Trace runs the verb on leaves.
func (d *derivedProgram) Trace(in []*Tensor) []*Tensor {
	c := *d.proto
	t, args := c.f.Value.Type(), d.args
	for i := len(args); i < t.NumIn(); i++ {
		args = append(args, reflect.Zero(t.In(i)))
	}
	c.bind(args)
	if len(c.leaves) != len(in) {
		fail(c.verb.Name, "parameters of float64, []float64, arrays and structs of them do",
			"%s can't be differentiated again: the arguments hold %d places for numbers, their types %d", c.f.title(), len(in), len(c.leaves))
	}
	for i := range in {
		c.leaves[i].t = in[i]
	}
	out := c.verb.lists(&c, in)
	var results []reflect.Value
	for _, part := range c.verb.Out {
		if part == Results {
			results = append(results, c.resultShape()...)
		} else {
			results = append(results, c.activeArgs()...)
		}
	}
	d.results.Store(&results)
	return out
}

// Symbolic differentiates the formula of the function inside, if that has
// one active number.
func (d *derivedProgram) Symbolic(names []string) (Expression, error) {
	if names == nil {
		names = d.proto.params
	}
	if len(names) != len(d.proto.params) {
		return nil, &Error{Op: "Symbolic", Detail: "a parameter of " + d.proto.f.title() + " is not a single number"}
	}
	e, err := d.proto.f.Program.Symbolic(names)
	if err != nil {
		return nil, err
	}
	name := ""
	for i, on := range d.proto.active {
		if on && name != "" {
			return nil, &Error{Op: "Symbolic", Detail: d.proto.verb.Name + " of several parameters is not one formula", Hint: "name one with Wrt"}
		}
		if on {
			name = names[i]
		}
	}
	if d.proto.verb != gradVerb {
		return nil, &Error{Op: "Symbolic", Detail: d.proto.verb.Name + " is not one formula"}
	}
	return e.Diff(name), nil
}

// Source names the derivation; its code is that of the function inside.
func (d *derivedProgram) Source() string {
	return "// " + d.proto.verb.Name + " of\n" + d.proto.f.Program.Source()
}

// derivedNames are the names of the results of a derived function.
func derivedNames(c *run) []string {
	var names []string
	for _, part := range c.verb.Out {
		switch part {
		case Results:
			for i := range c.f.Value.Type().NumOut() {
				names = append(names, c.resultName(i))
			}
		case Gradient:
			for i, on := range c.active {
				if on {
					names = append(names, "∂"+c.resultName(0)+"/∂"+c.params[i])
				}
			}
		}
	}
	return names
}

// A linearMap is the program of a pushforward or a pullback.
type linearMap struct {
	what    string
	trace   func(in []*Tensor) (out []*Tensor, results []reflect.Value)
	results atomic.Pointer[[]reflect.Value]
}

var _ Shaped = (*linearMap)(nil)

// Trace maps tangents or cotangents.
func (m *linearMap) Trace(in []*Tensor) []*Tensor {
	out, results := m.trace(in)
	m.results.Store(&results)
	return out
}

// Results are the structure of what the last run returned.
func (m *linearMap) Results() []reflect.Value { return *m.results.Load() }

// Symbolic returns an error: the map was found at a point, not as a formula.
func (m *linearMap) Symbolic([]string) (Expression, error) {
	return nil, &Error{Op: "Symbolic", Detail: "a " + m.what + " is known at one point only"}
}

// Source says what it is.
func (m *linearMap) Source() string { return "// a " + m.what }
