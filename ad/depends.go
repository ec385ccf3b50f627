package ad

import (
	"iter"
	"slices"
)

// depends returns the inputs that each element of the node's result depends
// on, given those of all earlier nodes. An operation without a rule makes
// every element depend on all that its operands depend on.
func (n *tapeNode) depends(known [][]set, u *unions) []set {
	x := make([][]set, len(n.X))
	for i, from := range n.in {
		if from >= 0 && n.prim.carries(i) {
			x[i] = known[from]
		}
	}
	switch p := n.prim; {
	case p.Elementwise() || p == where:
		return n.alongside(x, u)
	case slices.Contains([]*Prim{reshape, transpose, permute, slice, row, padTo, concat, stack, gather, stretchTo}, p):
		return n.moved(x)
	case slices.Contains([]*Prim{sumTo, sumAxis, scatter}, p):
		return n.collected(x[0], u, func(g *Tensor) *Tensor { return p.Transpose(&n.Call, 0, g) })
	case p == reduceMax || p == logSumExp:
		return n.collected(x[0], u, func(g *Tensor) *Tensor { return sumAxis.Transpose(&n.Call, 0, g) })
	case p == softmax:
		return n.alongLast(x[0], u)
	case p == cumSum:
		return n.running(x[0], u)
	case p == matmul || p == matvec || p == bmm:
		return n.multiplied(x, u)
	}
	return n.mixed(x, u)
}

// numbers returns lo, lo+1, … in the shape given.
func numbers(shape []int, lo int) *Tensor {
	t := Zeros(shape...)
	for i := range t.data {
		t.data[i] = float64(lo + i)
	}
	return t
}

// alongside is for operations element by element; operands stretch.
func (n *tapeNode) alongside(x [][]set, u *unions) (out []set) {
	for i, sets := range x {
		if sets == nil {
			continue
		}
		if !slices.Equal(n.X[i].shape, n.Y.shape) {
			stretched := make([]set, n.Y.Size())
			for e, from := range stretch(numbers(n.X[i].shape, 0), n.Y.shape) {
				stretched[e] = sets[int(from)]
			}
			sets = stretched
		}
		if out == nil {
			out = sets
			continue
		}
		both := make([]set, len(out))
		for e := range both {
			both[e] = u.two(out[e], sets[e])
		}
		out = both
	}
	if out == nil {
		out = make([]set, n.Y.Size())
	}
	return out
}

// moved is for operations that only move elements: done to the numbers of the
// elements, they tell which went where.
func (n *tapeNode) moved(x [][]set) []set {
	if n.takesRows() && x[0] != nil {
		lo := n.Lo * (len(x[0]) / max(1, n.X[0].shape[0]))
		return x[0][lo : lo+n.Y.Size()]
	}
	from := []set{nil}
	in := make([]*Tensor, len(x))
	for i := range x {
		if x[i] == nil {
			in[i] = Zeros(n.X[i].shape...)
			continue
		}
		in[i] = numbers(n.X[i].shape, len(from))
		from = append(from, x[i]...)
	}
	out := make([]set, n.Y.Size())
	for e, at := range n.prim.Eval(n.Attr, in).data {
		out[e] = from[int(at)]
	}
	return out
}

// collected is for operations that make each element of some of the
// operand's: back spreads the numbers of the results over them.
func (n *tapeNode) collected(x []set, u *unions, back func(*Tensor) *Tensor) []set {
	out := make([]set, n.Y.Size())
	if x == nil {
		return out
	}
	members := make([][]int32, len(out))
	for e, to := range back(numbers(n.Y.shape, 0)).data {
		members[int(to)] = append(members[int(to)], int32(e))
	}
	for o, of := range members {
		out[o] = u.many(func(yield func(set) bool) {
			for _, e := range of {
				if !yield(x[e]) {
					return
				}
			}
		})
	}
	return out
}

// alongLast is for operations that mix the entries along the last axis.
func (n *tapeNode) alongLast(x []set, u *unions) []set {
	out := make([]set, n.Y.Size())
	if x == nil {
		return out
	}
	long := n.Y.shape[len(n.Y.shape)-1]
	for at := 0; at < len(out); at += long {
		all := u.many(slices.Values(x[at : at+long]))
		for e := range long {
			out[at+e] = all
		}
	}
	return out
}

// running is for sums of all entries so far along an axis, which may start at
// its end.
func (n *tapeNode) running(x []set, u *unions) []set {
	if x == nil {
		return make([]set, n.Y.Size())
	}
	out := slices.Clone(x)
	long := n.X[0].shape[n.Axis]
	lanes(n.X[0].shape, n.Axis, func(at, step int) {
		if n.Lo == 1 {
			at, step = at+(long-1)*step, -step
		}
		for k := 1; k < long && !u.over(); k++ {
			at += step
			out[at] = u.two(out[at-step], x[at])
		}
	})
	return out
}

// mixed lets every element depend on all operands.
func (n *tapeNode) mixed(x [][]set, u *unions) []set {
	all := u.many(func(yield func(set) bool) {
		for _, sets := range x {
			for _, s := range sets {
				if !yield(s) {
					return
				}
			}
		}
	})
	out := make([]set, n.Y.Size())
	for e := range out {
		out[e] = all
	}
	return out
}

// multiplied is for products of matrices, also many at once. A zero of a
// constant factor carries nothing.
func (n *tapeNode) multiplied(x [][]set, u *unions) []set {
	a, b := n.X[0], n.X[1]
	r, inner := a.shape[len(a.shape)-2], a.shape[len(a.shape)-1]
	c := 1
	if len(b.shape) > 1 {
		c = b.shape[len(b.shape)-1]
	}
	out := make([]set, n.Y.Size())
	left, right := a.raw(), b.raw()
	for o := range out {
		block, i, j := o/max(1, r*c), o/c%r, o%c
		row, col := (block*r+i)*inner, block*inner*c+j
		out[o] = u.many(entries(inner, func(k int, yield func(set) bool) bool {
			var s, t set
			if x[0] != nil && (x[1] != nil || right[col+k*c] != 0) {
				s = x[0][row+k]
			}
			if x[1] != nil && (x[0] != nil || left[row+k] != 0) {
				t = x[1][col+k*c]
			}
			return yield(s) && yield(t)
		}))
		if u.over() {
			break
		}
	}
	return out
}

func entries(n int, at func(k int, yield func(set) bool) bool) iter.Seq[set] {
	return func(yield func(set) bool) {
		for k := range n {
			if !at(k, yield) {
				return
			}
		}
	}
}
