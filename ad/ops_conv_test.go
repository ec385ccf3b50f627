package ad

import (
	"fmt"
	"math"
	"testing"
)

// convSum calls f with the places of each product that a convolution adds up:
// in the result, the images and the kernels.
func convSum(c *convolution, f func(y, x, w int)) {
	for y := range c.n * c.out * c.oh * c.ow {
		n, o, r, q := y/(c.out*c.oh*c.ow), y/(c.oh*c.ow)%c.out, y/c.ow%c.oh, y%c.ow
		for k := range c.depth() {
			ch, i, j := k/(c.kh*c.kw), k/c.kw%c.kh, k%c.kw
			row, col := r*c.stride+i-c.padding, q*c.stride+j-c.padding
			if row >= 0 && row < c.h && col >= 0 && col < c.w {
				f(y, ((n*c.in+ch)*c.h+row)*c.w+col, o*c.depth()+k)
			}
		}
	}
}

// TestConvolutions holds a convolution and its two transposes against the sum
// that defines them, in both types; images are larger than what is computed
// at once, padding is wider than kernels, strides leave columns out.
func TestConvolutions(t *testing.T) {
	for _, c := range []struct {
		images, kernels []int
		stride, padding int
	}{
		{[]int{2, 3, 6, 5}, []int{4, 3, 3, 2}, 1, 0},
		{[]int{1, 2, 7, 9}, []int{3, 2, 3, 3}, 2, 1},
		{[]int{2, 1, 8, 8}, []int{2, 1, 2, 3}, 3, 0},
		{[]int{1, 2, 4, 3}, []int{2, 2, 2, 3}, 1, 4},
		{[]int{1, 1, 3, 3}, []int{1, 1, 1, 1}, 2, 3},
		{[]int{2, 2, 4, 6}, []int{2, 2, 3, 2}, 5, 1},
		{[]int{1, 2, 4, 6}, []int{2, 2, 3, 2}, math.MaxInt, 1},
		{[]int{2, 3, 5, 4}, []int{2, 3, 1, 1}, 1, 0},
		{[]int{2, 2, 6, 3}, []int{3, 2, 4, 1}, 1, 0},
		{[]int{1, 8, 40, 60}, []int{9, 8, 3, 5}, 1, 2},
		{[]int{1, 8, 41, 62}, []int{3, 8, 5, 3}, 2, 1},
		{[]int{1, 16, 60, 60}, []int{2, 16, 3, 1}, 1, 0},
		{[]int{0, 2, 4, 4}, []int{2, 2, 3, 3}, 1, 1},
		{[]int{1, 0, 4, 4}, []int{2, 0, 3, 3}, 1, 1},
	} {
		a := &Attr{Lo: c.stride, Hi: c.padding}
		x, w := Randn(1, c.images...), Randn(2, c.kernels...)
		g := Randn(3, convShape(a, []*Tensor{x, w})...)
		size := convolutionOf(a, x.shape, w.shape)
		y, gx, gw := Zeros(g.shape...), Zeros(x.shape...), Zeros(w.shape...)
		convSum(size, func(i, j, k int) {
			y.data[i] += x.data[j] * w.data[k]
			gx.data[j] += g.data[i] * w.data[k]
			gw.data[k] += g.data[i] * x.data[j]
		})
		back := func(x, w, g *Tensor) []*Tensor {
			p := record(func(in []*Tensor) []*Tensor { return []*Tensor{in[0].Conv2D(in[1], c.stride, c.padding)} }, []*Tensor{x, w}, []bool{true, true}, nil, recordDerivative)
			return append([]*Tensor{p.y[0]}, p.pull([]*Tensor{g})...)
		}
		check := func(what string, got []*Tensor, allowed float64) {
			for i, want := range []*Tensor{y, gx, gw} {
				for k, v := range got[i].raw() {
					if !(math.Abs(v-want.data[k]) <= allowed*math.Sqrt(float64(size.depth()+g.Size()))) {
						t.Fatalf("%s: %v by %v, stride %d, padding %d: result %d[%d] is %v, want %v", what, c.images, c.kernels, c.stride, c.padding, i, k, v, want.data[k])
					}
				}
			}
		}
		check("float64", back(x, w, g), 1e-13)
		check("float32", back(x.Float32(), w.Float32(), g.Float32()), 1e-5)
	}
}

// TestPools holds the pools against the windows that define them: the largest
// and the mean, ties shared, what lies in no window without a derivative.
func TestPools(t *testing.T) {
	for _, c := range []struct{ h, w, size, stride int }{{4, 6, 2, 2}, {5, 7, 2, 2}, {5, 5, 3, 2}, {4, 4, 2, 1}, {7, 6, 2, 3}, {3, 3, 1, 1}} {
		for _, as := range []func(*Tensor) *Tensor{(*Tensor).Float64, (*Tensor).Float32} {
			x := as(Rand(1, 2, 2, c.h, c.w).MulC(4).Floor()) // ties
			p := poolingOf(&Attr{Lo: c.stride, Hi: c.size}, x.shape)
			g := as(Randn(2, 2, 2, p.oh, p.ow))
			most, mean := blank(Float64, g.shape), blank(Float64, g.shape)
			gMost, gMean := blank(Float64, x.shape), blank(Float64, x.shape)
			d, cot := x.wide(), g.wide()
			for y := range g.Size() {
				var at []int
				k, r, q := y/(p.oh*p.ow), y/p.ow%p.oh, y%p.ow
				p.window((k*c.h+r*c.stride)*c.w+q*c.stride, func(i int) { at = append(at, i) })
				most.data[y] = math.Inf(-1)
				ties := 0.0
				for _, i := range at {
					most.data[y] = max(most.data[y], d[i])
					mean.data[y] += d[i] / float64(len(at))
				}
				for _, i := range at {
					ties += truth(d[i] == most.data[y])
				}
				for _, i := range at {
					gMost.data[i] += truth(d[i] == most.data[y]) * cot[y] / ties
					gMean.data[i] += cot[y] / float64(len(at))
				}
			}
			for i, f := range []function{
				func(in []*Tensor) []*Tensor { return []*Tensor{in[0].MaxPool2D(c.size, c.stride)} },
				func(in []*Tensor) []*Tensor { return []*Tensor{in[0].AvgPool2D(c.size, c.stride)} },
			} {
				r := record(f, []*Tensor{x}, []bool{true}, nil, recordDerivative)
				got := append([]*Tensor{r.y[0]}, r.pull([]*Tensor{g})...)
				for k, want := range [][]*Tensor{{most, gMost}, {mean, gMean}}[i] {
					if e := largestError(got[k], want); !(e < 1e-5) || x.DType() == Float64 && e > 1e-14 {
						t.Errorf("pool %d, %v, %v, result %d: off by %g", i, c, x.DType(), k, e)
					}
				}
			}
		}
	}
	nan := FromSlice([]float64{1, math.NaN(), 3, 4}, 1, 1, 2, 2)
	if y := nan.MaxPool2D(2, 2); !math.IsNaN(y.Data()[0]) {
		t.Errorf("the largest of %v is %v", nan, y)
	}
}

func TestConvolutionsRefuse(t *testing.T) {
	x, w := Zeros(1, 2, 4, 4), Zeros(3, 2, 3, 3)
	for what, f := range map[string]func(){
		"channels": func() { x.Conv2D(Zeros(3, 1, 3, 3), 1, 0) },
		"axes":     func() { x.Conv2D(Zeros(3, 2, 3), 1, 0) },
		"size":     func() { x.Conv2D(Zeros(3, 2, 5, 3), 1, 0) },
		"stride":   func() { x.Conv2D(w, 0, 0) },
		"padding":  func() { x.Conv2D(w, 1, -1) },
		"window":   func() { x.MaxPool2D(5, 1) },
		"images":   func() { Zeros(4, 4).AvgPool2D(2, 2) },
	} {
		if _, err := recovered(f); err == nil || err.Op == "" || len(err.Shapes) == 0 {
			t.Errorf("%s: %v", what, fmt.Sprint(err))
		}
	}
}
