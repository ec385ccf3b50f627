package ad

import (
	"slices"
	"strings"
)

// formulas writes every operation in the labels of its operands.
func (g *DAG) formulas() {
	for i := range g.nodes {
		if n := &g.nodes[i]; n.Role == OperationRole {
			f := g.primalFormula(*n)
			n.Expr, n.TeX = f.Text, f.TeX
		}
	}
}

func (g *DAG) primalFormula(n Node) Formula {
	if n.Role != OperationRole {
		return Formula{}
	}
	c, p := g.call(n)
	write := func(st style, name func(Node) string) string {
		args, precs := make([]string, len(n.In)), make([]int, len(n.In))
		for k, id := range n.In {
			args[k] = name(g.nodes[id])
			if strings.HasPrefix(args[k], "-") {
				precs[k] = precNeg
			}
		}
		text, _ := p.format(st, c.Attr, args, precs)
		return text
	}
	f := Formula{
		Text: write(asText, func(n Node) string { return n.label }),
		TeX:  write(asTeX, func(n Node) string { return n.labelTeX }),
	}
	if !slices.ContainsFunc(n.In, func(id int) bool { return g.nodes[id].Value.Size() != 1 }) {
		f.Numbers = write(asNumbers, func(n Node) string { return brief(n.Value) })
	}
	return f
}

// standIn returns the call of a step with its operands and result labelled.
func (g *DAG) standIn(s *symbols, n Node) (*Call, *Prim) {
	c, p := g.call(n)
	x := make([]*Tensor, len(c.X))
	for k, id := range n.In {
		if x[k] = c.X[k]; g.nodes[id].Role != ConstantRole || x[k].Size() != 1 {
			x[k] = s.leaf(c.X[k], g.nodes[id].label, g.nodes[id].labelTeX)
		}
	}
	return &Call{Attr: c.Attr, X: x, Y: s.leaf(c.Y, n.label, n.labelTeX)}, p
}

// tangentFormula writes how the tangent of n follows from those of its
// operands: "cos(x₁)·ẋ₁".
func (g *DAG) tangentFormula(n Node, dot []*Tensor) Formula {
	if n.Role != OperationRole {
		return Formula{}
	}
	s := newSymbols()
	c, p := g.standIn(s, n)
	var sum *Tensor
	for k, id := range n.In {
		if from := g.nodes[id]; from.Role != ConstantRole && p.carries(k) {
			dx := s.leaf(dot[id], dotted(from.label), dottedTeX(from.labelTeX))
			sum = plus(sum, p.push(c, k, dx))
		}
	}
	if sum == nil {
		return Formula{"0", "0", "0"}
	}
	return s.formula(sum)
}

// pullFormula writes what n contributes to the adjoint of its operand k.
func (g *DAG) pullFormula(n Node, k int, bar *Tensor) Formula {
	s := newSymbols()
	c, p := g.standIn(s, n)
	return s.formula(p.pull(c, k, s.leaf(bar, barred(n.label), barredTeX(n.labelTeX))))
}
