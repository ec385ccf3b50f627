package ad

import (
	"iter"
	"slices"
)

// sparse is a matrix kept by its entries, row after row: row i has those at
// start[i] ≤ e < start[i+1], in columns at[e], ascending, with values val[e].
type sparse struct {
	rows, cols int
	start      []int
	at         []int32
	val        []float64
}

// filled counts the entries of a pattern, whose sets may be shared.
func filled(rows []set) (n int64) {
	for _, s := range rows {
		n += int64(len(s))
	}
	return n
}

// patternOf makes a matrix of zeros of sets of columns.
func patternOf(rows []set, cols int) *sparse {
	m := &sparse{rows: len(rows), cols: cols, start: make([]int, len(rows)+1)}
	n := 0
	for i, s := range rows {
		n += len(s)
		m.start[i+1] = n
	}
	m.at = make([]int32, 0, n)
	for _, s := range rows {
		m.at = append(m.at, s...)
	}
	m.val = make([]float64, n)
	return m
}

func (m *sparse) row(i int) []int32 { return m.at[m.start[i]:m.start[i+1]] }

// counts returns how many entries each row has.
func (m *sparse) counts() []int {
	n := make([]int, m.rows)
	for i := range n {
		n[i] = m.start[i+1] - m.start[i]
	}
	return n
}

// widest returns the most entries of a row: a coloring of the columns has no
// fewer colors.
func (m *sparse) widest() int {
	most := 0
	for i := range m.rows {
		most = max(most, m.start[i+1]-m.start[i])
	}
	return most
}

// transposedPattern returns the pattern of mᵀ, and for each of its entries
// where it stands in m.
func (m *sparse) transposedPattern() (t *sparse, from []int32) {
	t = &sparse{rows: m.cols, cols: m.rows, start: make([]int, m.cols+1), at: make([]int32, len(m.at))}
	from = make([]int32, len(m.at))
	for _, k := range m.at {
		t.start[k+1]++
	}
	for k := range m.cols {
		t.start[k+1] += t.start[k]
	}
	next := slices.Clone(t.start)
	for i := range m.rows {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			k := m.at[e]
			t.at[next[k]], from[next[k]] = int32(i), int32(e)
			next[k]++
		}
	}
	return t, from
}

// symmetric adds to a square pattern what is needed for it to be symmetric.
func (m *sparse) symmetric() *sparse {
	t, _ := m.transposedPattern()
	u := newUnions(m.cols, 1<<62)
	rows := make([]set, m.rows)
	for i := range rows {
		rows[i] = u.two(m.row(i), t.row(i))
	}
	return patternOf(rows, m.cols)
}

func (m *sparse) find(i, k int) (e int, ok bool) {
	j, ok := slices.BinarySearch(m.row(i), int32(k))
	return m.start[i] + j, ok
}

func (m *sparse) mul(v []float64) []float64 {
	y := make([]float64, m.rows)
	for i := range y {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			y[i] += m.val[e] * v[m.at[e]]
		}
	}
	return y
}

func (m *sparse) mulT(w []float64) []float64 {
	x := make([]float64, m.cols)
	for i, g := range w {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			x[m.at[e]] += m.val[e] * g
		}
	}
	return x
}

// stored counts the index of an entry, of four bytes, as half a number.
func (m *sparse) stored() int  { return len(m.val) + (len(m.at)+1)/2 + len(m.start) }
func (m *sparse) kind() string { return "sparse" }

func (m *sparse) text(st style) string {
	if st == asTeX {
		return `[` + itoa(m.rows) + `\times ` + itoa(m.cols) + `\text{, ` + itoa(len(m.val)) + ` entries}]`
	}
	return "[" + itoa(m.rows) + "×" + itoa(m.cols) + ", " + itoa(len(m.val)) + " entries]"
}

func (m *sparse) entries() iter.Seq2[[2]int, float64] {
	return func(yield func([2]int, float64) bool) {
		for i := range m.rows {
			for e := m.start[i]; e < m.start[i+1]; e++ {
				if !yield([2]int{i, int(m.at[e])}, m.val[e]) {
					return
				}
			}
		}
	}
}

// toeplitz is a matrix that is constant along each diagonal: entry (i, k) is
// c[j] where k − i = off[j]. It is the Jacobian of a convolution.
type toeplitz struct {
	rows, cols int
	off        []int
	c          []float64
}

func (f toeplitz) stored() int  { return 2 * len(f.c) }
func (f toeplitz) kind() string { return "Toeplitz" }

// span returns the rows of a diagonal: those with a column i + off.
func (f toeplitz) span(off int) (lo, hi int) { return max(0, -off), min(f.rows, f.cols-off) }

func (f toeplitz) mul(v []float64) []float64 {
	y := make([]float64, f.rows)
	for j, off := range f.off {
		lo, hi := f.span(off)
		for i := lo; i < hi; i++ {
			y[i] += f.c[j] * v[i+off]
		}
	}
	return y
}

func (f toeplitz) mulT(w []float64) []float64 {
	x := make([]float64, f.cols)
	for j, off := range f.off {
		lo, hi := f.span(off)
		for i := lo; i < hi; i++ {
			x[i+off] += f.c[j] * w[i]
		}
	}
	return x
}

func (f toeplitz) text(st style) string {
	return namedList("toeplitz", st, shown(len(f.c), st.dots(), func(j int) string { return itoa(f.off[j]) + ": " + numIn(f.c[j], st) }))
}

func (f toeplitz) entries() iter.Seq2[[2]int, float64] {
	return func(yield func([2]int, float64) bool) {
		for i := range f.rows {
			for j, off := range f.off {
				if k := i + off; k >= 0 && k < f.cols && !yield([2]int{i, k}, f.c[j]) {
					return
				}
			}
		}
	}
}

// blockDiagonal is n blocks r × c along the diagonal, one for each example of
// a batch.
type blockDiagonal struct {
	n, r, c int
	val     []float64
}

func (f blockDiagonal) stored() int  { return len(f.val) }
func (f blockDiagonal) kind() string { return "block diagonal" }

func (f blockDiagonal) mul(v []float64) []float64 {
	y := make([]float64, f.n*f.r)
	for i := range y {
		x := v[i/f.r*f.c:]
		for k, a := range f.val[i*f.c : (i+1)*f.c] {
			y[i] += a * x[k]
		}
	}
	return y
}

func (f blockDiagonal) mulT(w []float64) []float64 {
	y := make([]float64, f.n*f.c)
	for i, g := range w {
		x := y[i/f.r*f.c:]
		for k, a := range f.val[i*f.c : (i+1)*f.c] {
			x[k] += a * g
		}
	}
	return y
}

func (f blockDiagonal) text(st style) string {
	if st == asTeX {
		return `\operatorname{blockdiag}(` + itoa(f.n) + ` \text{ of } ` + itoa(f.r) + `\times ` + itoa(f.c) + ")"
	}
	return "blockdiag(" + itoa(f.n) + " of " + itoa(f.r) + "×" + itoa(f.c) + ")"
}

func (f blockDiagonal) entries() iter.Seq2[[2]int, float64] {
	return func(yield func([2]int, float64) bool) {
		for e, v := range f.val {
			if !yield([2]int{e / f.c, e/f.c/f.r*f.c + e%f.c}, v) {
				return
			}
		}
	}
}
