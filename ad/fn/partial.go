package fn

import (
	"fmt"
	"math"
	"sync"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn/rule"
)

// A partial computes one partial derivative of a primitive on float64: the primitive's rule, flattened.
type partial struct {
	steps []rule.Step
	funs  []func(float64) float64
	funs2 []func(x, y float64) float64
	out   int
	zero  bool
	one   func(float64) float64        // where the rule is one function of the first operand, as cos is for sin
	both  func(float64) (y, d float64) // value and derivative at once, the same bits; nil: there is no shortcut
	small bool                         // whether it needs little room
}

// together computes a function of package math and its derivative at once, by Go's name. A rule says the same; the tests hold
// the two against each other.
var together = map[string]func(x float64) (y, d float64){
	"math.Sin": math.Sincos,
	"math.Cos": func(x float64) (y, d float64) { s, c := math.Sincos(x); return c, -s },
}

var partials sync.Map // *ad.Prim → []*partial: read from the registry, which does not change

// partialsOf returns the partial derivatives of p by each input.
func partialsOf(p *ad.Prim) []*partial {
	if ps, ok := partials.Load(p); ok {
		return ps.([]*partial)
	}
	ps := make([]*partial, p.Arity())
	for i := range ps {
		r := rule.Of(p, i)
		if p.Arity()+1+len(r.Steps) > room {
			panic(fmt.Sprintf("fn: the rule of %s takes %d steps; make room for them", p.Name, len(r.Steps)))
		}
		ps[i] = &partial{steps: r.Steps, out: r.Out, zero: r.Zero}
		for _, s := range r.Steps {
			var f func(float64) float64
			var f2 func(x, y float64) float64
			if s.Prim != nil {
				f, f2 = s.Prim.Fun, s.Prim.Fun2
			}
			ps[i].funs, ps[i].funs2 = append(ps[i].funs, f), append(ps[i].funs2, f2)
		}
		ps[i].both = together[p.Go]
		ps[i].small = p.Arity()+1+len(r.Steps) <= little
		if n := p.Arity() + 1; len(r.Steps) == 1 && r.Out == n && r.Steps[0].Prim != nil && r.Steps[0].Prim.Arity() == 1 && r.Steps[0].In[0] == 0 {
			ps[i].one = r.Steps[0].Prim.Fun
		}
	}
	known, _ := partials.LoadOrStore(p, ps)
	return known.([]*partial)
}

// room is how many values a rule may have: operands, result and steps.
// Clearing it takes time, and most rules need little.
const room, little = 32, 6

// at1 is the derivative of y = p(x).
func (p *partial) at1(x, y float64) float64 {
	if p.zero {
		return 0
	}
	if p.one != nil {
		return p.one(x)
	}
	if p.small {
		v := [little]float64{x, y}
		return p.rest(v[:], 2)
	}
	v := [room]float64{x, y}
	return p.rest(v[:], 2)
}

// at2 is the derivative of z = p(x, y).
func (p *partial) at2(x, y, z float64) float64 {
	if p.zero {
		return 0
	}
	if p.small {
		v := [little]float64{x, y, z}
		return p.rest(v[:], 3)
	}
	v := [room]float64{x, y, z}
	return p.rest(v[:], 3)
}

func (p *partial) rest(v []float64, n int) float64 {
	for k := range p.steps {
		in := p.steps[k].In
		switch {
		case p.funs[k] != nil:
			v[n+k] = p.funs[k](v[in[0]])
		case p.funs2[k] != nil:
			v[n+k] = p.funs2[k](v[in[0]], v[in[1]])
		default:
			v[n+k] = p.steps[k].Const
		}
	}
	return v[p.out]
}

// chain is a local derivative times a tangent or an adjoint, where zero stays zero even beside an infinity.
func chain(partial, d float64) float64 {
	if d == 0 {
		return 0
	}
	return partial * d
}

// extremes gives the primitive whose rule the built-in min or max follows at x, y.
func extremes(op uint16, x, y float64) []*partial {
	name := "math.Max"
	switch {
	case x != x || y != y:
		name = "+"
	case op == xMinF:
		name = "math.Min"
	}
	return partialsOf(ad.PrimOfGo(name))
}
