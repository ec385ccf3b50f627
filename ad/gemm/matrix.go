package gemm

import (
	"fmt"
	"math/bits"

	"github.com/gojac/gojac/ad/threads"
)

// Float is what matrices are made of.
type Float interface{ float32 | float64 }

// A Matrix is a view of Rows by Cols elements of Data. Rows of what is
// stored begin Stride elements apart; Transposed says that the stored rows
// are the matrix's columns.
type Matrix[T Float] struct {
	Rows, Cols int
	Stride     int
	Transposed bool
	Data       []T
}

// Dense returns the matrix whose rows follow each other in data.
func Dense[T Float](rows, cols int, data []T) Matrix[T] {
	return Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: data}
}

// T returns the transpose, a view of the same elements.
func (m Matrix[T]) T() Matrix[T] {
	m.Rows, m.Cols, m.Transposed = m.Cols, m.Rows, !m.Transposed
	return m
}

// stored returns the number of stored rows and their length.
func (m Matrix[T]) stored() (rows, cols int) {
	if m.Transposed {
		return m.Cols, m.Rows
	}
	return m.Rows, m.Cols
}

// offset returns where element (i, j) is stored.
func (m Matrix[T]) offset(i, j int) int {
	if m.Transposed {
		i, j = j, i
	}
	return i*m.Stride + j
}

// view returns the rows from i to i1 and the columns from j to j1.
func (m Matrix[T]) view(i, i1, j, j1 int) Matrix[T] {
	m.Data = m.Data[m.offset(i, j):]
	m.Rows, m.Cols = i1-i, j1-j
	return m
}

// plain reports whether Data surely holds all of the matrix, which is not
// empty and not huge: what check finds out of most.
func (m *Matrix[T]) plain() bool {
	rows, cols := m.Rows, m.Cols
	if m.Transposed {
		rows, cols = cols, rows
	}
	return 0 < rows && rows < 1<<30 && 0 < cols && cols <= m.Stride && m.Stride < 1<<30 && (rows-1)*m.Stride+cols <= len(m.Data)
}

// check panics unless Data holds all of the matrix: kernels read memory
// without looking.
func (m Matrix[T]) check(name string) {
	rows, cols := m.stored()
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("gemm: %s is %d × %d", name, m.Rows, m.Cols))
	}
	if rows == 0 || cols == 0 {
		return
	}
	if rows > 1 && m.Stride < cols {
		panic(fmt.Sprintf("gemm: %s: the stride %d is less than a row of %d", name, m.Stride, cols))
	}
	if high, low := bits.Mul64(uint64(rows-1), uint64(max(m.Stride, 0))); high > 0 || len(m.Data) < cols || low > uint64(len(m.Data)-cols) {
		panic(fmt.Sprintf("gemm: %s: %d elements do not hold %d rows of %d with stride %d", name, len(m.Data), rows, cols, m.Stride))
	}
}

// Mul sets c to the product a·b. What c held before is not read.
// It panics unless the shapes fit; c may not share memory with a or b.
func Mul[T Float](c, a, b Matrix[T]) { multiply(1, &a, &b, 0, &c) }

// MulAdd adds the product a·b to c, on the conditions of [Mul].
func MulAdd[T Float](c, a, b Matrix[T]) { multiply(1, &a, &b, 1, &c) }

// Gemm sets c to alpha·a·b + beta·c, as BLAS does: where beta is 0, c is not
// read, and where alpha is 0, neither a nor b is.
//
// In which order an element's products are summed depends on the shapes and
// on what is transposed alone: not on alignment, nor on strides, nor on the
// number of processors.
func Gemm[T Float](alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	multiply(alpha, &a, &b, beta, &c)
}

// multiply is Gemm. What is called often takes pointers: a copy of a matrix
// goes through vector registers, and so waits for the kernel before.
func multiply[T Float](alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) {
	if a.Cols != b.Rows || c.Rows != a.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("gemm: (%d, %d) × (%d, %d) into (%d, %d)", a.Rows, a.Cols, b.Rows, b.Cols, c.Rows, c.Cols))
	}
	if !a.plain() || !b.plain() || !c.plain() {
		a.check("a")
		b.check("b")
		c.check("c")
	}
	if c.Rows == 0 || c.Cols == 0 {
		return
	}
	if beta != 1 && (beta != 0 || a.Cols == 0 || alpha == 0) {
		c.scale(beta)
	}
	if a.Cols == 0 || alpha == 0 {
		return
	}
	e, add := engineOf[T](), beta != 0
	if c.Transposed {
		left, right, t := b.T(), a.T(), c.T()
		e.product(alpha, &left, &right, &t, add)
		return
	}
	e.product(alpha, a, b, c, add)
}

// product computes alpha·a·b, or adds it to c, where none of them is empty
// and c is not transposed.
func (e *engine[T]) product(alpha T, a, b, c *Matrix[T], add bool) {
	switch {
	case c.Cols == 1:
		e.vector(alpha, *a, *b, *c, add)
		return
	case c.Rows == 1:
		e.vector(alpha, b.T(), a.T(), c.T(), add)
		return
	}
	if float64(c.Rows)*float64(c.Cols)*float64(a.Cols) >= alone {
		if count := threads.Count(); count > 1 {
			e.split(count, alpha, *a, *b, *c, add)
			return
		}
	}
	e.compute(e.way(a, b, c), alpha, a, b, c, add)
}

// Copy sets dst to src; where one of them is transposed, this transposes.
// It panics unless the shapes are the same; they may not share memory.
func Copy[T Float](dst, src Matrix[T]) {
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		panic(fmt.Sprintf("gemm: Copy: (%d, %d) into (%d, %d)", src.Rows, src.Cols, dst.Rows, dst.Cols))
	}
	dst.check("dst")
	src.check("src")
	switch {
	case src.Rows == 0 || src.Cols == 0:
	case dst.Transposed != src.Transposed:
		if src.Transposed {
			src = src.T()
		}
		engineOf[T]().copyTransposed(dst.Data, dst.Stride, src)
	default:
		rows, cols := src.stored()
		for i := range rows {
			copy(dst.Data[i*dst.Stride:][:cols], src.Data[i*src.Stride:])
		}
	}
}

func (m Matrix[T]) scale(beta T) {
	rows, cols := m.stored()
	for i := range rows {
		row := m.Data[i*m.Stride:][:cols]
		if beta == 0 {
			clear(row)
			continue
		}
		for j := range row {
			row[j] *= beta
		}
	}
}
