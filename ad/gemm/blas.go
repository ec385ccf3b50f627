package gemm

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
)

// BLAS is gonum's implementation with the matrix products of this package,
// on which the factorizations of gonum's LAPACK build. It is registered
// when a program starts.
type BLAS struct{ gonum.Implementation }

func init() {
	blas64.Use(BLAS{})
	blas32.Use(BLAS{})
}

// Dgemm sets c to alpha·a·b + beta·c, where a and b are transposed as tA and
// tB say.
func (BLAS) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	Gemm(alpha, operand(tA, m, k, a, lda), operand(tB, k, n, b, ldb), beta, Matrix[float64]{Rows: m, Cols: n, Stride: ldc, Data: c})
}

// Sgemm is Dgemm for float32.
func (BLAS) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	Gemm(alpha, operand(tA, m, k, a, lda), operand(tB, k, n, b, ldb), beta, Matrix[float32]{Rows: m, Cols: n, Stride: ldc, Data: c})
}

// operand views what BLAS passes as op(A), of the given shape.
func operand[T Float](t blas.Transpose, rows, cols int, data []T, stride int) Matrix[T] {
	if t == blas.NoTrans {
		return Matrix[T]{Rows: rows, Cols: cols, Stride: stride, Data: data}
	}
	return Matrix[T]{Rows: cols, Cols: rows, Stride: stride, Data: data}.T()
}
