package nn

import "github.com/gojac/gojac/ad"

// Linear returns the fully connected layer: X·Wᵀ + b for a batch X of shape
// (n, inputs), W·x + b for one example of shape (inputs). W has shape
// (outputs, inputs) and b shape (outputs). It panics unless they fit.
func Linear(x, w, b *ad.Tensor) *ad.Tensor {
	if x.Dims() == 1 {
		return w.MatMul(x).Add(b)
	}
	return x.MatMul(w.T()).Add(b)
}

// OneHot turns n class numbers into an n × classes tensor with a 1 in each
// row. It panics if a number is no class.
func OneHot(labels *ad.Tensor, classes int) *ad.Tensor {
	return labels.OneHot(classes)
}

// SoftmaxCrossEntropy returns the mean over a batch of −log softmax(scores) at
// the right class: scores has shape (n, classes), labels holds n class
// numbers. It does not overflow, whatever the scores.
func SoftmaxCrossEntropy(scores, labels *ad.Tensor) *ad.Tensor {
	_, classes := scored("SoftmaxCrossEntropy", scores, labels)
	right := scores.Mul(ofType(scores, OneHot(labels, classes))).SumAxis(1)
	return scores.LogSumExp().Sub(right).Mean()
}

// MSE returns the mean of (prediction − target)², broadcasting.
func MSE(prediction, target *ad.Tensor) *ad.Tensor { return prediction.Sub(target).Square().Mean() }

// Logistic returns the mean logistic loss of scores for labels 0 or 1, of the
// same shape: log(1+eˢ) − y·s.
func Logistic(scores, labels *ad.Tensor) *ad.Tensor {
	return scores.Softplus().Sub(scores.Mul(labels)).Mean()
}

// Accuracy returns the share of rows of scores whose largest entry is that of
// the label.
func Accuracy(scores, labels *ad.Tensor) float64 {
	return scores.ArgMax().Eq(labels).Mean().Item()
}
