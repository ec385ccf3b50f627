package display

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gojac/gojac/ad"
)

// A fold is a box that stands for several nodes.
type fold struct {
	nodes []int
	key   foldKey
}

// A foldKey is what nodes of one box have in common.
type foldKey struct {
	role  ad.Role
	depth int
	op    string // the primitive, or the stem of an input's name
}

// mostLevels bounds the columns of a folded drawing; those in the middle share a box.
const mostLevels = 12

// foldGraph draws a graph of many nodes: a box for each kind of operation at each
// depth, a box for each array among the inputs, and one box for what lies in the middle
// of a long chain. Whatever shares a box says how many it is.
func foldGraph(d *diagram, g *ad.DAG, nodes []ad.Node) {
	d.folded = true
	folds, of := foldNodes(nodes)
	outputs := map[int]bool{}
	for _, id := range g.Outputs() {
		outputs[of[id]] = true
	}
	for i := range folds {
		c := folds[i].card(nodes)
		c.output = outputs[i]
		d.cards = append(d.cards, c)
	}
	count := map[[2]int]int{}
	for i := range nodes {
		for _, from := range nodes[i].In {
			if a, b := of[from], of[i]; a != b {
				count[[2]int{a, b}]++
			}
		}
	}
	ends := make([][2]int, 0, len(count))
	for e := range count {
		ends = append(ends, e)
	}
	slices.SortFunc(ends, func(a, b [2]int) int { return cmp.Or(a[1]-b[1], a[0]-b[0]) })
	for _, e := range ends {
		l := link{from: e[0], to: e[1], count: count[e]}
		if l.count > 1 {
			l.label = "×" + grouped(l.count)
			l.tip = plural(l.count, "edge")
		}
		d.links = append(d.links, l)
	}
	d.notes = append(d.notes, fmt.Sprintf("%s drawn as %d boxes: operations of one kind at one depth share a box (×n).", plural(len(nodes), "node"), len(folds)))
}

// foldNodes groups nodes; the second result names each node's group. Groups stand in
// the order of their first node.
func foldNodes(nodes []ad.Node) ([]fold, []int) {
	depth := depths(nodes)
	deepest := slices.Max(depth)
	// The middle of a long chain: all depths in from…till are one.
	from, till := deepest+1, deepest
	if deepest+1 > mostLevels {
		from, till = mostLevels/2, deepest-mostLevels/2
	}
	index := map[foldKey]int{}
	of := make([]int, len(nodes))
	var folds []fold
	for i := range nodes {
		key := foldKey{role: nodes[i].Role, depth: depth[i], op: nodes[i].Op}
		if key.role != ad.OperationRole {
			key.op = stem(nodes[i].Name)
		}
		if depth[i] >= from && depth[i] <= till {
			key = foldKey{role: ad.OperationRole, depth: from, op: "…"}
		}
		k, ok := index[key]
		if !ok {
			k = len(folds)
			index[key] = k
			folds = append(folds, fold{key: key})
		}
		folds[k].nodes = append(folds[k].nodes, i)
		of[i] = k
	}
	return folds, of
}

// depths gives operations the longest path to them, and inputs the depth just before
// their first consumer's, which is where they are drawn.
func depths(nodes []ad.Node) []int {
	depth := make([]int, len(nodes))
	first := make([]int, len(nodes))
	for i := range nodes {
		for _, from := range nodes[i].In {
			depth[i] = max(depth[i], depth[from]+1)
		}
	}
	for i := len(nodes) - 1; i >= 0; i-- {
		for _, from := range nodes[i].In {
			if first[from] == 0 || depth[i] < first[from] {
				first[from] = depth[i]
			}
		}
	}
	for i := range nodes {
		if nodes[i].Role != ad.OperationRole && first[i] > 0 {
			depth[i] = first[i] - 1
		}
	}
	return depth
}

// stem is what a name has in common with its neighbours: W1 of W1[3][4], x of x12.
func stem(name string) string {
	if i := strings.IndexAny(name, "[.("); i > 0 {
		return name[:i]
	}
	return strings.TrimRight(name, "0123456789")
}

func (f *fold) card(nodes []ad.Node) card {
	if len(f.nodes) == 1 {
		c := nodeCard(&nodes[f.nodes[0]])
		c.expr = elide(c.expr, 20)
		return c
	}
	c := card{kind: roleKinds[f.key.role], count: len(f.nodes), name: fmt.Sprintf("%s ×%s", f.title(), grouped(len(f.nodes)))}
	var values []float64
	ops := map[string]int{}
	for _, i := range f.nodes {
		n := &nodes[i]
		c.alarm = c.alarm || !finite(n.Value)
		if n.Value != nil {
			values = append(values, n.Value.Data()...)
		}
		ops[n.Op]++
	}
	if f.key.op != "…" {
		c.value = brief(ad.FromSlice(values, len(values), 1))
	}
	c.tip = fmt.Sprintf("%s\n%s", plural(len(f.nodes), "node"), statistics(values))
	if f.key.op == "…" {
		c.name = fmt.Sprintf("… %s …", plural(len(f.nodes), "node"))
		c.value = ""
		c.tip += "\n" + countsText(ops)
	}
	return c
}

func (f *fold) title() string {
	switch {
	case f.key.op != "":
		return f.key.op
	case f.key.role == ad.ConstantRole:
		return "constants"
	}
	return "inputs"
}

func countsText(ops map[string]int) string {
	var parts []string
	for op, n := range ops {
		if op == "" {
			op = "input"
		}
		parts = append(parts, fmt.Sprintf("%s ×%d", op, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
