package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// accumulate is A ± c·X·Y of a matrix A, a number c and matrices X and Y, as
// the step of gradient descent W − η·Xᵀ·G is: the product is added where A
// lies, and exists nowhere else. It comes up in plans only, in place of a
// result that may take the memory of a donated A.
var accumulate = &Prim{Name: "Accumulate"}

// accumulated puts accumulate in place of A ± c·(X·Y) and A ± X·Y.
func accumulated(vs []value, outs, guards []int, donated []bool) ([]value, []int, []int) {
	uses := make([]int, len(vs))
	for i := range vs {
		for _, at := range vs[i].in {
			uses[at]++
		}
	}
	for _, at := range slices.Concat(outs, guards) {
		uses[at] += 2 // someone else sees it
	}
	for _, i := range outs {
		v := &vs[i]
		if v.prim != sub && v.prim != add {
			continue
		}
		to, factor := v.in[0], v.in[1]
		if a := &vs[to]; a.arg < 0 || !donated[a.arg] || !slices.Equal(a.shape, v.shape) || a.kind != v.kind || uses[factor] != 1 {
			continue
		}
		in := []int{to}
		if m := &vs[factor]; m.prim == mul {
			number := slices.IndexFunc(m.in, func(at int) bool { return size(vs[at].shape) == 1 && vs[at].kind == v.kind })
			if number < 0 || uses[m.in[1-number]] != 1 {
				continue
			}
			in, factor = append(in, m.in[number]), m.in[1-number]
		}
		if p := &vs[factor]; p.prim == matmul && slices.Equal(p.shape, v.shape) {
			in = slices.Insert(in, 1, p.in...)
			vs[i] = value{prim: accumulate, attr: &Attr{Lo: 1 - 2*bit(v.prim == sub)}, in: in, shape: v.shape, kind: v.kind, arg: -1, flip: p.flip}
		}
	}
	return compacted(vs, outs, guards)
}

// accumulateInto computes accumulate in y, which may be where A lies.
func accumulateInto[T gemm.Float](v *value, y *Tensor, x []*Tensor) {
	to, from := elements[T](y), elements[T](x[0])
	if len(to) > 0 && &to[0] != &from[0] {
		copy(to, from)
	}
	alpha := T(v.attr.Lo)
	if len(x) > 3 {
		alpha *= elements[T](x[3])[0]
	}
	a, b := factorsOf(v, matrixOf[T](x[1]), matrixOf[T](x[2]))
	gemm.Gemm(alpha, a, b, 1, gemm.Dense(a.Rows, b.Cols, to))
}
