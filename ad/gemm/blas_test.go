package gemm

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/mat"
)

// TestBLAS compares with gonum's own, on every transposition.
func TestBLAS(t *testing.T) {
	if _, ok := blas64.Implementation().(BLAS); !ok {
		t.Fatalf("blas64 uses %T", blas64.Implementation())
	}
	r := rand.New(rand.NewPCG(13, 14))
	for _, tA := range []blas.Transpose{blas.NoTrans, blas.Trans, blas.ConjTrans} {
		for _, tB := range []blas.Transpose{blas.NoTrans, blas.Trans} {
			m, k, n := 1+shape(r), 1+shape(r), 1+shape(r)
			a, b := random[float64](r, m, k, tA != blas.NoTrans), random[float64](r, k, n, tB != blas.NoTrans)
			c := random[float64](r, m, n, false)
			want := append([]float64(nil), c.Data...)
			gonum.Implementation{}.Dgemm(tA, tB, m, n, k, -1, a.Data, a.Stride, b.Data, b.Stride, 2, want, c.Stride)
			BLAS{}.Dgemm(tA, tB, m, n, k, -1, a.Data, a.Stride, b.Data, b.Stride, 2, c.Data, c.Stride)
			for i, x := range c.Data {
				if !same(x, want[i]) {
					t.Fatalf("%c%c: element %d is %v, want %v", tA, tB, i, x, want[i])
				}
			}
		}
	}
}

// TestFactorization solves a system by gonum's LU, whose updates multiply
// blocks of one matrix into another.
func TestFactorization(t *testing.T) {
	const n = 300
	r := rand.New(rand.NewPCG(15, 16))
	a, x := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		x.SetVec(i, r.NormFloat64())
		for j := range n {
			a.Set(i, j, r.NormFloat64())
		}
	}
	var b, got mat.VecDense
	b.MulVec(a, x)
	if err := got.SolveVec(a, &b); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if d := math.Abs(got.AtVec(i) - x.AtVec(i)); d > 1e-9 {
			t.Fatalf("element %d is off by %g", i, d)
		}
	}
}
