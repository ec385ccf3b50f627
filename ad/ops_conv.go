package ad

import "slices"

// Conv2D slides kernels w, shape (out, in, kh, kw), over images t, shape (n,
// in, h, w): the cross-correlation that networks call convolution. The images
// are padded with so many zeros on each side. The result has shape (n, out,
// 1+(h+2·pad−kh)/stride, 1+(w+2·pad−kw)/stride). It panics unless the kernels
// fit.
func (t *Tensor) Conv2D(w *Tensor, stride, pad int) *Tensor {
	needs(t, w)
	checkImages("Conv2D", t, w, 1, "(out, in, kh, kw)")
	s, k := t.shape, w.shape
	if pad < 0 || pad > maxSize {
		panic(&Error{Op: "Conv2D", Shapes: shapesOf(t, w), Detail: "padding by " + itoa(pad), Hint: "SliceAxis takes entries away"})
	}
	padded := []int{s[0], s[1], s[2] + 2*pad, s[3] + 2*pad}
	sizeFor("Conv2D", padded)
	checkWindow("Conv2D", padded, k[2], k[3], stride)
	sizeFor("Conv2D", convShape(&Attr{Lo: stride, Hi: pad}, []*Tensor{t, w}))
	return conv.apply(&Attr{Lo: stride, Hi: pad}, t, w)
}

// checkImages panics unless w are kernels, of the given form, for images t,
// whose channels are its given axis.
func checkImages(op string, t, w *Tensor, in int, form string) {
	if len(t.shape) != 4 || len(w.shape) != 4 || t.shape[1] != w.shape[in] {
		panic(&Error{Op: op, Shapes: shapesOf(t, w), Detail: "images and kernels do not belong together",
			Hint: "images are (n, in, h, w), kernels " + form})
	}
}

// checkWindow panics unless windows of kh×kw fit images.
func checkWindow(op string, images []int, kh, kw, stride int) {
	if len(images) != 4 {
		panic(&Error{Op: op, Shapes: [][]int{images}, Detail: "images have shape (n, channels, h, w)"})
	}
	if stride < 1 || kh < 1 || kw < 1 || kh > images[2] || kw > images[3] {
		panic(&Error{Op: op, Shapes: [][]int{images, {kh, kw}}, Detail: "the window does not fit, or the stride is not positive"})
	}
}

// The three are each other's derivatives: Σ g·conv(x, w) is linear in results
// g, images x and kernels w, and each of them is the gradient by one. Lo is
// the stride, Hi the padding, Shape that of the result where it does not
// follow. With an axis in front of all operands, they are many independent
// ones.
var conv, convInput, convKernel = new(Prim), new(Prim), new(Prim)

func init() {
	x, w, g := Randn(1, 2, 2, 5, 4), Randn(2, 3, 2, 3, 2), Randn(3, 2, 3, 3, 3)
	strided := &Attr{Lo: 2, Hi: 1, Shape: x.shape}
	kernel := &Attr{Lo: 2, Hi: 1, Shape: w.shape}
	conv.define(Prim{
		Name: "Conv2D", TeX: `%s \star %s`, Text: "%s ⋆ %s", Prec: precMul,
		batch:  conv.convBatched,
		filler: fills(convShape, fillConv[float64], fillConv[float32]),
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return convInput.apply(&Attr{Lo: c.Lo, Hi: c.Hi, Shape: c.X[0].shape}, g, c.X[1])
			}
			return convKernel.apply(&Attr{Lo: c.Lo, Hi: c.Hi, Shape: c.X[1].shape}, c.X[0], g)
		},
		Shapes: []Example{
			{Attr: Attr{Lo: 2, Hi: 1}, In: []*Tensor{x, w}},
			{Attr: Attr{Lo: 1}, In: []*Tensor{Randn(1, 1, 2, 3, 3), Randn(2, 2, 2, 1, 1)}},
			{Attr: Attr{Lo: 1, Hi: 1}, In: []*Tensor{Randn(1, 2, 1, 1, 3, 9), Randn(2, 2, 2, 1, 2, 2)}},
		},
	})
	convInput.define(Prim{
		Name: "ConvInput", TeX: `\operatorname{convinput}(%s, %s)`,
		batch:  convInput.convBatched,
		filler: fills(givenShape, fillConvInput[float64], fillConvInput[float32]),
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return conv.apply(&Attr{Lo: c.Lo, Hi: c.Hi}, g, c.X[1])
			}
			return convKernel.apply(&Attr{Lo: c.Lo, Hi: c.Hi, Shape: c.X[1].shape}, g, c.X[0])
		},
		Shapes: []Example{
			{Attr: *strided, In: []*Tensor{g, w}},
			{Attr: Attr{Lo: 1, Shape: []int{1, 2, 3, 3}}, In: []*Tensor{Randn(1, 1, 2, 3, 3), Randn(2, 2, 2, 1, 1)}},
			{Attr: Attr{Lo: 1, Shape: []int{1, 2, 3, 3}}, In: []*Tensor{Randn(1, 1, 2, 2, 3), Randn(2, 2, 2, 2, 1)}},
		},
	})
	convKernel.define(Prim{
		Name: "ConvKernel", TeX: `\operatorname{convkernel}(%s, %s)`,
		batch:  convKernel.convBatched,
		filler: fills(givenShape, fillConvKernel[float64], fillConvKernel[float32]),
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return convInput.apply(&Attr{Lo: c.Lo, Hi: c.Hi, Shape: c.X[0].shape}, c.X[1], g)
			}
			return conv.apply(&Attr{Lo: c.Lo, Hi: c.Hi}, c.X[0], g)
		},
		Shapes: []Example{
			{Attr: *kernel, In: []*Tensor{x, g}},
			{Attr: Attr{Lo: 1, Shape: []int{2, 1, 2, 2}}, In: []*Tensor{Randn(1, 2, 1, 3, 3), Randn(2, 2, 2, 2, 2)}},
		},
	})
}

func convShape(a *Attr, x []*Tensor) []int {
	c := convolutionOf(a, x[0].shape, x[1].shape)
	front := slices.Clone(x[0].shape[:len(x[0].shape)-4])
	return append(front, c.n, c.out, c.oh, c.ow)
}

// convBatched takes examples as further images where the kernels are the same
// for all, else as convolutions of their own.
func (p *Prim) convBatched(b *batch) *Tensor {
	a := *b.Attr
	if p != convKernel && !b.On[1] && b.rank(0) == 4 {
		shape := b.X[0].shape
		if p == convInput {
			a.Shape = append([]int{b.N * b.Shape[0]}, b.Shape[1:]...)
		}
		y := p.apply(&a, b.X[0].Reshape(append([]int{b.N * shape[1]}, shape[2:]...)...), b.X[1])
		return y.Reshape(append([]int{b.N, shape[1]}, y.shape[1:]...)...)
	}
	x := b.all()
	front := x[0].shape[:len(x[0].shape)-4]
	for i, t := range x {
		x[i] = t.Reshape(append([]int{size(front)}, t.shape[len(front):]...)...)
	}
	if a.Shape != nil {
		a.Shape = append([]int{size(front)}, a.Shape[len(a.Shape)-4:]...)
	}
	y := p.apply(&a, x...)
	return y.Reshape(append(slices.Clone(front), y.shape[1:]...)...)
}
