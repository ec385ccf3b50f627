package ad

import (
	"slices"
	"strings"
)

// Einsum sums products of tensors as a formula of index letters says:
// Einsum("ij,jk->ik", a, b) is the matrix product, "bij,bjk->bik" one for
// each b, "ij->j" sums columns, "i,j->ij" is the outer product, "ii->i" the
// diagonal. Letters that the result lacks are summed over; without "->", the
// result has those that come once, in alphabetical order. An ellipsis stands
// for further axes, which broadcast: "...ij,...jk->...ik". Pairs are
// multiplied as matrix products, from left to right. It panics if the formula
// does not fit.
func Einsum(formula string, ts ...*Tensor) *Tensor {
	needs(ts...)
	left, out, explicit := strings.Cut(strings.ReplaceAll(formula, " ", ""), "->")
	terms := strings.Split(left, ",")
	if len(terms) != len(ts) {
		fail("Einsum", "write it as \"ij,jk->ik\", a term for each tensor", "%q does not describe %d tensors", formula, len(ts))
	}
	e := einsum{formula: formula, sizes: map[rune]int{}}
	for i, term := range terms {
		e.read(term, ts[i])
	}
	result := e.result(left, out, explicit)
	for i := range e.terms {
		e.terms[i] = e.terms[i].stretched(e.sizes).diagonal()
	}
	x := e.terms[0]
	for i, y := range e.terms[1:] {
		keep := result
		for _, later := range e.terms[i+2:] {
			keep += string(later.axes)
		}
		x = x.times(y, keep)
	}
	return x.summed(result).ordered([]rune(result))
}

// An einsum is a formula being read. Axes that an ellipsis stands for have
// letters of their own, counted from the last.
type einsum struct {
	formula  string
	terms    []einsumTerm
	sizes    map[rune]int
	ellipsis string // the longest
}

const ellipsisLetter = '\uE000' // of the last axis; private use

// read takes in the term of a tensor.
func (e *einsum) read(term string, t *Tensor) {
	front, back, some := strings.Cut(term, "...")
	axes, more := []rune(front+back), 0
	if some {
		more = len(t.shape) - len(axes)
	}
	if len(axes)+more != len(t.shape) || more < 0 || strings.Contains(front+back, ".") {
		panic(&Error{Op: "Einsum", Shapes: shapesOf(t), Detail: e.formula + ": " + term + " names " + itoa(len(axes)) + " axes of a tensor that has " + itoa(len(t.shape))})
	}
	var dots []rune
	for k := range more {
		dots = append(dots, ellipsisLetter+rune(more-1-k))
	}
	if len(string(dots)) > len(e.ellipsis) {
		e.ellipsis = string(dots)
	}
	axes = slices.Insert(axes, len([]rune(front)), dots...)
	for k, r := range axes {
		n, seen := e.sizes[r]
		stretches := r >= ellipsisLetter && (n == 1 || t.shape[k] == 1)
		if seen && n != t.shape[k] && !stretches {
			name := string(r)
			if r >= ellipsisLetter {
				name = "an axis of ..."
			}
			panic(&Error{Op: "Einsum", Shapes: shapesOf(t), Detail: e.formula + ": " + name + " is " + itoa(n) + " in one place and " + itoa(t.shape[k]) + " in another"})
		}
		if !seen || n == 1 {
			e.sizes[r] = t.shape[k]
		}
	}
	e.terms = append(e.terms, einsumTerm{t, axes})
}

// result returns the letters of the result.
func (e *einsum) result(left, out string, explicit bool) string {
	if !explicit {
		once := []rune(left)
		slices.Sort(once)
		once = slices.DeleteFunc(once, func(r rune) bool { return r == ',' || r == '.' || strings.Count(left, string(r)) > 1 })
		return e.ellipsis + string(once)
	}
	front, back, some := strings.Cut(out, "...")
	if !some && e.ellipsis != "" {
		fail("Einsum", "write ... in the result, too", "%q: the result has no place for the axes of ...", e.formula)
	}
	for k, r := range front + back {
		if _, known := e.sizes[r]; !known || strings.IndexRune(front+back, r) != k {
			fail("Einsum", "", "%q: the result's %q is no axis of an operand, or comes twice", e.formula, r)
		}
	}
	return front + e.ellipsis + back
}

// An einsumTerm is a tensor with a letter for each axis.
type einsumTerm struct {
	t    *Tensor
	axes []rune
}

// stretched drops the axes of an ellipsis that broadcast.
func (x einsumTerm) stretched(sizes map[rune]int) einsumTerm {
	var shape []int
	var axes []rune
	for k, r := range x.axes {
		if n := x.t.shape[k]; r < ellipsisLetter || n == sizes[r] {
			shape, axes = append(shape, n), append(axes, r)
		}
	}
	return einsumTerm{x.t.Reshape(shape...), axes}
}

// diagonal takes the diagonal along axes of one letter.
func (x einsumTerm) diagonal() einsumTerm {
	for i, r := range x.axes {
		j := i + 1 + slices.Index(x.axes[i+1:], r)
		if j == i {
			continue
		}
		n := x.t.shape[i]
		t := x.t.MoveAxis(j, -1).MoveAxis(i, -1)
		front := t.shape[:len(t.shape)-2]
		t = t.Reshape(append(slices.Clone(front), n*n)...).Gather(-1, diagonalPlaces(n)...)
		axes := slices.Delete(slices.Clone(x.axes), j, j+1)
		return einsumTerm{t, append(slices.Delete(axes, i, i+1), r)}.diagonal()
	}
	return x
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
