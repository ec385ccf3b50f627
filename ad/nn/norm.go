package nn

import (
	"fmt"
	"math/rand/v2"

	"github.com/gojac/gojac/ad"
)

// normEps keeps a variance of zero from dividing.
const normEps = 1e-5

// LayerNorm brings each row of x, shape (…, n), to mean 0 and variance 1 and
// then to scale·x + shift, both of shape (n) (Ba et al. 2016).
func LayerNorm(x, scale, shift *ad.Tensor) *ad.Tensor {
	n := lastOf("LayerNorm", x)
	centred := x.Sub(x.MeanAxes(true, -1))
	variance := centred.Square().MeanAxes(true, -1)
	y := centred.Div(variance.AddC(normEps).Sqrt())
	return y.Mul(vector("LayerNorm", "scale", scale, n)).Add(vector("LayerNorm", "shift", shift, n))
}

// BatchNorm brings each column of a batch x, shape (n, features), or each
// channel of images, (n, features, h, w), to mean 0 and variance 1 over the
// batch and then to scale·x + shift (Ioffe and Szegedy 2015, algorithm 1). It
// returns the mean and the variance of the batch too, of shape (features), to
// be averaged for BatchNormWith: running.MulC(0.9).Add(mean.MulC(0.1)).
func BatchNorm(x, scale, shift *ad.Tensor) (y, mean, variance *ad.Tensor) {
	var axes []int
	for a := range x.Dims() {
		if a != 1 {
			axes = append(axes, a)
		}
	}
	if x.Dims() < 2 || x.Size() == 0 {
		panic(&ad.Error{Op: "BatchNorm", Shapes: [][]int{x.Shape()}, Detail: "this is no batch", Hint: "it is (n, features, …), and not empty"})
	}
	mean, variance = x.MeanAxes(false, axes...), x.VarAxes(false, 0, axes...)
	return BatchNormWith(x, scale, shift, mean, variance), mean, variance
}

// BatchNormWith is BatchNorm with a mean and a variance that were found
// before, as a trained network uses it.
func BatchNormWith(x, scale, shift, mean, variance *ad.Tensor) *ad.Tensor {
	if x.Dims() < 2 {
		panic(&ad.Error{Op: "BatchNorm", Shapes: [][]int{x.Shape()}, Detail: "this is no batch", Hint: "it is (n, features, …)"})
	}
	per := func(what string, t *ad.Tensor) *ad.Tensor {
		return channels(vector("BatchNorm", what, t, x.Shape()[1]), x.Dims())
	}
	y := x.Sub(per("mean", mean)).Div(per("variance", variance).AddC(normEps).Sqrt())
	return y.Mul(per("scale", scale)).Add(per("shift", shift))
}

// GroupNorm splits the channels of x, shape (n, channels, …), into groups and
// brings each group of each example to mean 0 and variance 1, and then to
// scale·x + shift, both of shape (channels) (Wu and He 2018). One group for
// each channel is instance normalisation.
func GroupNorm(x *ad.Tensor, groups int, scale, shift *ad.Tensor) *ad.Tensor {
	s := x.Shape()
	if len(s) < 2 || groups < 1 || s[1]%groups != 0 || x.Size() == 0 {
		panic(&ad.Error{Op: "GroupNorm", Shapes: [][]int{s}, Detail: fmt.Sprintf("the channels do not fall into %d groups evenly", groups),
			Hint: "x is (n, channels, …), and not empty"})
	}
	g := x.Reshape(s[0], groups, -1)
	g = g.Sub(g.MeanAxes(true, 2)).Div(g.VarAxes(true, 0, 2).AddC(normEps).Sqrt()).Reshape(s...)
	per := func(what string, t *ad.Tensor) *ad.Tensor {
		return channels(vector("GroupNorm", what, t, s[1]), len(s))
	}
	return g.Mul(per("scale", scale)).Add(per("shift", shift))
}

// RMSNorm divides each row of x, shape (…, n), by its root mean square and
// multiplies by scale, of shape (n) (Zhang and Sennrich 2019).
func RMSNorm(x, scale *ad.Tensor) *ad.Tensor {
	n := lastOf("RMSNorm", x)
	return x.Div(x.Square().MeanAxes(true, -1).AddC(normEps).Sqrt()).Mul(vector("RMSNorm", "scale", scale, n))
}

// lastOf returns the length of the rows of x, and panics if it has none.
func lastOf(op string, x *ad.Tensor) int {
	s := x.Shape()
	if len(s) == 0 {
		panic(&ad.Error{Op: op, Shapes: [][]int{s}, Detail: "a number has no rows", Hint: "x is (…, n)"})
	}
	return s[len(s)-1]
}

// Dropout sets each entry to 0 with probability p, drawn with the seed, and
// divides the others by 1 − p, so that the mean stays (Srivastava et al.
// 2014). Another seed for each step draws others. It panics unless 0 ≤ p < 1.
func Dropout(x *ad.Tensor, p float64, seed int) *ad.Tensor {
	if !(p >= 0 && p < 1) {
		panic(&ad.Error{Op: "Dropout", Detail: fmt.Sprintf("the probability is %g", p), Hint: "it is at least 0 and less than 1"})
	}
	r := rand.New(rand.NewPCG(uint64(seed), 0xa0761d6478bd642f))
	mask := make([]float64, x.Size())
	for i := range mask {
		if r.Float64() >= p {
			mask[i] = 1 / (1 - p)
		}
	}
	return x.Mul(ofType(x, ad.FromSlice(mask, x.Shape()...)))
}

// Embedding returns the rows of a table, shape (words, n), that the numbers in
// words name: an axis of n numbers after those of words. It reads the words as
// Go numbers, so that a compiled step is traced again for others, and VMap
// over words refuses it: there OneHot(words, rows).MatMul(table) is the same.
func Embedding(table, words *ad.Tensor) *ad.Tensor {
	if table.Dims() != 2 {
		panic(&ad.Error{Op: "Embedding", Shapes: [][]int{table.Shape()}, Detail: "the table has no row for each word", Hint: "it is (words, n)"})
	}
	rows, n := table.Shape()[0], table.Shape()[1]
	index := make([]int, words.Size())
	for i, v := range words.Data() {
		if index[i] = int(v); float64(index[i]) != v || index[i] < 0 || index[i] >= rows {
			panic(&ad.Error{Op: "Embedding", Shapes: [][]int{table.Shape()}, Detail: fmt.Sprintf("the word %g is no row of the table", v),
				Hint: fmt.Sprintf("words count from 0 to %d", rows-1)})
		}
	}
	return table.Gather(0, index...).Reshape(append(words.Shape(), n)...)
}

// GELU returns x·Φ(x), the Gaussian error linear unit (Hendrycks and Gimpel
// 2016).
func GELU(x *ad.Tensor) *ad.Tensor { return x.GELU() }
