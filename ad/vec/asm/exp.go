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
	log2e, high, low vector // ln 2 = high + low, and n·high is exact
	q                []vector
	one              vector
}

func newExponential() *exponential {
	e := &exponential{
		log2e: constant(math.Log2E), high: constant(6.93147180369123816490e-01), low: constant(1.90821492927058770002e-10),
		one: constant(1),
	}
	for i, f := 13, 6227020800.0; i >= 2; i-- {
		e.q = append(e.q, constant(1/f))
		f /= float64(i)
	}
	return e
}

// reduce returns n, and t = r + r²·q(r) as its rounded value and what that
// lost.
func (e *exponential) reduce(x vector) (n, t, lost vector) {
	n, exact, r, u := ZMM(), ZMM(), ZMM(), ZMM()
	VMULPD(e.log2e, x, n)
	VRNDSCALEPD(Imm(8), n, n)
	VMOVUPD(x, exact)
	VFNMADD231PD(e.high, n, exact)
	VMOVUPD(exact, r)
	VFNMADD231PD(e.low, n, r)
	VSUBPD(r, exact, exact)
	VFNMADD231PD(e.low, n, exact) // now what r lost
	VMOVUPD(e.q[0], u)
	for _, c := range e.q[1:] {
		VFMADD213PD(c, r, u)
	}
	VMULPD(r, u, u)
	VMULPD(r, u, u)
	t, lost = two(r, u)
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
	n, t, lost := e.reduce(clamp(in[0], -750, 720))
	sum, rest := two(e.one, t)
	VADDPD(lost, rest, rest)
	VADDPD(rest, sum, sum)
	VSCALEFPD(n, sum, sum)
	return sum
}

// quotient returns (a + aRest) / (b + bRest): the quotient of a and b, put
// right by what it leaves.
func (e *exponential) quotient(a, aRest, b, bRest vector) vector {
	inverse, q, left := ZMM(), ZMM(), ZMM()
	VDIVPD(b, e.one, inverse)
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
	n, t, lost := e.reduce(x)
	power, less := ZMM(), ZMM()
	VSCALEFPD(n, e.one, power)
	VSUBPD(e.one, power, less)
	VMULPD(power, t, t)
	a, aRest := two(less, t)
	VFMADD231PD(power, lost, aRest)
	// |a| may be above or below 2
	b, bRest := ZMM(), ZMM()
	c2 := constant(2)
	VADDPD(c2, a, b)
	back, err := ZMM(), ZMM()
	VSUBPD(a, b, back)
	VSUBPD(back, c2, bRest)
	VSUBPD(back, b, back)
	VSUBPD(back, a, err)
	VADDPD(err, bRest, bRest)
	VADDPD(aRest, bRest, bRest)
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
	n, t, lost := e.reduce(x)
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
