package ad

import (
	"reflect"
	"slices"
)

var checkpointVerb = defineVerb(Verb{
	Name: "Checkpoint", Out: []Part{Results}, Lazy: true,
	Doc: "Checkpoint(f) computes f without recording its steps: a reverse sweep runs f again when it gets there, so that only f's operands are kept. Of a chain of n steps, √n pieces of √n steps keep about 2√n values.",
})

func init() {
	checkpointVerb.lists = checkpointLists
	checkpointVerb.run = func(c *run) []reflect.Value {
		y := checkpointLists(c, c.in())
		if c.f.Program == nil {
			c.results = nil
		}
		return c.like(c.shapeOfResults(y), y)
	}
}

// shapeOfResults returns values of the structure of f's results, which f has
// to have of plain tensors where it has not run.
func (c *run) shapeOfResults(y []*Tensor) []reflect.Value {
	vs := c.resultShape()
	g := gatherer{op: "Checkpoint"}
	for i, v := range vs {
		if v.Type() == tensorType {
			vs[i] = reflect.ValueOf(Scalar(0))
		}
		g.gather(vs[i], "", 0)
	}
	if len(g.out) != len(y) {
		fail("Checkpoint", "return tensors and numbers", "the results of %s hold %d tensors, their types %d", c.f.title(), len(y), len(g.out))
	}
	return vs
}

// A checkpoint is the primitive made of one call of a function: it takes the
// leaves of the arguments and returns the leaves of the results in one vector.
type checkpoint struct {
	f      function
	shapes [][]int // of the results
	held   int64   // bytes of tape of the longest reverse sweep

	of  *Call // the last reverse sweep: one run gives all its cotangents
	g   *Tensor
	gx  []*Tensor
	due int // how many of them were not asked for yet
}

func checkpointLists(c *run, in []*Tensor) []*Tensor {
	k := &checkpoint{f: func(in []*Tensor) []*Tensor { r := *c; return r.call(in) }}
	y := k.prim().apply(&noAttr, slices.Clone(in)...)
	out := make([]*Tensor, len(k.shapes))
	lo := 0
	for i, shape := range k.shapes {
		n := size(shape)
		out[i] = y
		if len(k.shapes) > 1 {
			out[i] = y.Slice(lo, lo+n)
		}
		out[i] = out[i].Reshape(shape...)
		lo += n
	}
	return out
}

func (k *checkpoint) prim() *Prim {
	return &Prim{
		Name: "Checkpoint", TeX: `\operatorname{checkpoint}(%s)`,
		Eval: func(_ *Attr, x []*Tensor) *Tensor { return k.joined(x) },
		Push: func(c *Call, i int, dx *Tensor) *Tensor {
			d := make([]*Tensor, len(c.X))
			d[i] = dx
			_, dy := pushforward(func(x []*Tensor) []*Tensor { return []*Tensor{k.joined(x)} }, c.X, d)
			if dy[0] == nil {
				return zerosLike(c.Y)
			}
			return dy[0]
		},
		Transpose: k.pull,
		batch: func(b *batch) *Tensor {
			one := func(x []*Tensor) []*Tensor { return []*Tensor{k.joined(x)} }
			many := &checkpoint{f: vmapped(one, b.N, b.On)}
			y := many.prim().apply(&noAttr, slices.Clone(b.X)...)
			return y.Reshape(b.N, -1)
		},
		held: func() int64 { return k.held },
	}
}

// joined runs f and joins its results to one vector.
func (k *checkpoint) joined(x []*Tensor) *Tensor {
	y := k.f(x)
	k.shapes = nil
	for _, t := range y {
		k.shapes = append(k.shapes, t.shape)
		if t.Traced() && !slices.ContainsFunc(x, (*Tensor).Traced) {
			fail("Checkpoint", "make it a parameter", "the function uses a tensor from outside that belongs to a derivative or a compilation under way, which would not see it")
		}
	}
	return flat(y)
}

// pull runs f again, recorded, and sweeps back once for all operands.
func (k *checkpoint) pull(c *Call, i int, g *Tensor) *Tensor {
	if k.of != c || k.g != g || k.gx == nil {
		active := make([]bool, len(c.X))
		for j := range active {
			active[j] = true
		}
		p := record(func(x []*Tensor) []*Tensor { return []*Tensor{k.joined(x)} }, c.X, active, nil, recordDerivative)
		k.of, k.g, k.gx, k.due = c, g, p.pull([]*Tensor{g}), len(c.X)
		_, bytes := p.size()
		k.held = max(k.held, bytes)
	}
	gx := k.gx[i]
	if k.due--; k.due == 0 || i == len(c.X)-1 {
		k.of, k.g, k.gx = nil, nil, nil
	}
	return gx
}
