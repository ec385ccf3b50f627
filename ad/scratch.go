package ad

import (
	"sync"

	"github.com/gojac/gojac/ad/gemm"
)

// A scratch is memory that an operation needs while it runs, kept for the
// next.
type scratch[T gemm.Float] struct{ data []T }

var scratch64, scratch32 sync.Pool

func scratches[T gemm.Float]() *sync.Pool {
	var zero T
	if _, double := any(zero).(float64); double {
		return &scratch64
	}
	return &scratch32
}

func borrow[T gemm.Float]() *scratch[T] {
	if s, ok := scratches[T]().Get().(*scratch[T]); ok {
		return s
	}
	return new(scratch[T])
}

func (s *scratch[T]) giveBack() { scratches[T]().Put(s) }

// of returns n elements, of any values.
func (s *scratch[T]) of(n int) []T {
	if cap(s.data) < n {
		s.data = allot[T](n)
	}
	return s.data[:n]
}
