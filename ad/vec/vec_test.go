package vec

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/gojac/gojac/ad/isa"
	"github.com/gojac/gojac/ad/threads"
)

// eachLevel runs a test with the kernels of each level that this machine has
// and, last, without.
func eachLevel(t *testing.T, f func(t *testing.T)) {
	best64, best32 := set64, set32
	t.Cleanup(func() { set64, set32 = best64, best32 })
	for level := isa.Best; level >= isa.Go; level-- {
		set64, set32 = setsOf(level)
		t.Run(level.String(), f)
	}
}

var special = []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64,
	math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 1e-310, -1e-310, 709.78, 709.79, -708.4, -745.1, -745.2, -746, 22, -22, 1e308, -1e308, 1e-20, -1e-20,
	math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32, 1e-40, -1e-40, 88.72, 88.73, -87.3, -103.9, -104, -105, 9, -9.1, 0x1p-126, 0x1p-1022}

func same[T Float](x, y T) bool {
	return x == y && math.Signbit(float64(x)) == math.Signbit(float64(y)) || x != x && y != y
}

// near allows two units in the last place, below which numbers have the
// given least distance.
func near[T Float](got, want T, unit, least float64) bool {
	return same(got, want) || math.Abs(float64(got-want)) <= max(2*unit*math.Abs(float64(want)), least)
}

func ones[T Float](s *set[T]) map[string]*one[T] {
	return map[string]*one[T]{"neg": &s.neg, "abs": &s.abs, "square": &s.square, "sqrt": &s.sqrt, "relu": &s.relu,
		"exp": &s.exp, "log": &s.log, "tanh": &s.tanh, "sigmoid": &s.sigmoid}
}

func twos[T Float](s *set[T]) map[string]*two[T] {
	return map[string]*two[T]{"add": &s.add, "sub": &s.sub, "mul": &s.mul, "div": &s.div, "strong": &s.strong,
		"maximum": &s.maximum, "minimum": &s.minimum, "gt": &s.gt, "ge": &s.ge, "eq": &s.eq}
}

// TestOne compares with the functions of package math at special values, at
// each place of a vector, full or not.
func TestOne(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testOne(t, set64, 0x1p-52, 2*math.SmallestNonzeroFloat64)
		testOne(t, set32, 0x1p-23, 2*math.SmallestNonzeroFloat32)
	})
}

func testOne[T Float](t *testing.T, s *set[T], unit, least float64) {
	for name, o := range ones(s) {
		exact := name == "neg" || name == "abs" || name == "square" || name == "sqrt" || name == "relu"
		for n := 1; n <= 40; n++ {
			for _, v := range special {
				x, y := make([]T, n), make([]T, n+1)
				for i := range x {
					x[i] = 1
				}
				at := n * 7 % (n + 1) % n
				x[at], x[n-1] = T(v), T(v)
				y[n] = 7
				o.on(y[:n], x)
				for i, got := range y[:n] {
					want := o.scalar(x[i])
					if exact && !same(got, want) || !near(got, want, unit, least) {
						t.Fatalf("%T %s(%v) at %d of %d elements is %v, want %v", x[0], name, x[i], i, n, got, want)
					}
				}
				if y[n] != 7 {
					t.Fatalf("%T %s of %d elements wrote beyond", x[0], name, n)
				}
			}
		}
	}
}

// TestTwo compares every element with what is computed one by one, for
// slices of every length, in every place, also in place.
func TestTwo(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testTwo(t, set64)
		testTwo(t, set32)
	})
}

// drawn returns n numbers, among them special ones.
func drawn[T Float](r *rand.Rand, n int) []T {
	offset := r.IntN(8)
	x := make([]T, offset+n)[offset:]
	for i := range x {
		switch r.IntN(4) {
		case 0:
			x[i] = T(special[r.IntN(len(special))])
		case 1:
			x[i] = T(r.IntN(3) - 1)
		default:
			x[i] = T(r.NormFloat64())
		}
	}
	return x
}

func testTwo[T Float](t *testing.T, s *set[T]) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, o := range twos(s) {
		for _, n := range []int{0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 129, chunk - 1, chunk, chunk + 1} {
			x, y := drawn[T](r, n), drawn[T](r, n)
			for _, c := range []struct {
				how  string
				x, y []T
			}{{"", x, y}, {"first a number", drawn[T](r, 1), y}, {"second a number", x, drawn[T](r, 1)}, {"numbers", drawn[T](r, 1), drawn[T](r, 1)}} {
				z := make([]T, n+1)
				z[n] = 7
				o.on(z[:n], c.x, c.y)
				for i := range n {
					u, v := c.x[i%len(c.x)], c.y[i%len(c.y)]
					if want := o.scalar(u, v); !same(z[i], want) {
						t.Fatalf("%T %s(%v, %v) is %v, want %v (%s)", u, name, u, v, z[i], want, c.how)
					}
				}
				if z[n] != 7 {
					t.Fatalf("%T %s of %d elements wrote beyond", z[n], name, n)
				}
			}
			z := make([]T, n)
			o.on(z, x, y)
			o.on(x, x, y) // in place
			for i := range n {
				if !same(x[i], z[i]) {
					t.Fatalf("%T %s in place: %v, want %v", z[i], name, x[i], z[i])
				}
			}
		}
	}
}

// TestNumber: an operand of one number stands for a slice of it, also where
// it lies in the result.
func TestNumber(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		for _, n := range []int{1, 2, 9, chunk + 3} {
			x := make([]float32, n)
			for i := range x {
				x[i] = float32(i % 11)
			}
			y := append([]float32(nil), x...)
			Mul(y, y, y[n-1:])
			for i, v := range x {
				if y[i] != v*x[n-1] {
					t.Fatalf("element %d of %d: %v of %v", i, n, y[i], v)
				}
			}
		}
	})
}

func TestWhere(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testWhere[float64](t)
		testWhere[float32](t)
	})
}

func testWhere[T Float](t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 7, 8, 9, 31, 32, 33, 100, chunk + 1} {
		for which := range 4 {
			c, x, y, z := drawn[T](r, n), drawn[T](r, n), drawn[T](r, n), make([]T, n+1)
			if which&1 != 0 {
				x = drawn[T](r, 1)
			}
			if which&2 != 0 {
				y = drawn[T](r, 1)
			}
			z[n] = 7
			Where(z[:n], c, x, y)
			for i := range n {
				want := x[i%len(x)]
				if c[i] == 0 {
					want = y[i%len(y)]
				}
				if !same(z[i], want) {
					t.Fatalf("where %v, %v and %v: %v", c[i], x[i%len(x)], y[i%len(y)], z[i])
				}
			}
			if z[n] != 7 {
				t.Fatalf("where of %d elements wrote beyond", n)
			}
		}
	}
}

func TestSum(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testSum[float64](t)
		testSum[float32](t)
	})
}

func testSum[T Float](t *testing.T) {
	for _, n := range []int{0, 1, 3, 7, 8, 9, 15, 17, 31, 32, 33, 63, 65, 100, 3*chunk + 5} {
		x, want := make([]T, n+1), T(0)
		for i := range n {
			x[i] = T(i % 13)
			want += x[i]
		}
		x[n] = 1000 // beyond the end
		if got := Sum(x[:n]); got != want {
			t.Errorf("the sum of %d elements is %v, want %v", n, got, want)
		}
		if n > 0 {
			x[n-1] = T(math.NaN())
			if got := Sum(x[:n]); got == got {
				t.Errorf("the sum of %d elements, the last a NaN, is %v", n, got)
			}
		}
	}
}

func TestMax(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testMax[float64](t)
		testMax[float32](t)
	})
	if got := Max([]float64(nil)); !math.IsInf(got, -1) {
		t.Errorf("the largest of none is %v", got)
	}
}

func testMax[T Float](t *testing.T) {
	minus := T(math.Copysign(0, -1))
	for _, n := range []int{1, 2, 9, 15, 17, 31, 33, 100, 2*chunk + 5} {
		x := make([]T, n+1)
		x[n] = 1000 // beyond the end
		check := func(want T) {
			t.Helper()
			if got := Max(x[:n]); !same(got, want) {
				t.Errorf("the largest of %d is %v, want %v", n, got, want)
			}
		}
		for i := range n {
			x[i] = -T(i%17) - 1
		}
		check(-1)
		for _, at := range []int{0, n / 2, n - 1} {
			was := x[at]
			x[at] = 4
			check(4)
			x[at] = T(math.NaN())
			check(T(math.NaN()))
			x[at] = minus
			check(minus)
			if n > 1 {
				next := x[(at+1)%n]
				x[(at+1)%n] = 0
				check(0)
				x[(at+1)%n] = next
			}
			x[at] = was
		}
		for i := range n {
			x[i] = T(math.Inf(-1))
		}
		check(T(math.Inf(-1)))
	}
}

func TestRows(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		testRows[float64](t, 1e-14)
		testRows[float32](t, 1e-5)
	})
}

func testRows[T Float](t *testing.T, tolerance float64) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 2, 7, 8, 9, 10, 31, 33, 1000, 1025, chunk + 3} {
		const count = 3
		x, y, lse := make([]T, count*n), make([]T, count*n), make([]T, count)
		for i := range x {
			x[i] = T(700 + 5*r.NormFloat64()) // whose exponentials overflow
		}
		Softmax(y, x, n)
		LogSumExp(lse, x, n)
		for row := range count {
			sum := 0.0
			for _, v := range x[row*n : (row+1)*n] {
				sum += math.Exp(float64(v) - 700)
			}
			if want := 700 + math.Log(sum); math.Abs(float64(lse[row])-want) > tolerance*want/10 {
				t.Errorf("%T: log-sum-exp of %d is %v, want %v", x[0], n, lse[row], want)
			}
			for i := row * n; i < (row+1)*n; i++ {
				want := math.Exp(float64(x[i])-700) / sum
				if math.Abs(float64(y[i])-want) > tolerance*want+1e-37 {
					t.Fatalf("%T: softmax of %d is %v, want %v", x[0], n, y[i], want)
				}
			}
		}
		Softmax(x, x, n)
		for i := range x {
			if x[i] != y[i] {
				t.Fatalf("%T: softmax in place is %v, want %v", x[0], x[i], y[i])
			}
		}
	}
	inf, nan := T(math.Inf(1)), T(math.NaN())
	for _, c := range []struct {
		row  []T
		want T
	}{{[]T{-inf, -inf}, -inf}, {[]T{0, inf}, inf}, {[]T{nan, inf}, nan}, {[]T{-inf, 3}, 3}} {
		got := make([]T, 1)
		LogSumExp(got, c.row, len(c.row))
		if !same(got[0], c.want) {
			t.Errorf("log-sum-exp of %v is %v, want %v", c.row, got[0], c.want)
		}
	}
}

// TestThreads: the number of threads changes no bit of what is computed.
func TestThreads(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	defer threads.Set(0)
	testThreads(t, set64)
	testThreads(t, set32)
}

func testThreads[T Float](t *testing.T, s *set[T]) {
	const n = 40 * chunk // enough to be shared out
	r := rand.New(rand.NewPCG(9, 10))
	x, y, c := drawn[T](r, n), drawn[T](r, n), drawn[T](r, n)
	compute := map[string]func(dst []T){
		"where":              func(dst []T) { Where(dst, c, x, y) },
		"where, a number":    func(dst []T) { Where(dst, c, x[:1], y) },
		"softmax":            func(dst []T) { Softmax(dst, x, 5) },
		"softmax, long rows": func(dst []T) { Softmax(dst, x, n/20) },
		"logsumexp":          func(dst []T) { LogSumExp(dst[:n/5], x, 5) },
	}
	for name, o := range ones(s) {
		compute[name] = func(dst []T) { o.on(dst, x) }
	}
	for name, o := range twos(s) {
		compute[name] = func(dst []T) { o.on(dst, x, y) }
		compute[name+", first a number"] = func(dst []T) { o.on(dst, x[:1], y) }
		compute[name+", second a number"] = func(dst []T) { o.on(dst, x, y[:1]) }
	}
	for name, f := range compute {
		var first []T
		for count := 1; count <= 4; count++ {
			threads.Set(count)
			dst := make([]T, n)
			f(dst)
			if count == 1 {
				first = dst
			}
			for i := range dst {
				if !same(dst[i], first[i]) {
					t.Fatalf("%T %s on %d threads: element %d is %v, not %v", dst[i], name, count, i, dst[i], first[i])
				}
			}
		}
	}
}

func TestLengths(t *testing.T) {
	for want, f := range map[string]func(){
		"vec: 2 results of 3 elements":                      func() { Exp(make([]float64, 2), make([]float64, 3)) },
		"vec: 3 results of 3 and 2 elements":                func() { Add(make([]float64, 3), make([]float64, 3), make([]float64, 2)) },
		"vec: 3 results of 1, 3 and 3 elements":             func() { Where(make([]float64, 3), make([]float64, 1), make([]float64, 3), make([]float64, 3)) },
		"vec: Softmax: 5 elements are not 5 in rows of 2":   func() { Softmax(make([]float64, 5), make([]float64, 5), 2) },
		"vec: Softmax: 4 elements are not 4 in rows of 0":   func() { Softmax(make([]float64, 4), make([]float64, 4), 0) },
		"vec: LogSumExp: 4 elements are not 2 in rows of 2": func() { LogSumExp(make([]float64, 1), make([]float64, 4), 2) },
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
