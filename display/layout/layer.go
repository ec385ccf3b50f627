package layout

import "fmt"

// rank assigns layers: the longest path from an input, then inputs pulled to the
// layer before their first consumer.
func (g *graph) rank(boxes int) error {
	succ, pred := make([][]int, boxes), make([][]int, boxes)
	for _, e := range g.edges {
		succ[e.From] = append(succ[e.From], e.To)
		pred[e.To] = append(pred[e.To], e.From)
	}
	waiting := make([]int, boxes)
	var sorted []int
	for v := range boxes {
		if waiting[v] = len(pred[v]); waiting[v] == 0 {
			sorted = append(sorted, v)
		}
	}
	for i := 0; i < len(sorted); i++ {
		v := sorted[i]
		for _, s := range succ[v] {
			g.nodes[s].layer = max(g.nodes[s].layer, g.nodes[v].layer+1)
			if waiting[s]--; waiting[s] == 0 {
				sorted = append(sorted, s)
			}
		}
	}
	if len(sorted) < boxes {
		return fmt.Errorf("layout: the edges form a cycle through %d of %d boxes", boxes-len(sorted), boxes)
	}
	for _, v := range sorted {
		if len(pred[v]) > 0 || len(succ[v]) == 0 {
			continue
		}
		first := g.nodes[succ[v][0]].layer
		for _, s := range succ[v] {
			first = min(first, g.nodes[s].layer)
		}
		g.nodes[v].layer = first - 1
	}
	return nil
}

// split cuts each long edge into pieces between neighbouring layers and fills the
// layers in the order of a walk from the outputs, operands first to last.
func (g *graph) split() {
	for _, e := range g.edges {
		chain := []int{e.From}
		for l := g.nodes[e.From].layer + 1; l < g.nodes[e.To].layer; l++ {
			g.nodes = append(g.nodes, node{dummy: true, layer: l, h: 4})
			chain = append(chain, len(g.nodes)-1)
		}
		chain = append(chain, e.To)
		for i := 0; i+1 < len(chain); i++ {
			a, b := chain[i], chain[i+1]
			g.nodes[a].out = append(g.nodes[a].out, b)
			g.nodes[b].in = append(g.nodes[b].in, a)
		}
		g.chains = append(g.chains, chain)
	}
	depth := 0
	for i := range g.nodes {
		depth = max(depth, g.nodes[i].layer+1)
	}
	g.layers = make([][]int, depth)
	seen := make([]bool, len(g.nodes))
	for v := range g.nodes {
		if len(g.nodes[v].out) == 0 {
			g.walk(v, seen)
		}
	}
	g.number()
}

// walk visits operands before the node; an explicit stack, since chains may be long.
func (g *graph) walk(root int, seen []bool) {
	type frame struct{ v, next int }
	stack := []frame{{v: root}}
	seen[root] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if in := g.nodes[top.v].in; top.next < len(in) {
			u := in[top.next]
			top.next++
			if !seen[u] {
				seen[u] = true
				stack = append(stack, frame{v: u})
			}
			continue
		}
		l := g.nodes[top.v].layer
		g.layers[l] = append(g.layers[l], top.v)
		stack = stack[:len(stack)-1]
	}
}

func (g *graph) number() {
	for _, layer := range g.layers {
		for i, v := range layer {
			g.nodes[v].pos = i
		}
	}
}
