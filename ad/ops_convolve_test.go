package ad

import (
	"math"
	"strings"
	"testing"
)

// TestConvolve compares with the sum that defines it, and the derivatives with
// differences.
func TestConvolve(t *testing.T) {
	for _, c := range []struct {
		images, kernels []int
		Conv
	}{
		{[]int{2, 3, 6, 5}, []int{4, 3, 3, 2}, Conv{}},
		{[]int{2, 4, 6, 5}, []int{6, 2, 3, 2}, Conv{Groups: 2, Pad: 1}},
		{[]int{2, 4, 7, 6}, []int{8, 1, 3, 3}, Conv{Groups: 4, Stride: 2, Pad: 1}},
		{[]int{2, 2, 9, 7}, []int{3, 2, 3, 2}, Conv{Dilation: 2}},
		{[]int{1, 2, 8, 9}, []int{2, 2, 3, 3}, Conv{Dilation: 3, Pad: 4, Stride: 2}},
		{[]int{1, 2, 5, 7}, []int{2, 1, 3, 2}, Conv{Dilation: 2, Groups: 2, Pad: 1}},
		{[]int{1, 1, 3, 3}, []int{1, 1, 1, 1}, Conv{Dilation: 5, Stride: math.MaxInt}},
		{[]int{2, 3, 11}, []int{4, 3, 3}, Conv{}},
		{[]int{2, 4, 12}, []int{4, 2, 4}, Conv{Stride: 3, Pad: 2, Groups: 2}},
		{[]int{2, 3, 15}, []int{2, 3, 3}, Conv{Dilation: 4, Pad: 3}},
		{[]int{0, 3, 15}, []int{2, 3, 3}, Conv{Dilation: 4, Pad: 3}},
	} {
		x, w := Randn(1, c.images...), Randn(2, c.kernels...)
		got := x.Convolve(w, c.Conv)
		if want := convolveSum(x, w, c.Conv); len(got.shape) != len(x.shape) || largestError(got, want) > 1e-13 {
			t.Errorf("%v by %v, %+v: shape %v, off by %g", c.images, c.kernels, c.Conv, got.shape, largestError(got, want))
		}
		if x.Size() == 0 {
			continue
		}
		g := Randn(3, got.shape...)
		loss := CheckGrad(func(x, w *Tensor) *Tensor { return x.Convolve(w, c.Conv).Mul(g).Sum() }).(func(x, w *Tensor) *Verdict)
		if v := loss(x, w); !v.OK {
			t.Errorf("%v by %v, %+v: %v", c.images, c.kernels, c.Conv, v)
		}
		if y := x.Float32().Convolve(w.Float32(), c.Conv); y.DType() != Float32 || largestError(y.Float64(), got) > 1e-4 {
			t.Errorf("float32: %v by %v, %+v: off by %g", c.images, c.kernels, c.Conv, largestError(y.Float64(), got))
		}
	}
}

// convolveSum is the sum that defines a convolution, place by place.
func convolveSum(x, w *Tensor, c Conv) *Tensor {
	stride, dilation, groups := max(c.Stride, 1), max(c.Dilation, 1), max(c.Groups, 1)
	s, k := x.shape, w.shape
	if len(s) == 3 {
		x, w = x.Reshape(s[0], s[1], 1, s[2]), w.Reshape(k[0], k[1], 1, k[2])
	}
	pad := []int{c.Pad * (len(s) - 3), c.Pad}
	s, k = x.shape, w.shape
	shape := []int{s[0], k[0], 0, 0}
	for i := range 2 {
		shape[2+i] = 1 + (s[2+i]+2*pad[i]-dilation*(k[2+i]-1)-1)/stride
	}
	y := Zeros(shape...)
	place := func(y int) (int, int, int, int) {
		return y / (shape[1] * shape[2] * shape[3]), y / (shape[2] * shape[3]) % shape[1], y / shape[3] % shape[2], y % shape[3]
	}
	for i := range y.data {
		n, o, r, q := place(i)
		for ch := range k[1] {
			for a := range k[2] {
				for b := range k[3] {
					row, col := r*stride+a*dilation-pad[0], q*stride+b*dilation-pad[1]
					if row >= 0 && row < s[2] && col >= 0 && col < s[3] {
						in := o/(k[0]/groups)*k[1] + ch
						y.data[i] += x.data[((n*s[1]+in)*s[2]+row)*s[3]+col] * w.data[((o*k[1]+ch)*k[2]+a)*k[3]+b]
					}
				}
			}
		}
	}
	return y
}

// TestConvTranspose2D wants ⟨conv(x, w), y⟩ = ⟨x, convᵀ(y, w)⟩ and the size
// that is promised.
func TestConvTranspose2D(t *testing.T) {
	for _, c := range []struct{ h, w, kh, kw, stride, pad int }{{5, 4, 3, 2, 1, 0}, {4, 3, 3, 3, 2, 1}, {3, 5, 4, 4, 2, 1}, {2, 2, 3, 3, 3, 0}, {1, 1, 2, 2, 7, 0}} {
		y, w := Randn(1, 2, 3, c.h, c.w), Randn(2, 3, 4, c.kh, c.kw)
		x := y.ConvTranspose2D(w, c.stride, c.pad)
		if h, wide := (c.h-1)*c.stride-2*c.pad+c.kh, (c.w-1)*c.stride-2*c.pad+c.kw; x.shape[0] != 2 || x.shape[1] != 4 || x.shape[2] != h || x.shape[3] != wide {
			t.Errorf("%+v: the shape is %v", c, x.shape)
		}
		v := Randn(3, x.shape...)
		if a, b := v.Conv2D(w, c.stride, c.pad).Mul(y).Sum().Item(), v.Mul(x).Sum().Item(); math.Abs(a-b) > 1e-12 {
			t.Errorf("%+v: %v and %v", c, a, b)
		}
		if r := CheckGrad(func(y, w *Tensor) *Tensor { return y.ConvTranspose2D(w, c.stride, c.pad).Mul(v).Sum() }).(func(y, w *Tensor) *Verdict)(y, w); !r.OK {
			t.Errorf("%+v: %v", c, r)
		}
	}
}

func TestConvolveRefuses(t *testing.T) {
	x, w := Zeros(1, 4, 5, 5), Zeros(6, 4, 3, 3)
	for want, f := range map[string]func(){
		"groups divides in and out":         func() { x.Convolve(w, Conv{Groups: 2}) },
		"3 groups":                          func() { x.Convolve(w, Conv{Groups: 3}) },
		"do not fit":                        func() { x.Convolve(w, Conv{Dilation: 3}) },
		"spread by the dilation":            func() { x.Convolve(w, Conv{Dilation: math.MaxInt}) },
		"do not belong together":            func() { x.Convolve(Zeros(6, 4, 3), Conv{}) },
		"stride -1":                         func() { x.Convolve(w, Conv{Stride: -1}) },
		"padding by -1":                     func() { x.Convolve(w, Conv{Pad: -1}) },
		"too large":                         func() { x.Convolve(w, Conv{Pad: 1 << 34}) },
		"leaves nothing":                    func() { x.ConvTranspose2D(Zeros(4, 2, 3, 3), 1, 4) },
		"kernels (in, out, kh, kw)":         func() { x.ConvTranspose2D(Zeros(3, 4, 3, 3), 1, 0) },
		"stride 0":                          func() { x.ConvTranspose2D(Zeros(4, 2, 3, 3), 0, 0) },
		"too large to address":              func() { x.ConvTranspose2D(Zeros(4, 2, 3, 3), 1<<31, 0) },
		"stride 9223372036854775807, paddi": func() { x.ConvTranspose2D(Zeros(4, 2, 3, 3), math.MaxInt, 0) },
	} {
		func() {
			defer func() {
				if err, ok := recover().(*Error); !ok || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %s", err, want)
				}
			}()
			f()
		}()
	}
}
