package gemm

import (
	"sync"

	"github.com/gojac/gojac/ad/isa"
)

// Sizes of the blocks into which a product is cut, in elements: a panel of B
// depth deep stays in the first-level cache, a block of A in the second.
const (
	depth     = 320
	blockRows = 192
	blockCols = 1024
	burst     = 8 // panels that are computed without a pause
)

// scratch is the memory of one product, kept for the next.
type scratch[T Float] struct {
	a, b []T
	c    []T // of a product that is transposed afterwards
	sums [20]T
}

var scratch64, scratch32 sync.Pool

func (e *engine[T]) pool() *sync.Pool {
	if sizeOf[T]() == 4 {
		return &scratch32
	}
	return &scratch64
}

func (e *engine[T]) scratch() *scratch[T] {
	if s, ok := e.pool().Get().(*scratch[T]); ok {
		return s
	}
	return new(scratch[T])
}

// atLeast returns s with n elements, of any values.
func atLeast[T Float](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// blocks computes a product on this goroutine.
func (e *engine[T]) blocks(alpha T, a, b, c *Matrix[T], add bool) {
	packA, packB := e.packs(a, b)
	if packA || packB || a.Cols > depth || c.Rows > blockRows || c.Cols > burst*e.cols {
		e.cut(packA, packB, alpha, a, b, c, add)
		return
	}
	e.tiles(alpha, a, panels[T]{b.Data, b.Stride, 1}, c, add)
}

// cut computes a product block by block.
func (e *engine[T]) cut(packA, packB bool, alpha T, a, b, c *Matrix[T], add bool) {
	k := a.Cols
	deep := even(k, depth)
	tall := even(c.Rows, blockRows)
	var s *scratch[T]
	if packA || packB {
		s = e.scratch()
		defer e.pool().Put(s)
	}
	for j := 0; j < c.Cols; j += blockCols {
		j1 := min(j+blockCols, c.Cols)
		for p := 0; p < k; p += deep {
			p1 := min(p+deep, k)
			v := b.view(p, p1, j, j1)
			q := panels[T]{v.Data, v.Stride, 1}
			if packB {
				q = e.packB(s, v)
			}
			for i := 0; i < c.Rows; i += tall {
				i1 := min(i+tall, c.Rows)
				x := a.view(i, i1, p, p1)
				if packA {
					x = packRows(s, x)
				}
				for first := j; first < j1; first += burst * e.cols {
					y := c.view(i, i1, first, min(first+burst*e.cols, j1))
					e.tiles(alpha, &x, q.from(first-j), &y, add || p > 0)
				}
			}
		}
	}
}

// even returns the size of equal parts of n that are hardly larger than
// size: a last part of a few elements would cost as much as a whole one.
func even(n, size int) int {
	if n <= size+size/4 {
		return n
	}
	parts := (n + size - 1) / size
	return ((n+parts-1)/parts + 7) &^ 7
}

// tiles computes one block. Each panel of B meets all rows of A, which are
// shared out evenly among tiles: the higher ones are a row higher than the
// lower ones.
//
// What leads to a kernel is kept in variables: structs are cleared and copied
// through vector registers, and so would wait for the kernel before. The
// scheduler cannot stop a goroutine inside a kernel, only where a function
// begins: this one must not be inlined.
//
//go:noinline
func (e *engine[T]) tiles(alpha T, a *Matrix[T], b panels[T], c *Matrix[T], add bool) {
	size := sizeOf[T]()
	rs, cs := a.Stride, 1
	if a.Transposed {
		rs, cs = 1, a.Stride
	}
	count := (c.Rows + e.rows() - 1) / e.rows()
	rows, higher := c.Rows/count, c.Rows%count
	below := higher * (rows + 1) // the first row of the lower ones
	upper, lower := &a.Data[0], &a.Data[below*rs]
	rs, cs = rs*size, cs*size
	k, ldb, ldc := a.Cols, b.stride*size, c.Stride*size
	for j := 0; j < c.Cols; j += e.cols {
		panel, cols := &b.data[j*b.step], min(e.cols, c.Cols-j)
		if higher > 0 {
			e.tile[rows+1](higher, k, upper, rs, cs, panel, ldb, &c.Data[j], ldc, cols, alpha, add)
		}
		e.tile[rows](count-higher, k, lower, rs, cs, panel, ldb, &c.Data[below*c.Stride+j], ldc, cols, alpha, add)
	}
}

// panels is a block of B, where it is, or packed: then every panel, cols
// wide, is contiguous. Rows of a panel are stride apart; the panel of column j
// begins at j·step.
type panels[T Float] struct {
	data         []T
	stride, step int
}

// from returns the panels from column j on, which one of them begins with.
func (b panels[T]) from(j int) panels[T] {
	b.data = b.data[j*b.step:]
	return b
}

// packs says what to copy before multiplying. A transposed B has no rows to
// load vectors from. Rows a multiple of a page apart, or of a quarter, fall
// on the same few lines of a cache, which only pays for a copy that is used
// often. Those of A only matter where a set of lines cannot hold one of each
// row of a tile.
func (e *engine[T]) packs(a, b *Matrix[T]) (packA, packB bool) {
	const page = 4096
	size := sizeOf[T]()
	packB = b.Transposed || b.Stride*size%page == 0 && b.Rows >= 64 && a.Rows >= 4*e.rows() ||
		b.Stride*size%(page/4) == 0 && b.Rows >= 256 && a.Rows >= 16*e.rows()
	packA = e.rows() > isa.Ways && a.Stride*size%page == 0 && a.Rows >= 64 && a.Cols >= 64 && b.Cols >= 8*e.cols
	return packA, packB
}

// packB copies a block of B, panel by panel. What is left of the last
// panel keeps whatever it held: no kernel stores what comes of it.
func (e *engine[T]) packB(s *scratch[T], b Matrix[T]) panels[T] {
	count := (b.Cols + e.cols - 1) / e.cols
	s.b = atLeast(s.b, count*e.cols*b.Rows)
	for j := 0; j < b.Cols; j += e.cols {
		v := b.view(0, b.Rows, j, min(j+e.cols, b.Cols))
		dst := s.b[j*b.Rows:][:e.cols*b.Rows]
		if b.Transposed {
			e.copyTransposed(dst, e.cols, v.T())
			continue
		}
		for i := range v.Rows {
			copy(dst[i*e.cols:], v.Data[i*v.Stride:][:v.Cols])
		}
	}
	return panels[T]{s.b, e.cols, b.Rows}
}

// copyTransposed stores the transpose of m, which is not transposed itself,
// in dst, whose rows begin stride apart.
func (e *engine[T]) copyTransposed(dst []T, stride int, m Matrix[T]) {
	size, i := sizeOf[T](), 0
	blocks := m.Cols / e.side
	for ; i+e.side <= m.Rows && blocks > 0; i += e.side {
		e.transpose(blocks, &m.Data[i*m.Stride], m.Stride*size, &dst[i], stride*size)
		for r := i; r < i+e.side; r++ {
			for p, x := range m.Data[r*m.Stride:][blocks*e.side : m.Cols] {
				dst[(blocks*e.side+p)*stride+r] = x
			}
		}
	}
	for ; i < m.Rows; i++ {
		for p, x := range m.Data[i*m.Stride:][:m.Cols] {
			dst[p*stride+i] = x
		}
	}
}

// packRows copies a block of A with its rows close to each other, but not
// on the same lines of a cache.
func packRows[T Float](s *scratch[T], a Matrix[T]) Matrix[T] {
	rows, cols := a.stored()
	stride := spreadStride[T](cols)
	s.a = atLeast(s.a, rows*stride)
	for i := range rows {
		copy(s.a[i*stride:], a.Data[i*a.Stride:][:cols])
	}
	a.Data, a.Stride = s.a, stride
	return a
}

// spreadStride is how far rows are apart that do not fall on the same lines.
func spreadStride[T Float](cols int) int {
	line := 64 / sizeOf[T]()
	stride := (cols+line-1)/line*line + line
	if stride*sizeOf[T]()%1024 == 0 {
		stride += line
	}
	return stride
}
