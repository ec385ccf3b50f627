package vec

import "math"

var (
	set64 = scalars[float64]()
	set32 = scalars[float32]()
)

func of[T Float]() *set[T] {
	if s, ok := any(&set64).(*set[T]); ok {
		return s
	}
	return any(&set32).(*set[T])
}

// scalars is the set without kernels.
func scalars[T Float]() set[T] {
	of := func(f func(float64) float64) one[T] {
		return one[T]{scalar: func(x T) T { return T(f(float64(x))) }}
	}
	return set[T]{
		add:     two[T]{scalar: func(x, y T) T { return x + y }},
		sub:     two[T]{scalar: func(x, y T) T { return x - y }},
		mul:     two[T]{scalar: func(x, y T) T { return x * y }},
		div:     two[T]{scalar: func(x, y T) T { return x / y }},
		strong:  two[T]{scalar: strongMul[T]},
		gt:      two[T]{scalar: func(x, y T) T { return truth[T](x > y) }},
		ge:      two[T]{scalar: func(x, y T) T { return truth[T](x >= y) }},
		eq:      two[T]{scalar: func(x, y T) T { return truth[T](x == y) }},
		neg:     one[T]{scalar: func(x T) T { return -x }},
		abs:     of(math.Abs),
		square:  one[T]{scalar: func(x T) T { return x * x }},
		sqrt:    of(math.Sqrt),
		relu:    one[T]{scalar: func(x T) T { return max(x, 0) }},
		exp:     of(math.Exp),
		tanh:    of(math.Tanh),
		sigmoid: of(sigmoid),
	}
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

func sigmoid(x float64) float64 {
	e := math.Exp(-math.Abs(x))
	if x < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}
