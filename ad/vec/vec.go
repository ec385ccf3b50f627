package vec

import (
	"fmt"
	"math"
	"unsafe"
)

// Float is what slices are made of.
type Float interface{ float32 | float64 }

// Operations on slices: dst may be an operand, but may not share a part of
// one. An operand of two may be of length 1: it stands for a slice of that
// number. They panic if lengths do not fit.

// Add sets dst to x + y.
func Add[T Float](dst, x, y []T) { of[T]().add.on(dst, x, y) }

// Sub sets dst to x - y.
func Sub[T Float](dst, x, y []T) { of[T]().sub.on(dst, x, y) }

// Mul sets dst to x · y, element by element.
func Mul[T Float](dst, x, y []T) { of[T]().mul.on(dst, x, y) }

// Div sets dst to x / y.
func Div[T Float](dst, x, y []T) { of[T]().div.on(dst, x, y) }

// StrongMul sets dst to x · y, and to 0 where y is 0, whatever x is.
func StrongMul[T Float](dst, x, y []T) { of[T]().strong.on(dst, x, y) }

// Gt sets dst to 1 where x > y and to 0 elsewhere.
func Gt[T Float](dst, x, y []T) { of[T]().gt.on(dst, x, y) }

// Ge sets dst to 1 where x ≥ y and to 0 elsewhere.
func Ge[T Float](dst, x, y []T) { of[T]().ge.on(dst, x, y) }

// Eq sets dst to 1 where x = y and to 0 elsewhere.
func Eq[T Float](dst, x, y []T) { of[T]().eq.on(dst, x, y) }

// Maximum sets dst to the larger of x and y: NaN if one is, and +0 of zeros
// of both signs.
func Maximum[T Float](dst, x, y []T) { of[T]().maximum.on(dst, x, y) }

// Minimum sets dst to the smaller of x and y: NaN if one is, and -0 of zeros
// of both signs.
func Minimum[T Float](dst, x, y []T) { of[T]().minimum.on(dst, x, y) }

// Where sets dst to x where cond is not 0 and to y elsewhere. Each of x and y
// may be of length 1, but not lie in dst then.
func Where[T Float](dst, cond, x, y []T) {
	n := len(dst)
	if len(cond) != n || len(x) != n && len(x) != 1 || len(y) != n && len(y) != 1 {
		panic(fmt.Sprintf("vec: %d results of %d, %d and %d elements", n, len(cond), len(x), len(y)))
	}
	xs, ys := step(n, x), step(n, y)
	if count := share[T](n, false); count > 1 {
		sharedWhere(count, dst, cond, x, y, xs, ys)
		return
	}
	for at := 0; at < n; at += chunk {
		end := min(at+chunk, n)
		of[T]().whereChunk(dst[at:end], cond[at:end], x[at*xs:], y[at*ys:], xs, ys)
	}
}

func sharedWhere[T Float](count int, dst, cond, x, y []T, xs, ys int) {
	inChunks(count, len(dst), func(from, to int) {
		of[T]().whereChunk(dst[from:to], cond[from:to], x[from*xs:], y[from*ys:], xs, ys)
	})
}

// step is how far an operand goes on with each of n results.
func step[T Float](n int, x []T) int {
	if len(x) < n {
		return 0
	}
	return 1
}

// Neg sets dst to -x.
func Neg[T Float](dst, x []T) { of[T]().neg.on(dst, x) }

// Abs sets dst to |x|.
func Abs[T Float](dst, x []T) { of[T]().abs.on(dst, x) }

// Square sets dst to x².
func Square[T Float](dst, x []T) { of[T]().square.on(dst, x) }

// Sqrt sets dst to √x, correctly rounded.
func Sqrt[T Float](dst, x []T) { of[T]().sqrt.on(dst, x) }

// ReLU sets dst to max(x, 0), which is 0 of -0 and NaN of NaN.
func ReLU[T Float](dst, x []T) { of[T]().relu.on(dst, x) }

// Exp sets dst to eˣ, within one unit in the last place.
func Exp[T Float](dst, x []T) { of[T]().exp.on(dst, x) }

// Log sets dst to the natural logarithm of x, within one unit in the last
// place.
func Log[T Float](dst, x []T) { of[T]().log.on(dst, x) }

// Tanh sets dst to the hyperbolic tangent of x, within one unit in the last
// place, also near 0.
func Tanh[T Float](dst, x []T) { of[T]().tanh.on(dst, x) }

// Sigmoid sets dst to 1/(1 + e⁻ˣ), within one unit in the last place.
func Sigmoid[T Float](dst, x []T) { of[T]().sigmoid.on(dst, x) }

// Sum returns the sum of x, of many partial sums.
func Sum[T Float](x []T) T {
	var total T
	for len(x) > chunk {
		total += of[T]().sumChunk(x[:chunk])
		x = x[chunk:]
	}
	return total + of[T]().sumChunk(x)
}

// Max returns the largest of x, and -Inf of none. It is NaN if one is; of
// zeros with both signs it is +0.
func Max[T Float](x []T) T {
	top := T(math.Inf(-1))
	for len(x) > 0 {
		n := min(len(x), chunk)
		top = max(top, of[T]().maxChunk(x[:n]))
		x = x[n:]
	}
	return top
}

// chunk is how many elements a kernel takes at once. The scheduler cannot
// stop a goroutine inside one, only in the functions that call them: these
// must not be inlined.
const chunk = 8192

//go:noinline
func (s *set[T]) sumChunk(x []T) T {
	if s.sum != nil && len(x) > 0 {
		return s.sum(&x[0], len(x))
	}
	total := 0.0
	for _, v := range x {
		total += float64(v)
	}
	return T(total)
}

//go:noinline
func (s *set[T]) maxChunk(x []T) T {
	top := x[0]
	if s.top != nil {
		if top = s.top(&x[0], len(x)); top != 0 {
			return top
		}
	}
	for _, v := range x { // a kernel leaves the sign of 0 open
		top = max(top, v)
	}
	return top
}

//go:noinline
func (s *set[T]) whereChunk(dst, cond, x, y []T, xs, ys int) {
	if kernel := s.where[1-xs+2*(1-ys)]; kernel != nil {
		kernel(&dst[0], &cond[0], &x[0], &y[0], len(dst))
		return
	}
	for i, c := range cond {
		if c != 0 {
			dst[i] = x[i*xs]
		} else {
			dst[i] = y[i*ys]
		}
	}
}

// A set is everything of one type: for each operation a kernel, if there is
// one for this machine, and what it computes.
type set[T Float] struct {
	add, sub, mul, div, strong, maximum, minimum, gt, ge, eq two[T]
	neg, abs, square, sqrt, relu, exp, log, tanh, sigmoid    one[T]

	where    [4]func(dst, cond, x, y *T, n int) // 1: x is a number, 2: y is, 3: both are
	sum, top func(x *T, n int) T
	expSum   func(dst, x, shift *T, n int) T // sets dst to exp(x - shift), returns its sum
	expTotal func(x, shift *T, n int) T      // the sum alone
}

type (
	one[T Float] struct {
		kernel func(dst, x *T, n int)
		scalar func(x T) T
		slow   bool // takes longer than to fetch its operand
	}
	// two has a kernel of two slices, and kernels whose first or second
	// operand is a single number.
	two[T Float] struct {
		kernel, first, second func(dst, x, y *T, n int)
		scalar                func(x, y T) T
	}
)

func (o *one[T]) on(dst, x []T) {
	if len(dst) != len(x) {
		panic(fmt.Sprintf("vec: %d results of %d elements", len(dst), len(x)))
	}
	if count := share[T](len(x), o.slow); count > 1 {
		o.shared(count, dst, x)
		return
	}
	for len(x) > 0 {
		n := min(len(x), chunk)
		o.step(dst[:n], x[:n])
		dst, x = dst[n:], x[n:]
	}
}

func (o *one[T]) shared(count int, dst, x []T) {
	inChunks(count, len(x), func(from, to int) { o.step(dst[from:to], x[from:to]) })
}

//go:noinline
func (o *one[T]) step(dst, x []T) {
	if o.kernel != nil {
		o.kernel(&dst[0], &x[0], len(x))
		return
	}
	for i, v := range x {
		dst[i] = o.scalar(v)
	}
}

func (o *two[T]) on(dst, x, y []T) {
	if len(x) != len(dst) && len(x) != 1 || len(y) != len(dst) && len(y) != 1 {
		panic(fmt.Sprintf("vec: %d results of %d and %d elements", len(dst), len(x), len(y)))
	}
	switch {
	case len(dst) == 0:
		return
	case len(x) < len(dst) && within(dst, x):
		x = []T{x[0]}
	case len(y) < len(dst) && within(dst, y):
		y = []T{y[0]}
	}
	if len(x) < len(dst) && len(y) < len(dst) {
		v := o.scalar(x[0], y[0])
		for i := range dst {
			dst[i] = v
		}
		return
	}
	if count := share[T](len(dst), false); count > 1 {
		o.shared(count, dst, x, y)
		return
	}
	for len(dst) > chunk {
		o.step(dst[:chunk], x[:min(len(x), chunk)], y[:min(len(y), chunk)])
		dst = dst[chunk:]
		if len(x) > 1 {
			x = x[chunk:]
		}
		if len(y) > 1 {
			y = y[chunk:]
		}
	}
	o.step(dst, x, y)
}

// within reports whether the number that x holds lies in dst.
func within[T Float](dst, x []T) bool {
	at, from := uintptr(unsafe.Pointer(&x[0])), uintptr(unsafe.Pointer(&dst[0]))
	return at >= from && at < from+uintptr(len(dst))*unsafe.Sizeof(x[0])
}

func (o *two[T]) shared(count int, dst, x, y []T) {
	inChunks(count, len(dst), func(from, to int) {
		u, v := x, y
		if len(x) > 1 {
			u = x[from:to]
		}
		if len(y) > 1 {
			v = y[from:to]
		}
		o.step(dst[from:to], u, v)
	})
}

// outside returns the number x, a copy of it if it lies in dst.
func outside[T Float](dst, x []T) []T {
	first, last, at := uintptr(unsafe.Pointer(&dst[0])), uintptr(unsafe.Pointer(&dst[len(dst)-1])), uintptr(unsafe.Pointer(&x[0]))
	if first <= at && at <= last {
		return []T{x[0]}
	}
	return x
}

//go:noinline
func (o *two[T]) step(dst, x, y []T) {
	switch n := len(dst); {
	case len(x) == n && len(y) == n:
		if o.kernel != nil {
			o.kernel(&dst[0], &x[0], &y[0], n)
			return
		}
		for i, v := range x {
			dst[i] = o.scalar(v, y[i])
		}
	case len(x) == n:
		if o.second != nil {
			o.second(&dst[0], &x[0], &y[0], n)
			return
		}
		for i, v := range x {
			dst[i] = o.scalar(v, y[0])
		}
	default:
		if o.first != nil {
			o.first(&dst[0], &x[0], &y[0], n)
			return
		}
		for i, v := range y {
			dst[i] = o.scalar(x[0], v)
		}
	}
}
