package main

import (
	"math"
	"math/big"
)

// A tanhTable cuts the numbers from 0 to where tanh has become 1 into
// intervals: the exponent and the first bits after the point of y = scale·x
// + start choose one. So they are narrow where tanh bends.
type tanhTable struct {
	bits         int // after the point
	size, degree int
	chains       int // of the polynomial
	scale, start float64
}

// In float64 the first interval ends just above where tanh is 1/4: below,
// its last place is worth less.
var (
	tanhTable64 = tanhTable{bits: 2, size: 16, degree: 14, chains: 2, scale: 0.975, start: 1.25}
	tanhTable32 = tanhTable{bits: 3, size: 32, degree: 5, chains: 1, scale: 1.8, start: 1.125}
)

// tanhByTable is c₀ + u·(c₁ + c₂u + …) of u = |x| - b, with b and the
// coefficients looked up; in the first interval, where b and c₀ are 0, it is
// u + u·(…), so that little is lost.
func tanhByTable(v vectors) formula {
	t, mantissa := tanhTable64, 52
	if v.f32 {
		t, mantissa = tanhTable32, 23
	}
	shift := mantissa - t.bits
	tables := make([][]float64, t.degree+2) // b, then coefficients
	for k := range tables {
		tables[k] = make([]float64, t.size)
	}
	toX := func(y float64) float64 { return (y - t.start) / t.scale }
	low, second := t.start, 0.0 // where the second interval begins
	for range t.size {
		_, exponent := math.Frexp(low)
		high := low + math.Ldexp(1, exponent-1-t.bits)
		at := v.encode(low) >> shift % uint64(t.size)
		if low == t.start {
			second = high
		}
		for k, c := range v.tanhAround(toX(low), toX(high), t.degree) {
			tables[k][at] = c
		}
		low = high
	}
	find := v.lookup(tables, !v.f32)
	sign, most := v.constant(math.Copysign(0, -1)), v.constant(math.Nextafter(toX(low), 0)*(1-1e-6))
	scale, start, end := v.constant(t.scale), v.constant(t.start), v.constant(second)
	return func(in []vector) vector {
		x := v.min(most, v.andNot(sign, in[0]))
		y := v.fma(x, scale, v.copy(start))
		index := v.shiftRight(shift, y)
		u := v.sub(x, find(0, index))
		p := v.tanhPolynomial(u, t, func(k int) vector { return find(k+1, index) })
		base := v.where(v.compare(lessThan, y, end), u, find(1, index))
		return v.signed(v.fma(u, p, base), in[0], sign)
	}
}

// tanhPolynomial is c₁ + c₂u + …: step by step, or, where it is long, of odd
// and of even powers side by side.
func (v vectors) tanhPolynomial(u vector, t tanhTable, c func(k int) vector) vector {
	power := u
	if t.chains == 2 {
		power = v.mul(u, u)
	}
	p := [2]vector{}
	for k := t.degree; k > 0; k-- {
		i := k % t.chains
		if c := c(k); p[i] == nil {
			p[i] = c
		} else {
			p[i] = v.fma(power, p[i], c)
		}
	}
	if t.chains == 2 {
		return v.fma(u, p[0], p[1])
	}
	return p[0]
}

// tanhAround returns b and the coefficients for an interval. Of the numbers
// near its middle, b is the one whose tanh is nearest to a number, so that
// the rounding of c₀ costs nothing.
func (v vectors) tanhAround(low, high float64, degree int) []float64 {
	b, c0, start, slope := 0.0, 0.0, float(0), float(1)
	if low > 0 {
		least := 1.0
		for i := range 1000 {
			at := v.round((low + high) / 2 * (1 + float64(i)*0x1p-20))
			t := bigTanh(float(at))
			exact, _ := t.Float64()
			rounded := v.round(exact)
			lost, _ := float(0).Sub(t, float(rounded)).Float64()
			if math.Abs(lost) < least {
				least, b, c0, start = math.Abs(lost), at, rounded, t
			}
		}
		slope = float(0)
	}
	c := interpolate(degree, low-b, high-b, func(u *big.Float) *big.Float {
		if u.Sign() == 0 {
			u = float(0x1p-60)
		}
		y := bigTanh(float(0).Add(u, float(b)))
		y.Quo(y.Sub(y, start), u)
		return y.Sub(y, slope)
	})
	return append([]float64{b, c0}, c...)
}

// bigTanh is (E - 1)/(E + 1) of E = e²ˣ, by halving x until its series is
// short.
func bigTanh(x *big.Float) *big.Float {
	const halvings = 40
	r := new(big.Float).SetMantExp(x, 1-halvings)
	e, term := float(1), float(1)
	for i := 1; i < 24; i++ {
		term.Mul(term, r)
		term.Quo(term, float(float64(i)))
		e.Add(e, term)
	}
	for range halvings {
		e.Mul(e, e)
	}
	above := float(1)
	above.Add(above, e)
	return e.Quo(e.Sub(e, float(1)), above)
}
