package nn

import (
	"fmt"
	"slices"

	"github.com/gojac/gojac/ad"
)

// MSE returns the mean of (prediction − target)², broadcasting one to the
// other. It panics if both are stretched, as (n, 1) and (n) would be to (n, n).
func MSE(prediction, target *ad.Tensor) *ad.Tensor {
	paired("MSE", prediction, target)
	return prediction.Sub(target).Square().Mean()
}

// MAE returns the mean of |prediction − target|, broadcasting as in MSE.
func MAE(prediction, target *ad.Tensor) *ad.Tensor {
	paired("MAE", prediction, target)
	return prediction.Sub(target).Abs().Mean()
}

// Huber returns the mean of ½d² where |d| ≤ delta and delta·(|d| − ½delta)
// elsewhere, d = prediction − target (Huber 1964); broadcasting as in MSE.
func Huber(prediction, target *ad.Tensor, delta float64) *ad.Tensor {
	return huber("Huber", prediction, target, delta)
}

// SmoothL1 is Huber divided by delta, here called beta: |d| − ½beta far from 0
// (Girshick 2015). A beta of 0 makes it MAE.
func SmoothL1(prediction, target *ad.Tensor, beta float64) *ad.Tensor {
	if beta == 0 {
		return MAE(prediction, target)
	}
	return huber("SmoothL1", prediction, target, beta).MulC(1 / beta)
}

func huber(op string, prediction, target *ad.Tensor, delta float64) *ad.Tensor {
	if !(delta > 0) {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("it bends at %g", delta), Hint: "where it bends is positive, 1 for instance"})
	}
	paired(op, prediction, target)
	d := prediction.Sub(target).Abs()
	near := d.Minimum(ad.Scalar(delta))
	return near.Mul(d.Sub(near.MulC(0.5))).Mean()
}

// Logistic returns the mean logistic loss of scores for labels 0 or 1, of the
// same shape: log(1+eˢ) − y·s.
func Logistic(scores, labels *ad.Tensor) *ad.Tensor {
	paired("Logistic", scores, labels)
	return scores.Softplus().Sub(scores.Mul(labels)).Mean()
}

// BCE returns the mean of −y·ln p − (1−y)·ln(1−p) of probabilities p for
// labels y, of the same shape. BCEWithLogits takes scores and is more exact.
func BCE(p, y *ad.Tensor) *ad.Tensor {
	paired("BCE", p, y)
	return y.XLogY(p).Add(ad.Scalar(1).Sub(y).XLog1pY(p.Neg())).Mean().Neg()
}

// BCEWithLogits is Logistic by the name it has in PyTorch.
func BCEWithLogits(scores, labels *ad.Tensor) *ad.Tensor { return Logistic(scores, labels) }

// BCEWithPosWeight is BCEWithLogits with what a label of 1 costs multiplied by
// a weight, of a shape that broadcasts to that of the scores: PyTorch's
// pos_weight. For rare labels of 1 it is how many of 0 there are for each.
func BCEWithPosWeight(scores, labels, weight *ad.Tensor) *ad.Tensor {
	paired("BCEWithPosWeight", scores, labels)
	extra := labels.Mul(fitting("BCEWithPosWeight", "the weight", ofType(scores, weight), scores).AddC(-1)).AddC(1)
	return ad.Scalar(1).Sub(labels).Mul(scores).Add(extra.Mul(scores.Neg().Softplus())).Mean()
}

// NLL returns the mean over a batch of −logProbs at the right class: logProbs
// has shape (n, classes), labels holds n class numbers. CrossEntropy takes
// such logarithms for scores, too, and has weights and labels that do not
// count.
func NLL(logProbs, labels *ad.Tensor) *ad.Tensor {
	scored("NLL", logProbs, labels)
	return right(logProbs, labels).Mean().Neg()
}

// Hinge returns the mean over a batch of Σⱼ max(0, sⱼ − s + margin) over the
// classes j but the right one, whose score is s (Weston and Watkins 1999):
// scores has shape (n, classes), labels holds n class numbers.
func Hinge(scores, labels *ad.Tensor, margin float64) *ad.Tensor {
	n, classes := scored("Hinge", scores, labels)
	over := scores.Sub(right(scores, labels).Reshape(n, 1)).AddC(margin).ReLU()
	return over.Mul(ad.Scalar(1).Sub(ofType(scores, OneHot(labels, classes)))).Sum().MulC(1 / float64(n))
}

// KL returns the mean over a batch of Σ p·(ln p − logQ), the divergence of
// logQ from probabilities p, both of shape (n, classes): PyTorch's with
// reduction "batchmean".
func KL(logQ, p *ad.Tensor) *ad.Tensor {
	s := logQ.Shape()
	if len(s) != 2 || !slices.Equal(p.Shape(), s) || s[0] == 0 {
		panic(&ad.Error{Op: "KL", Shapes: [][]int{s, p.Shape()}, Detail: "the divergence is of one batch from another", Hint: "both have shape (n, classes), n > 0"})
	}
	return p.XLogY(p).Sub(p.Mul(logQ)).Sum().MulC(1 / float64(s[0]))
}

// CosineSimilarity returns x·y/(‖x‖·‖y‖) along the last axis, which disappears
// from the shape. Norms count as at least 1e-8, as in PyTorch.
func CosineSimilarity(x, y *ad.Tensor) *ad.Tensor {
	unit := func(t *ad.Tensor) *ad.Tensor {
		if t.Dims() == 0 {
			panic(&ad.Error{Op: "CosineSimilarity", Shapes: [][]int{x.Shape(), y.Shape()}, Detail: "a number has no direction", Hint: "both are (…, n)"})
		}
		return t.Div(t.Square().SumAxes(true, -1).Maximum(ad.Scalar(1e-16)).Sqrt())
	}
	return unit(x).Mul(unit(y)).SumAxis(-1)
}

// Accuracy returns the share of rows of scores, shape (n, classes), whose
// largest entry is that of the label, of shape (n).
func Accuracy(scores, labels *ad.Tensor) float64 {
	scored("Accuracy", scores, labels)
	return scores.ArgMax().Eq(labels).Mean().Item()
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
