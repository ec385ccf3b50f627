package sym

import (
	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn/rule"
	"math"
)

// Diff returns the derivative of n by a variable, by the chain rule and the rules of ad's primitives.
func (n *Node) Diff(name string) ad.Expression { return n.diff(name, map[*Node]*Node{}) }

// Derivative is Diff with the result as a Node.
func (n *Node) Derivative(name string) *Node { return n.diff(name, map[*Node]*Node{}) }

func (n *Node) diff(name string, done map[*Node]*Node) *Node {
	if d := done[n]; d != nil {
		return d
	}
	s := n.space
	var d *Node
	switch n.kind {
	case number:
		d = s.Number(0)
	case variable:
		d = s.Number(0)
		if n.name == name {
			d = s.Number(1)
		}
	case sum:
		d = s.folded(ad.PrimOfGo("+"), n, name, done)
	case product:
		d = s.folded(ad.PrimOfGo("*"), n, name, done)
	case power:
		d = s.chain(ad.PrimOfGo("math.Pow"), []*Node{n.args[0], s.Number(n.num)}, n, name, done)
	case call:
		d = s.chain(n.prim, n.args, n, name, done)
	}
	done[n] = d
	return d
}

// folded differentiates a sum or product of many as repeated application of the primitive for two.
func (s *Space) folded(p *ad.Prim, n *Node, name string, done map[*Node]*Node) *Node {
	acc, d := n.args[0], n.args[0].diff(name, done)
	for _, a := range n.args[1:] {
		x := []*Node{acc, a}
		acc = s.Apply(p, x...)
		d = s.add(s.mul(s.partial(p, 0, x, acc), d), s.mul(s.partial(p, 1, x, acc), a.diff(name, done)))
	}
	return d
}

// chain is the chain rule: the partial derivatives of y = p(x), each times the derivative of its operand.
func (s *Space) chain(p *ad.Prim, x []*Node, y *Node, name string, done map[*Node]*Node) *Node {
	d := s.Number(0)
	for i, a := range x {
		if da := a.diff(name, done); !da.isZero() {
			d = s.add(d, s.mul(s.partial(p, i, x, y), da))
		}
	}
	return d
}

func (n *Node) isZero() bool { return n.kind == number && n.num == 0 }

func (s *Space) partial(p *ad.Prim, i int, x []*Node, y *Node) *Node {
	r := rule.Of(p, i)
	if r.Zero {
		return s.Number(0)
	}
	return rule.Eval(r, x, y, func(p *ad.Prim, x []*Node) *Node { return s.Apply(p, x...) }, s.Number)
}

// Replace returns n with variables replaced by formulas of the same Space.
func (n *Node) Replace(by map[string]*Node) *Node { return n.replace(by, map[*Node]*Node{}) }

func (n *Node) replace(by map[string]*Node, done map[*Node]*Node) *Node {
	if r := done[n]; r != nil {
		return r
	}
	s, r := n.space, n
	args := make([]*Node, len(n.args))
	for i, a := range n.args {
		args[i] = a.replace(by, done)
	}
	switch n.kind {
	case variable:
		if v := by[n.name]; v != nil {
			r = v
		}
	case sum:
		r = s.add(args...)
	case product:
		r = s.mul(args...)
	case power:
		r = s.pow(args[0], n.num)
	case call:
		r = s.Apply(n.prim, args...)
	}
	done[n] = r
	return r
}

// Eval computes the value of n at a point. It panics if at lacks a variable of n.
func (n *Node) Eval(at map[string]float64) float64 { return n.eval(at, map[*Node]float64{}) }

func (n *Node) eval(at map[string]float64, done map[*Node]float64) float64 {
	if v, ok := done[n]; ok {
		return v
	}
	args := make([]float64, len(n.args))
	for i, a := range n.args {
		args[i] = a.eval(at, done)
	}
	var v float64
	switch n.kind {
	case number:
		v = n.num
	case variable:
		x, ok := at[n.name]
		if !ok {
			panic(&ad.Error{Op: "Eval", Detail: "no value given for " + n.name})
		}
		v = x
	case sum:
		for _, a := range args {
			v += a
		}
	case product:
		v = 1
		for _, a := range args {
			v *= a
		}
	case power:
		v = powered(args[0], n.num)
	case call:
		if n.prim.Arity() == 1 {
			v = n.prim.Fun(args[0])
		} else {
			v = n.prim.Fun2(args[0], args[1])
		}
	}
	done[n] = v
	return v
}

// powered is x to the power e; small whole powers are products, as they are in Go text.
func powered(x, e float64) float64 {
	switch e {
	case -1:
		return 1 / x
	case 2:
		return x * x
	}
	return ad.PrimOfGo("math.Pow").Fun2(x, e)
}

// Size counts the distinct parts of n, and the parts it would have written out as a tree: how far a formula swells.
func (n *Node) Size() (parts, tree int) {
	sizes := map[*Node]int{}
	var count func(*Node) int
	count = func(n *Node) int {
		if s, ok := sizes[n]; ok {
			return s
		}
		s := 1
		for _, a := range n.args {
			s = min(s+count(a), math.MaxInt/2) // the number itself may be too large
		}
		sizes[n] = s
		return s
	}
	tree = count(n)
	return len(sizes), tree
}
