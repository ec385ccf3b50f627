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

// newExponential prepares e^(s·x), s being a power of 2, with so many terms
// of q.
func newExponential(v vectors, s float64, terms int) *exponential {
	return newExponentialFor(v, s, terms, 1)
}

// newExponentialFor rounds n to multiples of 1/parts, so that |s·r| ≤
// ln 2/2/parts.
func newExponentialFor(v vectors, s float64, terms, parts int) *exponential {
	high, low, magic := 6.93147180369123816490e-01, 1.90821492927058770002e-10, 0x1.8p52
	if v.f32 {
		high, magic = 0x1.62e4p-1, 0x1.8p23
		low = math.Ln2 - high
	}
	end := math.Ln2 / 2 / float64(parts)
	c := interpolate(terms, -end, end, series(func(k int) *big.Rat { // (eʳ - 1 - r)/r²
		return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).MulRange(1, int64(k+2)))
	}))
	for k := range c {
		c[k] *= math.Pow(s, float64(k+1))
	}
	return &exponential{
		vectors: v, inverse: v.constant(s * math.Log2E), high: v.constant(high / s), low: v.constant(low / s),
		magic: v.constant(magic / float64(parts)), one: v.constant(1), q: v.polynomial(c),
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
	t, lost = e.two(exact, e.fnma(n, e.low, e.mul(square, e.q.of(r, square))))
	return bits, n, t, lost
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

// terms is how many q has for less than a twentieth of a unit in the last
// place.
func (v vectors) terms() int {
	if v.f32 {
		return 6
	}
	return 11
}

// exp looks powers of 2 up where there are registers for the table and the
// elements are worth it.
func exp(v vectors) formula {
	if v.z && !v.f32 {
		return expByTable(v)
	}
	e := newExponential(v, 1, v.terms())
	low, high := v.limits()
	return func(in []vector) vector {
		_, n, r, exact := e.reduce(v.clamp(in[0], low, high))
		square := v.mul(r, r)
		tail := e.fnma(n, e.low, v.mul(square, e.q.of(r, square)))
		sum, lost := v.two(e.one, exact)
		return e.scale(n)(v.add(sum, v.add(lost, tail)))
	}
}

// bounded returns r, or a number of its sign that is no larger than most:
// that of a huge x is anything, and NaN for ±Inf. NaN remains in n.
func (v vectors) bounded(r vector, most Op) vector {
	return v.to(v.pick(VRANGEPD, VRANGEPS), Imm(2), most, r)
}

// expByTable is 2ⁿ·T·(1 + t), where T = 2^(j/16) is looked up with what its
// rounding lost.
func expByTable(v vectors) formula {
	const parts = 16
	e := newExponentialFor(v, 1, 5, parts)
	high, low := make([]float64, parts), make([]float64, parts)
	for j := range parts {
		root := float(2)
		for range 4 { // 16 = 2⁴
			root.Sqrt(root)
		}
		power := float(1)
		for range j {
			power.Mul(power, root)
		}
		high[j], _ = power.Float64()
		low[j], _ = power.Sub(power, float(high[j])).Float64()
	}
	find, one := v.lookup([][]float64{high, low}, false), v.constant(1)
	return func(in []vector) vector {
		j, n, r, _ := e.reduce(in[0])
		r = e.bounded(r, one)
		square := v.mul(r, r)
		small := v.fma(square, e.q.of(r, square), r)
		power := find(0, j)
		y := v.fma(power, small, find(1, j))
		return e.scale(n)(v.add(power, y))
	}
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
	if v.z {
		return tanhByTable(v)
	}
	terms, most := 10, 22.0 // from which on it is 1
	if v.f32 {
		terms, most = 6, 10
	}
	e := newExponential(v, 2, terms)
	limit, half, minus, sign := v.constant(most), v.constant(0.5), v.constant(-0.5), v.constant(math.Copysign(0, -1))
	return func(in []vector) vector {
		bits, _, t, lost := e.whole(v.min(limit, v.andNot(sign, in[0])))
		power := e.power(bits)
		h, hRest := v.two(v.fma(power, half, v.copy(minus)), v.mul(power, t))
		v.fma(power, lost, hRest)
		b := v.add(h, e.one)
		bRest := v.add(v.sub(h, v.sub(b, e.one)), hRest)
		q := v.div(h, b)
		left := v.fnma(q, bRest, v.add(v.fnma(q, b, h), hRest))
		q = v.fma(left, v.sub(e.one, q), q)           // 1 - q is 1/b, near enough
		return v.signed(v.min(e.one, q), in[0], sign) // bRest is not exact from 2⁵³ on
	}
}

// sigmoid is 1/(1 + E) or, of negative numbers, E/(1 + E), where E = e^-|x|
// cannot overflow.
func sigmoid(v vectors) formula {
	e := newExponential(v, 1, v.terms())
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
