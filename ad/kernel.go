package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

// A kernel is how an elementwise primitive computes on slices, in either
// type. An operand of two may be a single number.
type kernel struct {
	one64 func(dst, x []float64)
	one32 func(dst, x []float32)
	two64 func(dst, x, y []float64)
	two32 func(dst, x, y []float32)
}

func kernel1(f64 func(dst, x []float64), f32 func(dst, x []float32)) *kernel {
	return &kernel{one64: f64, one32: f32}
}

func kernel2(f64 func(dst, x, y []float64), f32 func(dst, x, y []float32)) *kernel {
	return &kernel{two64: f64, two32: f32}
}

// each applies an elementwise primitive of one operand to a plain tensor.
func (p *Prim) each(x *Tensor) *Tensor {
	if x.kind == Float64 && len(x.shape) == 0 {
		return Scalar(p.Fun(x.data[0]))
	}
	y := blank(x.kind, x.shape)
	switch {
	case x.kind == Float32 && p.kernel != nil:
		p.kernel.one32(y.single, x.single)
	case x.kind == Float32:
		for i, v := range x.single {
			y.single[i] = float32(p.Fun(float64(v)))
		}
	case p.kernel != nil:
		p.kernel.one64(y.data, x.data)
	default:
		for i, v := range x.data {
			y.data[i] = p.Fun(v)
		}
	}
	return y
}

// zip applies an elementwise primitive to two plain tensors of one type.
func (p *Prim) zip(a, b *Tensor) *Tensor {
	if a.kind == Float64 && len(a.shape) == 0 && len(b.shape) == 0 {
		return Scalar(p.Fun2(a.data[0], b.data[0]))
	}
	y := blank(a.kind, mustBroadcast(p.Name, a, b))
	if y.kind == Float32 {
		f := func(dst, x, y []float32) { loop2(p.Fun2, dst, x, y) }
		if p.kernel != nil {
			f = p.kernel.two32
		}
		stretched(f, y.shape, y.single, a, b)
		return y
	}
	f := func(dst, x, y []float64) { loop2(p.Fun2, dst, x, y) }
	if p.kernel != nil {
		f = p.kernel.two64
	}
	stretched(f, y.shape, y.data, a, b)
	return y
}

// loop2 is the kernel of a primitive that has none.
func loop2[T gemm.Float](f func(x, y float64) float64, dst, x, y []T) {
	switch {
	case len(x) == len(dst) && len(y) == len(dst):
		for i, v := range x {
			dst[i] = T(f(float64(v), float64(y[i])))
		}
	case len(x) == len(dst):
		for i, v := range x {
			dst[i] = T(f(float64(v), float64(y[0])))
		}
	default:
		for i := range dst {
			dst[i] = T(f(float64(x[0]), float64(y[i%len(y)])))
		}
	}
}

// stretched computes dst, of the given shape, from operands that broadcast to
// it: f takes runs of the last axes along which each operand either goes on or
// stays one number.
func stretched[T gemm.Float](f func(dst, x, y []T), shape []int, dst []T, a, b *Tensor) {
	x, y := elements[T](a), elements[T](b)
	if len(dst) == 0 {
		return
	}
	if fits := func(d []T) bool { return len(d) == len(dst) || len(d) == 1 }; fits(x) && fits(y) {
		f(dst, x, y)
		return
	}
	sx, sy := strides(a.shape, shape), strides(b.shape, shape)
	k, run := len(shape), 1
	nx, ny := 1, 1 // how much of each operand a run takes
	for k > 0 {
		d := shape[k-1]
		goesOn := func(n, step int) bool { return d == 1 || n == run && step == run || n == 1 && step == 0 }
		if !goesOn(nx, sx[k-1]) || !goesOn(ny, sy[k-1]) {
			break
		}
		if d > 1 && sx[k-1] != 0 {
			nx *= d
		}
		if d > 1 && sy[k-1] != 0 {
			ny *= d
		}
		run *= d
		k--
	}
	index := make([]int, k)
	i, j := 0, 0
	for at := 0; at < len(dst); at += run {
		f(dst[at:at+run], x[i:i+nx], y[j:j+ny])
		for m := k - 1; m >= 0; m-- {
			index[m]++
			i += sx[m]
			j += sy[m]
			if index[m] < shape[m] {
				break
			}
			i -= sx[m] * shape[m]
			j -= sy[m] * shape[m]
			index[m] = 0
		}
	}
}

// sums adds up x over the axis of length n that lies between outer and inner
// others.
func sums[T gemm.Float](y, x []T, n, inner int) {
	if n == 0 {
		clear(y)
		return
	}
	for o := 0; o*n*inner < len(x); o++ {
		from := x[o*n*inner : (o+1)*n*inner]
		if inner == 1 {
			y[o] = vec.Sum(from)
			continue
		}
		to := y[o*inner : (o+1)*inner]
		copy(to, from)
		for k := 1; k < n; k++ {
			vec.Add(to, to, from[k*inner:(k+1)*inner])
		}
	}
}

// sumOver sets y to the sums of x over the axes marked, one after the other
// from the last; neighbours count as one.
func sumOver[T gemm.Float](y, x []T, shape []int, over func(axis int) bool) {
	for k := len(shape) - 1; k >= 0; k-- {
		if !over(k) || shape[k] == 1 {
			continue
		}
		hi := k + 1
		for k > 0 && over(k-1) {
			k--
		}
		n, inner := size(shape[k:hi]), size(shape[hi:])
		if n == 1 {
			continue
		}
		if size(shape[:k])*inner == len(y) { // what is left to sum over are axes of length 1
			sums(y, x, n, inner)
			return
		}
		z := allot[T](size(shape[:k]), inner)
		sums(z, x, n, inner)
		// The axes are gone from what is left to the right; those to the left
		// do not look there but for its size.
		rest := make([]int, 0, len(shape))
		rest = append(rest, shape[:k]...)
		rest = append(rest, inner)
		x, shape = z, rest
	}
	copy(y, x)
}

// without returns a shape with one axis less.
func without(shape []int, axis int) []int {
	return cloneShape(slices.Delete(slices.Clone(shape), axis, axis+1))
}
