package sym

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/gojac/gojac/ad"
)

// A Node is a formula, or a part of one. Equal formulas of one Space are the same Node.
type Node struct {
	space *Space
	id    int
	kind  kind
	num   float64  // of a number; exponent of a power
	name  string   // of a variable
	prim  *ad.Prim // of a call
	args  []*Node  // terms, factors, operands; base of a power
}

type kind uint8

const (
	number kind = iota
	variable
	power   // args[0] to the power num, which is neither 0 nor 1
	product // of at least two factors; a number only in front
	call
	sum // of at least two terms; a number only at the end
)

var _ ad.Expression = (*Node)(nil)

// A Space holds formulas that share their parts.
type Space struct {
	mu    sync.Mutex
	known map[string]*Node
}

// NewSpace returns an empty Space.
func NewSpace() *Space { return &Space{known: map[string]*Node{}} }

func (s *Space) intern(n Node) *Node {
	var key strings.Builder
	fmt.Fprintf(&key, "%d %x %s", n.kind, math.Float64bits(n.num), n.name)
	if n.prim != nil {
		key.WriteString(n.prim.Name)
	}
	for _, a := range n.args {
		fmt.Fprintf(&key, " %d", a.id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.known[key.String()]; old != nil {
		return old
	}
	n.space, n.id = s, len(s.known)
	s.known[key.String()] = &n
	return &n
}

// Number returns the constant x.
func (s *Space) Number(x float64) *Node {
	if x == 0 {
		x = 0 // a formula has one zero
	}
	return s.intern(Node{kind: number, num: x})
}

// Var returns the variable of that name.
func (s *Space) Var(name string) *Node { return s.intern(Node{kind: variable, name: name}) }

// Apply returns p applied to x, simplified.
func (s *Space) Apply(p *ad.Prim, x ...*Node) *Node {
	switch p.Name {
	case "Add":
		return s.add(x...)
	case "Sub":
		return s.add(x[0], s.mul(s.Number(-1), x[1]))
	case "Neg":
		return s.mul(s.Number(-1), x[0])
	case "Mul", "StrongMul", "ZeroMul":
		return s.mul(x...)
	case "Div":
		return s.mul(x[0], s.pow(x[1], -1))
	case "Square":
		return s.pow(x[0], 2)
	case "Pow":
		if x[1].kind == number {
			return s.pow(x[0], x[1].num)
		}
	}
	numbers := true
	for _, a := range x {
		numbers = numbers && a.kind == number
	}
	if numbers {
		if v := evaluate(p, x); exact(v) {
			return s.Number(v)
		}
	}
	return s.intern(Node{kind: call, prim: p, args: x})
}

// exact reports whether folding to v loses nothing that a reader would want to see: sin(1) stays, cos(0) becomes 1.
func exact(v float64) bool { return v == math.Trunc(v) && math.Abs(v) < 1<<53 }

func evaluate(p *ad.Prim, x []*Node) float64 {
	if p.Arity() == 1 {
		return p.Fun(x[0].num)
	}
	return p.Fun2(x[0].num, x[1].num)
}

// add returns the sum of terms: flat, with equal terms collected.
func (s *Space) add(terms ...*Node) *Node {
	constant := 0.0
	coefficient := map[*Node]float64{}
	var order []*Node
	var collect func(t *Node)
	collect = func(t *Node) {
		switch {
		case t.kind == sum:
			for _, a := range t.args {
				collect(a)
			}
		case t.kind == number:
			constant += t.num
		default:
			c, rest := s.split(t)
			if _, ok := coefficient[rest]; !ok {
				order = append(order, rest)
			}
			coefficient[rest] += c
		}
	}
	for _, t := range terms {
		collect(t)
	}
	slices.SortFunc(order, compare)
	var args []*Node
	for _, t := range order {
		if c := coefficient[t]; c != 0 {
			args = append(args, s.mul(s.Number(c), t))
		}
	}
	if constant != 0 || len(args) == 0 {
		args = append(args, s.Number(constant))
	}
	if len(args) == 1 {
		return args[0]
	}
	return s.intern(Node{kind: sum, args: args})
}

// split takes the coefficient off a term.
func (s *Space) split(t *Node) (float64, *Node) {
	if t.kind != product || t.args[0].kind != number {
		return 1, t
	}
	if len(t.args) == 2 {
		return t.args[0].num, t.args[1]
	}
	return t.args[0].num, s.intern(Node{kind: product, args: t.args[1:]})
}

// mul returns the product of factors: flat, with equal factors made powers.
func (s *Space) mul(factors ...*Node) *Node {
	constant := 1.0
	exponent := map[*Node]float64{}
	var order []*Node
	var collect func(f *Node)
	collect = func(f *Node) {
		switch f.kind {
		case product:
			for _, a := range f.args {
				collect(a)
			}
		case number:
			constant *= f.num
		default:
			base, e := f, 1.0
			if f.kind == power {
				base, e = f.args[0], f.num
			}
			if _, ok := exponent[base]; !ok {
				order = append(order, base)
			}
			exponent[base] += e
		}
	}
	for _, f := range factors {
		collect(f)
	}
	if constant == 0 {
		return s.Number(0)
	}
	slices.SortFunc(order, compare)
	var args []*Node
	for _, b := range order {
		if f := s.pow(b, exponent[b]); f.kind == number {
			constant *= f.num
		} else {
			args = append(args, f)
		}
	}
	if len(args) == 1 && args[0].kind == sum && constant == -1 { // a minus goes into the sum
		return s.scaled(constant, args[0])
	}
	if constant != 1 || len(args) == 0 {
		args = append([]*Node{s.Number(constant)}, args...)
	}
	if len(args) == 1 {
		return args[0]
	}
	return s.intern(Node{kind: product, args: args})
}

func (s *Space) scaled(c float64, t *Node) *Node {
	terms := make([]*Node, len(t.args))
	for i, a := range t.args {
		terms[i] = s.mul(s.Number(c), a)
	}
	return s.intern(Node{kind: sum, args: terms})
}

// pow returns base to the power e.
func (s *Space) pow(base *Node, e float64) *Node {
	switch {
	case e == 0:
		return s.Number(1)
	case e == 1:
		return base
	case base.kind == number && exact(math.Pow(base.num, e)):
		return s.Number(math.Pow(base.num, e))
	case base.kind == number && e == -1 && base.num != 0:
		return s.Number(1 / base.num)
	case e != math.Trunc(e):
		return s.intern(Node{kind: power, num: e, args: []*Node{base}})
	case base.kind == power:
		return s.pow(base.args[0], base.num*e)
	case base.kind == product:
		fs := make([]*Node, len(base.args))
		for i, f := range base.args {
			fs[i] = s.pow(f, e)
		}
		return s.mul(fs...)
	case base.kind == call && base.prim.Name == "Sqrt" && e == 2:
		return base.args[0]
	}
	return s.intern(Node{kind: power, num: e, args: []*Node{base}})
}
