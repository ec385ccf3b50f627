package nn

import (
	"fmt"
	"math"

	"github.com/gojac/gojac/ad"
)

// Attention returns softmax(Q·Kᵀ/√d)·V for queries Q of shape (…, n, d), keys
// K (…, m, d) and values V (…, m, k) (Vaswani et al. 2017, eq. 1).
func Attention(q, k, v *ad.Tensor) *ad.Tensor { return MaskedAttention(q, k, v, ad.Scalar(0)) }

// MaskedAttention is Attention with a mask added to the scores Q·Kᵀ/√d, of a
// shape that broadcasts to (…, n, m): −Inf hides a key from a query.
func MaskedAttention(q, k, v, mask *ad.Tensor) *ad.Tensor {
	if q.Dims() < 2 || k.Dims() < 2 || v.Dims() < 2 || fromEnd(q, 1) != fromEnd(k, 1) || fromEnd(k, 2) != fromEnd(v, 2) {
		panic(&ad.Error{Op: "Attention", Shapes: [][]int{q.Shape(), k.Shape(), v.Shape()},
			Detail: "queries, keys and values do not belong together", Hint: "they are (…, n, d), (…, m, d) and (…, m, k)"})
	}
	scores := q.MatMul(k.SwapAxes(-1, -2)).MulC(1 / sqrt(fromEnd(q, 1)))
	return scores.Add(fitting("Attention", "the mask", ofType(scores, mask), scores)).Softmax().MatMul(v)
}

// fromEnd returns the length of an axis counted from the last, 1.
func fromEnd(t *ad.Tensor, axis int) int { s := t.Shape(); return s[len(s)-axis] }

// Causal returns the mask of shape (n, n) under which each place sees itself
// and those before it.
func Causal(n int) *ad.Tensor {
	return ad.Where(ad.Ones(n, n).Tril(0), ad.Scalar(0), ad.Scalar(math.Inf(-1)))
}

// A MultiHead is multi-head attention (Vaswani et al. 2017, section 3.2.2): a
// plain struct, to be a field of a model. The matrices have shape (d, d), the
// shifts (d); Heads divides d.
type MultiHead struct {
	Wq, Wk, Wv, Wo *ad.Tensor
	Bq, Bk, Bv, Bo *ad.Tensor
	Heads          int
}

// NewMultiHead returns attention for vectors of d numbers, Xavier's weights
// and shifts of zero.
func NewMultiHead(seed, d, heads int) MultiHead {
	if heads < 1 || d < 1 || d%heads != 0 {
		panic(&ad.Error{Op: "NewMultiHead", Detail: fmt.Sprintf("%d heads do not share vectors of %d numbers evenly", heads, d)})
	}
	w := func(k int) *ad.Tensor { return Xavier(seed+k, d, d) }
	b := ad.Zeros(d)
	return MultiHead{w(0), w(1), w(2), w(3), b, b, b, b, heads}
}

// Attend returns what queries of shape (…, n, d) find in keys and values of
// shape (…, m, d), under a mask as in MaskedAttention; ad.Scalar(0) hides
// nothing.
func (a MultiHead) Attend(q, k, v, mask *ad.Tensor) *ad.Tensor {
	a.check(q, k, v)
	apart := func(x, w, b *ad.Tensor) *ad.Tensor { // (…, heads, n, d/heads)
		x = Linear(x, w, b)
		s := x.Shape()
		last := len(s) - 1
		return x.Reshape(append(s[:last:last], a.Heads, s[last]/a.Heads)...).SwapAxes(-2, -3)
	}
	y := MaskedAttention(apart(q, a.Wq, a.Bq), apart(k, a.Wk, a.Bk), apart(v, a.Wv, a.Bv), mask).SwapAxes(-2, -3)
	return Linear(y.Reshape(q.Shape()...), a.Wo, a.Bo)
}

// check panics unless the weights and what attends belong together.
func (a MultiHead) check(inputs ...*ad.Tensor) {
	for i, t := range []*ad.Tensor{a.Wq, a.Wk, a.Wv, a.Wo, a.Bq, a.Bk, a.Bv, a.Bo} {
		if t == nil {
			panic(&ad.Error{Op: "MultiHead", Detail: []string{"Wq", "Wk", "Wv", "Wo", "Bq", "Bk", "Bv", "Bo"}[i] + " is nil", Hint: "NewMultiHead makes the weights"})
		}
	}
	s := a.Wq.Shape()
	if len(s) != 2 || a.Heads < 1 || s[0]%a.Heads != 0 {
		panic(&ad.Error{Op: "MultiHead", Shapes: [][]int{s}, Detail: fmt.Sprintf("%d heads do not share the vectors evenly", a.Heads), Hint: "weights are (d, d)"})
	}
	for _, t := range inputs {
		if t.Dims() < 2 || fromEnd(t, 1) != s[1] {
			panic(&ad.Error{Op: "MultiHead", Shapes: [][]int{t.Shape(), s}, Detail: "an input does not belong to these weights",
				Hint: fmt.Sprintf("queries, keys and values are (…, n, %d)", s[1])})
		}
	}
}

// Positions returns the sinusoidal encoding of n places as vectors of d
// numbers, shape (n, d): sin(k/10000^(2i/d)) and the cosine beside it (Vaswani
// et al. 2017, section 3.5).
func Positions(n, d int) *ad.Tensor {
	t := ad.Zeros(n, d).Data()
	for i := range t {
		k, j := i/d, i%d
		angle := float64(k) / math.Pow(10000, float64(j/2*2)/float64(d))
		if t[i] = math.Sin(angle); j%2 == 1 {
			t[i] = math.Cos(angle)
		}
	}
	return ad.FromSlice(t, n, d)
}
