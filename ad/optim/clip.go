package optim

import (
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

// ClipNorm scales the gradient that the pointer points at so that its norm
// over all tensors is at most limit, and returns the norm it had.
func ClipNorm(grad any, limit float64) float64 {
	clippable("ClipNorm", grad, limit)
	sum := 0.0
	for _, t := range ad.Tensors(grad) {
		n := t.Norm().Item()
		sum += n * n
	}
	norm := math.Sqrt(sum)
	if norm > limit {
		ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor { return g.MulC(limit / norm) })
	}
	return norm
}

// ClipGlobalNorm is ClipNorm for a compiled step: it returns the norm as a
// tensor, since a number that Go code reads is checked in every replay.
func ClipGlobalNorm(grad any, limit float64) *ad.Tensor {
	clippable("ClipGlobalNorm", grad, limit)
	sum := ad.Scalar(0)
	for _, t := range ad.Tensors(grad) {
		sum = sum.Add(t.Square().Sum())
	}
	norm, most := sum.Sqrt(), ad.Scalar(limit)
	scale := ad.Where(norm.Gt(most), most.Div(norm), ad.Scalar(1))
	ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor { return g.Mul(scale) })
	return norm
}

// Clip bounds every entry of the gradient that the pointer points at to
// ±limit.
func Clip(grad any, limit float64) {
	clippable("Clip", grad, limit)
	ad.Update(grad, grad, func(_ string, g, _ *ad.Tensor) *ad.Tensor {
		return g.Minimum(ad.Scalar(limit)).Maximum(ad.Scalar(-limit))
	})
}

func clippable(op string, grad any, limit float64) {
	addressed(op, "the gradient", grad, "&g")
	if !(limit >= 0) {
		panic(&ad.Error{Op: op, Detail: fmt.Sprintf("the limit is %g", limit), Hint: "it is at least 0"})
	}
}
