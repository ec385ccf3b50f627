package nn

import (
	"fmt"
	"slices"

	"github.com/gojac/gojac/ad"
)

// SoftmaxCrossEntropy returns the mean over a batch of −log softmax(scores) at
// the right class: scores has shape (n, classes), labels holds n class
// numbers. It does not overflow, whatever the scores. CrossEntropy has
// weights, label smoothing and labels that do not count.
func SoftmaxCrossEntropy(scores, labels *ad.Tensor) *ad.Tensor {
	scored("SoftmaxCrossEntropy", scores, labels)
	return scores.LogSumExp().Sub(right(scores, labels)).Mean()
}

// right returns the score of each example's class. Another's score of −Inf
// does no harm.
func right(scores, labels *ad.Tensor) *ad.Tensor {
	s := scores.Shape()
	return ad.Where(ofType(scores, OneHot(labels, s[len(s)-1])), scores, ad.Scalar(0)).SumAxis(-1)
}

// Classes says how CrossEntropy counts the classes and the examples. Its zero
// value is SoftmaxCrossEntropy.
type Classes struct {
	Weight         *ad.Tensor // of each class, of shape (classes); nil stands for ones
	LabelSmoothing float64    // the share of each target that all classes get evenly (Szegedy et al. 2016)
	Ignore         []int      // labels whose examples do not count: PyTorch's ignore_index
	Reduction      string     // "mean", for which "" stands, "sum" or "none": a number for each example
}

// CrossEntropy is PyTorch's: −log softmax(scores) at the right class, counted
// as c says. Scores have shape (n, classes) and labels (n), or (n, classes, …)
// and (n, …). Labels of the shape of the scores are probabilities of the
// classes. The mean divides by the sum of the weights of the labels that
// count, or with probabilities by their number; it is NaN if none counts.
func CrossEntropy(scores, labels *ad.Tensor, c Classes) *ad.Tensor {
	c.check(scores, labels)
	classes := scores.Shape()[1]
	logs := scores.MoveAxis(1, -1).LogSoftmax()
	weight := ad.Scalar(1)
	if c.Weight != nil {
		weight = ofType(scores, c.Weight)
	}
	if labels.Dims() == scores.Dims() {
		target := c.smooth(ofType(scores, labels).MoveAxis(1, -1), ad.Scalar(1), classes)
		each := target.Mul(weight).Mul(logs).SumAxis(-1).Neg()
		return c.reduce(each, ad.Scalar(float64(each.Size())))
	}
	counts := ofType(scores, ad.Ones(labels.Shape()...))
	for _, k := range c.Ignore {
		counts = ad.Where(labels.Eq(ad.Scalar(float64(k))), ad.Scalar(0), counts)
	}
	labels = ad.Where(counts, labels, ad.Scalar(0))
	logs = logs.Mul(weight)
	each := c.smooth(right(logs, labels), logs.SumAxis(-1), classes).Neg()
	sizes := OneHot(labels, classes).Mul(weight).SumAxis(-1).Mul(counts)
	return c.reduce(ad.Where(counts, each, ad.Scalar(0)), ofType(scores, sizes.Sum()))
}

// smooth gives all classes their share of what the target has.
func (c Classes) smooth(target, all *ad.Tensor, classes int) *ad.Tensor {
	if c.LabelSmoothing == 0 {
		return target
	}
	return target.MulC(1 - c.LabelSmoothing).Add(all.MulC(c.LabelSmoothing / float64(classes)))
}

func (c Classes) reduce(each, size *ad.Tensor) *ad.Tensor {
	switch c.Reduction {
	case "none":
		return each
	case "sum":
		return each.Sum()
	}
	return each.Sum().Div(size)
}

func (c Classes) check(scores, labels *ad.Tensor) {
	s, l := scores.Shape(), labels.Shape()
	bad := func(shapes [][]int, hint, detail string, args ...any) {
		panic(&ad.Error{Op: "CrossEntropy", Shapes: shapes, Detail: fmt.Sprintf(detail, args...), Hint: hint})
	}
	if len(s) < 2 || scores.Size() == 0 || !slices.Equal(l, s) && !slices.Equal(l, slices.Delete(slices.Clone(s), 1, 2)) {
		bad([][]int{s, l}, "scores are (n, classes, …), labels (n, …) or probabilities of the shape of the scores, n > 0", "scores and labels do not belong together")
	}
	if w := c.Weight; w != nil && !slices.Equal(w.Shape(), s[1:2]) {
		bad([][]int{w.Shape()}, "Weight has the shape (classes)", "there are %d classes to weigh", s[1])
	}
	if e := c.LabelSmoothing; !(e >= 0 && e <= 1) {
		bad(nil, "it is between 0 and 1", "LabelSmoothing is %g", e)
	}
	if len(c.Ignore) > 0 && len(l) == len(s) {
		bad(nil, "weigh the examples' numbers of Reduction \"none\"", "Ignore names labels, these are probabilities")
	}
	if !slices.Contains([]string{"", "mean", "sum", "none"}, c.Reduction) {
		bad(nil, `it is "mean", "sum" or "none"`, "Reduction is %q", c.Reduction)
	}
}
