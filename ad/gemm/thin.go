package gemm

// A way is how a product is computed.
type way int

const (
	inTiles way = iota // by blocks
	inGrids
	turned // by flipped
)

// way says how to compute a product. Tiles would be mostly empty where there
// are few columns, and B is used too seldom to be packed where there are few
// rows.
func (e *engine[T]) way(a, b, c *Matrix[T]) way {
	switch {
	case a.Transposed && c.Cols <= e.rows() && c.Rows >= 2*e.cols:
		return turned
	case e.grid != nil && !a.Transposed && b.Transposed && (c.Cols <= e.cols*3/4 || c.Rows <= 2*e.rows()):
		return inGrids
	}
	return inTiles
}

// compute computes a product in that way, on this goroutine.
func (e *engine[T]) compute(w way, alpha T, a, b, c *Matrix[T], add bool) {
	switch w {
	case inTiles:
		e.blocks(alpha, a, b, c, add)
	case inGrids:
		e.grids(alpha, a, b, c, add)
	case turned:
		e.flipped(alpha, a, b, c, add)
	}
}

// units returns the numbers of rows and of columns that a product can be cut
// by without changing how any element is computed; 0 is not at all.
func (e *engine[T]) units(w way, c *Matrix[T]) (rows, cols int) {
	switch {
	case w == turned:
		return e.cols, 0
	case w == inTiles:
		return e.rows(), e.cols
	case c.Cols <= e.cols*3/4:
		return 4 * e.gridRows, 0
	}
	return 0, 4 * e.gridCols
}

// flipped computes the transpose, whose rows are long, and transposes it.
func (e *engine[T]) flipped(alpha T, a, b, c *Matrix[T], add bool) {
	s := e.scratch()
	defer e.pool().Put(s)
	s.c = atLeast(s.c, c.Cols*c.Rows)
	left, right, t := b.T(), a.T(), Dense(c.Cols, c.Rows, s.c)
	e.blocks(alpha, &left, &right, &t, false)
	if !add {
		e.copyTransposed(c.Data, c.Stride, t)
		return
	}
	for i := range c.Rows {
		row := c.Data[i*c.Stride:][:c.Cols]
		for j := range row {
			row[j] += s.c[j*c.Rows+i]
		}
	}
}

// grids computes every element as the scalar product of a row of A with one
// of what is stored of B.
func (e *engine[T]) grids(alpha T, a, b, c *Matrix[T], add bool) {
	s := e.scratch()
	defer e.pool().Put(s)
	lda, ldb := a.Stride*sizeOf[T](), b.Stride*sizeOf[T]()
	rows := c.Rows / e.gridRows * e.gridRows
	cols := c.Cols / e.gridCols * e.gridCols
	for i := 0; i < rows; i += e.gridRows {
		for j := 0; j < cols; j += e.gridCols {
			e.gridStep(a.Cols, &a.Data[i*a.Stride], lda, &b.Data[j*b.Stride], ldb, &s.sums[0])
			for p := range e.gridRows {
				to := c.Data[(i+p)*c.Stride+j:][:e.gridCols]
				for q, sum := range s.sums[p*e.gridCols:][:e.gridCols] {
					store(&to[q], alpha*sum, add)
				}
			}
		}
	}
	// What is left: columns, of all rows, then rows.
	for j := cols; j < c.Cols; j++ {
		x, y := b.T().view(j, j+1, 0, b.Rows), c.view(0, c.Rows, j, j+1)
		e.vector(alpha, *a, x.T(), y, add)
	}
	if rows < c.Rows && cols > 0 {
		for i := rows; i < c.Rows; i++ {
			x, y := a.view(i, i+1, 0, a.Cols), c.view(i, i+1, 0, cols)
			e.vector(alpha, b.view(0, b.Rows, 0, cols).T(), x.T(), y.T(), add)
		}
	}
}

// gridStep is where the scheduler may stop a goroutine.
//
//go:noinline
func (e *engine[T]) gridStep(k int, a *T, lda int, b *T, ldb int, y *T) {
	e.grid(k, a, lda, b, ldb, y)
}
