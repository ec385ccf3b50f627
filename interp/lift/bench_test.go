package lift

import (
	"testing"

	"github.com/gojac/gojac/ad/fn"
)

func BenchmarkFib(b *testing.B) {
	f := testFuncs(b).fn(b, "fib")
	for b.Loop() {
		f.Call([]float64{20})
	}
}

func BenchmarkNewton(b *testing.B) {
	u := testFuncs(b)
	f := u.fn(b, "newtonSqrt")
	c := fn.NewClosure(f, nil)
	b.Run("value", func(b *testing.B) {
		for b.Loop() {
			f.Call([]float64{2})
		}
	})
	b.Run("tangent", func(b *testing.B) {
		for b.Loop() {
			c.Tangent([][]float64{{2}}, [][]float64{{1}})
		}
	})
	b.Run("gradient", func(b *testing.B) {
		for b.Loop() {
			c.Gradient([][]float64{{2}}, nil, [][]float64{{1}})
		}
	})
}

func BenchmarkDot(b *testing.B) {
	u := testFuncs(b)
	f := u.fn(b, "dot")
	c := fn.NewClosure(f, nil)
	x := [][]float64{make([]float64, 10000), make([]float64, 10000)}
	b.Run("value", func(b *testing.B) {
		for b.Loop() {
			f.Run(fn.Values{S: x})
		}
	})
	b.Run("gradient", func(b *testing.B) {
		for b.Loop() {
			c.Gradient(x, nil, [][]float64{{1}})
		}
	})
}
