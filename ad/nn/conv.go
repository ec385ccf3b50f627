package nn

import "github.com/gojac/gojac/ad"

// Conv2D slides kernels w, shape (out, in, kh, kw), over images x, shape (n,
// in, h, w), and adds b, shape (out): the cross-correlation that networks
// call convolution. The images are padded with so many zeros on each side. The
// result has shape (n, out, 1+(h+2·pad−kh)/stride, 1+(w+2·pad−kw)/stride).
func Conv2D(x, w, b *ad.Tensor, stride, pad int) *ad.Tensor {
	return x.Conv2D(w, stride, pad).Add(b.Reshape(-1, 1, 1))
}

// Convolve is Conv2D with strides, padding, dilation and groups as c says, of
// images x, shape (n, in, h, w), or sequences, shape (n, in, length). Kernels
// w have shape (out, in/groups, kh, kw) or (out, in/groups, k), b has (out).
func Convolve(x, w, b *ad.Tensor, c ad.Conv) *ad.Tensor {
	y := x.Convolve(w, c)
	if y.Dims() == 3 {
		return y.Add(b.Reshape(-1, 1))
	}
	return y.Add(b.Reshape(-1, 1, 1))
}

// ConvTranspose2D spreads images x, shape (n, in, h, w), by kernels w, shape
// (in, out, kh, kw), and adds b, shape (out). The result has shape (n, out,
// (h−1)·stride−2·pad+kh, (w−1)·stride−2·pad+kw).
func ConvTranspose2D(x, w, b *ad.Tensor, stride, pad int) *ad.Tensor {
	return x.ConvTranspose2D(w, stride, pad).Add(b.Reshape(-1, 1, 1))
}

// MaxPool2D returns the largest entry of each size×size window of images x,
// shape (n, channels, h, w). Ties share the derivative evenly.
func MaxPool2D(x *ad.Tensor, size, stride int) *ad.Tensor { return x.MaxPool2D(size, stride) }

// AvgPool2D returns the mean of each size×size window of images x, shape (n,
// channels, h, w).
func AvgPool2D(x *ad.Tensor, size, stride int) *ad.Tensor { return x.AvgPool2D(size, stride) }

// ofType brings t to the type of x.
func ofType(x, t *ad.Tensor) *ad.Tensor {
	if x.DType() == ad.Float32 {
		return t.Float32()
	}
	return t
}
