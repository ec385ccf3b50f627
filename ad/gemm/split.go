package gemm

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// alone is the number of multiplications below which a product is not worth
// a second processor: it takes longer than a goroutine takes to start.
const alone = 1 << 22

// split shares a large product out among the processors, in pieces of C.
// Whoever is free takes the next piece, so the caller waits for pieces that
// were begun, never for a goroutine that has not come to run. Goroutines end
// with the product: none is left to spin or to leak.
func (e *engine[T]) split(alpha T, a, b, c Matrix[T], add bool) {
	procs := runtime.GOMAXPROCS(0)
	if procs == 1 {
		e.blocks(alpha, &a, &b, &c, add)
		return
	}
	w := &work[T]{engine: e, alpha: alpha, a: a, b: b, c: c, add: add}
	unit, whole := e.cols, c.Cols
	if w.byRows = c.Rows > c.Cols; w.byRows {
		unit, whole = e.rows(), c.Rows
	}
	w.size = (whole + 4*procs - 1) / (4 * procs)
	w.size = (w.size + unit - 1) / unit * unit
	w.pieces = (whole + w.size - 1) / w.size
	w.left.Add(w.pieces)
	for range min(procs, w.pieces) - 1 {
		go w.run()
	}
	go func() {}() // moves the one before it to where idle processors look
	w.run()
	w.left.Wait()
}

// work is a product in pieces: as many rows of C, or columns.
type work[T Float] struct {
	engine       *engine[T]
	alpha        T
	a, b, c      Matrix[T]
	add, byRows  bool
	size, pieces int
	next         atomic.Int64
	left         sync.WaitGroup
}

func (w *work[T]) run() {
	for {
		at := (int(w.next.Add(1)) - 1) * w.size
		if at >= w.size*w.pieces {
			return
		}
		a, b, c := w.a, w.b, w.c
		if w.byRows {
			to := min(at+w.size, c.Rows)
			a, c = a.view(at, to, 0, a.Cols), c.view(at, to, 0, c.Cols)
		} else {
			to := min(at+w.size, c.Cols)
			b, c = b.view(0, b.Rows, at, to), c.view(0, c.Rows, at, to)
		}
		w.engine.blocks(w.alpha, &a, &b, &c, w.add)
		w.left.Done()
	}
}
