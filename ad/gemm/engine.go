package gemm

import "unsafe"

// An engine is one set of kernels and the sizes they are made for.
// All strides of kernels are in bytes.
type engine[T Float] struct {
	name string
	// tile[r] computes count tiles of C below each other, of r rows each and
	// n columns, cols at most.
	tile []func(count, k int, a *T, rs, cs int, b *T, ldb int, c *T, ldc int, n int, alpha T, add bool)
	cols int
	// wide computes one row of wideCols columns.
	wide     func(k int, a *T, cs int, b *T, ldb int, c *T, alpha T, add bool)
	wideCols int
	// dots sets y to the scalar products of x with four rows, dot with one.
	dots, dot func(k int, a *T, lda int, x, y *T)
	// grid sets y, row by row, to the scalar products of gridRows rows with
	// gridCols others.
	grid               func(k int, a *T, lda int, b *T, ldb int, y *T)
	gridRows, gridCols int
	// transpose copies n blocks of side by side, transposed.
	transpose func(n int, src *T, ss int, dst *T, ds int)
	side      int
}

// rows is the height of the largest tile.
func (e *engine[T]) rows() int { return len(e.tile) - 1 }

// The engines of this machine, best first. The last one is in Go.
var (
	engines64 = append(vector64(), portable[float64]())
	engines32 = append(vector32(), portable[float32]())
)

func engines[T Float]() []*engine[T] {
	if sizeOf[T]() == 8 {
		return *(*[]*engine[T])(unsafe.Pointer(&engines64))
	}
	return *(*[]*engine[T])(unsafe.Pointer(&engines32))
}

func engineOf[T Float]() *engine[T] { return engines[T]()[0] }

// Name says which kernels do the work: "avx512", "avx2" or "go".
func Name() string { return engines64[0].name }

func sizeOf[T Float]() int {
	var x T
	return int(unsafe.Sizeof(x))
}
