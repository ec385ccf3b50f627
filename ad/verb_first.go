package ad

import (
	"reflect"
	"slices"
)

var (
	gradVerb = defineVerb(Verb{
		Name: "Grad", Out: []Part{Gradient},
		Doc: "Grad(f) returns the function that computes the gradient of f, which has one number as its result.",
	})
	valueAndGradVerb = defineVerb(Verb{
		Name: "ValueAndGrad", Out: []Part{Results, Gradient},
		Doc: "ValueAndGrad(f) returns the function that computes f and its gradient in one forward and one reverse sweep.",
	})
	jvpVerb = defineVerb(Verb{
		Name: "JVP", Out: []Part{Pushforward}, Lazy: true,
		Doc: "JVP(f)(x) returns the pushforward of f at x: given tangents of the inputs, it returns those of the results by one forward sweep, a Jacobian-vector product.",
	})
	vjpVerb = defineVerb(Verb{
		Name: "VJP", Out: []Part{Results, Pullback},
		Doc: "VJP(f)(x) evaluates f once and returns its pullback at x: given cotangents of the results, it returns those of the inputs by one reverse sweep, a vector-Jacobian product.",
	})
)

func init() {
	gradVerb.run, gradVerb.lists = runGrad, gradLists
	valueAndGradVerb.run, valueAndGradVerb.lists = runValueAndGrad, valueAndGradLists
	jvpVerb.run, vjpVerb.run = runJVP, runVJP
}

// seed returns the cotangent 1 for a result that must be one number.
func (c *run) seed(y []*Tensor) []*Tensor {
	if len(y) != 1 {
		fail(c.verb.Name, "use Jacobian, or VJP with one cotangent for each result",
			"%s has %d results; a gradient is that of one number", c.f.title(), len(y))
	}
	if y[0].Size() != 1 {
		panic(&Error{Op: c.verb.Name, Shapes: shapesOf(y[0]),
			Detail: "the result of " + c.f.title() + " is not one number", Hint: "use Jacobian, or reduce it with Sum or Mean"})
	}
	return []*Tensor{onesLike(y[0])}
}

// spread returns a tensor for every leaf of the active parameters: the
// derivatives where there are any, zeros for ints among them.
func (c *run) spread(d []*Tensor) []*Tensor {
	var out []*Tensor
	k := 0
	for i, on := range c.activeLeaves() {
		switch {
		case on:
			out = append(out, d[k])
			k++
		case c.active[c.leaves[i].param]:
			out = append(out, zerosLike(c.leaves[i].t))
		}
	}
	return out
}

func gradLists(c *run, in []*Tensor) []*Tensor {
	p := c.told(in)
	defer p.release()
	return c.spread(p.pull(c.seed(p.results())))
}

func valueAndGradLists(c *run, in []*Tensor) []*Tensor {
	p := c.told(in)
	defer p.release()
	y := p.results()
	return append(slices.Clone(y), c.spread(p.pull(c.seed(y)))...)
}

func runGrad(c *run) []reflect.Value { return c.like(c.activeArgs(), gradLists(c, c.in())) }

func runValueAndGrad(c *run) []reflect.Value {
	ts := valueAndGradLists(c, c.in())
	return append(c.resultValues(ts[:1]), c.like(c.activeArgs(), ts[1:])...)
}

func (c *run) activeArgs() []reflect.Value {
	var args []reflect.Value
	for i, on := range c.active {
		if on {
			args = append(args, c.args[i])
		}
	}
	return args
}

// like rebuilds values of the structure of vs from ts.
func (c *run) like(vs []reflect.Value, ts []*Tensor) []reflect.Value {
	k := 0
	next := func() *Tensor {
		if k++; k > len(ts) {
			c.unlike(len(ts), k)
		}
		return ts[k-1]
	}
	out := make([]reflect.Value, len(vs))
	for i, v := range vs {
		out[i] = rebuild(v, false, next)
	}
	if k < len(ts) {
		c.unlike(len(ts), k)
	}
	return out
}

// unlike panics, since values hold more or fewer numbers than can be told from
// what they are to be like.
func (c *run) unlike(have, want int) {
	fail(c.verb.Name, "return numbers, []float64, arrays and structs of them",
		"%s holds %d places for numbers, and its types tell of %d", c.f.title(), have, want)
}

// resultValues rebuilds f's results from their leaves.
func (c *run) resultValues(ts []*Tensor) []reflect.Value { return c.like(c.resultShape(), ts) }

// resultShape returns values of the structure of f's results.
func (c *run) resultShape() []reflect.Value {
	if c.results != nil {
		return c.results
	}
	t := c.f.Value.Type()
	vs := make([]reflect.Value, t.NumOut())
	for i := range vs {
		vs[i] = reflect.Zero(t.Out(i))
	}
	return vs
}

func runJVP(c *run) []reflect.Value {
	x, typ := c.in(), c.out.Out(0)
	fn := reflect.MakeFunc(typ, func(tangents []reflect.Value) []reflect.Value {
		r := *c // of its own: it may run in several goroutines
		dy := r.push(x, r.cotangents("JVP", "tangent", tangents, r.activeArgs()))
		return fit(typ, r.resultValues(dy))
	})
	c.know(fn, "pushforward", func(tangents []*Tensor) ([]*Tensor, []reflect.Value) {
		r := *c
		dy := r.push(x, tangents)
		return dy, r.resultShape()
	})
	return []reflect.Value{fn}
}

// push returns the tangents of the results, given one for each leaf of the
// active parameters.
func (c *run) push(x, tangents []*Tensor) []*Tensor {
	y, dy := c.pushed(x, c.byLeaf("tangent", tangents))
	for i := range dy {
		if dy[i] == nil {
			dy[i] = zerosLike(y[i])
		}
	}
	return dy
}

// byLeaf puts tangents, one for each leaf of the active parameters, to the
// leaves they belong to; nil where a leaf is not active.
func (c *run) byLeaf(what string, tangents []*Tensor) []*Tensor {
	dx, active := make([]*Tensor, len(c.leaves)), c.activeLeaves()
	k := 0
	for i, l := range c.leaves {
		if !c.active[l.param] {
			continue
		}
		if active[i] {
			dx[i] = matched(c.verb.Name, what+" of "+l.path, tangents[k], l.t)
		}
		k++
	}
	return dx
}

func runVJP(c *run) []reflect.Value {
	p, typ := c.told(c.in()), c.out.Out(c.out.NumOut()-1)
	y := p.results()
	pull := func(cotangents []*Tensor) []*Tensor {
		g := make([]*Tensor, len(cotangents))
		for i := range g {
			g[i] = matched("VJP", "cotangent", cotangents[i], y[i])
		}
		return c.spread(p.pull(g))
	}
	fn := reflect.MakeFunc(typ, func(cotangents []reflect.Value) []reflect.Value {
		return fit(typ, c.like(c.activeArgs(), pull(c.cotangents("VJP", "cotangent", cotangents, c.resultShape()))))
	})
	c.know(fn, "pullback", func(cotangents []*Tensor) ([]*Tensor, []reflect.Value) {
		return pull(cotangents), c.activeArgs()
	})
	return append(c.resultValues(y), fn)
}

// know registers a linear map made of a numeric function, so that it can be
// given to a verb.
func (c *run) know(fn reflect.Value, what string, trace func([]*Tensor) ([]*Tensor, []reflect.Value)) {
	if c.f.Program != nil {
		derived.add(fn, Func{Name: what + " of " + c.f.title(), Pos: c.f.Pos, Fields: c.f.Fields, Program: &linearMap{what: what, trace: trace}})
	}
}

// cotangents reads tangents or cotangents given for values of the structure
// of like: numbers and tensors where an any is taken.
func (c *run) cotangents(op, what string, vs, like []reflect.Value) []*Tensor {
	g := gatherer{op: op, fields: c.f.Fields}
	for i, v := range vs {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() || !canHold(v.Type()) {
			fail(op, "give a number or a *ad.Tensor", "%s %d is not a number", what, i+1)
		}
		g.gather(v, what, 0)
	}
	n := gatherer{op: op, fields: c.f.Fields}
	for _, v := range like {
		n.gather(v, "", 0)
	}
	if len(g.out) != len(n.out) {
		fail(op, "", "%d numbers or tensors given as %ss where there are %d", len(g.out), what, len(n.out))
	}
	ts := make([]*Tensor, len(g.out))
	for i, l := range g.out {
		ts[i] = l.t
	}
	return ts
}

// matched checks that d has the shape of x; one number does for one element.
func matched(op, what string, d, x *Tensor) *Tensor {
	if d.Size() == 1 && x.Size() == 1 {
		return d.Reshape(x.shape...)
	}
	if shapeString(d.shape) != shapeString(x.shape) {
		panic(&Error{Op: op, Shapes: shapesOf(d, x), Detail: "the " + what + " has not the shape of the value it belongs to"})
	}
	return d
}
