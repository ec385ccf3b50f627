package layout

import (
	"slices"
	"sort"
)

// sweeps bounds the passes over the layers; large graphs get fewer, since each costs more.
func (g *graph) sweeps() int { return min(max(16000/(len(g.nodes)+1), 6), 24) }

// order permutes the layers for few crossings and, at equal crossings, for operands
// in their order.
func (g *graph) order() {
	best, bestTwists := g.crossings(), g.twists()
	kept := g.copyLayers()
	idle := 0
	for i := 0; i < g.sweeps() && best+bestTwists > 0 && idle < 6; i++ {
		if i%2 == 0 {
			for l := 1; l < len(g.layers); l++ {
				g.sweep(l, true)
			}
		} else {
			for l := len(g.layers) - 2; l >= 0; l-- {
				g.sweep(l, false)
			}
		}
		g.transpose()
		c, t := g.crossings(), g.twists()
		if c < best || c == best && t < bestTwists {
			best, bestTwists, idle = c, t, 0
			kept = g.copyLayers()
		} else {
			idle++
		}
	}
	g.layers = kept
	g.number()
}

func (g *graph) copyLayers() [][]int {
	c := make([][]int, len(g.layers))
	for i, l := range g.layers {
		c[i] = slices.Clone(l)
	}
	return c
}

// sweep sorts a layer by the mean position of the neighbours on one side.
func (g *graph) sweep(l int, forward bool) {
	layer := g.layers[l]
	key := make([]float64, len(layer))
	for i, v := range layer {
		key[i] = g.barycentre(v, forward)
	}
	sort.Stable(byKey{layer, key})
	for i, v := range layer {
		g.nodes[v].pos = i
	}
}

type byKey struct {
	nodes []int
	key   []float64
}

func (b byKey) Len() int           { return len(b.nodes) }
func (b byKey) Less(i, j int) bool { return b.key[i] < b.key[j] }
func (b byKey) Swap(i, j int) {
	b.nodes[i], b.nodes[j] = b.nodes[j], b.nodes[i]
	b.key[i], b.key[j] = b.key[j], b.key[i]
}

func (g *graph) barycentre(v int, forward bool) float64 {
	n := &g.nodes[v]
	sum, count := 0.0, 0
	if forward && len(n.in) == 0 {
		return g.besideSiblings(v)
	}
	if forward {
		for _, u := range n.in {
			sum, count = sum+float64(g.nodes[u].pos), count+1
		}
	} else {
		for _, s := range n.out {
			sum, count = sum+float64(g.nodes[s].pos)+g.port(v, s), count+1
		}
	}
	if count == 0 {
		return float64(n.pos)
	}
	return sum / float64(count)
}

// port is how far down the left side of s the edge from v enters, in (−½, ½).
func (g *graph) port(v, s int) float64 {
	in := g.nodes[s].in
	for k, u := range in {
		if u == v {
			return (float64(k)+0.5)/float64(len(in)) - 0.5
		}
	}
	return 0
}

// besideSiblings puts an input next to what its consumers' other operands come from.
func (g *graph) besideSiblings(v int) float64 {
	sum, count := 0.0, 0
	for _, s := range g.nodes[v].out {
		side := g.port(v, s)
		for _, u := range g.nodes[s].in {
			for _, w := range g.nodes[u].in {
				sum, count = sum+float64(g.nodes[w].pos)+side, count+1
			}
		}
	}
	if count == 0 {
		return float64(g.nodes[v].pos)
	}
	return sum / float64(count)
}

// transpose swaps neighbours in a layer as long as that removes crossings.
func (g *graph) transpose() {
	for again, round := true, 0; again && round < 6; round++ {
		again = false
		for _, layer := range g.layers {
			for i := 0; i+1 < len(layer); i++ {
				u, v := layer[i], layer[i+1]
				a, b := &g.nodes[u], &g.nodes[v]
				now := g.between(a.in, b.in) + g.between(a.out, b.out)
				then := g.between(b.in, a.in) + g.between(b.out, a.out)
				if then < now {
					layer[i], layer[i+1] = v, u
					a.pos, b.pos = i+1, i
					again = true
				}
			}
		}
	}
}

// between counts crossings of edges to the upper's and the lower's neighbours.
func (g *graph) between(upper, lower []int) int {
	c := 0
	for _, x := range upper {
		for _, y := range lower {
			if g.nodes[x].pos > g.nodes[y].pos {
				c++
			}
		}
	}
	return c
}

// crossings counts inversions layer by layer with a Fenwick tree.
func (g *graph) crossings() int {
	total := 0
	var ends, tree []int
	for l := 0; l+1 < len(g.layers); l++ {
		ends = ends[:0]
		for _, v := range g.layers[l] {
			from := len(ends)
			for _, s := range g.nodes[v].out {
				ends = append(ends, g.nodes[s].pos)
			}
			slices.Sort(ends[from:])
		}
		m := len(g.layers[l+1])
		tree = append(tree[:0], make([]int, m+1)...)
		for i := len(ends) - 1; i >= 0; i-- {
			for k := ends[i]; k > 0; k -= k & -k {
				total += tree[k]
			}
			for k := ends[i] + 1; k <= m; k += k & -k {
				tree[k]++
			}
		}
	}
	return total
}

// twists counts operands that stand below a later operand of the same consumer.
func (g *graph) twists() int {
	t := 0
	for i := range g.nodes {
		in := g.nodes[i].in
		for a := range in {
			for b := a + 1; b < len(in) && b < a+8; b++ {
				if g.nodes[in[a]].pos > g.nodes[in[b]].pos {
					t++
				}
			}
		}
	}
	return t
}
