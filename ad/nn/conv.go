package nn

import "github.com/gojac/gojac/ad"

// Conv2D slides kernels w, shape (out, in, kh, kw), over images x, shape (n,
// in, h, w), and adds b, shape (out): the cross-correlation that networks
// call convolution. The images are padded with so many zeros on each side. The
// result has shape (n, out, 1+(h+2·pad−kh)/stride, 1+(w+2·pad−kw)/stride).
func Conv2D(x, w, b *ad.Tensor, stride, pad int) *ad.Tensor {
	s, k := x.Shape(), w.Shape()
	if len(s) != 4 || len(k) != 4 || s[1] != k[1] {
		panic(&ad.Error{Op: "Conv2D", Shapes: [][]int{s, k}, Detail: "images and kernels do not belong together",
			Hint: "images are (n, in, h, w), kernels (out, in, kh, kw)"})
	}
	x = padded(x, pad)
	v := windowsOf("Conv2D", x, k[2], k[3], stride)
	rows := v.gather(x, true) // (n·places, in·kh·kw)
	y := rows.MatMul(w.Reshape(k[0], -1).T()).Add(b)
	return y.Reshape(s[0], v.high*v.wide, k[0]).Permute(0, 2, 1).Reshape(s[0], k[0], v.high, v.wide)
}

// MaxPool2D returns the largest entry of each size×size window of images x,
// shape (n, channels, h, w). Ties share the derivative evenly.
func MaxPool2D(x *ad.Tensor, size, stride int) *ad.Tensor {
	return pool("MaxPool2D", x, size, stride, func(w *ad.Tensor) *ad.Tensor { return w.MaxAxis(3) })
}

// AvgPool2D returns the mean of each size×size window of images x, shape (n,
// channels, h, w).
func AvgPool2D(x *ad.Tensor, size, stride int) *ad.Tensor {
	return pool("AvgPool2D", x, size, stride, func(w *ad.Tensor) *ad.Tensor { return w.MeanAxis(3) })
}

func pool(op string, x *ad.Tensor, size, stride int, reduce func(w *ad.Tensor) *ad.Tensor) *ad.Tensor {
	s := x.Shape()
	if len(s) != 4 {
		panic(&ad.Error{Op: op, Shapes: [][]int{s}, Detail: "images have shape (n, channels, h, w)"})
	}
	v := windowsOf(op, x, size, size, stride)
	w := v.gather(x, false).Reshape(s[0], s[1], v.high*v.wide, size*size)
	return reduce(w).Reshape(s[0], s[1], v.high, v.wide)
}

// padded puts zeros around images.
func padded(x *ad.Tensor, pad int) *ad.Tensor {
	if pad == 0 {
		return x
	}
	for _, axis := range []int{2, 3} {
		s := x.Shape()
		s[axis] = pad
		zeros := ofType(x, ad.Zeros(s...))
		x = ad.ConcatAxis(axis, zeros, x, zeros)
	}
	return x
}

// windows says where windows of kh×kw lie on images.
type windows struct {
	shape          []int // of the images
	kh, kw, stride int
	high, wide     int // how many there are
}

func windowsOf(op string, x *ad.Tensor, kh, kw, stride int) windows {
	s := x.Shape()
	v := windows{shape: s, kh: kh, kw: kw, stride: stride}
	if stride < 1 || kh < 1 || kw < 1 || kh > s[2] || kw > s[3] {
		panic(&ad.Error{Op: op, Shapes: [][]int{s, {kh, kw}}, Detail: "the window does not fit, or the stride is not positive"})
	}
	v.high, v.wide = 1+(s[2]-kh)/stride, 1+(s[3]-kw)/stride
	return v
}

// gather lists the entries of every window: with together, one row for each
// place that holds all channels; else the windows of each channel.
func (v windows) gather(x *ad.Tensor, together bool) *ad.Tensor {
	channels, h, w := v.shape[1], v.shape[2], v.shape[3]
	index := make([]int, 0, channels*v.high*v.wide*v.kh*v.kw)
	window := func(c, place int) {
		top, left := place/v.wide*v.stride, place%v.wide*v.stride
		for i := range v.kh {
			for j := range v.kw {
				index = append(index, (c*h+top+i)*w+left+j)
			}
		}
	}
	outer, inner := channels, v.high*v.wide
	if together {
		outer, inner = inner, outer
	}
	for a := range outer {
		for b := range inner {
			if together {
				window(b, a)
			} else {
				window(a, b)
			}
		}
	}
	y := x.Reshape(v.shape[0], -1).Gather(1, index...)
	if together {
		return y.Reshape(v.shape[0]*v.high*v.wide, -1)
	}
	return y
}

// ofType brings t to the type of x.
func ofType(x, t *ad.Tensor) *ad.Tensor {
	if x.DType() == ad.Float32 {
		return t.Float32()
	}
	return t
}
