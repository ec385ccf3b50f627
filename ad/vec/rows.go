package vec

import (
	"fmt"
	"math"
)

// Functions of rows: x is rows of n elements, one after the other. They
// shift by the largest element, so that nothing overflows, and panic unless
// the lengths fit. Of a row that holds NaN or +Inf, or -Inf alone, Softmax
// makes NaN.

// Softmax sets each row of dst to eˣ/Σeˣ; dst may be x.
func Softmax[T Float](dst, x []T, n int) {
	fitRows("Softmax", len(dst), len(x), n)
	s := of[T]()
	for i := 0; i < len(x); i += n {
		to, from := dst[i:i+n], x[i:i+n]
		scale := [1]T{1 / s.expSums(to, from, Max(from))}
		s.mul.on(to, to, scale[:])
	}
}

// LogSumExp sets dst, an element a row, to log Σeˣ: -Inf of -Inf alone, else
// +Inf or NaN if an element is.
func LogSumExp[T Float](dst, x []T, n int) {
	fitRows("LogSumExp", len(dst)*n, len(x), n)
	s := of[T]()
	var scratch [1024]T
	for i := range dst {
		row := x[i*n : (i+1)*n]
		top := Max(row)
		if dst[i] = top; math.IsInf(float64(top), 0) || top != top {
			continue
		}
		var sum T
		for len(row) > 0 {
			k := min(len(row), len(scratch))
			sum += s.expSumChunk(scratch[:k], row[:k], top)
			row = row[k:]
		}
		dst[i] += T(math.Log(float64(sum)))
	}
}

func fitRows(name string, results, elements, n int) {
	if n <= 0 && elements > 0 || results != elements || n > 0 && elements%n != 0 {
		panic(fmt.Sprintf("vec: %s: %d elements are not %d in rows of %d", name, elements, results, n))
	}
}

// expSums sets dst to exp(x - shift) and returns its sum.
func (s *set[T]) expSums(dst, x []T, shift T) T {
	var sum T
	for len(x) > chunk {
		sum += s.expSumChunk(dst[:chunk], x[:chunk], shift)
		dst, x = dst[chunk:], x[chunk:]
	}
	return sum + s.expSumChunk(dst, x, shift)
}

//go:noinline
func (s *set[T]) expSumChunk(dst, x []T, shift T) T {
	if s.expSum != nil && len(x) > 0 {
		return s.expSum(&dst[0], &x[0], &shift, len(x))
	}
	sum := 0.0
	for i, v := range x {
		e := math.Exp(float64(v - shift))
		dst[i] = T(e)
		sum += e
	}
	return T(sum)
}
