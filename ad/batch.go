package ad

import (
	"fmt"
	"reflect"
	"slices"
)

// A batch is one application of a primitive to many examples at once, as its
// batch rule sees it: operands X, of which those marked On carry the examples
// along a first axis of length N.
type batch struct {
	*Attr
	X  []*Tensor
	On []bool
	N  int
}

// rank returns how many axes operand i has within one example.
func (b *batch) rank(i int) int {
	if b.On[i] {
		return len(b.X[i].shape) - 1
	}
	return len(b.X[i].shape)
}

// every returns operand i with the examples along its first axis, copied for
// each where it does not carry them.
func (b *batch) every(i int) *Tensor {
	if b.On[i] {
		return b.X[i]
	}
	return broadcastTo(b.X[i], append([]int{b.N}, b.X[i].shape...))
}

// all returns every operand so.
func (b *batch) all() []*Tensor {
	x := make([]*Tensor, len(b.X))
	for i := range x {
		x[i] = b.every(i)
	}
	return x
}

// aligned returns the operands with axes put in behind the first, so that the
// axes within an example broadcast at the right.
func (b *batch) aligned() []*Tensor {
	rank := 0
	for i := range b.X {
		rank = max(rank, b.rank(i))
	}
	x := slices.Clone(b.X)
	for i, on := range b.On {
		if on {
			x[i] = widened(x[i], rank)
		}
	}
	return x
}

// widened puts axes of length 1 behind the first, so that rank follow it.
func widened(t *Tensor, rank int) *Tensor {
	shape := []int{t.shape[0]}
	for range rank - (len(t.shape) - 1) {
		shape = append(shape, 1)
	}
	return t.Reshape(append(shape, t.shape[1:]...)...)
}

// alongNext is the batch rule of an operation along an axis: the same along
// the next one.
func alongNext(p *Prim) func(b *batch) *Tensor {
	return func(b *batch) *Tensor {
		a := *b.Attr
		a.Axis++
		return p.apply(&a, b.all()...)
	}
}

// stacked is the batch rule of an operation on the last axes.
func stacked(p *Prim) func(b *batch) *Tensor {
	return func(b *batch) *Tensor { return p.apply(b.Attr, b.all()...) }
}

// batched finishes apply on a batch level.
func (p *Prim) batched(lv *level, a *Attr, in []*Tensor) *Tensor {
	b := &batch{Attr: a, X: make([]*Tensor, len(in)), On: make([]bool, len(in)), N: lv.examples}
	for i, t := range in {
		if b.X[i] = t; t.level == lv {
			b.X[i], b.On[i] = t.primal, true
		}
	}
	var y *Tensor
	switch {
	case p.Arity() > 0:
		y = p.apply(a, b.aligned()...)
	case p.batch != nil:
		y = p.batch(b)
	default:
		y = p.oneByOne(b)
	}
	if len(y.shape) == 0 || y.shape[0] != b.N { // the result stretched over no example
		y = broadcastTo(y, append([]int{b.N}, y.shape...))
	}
	return &Tensor{shape: cloneShape(y.shape[1:]), level: lv, primal: y}
}

// oneByOne applies p to each example; where there is none, to ones, which tell the shape.
func (p *Prim) oneByOne(b *batch) *Tensor {
	if b.N == 0 {
		x := slices.Clone(b.X)
		for i, on := range b.On {
			if on {
				x[i] = Ones(x[i].shape[1:]...).like(x[i])
			}
		}
		y := p.apply(b.Attr, x...)
		return blank(y.DType(), append([]int{0}, y.shape...))
	}
	ys := make([]*Tensor, b.N)
	for n := range ys {
		x := slices.Clone(b.X)
		for i, on := range b.On {
			if on {
				x[i] = x[i].Row(n)
			}
		}
		ys[n] = p.apply(b.Attr, x...)
	}
	return Stack(ys...)
}

// vmapped is f on n examples at once: operands marked on carry them along
// their first axis, and so does every result.
func vmapped(f function, n int, on []bool) function {
	return func(in []*Tensor) []*Tensor {
		lv := newLevel(nil)
		lv.batch, lv.examples = true, n
		defer lv.closed.Store(true)
		x := slices.Clone(in)
		for i, t := range in {
			if on[i] {
				x[i] = &Tensor{shape: cloneShape(t.shape[1:]), level: lv, primal: t}
			}
		}
		y := slices.Clone(f(x))
		for i, t := range y {
			if t = t.below(lv); t.level == lv {
				y[i] = t.primal
			} else {
				y[i] = broadcastTo(t, append([]int{n}, t.shape...))
			}
		}
		return y
	}
}

var vmapVerb = defineVerb(Verb{
	Name: "VMap", Out: []Part{Results}, Lazy: true,
	Doc: "VMap(f) returns f for many examples at once: its tensors, or those named by Batched or InAxis, carry the examples along an axis, the first one if no other is named, and so do the results (OutAxis names another). Operations are not repeated for each example.",
})

func init() {
	vmapVerb.run = runVMap
	vmapVerb.takes = (*run).checkBatch
	vmapVerb.whole = (*run).batch
}

// Batched names the parameters of a function under VMap that carry examples,
// along their first axis; the others are the same for all. Left out, all
// tensors do.
func Batched(names ...string) Option { return InAxis(0, names...) }

// InAxis names the parameters of a function under VMap that carry examples
// along the given axis, counted from the end if negative; with no names it is
// the axis of all tensors. Parameters that no InAxis and no Batched names are
// the same for all examples.
func InAxis(axis int, names ...string) Option {
	return Option{kind: optInAxis, axis: axis, names: names}
}

// OutAxis is where the results of a function under VMap carry the examples,
// counted from the end if negative; left out, along the first axis.
func OutAxis(axis int) Option { return Option{kind: optOutAxis, axis: axis} }

func runVMap(c *run) []reflect.Value { return c.resultValues(c.batch()(c.in())) }

// checkBatch refuses functions of which no parameter and no result can carry
// examples. What else they take is the same for all.
func (c *run) checkBatch() {
	t := c.f.Value.Type()
	tensors := false
	for i := range t.NumIn() {
		tensors = tensors || holds(t.In(i), func(reflect.Kind) bool { return false }, map[reflect.Type]bool{})
	}
	if !tensors || c.f.Program != nil {
		fail("VMap", "let it take and return *ad.Tensor, or call it in a loop, which is as fast", "%s takes plain numbers, which have no axis for the examples", c.f.title())
	}
	if t.NumOut() == 0 {
		fail("VMap", "", "%s has no result", c.f.title())
	}
}

// batch returns f on all examples at once.
func (c *run) batch() function {
	axes, out := c.exampleAxes()
	on := make([]bool, len(c.leaves))
	at := make([]int, len(c.leaves))
	n, first := -1, -1
	for i, l := range c.leaves {
		axis, named := axes[c.params[l.param]]
		if on[i] = l.typ == tensorType && named; !on[i] {
			continue
		}
		if len(l.t.shape) == 0 {
			fail("VMap", "name those that do by Batched", "%s is a scalar: it has no axis for the examples", l.path)
		}
		at[i] = axisOf("VMap", l.t, axis)
		switch m := l.t.shape[at[i]]; {
		case first < 0:
			n, first = m, i
		case m != n:
			panic(&Error{Op: "VMap", Shapes: shapesOf(c.leaves[first].t, l.t),
				Detail: fmt.Sprintf("axis %d of %s has %d examples, axis %d of %s %d", at[first], c.leaves[first].path, n, at[i], l.path, m),
				Hint:   "name the parameters that hold examples by Batched, or by InAxis where it is not the first axis that does"})
		}
	}
	if first < 0 {
		fail("VMap", "", "%s has no tensor that carries examples", c.f.title())
	}
	f := vmapped(c.call, n, on)
	if out == 0 && !slices.ContainsFunc(at, func(axis int) bool { return axis != 0 }) {
		return f
	}
	return func(in []*Tensor) []*Tensor {
		x := slices.Clone(in)
		for i, axis := range at {
			if axis != 0 {
				x[i] = x[i].MoveAxis(axis, 0)
			}
		}
		y := slices.Clone(f(x))
		for i := range y {
			if out != 0 {
				y[i] = y[i].MoveAxis(0, out)
			}
		}
		return y
	}
}

// exampleAxes returns by parameter along which axis it carries the examples,
// where it does, and along which one the results shall.
func (c *run) exampleAxes() (in map[string]int, out int) {
	in = map[string]int{}
	every := 0
	for _, o := range c.opts {
		switch {
		case o.kind == optOutAxis:
			out = o.axis
		case o.kind == optInAxis && len(o.names) == 0:
			every = o.axis
		case o.kind == optInAxis:
			for _, name := range o.names {
				if !slices.Contains(c.params, name) {
					fail("VMap", "its parameters are "+list(c.params), "%q carries the examples: there is no such parameter", name)
				}
				in[name] = o.axis
			}
		}
	}
	if len(in) == 0 {
		for _, name := range c.params {
			in[name] = every
		}
	}
	return in, out
}
