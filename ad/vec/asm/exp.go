package main

import (
	"math"
	"math/big"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// An exponential holds the constants of e^(s·x) = 2ⁿ·(1 + t), where n is the
// integer nearest to s·x/ln 2 and t/s = r + r²·q(r) of what is left of x,
// |s·r| ≤ ln 2/2.
type exponential struct {
	vectors
	inverse   Op // s/ln 2
	high, low Op // ln 2/s in two parts, of which n times the first is exact
	magic     Op // a number so large that adding to it rounds to an integer, in the low bits
	one       Op
	q         polynomial
}

// newExponential prepares eˣ, newExponentialOf e^(s·x) with s a power of 2.
func newExponential(v vectors) *exponential { return newExponentialOf(v, 1) }

func newExponentialOf(v vectors, s float64) *exponential {
	terms, high, low, magic := 11, 6.93147180369123816490e-01, 1.90821492927058770002e-10, 0x1.8p52
	if v.f32 {
		terms, high, magic = 6, 0x1.62e4p-1, 0x1.8p23
		low = math.Ln2 - high
	}
	c := interpolate(terms, -math.Ln2/2, math.Ln2/2, func(k int) *big.Rat { // (eʳ - 1 - r)/r²
		return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).MulRange(1, int64(k+2)))
	})
	for k := range c {
		c[k] *= math.Pow(s, float64(k+1))
	}
	return &exponential{
		vectors: v, inverse: v.constant(s * math.Log2E), high: v.constant(high / s), low: v.constant(low / s),
		magic: v.constant(magic), one: v.constant(1), q: v.polynomial(c),
	}
}

// reduce returns n, also as a number whose low bits are it, and r with x -
// n·high, which is r before its last rounding.
func (e *exponential) reduce(x vector) (bits, n, r, exact vector) {
	bits = e.fma(e.inverse, x, e.copy(e.magic))
	n = e.sub(bits, e.magic)
	exact = e.fnma(n, e.high, e.copy(x))
	r = e.fnma(n, e.low, e.copy(exact))
	return bits, n, r, exact
}

// whole returns what reduce does of n, and t/s as its rounded value and what
// that lost.
func (e *exponential) whole(x vector) (bits, n, t, lost vector) {
	bits, n, r, exact := e.reduce(x)
	square := e.mul(r, r)
	t, lost = e.two(r, e.mul(square, e.q.of(r, square)))
	left := e.fnma(n, e.low, e.sub(exact, r)) // what r lost
	return bits, n, t, e.add(left, lost)
}

// power returns 2ⁿ, given the number whose low bits are n, where that is
// neither too large nor too small.
func (e *exponential) power(bits vector) vector {
	mantissa := 52
	if e.f32 {
		mantissa = 23
	}
	return e.plus(e.shiftLeft(mantissa, bits), e.one)
}

// scale returns how to multiply by 2ⁿ, with one rounding at most: 2ⁿ itself
// may be too large, or too small.
func (e *exponential) scale(n vector) func(x vector) vector {
	if e.z {
		return func(x vector) vector { return e.to(e.pick(VSCALEFPD, VSCALEFPS), n, x) }
	}
	half := e.fma(n, e.constant(0.5), e.copy(e.magic))
	rest := e.sub(n, e.sub(half, e.magic))
	first, second := e.power(half), e.power(e.add(rest, e.magic))
	return func(x vector) vector { return e.mul(e.mul(x, first), second) }
}

// two returns a + b as its rounded value and what that lost, where |a| ≥ |b|
// or a is 0.
func (v vectors) two(a, b Op) (sum, lost vector) {
	sum = v.add(a, b)
	return sum, v.sub(b, v.sub(sum, a))
}

// clamp keeps x between bounds beyond which nothing changes. A NaN stays one.
func (v vectors) clamp(x vector, low, high Op) vector { return v.min(high, v.max(low, x)) }

// limits are where eˣ and the sigmoid have become 0, or Inf.
func (v vectors) limits() (low, high Op) {
	if v.f32 {
		return v.constant(-110), v.constant(95)
	}
	return v.constant(-750), v.constant(720)
}

func exp(v vectors) formula {
	e := newExponential(v)
	low, high := v.limits()
	return func(in []vector) vector { return e.exp(v.clamp(in[0], low, high)) }
}

// exp returns eˣ of an x within limits.
func (e *exponential) exp(x vector) vector {
	_, n, r, _ := e.reduce(x)
	square := e.mul(r, r)
	return e.scale(n)(e.add(e.fma(square, e.q.of(r, square), r), e.one))
}

// quotient returns (a + aRest) / (b + bRest). The inverse of b is correct to
// half the bits at least, and the quotient is put right by what it leaves.
func (e *exponential) quotient(a, aRest, b, bRest vector) vector {
	var inverse vector
	better := func() { inverse = e.fma(inverse, e.fnma(inverse, b, e.copy(e.one)), inverse) }
	switch {
	case e.z && e.f32:
		inverse = e.to(VRCP14PS, b)
	case e.z:
		inverse = e.to(VRCP14PD, b)
		better()
	case e.f32:
		inverse = e.register()
		VRCPPS(b, inverse)
		better()
	default:
		inverse = e.div(e.one, b)
	}
	q := e.mul(a, inverse)
	left := e.add(e.fnma(q, b, a), aRest)
	return e.fma(e.fnma(q, bRest, left), inverse, q)
}

// tanh is h/(h + 1), where h = (e^2|x| - 1)/2 is accurate also near 0.
func tanh(v vectors) formula {
	e := newExponentialOf(v, 2)
	most := map[bool]float64{false: 22, true: 10}[v.f32] // from where on it is 1
	limit, half, minus, sign := v.constant(most), v.constant(0.5), v.constant(-0.5), v.constant(math.Copysign(0, -1))
	return func(in []vector) vector {
		bits, _, t, lost := e.whole(v.min(limit, v.andNot(sign, in[0])))
		power := e.power(bits)
		h, hRest := v.two(v.fma(power, half, v.copy(minus)), v.mul(power, t))
		v.fma(power, lost, hRest)
		b := v.add(h, e.one)
		bRest := v.add(v.sub(h, v.sub(b, e.one)), hRest)
		return v.or(v.and(in[0], sign), e.quotient(h, hRest, b, bRest))
	}
}

// sigmoid is 1/(1 + E) or, of negative numbers, E/(1 + E), where E = e^-|x|
// cannot overflow.
func sigmoid(v vectors) formula {
	e := newExponential(v)
	low, _ := v.limits()
	sign := v.constant(math.Copysign(0, -1))
	return func(in []vector) vector {
		_, n, t, lost := e.whole(v.max(low, v.or(in[0], sign)))
		power, rest := v.two(e.one, t)
		scale := e.scale(n)
		power, rest = scale(power), scale(v.add(lost, rest))
		b, bRest := v.two(e.one, power)
		bRest = v.add(rest, bRest)
		positive := v.compare(greaterEqual, in[0], v.zero())
		a, aRest := v.where(positive, e.one, power), v.where(positive, v.zero(), rest)
		return e.quotient(a, aRest, b, bRest)
	}
}
