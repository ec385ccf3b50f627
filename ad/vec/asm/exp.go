package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// An exponential holds the constants of eˣ = 2ⁿ·(1 + r + r²·q(r)), where n is
// the nearest integer to x/ln 2, so that |r| ≤ ln 2/2, and q is Taylor's
// polynomial, whose remainder r¹⁴/14! is below 2⁻⁵⁷.
type exponential struct {
	log2e, high, low vector   // ln 2 = high + low, and n·high is exact
	q                []vector // from the constant term up
	one              vector
}

func newExponential() *exponential {
	e := &exponential{
		log2e: constant(math.Log2E), high: constant(6.93147180369123816490e-01), low: constant(1.90821492927058770002e-10),
		one: constant(1),
	}
	for i, f := 2, 2.0; i <= 13; i++ {
		e.q = append(e.q, constant(1/f))
		f *= float64(i + 1)
	}
	return e
}

// reduce returns n, and r = x - n·ln 2 with what is still missing before the
// last rounding of it.
func (e *exponential) reduce(x vector) (n, r, exact vector) {
	n, r, exact = ZMM(), ZMM(), ZMM()
	VMULPD(e.log2e, x, n)
	VRNDSCALEPD(Imm(8), n, n)
	VMOVUPD(x, exact)
	VFNMADD231PD(e.high, n, exact)
	VMOVUPD(exact, r)
	VFNMADD231PD(e.low, n, r)
	return n, r, exact
}

// polynomial returns r² and q(r). It halves the polynomial until nothing is
// left (Estrin's scheme): a chain as long as Horner's keeps the processor
// waiting.
func (e *exponential) polynomial(r vector) (square, q vector) {
	square = ZMM()
	VMULPD(r, r, square)
	power, terms := r, e.q
	for len(terms) > 1 {
		var next []vector
		for i := 0; i < len(terms); i += 2 {
			sum := ZMM()
			VMOVUPD(terms[i], sum)
			if i+1 < len(terms) {
				VFMADD231PD(terms[i+1], power, sum)
			}
			next = append(next, sum)
		}
		if terms = next; len(terms) > 1 {
			higher := square
			if power != r {
				higher = ZMM()
				VMULPD(power, power, higher)
			}
			power = higher
		}
	}
	return square, terms[0]
}

// whole returns n, and t = eʳ - 1 as its rounded value and what that lost.
func (e *exponential) whole(x vector) (n, t, lost vector) {
	n, r, exact := e.reduce(x)
	square, q := e.polynomial(r)
	VMULPD(square, q, q)
	t, lost = two(r, q)
	VSUBPD(r, exact, exact)
	VFNMADD231PD(e.low, n, exact) // now what r lost
	VADDPD(exact, lost, lost)
	return n, t, lost
}

// two returns a + b as its rounded value and what that lost, where |a| ≥ |b|
// or a is 0.
func two(a, b vector) (sum, lost vector) {
	sum, lost = ZMM(), ZMM()
	VADDPD(b, a, sum)
	VSUBPD(a, sum, lost)
	VSUBPD(lost, b, lost)
	return sum, lost
}

// clamp keeps x between bounds beyond which nothing changes. A NaN stays one.
func clamp(x vector, low, high float64) vector {
	to := ZMM()
	VMAXPD(x, constant(low), to)
	VMINPD(to, constant(high), to)
	return to
}

func (e *exponential) exp(in []vector) vector {
	n, r, _ := e.reduce(clamp(in[0], -750, 720))
	square, q := e.polynomial(r)
	VFMADD231PD(q, square, r)
	VADDPD(e.one, r, r)
	VSCALEFPD(n, r, r)
	return r
}

// quotient returns (a + aRest) / (b + bRest). The inverse of b is correct to
// 28 bits, so the quotient is put right by what it leaves.
func (e *exponential) quotient(a, aRest, b, bRest vector) vector {
	inverse, q, left := ZMM(), ZMM(), ZMM()
	VRCP14PD(b, inverse)
	VMOVUPD(e.one, left)
	VFNMADD231PD(inverse, b, left)
	VFMADD231PD(left, inverse, inverse)
	VMULPD(inverse, a, q)
	VMOVUPD(a, left)
	VFNMADD231PD(q, b, left)
	VADDPD(aRest, left, left)
	VFNMADD231PD(q, bRest, left)
	VFMADD231PD(left, inverse, q)
	return q
}

// tanh is E/(E + 2), where E = e²ˣ - 1 of the absolute value is accurate
// also near 0.
func (e *exponential) tanh(in []vector) vector {
	sign, x := ZMM(), ZMM()
	signs := constant(math.Copysign(0, -1))
	VPANDQ(signs, in[0], sign)
	VPANDNQ(in[0], signs, x)
	VMINPD(x, constant(22), x)
	VADDPD(x, x, x)
	n, t, lost := e.whole(x)
	power, less := ZMM(), ZMM()
	VSCALEFPD(n, e.one, power)
	VSUBPD(e.one, power, less)
	VMULPD(power, t, t)
	a, aRest := two(less, t)
	VFMADD231PD(power, lost, aRest)
	more, above, below := ZMM(), ZMM(), ZMM()
	VADDPD(e.one, power, more)
	b, bRest := two(more, t)
	VFMADD231PD(power, lost, bRest)
	VSUBPD(less, power, below) // from 2⁵³ on, power ± 1 is rounded too
	VSUBPD(e.one, below, below)
	VADDPD(below, aRest, aRest)
	VSUBPD(power, more, above)
	VSUBPD(above, e.one, above)
	VADDPD(above, bRest, bRest)
	q := e.quotient(a, aRest, b, bRest)
	VPORQ(sign, q, q)
	return q
}

// sigmoid is 1/(1 + E) or, of negative numbers, E/(1 + E), where E = e⁻ˣ of
// the absolute value cannot overflow.
func (e *exponential) sigmoid(in []vector) vector {
	x, zero := ZMM(), ZMM()
	VPORQ(constant(math.Copysign(0, -1)), in[0], x)
	VMAXPD(x, constant(-750), x)
	n, t, lost := e.whole(x)
	power, rest := two(e.one, t)
	VADDPD(lost, rest, rest)
	VSCALEFPD(n, power, power)
	VSCALEFPD(n, rest, rest)
	b, bRest := two(e.one, power)
	VADDPD(rest, bRest, bRest)
	VPXORQ(zero, zero, zero)
	positive := K()
	VCMPPD(Imm(13), zero, in[0], positive) // ≥
	VMOVAPD(e.one, positive, power)
	VMOVAPD(zero, positive, rest)
	return e.quotient(power, rest, b, bRest)
}
