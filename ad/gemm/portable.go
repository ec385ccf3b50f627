package gemm

import "unsafe"

// portable returns the kernels in Go: tiles of four rows and two columns,
// whose sums a compiler can keep in sixteen registers.
func portable[T Float]() *engine[T] {
	e := &engine[T]{name: "go", cols: 2, wide: portableWide[T], wideCols: 4, side: 1, transpose: portableTranspose[T]}
	e.tile = append(e.tile, nil)
	for rows := 1; rows < 4; rows++ {
		e.tile = append(e.tile, func(count, k int, a *T, rs, cs int, b *T, ldb int, c *T, ldc int, n int, alpha T, add bool) {
			portableEdge(count*rows, k, a, rs, cs, b, ldb, c, ldc, n, alpha, add)
		})
	}
	e.tile = append(e.tile, func(count, k int, a *T, rs, cs int, b *T, ldb int, c *T, ldc int, n int, alpha T, add bool) {
		for i := 0; i < 4*count; i += 4 {
			portableTile(k, after(a, i*rs), rs, cs, b, ldb, after(c, i*ldc), ldc, n, alpha, add)
		}
	})
	e.dot = portableDot[T]
	e.dots = func(k int, a *T, lda int, x, y *T) {
		for i := range 4 {
			portableDot(k, after(a, i*lda), lda, x, after(y, i*sizeOf[T]()))
		}
	}
	return e
}

// after returns the address so many bytes after p.
func after[T Float](p *T, bytes int) *T { return (*T)(unsafe.Add(unsafe.Pointer(p), bytes)) }

func portableTile[T Float](k int, a *T, rs, cs int, b *T, ldb int, c *T, ldc int, n int, alpha T, add bool) {
	if n < 2 {
		portableEdge(4, k, a, rs, cs, b, ldb, c, ldc, n, alpha, add)
		return
	}
	size := sizeOf[T]()
	var s00, s01, s10, s11, s20, s21, s30, s31 T
	for p := range k {
		row, col := after(b, p*ldb), after(a, p*cs)
		b0, b1 := *row, *after(row, size)
		x := *col
		s00 += x * b0
		s01 += x * b1
		x = *after(col, rs)
		s10 += x * b0
		s11 += x * b1
		x = *after(col, 2*rs)
		s20 += x * b0
		s21 += x * b1
		x = *after(col, 3*rs)
		s30 += x * b0
		s31 += x * b1
	}
	for i, s := range [4][2]T{{s00, s01}, {s10, s11}, {s20, s21}, {s30, s31}} {
		store(after(c, i*ldc), alpha*s[0], add)
		store(after(c, i*ldc+size), alpha*s[1], add)
	}
}

func store[T Float](at *T, x T, add bool) {
	if add {
		x += *at
	}
	*at = x
}

func portableEdge[T Float](rows, k int, a *T, rs, cs int, b *T, ldb int, c *T, ldc int, n int, alpha T, add bool) {
	size := sizeOf[T]()
	for i := range rows {
		for j := range n {
			var s T
			for p := range k {
				s += *after(a, i*rs+p*cs) * *after(b, p*ldb+j*size)
			}
			store(after(c, i*ldc+j*size), alpha*s, add)
		}
	}
}

func portableWide[T Float](k int, a *T, cs int, b *T, ldb int, c *T, alpha T, add bool) {
	size := sizeOf[T]()
	var s0, s1, s2, s3 T
	for p := range k {
		x, row := *after(a, p*cs), after(b, p*ldb)
		s0 += x * *row
		s1 += x * *after(row, size)
		s2 += x * *after(row, 2*size)
		s3 += x * *after(row, 3*size)
	}
	for j, s := range [4]T{s0, s1, s2, s3} {
		store(after(c, j*size), alpha*s, add)
	}
}

func portableDot[T Float](k int, a *T, _ int, x, y *T) {
	var s0, s1 T
	u, v := unsafe.Slice(a, k), unsafe.Slice(x, k)
	for len(u) >= 2 && len(v) >= 2 {
		s0 += u[0] * v[0]
		s1 += u[1] * v[1]
		u, v = u[2:], v[2:]
	}
	if len(u) > 0 {
		s0 += u[0] * v[0]
	}
	*y = s0 + s1
}

func portableTranspose[T Float](n int, src *T, _ int, dst *T, ds int) {
	for i, x := range unsafe.Slice(src, n) {
		*after(dst, i*ds) = x
	}
}
