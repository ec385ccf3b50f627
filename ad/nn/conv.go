package nn

import "github.com/gojac/gojac/ad"

// Conv2D slides kernels w, shape (out, in, kh, kw), over images x, shape (n,
// in, h, w), and adds b, shape (out): the cross-correlation that networks
// call convolution. The images are padded with so many zeros on each side. The
// result has shape (n, out, 1+(h+2·pad−kh)/stride, 1+(w+2·pad−kw)/stride).
func Conv2D(x, w, b *ad.Tensor, stride, pad int) *ad.Tensor {
	return shifted("Conv2D", x.Conv2D(w, stride, pad), b)
}

// Convolve is Conv2D with strides, padding, dilation and groups as c says, of
// images x, shape (n, in, h, w), or sequences, shape (n, in, length). Kernels
// w have shape (out, in/groups, kh, kw) or (out, in/groups, k), b has (out).
func Convolve(x, w, b *ad.Tensor, c ad.Conv) *ad.Tensor {
	return shifted("Convolve", x.Convolve(w, c), b)
}

// ConvTranspose2D spreads images x, shape (n, in, h, w), by kernels w, shape
// (in, out, kh, kw), and adds b, shape (out). The result has shape (n, out,
// (h−1)·stride−2·pad+kh, (w−1)·stride−2·pad+kw).
func ConvTranspose2D(x, w, b *ad.Tensor, stride, pad int) *ad.Tensor {
	return shifted("ConvTranspose2D", x.ConvTranspose2D(w, stride, pad), b)
}

// shifted adds a number for each channel.
func shifted(op string, y, b *ad.Tensor) *ad.Tensor {
	return y.Add(channels(vector(op, "b", b, y.Shape()[1]), y.Dims()))
}

// channels gives numbers for channels, or one for all, the shape that they
// stretch from along the others of so many axes.
func channels(t *ad.Tensor, dims int) *ad.Tensor {
	along := []int{-1}
	for range dims - 2 {
		along = append(along, 1)
	}
	return t.Reshape(along...)
}

// ofType brings t to the type of x.
func ofType(x, t *ad.Tensor) *ad.Tensor {
	if x.DType() == ad.Float32 {
		return t.Float32()
	}
	return t
}
