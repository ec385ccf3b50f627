package ad

import "testing"

// BenchmarkScalarChain differentiates a chain of 1000 operations on scalars.
func BenchmarkScalarChain(b *testing.B) {
	f := func(in []*Tensor) []*Tensor {
		x := in[0]
		for range 500 {
			x = x.Mul(in[0]).Sin()
		}
		return []*Tensor{x}
	}
	x, on := []*Tensor{Scalar(0.9)}, []bool{true}
	b.Run("value", func(b *testing.B) {
		for b.Loop() {
			f(x)
		}
	})
	b.Run("forward", func(b *testing.B) {
		for b.Loop() {
			pushforward(f, x, []*Tensor{one})
		}
	})
	b.Run("reverse", func(b *testing.B) {
		for b.Loop() {
			record(f, x, on, nil, recordDerivative).pull([]*Tensor{one})
		}
	})
}
