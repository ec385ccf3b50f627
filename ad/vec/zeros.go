package vec

import "sync/atomic"

// asked is a number of bytes from which on Zeros asks.
const asked = 1 << 20

var ask atomic.Pointer[func(bytes uint64)]

// SetLimit has Zeros ask before it allocates much: ask panics if the bytes are
// too many.
func SetLimit(f func(bytes uint64)) { ask.Store(&f) }

// Zeros returns n zeros.
func Zeros(n int) []float64 {
	if n >= asked/8 {
		if f := ask.Load(); f != nil {
			(*f)(8 * uint64(n))
		}
	}
	return make([]float64, n)
}
