package ad

import (
	"reflect"
	"slices"
)

var (
	hvpVerb = defineVerb(Verb{
		Name: "HVP", Out: []Part{Gradient},
		Doc: "HVP(f, Along(v))(x) returns the product of the Hessian of f at x with the direction v, forward over reverse: two sweeps, whatever the size.",
	})
	linearizeVerb = defineVerb(Verb{
		Name: "Linearize", Out: []Part{Results, Pushforward},
		Doc: "Linearize(f)(x) runs f once and returns its results and its pushforward at x, which sweeps forward over what was recorded and does not run f again.",
	})
)

func init() {
	hvpVerb.run, hvpVerb.lists = runHVP, hvpLists
	linearizeVerb.run = runLinearize
}

// Along gives HVP its direction: one number, tensor or struct for each active
// parameter.
func Along(v ...any) Option { return Option{kind: optAlong, along: v} }

// along returns the direction as a tensor for each active leaf.
func (c *run) along() []*Tensor {
	var vs []reflect.Value
	for _, o := range c.opts {
		if o.kind == optAlong {
			for _, v := range o.along {
				vs = append(vs, reflect.ValueOf(v))
			}
		}
	}
	if vs == nil {
		fail("HVP", "give one by Along: HVP(f, Along(v))(x)", "a product with the Hessian needs a direction")
	}
	return c.byLeaf("direction", c.cotangents("HVP", "direction", vs, c.activeArgs()))
}

func hvpLists(c *run, in []*Tensor) []*Tensor {
	gradient := func(in []*Tensor) []*Tensor {
		p := c.record(in)
		return p.pull(c.seed(p.results()))
	}
	g, dg := pushforward(gradient, in, c.along())
	for i := range dg {
		if dg[i] == nil {
			dg[i] = zerosLike(g[i])
		}
	}
	return c.spread(dg)
}

func runHVP(c *run) []reflect.Value { return c.like(c.activeArgs(), hvpLists(c, c.in())) }

func runLinearize(c *run) []reflect.Value {
	p, typ := record(c.call, c.in(), c.activeLeaves(), nil, recordDerivative), c.out.Out(c.out.NumOut()-1)
	y := p.results()
	push := func(tangents []*Tensor) []*Tensor {
		dx := c.byLeaf("tangent", tangents)
		return p.push(slices.DeleteFunc(dx, func(t *Tensor) bool { return t == nil }))
	}
	fn := reflect.MakeFunc(typ, func(tangents []reflect.Value) []reflect.Value {
		return fit(typ, c.resultValues(push(c.cotangents("Linearize", "tangent", tangents, c.activeArgs()))))
	})
	c.know(fn, "linearization", func(tangents []*Tensor) ([]*Tensor, []reflect.Value) {
		return push(tangents), c.resultShape()
	})
	return append(c.resultValues(slices.Clone(y)), fn)
}

// push sweeps the tape forward from tangents of the active inputs and returns
// those of the results.
func (p *pulling) push(dx []*Tensor) []*Tensor {
	dot := make([]*Tensor, len(p.tape.nodes))
	for i, at := range p.in {
		dot[at] = dx[i]
	}
	for at := range dot {
		n := &p.tape.nodes[at]
		if n.prim == nil {
			continue
		}
		dot[at] = n.prim.pushAll(&n.Call, func(i int) *Tensor {
			if n.in[i] < 0 {
				return nil
			}
			return dot[n.in[i]]
		})
	}
	dy := make([]*Tensor, len(p.out))
	for i, at := range p.out {
		if at >= 0 {
			dy[i] = dot[at]
		}
		if dy[i] == nil {
			dy[i] = zerosLike(p.y[i])
		}
	}
	return dy
}
