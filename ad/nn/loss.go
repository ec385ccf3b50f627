package nn

import "github.com/gojac/gojac/ad"

// MAE returns the mean of |prediction − target|, broadcasting.
func MAE(prediction, target *ad.Tensor) *ad.Tensor { return prediction.Sub(target).Abs().Mean() }

// Huber returns the mean of ½d² where |d| ≤ delta and delta·(|d| − ½delta)
// elsewhere, d = prediction − target (Huber 1964); broadcasting.
func Huber(prediction, target *ad.Tensor, delta float64) *ad.Tensor {
	if !(delta > 0) {
		panic(&ad.Error{Op: "Huber", Detail: "delta is not positive"})
	}
	d := prediction.Sub(target).Abs()
	near := d.Minimum(ad.Scalar(delta))
	return near.Mul(d.Sub(near.MulC(0.5))).Mean()
}

// BCE returns the mean of −y·ln p − (1−y)·ln(1−p) of probabilities p for
// labels y, of the same shape. BCEWithLogits takes scores and is more exact.
func BCE(p, y *ad.Tensor) *ad.Tensor {
	return y.XLogY(p).Add(ad.Scalar(1).Sub(y).XLog1pY(p.Neg())).Mean().Neg()
}

// BCEWithLogits is Logistic by the name it has in PyTorch.
func BCEWithLogits(scores, labels *ad.Tensor) *ad.Tensor { return Logistic(scores, labels) }

// NLL returns the mean over a batch of −logProbs at the right class: logProbs
// has shape (n, classes), labels holds n class numbers.
func NLL(logProbs, labels *ad.Tensor) *ad.Tensor {
	n, classes := scored("NLL", logProbs, labels)
	return logProbs.Mul(ofType(logProbs, OneHot(labels, classes))).Sum().MulC(-1 / float64(n))
}

// Hinge returns the mean over a batch of Σⱼ max(0, sⱼ − s + margin) over the
// classes j but the right one, whose score is s (Weston and Watkins 1999):
// scores has shape (n, classes), labels holds n class numbers.
func Hinge(scores, labels *ad.Tensor, margin float64) *ad.Tensor {
	n, classes := scored("Hinge", scores, labels)
	right := ofType(scores, OneHot(labels, classes))
	s := scores.Mul(right).SumAxis(1).Reshape(n, 1)
	over := scores.Sub(s).AddC(margin).ReLU()
	return over.Mul(ad.Scalar(1).Sub(right)).Sum().MulC(1 / float64(n))
}

// KL returns the mean over a batch of Σ p·(ln p − logQ), the divergence of
// logQ from probabilities p, both of shape (n, classes).
func KL(logQ, p *ad.Tensor) *ad.Tensor {
	s := logQ.Shape()
	if len(s) != 2 || p.Dims() != 2 || s[0] == 0 {
		panic(&ad.Error{Op: "KL", Shapes: [][]int{s, p.Shape()}, Detail: "both have shape (n, classes)"})
	}
	return p.XLogY(p).Sub(p.Mul(logQ)).Sum().MulC(1 / float64(s[0]))
}

// scored checks scores of shape (n, classes) and n labels.
func scored(op string, scores, labels *ad.Tensor) (n, classes int) {
	s := scores.Shape()
	if len(s) != 2 || labels.Dims() != 1 || labels.Size() != s[0] || s[0] == 0 {
		panic(&ad.Error{Op: op, Shapes: [][]int{s, labels.Shape()},
			Detail: "scores and labels do not belong together", Hint: "scores are (n, classes), labels (n), n > 0"})
	}
	return s[0], s[1]
}
