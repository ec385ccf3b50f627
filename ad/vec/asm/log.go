package main

import (
	"math"
	"math/big"
)

// log is n·ln 2 + ln(1 + f), where x = 2ⁿ·(1 + f) and 1 + f is between √½
// and √2. With s = f/(2 + f), ln(1 + f) = 2s + s·R = f - (f²/2 - s·(f²/2 + R))
// for R = s²·p(s²), whose terms are small beside f (Tang 1990; the same form
// is in FreeBSD's msun).
func log(v vectors) formula {
	terms, mantissa, bias, root := 7, 52, 1023, uint64(0x3fe6a09e00000000)
	tiny, lift, shift, high, low := 0x1p-1022, 0x1p54, 54.0, 6.93147180369123816490e-01, 1.90821492927058770002e-10
	whole, wholeBits := 0x1p52, uint64(0x4330000000000000)
	if v.f32 {
		terms, mantissa, bias, root = 4, 23, 127, 0x3f3504f3
		tiny, lift, shift, high, low = 0x1p-126, 0x1p25, 25, 0x1.62e3p-1, math.Ln2-0x1.62e3p-1
		whole, wholeBits = 0x1p23, 0x4b000000
	}
	end := 3 - 2*math.Sqrt2 // of s
	p := v.polynomial(interpolate(terms, 0, end*end, series(func(k int) *big.Rat { return big.NewRat(2, int64(2*k+3)) })))
	one, two, half := v.constant(1), v.constant(2), v.constant(0.5)
	ln2, ln2Low := v.constant(high), v.constant(low)
	least, raise, raised := v.stored(tiny), v.stored(lift), v.stored(shift)
	// Subtracting root from the bits of x leaves n, one less than biased, in
	// those of the exponent.
	back, oneBits, exponent := v.bits(root), v.bits(uint64(bias)<<mantissa), v.bits(wholeBits)
	offset := v.constant(whole + float64(bias))
	inf, nan, minusInf := v.stored(math.Inf(1)), v.stored(math.NaN()), v.stored(math.Inf(-1))
	return func(in []vector) vector {
		x := in[0]
		small := v.compare(lessThan, x, least)
		y := v.mul(x, v.where(small, raise, one))
		over := v.plus(v.less(y, back), oneBits)
		biased := v.shiftRight(mantissa, over)
		n := v.sub(v.sub(v.or(biased, exponent), offset), v.only(small, raised))
		f := v.sub(v.plus(v.less(y, v.shiftLeft(mantissa, biased)), oneBits), one)
		s := v.div(f, v.add(f, two))
		z := v.mul(s, s)
		squared := v.mul(z, z)
		r := v.mul(z, p.of(z, squared))
		hfsq := v.mul(v.mul(f, f), half)
		inner := v.mul(s, v.add(hfsq, r))
		inner = v.fma(n, ln2Low, inner)
		y = v.sub(v.mul(n, ln2), v.sub(v.sub(hfsq, inner), f))
		y = v.where(v.compare(notLess, x, inf), x, y)
		y = v.where(v.compare(lessThan, x, v.zero()), nan, y)
		return v.where(v.compare(equal, x, v.zero()), minusInf, y)
	}
}
