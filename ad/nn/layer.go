package nn

import "github.com/gojac/gojac/ad"

// Linear returns the fully connected layer: X·Wᵀ + b for a batch X of shape
// (n, inputs), W·x + b for one example of shape (inputs). W has shape
// (outputs, inputs) and b shape (outputs). It panics unless they fit.
func Linear(x, w, b *ad.Tensor) *ad.Tensor {
	s, k := x.Shape(), w.Shape()
	if len(k) != 2 || len(s) == 0 || s[len(s)-1] != k[1] {
		panic(&ad.Error{Op: "Linear", Shapes: [][]int{s, k}, Detail: "input and weights do not belong together",
			Hint: "an input is (n, inputs) or (inputs), weights are (outputs, inputs)"})
	}
	vector("Linear", "b", b, k[0])
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
