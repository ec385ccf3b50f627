package vec

import (
	"math"
	"testing"
	"time"
)

// BenchmarkVec measures each operation on 100,000 elements beside a loop of
// Go, in turns, and reports the fastest turns: others may be computing.
func BenchmarkVec(b *testing.B) {
	const n = 100_000
	x, y, dst := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], y[i] = math.Sin(float64(i)), math.Cos(float64(i))
	}
	ones := func(o *one[float64]) [2]func() {
		return [2]func(){func() { o.on(dst, x) }, func() {
			for i, v := range x {
				dst[i] = o.scalar(v)
			}
		}}
	}
	for _, c := range []struct {
		name  string
		turns [2]func()
	}{
		{"add", [2]func(){func() { Add(dst, x, y) }, func() {
			for i, v := range x {
				dst[i] = v + y[i]
			}
		}}},
		{"sum", [2]func(){func() { Sum(x) }, func() {
			dst[0] = 0
			for _, v := range x {
				dst[0] += v
			}
		}}},
		{"relu", ones(&set64.relu)}, {"exp", ones(&set64.exp)}, {"tanh", ones(&set64.tanh)}, {"sigmoid", ones(&set64.sigmoid)},
	} {
		b.Run(c.name, func(b *testing.B) {
			best := [2]time.Duration{1 << 62, 1 << 62}
			for b.Loop() {
				for i, f := range c.turns {
					start := time.Now()
					f()
					best[i] = min(best[i], time.Since(start))
				}
			}
			b.ReportMetric(float64(best[0].Nanoseconds())/n, "ns/element")
			b.ReportMetric(float64(best[1].Nanoseconds())/n, "loop-ns/element")
			b.ReportMetric(float64(best[1])/float64(best[0]), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}
