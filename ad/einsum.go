package ad

import (
	"slices"
	"strings"
)

// Einsum sums products of tensors as a formula of index letters says:
// Einsum("ij,jk->ik", a, b) is the matrix product, "bij,bjk->bik" one for
// each b, "ij->j" sums columns, "i,j->ij" is the outer product. Letters that
// the result lacks are summed over. Pairs are multiplied as matrix products,
// from left to right. It panics if the formula does not fit, or names an axis
// of one tensor twice.
func Einsum(formula string, ts ...*Tensor) *Tensor {
	needs(ts...)
	left, out, ok := strings.Cut(strings.ReplaceAll(formula, " ", ""), "->")
	terms := strings.Split(left, ",")
	if !ok || len(terms) != len(ts) {
		fail("Einsum", "write it as \"ij,jk->ik\", a term for each tensor", "%q does not describe %d tensors", formula, len(ts))
	}
	sizes := map[rune]int{}
	for i, term := range terms {
		checkTerm(formula, term, ts[i], sizes)
	}
	for k, r := range out {
		if sizes[r] == 0 && !strings.ContainsRune(left, r) || strings.IndexRune(out, r) != k {
			fail("Einsum", "", "%q: the result's %q is no axis of an operand, or comes twice", formula, r)
		}
	}
	x := einsumTerm{ts[0], []rune(terms[0])}
	for i := 1; i < len(ts); i++ {
		keep := out + strings.Join(terms[i+1:], "")
		x = x.times(einsumTerm{ts[i], []rune(terms[i])}, keep)
	}
	return x.summed(out).ordered([]rune(out))
}

func checkTerm(formula, term string, t *Tensor, sizes map[rune]int) {
	if len([]rune(term)) != len(t.shape) {
		panic(&Error{Op: "Einsum", Shapes: shapesOf(t), Detail: formula + ": " + term + " names " + itoa(len([]rune(term))) + " axes of a tensor that has " + itoa(len(t.shape))})
	}
	for k, r := range []rune(term) {
		n, seen := sizes[r]
		switch {
		case strings.Count(term, string(r)) > 1:
			panic(&Error{Op: "Einsum", Shapes: shapesOf(t), Detail: formula + ": " + string(r) + " names two axes of one tensor", Hint: "take the diagonal by Diag first"})
		case seen && n != t.shape[k]:
			panic(&Error{Op: "Einsum", Shapes: shapesOf(t), Detail: formula + ": " + string(r) + " is " + itoa(n) + " in one tensor and " + itoa(t.shape[k]) + " in another"})
		}
		sizes[r] = t.shape[k]
	}
}

// An einsumTerm is a tensor with a letter for each axis.
type einsumTerm struct {
	t    *Tensor
	axes []rune
}

// summed adds up over the axes that keep does not name.
func (x einsumTerm) summed(keep string) einsumTerm {
	for k := len(x.axes) - 1; k >= 0; k-- {
		if !strings.ContainsRune(keep, x.axes[k]) {
			x = einsumTerm{x.t.SumAxis(k), slices.Delete(slices.Clone(x.axes), k, k+1)}
		}
	}
	return x
}

// ordered brings the axes into the given order.
func (x einsumTerm) ordered(axes []rune) *Tensor {
	order := make([]int, len(axes))
	for i, r := range axes {
		order[i] = slices.Index(x.axes, r)
	}
	return x.t.Permute(order...)
}

// times multiplies two terms, keeping the axes that keep names: axes of both
// that are kept run along, those that are not are summed as a matrix product.
func (x einsumTerm) times(y einsumTerm, keep string) einsumTerm {
	x, y = x.summed(keep+string(y.axes)), y.summed(keep+string(x.axes))
	var along, inner, rows, cols []rune
	for _, r := range x.axes {
		switch shared := slices.Contains(y.axes, r); {
		case shared && strings.ContainsRune(keep, r):
			along = append(along, r)
		case shared:
			inner = append(inner, r)
		default:
			rows = append(rows, r)
		}
	}
	for _, r := range y.axes {
		if !slices.Contains(x.axes, r) {
			cols = append(cols, r)
		}
	}
	l, nl := x.grouped(along, rows, inner)
	r, nr := y.grouped(along, inner, cols)
	shape := append(append(slices.Clone(nl[0]), nl[1]...), nr[2]...)
	return einsumTerm{l.MatMul(r).Reshape(shape...), slices.Concat(along, rows, cols)}
}

// grouped brings the axes into three groups, each merged to one axis, and
// returns the dimensions of each.
func (x einsumTerm) grouped(groups ...[]rune) (*Tensor, [][]int) {
	t := x.ordered(slices.Concat(groups...))
	dims, merged := make([][]int, len(groups)), make([]int, len(groups))
	k := 0
	for i, g := range groups {
		dims[i] = slices.Clone(t.shape[k : k+len(g)])
		merged[i] = size(dims[i])
		k += len(g)
	}
	return t.Reshape(merged...), dims
}
