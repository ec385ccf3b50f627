package gemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

// random returns a matrix of small integers, whose products are exact in
// any order, between elements that no kernel may use or change.
func random[T Float](r *rand.Rand, rows, cols int, transposed bool) Matrix[T] {
	if transposed {
		return random[T](r, cols, rows, false).T()
	}
	m := Matrix[T]{Rows: rows, Cols: cols, Stride: cols + r.IntN(3)*r.IntN(9)}
	before, after := r.IntN(9), r.IntN(9)
	m.Data = make([]T, before+rows*m.Stride+after)
	for i := range m.Data {
		m.Data[i] = T(math.NaN())
	}
	m.Data = m.Data[before:]
	for i := range rows {
		for j := range cols {
			m.Data[i*m.Stride+j] = T(r.IntN(17) - 8)
		}
	}
	return m
}

// naive is what Gemm must compute, in three loops.
func naive[T Float](alpha T, a, b Matrix[T], beta T, c Matrix[T]) []T {
	want := append([]T(nil), c.Data...)
	for i := range c.Rows {
		for j := range c.Cols {
			var sum T
			for p := range a.Cols {
				sum += a.Data[a.offset(i, p)] * b.Data[b.offset(p, j)]
			}
			at := c.offset(i, j)
			if beta == 0 {
				want[at] = alpha * sum
			} else {
				want[at] = alpha*sum + beta*want[at]
			}
		}
	}
	return want
}

func same[T Float](x, y T) bool { return x == y || x != x && y != y }

// shapes are drawn around the sizes of tiles and blocks.
func shape(r *rand.Rand) int {
	switch r.IntN(8) {
	case 0:
		return r.IntN(4)
	case 1:
		return 1
	case 2:
		return 12*r.IntN(5) + r.IntN(3)
	case 3:
		return 16*r.IntN(10) + r.IntN(3)
	}
	return r.IntN(70)
}

func TestGemm(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testGemm[float64](t) })
	t.Run("float32", func(t *testing.T) { testGemm[float32](t) })
}

func testGemm[T Float](t *testing.T) {
	for _, e := range engines[T]() {
		t.Run(e.name, func(t *testing.T) {
			with(t, e)
			r := rand.New(rand.NewPCG(1, 2))
			for range 1500 {
				check[T](t, r, shape(r), shape(r), shape(r))
			}
			for _, s := range [][3]int{{5, 600, 7}, {300, 40, 33}, {3, 17, 2100}, {200, 400, 70}, {1, 900, 300}, {300, 900, 1}, {64, 64, 512}, {70, 512, 130}} {
				check[T](t, r, s[0], s[1], s[2])
				check[T](t, r, s[0], s[1], s[2])
			}
		})
	}
}

// with makes e the engine of the test.
func with[T Float](t *testing.T, e *engine[T]) {
	list := engines[T]()
	best := list[0]
	list[0] = e
	t.Cleanup(func() { list[0] = best })
}

func check[T Float](t *testing.T, r *rand.Rand, m, k, n int) {
	t.Helper()
	flip := func() bool { return r.IntN(2) == 0 }
	a, b, c := random[T](r, m, k, flip()), random[T](r, k, n, flip()), random[T](r, m, n, r.IntN(4) == 0)
	alpha, beta := T(r.IntN(4)-1), T(r.IntN(4)-1)
	name := fmt.Sprintf("(%d, %d)%v × (%d, %d)%v, strides %d %d %d, c%v, alpha %v, beta %v",
		m, k, a.Transposed, k, n, b.Transposed, a.Stride, b.Stride, c.Stride, c.Transposed, alpha, beta)
	want := naive(alpha, a, b, beta, c)
	Gemm(alpha, a, b, beta, c)
	for i, x := range c.Data {
		if !same(x, want[i]) {
			t.Fatalf("%s: element %d of c's memory is %v, want %v", name, i, x, want[i])
		}
	}
}

// TestSpecial: what is not a number reaches the elements it belongs to and
// no others, also past masks; where beta is 0, c is not read.
func TestSpecial(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testSpecial[float64](t) })
	t.Run("float32", func(t *testing.T) { testSpecial[float32](t) })
}

func testSpecial[T Float](t *testing.T) {
	inf := T(math.Inf(1))
	for _, e := range engines[T]() {
		with(t, e)
		r := rand.New(rand.NewPCG(3, 4))
		for range 400 {
			m, k, n := 1+shape(r), 1+shape(r), 1+shape(r)
			a, b, c := random[T](r, m, k, r.IntN(2) == 0), random[T](r, k, n, r.IntN(2) == 0), random[T](r, m, n, false)
			for range 1 + r.IntN(3) {
				a.Data[a.offset(r.IntN(m), r.IntN(k))] = []T{inf, -inf, T(math.NaN())}[r.IntN(3)]
				b.Data[b.offset(r.IntN(k), r.IntN(n))] = []T{inf, -inf, T(math.NaN()), 0}[r.IntN(4)]
				c.Data[c.offset(r.IntN(m), r.IntN(n))] = T(math.NaN())
			}
			want := naive(1, a, b, 0, c)
			Mul(c, a, b)
			for i, x := range c.Data {
				if !same(x, want[i]) {
					t.Fatalf("%s (%d, %d) × (%d, %d): element %d is %v, want %v", e.name, m, k, k, n, i, x, want[i])
				}
			}
		}
	}
}

// TestRounding compares with sums in twice the precision, on numbers that
// are rounded.
func TestRounding(t *testing.T) {
	for _, e := range engines64 {
		with(t, e)
		r := rand.New(rand.NewPCG(5, 6))
		for _, s := range [][3]int{{13, 700, 21}, {1, 700, 90}, {90, 700, 1}, {7, 3, 5}} {
			m, k, n := s[0], s[1], s[2]
			a, b, c := normal(r, m, k), normal(r, k, n), Dense(m, n, make([]float64, m*n))
			Mul(c, a, b)
			for i := range m {
				for j := range n {
					var sum, size float64
					var low float64 // what sum lost
					for p := range k {
						x, y := a.Data[i*k+p], b.Data[p*n+j]
						product := x * y
						low += math.FMA(x, y, -product)
						next := sum + product
						u := next - sum
						low += (sum - (next - u)) + (product - u)
						sum, size = next, size+math.Abs(product)
					}
					if d := math.Abs(c.Data[i*n+j] - (sum + low)); d > float64(k)*0x1p-53*size {
						t.Fatalf("%s (%d, %d) × (%d, %d): off by %g", e.name, m, k, k, n, d)
					}
				}
			}
		}
	}
}

func normal(r *rand.Rand, rows, cols int) Matrix[float64] {
	m := Dense(rows, cols, make([]float64, rows*cols))
	for i := range m.Data {
		m.Data[i] = r.NormFloat64()
	}
	return m
}

// TestCopy: Copy touches the matrix and nothing else.
func TestCopy(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testCopy[float64](t) })
	t.Run("float32", func(t *testing.T) { testCopy[float32](t) })
}

func testCopy[T Float](t *testing.T) {
	for _, e := range engines[T]() {
		with(t, e)
		r := rand.New(rand.NewPCG(11, 12))
		for range 500 {
			m, n := shape(r), shape(r)
			src, dst := random[T](r, m, n, r.IntN(2) == 0), random[T](r, m, n, r.IntN(2) == 0)
			want := append([]T(nil), dst.Data...)
			for i := range m {
				for j := range n {
					want[dst.offset(i, j)] = src.Data[src.offset(i, j)]
				}
			}
			Copy(dst, src)
			for i, x := range dst.Data {
				if !same(x, want[i]) {
					t.Fatalf("%s (%d, %d): element %d of dst's memory is %v, want %v", e.name, m, n, i, x, want[i])
				}
			}
		}
	}
}

// TestReproducible: neither alignment nor strides nor the number of threads
// change a bit of the result, whatever is transposed.
func TestReproducible(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, e := range engines64 {
		with(t, e)
		r := rand.New(rand.NewPCG(7, 8))
		for _, s := range [][3]int{{130, 401, 170}, {1, 401, 171}, {171, 401, 1}, {33, 20, 19}, {300, 301, 9}, {20, 301, 303}, {128, 512, 256}} {
			m, k, n := s[0], s[1], s[2]
			for _, views := range []string{"NN", "NT", "TN", "TT"} {
				a, b := normal(r, m, k), normal(r, k, n)
				if views[0] == 'T' {
					a = normal(r, k, m).T()
				}
				if views[1] == 'T' {
					b = normal(r, n, k).T()
				}
				first := Dense(m, n, make([]float64, m*n))
				Mul(first, a, b)
				for procs := 1; procs <= 4; procs++ {
					runtime.GOMAXPROCS(procs)
					u, v := elsewhere(a, procs, procs), elsewhere(b, 8-procs, 2*procs)
					c := Dense(m, n, make([]float64, m*n))
					Mul(c, u, v)
					for i := range c.Data {
						if c.Data[i] != first.Data[i] {
							t.Fatalf("%s (%d, %d) × (%d, %d) %s, %d processors: element %d differs", e.name, m, k, k, n, views, procs, i)
						}
					}
				}
			}
		}
	}
}

// elsewhere copies m to another offset and stride.
func elsewhere(m Matrix[float64], offset, gap int) Matrix[float64] {
	if m.Transposed {
		return elsewhere(m.T(), offset, gap).T()
	}
	c := Matrix[float64]{Rows: m.Rows, Cols: m.Cols, Stride: m.Stride + gap}
	c.Data = make([]float64, offset+m.Rows*c.Stride)[offset:]
	for i := range m.Rows {
		copy(c.Data[i*c.Stride:], m.Data[i*m.Stride:][:m.Cols])
	}
	return c
}

func TestRefusals(t *testing.T) {
	for want, f := range map[string]func(){
		"gemm: (2, 3) × (2, 2) into (2, 2)": func() {
			Mul(Dense(2, 2, make([]float64, 4)), Dense(2, 3, make([]float64, 6)), Dense(2, 2, make([]float64, 4)))
		},
		"gemm: b: 5 elements do not hold 3 rows of 2 with stride 2": func() {
			Mul(Dense(2, 2, make([]float64, 4)), Dense(2, 3, make([]float64, 6)), Dense(3, 2, make([]float64, 5)))
		},
		"gemm: a: the stride 1 is less than a row of 2": func() {
			Mul(Dense(2, 2, make([]float64, 4)), Matrix[float64]{Rows: 2, Cols: 2, Stride: 1, Data: make([]float64, 9)}, Dense(2, 2, make([]float64, 4)))
		},
		"gemm: a is -1 × 2": func() {
			Mul(Matrix[float64]{Rows: -1, Cols: 2}, Matrix[float64]{Rows: -1, Cols: 2}, Dense(2, 2, make([]float64, 4)))
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("%v, want %s", got, want)
				}
			}()
			f()
		}()
	}
}

// FuzzGemm draws shapes, strides, offsets and views from a seed.
func FuzzGemm(f *testing.F) {
	f.Add(uint64(1), uint16(12), uint16(384), uint16(16))
	f.Add(uint64(2), uint16(1), uint16(3), uint16(65))
	f.Add(uint64(3), uint16(65), uint16(9), uint16(1))
	f.Add(uint64(4), uint16(0), uint16(0), uint16(5))
	f.Fuzz(func(t *testing.T, seed uint64, m, k, n uint16) {
		r := rand.New(rand.NewPCG(seed, seed))
		check[float64](t, r, int(m%300), int(k%600), int(n%300))
		check[float32](t, r, int(m%300), int(k%600), int(n%300))
	})
}
