package vec

import (
	"sync/atomic"
	"unsafe"
)

// asked is a number of bytes from which on Zeros asks.
const asked = 1 << 20

var ask atomic.Pointer[func(bytes uint64)]

// SetLimit has Zeros ask before it allocates much: ask panics if the bytes are
// too many.
func SetLimit(f func(bytes uint64)) { ask.Store(&f) }

// Zeros returns n zeros.
func Zeros(n int) []float64 { return ZerosOf[float64](n) }

// ZerosOf returns n zeros of type T.
func ZerosOf[T Float](n int) []T {
	size := int(unsafe.Sizeof(T(0)))
	if n >= asked/size {
		if f := ask.Load(); f != nil {
			(*f)(uint64(size) * uint64(n))
		}
	}
	return make([]T, n)
}
