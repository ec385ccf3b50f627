package ad

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A Part says what one result of a verb's function is.
type Part int

const (
	Results     Part = iota // R: the results of f
	Gradient                // A: one for each active parameter, of its type
	Pushforward             // func(A) R
	Pullback                // func(R) A; a *Tensor in R is taken as any
	Value                   // a fixed type: Verb.Type
)

// A Verb is a transform of functions. Given a function f with parameters P
// and results R, it makes a function of P whose results are Out, in order.
type Verb struct {
	Name string
	Doc  string
	Out  []Part
	Type reflect.Type // of a Value part
	Lazy bool         // f runs after the call, or not at each: it must not return an error

	run   func(c *run) []reflect.Value
	lists func(c *run, in []*Tensor) []*Tensor                        // the same on leaves, where the result can be differentiated again
	whole func(c *run) function                                       // what a tape sees of a call, where that is not f
	takes func(c *run)                                                // refuses what it can't be applied to, where nothing is differentiated
	made  func(proto *run) func(args []reflect.Value) []reflect.Value // instead of run, where the function it makes has a memory
}

var verbs []*Verb

func defineVerb(v Verb) *Verb {
	verbs = append(verbs, &v)
	return &v
}

// Verbs returns the table of transforms.
func Verbs() []*Verb { return append([]*Verb(nil), verbs...) }

// A run is one call of the function that a verb made: f, its arguments and
// their leaves.
type run struct {
	verb   *Verb
	f      *Func
	params []string
	opts   []Option
	active []bool       // parameters
	out    reflect.Type // of the function the verb makes

	args    []reflect.Value
	leaves  []leaf
	results []reflect.Value // structure of the results, from the last call of f
	outs    []leaf
}

// list writes names as a sentence does: "x, y".
func list(names []string) string { return strings.Join(names, ", ") }

// paramNames returns f's parameter names, made up where they are missing.
func paramNames(f *Func) []string {
	t := f.Value.Type()
	names := make([]string, t.NumIn())
	for i := range names {
		switch {
		case i < len(f.Params) && f.Params[i] != "" && f.Params[i] != "_":
			names[i] = f.Params[i]
		case len(names) == 1:
			names[i] = "x"
		default:
			names[i] = fmt.Sprintf("x%d", i+1)
		}
	}
	return names
}

// title names f for messages: "f", or "the function" for a literal.
func (f *Func) title() string {
	if f.Name == "" {
		return "the function"
	}
	return f.Name
}

// Apply applies verb v to f and returns a func value of type out, which must
// have the shape that v.Out says, and an error more if f has one. The function
// it returns can be given to a verb again.
func Apply(v *Verb, f *Func, opts []Option, out reflect.Type) reflect.Value {
	if mayFail(f.Value.Type()) {
		return v.failing(f, opts, out)
	}
	params := paramNames(f)
	t := f.Value.Type()
	carries := make([]bool, t.NumIn())
	for i := range carries {
		carries[i] = carriesNumbers(t.In(i))
	}
	proto := run{verb: v, f: f, params: params, opts: opts, out: out, active: activeParams(v.Name, params, carries, opts)}
	if v.made != nil {
		call := v.made(&proto)
		fn := reflect.MakeFunc(out, func(args []reflect.Value) []reflect.Value { return fit(out, call(args)) })
		proto.remember(fn)
		return fn
	}
	proto.check()
	fn := reflect.MakeFunc(out, func(args []reflect.Value) []reflect.Value {
		c := proto
		c.bind(args)
		c.trap()
		c.note()
		return fit(out, v.run(&c))
	})
	proto.remember(fn)
	return fn
}

// remember keeps what is known of the function that a verb made, for the verbs
// that it is given to.
func (c *run) remember(fn reflect.Value) {
	f := c.f
	known := Func{Params: c.params, Pos: f.Pos, Outside: f.Outside, Fields: f.Fields}
	switch {
	case c.verb.lists != nil && f.Program != nil:
		known.Name, known.Results, known.Watch = c.verb.Name+"("+f.title()+")", derivedNames(c), f.Watch
		known.Program = &derivedProgram{proto: c}
	case f.Outside == nil:
		return
	}
	derived.add(fn, known)
}

// fit converts results to the types that out wants.
func fit(out reflect.Type, results []reflect.Value) []reflect.Value {
	for i, r := range results {
		if want := out.Out(i); r.Type() != want {
			results[i] = r.Convert(want)
		}
	}
	return results
}

// check refuses functions that can't be differentiated, whatever the
// arguments.
func (c *run) check() {
	if c.verb.takes != nil {
		c.verb.takes(c)
		return
	}
	t := c.f.Value.Type()
	if t.NumOut() == 0 {
		fail(c.verb.Name, "", "%s has no result", c.f.title())
	}
	some := false
	for i := range t.NumIn() {
		if !c.active[i] {
			continue
		}
		some = true
		if c.f.Program == nil && !holds(t.In(i), func(reflect.Kind) bool { return false }, map[reflect.Type]bool{}) {
			fail(c.verb.Name, "take *ad.Tensor, write it in Go in a cell, or leave the parameter out with Wrt",
				"%s is compiled, so there is no source to differentiate by %s, which is a plain %s", c.f.title(), c.params[i], t.In(i))
		}
	}
	if !some {
		fail(c.verb.Name, "parameters of float64, []float64, *ad.Tensor, and structs and maps of them do", "%s has no parameter that carries numbers", c.f.title())
	}
}

// bind takes the arguments of a call.
func (c *run) bind(args []reflect.Value) {
	c.args = args
	g := gatherer{op: c.verb.Name, fields: c.f.Fields}
	for i, a := range args {
		g.param = i
		g.gather(a, c.params[i], 0)
	}
	c.leaves = g.out
	if b, ok := c.f.Program.(Binder); ok {
		f := *c.f
		f.Program = b.Bind(args)
		c.f = &f
	}
	for _, l := range c.leaves {
		if c.verb.takes == nil && c.f.Program == nil && c.active[l.param] && !l.passive && l.typ != tensorType {
			fail(c.verb.Name, "make it a *ad.Tensor (ad.Scalar, ad.Vec), or leave the parameter out with Wrt",
				"%s is a plain %s in a function on tensors, so its derivative can't be followed", l.path, l.typ)
		}
	}
}

// in returns the leaves' tensors.
func (c *run) in() []*Tensor {
	in := make([]*Tensor, len(c.leaves))
	for i, l := range c.leaves {
		in[i] = l.t
	}
	return in
}

// activeLeaves marks the leaves to differentiate by.
func (c *run) activeLeaves() []bool {
	active := make([]bool, len(c.leaves))
	for i, l := range c.leaves {
		active[i] = c.active[l.param] && !l.passive
	}
	return active
}

func (c *run) paths() []string {
	names := make([]string, len(c.leaves))
	for i, l := range c.leaves {
		names[i] = l.path
	}
	return names
}

// call runs f on leaves.
func (c *run) call(in []*Tensor) []*Tensor {
	if c.f.Program != nil {
		out := c.f.Program.Trace(in)
		c.learn(len(out))
		return out
	}
	k := 0
	next := func() *Tensor { k++; return in[k-1] }
	args := make([]reflect.Value, len(c.args))
	for i, a := range c.args {
		args[i] = rebuild(a, true, next)
	}
	c.results = callWith(c.f.Value, args)
	for _, r := range c.results {
		if r.Type() == tensorType && r.IsNil() {
			fail(c.verb.Name, nilHint, "%s returned nil", c.f.title())
		}
	}
	outs := c.resultLeaves(c.results)
	c.steady(outs)
	c.outs = outs
	out := make([]*Tensor, len(c.outs))
	for i, l := range c.outs {
		out[i] = l.t
	}
	return out
}

// learn takes the structure of the n leaves of the results from a program that
// has run.
func (c *run) learn(n int) {
	if s, ok := c.f.Program.(Shaped); ok {
		c.results = s.Results()
	}
	if outs := c.resultLeaves(c.resultShape()); len(outs) == n {
		c.outs = outs
	}
}

// steady panics with an *Error if the results have not the shapes that an
// earlier call in this run gave.
func (c *run) steady(outs []leaf) {
	if c.outs == nil {
		return
	}
	const hint = "a derivative at a point belongs to results of one shape"
	if len(outs) != len(c.outs) {
		fail(c.verb.Name, hint, "%s returned %s, and called again %d", c.f.title(), plural(len(c.outs), "tensor"), len(outs))
	}
	for i, l := range outs {
		if was := c.outs[i].t; !slices.Equal(was.shape, l.t.shape) {
			panic(&Error{Op: c.verb.Name, Shapes: shapesOf(was, l.t), Detail: c.f.title() + " returned the first shape, and called again the second", Hint: hint})
		}
	}
}

func (c *run) resultLeaves(results []reflect.Value) []leaf {
	g := gatherer{op: c.verb.Name, fields: c.f.Fields}
	for i, r := range results {
		g.param = i
		g.gather(r, c.resultName(i), 0)
	}
	return g.out
}

func (c *run) resultName(i int) string {
	switch {
	case i < len(c.f.Results) && c.f.Results[i] != "":
		return c.f.Results[i]
	case c.f.Value.Type().NumOut() == 1:
		if c.f.Name == "" {
			return "y"
		}
		return c.f.Name
	}
	return fmt.Sprintf("y%d", i+1)
}
