package ad

import (
	"cmp"
	"slices"
)

// A coloring gives each vertex a color from 0 on, so that those of one color
// can share a sweep.
type coloring struct {
	of []int32
	n  int // colors
}

// members lists the vertices of each color.
func (c coloring) members() [][]int32 {
	groups := make([][]int32, c.n)
	for v, k := range c.of {
		if k >= 0 {
			groups[k] = append(groups[k], int32(v))
		}
	}
	return groups
}

// fewest colors the vertices in their natural order and those of highest
// degree first, and returns the coloring with fewer colors.
func fewest(degrees []int, least int, greedy func(order []int32) coloring) coloring {
	order := make([]int32, len(degrees))
	for i := range order {
		order[i] = int32(i)
	}
	best := greedy(order)
	if best.n <= least {
		return best
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(degrees[b], degrees[a]) })
	if c := greedy(order); c.n < best.n {
		best = c
	}
	return best
}

// colorColumns colors the columns of m so that no two of one color have an
// entry in the same row: a distance-2 coloring of the bipartite graph of rows
// and columns, greedily (Gebremedhin, Manne, Pothen, What color is your
// Jacobian?, SIAM Review 47, 2005, §3). Empty columns have no color, −1.
func colorColumns(m, transposed *sparse) coloring {
	return fewest(transposed.counts(), m.widest(), func(order []int32) coloring {
		c := coloring{of: make([]int32, m.cols)}
		for i := range c.of {
			c.of[i] = -1
		}
		var taken []int32 // by color: the last vertex that found it taken
		for _, v := range order {
			rows := transposed.row(int(v))
			if len(rows) == 0 {
				continue
			}
			for _, r := range rows {
				for _, w := range m.row(int(r)) {
					if k := c.of[w]; k >= 0 {
						taken[k] = v + 1
					}
				}
			}
			c.pick(v, &taken)
		}
		return c
	})
}

// pick gives v the least color that is free.
func (c *coloring) pick(v int32, taken *[]int32) {
	k := 0
	for k < c.n && (*taken)[k] == v+1 {
		k++
	}
	if c.of[v] = int32(k); k == c.n {
		c.n++
		*taken = append(*taken, 0)
	}
}

// colorStar colors a symmetric pattern so that neighbors differ and every
// path of four vertices has three colors: then one of each two entries H_ij
// and H_ji stands alone in its row of H times the color's sum of unit vectors
// (Gebremedhin, Manne, Pothen 2005, algorithm 4.1). Vertices on the
// diagonal only count too.
func colorStar(m *sparse) coloring {
	return fewest(m.counts(), 1, func(order []int32) coloring {
		c := coloring{of: make([]int32, m.cols)}
		for i := range c.of {
			c.of[i] = -1
		}
		var taken []int32
		for _, v := range order {
			if len(m.row(int(v))) == 0 {
				continue
			}
			for _, w := range m.row(int(v)) {
				if w == v {
					continue
				}
				if k := c.of[w]; k >= 0 {
					taken[k] = v + 1
				}
				c.forbidPaths(m, v, w, taken)
			}
			c.pick(v, &taken)
		}
		return c
	})
}

// forbidPaths takes from v the colors that would leave a path over w with two
// colors.
func (c *coloring) forbidPaths(m *sparse, v, w int32, taken []int32) {
	for _, x := range m.row(int(w)) {
		k := c.of[x]
		if x == v || x == w || k < 0 || taken[k] == v+1 {
			continue
		}
		if c.of[w] < 0 {
			taken[k] = v + 1
			continue
		}
		for _, y := range m.row(int(x)) {
			if y != w && y != x && c.of[y] >= 0 && c.of[y] == c.of[w] {
				taken[k] = v + 1
				break
			}
		}
	}
}
