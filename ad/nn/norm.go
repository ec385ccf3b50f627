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
	last := x.Dims() - 1
	rows := append(x.Shape()[:last], 1)
	centred := x.Sub(x.MeanAxis(last).Reshape(rows...))
	variance := centred.Square().MeanAxis(last).Reshape(rows...)
	return centred.Div(variance.AddC(normEps).Sqrt()).Mul(scale).Add(shift)
}

// BatchNorm brings each column of a batch x, shape (n, features), to mean 0
// and variance 1 over the batch and then to scale·x + shift (Ioffe and Szegedy
// 2015, algorithm 1). It returns the mean and the variance of the batch too,
// to be averaged for BatchNormWith.
func BatchNorm(x, scale, shift *ad.Tensor) (y, mean, variance *ad.Tensor) {
	mean = x.MeanAxis(0)
	variance = x.Sub(mean).Square().MeanAxis(0)
	return BatchNormWith(x, scale, shift, mean, variance), mean, variance
}

// BatchNormWith is BatchNorm with a mean and a variance that were found
// before, as a trained network uses it.
func BatchNormWith(x, scale, shift, mean, variance *ad.Tensor) *ad.Tensor {
	return x.Sub(mean).Div(variance.AddC(normEps).Sqrt()).Mul(scale).Add(shift)
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
	return x.Mul(ad.FromSlice(mask, x.Shape()...))
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
func GELU(x *ad.Tensor) *ad.Tensor {
	return x.Mul(x.MulC(0.70710678118654752440).Erf().AddC(1)).MulC(0.5)
}

// Attention returns softmax(Q·Kᵀ/√d)·V for queries Q of shape (…, n, d), keys
// K (…, m, d) and values V (…, m, k) (Vaswani et al. 2017, eq. 1).
func Attention(q, k, v *ad.Tensor) *ad.Tensor {
	n := k.Dims()
	axes := make([]int, n)
	for i := range axes {
		axes[i] = i
	}
	axes[n-2], axes[n-1] = n-1, n-2
	scores := q.MatMul(k.Permute(axes...))
	return scores.Div(ad.Scalar(float64(q.Shape()[q.Dims()-1])).Sqrt()).Softmax().MatMul(v)
}
