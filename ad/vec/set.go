package vec

import (
	"math"
	"unsafe"

	"github.com/gojac/gojac/ad/isa"
)

// The sets in use.
var set64, set32 = setsOf(isa.Best)

// setsOf returns what computes with the instructions of a level.
func setsOf(level isa.Level) (*set[float64], *set[float32]) {
	double, single := scalars[float64](), scalars[float32]()
	kernelsOf(level, double, single)
	return double, single
}

func of[T Float]() *set[T] {
	var x T
	if unsafe.Sizeof(x) == 8 {
		return (*set[T])(unsafe.Pointer(set64))
	}
	return (*set[T])(unsafe.Pointer(set32))
}

// scalars is the set without kernels.
func scalars[T Float]() *set[T] {
	of := func(f func(float64) float64) one[T] {
		return one[T]{scalar: func(x T) T { return T(f(float64(x))) }}
	}
	return &set[T]{
		add:     two[T]{scalar: func(x, y T) T { return x + y }},
		sub:     two[T]{scalar: func(x, y T) T { return x - y }},
		mul:     two[T]{scalar: func(x, y T) T { return x * y }},
		div:     two[T]{scalar: func(x, y T) T { return x / y }},
		strong:  two[T]{scalar: strongMul[T]},
		gt:      two[T]{scalar: func(x, y T) T { return truth[T](x > y) }},
		ge:      two[T]{scalar: func(x, y T) T { return truth[T](x >= y) }},
		eq:      two[T]{scalar: func(x, y T) T { return truth[T](x == y) }},
		maximum: two[T]{scalar: func(x, y T) T { return max(x, y) }},
		minimum: two[T]{scalar: func(x, y T) T { return min(x, y) }},
		neg:     one[T]{scalar: func(x T) T { return -x }},
		abs:     of(math.Abs),
		square:  one[T]{scalar: func(x T) T { return x * x }},
		sqrt:    of(math.Sqrt),
		relu:    one[T]{scalar: func(x T) T { return max(x, 0) }},
		exp:     slow(of(math.Exp)),
		log:     slow(of(log)),
		tanh:    slow(of(math.Tanh)),
		sigmoid: slow(of(sigmoid)),
	}
}

func slow[T Float](o one[T]) one[T] {
	o.slow = true
	return o
}

func strongMul[T Float](x, y T) T {
	if y == 0 {
		return 0
	}
	return x * y
}

func truth[T Float](b bool) T {
	if b {
		return 1
	}
	return 0
}

// log is the natural logarithm. That of package math is wrong on amd64 for
// numbers below the normal ones (go1.26).
func log(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}

func sigmoid(x float64) float64 {
	e := math.Exp(-math.Abs(x))
	if x < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}
