package ad

import (
	"cmp"
	"slices"
)

// Conv says how kernels slide. What is left 0 is as in the plainest
// convolution: a stride, a dilation and a number of groups of 1, no padding.
type Conv struct {
	Stride   int // from one place to the next
	Pad      int // so many zeros on each side
	Dilation int // how far apart a kernel's numbers lie on what it slides over
	Groups   int // into so many convolutions of their own are the channels divided, in and out
}

// Convolve is Conv2D with all that networks ask of it. It slides kernels w,
// shape (out, in/groups, kh, kw), over images t, shape (n, in, h, w), or
// kernels (out, in/groups, k) over sequences (n, in, length). Along each axis
// of n numbers a kernel of k has 1+(n+2·pad−dilation·(k−1)−1)/stride places.
// It panics unless the kernels fit.
func (t *Tensor) Convolve(w *Tensor, c Conv) *Tensor {
	needs(t, w)
	c.Stride, c.Dilation, c.Groups = cmp.Or(c.Stride, 1), cmp.Or(c.Dilation, 1), cmp.Or(c.Groups, 1)
	c.check(t, w)
	sequence := len(t.shape) == 3
	dilation := [2]int{c.Dilation, c.Dilation}
	if sequence { // an image one row high
		t, w, c.Pad = t.Pad(2, c.Pad, c.Pad).ExpandDims(2), w.ExpandDims(2), 0
		dilation[0] = 1
	}
	var y *Tensor
	if c.Dilation == 1 {
		y = grouped(t, w, c.Groups, &Attr{Lo: c.Stride, Hi: c.Pad})
	} else {
		y = dilated(t.Pad(2, c.Pad, c.Pad).Pad(3, c.Pad, c.Pad), w, c, dilation)
	}
	if sequence {
		y = y.Reshape(y.shape[0], y.shape[1], y.shape[3])
	}
	return y
}

// check panics unless kernels w fit t.
func (c Conv) check(t, w *Tensor) {
	s, k := t.shape, w.shape
	bad := func(detail, hint string) {
		panic(&Error{Op: "Convolve", Shapes: shapesOf(t, w), Detail: detail, Hint: hint})
	}
	switch {
	case len(s) != len(k) || len(s) != 3 && len(s) != 4:
		bad("what is slid over and the kernels do not belong together", "images are (n, in, h, w), kernels (out, in/groups, kh, kw); sequences (n, in, length), kernels (out, in/groups, k)")
	case c.Stride < 1 || c.Dilation < 1 || c.Groups < 1 || c.Pad < 0 || c.Pad > maxSize:
		bad("stride "+itoa(c.Stride)+", dilation "+itoa(c.Dilation)+", "+itoa(c.Groups)+" groups, padding by "+itoa(c.Pad), "the former are at least 1, the padding at least 0")
	case k[1] > maxSize/c.Groups || k[1]*c.Groups != s[1] || k[0]%c.Groups != 0:
		bad(itoa(s[1])+" channels to "+itoa(k[0])+" in "+itoa(c.Groups)+" groups: the kernels have "+itoa(k[1]), "kernels are (out, in/groups, …), and groups divides in and out")
	}
	padded := slices.Clone(s)
	for axis := 2; axis < len(s); axis++ {
		padded[axis] += 2 * c.Pad
		if k[axis] < 1 || k[axis]-1 > (padded[axis]-1)/c.Dilation {
			bad("the kernels, spread by the dilation, do not fit", "padding makes room")
		}
	}
	sizeFor("Convolve", padded)
}

// grouped divides the channels into groups, each with kernels of its own.
func grouped(x, w *Tensor, groups int, a *Attr) *Tensor {
	if groups == 1 {
		return conv.apply(a, x, w)
	}
	s, k := x.shape, w.shape
	x = x.Reshape(s[0], groups, s[1]/groups, s[2], s[3]).MoveAxis(1, 0)
	y := conv.apply(a, x, w.Reshape(groups, k[0]/groups, k[1], k[2], k[3]))
	return y.MoveAxis(0, 1).Reshape(s[0], k[0], y.shape[3], y.shape[4])
}

// dilated divides each image into d[0]·d[1] coarser ones, of every d-th row
// and column: on those a spread kernel is a dense one. Their results, put
// together again, are all places; the stride chooses among them.
func dilated(x, w *Tensor, c Conv, d [2]int) *Tensor {
	n, in := x.shape[0], x.shape[1]
	var places, coarse [2]int
	for i, k := range w.shape[2:] {
		whole := x.shape[2+i]
		places[i] = whole - d[i]*(k-1)
		coarse[i] = (whole + d[i] - 1) / d[i]
		x = x.Pad(2+i, 0, coarse[i]*d[i]-whole)
	}
	x = x.Reshape(n, in, coarse[0], d[0], coarse[1], d[1]).Permute(3, 5, 0, 1, 2, 4).Reshape(d[0]*d[1]*n, in, coarse[0], coarse[1])
	y := grouped(x, w, c.Groups, &Attr{Lo: 1})
	out, h, wide := y.shape[1], y.shape[2], y.shape[3]
	y = y.Reshape(d[0], d[1], n, out, h, wide).Permute(2, 3, 4, 0, 5, 1).Reshape(n, out, h*d[0], wide*d[1])
	return y.SliceStep(2, 0, places[0], c.Stride).SliceStep(3, 0, places[1], c.Stride)
}

// ConvTranspose2D is the transpose of Conv2D as a linear map, what networks
// call a transposed convolution: images t, shape (n, in, h, w), and kernels
// w, shape (in, out, kh, kw), become images of shape (n, out,
// (h−1)·stride−2·pad+kh, (w−1)·stride−2·pad+kw). It panics unless that is
// positive.
func (t *Tensor) ConvTranspose2D(w *Tensor, stride, pad int) *Tensor {
	needs(t, w)
	checkImages("ConvTranspose2D", t, w, 0, "(in, out, kh, kw)")
	s, k := t.shape, w.shape
	shape := []int{s[0], k[1], 0, 0}
	for axis := 2; axis < 4; axis++ {
		if stride < 1 || pad < 0 || pad > maxSize || s[axis] > 1 && stride > maxSize/(s[axis]-1) {
			panic(&Error{Op: "ConvTranspose2D", Shapes: shapesOf(t, w), Detail: "stride " + itoa(stride) + ", padding by " + itoa(pad),
				Hint: "a stride is at least 1, a padding at least 0"})
		}
		shape[axis] = (s[axis]-1)*stride - 2*pad + k[axis]
		if s[axis] < 1 || k[axis] < 1 || shape[axis] < 1 {
			panic(&Error{Op: "ConvTranspose2D", Shapes: shapesOf(t, w), Detail: "the padding leaves nothing of the result"})
		}
	}
	sizeFor("ConvTranspose2D", shape)
	return convInput.apply(&Attr{Lo: stride, Hi: pad, Shape: shape}, t, w)
}
