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
	c.stride = min(c.stride, max(c.h, c.w)+2*c.padding) // past the image one way or the other
	c.oh, c.ow = places(c.h+2*c.padding, c.kh, c.stride), places(c.w+2*c.padding, c.kw, c.stride)
	return c
}

// places is how many windows lie on an axis of length n.
func places(n, window, stride int) int { return 1 + (n-window)/stride }

func (c *convolution) depth() int     { return c.in * c.kh * c.kw } // numbers in a kernel
func (c *convolution) rowDepth() int  { return c.in * c.kw }        // in one row of it, all channels
func (c *convolution) imageSize() int { return c.in * c.h * c.w }

// A convolution is computed as a sum over the rows i of the kernels, each a
// product of matrices: row i of all channels, (out, in·kw), times the matrix
// whose rows are the images moved by j columns, (in·kw, places). The same
// moved images serve for every i: only where they are read begins i rows
// further down. Laying out the whole patches would copy kh times as much.

// blockBytes bounds what is computed at once, so that it stays in the cache.
const blockBytes = 1 << 17

// A shifter holds, for some rows of results, the rows of an image that they
// need, moved by each column of the kernel. Under a stride of s, rows that are
// s apart follow each other: a phase for each that they may begin with.
type shifter[T gemm.Float] struct {
	*convolution
	step   int // rows of results at a time
	phases int
	lines  int // rows of the image for each phase
	pitch  int // from one moved image to the next
	moved  []T // (phases, in, kw, lines, ow)
	memory *scratch[T]
	copied bool // whether moved is memory of its own
}

func newShifter[T gemm.Float](c *convolution) *shifter[T] {
	s := &shifter[T]{convolution: c, copied: c.kw > 1 || c.stride > 1 || c.padding > 0, memory: borrow[T]()}
	element := int(unsafe.Sizeof(T(0)))
	halo := (c.kh - 1) / c.stride
	s.phases = min(c.stride, c.kh)
	s.step = blockBytes/max(1, c.ow*element*max(c.out, s.phases*c.rowDepth())) - halo
	s.step = max(1, min(s.step, c.oh))
	s.lines = s.step + halo
	s.pitch = s.lines*c.ow + 64/element // off the same lines of the cache
	if s.copied {
		s.moved = s.memory.of(s.phases * c.rowDepth() * s.pitch)
	} else {
		s.pitch = c.h * c.w
	}
	return s
}

// blocks calls f with each range of rows of results.
func (s *shifter[T]) blocks(f func(r, r1 int)) {
	for r := 0; r < s.oh; r += s.step {
		f(r, min(r+s.step, s.oh))
	}
}

// lines calls f with every row that rows r to r1 of results need: the moved
// one, and which row of the image it is, that of kernel column j. Rows outside
// of the image are none.
func (s *shifter[T]) each(r, r1 int, f func(line []T, image, j int)) {
	for phase := range s.phases {
		count := r1 - r + (s.kh-1-phase)/s.stride
		for k := range s.rowDepth() {
			c, j := k/s.kw, k%s.kw
			at := (phase*s.rowDepth() + k) * s.pitch
			for t := range count {
				line := s.moved[at+t*s.ow:][:s.ow]
				row := (r+t)*s.stride + phase - s.padding
				if row < 0 || row >= s.h {
					f(line, -1, j)
				} else {
					f(line, (c*s.h+row)*s.w, j)
				}
			}
		}
	}
}

// within returns the range of a row of results that meets the image at column
// j of the kernel, and the first column of the image that it meets.
func (s *shifter[T]) within(j int) (lo, hi, first int) {
	ahead := s.padding - j
	lo = min(s.ow, (max(0, ahead)+s.stride-1)/s.stride)
	if last := s.w - 1 + ahead; last >= 0 {
		hi = min(s.ow, last/s.stride+1)
	}
	return lo, max(lo, hi), lo*s.stride - ahead
}

// load moves what rows r to r1 of results need of an image.
func (s *shifter[T]) load(image []T, r, r1 int) {
	if !s.copied {
		s.moved = image[r*s.ow:]
		return
	}
	s.each(r, r1, func(line []T, at, j int) {
		if at < 0 {
			clear(line)
			return
		}
		lo, hi, first := s.within(j)
		clear(line[:lo])
		clear(line[hi:])
		if lo == hi {
			return
		}
		to, from := line[lo:hi], image[at+first:]
		if s.stride == 1 {
			copy(to, from)
			return
		}
		for m := range to {
			to[m] = from[m*s.stride]
		}
	})
}

// add adds what is moved to an image: the transpose of load.
func (s *shifter[T]) add(image []T, r, r1 int) {
	if !s.copied {
		return
	}
	s.each(r, r1, func(line []T, at, j int) {
		lo, hi, first := s.within(j)
		if at < 0 || lo == hi {
			return
		}
		from, to := line[lo:hi], image[at+first:]
		if s.stride == 1 {
			to = to[:len(from)]
			vec.Add(to, to, from)
			return
		}
		for m, v := range from {
			to[m*s.stride] += v
		}
	})
}

// matrix is what row i of the kernels meets: (in·kw, places) for rows r to r1
// of results.
func (s *shifter[T]) matrix(i, r, r1 int) gemm.Matrix[T] {
	at := i%s.stride*s.rowDepth()*s.pitch + i/s.stride*s.ow
	return gemm.Matrix[T]{Rows: s.rowDepth(), Cols: (r1 - r) * s.ow, Stride: s.pitch, Data: s.moved[at:]}
}

// result views rows r to r1 of image k of results: a row for each channel.
func result[T gemm.Float](c *convolution, y []T, k, r, r1 int) gemm.Matrix[T] {
	return gemm.Matrix[T]{Rows: c.out, Cols: (r1 - r) * c.ow, Stride: c.oh * c.ow, Data: y[k*c.out*c.oh*c.ow+r*c.ow:]}
}

// kernelRows lays out the kernels of convolution g by their rows i, each
// (out, in·kw), in dst.
func kernelRows[T gemm.Float](c *convolution, dst, w []T, g int) {
	w = w[g*c.out*c.depth():]
	for p := range c.out * c.in {
		for i := range c.kh {
			copy(dst[(i*c.out*c.in+p)*c.kw:][:c.kw], w[(p*c.kh+i)*c.kw:])
		}
	}
}

// kernelRow is row i of what kernelRows has laid out.
func kernelRow[T gemm.Float](c *convolution, rows []T, i int) gemm.Matrix[T] {
	return gemm.Dense(c.out, c.rowDepth(), rows[i*c.out*c.rowDepth():])
}

// empty reports whether a sum of products has none, and makes it zero then.
func empty(y *Tensor, x []*Tensor) bool {
	none := y.Size() == 0 || x[0].Size() == 0 || x[1].Size() == 0
	if none {
		clear(y.data)
		clear(y.single)
	}
	return none
}

// fillConv computes the results of a convolution of images with kernels.
func fillConv[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	if empty(y, x) {
		return
	}
	c := convolutionOf(a, x[0].shape, x[1].shape)
	s, rows := newShifter[T](c), borrow[T]()
	defer s.memory.giveBack()
	defer rows.giveBack()
	images, w, to := elements[T](x[0]), elements[T](x[1]), elements[T](y)
	by := rows.of(c.out * c.depth())
	for k := range c.many * c.n {
		if k%c.n == 0 {
			kernelRows(c, by, w, k/c.n)
		}
		s.blocks(func(r, r1 int) {
			s.load(images[k*c.imageSize():][:c.imageSize()], r, r1)
			for i := range c.kh {
				if y := result(c, to, k, r, r1); i == 0 {
					gemm.Mul(y, kernelRow(c, by, i), s.matrix(i, r, r1))
				} else {
					gemm.MulAdd(y, kernelRow(c, by, i), s.matrix(i, r, r1))
				}
			}
		})
	}
}

// fillConvInput pulls cotangents of results x[0] back to the images, by
// kernels x[1].
func fillConvInput[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	if empty(y, x) {
		return
	}
	c := convolutionOf(a, y.shape, x[1].shape)
	s, rows := newShifter[T](c), borrow[T]()
	defer s.memory.giveBack()
	defer rows.giveBack()
	images, w, g := elements[T](y), elements[T](x[1]), elements[T](x[0])
	clear(images)
	by := rows.of(c.out * c.depth())
	for k := range c.many * c.n {
		if k%c.n == 0 {
			kernelRows(c, by, w, k/c.n)
		}
		image := images[k*c.imageSize():][:c.imageSize()]
		s.blocks(func(r, r1 int) {
			if s.copied {
				clear(s.moved)
			} else {
				s.moved = image[r*s.ow:]
			}
			for i := range c.kh {
				gemm.MulAdd(s.matrix(i, r, r1), kernelRow(c, by, i).T(), result(c, g, k, r, r1))
			}
			s.add(image, r, r1)
		})
	}
}

// fillConvKernel pulls cotangents of results x[1] back to the kernels, by
// images x[0]. It adds up transposed matrices, (in·kw, out), one for each row
// of the kernels.
func fillConvKernel[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	if empty(y, x) {
		return
	}
	c := convolutionOf(a, x[0].shape, y.shape)
	s, memory := newShifter[T](c), borrow[T]()
	defer s.memory.giveBack()
	defer memory.giveBack()
	images, w, g := elements[T](x[0]), elements[T](y), elements[T](x[1])
	sums := memory.of(c.out*c.depth() + s.step*c.ow*c.out)
	sums, turned := sums[:c.out*c.depth()], sums[c.out*c.depth():]
	for m := range c.many {
		clear(sums)
		for k := m * c.n; k < (m+1)*c.n; k++ {
			s.blocks(func(r, r1 int) {
				s.load(images[k*c.imageSize():][:c.imageSize()], r, r1)
				by := gemm.Dense((r1-r)*c.ow, c.out, turned)
				gemm.Copy(by, result(c, g, k, r, r1).T())
				for i := range c.kh {
					gemm.MulAdd(gemm.Dense(c.rowDepth(), c.out, sums[i*c.out*c.rowDepth():]), s.matrix(i, r, r1), by)
				}
			})
		}
		into := w[m*c.out*c.depth():]
		for i := range c.kh {
			for k := range c.rowDepth() {
				for o, v := range sums[(i*c.rowDepth()+k)*c.out:][:c.out] {
					into[((o*c.in+k/c.kw)*c.kh+i)*c.kw+k%c.kw] = v
				}
			}
		}
	}
}
