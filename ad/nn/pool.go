package nn

import (
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

// MaxPool2D returns the largest entry of each size×size window of images x,
// shape (n, channels, h, w). Ties share the derivative evenly.
func MaxPool2D(x *ad.Tensor, size, stride int) *ad.Tensor { return x.MaxPool2D(size, stride) }

// AvgPool2D returns the mean of each size×size window of images x, shape (n,
// channels, h, w).
func AvgPool2D(x *ad.Tensor, size, stride int) *ad.Tensor { return x.AvgPool2D(size, stride) }

// Pool says how windows lie. Along an axis of n numbers they have
// 1+(n+2·Pad−Size)/Stride places.
type Pool struct {
	Size   int // of a window, along each axis
	Stride int // from one to the next; 0 stands for Size
	Pad    int // so many further places on each side, at most half of Size

	// OnlyInside leaves the padding out of a mean, which else counts it as
	// zeros: PyTorch's count_include_pad=False. A maximum never sees it.
	OnlyInside bool
}

// MaxPool returns the largest entry of each window of images x, shape (n,
// channels, h, w), or sequences, (n, channels, length). Ties share the
// derivative evenly.
func MaxPool(x *ad.Tensor, p Pool) *ad.Tensor {
	p = p.check("MaxPool", x)
	if p.Pad > 0 {
		inside := p.around(ofType(x, ad.Ones(x.Shape()[2:]...)), 0)
		x = ad.Where(inside, p.around(x, 2), ad.Scalar(math.Inf(-1)))
	}
	if x.Dims() == 4 {
		return x.MaxPool2D(p.Size, p.Stride)
	}
	return p.windows(x).MaxAxis(-1)
}

// AvgPool returns the mean of each window of images x, shape (n, channels, h,
// w), or sequences, (n, channels, length).
func AvgPool(x *ad.Tensor, p Pool) *ad.Tensor {
	p = p.check("AvgPool", x)
	mean := func(t *ad.Tensor) *ad.Tensor {
		if t = p.around(t, 2); t.Dims() == 4 {
			return t.AvgPool2D(p.Size, p.Stride)
		}
		return p.windows(t).MeanAxes(false, -1)
	}
	y := mean(x)
	if p.OnlyInside && p.Pad > 0 {
		one := append([]int{1, 1}, x.Shape()[2:]...)
		y = y.Div(mean(ofType(x, ad.Ones(one...))))
	}
	return y
}

// around pads the axes of t from the given one on.
func (p Pool) around(t *ad.Tensor, axis int) *ad.Tensor {
	for ; axis < t.Dims(); axis++ {
		t = t.Pad(axis, p.Pad, p.Pad)
	}
	return t
}

// windows returns those of sequences: (n, channels, places, size).
func (p Pool) windows(x *ad.Tensor) *ad.Tensor {
	s := x.Shape()
	places := 1 + (s[2]-p.Size)/p.Stride
	var at []int
	for k := range places {
		for j := range p.Size {
			at = append(at, k*p.Stride+j)
		}
	}
	return x.Gather(2, at...).Reshape(s[0], s[1], places, p.Size)
}

// check panics unless the windows fit x, and returns them with their stride.
func (p Pool) check(op string, x *ad.Tensor) Pool {
	s := x.Shape()
	bad := func(hint, detail string, args ...any) {
		panic(&ad.Error{Op: op, Shapes: [][]int{s}, Detail: fmt.Sprintf(detail, args...), Hint: hint})
	}
	if len(s) != 3 && len(s) != 4 {
		bad("images are (n, channels, h, w), sequences (n, channels, length)", "there is nothing to slide windows over")
	}
	if p.Stride == 0 {
		p.Stride = p.Size
	}
	if p.Size < 1 || p.Stride < 1 || p.Pad < 0 || p.Pad > p.Size/2 {
		bad("size and stride are at least 1, the padding is from 0 to half of the size", "size %d, stride %d, padding by %d", p.Size, p.Stride, p.Pad)
	}
	for axis, n := range s[2:] {
		if n == 0 || n+2*p.Pad < p.Size {
			bad("", "a window of %d does not fit axis %d, of %d and padding by %d", p.Size, axis+2, n, p.Pad)
		}
	}
	return p
}
