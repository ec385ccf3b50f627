package vec

import (
	"fmt"
	"math"
)

// Operations on slices of one length: dst may be an operand, but may not
// share a part of one. They panic if lengths differ.

// Add sets dst to x + y.
func Add(dst, x, y []float64) { add.on(dst, x, y) }

// Sub sets dst to x - y.
func Sub(dst, x, y []float64) { sub.on(dst, x, y) }

// Mul sets dst to x · y, element by element.
func Mul(dst, x, y []float64) { mul.on(dst, x, y) }

// Div sets dst to x / y.
func Div(dst, x, y []float64) { div.on(dst, x, y) }

// ReLU sets dst to max(x, 0), which is 0 of -0 and NaN of NaN.
func ReLU(dst, x []float64) { relu.on(dst, x) }

// Exp sets dst to eˣ, within one unit in the last place.
func Exp(dst, x []float64) { exp.on(dst, x) }

// Tanh sets dst to the hyperbolic tangent of x, within one unit in the last
// place, also near 0.
func Tanh(dst, x []float64) { tanh.on(dst, x) }

// Sigmoid sets dst to 1/(1 + e⁻ˣ), within one unit in the last place.
func Sigmoid(dst, x []float64) { sigmoid.on(dst, x) }

// Sum returns the sum of x, of many partial sums.
func Sum(x []float64) float64 {
	var total float64
	for len(x) > chunk {
		total += sumChunk(x[:chunk])
		x = x[chunk:]
	}
	return total + sumChunk(x)
}

// chunk is how many elements a kernel takes at once. The scheduler cannot
// stop a goroutine inside one, only in the functions that call them: these
// must not be inlined.
const chunk = 8192

//go:noinline
func sumChunk(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	if vectors {
		return sumVectors(x)
	}
	var total float64
	for _, v := range x {
		total += v
	}
	return total
}

// one and two are elementwise operations: a kernel, if there is one for this
// machine, and what it computes.
type (
	one struct {
		kernel func(dst, x *float64, n int)
		scalar func(x float64) float64
	}
	two struct {
		kernel func(dst, x, y *float64, n int)
		scalar func(x, y float64) float64
	}
)

func (o *one) on(dst, x []float64) {
	if len(dst) != len(x) {
		panic(fmt.Sprintf("vec: %d results of %d elements", len(dst), len(x)))
	}
	for len(x) > 0 {
		n := min(len(x), chunk)
		o.step(dst[:n], x[:n])
		dst, x = dst[n:], x[n:]
	}
}

//go:noinline
func (o *one) step(dst, x []float64) {
	if o.kernel != nil {
		o.kernel(&dst[0], &x[0], len(x))
		return
	}
	for i, v := range x {
		dst[i] = o.scalar(v)
	}
}

func (o *two) on(dst, x, y []float64) {
	if len(dst) != len(x) || len(x) != len(y) {
		panic(fmt.Sprintf("vec: %d results of %d and %d elements", len(dst), len(x), len(y)))
	}
	for len(x) > 0 {
		n := min(len(x), chunk)
		o.step(dst[:n], x[:n], y[:n])
		dst, x, y = dst[n:], x[n:], y[n:]
	}
}

//go:noinline
func (o *two) step(dst, x, y []float64) {
	if o.kernel != nil {
		o.kernel(&dst[0], &x[0], &y[0], len(x))
		return
	}
	for i, v := range x {
		dst[i] = o.scalar(v, y[i])
	}
}

var (
	add     = two{scalar: func(x, y float64) float64 { return x + y }}
	sub     = two{scalar: func(x, y float64) float64 { return x - y }}
	mul     = two{scalar: func(x, y float64) float64 { return x * y }}
	div     = two{scalar: func(x, y float64) float64 { return x / y }}
	relu    = one{scalar: func(x float64) float64 { return max(x, 0) }}
	exp     = one{scalar: math.Exp}
	tanh    = one{scalar: math.Tanh}
	sigmoid = one{scalar: func(x float64) float64 {
		if e := math.Exp(-math.Abs(x)); x < 0 {
			return e / (1 + e)
		} else {
			return 1 / (1 + e)
		}
	}}
)
