package gemm

// vector computes y = alpha·a·x, or adds it to y, where x and y have one
// column. The rows of a are multiplied with x, or, where a is transposed,
// its stored rows are summed with the weights x.
func (e *engine[T]) vector(alpha T, a, x, y Matrix[T], add bool) {
	xs, ys := x.step(), y.step()
	if a.Transposed && ys == 1 {
		e.weighted(alpha, a.T(), x.Data, xs, y.Data, add)
		return
	}
	s := e.scratch()
	defer e.pool().Put(s)
	if a.Transposed {
		s.a = atLeast(s.a, y.Rows)
		e.weighted(alpha, a.T(), x.Data, xs, s.a, false)
		for i, v := range s.a {
			store(&y.Data[i*ys], v, add)
		}
		return
	}
	v := x.Data
	if xs != 1 {
		s.b = atLeast(s.b, x.Rows)
		for i := range s.b {
			s.b[i] = x.Data[i*xs]
		}
		v = s.b
	}
	lda := a.Stride * sizeOf[T]()
	for i := 0; i < a.Rows; {
		dots, count := e.dots, 4
		if i+count > a.Rows {
			dots, count = e.dot, 1
		}
		dots(a.Cols, &a.Data[i*a.Stride], lda, &v[0], &s.sums[0])
		for _, sum := range s.sums[:count] {
			store(&y.Data[i*ys], alpha*sum, add)
			i++
		}
	}
}

// step is the distance of the elements of a matrix of one column.
func (m Matrix[T]) step() int {
	if m.Transposed {
		return 1
	}
	return m.Stride
}

// weighted sums the rows of a, each times its element of x.
func (e *engine[T]) weighted(alpha T, a Matrix[T], x []T, step int, y []T, add bool) {
	size := sizeOf[T]()
	j := 0
	for ; j+e.wideCols <= a.Cols; j += e.wideCols {
		e.wide(a.Rows, &x[0], step*size, &a.Data[j], a.Stride*size, &y[j], alpha, add)
	}
	for ; j < a.Cols; j += e.cols {
		e.tile[1](1, a.Rows, &x[0], 0, step*size, &a.Data[j], a.Stride*size, &y[j], 0, min(e.cols, a.Cols-j), alpha, add)
	}
}
