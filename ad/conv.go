package ad

import (
	"unsafe"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

// A convolution is the sizes of one: images (n, in, h, w), kernels (out, in,
// kh, kw) and results (n, out, oh, ow); many of them if those have an axis in
// front.
type convolution struct {
	many, n         int
	in, h, w        int
	out, kh, kw     int
	oh, ow          int
	stride, padding int
}

func convolutionOf(a *Attr, images, kernels []int) *convolution {
	c := &convolution{many: 1, stride: a.Lo, padding: a.Hi}
	if len(images) == 5 {
		c.many, images, kernels = images[0], images[1:], kernels[1:]
	}
	c.n, c.in, c.h, c.w = images[0], images[1], images[2], images[3]
	c.out, c.kh, c.kw = kernels[0], kernels[2], kernels[3]
	c.oh, c.ow = places(c.h+2*c.padding, c.kh, c.stride), places(c.w+2*c.padding, c.kw, c.stride)
	return c
}

// places is how many windows lie on an axis of length n.
func places(n, window, stride int) int { return 1 + (n-window)/stride }

// depth is how many numbers a patch has.
func (c *convolution) depth() int { return c.in * c.kh * c.kw }

// result views rows r to r1 of image i of results: a row for each channel.
func result[T gemm.Float](c *convolution, y []T, i, r, r1 int) gemm.Matrix[T] {
	return gemm.Matrix[T]{Rows: c.out, Cols: (r1 - r) * c.ow, Stride: c.oh * c.ow, Data: y[i*c.out*c.oh*c.ow+r*c.ow:]}
}

// kernels views the kernels of convolution g: a row for each channel of the
// result.
func kernels[T gemm.Float](c *convolution, w []T, g int) gemm.Matrix[T] {
	return gemm.Dense(c.out, c.depth(), w[g*c.out*c.depth():])
}

// patchBytes bounds the patches laid out at once: they stay in the
// second-level cache.
const patchBytes = 1 << 18

// A patcher lays out patches of an image as the columns of a matrix, for some
// rows of results at a time.
type patcher[T gemm.Float] struct {
	*convolution
	step       int // rows at a time
	high, wide int // of the image with zeros around it
	image      []T // with zeros around it
	columns    []T
	memory     *scratch[T]
}

func newPatcher[T gemm.Float](c *convolution) *patcher[T] {
	most := max(1, patchBytes/max(1, c.depth()*c.ow*int(unsafe.Sizeof(T(0)))))
	parts := max(1, (c.oh+most-1)/most)
	p := &patcher[T]{convolution: c, step: max(1, (c.oh+parts-1)/parts), high: c.h + 2*c.padding, wide: c.w + 2*c.padding, memory: borrow[T]()}
	n := 0
	if c.padding > 0 {
		n = c.in * p.high * p.wide
	}
	all := p.memory.of(n + c.depth()*p.stride())
	p.image, p.columns = all[:n], all[n:]
	return p
}

// stride keeps the rows of the matrix off each other's lines of the cache.
func (p *patcher[T]) stride() int { return p.step*p.ow + 16 }

// single reports whether a patch is one number of each channel, so that the
// image itself is the matrix.
func (c *convolution) single() bool {
	return c.kh == 1 && c.kw == 1 && c.stride == 1 && c.padding == 0
}

// of returns image i of x.
func (p *patcher[T]) of(x []T, i int) []T {
	n := p.in * p.h * p.w
	return x[i*n : (i+1)*n]
}

// load takes an image.
func (p *patcher[T]) load(image []T) {
	if p.padding == 0 {
		p.image = image
		return
	}
	clear(p.image)
	p.rows(func(inner, padded int) { copy(p.image[padded:padded+p.w], image[inner:]) })
}

// store adds up what lies within the zeros.
func (p *patcher[T]) store(image []T) {
	if p.padding > 0 {
		p.rows(func(inner, padded int) { copy(image[inner:inner+p.w], p.image[padded:]) })
	}
}

// rows calls f with the places of each row in the image and in that with
// zeros around it.
func (p *patcher[T]) rows(f func(inner, padded int)) {
	for c := range p.in {
		for i := range p.h {
			f((c*p.h+i)*p.w, (c*p.high+i+p.padding)*p.wide+p.padding)
		}
	}
}

// matrix is where the patches of rows r to r1 lie.
func (p *patcher[T]) matrix(r, r1 int) gemm.Matrix[T] {
	m := gemm.Matrix[T]{Rows: p.depth(), Cols: (r1 - r) * p.ow, Stride: p.stride(), Data: p.columns}
	if p.single() {
		m.Stride, m.Data = p.h*p.w, p.image[r*p.ow:]
	}
	return m
}

// each calls f with every run of the patches of rows r to r1 that lies in
// one row of the image: where it begins in the matrix and in the image.
func (p *patcher[T]) each(r, r1 int, f func(column, image int)) {
	k := 0
	for c := range p.in {
		for i := range p.kh {
			for j := range p.kw {
				for row := r; row < r1; row++ {
					f(k+(row-r)*p.ow, (c*p.high+row*p.convolution.stride+i)*p.wide+j)
				}
				k += p.stride()
			}
		}
	}
}

// lay lays out the patches of rows r to r1.
func (p *patcher[T]) lay(r, r1 int) gemm.Matrix[T] {
	n, step := p.ow, p.convolution.stride
	switch {
	case p.single():
	case step == 1:
		p.each(r, r1, func(column, image int) { copyRun(p.columns[column:column+n], p.image[image:image+n]) })
	default:
		p.each(r, r1, func(column, image int) {
			to, from := p.columns[column:column+n], p.image[image:]
			for m := range to {
				to[m] = from[m*step]
			}
		})
	}
	return p.matrix(r, r1)
}

// add adds the patches of rows r to r1 to the image: the transpose of lay.
func (p *patcher[T]) add(r, r1 int) {
	n, step := p.ow, p.convolution.stride
	switch {
	case p.single():
	case step == 1:
		p.each(r, r1, func(column, image int) {
			to := p.image[image : image+n]
			vec.Add(to, to, p.columns[column:column+n])
		})
	default:
		p.each(r, r1, func(column, image int) {
			from, to := p.columns[column:column+n], p.image[image:]
			for m, v := range from {
				to[m*step] += v
			}
		})
	}
}

// copyRun copies short runs without a call.
func copyRun[T gemm.Float](to, from []T) {
	const unit = 8
	if len(to) < unit || len(to) > 8*unit {
		copy(to, from)
		return
	}
	i := 0
	for ; i+unit <= len(to); i += unit {
		*(*[unit]T)(to[i:]) = *(*[unit]T)(from[i:])
	}
	if i < len(to) { // the last ones again
		i = len(to) - unit
		*(*[unit]T)(to[i:]) = *(*[unit]T)(from[i:])
	}
}

// fillConv computes the results of a convolution of images with kernels.
func fillConv[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	c := convolutionOf(a, x[0].shape, x[1].shape)
	p := newPatcher[T](c)
	defer p.memory.giveBack()
	images, w, to := elements[T](x[0]), elements[T](x[1]), elements[T](y)
	for i := range c.many * c.n {
		p.load(p.of(images, i))
		for r := 0; r < c.oh; r += p.step {
			r1 := min(r+p.step, c.oh)
			gemm.Mul(result(c, to, i, r, r1), kernels(c, w, i/c.n), p.lay(r, r1))
		}
	}
}

// fillConvInput pulls cotangents of results x[0] back to the images, by
// kernels x[1].
func fillConvInput[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	c := convolutionOf(a, y.shape, x[1].shape)
	p := newPatcher[T](c)
	defer p.memory.giveBack()
	images, w, g := elements[T](y), elements[T](x[1]), elements[T](x[0])
	for i := range c.many * c.n {
		if p.padding == 0 {
			p.image = p.of(images, i)
		}
		clear(p.image)
		for r := 0; r < c.oh; r += p.step {
			r1 := min(r+p.step, c.oh)
			gemm.Mul(p.matrix(r, r1), kernels(c, w, i/c.n).T(), result(c, g, i, r, r1))
			p.add(r, r1)
		}
		p.store(p.of(images, i))
	}
}

// fillConvKernel pulls cotangents of results x[1] back to the kernels, by
// images x[0]. It computes the transposed matrix, for which the cotangents are
// packed and not the patches, which are more.
func fillConvKernel[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	c := convolutionOf(a, x[0].shape, y.shape)
	p := newPatcher[T](c)
	defer p.memory.giveBack()
	memory := borrow[T]()
	defer memory.giveBack()
	images, w, g := elements[T](x[0]), elements[T](y), elements[T](x[1])
	sum := gemm.Dense(c.depth(), c.out, memory.of(c.depth()*c.out))
	for k := range c.many {
		clear(sum.Data)
		for i := k * c.n; i < (k+1)*c.n; i++ {
			p.load(p.of(images, i))
			for r := 0; r < c.oh; r += p.step {
				r1 := min(r+p.step, c.oh)
				gemm.MulAdd(sum, p.lay(r, r1), result(c, g, i, r, r1).T())
			}
		}
		gemm.Copy(kernels(c, w, k), sum.T())
	}
}
