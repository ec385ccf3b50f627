package ad

import (
	"math/rand/v2"
	"runtime"
	"testing"
)

// randomPattern is a symmetric pattern of n vertices, or one of any kind, in
// which each entry stands with probability p.
func randomPattern(r *rand.Rand, rows, cols int, p float64, symmetric bool) *sparse {
	on := make([][]bool, rows)
	for i := range on {
		on[i] = make([]bool, cols)
		for k := range on[i] {
			on[i][k] = r.Float64() < p
			if symmetric && k < i {
				on[i][k] = on[k][i]
			}
		}
	}
	sets := make([]set, rows)
	for i := range on {
		for k, is := range on[i] {
			if is {
				sets[i] = append(sets[i], int32(k))
			}
		}
	}
	return patternOf(sets, cols)
}

// numbered fills a pattern with different numbers, symmetric ones if asked.
func (m *sparse) numbered(symmetric bool) {
	for i := range m.rows {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			k := int(m.at[e])
			if m.val[e] = float64(1 + i*m.cols + k); symmetric {
				m.val[e] = float64(1 + min(i, k)*m.cols + max(i, k))
			}
		}
	}
}

// starFault names two neighbors of one color, or a path of four vertices in
// two colors.
func starFault(m *sparse, c coloring) []int32 {
	for v := range int32(m.rows) {
		for _, w := range m.row(int(v)) {
			if v != w && c.of[v] == c.of[w] {
				return []int32{v, w}
			}
			for _, x := range m.row(int(w)) {
				for _, y := range m.row(int(x)) {
					if v != w && w != x && x != y && v != x && w != y && v != y && c.of[v] == c.of[x] && c.of[w] == c.of[y] {
						return []int32{v, w, x, y}
					}
				}
			}
		}
	}
	return nil
}

// TestStarColoring colors random symmetric patterns: no path of four vertices
// has two colors, and the products of a matrix with the colors give every
// entry of it back.
func TestStarColoring(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for trial := range 400 {
		n := 1 + r.IntN(30)
		m := randomPattern(r, n, n, []float64{0.02, 0.1, 0.3, 0.8}[trial%4], true)
		c := colorStar(m)
		if fault := starFault(m, c); fault != nil {
			t.Fatalf("trial %d: %v have colors too few: %v", trial, fault, c.of)
		}
		for v, k := range c.of {
			if (k < 0) != (len(m.row(v)) == 0) || int(k) >= c.n {
				t.Fatalf("trial %d: vertex %d with %d neighbors has color %d of %d", trial, v, len(m.row(v)), k, c.n)
			}
		}
		want := *m
		want.val = make([]float64, len(m.val))
		want.numbered(true)
		m.fillByStar(c, want.mul)
		for e, v := range m.val {
			if v != want.val[e] {
				t.Fatalf("trial %d: entry %d is %v, want %v", trial, e, v, want.val[e])
			}
		}
	}
}

// TestStarColorsFew wants what is known of a band, an arrow and a full matrix.
func TestStarColorsFew(t *testing.T) {
	const n = 50
	pattern := func(on func(i, k int) bool) *sparse {
		sets := make([]set, n)
		for i := range n {
			for k := range n {
				if on(i, k) {
					sets[i] = append(sets[i], int32(k))
				}
			}
		}
		return patternOf(sets, n)
	}
	for _, c := range []struct {
		name string
		m    *sparse
		want int
	}{
		{"diagonal", pattern(func(i, k int) bool { return i == k }), 1},
		{"tridiagonal", pattern(func(i, k int) bool { return i-k <= 1 && k-i <= 1 }), 3},
		{"arrow", pattern(func(i, k int) bool { return i == k || i == 0 || k == 0 }), 2},
		{"full", pattern(func(i, k int) bool { return true }), n},
	} {
		if got := colorStar(c.m).n; got != c.want {
			t.Errorf("%s: %d colors, want %d", c.name, got, c.want)
		}
	}
	bad := coloring{of: make([]int32, n), n: 2}
	for i := range bad.of {
		bad.of[i] = int32(i % 2)
	}
	if starFault(pattern(func(i, k int) bool { return i-k <= 1 && k-i <= 1 }), bad) == nil {
		t.Error("two colors on a path are taken for a star coloring")
	}
}

// TestColumnColoring colors the columns and the rows of random patterns: those
// of one color share no row, and one product a color gives every entry back.
func TestColumnColoring(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for trial := range 400 {
		m := randomPattern(r, 1+r.IntN(25), 1+r.IntN(25), []float64{0.02, 0.1, 0.3, 0.8}[trial%4], false)
		tr, from := m.transposedPattern()
		c := colorColumns(m, tr)
		if c.n < m.widest() {
			t.Fatalf("trial %d: %d colors for a row of %d entries", trial, c.n, m.widest())
		}
		want := *m
		want.val = make([]float64, len(m.val))
		want.numbered(false)
		m.fillByColumns(tr, from, c, want.mul)
		for e, v := range m.val {
			if v != want.val[e] {
				t.Fatalf("trial %d: entry %d is %v, want %v", trial, e, v, want.val[e])
			}
		}
	}
}

// TestDetectionMemory wants all that detection allocates, which bounds what it
// holds at once, to be in proportion to the entries that it finds, whatever the
// size of the matrix.
func TestDetectionMemory(t *testing.T) {
	for _, n := range []int{1000, 4000} {
		p := record(func(in []*Tensor) []*Tensor {
			x := in[0]
			y := x.Roll(0, 1).Mul(x).Add(x.Roll(0, -1).Sin())
			return []*Tensor{y.Sub(x.Square()).Mul(y)}
		}, []*Tensor{Linspace(0, 1, n)}, []bool{true}, nil, recordDerivative)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		found, u, ok := p.detect(1 << 40)
		runtime.ReadMemStats(&after)
		entries := patternOf(found, n).start[n]
		if !ok || entries != 3*n || u.made > int64(5*entries) {
			t.Errorf("n = %d: sets of %d numbers were made to find %d entries", n, u.made, entries)
		}
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 300*uint64(entries) {
			t.Errorf("n = %d: %d bytes to find %d entries", n, bytes, entries)
		}
	}
}
