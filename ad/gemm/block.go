package gemm

import (
	"sync"
	"unsafe"
)

// Sizes of the blocks into which a product is cut, in elements: a panel of B
// depth deep stays in the first-level cache, a block of A in the second.
const (
	depth     = 320
	blockRows = 192
	blockCols = 1024
)

// multiply computes c = alpha·a·b, or adds it to c. Nothing is empty and c
// is not transposed.
func multiply[T Float](e *engine[T], alpha T, a, b, c Matrix[T], add bool) {
	switch {
	case c.Cols == 1:
		e.vector(alpha, a, b, c, add)
	case c.Rows == 1:
		e.vector(alpha, b.T(), a.T(), c.T(), add)
	default:
		e.split(alpha, a, b, c, add)
	}
}

// scratch is the memory of one product, kept for the next.
type scratch[T Float] struct {
	a, b []T
	sums [4]T
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

// blocks computes a product block by block, on this goroutine.
func (e *engine[T]) blocks(alpha T, a, b, c Matrix[T], add bool) {
	k := a.Cols
	if !b.Transposed && c.Rows <= e.rows() && c.Cols <= e.cols && k <= depth {
		e.panel(alpha, a, &b.Data[0], b.Stride*sizeOf[T](), c, add)
		return
	}
	deep := even(k, depth)
	tall := even(c.Rows, blockRows)
	packA, packB := e.packs(a, b)
	var s *scratch[T]
	if packA || packB {
		s = e.scratch()
		defer e.pool().Put(s)
	}
	for j := 0; j < c.Cols; j += blockCols {
		j1 := min(j+blockCols, c.Cols)
		for p := 0; p < k; p += deep {
			p1 := min(p+deep, k)
			q := panels[T]{from: b.view(p, p1, j, j1)}
			if packB {
				q = e.packB(s, q.from)
			}
			for i := 0; i < c.Rows; i += tall {
				i1 := min(i+tall, c.Rows)
				x := a.view(i, i1, p, p1)
				if packA {
					x = packRows(s, x)
				}
				e.tiles(alpha, x, q, c.view(i, i1, j, j1), add || p > 0)
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

// tiles computes one block. Each panel of B meets all rows of A.
func (e *engine[T]) tiles(alpha T, a Matrix[T], b panels[T], c Matrix[T], add bool) {
	for j := 0; j < c.Cols; j += e.cols {
		bp, ldb := b.panel(j)
		e.panel(alpha, a, bp, ldb, c.view(0, c.Rows, j, min(j+e.cols, c.Cols)), add)
	}
}

// panel shares the rows of a block out evenly among tiles, for one panel of
// B. The scheduler cannot stop a goroutine inside a kernel, only where a
// function begins: this one must not be inlined.
//
//go:noinline
func (e *engine[T]) panel(alpha T, a Matrix[T], b *T, ldb int, c Matrix[T], add bool) {
	size := sizeOf[T]()
	rs, cs := a.Stride*size, size
	if a.Transposed {
		rs, cs = cs, rs
	}
	count := (c.Rows + e.rows() - 1) / e.rows()
	for t, i := 0, 0; t < count; t++ {
		next := c.Rows * (t + 1) / count
		e.tile[next-i](a.Cols, &a.Data[a.offset(i, 0)], rs, cs, b, ldb, &c.Data[i*c.Stride], c.Stride*size, c.Cols, alpha, add)
		i = next
	}
}

// panels is a block of B, where it is or packed: then every panel, cols
// wide, is contiguous.
type panels[T Float] struct {
	from   Matrix[T]
	packed []T
	cols   int
}

func (q panels[T]) panel(j int) (at *T, stride int) {
	if q.packed == nil {
		return &q.from.Data[j], q.from.Stride * sizeOf[T]()
	}
	return &q.packed[j*q.from.Rows], q.cols * sizeOf[T]()
}

// packs says what to copy before multiplying. A transposed B has no rows to
// load vectors from. Rows a multiple of a page apart fall on the same few
// lines of a cache, which only pays for a copy that is used often.
func (e *engine[T]) packs(a, b Matrix[T]) (packA, packB bool) {
	const page = 4096
	size := sizeOf[T]()
	packB = b.Transposed || b.Stride*size%page == 0 && b.Rows >= 64 && a.Rows >= 4*e.rows()
	packA = a.Stride*size%page == 0 && a.Rows >= 64 && a.Cols >= 64 && b.Cols >= 8*e.cols
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
	return panels[T]{from: b, packed: s.b, cols: e.cols}
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
	line := 64 / int(unsafe.Sizeof(a.Data[0]))
	stride := (cols+line-1)/line*line + line
	s.a = atLeast(s.a, rows*stride)
	for i := range rows {
		copy(s.a[i*stride:], a.Data[i*a.Stride:][:cols])
	}
	a.Data, a.Stride = s.a, stride
	return a
}
