package main

import (
	"math"
	"math/big"

	. "github.com/mmcloughlin/avo/operand"
)

const precision = 400 // bits

func float(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// series returns the function Σ term(k)·xᵏ, for small x.
func series(term func(k int) *big.Rat) func(x *big.Float) *big.Float {
	return func(x *big.Float) *big.Float {
		y := float(0)
		for k := 60; k >= 0; k-- {
			y.Mul(y, x)
			y.Add(y, new(big.Float).SetPrec(precision).SetRat(term(k)))
		}
		return y
	}
}

// interpolate returns the coefficients, from the constant term up, of the
// polynomial that meets f at n Chebyshev nodes from low to high: its error
// is spread over the interval, where a Taylor polynomial's lies at the ends,
// so it needs fewer terms.
func interpolate(n int, low, high float64, f func(x *big.Float) *big.Float) []float64 {
	x, d := make([]*big.Float, n), make([]*big.Float, n) // nodes, divided differences
	for i := range n {
		node := float32(math.Cos(math.Pi * (float64(i) + 0.5) / float64(n))) // the same on every machine
		x[i] = float((low+high)/2 + (high-low)/2*float64(node))
		d[i] = f(x[i])
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
	c []Mem
}

func (v vectors) polynomial(coefficients []float64) polynomial {
	p := polynomial{v: v}
	for _, c := range coefficients {
		p.c = append(p.c, v.coefficient(c))
	}
	return p
}

// of returns the value at x, given x². It halves the polynomial until one
// term is left (Estrin's scheme): a chain as long as Horner's keeps the
// processor waiting.
func (p polynomial) of(x, square vector) vector {
	var terms []vector
	for i := 0; i < len(p.c); i += 2 {
		sum := p.v.load(p.c[i])
		if i+1 < len(p.c) {
			p.v.fmaWith(p.c[i+1], x, sum)
		}
		terms = append(terms, sum)
	}
	for power := square; ; power = p.v.mul(power, power) {
		var next []vector
		for i := 0; i < len(terms); i += 2 {
			if i+1 < len(terms) {
				p.v.fma(power, terms[i+1], terms[i])
			}
			next = append(next, terms[i])
		}
		if terms = next; len(terms) == 1 {
			return terms[0]
		}
	}
}
