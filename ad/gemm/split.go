package gemm

import "github.com/gojac/gojac/ad/threads"

// alone is the number of multiplications below which a product is not worth
// a second processor: about ten microseconds of work.
const alone = 1 << 19

// split computes a large product, in pieces of C that are shared out among
// so many threads. The last pieces are small: a thread on a busy processor
// would let the others wait for a large one.
func (e *engine[T]) split(count int, alpha T, a, b, c Matrix[T], add bool) {
	w := e.way(&a, &b, &c)
	rows, cols := e.units(w, &c)
	packA, packB := e.packs(&a, &b)
	if packA { // once for all pieces
		s := e.scratch()
		defer e.pool().Put(s)
		a = e.spread(s, count, a)
	}
	byRows := cols == 0 || rows > 0 && !packB && c.Rows > c.Cols
	unit, whole := cols, c.Cols
	if byRows {
		unit, whole = rows, c.Rows
	}
	large := ((whole+4*count-1)/(4*count) + unit - 1) / unit * unit
	small := max(large/2/unit, 1) * unit
	first := min(3*count*large, whole) // that much in large pieces
	n := (first + large - 1) / large
	threads.Run(count, n+(whole-first+small-1)/small, func(piece int) {
		from, to, a, b, c := piece*large, (piece+1)*large, a, b, c
		if piece >= n {
			from = first + (piece-n)*small
			to = from + small
		}
		to = min(to, whole)
		if byRows {
			a, c = a.view(from, to, 0, a.Cols), c.view(from, to, 0, c.Cols)
		} else {
			b, c = b.view(0, b.Rows, from, to), c.view(0, c.Rows, from, to)
		}
		e.compute(w, alpha, &a, &b, &c, add)
	})
}

// spread copies A as packRows does, all of it.
func (e *engine[T]) spread(s *scratch[T], count int, a Matrix[T]) Matrix[T] {
	const size = 64 // rows a piece
	rows, cols := a.stored()
	stride := spreadStride[T](cols)
	s.a = atLeast(s.a, rows*stride)
	threads.Run(count, (rows+size-1)/size, func(piece int) {
		for i := piece * size; i < min((piece+1)*size, rows); i++ {
			copy(s.a[i*stride:], a.Data[i*a.Stride:][:cols])
		}
	})
	a.Data, a.Stride = s.a, stride
	return a
}
