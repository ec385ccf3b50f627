// Command derivatives prints, as JSON, the value and the first and second derivatives of every primitive of ad, and of
// the operations on tensors that are composed of them, at points drawn from a seed. test_accuracy.py holds them against
// JAX and mpmath.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/gojac/gojac/ad"
)

// An array is a tensor as NumPy reads it.
type array struct {
	Shape []int
	Data  []float64
}

// A result is one function at one set of operands: its value Y, the gradient G of ⟨W, Y⟩ and, for each active operand
// j, the gradient H[j] of ⟨U[j], G[j]⟩.
type result struct {
	Name        string
	Primitive   bool
	Elementwise bool
	Attr        ad.Attr
	Active      []bool
	In          []array
	W, Y        array
	U, G        []array
	H           [][]array
}

// A function is what is differentiated, and where.
type function struct {
	result
	f  func(x []*ad.Tensor) *ad.Tensor
	in []*ad.Tensor
}

func main() {
	seed := flag.Uint64("seed", 1, "where the points come from")
	flag.Parse()
	r := rand.New(rand.NewPCG(*seed, 2))
	out := []result{}
	for _, f := range append(primitives(r), composed(r)...) {
		out = append(out, f.measure(r))
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}

// points is how many points an elementwise function is looked at.
const points = 8

func primitives(r *rand.Rand) []function {
	var out []function
	for _, p := range ad.Prims() {
		if !p.Elementwise() {
			for _, e := range p.Shapes {
				f := function{result: result{Name: p.Name, Primitive: true, Attr: e.Attr}, f: func(x []*ad.Tensor) *ad.Tensor { return p.ApplyAs(e, x...) }}
				for i, x := range e.In {
					f.Active = append(f.Active, !slices.Contains(p.Passive, i) && !p.Steps)
					if f.Active[i] {
						x = moved(r, x)
					}
					f.in = append(f.in, x)
				}
				out = append(out, f)
			}
			continue
		}
		f := function{result: result{Name: p.Name, Primitive: true, Elementwise: true}, f: func(x []*ad.Tensor) *ad.Tensor { return p.Apply(x...) }}
		for i := range p.Arity() {
			domain := all
			if p.Domain != nil {
				domain = p.Domain[i]
			}
			passive := slices.Contains(p.Passive, i)
			f.Active = append(f.Active, !passive && !p.Steps)
			f.in = append(f.in, drawn(r, domain, passive, points))
		}
		out = append(out, f)
	}
	return out
}

// moved draws a tensor near x.
func moved(r *rand.Rand, x *ad.Tensor) *ad.Tensor {
	d := x.Data()
	for i := range d {
		d[i] *= 1 + 0.1*(2*r.Float64()-1)
	}
	return ad.FromSlice(d, x.Shape()...)
}

var all = [2]float64{math.Inf(-1), math.Inf(1)}

// drawn returns numbers inside the domain, near its middle or its finite end; whole ones if they say which function
// of a family is meant.
func drawn(r *rand.Rand, domain [2]float64, whole bool, shape ...int) *ad.Tensor {
	lo, hi := domain[0], domain[1]
	switch a, b := math.IsInf(lo, -1), math.IsInf(hi, 1); {
	case a && b:
		lo, hi = -3, 3
	case a:
		lo, hi = hi-4, hi-0.05
	case b:
		lo, hi = lo+0.05, lo+4
	default:
		lo, hi = lo+0.02*(hi-lo), hi-0.02*(hi-lo)
	}
	d := ad.Zeros(shape...).Data()
	for i := range d {
		if d[i] = lo + (hi-lo)*r.Float64(); whole {
			d[i] = math.Ceil(math.Abs(d[i]))
		}
	}
	return ad.FromSlice(d, shape...)
}

type list = []*ad.Tensor

// measure differentiates.
func (f function) measure(r *rand.Rand) result {
	random := func(x *ad.Tensor) *ad.Tensor { return drawn(r, all, false, x.Shape()...) }
	y := f.f(f.in)
	w := random(y)
	first := ad.Grad(func(x list) *ad.Tensor { return f.f(x).Dot(w) }).(func(list) list)
	f.Y, f.W = arrayOf(y), arrayOf(w)
	for _, g := range first(f.in) {
		f.G = append(f.G, arrayOf(g))
	}
	for j, x := range f.in {
		f.In = append(f.In, arrayOf(x))
		u := random(x)
		f.U = append(f.U, arrayOf(u))
		var h []array
		if f.Active[j] {
			second := ad.Grad(func(x list) *ad.Tensor { return first(x)[j].Dot(u) }).(func(list) list)
			for _, t := range second(f.in) {
				h = append(h, arrayOf(t))
			}
		}
		f.H = append(f.H, h)
	}
	return f.result
}

func arrayOf(t *ad.Tensor) array {
	shape := t.Shape()
	if shape == nil {
		shape = []int{}
	}
	return array{shape, t.Data()}
}
