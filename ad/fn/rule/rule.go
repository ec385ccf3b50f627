// Package rule reads the derivative rules of ad's primitives as data.
//
// A primitive's rule is Go code on tensors. Running it once under ad.Graph records what it computes, in primitives again: a
// short straight line of steps that holds for every point, since rules do not branch. The fast paths of package fn and the
// formulas of package sym are made from these steps, so that no rule is written twice.
package rule

import (
	"reflect"
	"sync"

	"github.com/gojac/gojac/ad"
)

// A Rule computes one partial derivative ∂y/∂xᵢ of a primitive. Values are numbered: the operands x₀ … xₙ₋₁, then y, then one
// for each step.
type Rule struct {
	Steps []Step
	Out   int  // which value is the derivative
	Zero  bool // the derivative is zero everywhere: there is nothing to compute
}

// A Step is one operation of a rule, or a constant.
type Step struct {
	Prim  *ad.Prim // nil: a constant
	In    []int
	Const float64
}

type key struct {
	prim  *ad.Prim
	input int
}

var known sync.Map // key → *Rule: read from the registry, which does not change

// Of returns the rule for the derivative of an elementwise primitive by input i.
func Of(p *ad.Prim, i int) *Rule {
	if r, ok := known.Load(key{p, i}); ok {
		return r.(*Rule)
	}
	r, _ := known.LoadOrStore(key{p, i}, read(p, i))
	return r.(*Rule)
}

func read(p *ad.Prim, i int) *Rule {
	if p.Steps || p.Partial == nil {
		return &Rule{Zero: true}
	}
	for _, k := range p.Passive {
		if k == i {
			return &Rule{Zero: true}
		}
	}
	n := p.Arity()
	at := p.At[0]
	point := make([]*ad.Tensor, n, n+1)
	for k := range point {
		point[k] = ad.Scalar(at[k])
	}
	point = append(point, p.Apply(point...))
	zero := false
	run := func(v []*ad.Tensor) []*ad.Tensor {
		d := p.Partial(&ad.Call{X: v[:n], Y: v[n]}, i)
		if zero = d == nil; zero {
			d = ad.Scalar(0)
		}
		return []*ad.Tensor{d}
	}
	g := ad.Apply(graph(), &ad.Func{Value: reflect.ValueOf(run)}, nil, reflect.TypeFor[graphOf]()).Interface().(graphOf)(point)
	if zero {
		return &Rule{Zero: true}
	}
	return fromGraph(g)
}

type graphOf = func([]*ad.Tensor) *ad.DAG

var graph = sync.OnceValue(func() *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == "Graph" {
			return v
		}
	}
	panic("rule: package ad has no Graph")
})

func fromGraph(g *ad.DAG) *Rule {
	r := &Rule{}
	place := map[int]int{}
	for k, id := range g.Inputs() {
		place[id] = k
	}
	inputs := len(place)
	for _, n := range g.Nodes() {
		switch n.Role {
		case ad.ConstantRole:
			place[n.ID] = inputs + len(r.Steps)
			r.Steps = append(r.Steps, Step{Const: n.Value.Item()})
		case ad.OperationRole:
			in := make([]int, len(n.In))
			for k, id := range n.In {
				in[k] = place[id]
			}
			place[n.ID] = inputs + len(r.Steps)
			r.Steps = append(r.Steps, Step{Prim: ad.PrimNamed(n.Op), In: in})
		}
	}
	r.Out = place[g.Outputs()[0]]
	return r
}

// Eval computes a rule that is not Zero on values of any kind: apply applies a primitive, number makes a constant.
func Eval[T any](r *Rule, x []T, y T, apply func(*ad.Prim, []T) T, number func(float64) T) T {
	v := make([]T, 0, len(x)+1+len(r.Steps))
	v = append(append(v, x...), y)
	for _, s := range r.Steps {
		if s.Prim == nil {
			v = append(v, number(s.Const))
			continue
		}
		in := make([]T, len(s.In))
		for k, i := range s.In {
			in[k] = v[i]
		}
		v = append(v, apply(s.Prim, in))
	}
	return v[r.Out]
}
