package layout

import (
	"math"
	"slices"
)

// place gives y by the median of four assignments (Brandes and Köpf 2001): blocks of
// aligned nodes, built from either side and from either end, packed as tightly as the
// layers allow.
func (g *graph) place() {
	conflicts := g.conflicts()
	var ys [4][]float64
	for d := range ys {
		ys[d] = g.assign(conflicts, d&1 == 0, d&2 == 0)
	}
	width := math.Inf(1)
	for _, y := range ys {
		width = min(width, slices.Max(append(y, 0)))
	}
	for d, y := range ys {
		if d&2 != 0 { // packed towards the bottom: align there
			shift := width - slices.Max(append(y, 0))
			for v := range y {
				y[v] += shift
			}
		}
	}
	for v := range g.nodes {
		four := []float64{ys[0][v], ys[1][v], ys[2][v], ys[3][v]}
		slices.Sort(four)
		g.nodes[v].y = (four[1] + four[2]) / 2
	}
}

// conflicts marks edges that cross a straight inner piece of a long edge.
func (g *graph) conflicts() map[[2]int]bool {
	marked := map[[2]int]bool{}
	for l := 0; l+1 < len(g.layers); l++ {
		left, from := 0, 0
		next := g.layers[l+1]
		for i, v := range next {
			inner := -1
			if g.nodes[v].dummy && g.nodes[g.nodes[v].in[0]].dummy {
				inner = g.nodes[v].in[0]
			}
			if i < len(next)-1 && inner < 0 {
				continue
			}
			right := len(g.layers[l]) - 1
			if inner >= 0 {
				right = g.nodes[inner].pos
			}
			for ; from <= i; from++ {
				w := next[from]
				for _, u := range g.nodes[w].in {
					if p := g.nodes[u].pos; (p < left || p > right) && !(g.nodes[u].dummy && g.nodes[w].dummy) {
						marked[[2]int{u, w}] = true
					}
				}
			}
			left = right
		}
	}
	return marked
}

// assign makes one of the four: aligned with predecessors (down) or successors,
// preferring the upper (up) or the lower neighbour.
func (g *graph) assign(conflicts map[[2]int]bool, down, up bool) []float64 {
	root := g.align(conflicts, down, up)
	at := g.compact(root, up)
	y := make([]float64, len(g.nodes))
	least := math.Inf(1)
	for v := range y {
		if y[v] = at[root[v]]; !up {
			y[v] = -y[v]
		}
		least = min(least, y[v])
	}
	for v := range y {
		y[v] -= least
	}
	return y
}

// align joins each node to the median of its neighbours, where that is free and no
// conflict stands against it; the result names each node's block.
func (g *graph) align(conflicts map[[2]int]bool, down, up bool) []int {
	n := len(g.nodes)
	root, next := make([]int, n), make([]int, n)
	for v := range root {
		root[v], next[v] = v, v
	}
	var nb []int
	for k := range g.layers {
		layer := g.layers[k]
		if !down {
			layer = g.layers[len(g.layers)-1-k]
		}
		limit := -1
		if !up {
			limit = math.MaxInt
		}
		for i := range layer {
			v := layer[i]
			if !up {
				v = layer[len(layer)-1-i]
			}
			nb = append(nb[:0], g.nodes[v].in...)
			if !down {
				nb = append(nb[:0], g.nodes[v].out...)
			}
			if len(nb) == 0 {
				continue
			}
			slices.SortFunc(nb, func(a, b int) int { return g.nodes[a].pos - g.nodes[b].pos })
			medians := [2]int{(len(nb) - 1) / 2, len(nb) / 2}
			if !up {
				medians[0], medians[1] = medians[1], medians[0]
			}
			for _, m := range medians {
				u := nb[m]
				edge := [2]int{u, v}
				if !down {
					edge = [2]int{v, u}
				}
				p := g.nodes[u].pos
				if next[v] != v || conflicts[edge] || up && p <= limit || !up && p >= limit {
					continue
				}
				next[u], root[v] = v, root[u]
				next[v] = root[v]
				limit = p
			}
		}
	}
	return root
}

type pull struct {
	to       int
	distance float64
}

// compact places blocks by the longest path in the graph of which block lies above
// which, then lets blocks that nothing holds from above sink towards what is below.
func (g *graph) compact(root []int, up bool) []float64 {
	n := len(g.nodes)
	below := make([][]pull, n)
	held := make([]int, n)
	for _, layer := range g.layers {
		for i := 0; i+1 < len(layer); i++ {
			a, b := layer[i], layer[i+1]
			d := (g.nodes[a].h+g.nodes[b].h)/2 + g.gap(a, b)
			if !up {
				a, b = b, a
			}
			below[root[a]] = append(below[root[a]], pull{root[b], d})
			held[root[b]]++
		}
	}
	at := make([]float64, n)
	free := make([]bool, n)
	var sorted []int
	for v := range n {
		if root[v] == v && held[v] == 0 {
			sorted = append(sorted, v)
			free[v] = true
		}
	}
	for i := 0; i < len(sorted); i++ {
		v := sorted[i]
		for _, p := range below[v] {
			at[p.to] = max(at[p.to], at[v]+p.distance)
			if held[p.to]--; held[p.to] == 0 {
				sorted = append(sorted, p.to)
			}
		}
	}
	for _, v := range sorted {
		if !free[v] || len(below[v]) == 0 {
			continue
		}
		sink := math.Inf(1)
		for _, p := range below[v] {
			sink = min(sink, at[p.to]-p.distance)
		}
		at[v] = max(at[v], sink)
	}
	return at
}

// gap keeps long edges closer to each other than boxes.
func (g *graph) gap(a, b int) float64 {
	if g.nodes[a].dummy && g.nodes[b].dummy {
		return g.space.Within * 0.6
	}
	return g.space.Within
}
