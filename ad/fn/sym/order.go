package sym

import (
	"fmt"
	"strings"
)

// compare orders terms and factors: variables by name, then calls, then sums; high powers first, numbers last.
func compare(a, b *Node) int {
	if a == b {
		return 0
	}
	fa, fb := a.factors(), b.factors()
	for i := range min(len(fa), len(fb)) {
		if c := compareFactors(fa[i], fb[i]); c != 0 {
			return c
		}
	}
	return len(fb) - len(fa)
}

func (n *Node) factors() []*Node {
	if n.kind == product {
		return n.args
	}
	return []*Node{n}
}

func compareFactors(a, b *Node) int {
	ba, ea := a.base()
	bb, eb := b.base()
	if ba != bb {
		return compareBases(ba, bb)
	}
	switch {
	case ea > eb:
		return -1
	case ea < eb:
		return 1
	}
	return 0
}

func (n *Node) base() (*Node, float64) {
	if n.kind == power {
		return n.args[0], n.num
	}
	return n, 1
}

var rank = [...]int{number: 5, variable: 0, power: 1, product: 2, call: 3, sum: 4}

func compareBases(a, b *Node) int {
	if rank[a.kind] != rank[b.kind] {
		return rank[a.kind] - rank[b.kind]
	}
	switch a.kind {
	case number:
		return strings.Compare(fmt.Sprint(a.num), fmt.Sprint(b.num))
	case variable:
		return compareNames(a.name, b.name)
	case call:
		if c := strings.Compare(a.prim.Name, b.prim.Name); c != 0 {
			return c
		}
	}
	for i := range min(len(a.args), len(b.args)) {
		if c := compare(a.args[i], b.args[i]); c != 0 {
			return c
		}
	}
	return len(b.args) - len(a.args)
}

// compareNames puts x2 before x10.
func compareNames(a, b string) int {
	ra, rb := strings.TrimRight(a, "0123456789"), strings.TrimRight(b, "0123456789")
	if ra == rb && len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
