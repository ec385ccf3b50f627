package nn

import (
	"math/rand/v2"

	"github.com/gojac/gojac/ad"
)

// normEps keeps a variance of zero from dividing.
const normEps = 1e-5

// LayerNorm brings each row of x, shape (…, n), to mean 0 and variance 1 and
// then to scale·x + shift, both of shape (n) (Ba et al. 2016).
func LayerNorm(x, scale, shift *ad.Tensor) *ad.Tensor {
	centred := x.Sub(x.MeanAxes(true, -1))
	variance := centred.Square().MeanAxes(true, -1)
	return centred.Div(variance.AddC(normEps).Sqrt()).Mul(scale).Add(shift)
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
		panic(&ad.Error{Op: "BatchNorm", Shapes: [][]int{x.Shape()}, Detail: "it takes a batch of shape (n, features, …)"})
	}
	mean, variance = x.MeanAxes(false, axes...), x.VarAxes(false, 0, axes...)
	return BatchNormWith(x, scale, shift, mean, variance), mean, variance
}

// BatchNormWith is BatchNorm with a mean and a variance that were found
// before, as a trained network uses it.
func BatchNormWith(x, scale, shift, mean, variance *ad.Tensor) *ad.Tensor {
	if x.Dims() < 2 {
		panic(&ad.Error{Op: "BatchNorm", Shapes: [][]int{x.Shape()}, Detail: "it takes a batch of shape (n, features, …)"})
	}
	along := []int{-1} // the shape of a number for each feature
	for range x.Dims() - 2 {
		along = append(along, 1)
	}
	per := func(t *ad.Tensor) *ad.Tensor { return t.Reshape(along...) }
	return x.Sub(per(mean)).Div(per(variance).AddC(normEps).Sqrt()).Mul(per(scale)).Add(per(shift))
}

// GroupNorm splits the channels of x, shape (n, channels, …), into groups and
// brings each group of each example to mean 0 and variance 1, and then to
// scale·x + shift, both of shape (channels) (Wu and He 2018). One group for
// each channel is instance normalisation.
func GroupNorm(x *ad.Tensor, groups int, scale, shift *ad.Tensor) *ad.Tensor {
	s := x.Shape()
	if len(s) < 2 || groups < 1 || s[1]%groups != 0 || x.Size() == 0 {
		panic(&ad.Error{Op: "GroupNorm", Shapes: [][]int{s}, Detail: "the channels do not fall into the groups evenly", Hint: "x is (n, channels, …)"})
	}
	g := x.Reshape(s[0], groups, -1)
	g = g.Sub(g.MeanAxes(true, 2)).Div(g.VarAxes(true, 0, 2).AddC(normEps).Sqrt()).Reshape(s...)
	along := []int{-1}
	for range len(s) - 2 {
		along = append(along, 1)
	}
	return g.Mul(scale.Reshape(along...)).Add(shift.Reshape(along...))
}

// RMSNorm divides each row of x, shape (…, n), by its root mean square and
// multiplies by scale, of shape (n) (Zhang and Sennrich 2019).
func RMSNorm(x, scale *ad.Tensor) *ad.Tensor {
	return x.Div(x.Square().MeanAxes(true, -1).AddC(normEps).Sqrt()).Mul(scale)
}

// Dropout sets each entry to 0 with probability p, drawn with the seed, and
// divides the others by 1 − p, so that the mean stays (Srivastava et al.
// 2014). Another seed for each step draws others. It panics unless 0 ≤ p < 1.
func Dropout(x *ad.Tensor, p float64, seed int) *ad.Tensor {
	if !(p >= 0 && p < 1) {
		panic(&ad.Error{Op: "Dropout", Detail: "the probability is not in [0, 1)"})
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
// words name: shape (len(words), n).
func Embedding(table, words *ad.Tensor) *ad.Tensor {
	index := make([]int, words.Size())
	for i, v := range words.Data() {
		if index[i] = int(v); float64(index[i]) != v {
			panic(&ad.Error{Op: "Embedding", Detail: "a word is not a whole number"})
		}
	}
	return table.Gather(0, index...)
}

// GELU returns x·Φ(x), the Gaussian error linear unit (Hendrycks and Gimpel
// 2016).
func GELU(x *ad.Tensor) *ad.Tensor { return x.GELU() }
