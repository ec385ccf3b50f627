package ad

import (
	"bytes"
	"reflect"
	"slices"
	"sync"
)

var compileVerb = defineVerb(Verb{
	Name: "Compile", Out: []Part{Results}, Lazy: true,
	Doc: "Compile(f) is f, traced on its first call for arguments of these shapes and replayed after that: verbs in f become one list of operations, what is computed twice or not needed goes, elementwise chains become one loop, memory is planned. A value that Go code in f reads (Item, Data) is checked in every replay; plain numbers, strings and lengths among the arguments are part of what is traced, so pass as a tensor what changes. Donate lets results take the memory of an argument.",
})

func init() {
	compileVerb.made = func(proto *run) func(args []reflect.Value) []reflect.Value {
		if proto.f.Program != nil {
			return proto.f.Value.Call // plain Go runs compiled already
		}
		return newCompiled(proto).call
	}
}

// Compile returns f, traced on its first call and replayed after that; it has
// f's type. See the verb's Doc for what is traced, what is checked and what is
// not. A tensor that f reads from a variable outside is taken as it was when
// traced; in a cell, where the variables are known, assigning to one makes f
// traced again. Of a function on Go's own numbers it is f itself. Elementwise
// results are those of f bit by bit, but for exp, tanh, the logistic function
// and signs of zero (one unit in the last place), sums (their order) and products
// added to a donated matrix (as W − η·Xᵀ·G is, which rounds once less).
func Compile(f any, opts ...Option) any { return verb(compileVerb, f, opts) }

// Donate lets a compiled function write its results into the memory of the
// named arguments. Their tensors can't be used after the call: whatever
// touches one says where it was given away. Memory that others may see, or
// that did not come from a compiled function, is left as it is.
func Donate(names ...string) Option { return Option{kind: optDonate, names: names} }

// most is how many traces of one function are kept, tries how many are made
// before f just runs: its guards fail too often for a trace to pay.
const (
	most  = 8
	tries = 64
)

// A compiled function is f with the traces made of it.
type compiled struct {
	c      *run
	donate []bool // parameters
	gone   *level // where donated tensors go

	mu     sync.Mutex
	traces []*traced // the last used first
	made   int
}

// A traced is one trace: what it holds for, and how to replay it.
type traced struct {
	key   []byte
	kept  []*Tensor // outside tensors in the key, which holds their addresses
	plan  *plan
	shape []reflect.Value // values of the structure of the results
}

func newCompiled(c *run) *compiled {
	k := &compiled{c: c, gone: newLevel(nil)}
	k.gone.gone = c.f.title()
	if c.f.Pos != "" {
		k.gone.gone += " (" + c.f.Pos + ")"
	}
	names, _ := given(c.opts, optDonate)
	k.donate = make([]bool, len(c.params))
	for _, name := range names {
		i := slices.Index(c.params, name)
		if i < 0 {
			fail("Compile", "its parameters are "+list(c.params), "Donate(%q): there is no such parameter", name)
		}
		k.donate[i] = true
	}
	t := c.f.Value.Type()
	for i := range t.NumIn() {
		if bad := unguarded(t.In(i), map[reflect.Type]bool{}); bad != nil {
			fail("Compile", "pass tensors, numbers, strings, functions and structs of them; of random numbers, the seed",
				"parameter %s holds a %s, of which a replay can't tell whether it has changed", c.params[i], bad)
		}
	}
	return k
}

// call runs f on args, by a trace where one holds.
func (k *compiled) call(args []reflect.Value) []reflect.Value {
	s := k.signature(args)
	if s.unknown || slices.ContainsFunc(s.tensors, (*Tensor).Traced) {
		for _, t := range s.tensors {
			if t.level == nil || t.level.gone == "" {
				continue
			}
			t.level.refuse(k.c.f.title())
		}
		return k.plainly(args)
	}
	for i, t := range s.tensors {
		s.tensors[i] = t.open()
	}
	own, donated := k.owned(s)
	for _, e := range k.matching(s.key) {
		if out, ok := k.replayed(e, s, own, donated); ok {
			return out
		}
	}
	return k.trace(args, s, donated)
}

func (k *compiled) signature(args []reflect.Value) *signature {
	s := new(signature)
	for i, a := range args {
		s.param = i
		s.add(a, 0)
	}
	if k.c.f.Outside != nil {
		s.outside(k.c.f.Outside)
	}
	return s
}

func (k *compiled) plainly(args []reflect.Value) []reflect.Value {
	return callWith(k.c.f.Value, args)
}

// matching returns the traces for arguments like these, the last used first.
func (k *compiled) matching(key []byte) []*traced {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []*traced
	for _, e := range k.traces {
		if bytes.Equal(e.key, key) {
			out = append(out, e)
		}
	}
	return out
}

// keep puts e in front of the traces.
func (k *compiled) keep(e *traced) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.traces) > 0 && k.traces[0] == e {
		return
	}
	k.traces = slices.DeleteFunc(k.traces, func(x *traced) bool { return x == e })
	k.traces = slices.Insert(k.traces, 0, e)
	k.traces = k.traces[:min(len(k.traces), most)]
}

// owned marks the leaves that are donated, and those whose memory no one else
// sees.
func (k *compiled) owned(s *signature) (own, donated []bool) {
	own, donated = make([]bool, len(s.tensors)), make([]bool, len(s.tensors))
	for i, t := range s.tensors {
		donated[i] = k.donate[s.params[i]]
		own[i] = donated[i] && t.sole()
	}
	for i, t := range s.tensors {
		for j := range s.tensors {
			if own[i] && i != j && s.tensors[j] == t {
				own[i] = false
			}
		}
	}
	return own, donated
}

// replayed tries trace e. If an operation panics, donated arguments may be
// half written and are given up.
func (k *compiled) replayed(e *traced, s *signature, own, donated []bool) (out []reflect.Value, ok bool) {
	done := false
	defer func() {
		if !done {
			k.give(s.tensors, donated)
		}
	}()
	results, held := e.plan.replay(s.tensors, own, donated)
	done = true
	if !held {
		return nil, false
	}
	k.give(s.tensors, donated)
	k.keep(e)
	out = make([]reflect.Value, len(e.shape))
	n := 0
	next := func() *Tensor { n++; return results[n-1] }
	for i, v := range e.shape {
		if v.Type() == tensorType && !v.IsNil() {
			out[i] = reflect.ValueOf(next())
			continue
		}
		out[i] = rebuild(v, true, next)
	}
	return out, true
}

// give makes donated tensors unusable.
func (k *compiled) give(ts []*Tensor, donated []bool) {
	for i, t := range ts {
		if donated[i] && t.level == nil {
			t.data, t.single, t.primal, t.level = nil, nil, &Tensor{shape: t.shape, kind: t.kind, data: []float64{}}, k.gone
		}
	}
}

// refuse says that a tensor was given away.
func (lv *level) refuse(op string) {
	fail(op, "use the tensor that it returned, or leave out Donate", "this tensor was donated to %s, which has written over it", lv.gone)
}

// trace runs f on args and keeps what it did.
func (k *compiled) trace(args []reflect.Value, s *signature, donated []bool) []reflect.Value {
	k.mu.Lock()
	k.made++
	give := k.made > tries
	k.mu.Unlock()
	if give {
		out := k.plainly(args)
		k.surrender(out, s, donated)
		return out
	}
	e, out := k.record(args, s, donated)
	if e.plan != nil {
		k.keep(e)
	}
	k.surrender(out, s, donated)
	return out
}

// record runs f on args and plans what it did; there is no plan where a value
// of a transform around f came in.
func (k *compiled) record(args []reflect.Value, s *signature, donated []bool) (e *traced, out []reflect.Value) {
	lv := newLevel(nil)
	lv.rec = newRecorder()
	defer lv.closed.Store(true)
	n := 0
	next := func() *Tensor { n++; return lv.rec.input(lv, s.tensors[n-1], n-1) }
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		in[i] = withTensors(a, next)
	}
	results := k.plainly(in)
	g := gatherer{op: "Compile"}
	for i, r := range results {
		g.gather(r, k.c.resultName(i), 0)
	}
	e = &traced{key: s.key, kept: s.kept, shape: results}
	var at []int
	var plainResults []*Tensor
	for _, l := range g.out {
		t := l.t.open()
		switch {
		case t.level == lv:
			at = append(at, t.node)
			t = t.primal
		case t.level != nil:
			lv.rec.open = true
		default:
			at = append(at, lv.rec.constant(t))
		}
		plainResults = append(plainResults, t)
	}
	n = 0
	out = make([]reflect.Value, len(results))
	for i, v := range results {
		out[i] = rebuild(v, true, func() *Tensor { n++; return plainResults[n-1] })
		e.shape[i] = rebuild(v, true, func() *Tensor { return someTensor })
	}
	if !lv.rec.open {
		e.plan = newPlan(lv.rec, at, donated)
	}
	return e, out
}

// someTensor stands for a tensor in the structure of results.
var someTensor = Scalar(0)

// surrender gives donated tensors up, but for those that are results.
func (k *compiled) surrender(results []reflect.Value, s *signature, donated []bool) {
	kept := map[*Tensor]bool{}
	for _, r := range results {
		g := gatherer{op: "Compile"}
		g.gather(r, "", 0)
		for _, l := range g.out {
			kept[l.t] = true
		}
	}
	gone := slices.Clone(donated)
	for i, t := range s.tensors {
		gone[i] = gone[i] && !kept[t]
	}
	k.give(s.tensors, gone)
}
