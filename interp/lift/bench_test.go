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

// BenchmarkOperation is a loop of 10,000 times four operations; it reports the
// time of one.
func BenchmarkOperation(b *testing.B) {
	const operations = 40_000
	f := build(b, `package p

import "math"

func waves(x1, x2 float64) float64 {
	sum := 0.0
	for i := 0; i < 10000; i++ {
		sum += x1*x2 + math.Sin(x1)
	}
	return sum
}`).fn(b, "waves")
	c := fn.NewClosure(f, nil)
	x := [][]float64{{0.7}, {1.1}}
	for what, run := range map[string]func(){
		"value":    func() { f.Call([]float64{0.7, 1.1}) },
		"gradient": func() { c.Gradient(x, nil, [][]float64{{1}}) },
		"record":   func() { c.Record(x, nil) },
	} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				run()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/operations, "ns/operation")
		})
	}
}
