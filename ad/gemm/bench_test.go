package gemm

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// A product to measure: m × k by k × n, transposed as the letters say.
type product struct {
	name    string
	m, k, n int
	views   string
}

// products are square ones, then those of a fully connected network's layers
// with a batch of 64, forward and backward.
var products = []product{
	{"3", 3, 3, 3, "NN"}, {"8", 8, 8, 8, "NN"}, {"16", 16, 16, 16, "NN"}, {"32", 32, 32, 32, "NN"}, {"64", 64, 64, 64, "NN"},
	{"128", 128, 128, 128, "NN"}, {"256", 256, 256, 256, "NN"}, {"384", 384, 384, 384, "NN"}, {"512", 512, 512, 512, "NN"}, {"1024", 1024, 1024, 1024, "NN"},
	{"layer1", 64, 784, 256, "NN"}, {"layer1_dW", 784, 64, 256, "TN"}, {"layer1_dX", 64, 256, 784, "NT"},
	{"layer2", 64, 256, 10, "NN"}, {"layer2_dW", 256, 64, 10, "TN"}, {"layer2_dX", 64, 10, 256, "NT"},
	{"row", 1, 784, 256, "NN"}, {"column", 256, 784, 1, "NN"}, {"row_dX", 1, 256, 784, "NT"},
}

func matrix[T Float](r *rand.Rand, rows, cols int, transposed bool) Matrix[T] {
	if transposed {
		return matrix[T](r, cols, rows, false).T()
	}
	m := Dense(rows, cols, make([]T, rows*cols))
	for i := range m.Data {
		m.Data[i] = T(r.NormFloat64())
	}
	return m
}

// BenchmarkGemm measures each product beside gonum's in turns of about a
// millisecond, and reports the fastest turns: others may be computing.
func BenchmarkGemm(b *testing.B) {
	for _, procs := range []int{1, runtime.NumCPU()} {
		for _, p := range products {
			b.Run(fmt.Sprintf("float64/%s/procs=%d", p.name, procs), func(b *testing.B) {
				reportGemm(b, p, procs, func(a, c, d Matrix[float64], ta, tc blas.Transpose) {
					gonum.Implementation{}.Dgemm(ta, tc, p.m, p.n, p.k, 1, a.Data, a.Stride, c.Data, c.Stride, 0, d.Data, d.Stride)
				})
			})
			b.Run(fmt.Sprintf("float32/%s/procs=%d", p.name, procs), func(b *testing.B) {
				reportGemm(b, p, procs, func(a, c, d Matrix[float32], ta, tc blas.Transpose) {
					gonum.Implementation{}.Sgemm(ta, tc, p.m, p.n, p.k, 1, a.Data, a.Stride, c.Data, c.Stride, 0, d.Data, d.Stride)
				})
			})
		}
	}
}

func reportGemm[T Float](b *testing.B, p product, procs int, peer func(a, c, d Matrix[T], ta, tc blas.Transpose)) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
	r := rand.New(rand.NewPCG(1, 1))
	x, y := matrix[T](r, p.m, p.k, p.views[0] == 'T'), matrix[T](r, p.k, p.n, p.views[1] == 'T')
	z := Dense(p.m, p.n, make([]T, p.m*p.n))
	view := map[byte]blas.Transpose{'N': blas.NoTrans, 'T': blas.Trans}
	flops := 2 * float64(p.m) * float64(p.k) * float64(p.n)
	turns := []func(){
		func() { Mul(z, x, y) },
		func() { peer(x, y, z, view[p.views[0]], view[p.views[1]]) },
	}
	calls := []int{turn(flops, 50), turn(flops, 8)}
	best := []time.Duration{1 << 62, 1 << 62}
	for b.Loop() {
		for i, f := range turns {
			start := time.Now()
			for range calls[i] {
				f()
			}
			best[i] = min(best[i], time.Since(start)/time.Duration(calls[i]))
		}
	}
	b.ReportMetric(flops/float64(best[0].Nanoseconds()), "GFLOP/s")
	b.ReportMetric(flops/float64(best[1].Nanoseconds()), "gonum-GFLOP/s")
	b.ReportMetric(float64(best[1])/float64(best[0]), "ratio")
	b.ReportMetric(0, "ns/op")
}

// turn is how many products at so many operations per nanosecond take a
// millisecond.
func turn(flops, rate float64) int { return max(1, int(1e6/(flops/rate+100))) }

// BenchmarkPeak measures the multiply-adds of the processor: a product out
// of the first-level cache, by each engine.
func BenchmarkPeak(b *testing.B) {
	for _, e := range engines64 {
		b.Run(e.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			m, k, n := e.rows(), 256, e.cols
			x, y, z := matrix[float64](r, m, k, false), matrix[float64](r, k, n, false), matrix[float64](r, m, n, false)
			var best []float64
			for b.Loop() {
				start := time.Now()
				for range 100 {
					e.blocks(1, &x, &y, &z, false)
				}
				best = append(best, float64(time.Since(start).Nanoseconds())/100)
			}
			b.ReportMetric(2*float64(m*k*n)/slices.Min(best), "GFLOP/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}
