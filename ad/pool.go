package ad

import (
	"math"

	"github.com/gojac/gojac/ad/gemm"
)

// A pooling is windows of size×size on images of h×w, so many of them: one for
// each channel of each example. The windows have oh×ow places.
type pooling struct {
	many, h, w   int
	oh, ow       int
	size, stride int
}

func poolingOf(a *Attr, images []int) *pooling {
	p := &pooling{many: images[0] * images[1], h: images[2], w: images[3], size: a.Hi, stride: a.Lo}
	p.oh, p.ow = places(p.h, p.size, p.stride), places(p.w, p.size, p.stride)
	return p
}

// rows calls f for each row of windows: where the windows begin in the
// results, and the first of them in the images.
func (p *pooling) rows(f func(result, image int)) {
	for k := range p.many {
		for r := range p.oh {
			f((k*p.oh+r)*p.ow, (k*p.h+r*p.stride)*p.w)
		}
	}
}

// fillMaxPool finds the largest of each window. NaN is larger than any.
func fillMaxPool[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	p := poolingOf(a, x[0].shape)
	images, to := elements[T](x[0]), elements[T](y)
	p.rows(func(result, image int) {
		best := to[result : result+p.ow]
		for i := range p.size {
			row := images[image+i*p.w:][:p.w]
			for j := range p.size {
				if i == 0 && j == 0 {
					for m := range best {
						best[m] = row[m*p.stride]
					}
					continue
				}
				at := row[j:]
				for m := range best {
					best[m] = max(best[m], at[m*p.stride])
				}
			}
		}
	})
}

// fillMaxPick takes the mean of x[1] over the largest entries of x[0] in each
// window: the derivative of a MaxPool along x[1].
func fillMaxPick[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	p := poolingOf(a, x[0].shape)
	images, along, to := elements[T](x[0]), elements[T](x[1]), elements[T](y)
	p.rows(func(result, image int) {
		for m := range p.ow {
			at := image + m*p.stride
			top, ties := p.largest64(at, func(k int) float64 { return float64(images[k]) })
			var sum T
			p.window(at, func(k int) {
				if float64(images[k]) == top {
					sum += along[k]
				}
			})
			to[result+m] = sum / T(ties)
		}
	})
}

// fillMaxSpread shares cotangents x[1] of a MaxPool among the largest entries
// of x[0] in each window.
func fillMaxSpread[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	p := poolingOf(a, x[0].shape)
	images, g, to := elements[T](x[0]), elements[T](x[1]), elements[T](y)
	if p.size == 2 && p.stride == 2 {
		if p.h%2+p.w%2 > 0 { // windows leave something out
			clear(to)
		}
		p.rows(func(result, image int) { spreadPairs(p, to[image:], images[image:], g[result:result+p.ow]) })
		return
	}
	clear(to)
	p.rows(func(result, image int) {
		for m := range p.ow {
			at := image + m*p.stride
			top, ties := p.largest64(at, func(k int) float64 { return float64(images[k]) })
			part := g[result+m] / T(ties)
			p.window(at, func(k int) {
				if float64(images[k]) == top || top != top {
					to[k] += part
				}
			})
		}
	})
}

// spreadPairs is fillMaxSpread for a row of windows of 2×2 that do not
// overlap, without a branch that depends on the numbers.
func spreadPairs[T gemm.Float](p *pooling, to, x, g []T) {
	upper, lower := x[:2*len(g)], x[p.w:][:2*len(g)]
	toUpper, toLower := to[:2*len(g)], to[p.w:][:2*len(g)]
	share := [...]T{T(math.NaN()), 1, 0.5, 1. / 3, 0.25}
	for m, v := range g {
		i := 2 * m
		a, b, c, d := upper[i], upper[i+1], lower[i], lower[i+1]
		top := max(max(a, b), max(c, d))
		isA, isB, isC, isD := bit(a == top), bit(b == top), bit(c == top), bit(d == top)
		parts := [2]T{0, v * share[isA+isB+isC+isD]}
		if top != top { // NaN is equal to nothing
			parts[0] = parts[1]
		}
		toUpper[i], toUpper[i+1], toLower[i], toLower[i+1] = parts[isA&1], parts[isB&1], parts[isC&1], parts[isD&1]
	}
}

func bit(b bool) int {
	n := 0
	if b {
		n = 1
	}
	return n
}

// window calls f with the place of every entry of the window that begins at a
// place.
func (p *pooling) window(at int, f func(k int)) {
	for i := range p.size {
		for j := range p.size {
			f(at + i*p.w + j)
		}
	}
}

// largest64 returns the largest entry of a window and how often it is there,
// 0 times if it is NaN.
func (p *pooling) largest64(at int, x func(k int) float64) (top float64, ties int) {
	top = math.Inf(-1)
	p.window(at, func(k int) { top = max(top, x(k)) })
	p.window(at, func(k int) { ties += bit(x(k) == top) })
	return top, ties
}

// fillAvgPool takes the mean of each window.
func fillAvgPool[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	p := poolingOf(a, x[0].shape)
	images, to := elements[T](x[0]), elements[T](y)
	part := 1 / T(p.size*p.size)
	p.rows(func(result, image int) {
		sum := to[result : result+p.ow]
		clear(sum)
		for i := range p.size {
			for j := range p.size {
				at := images[image+i*p.w+j:]
				for m := range sum {
					sum[m] += at[m*p.stride]
				}
			}
		}
		for m := range sum {
			sum[m] *= part
		}
	})
}

// fillAvgSpread shares cotangents of an AvgPool among the entries of each
// window.
func fillAvgSpread[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	p := poolingOf(a, y.shape)
	g, to := elements[T](x[0]), elements[T](y)
	clear(to)
	part := 1 / T(p.size*p.size)
	p.rows(func(result, image int) {
		for i := range p.size {
			for j := range p.size {
				at := to[image+i*p.w+j:]
				for m, v := range g[result : result+p.ow] {
					at[m*p.stride] += part * v
				}
			}
		}
	})
}
