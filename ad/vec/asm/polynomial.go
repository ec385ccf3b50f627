package main

import (
	"math"
	"math/big"

	. "github.com/mmcloughlin/avo/operand"
)

// interpolate returns the coefficients, from the constant term up, of the
// polynomial that meets Σ term(k)·xᵏ at the n Chebyshev nodes from low to
// high: its error is spread over the interval, where a Taylor polynomial's
// lies at the ends, so it needs fewer terms.
func interpolate(n int, low, high float64, term func(k int) *big.Rat) []float64 {
	const bits, terms = 400, 60
	float := func(x float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(x) }
	x, d := make([]*big.Float, n), make([]*big.Float, n) // nodes, divided differences
	for i := range n {
		x[i] = float((low+high)/2 + (high-low)/2*math.Cos(math.Pi*(float64(i)+0.5)/float64(n)))
		d[i] = float(0)
		for k := terms; k >= 0; k-- {
			d[i].Mul(d[i], x[i])
			d[i].Add(d[i], new(big.Float).SetPrec(bits).SetRat(term(k)))
		}
	}
	for j := 1; j < n; j++ {
		for i := n - 1; i >= j; i-- {
			step := float(0).Sub(x[i], x[i-j])
			d[i].Sub(d[i], d[i-1])
			d[i].Quo(d[i], step)
		}
	}
	c := []*big.Float{d[n-1]} // Newton's form, from the inside
	for i := n - 2; i >= 0; i-- {
		next := append([]*big.Float{float(0)}, c...)
		for k := range c {
			next[k].Sub(next[k], float(0).Mul(x[i], c[k]))
		}
		next[0].Add(next[0], d[i])
		c = next
	}
	out := make([]float64, n)
	for k := range c {
		out[k], _ = c[k].Float64()
	}
	return out
}

// A polynomial holds coefficients, from the constant term up.
type polynomial struct {
	v vectors
	c []Op
}

func (v vectors) polynomial(coefficients []float64) polynomial {
	p := polynomial{v: v}
	for _, c := range coefficients {
		p.c = append(p.c, v.stored(c))
	}
	return p
}

// of returns the value at x, given x². It halves the polynomial until one
// term is left (Estrin's scheme): a chain as long as Horner's keeps the
// processor waiting.
func (p polynomial) of(x, square vector) vector {
	var terms []vector
	for i := 0; i < len(p.c); i += 2 {
		sum := p.v.copy(p.c[i])
		if i+1 < len(p.c) {
			p.v.fma(x, p.c[i+1], sum)
		}
		terms = append(terms, sum)
	}
	for power := square; len(terms) > 1; power = p.v.mul(power, power) {
		var next []vector
		for i := 0; i < len(terms); i += 2 {
			if i+1 < len(terms) {
				p.v.fma(power, terms[i+1], terms[i])
			}
			next = append(next, terms[i])
		}
		terms = next
	}
	return terms[0]
}
