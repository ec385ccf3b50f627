package ad

import (
	"slices"
	"strconv"
	"unsafe"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/memory"
)

func itoa(n int) string { return strconv.Itoa(n) }

// cloneShape copies a shape; a scalar's is nil.
func cloneShape(s []int) []int {
	if len(s) == 0 {
		return nil
	}
	return slices.Clone(s)
}

func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// maxSize bounds a tensor at 128 GiB, for sizes not to overflow.
const maxSize = 1 << 34

// sizeFor returns the number of elements of a shape a user asked for.
func sizeFor(op string, shape []int) int {
	n, most := 1, 1 // most: were empty axes of length 1, as a sum over them makes them
	for _, d := range shape {
		if d < 0 {
			panic(&Error{Op: op, Shapes: [][]int{shape}, Detail: "a dimension is negative"})
		}
		if most > maxSize/max(d, 1) {
			panic(&Error{Op: op, Shapes: [][]int{shape}, Detail: "too large to address: more than " + itoa(maxSize) + " numbers"})
		}
		n, most = n*d, most*max(d, 1)
	}
	return n
}

// allot returns zeros for a tensor of that shape, and panics with an *Error of the
// function that was called if there is no memory for them.
func allot[T gemm.Float | int](shape ...int) []T {
	n, most := 1, 1
	for _, d := range shape {
		n, most = n*d, most*max(d, 1)
		if d > maxSize || most > maxSize {
			op, _ := caller()
			sizeFor(op, shape)
		}
	}
	if err := memory.Refused(uint64(n) * uint64(unsafe.Sizeof(T(0)))); err != nil {
		op, _ := caller()
		panic(&Error{Op: op, Shapes: [][]int{shape}, Detail: err.Error(), Err: err})
	}
	return make([]T, n)
}

// broadcastShape returns the shape that a and b stretch to under NumPy's
// rules: shapes are aligned at the right, and a 1 stretches.
func broadcastShape(a, b []int) (shape []int, ok bool) {
	if slices.Equal(a, b) {
		return a, true
	}
	n := max(len(a), len(b))
	out := make([]int, n)
	for i := range n {
		da, db := dimFromRight(a, n-1-i), dimFromRight(b, n-1-i)
		switch {
		case da == db || db == 1:
			out[i] = da
		case da == 1:
			out[i] = db
		default:
			return nil, false
		}
	}
	return out, true
}

func dimFromRight(s []int, k int) int {
	if k >= len(s) {
		return 1
	}
	return s[len(s)-1-k]
}

// mustBroadcast is broadcastShape for operation op.
func mustBroadcast(op string, a, b *Tensor) []int {
	s, ok := broadcastShape(a.shape, b.shape)
	if !ok {
		panic(&Error{Op: op, Shapes: shapesOf(a, b), Detail: "shapes do not broadcast",
			Hint: "aligned at the right, dimensions must be equal or 1"})
	}
	sizeFor(op, s)
	return s
}

// strides returns, for each axis of out, how far to step in a tensor of shape
// s stretched to out (0 where it stretches).
func strides(s, out []int) []int {
	st := make([]int, len(out))
	step := 1
	for k := range s {
		i, j := len(s)-1-k, len(out)-1-k
		if s[i] != 1 {
			st[j] = step
		}
		step *= s[i]
	}
	return st
}

// walk calls f(i, j) for every element i of a tensor of shape out in order,
// where j is the offset given by strides st.
func walk(out, st []int, f func(i, j int)) {
	n := size(out)
	idx := make([]int, len(out))
	j := 0
	for i := range n {
		f(i, j)
		for k := len(out) - 1; k >= 0; k-- {
			idx[k]++
			j += st[k]
			if idx[k] < out[k] {
				break
			}
			j -= st[k] * out[k]
			idx[k] = 0
		}
	}
}

// stretch returns the elements of t broadcast to shape out.
func stretch(t *Tensor, out []int) []float64 { return stretchOf[float64](widen(t), out) }

func stretchOf[T gemm.Float](t *Tensor, out []int) []T {
	if slices.Equal(t.shape, out) {
		return elements[T](t)
	}
	y := allot[T](out...)
	stretchInto(y, out, t)
	return y
}

func stretchInto[T gemm.Float](y []T, out []int, t *Tensor) {
	x := elements[T](t)
	if len(x) == 1 {
		fill(y, x[0])
		return
	}
	walk(out, strides(t.shape, out), func(i, j int) { y[i] = x[j] })
}

// unbroadcast sums g over the axes along which a tensor of the given shape
// was stretched; it is the transpose of broadcasting, and every rule uses it.
func unbroadcast(g *Tensor, shape []int) *Tensor {
	if slices.Equal(g.given().shape, shape) {
		return g
	}
	return sumTo.apply(&Attr{Shape: shape}, g)
}

// axisOf checks an axis, which may be negative to count from the end.
func axisOf(op string, t *Tensor, axis int) int {
	a := axis
	if a < 0 {
		a += len(t.given().shape)
	}
	if a < 0 || a >= len(t.given().shape) {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "there is no axis " + itoa(axis),
			Hint: "it has " + itoa(len(t.shape)) + " axes, counted from 0"})
	}
	return a
}
