package ad

import (
	"cmp"
	"slices"
)

// adjoints sweeps the tape backwards from the cotangents g (nil is zero) and
// returns the adjoint of every node; nil where it is zero.
func (p *pulling) adjoints(g []*Tensor) []*Tensor {
	bar := make([]*Tensor, len(p.tape.nodes))
	parts := map[int]pieces{} // by node
	for i, at := range p.out {
		if at >= 0 && g[i] != nil {
			bar[at] = plus(bar[at], g[i])
		}
	}
	for at := len(bar) - 1; at >= 0; at-- {
		n := &p.tape.nodes[at]
		if ps, ok := parts[at]; ok {
			bar[at] = plus(bar[at], ps.sum(n.Y))
			delete(parts, at)
		}
		if bar[at] == nil || n.prim == nil {
			continue
		}
		for i, from := range n.in {
			switch {
			case from < 0 || !n.prim.carries(i):
			case n.takesRows():
				parts[from] = append(parts[from], piece{n, bar[at]})
			default:
				bar[from] = plus(bar[from], n.prim.pull(&n.Call, i, bar[at]))
			}
		}
	}
	return bar
}

// A piece is the cotangent of a node that takes some rows of its operand.
type piece struct {
	n *tapeNode
	g *Tensor
}

type pieces []piece

// takesRows reports whether the node takes rows of its operand that stand
// together, from Lo on.
func (n *tapeNode) takesRows() bool { return n.prim == row || n.prim == slice && n.Axis == 0 }

// fewPieces are padded to the shape of the operand one by one.
const fewPieces = 4

// sum adds up what pieces contribute to the adjoint of x, whose rows they
// are of. Many, as of a loop over the elements, are laid side by side: padded,
// each would be as large as x.
func (ps pieces) sum(x *Tensor) *Tensor {
	if len(ps) <= fewPieces {
		var bar *Tensor
		for _, p := range ps {
			bar = plus(bar, p.n.prim.pull(&p.n.Call, 0, p.g))
		}
		return bar
	}
	slices.SortStableFunc(ps, func(a, b piece) int { return cmp.Compare(a.n.Lo, b.n.Lo) })
	var single, parts []*Tensor // rows without the first axis, with it
	var index, behind []int
	for _, p := range ps {
		if p.n.prim == row {
			single, index = append(single, p.g), append(index, p.n.Lo)
			continue
		}
		parts = append(parts, p.g)
		for i := p.n.Lo; i < p.n.Hi; i++ {
			behind = append(behind, i)
		}
	}
	if single != nil {
		parts = append([]*Tensor{Stack(single...)}, parts...)
	}
	g, index := ConcatAxis(0, parts...), append(index, behind...)
	if !inOrder(index, x.shape[0]) {
		g = g.ScatterAdd(0, x.shape[0], index...)
	}
	return g.like(x)
}

// inOrder reports whether index is 0, 1, … n−1.
func inOrder(index []int, n int) bool {
	for i, at := range index {
		if i != at {
			return false
		}
	}
	return len(index) == n
}
