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
	if len(x) == 0 {
		return
	}
	if count := share[T](len(x), true); count > 1 {
		inRows(count, len(x)/n, n, func(from, to int) { of[T]().softmax(dst[from*n:to*n], x[from*n:to*n], n) })
		return
	}
	of[T]().softmax(dst, x, n)
}

func (s *set[T]) softmax(dst, x []T, n int) {
	number := make([]T, 1)
	for i := 0; i < len(x); i += n {
		to, from := dst[i:i+n], x[i:i+n]
		number[0] = Max(from)
		number[0] = 1 / s.expSums(to, from, number)
		for at := 0; at < n; at += chunk {
			end := min(at+chunk, n)
			s.mul.step(to[at:end], to[at:end], number)
		}
	}
}

// LogSumExp sets dst, an element a row, to log Σeˣ: -Inf of -Inf alone, else
// +Inf or NaN if an element is.
func LogSumExp[T Float](dst, x []T, n int) {
	fitRows("LogSumExp", len(dst)*n, len(x), n)
	if count := share[T](len(x), true); count > 1 {
		inRows(count, len(dst), n, func(from, to int) { of[T]().logSumExp(dst[from:to], x[from*n:to*n], n) })
		return
	}
	of[T]().logSumExp(dst, x, n)
}

func (s *set[T]) logSumExp(dst, x []T, n int) {
	for i := range dst {
		row := x[i*n : (i+1)*n]
		top := Max(row)
		if dst[i] = top; math.IsInf(float64(top), 0) || top != top {
			continue
		}
		sum := s.expSums(nil, row, dst[i:i+1])
		dst[i] += T(math.Log(float64(sum)))
	}
}

func fitRows(name string, results, elements, n int) {
	if n <= 0 && elements > 0 || results != elements || n > 0 && elements%n != 0 {
		panic(fmt.Sprintf("vec: %s: %d elements are not %d in rows of %d", name, elements, results, n))
	}
}

// expSums returns the sum of exp(x - shift), and sets dst to them unless it is
// nil. Shift is one number.
func (s *set[T]) expSums(dst, x, shift []T) T {
	var sum T
	for at := 0; at < len(x); at += chunk {
		end := min(at+chunk, len(x))
		if dst == nil {
			sum += s.expSumChunk(nil, x[at:end], shift)
		} else {
			sum += s.expSumChunk(dst[at:end], x[at:end], shift)
		}
	}
	return sum
}

//go:noinline
func (s *set[T]) expSumChunk(dst, x, shift []T) T {
	switch {
	case s.expSum == nil:
	case dst == nil:
		return s.expTotal(&x[0], &shift[0], len(x))
	default:
		return s.expSum(&dst[0], &x[0], &shift[0], len(x))
	}
	sum := 0.0
	for i, v := range x {
		e := math.Exp(float64(v - shift[0]))
		if dst != nil {
			dst[i] = T(e)
		}
		sum += e
	}
	return T(sum)
}
