package ad

import (
	"iter"
	"slices"
)

// Sparse asks Jacobian and Hessian for the sparse way, whatever the size: the
// entries that can be other than zero are found in one pass over what f
// computed, columns or rows that share none are colored alike, and each color
// takes one sweep. Left out, it is taken for 32 inputs and outputs or more
// where at most one entry in four can be other than zero, unless a mode is asked
// for. What is found holds
// at the point, with the branches that f takes there.
func Sparse() Option { return Option{kind: optSparse} }

const (
	leastSparse  = 32      // inputs and outputs from which sparsity is looked for unasked
	mostEntries  = 1 << 28 // of all sets that detection makes, if asked for
	sparseFactor = 4       // one entry in so many may be other than zero, if not asked for
)

// sparseLimit returns how many entries detection may make; 0: it is not to be
// tried.
func (c *run) sparseLimit(rows, cols int) int64 {
	if _, asked := given(c.opts, optSparse); asked {
		return mostEntries
	}
	_, fwd := given(c.opts, optForward)
	_, rev := given(c.opts, optReverse)
	if fwd || rev || rows < leastSparse || cols < leastSparse {
		return 0
	}
	return min(int64(rows)*int64(cols)/sparseFactor, mostEntries)
}

// A patterned run knows what its results depend on.
type patterned interface {
	pattern(limit int64) (rows []set, ok bool)
}

// sparseJacobian computes the Jacobian by colors; nil if it is not sparse.
func (c *run) sparseJacobian(p reversible) *JacobianMatrix {
	ys := p.results()
	rows := axisOfLeaves(c.outputNames(len(ys)), ys)
	j := c.newJacobian(rows)
	limit := c.sparseLimit(rows.n, j.cols.n)
	pp, ok := p.(patterned)
	if !ok || limit == 0 || slices.ContainsFunc(c.in(), (*Tensor).Traced) || slices.ContainsFunc(ys, (*Tensor).Traced) {
		return nil
	}
	sets, ok := pp.pattern(limit)
	if !ok || filled(sets) > limit {
		if _, asked := given(c.opts, optSparse); asked {
			panic(&Error{Op: c.verb.Name, Shapes: [][]int{{rows.n, j.cols.n}}, Detail: "it has too many entries other than zero to be kept sparse", Hint: "use JVP or VJP for products with it"})
		}
		return nil
	}
	m := patternOf(sets, j.cols.n)
	t, from := m.transposedPattern()
	if colors := c.chooseColors(m, t); colors.rows {
		m.fillByRows(colors.coloring, p, ys)
		j.Mode, j.ReverseSweeps = "reverse", colors.n
	} else {
		m.fillByColumns(t, from, colors.coloring, c.pusher(p))
		j.Mode, j.ForwardSweeps = "forward", colors.n
	}
	j.Evaluations, j.Colors = 1, j.Sweeps()
	j.taped(p)
	j.Remarks = c.remarks(p)
	j.keep(m)
	return j
}

type chosen struct {
	coloring
	rows bool
}

// chooseColors colors columns or rows, whichever takes fewer colors; rows if
// it does not matter, since the tape is there.
func (c *run) chooseColors(m, t *sparse) chosen {
	if _, fwd := given(c.opts, optForward); fwd {
		return chosen{colorColumns(m, t), false}
	}
	if _, rev := given(c.opts, optReverse); rev || t.widest() <= m.widest() {
		byRows := chosen{colorColumns(t, m), true}
		if rev || byRows.n <= m.widest() {
			return byRows
		}
		if byColumns := colorColumns(m, t); byColumns.n < byRows.n {
			return chosen{byColumns, false}
		}
		return byRows
	}
	byColumns := chosen{colorColumns(m, t), false}
	if byColumns.n < t.widest() {
		return byColumns
	}
	if byRows := colorColumns(t, m); byRows.n <= byColumns.n {
		return chosen{byRows, true}
	}
	return byColumns
}

// fillByRows sweeps back once for each color of the rows.
func (m *sparse) fillByRows(colors coloring, p reversible, ys []*Tensor) {
	for _, group := range colors.members() {
		w := make([]float64, m.rows)
		for _, i := range group {
			w[i] = 1
		}
		x := flat(p.pull(parted(w, ys))).raw()
		for _, i := range group {
			for e := m.start[i]; e < m.start[i+1]; e++ {
				m.val[e] = x[m.at[e]]
			}
		}
	}
}

// fillByColumns sweeps forward once for each color of the columns.
func (m *sparse) fillByColumns(t *sparse, from []int32, colors coloring, push func(dx []float64) []float64) {
	for _, group := range colors.members() {
		dx := make([]float64, m.cols)
		for _, k := range group {
			dx[k] = 1
		}
		y := push(dx)
		for _, k := range group {
			for e := t.start[k]; e < t.start[k+1]; e++ {
				m.val[from[e]] = y[t.at[e]]
			}
		}
	}
}

// parted cuts v into tensors of the shapes of like.
func parted(v []float64, like []*Tensor) []*Tensor {
	out := make([]*Tensor, len(like))
	for i, t := range like {
		out[i], v = plain(t.shape, v[:t.Size():t.Size()]), v[t.Size():]
	}
	return out
}

// pusher returns the forward sweep of a run that was recorded, on flat
// vectors.
func (c *run) pusher(r reversible) func(dx []float64) []float64 {
	x := c.in()
	var inputs []*Tensor
	active := c.activeLeaves()
	for i, on := range active {
		if on {
			inputs = append(inputs, x[i])
		}
	}
	if p, ok := r.(*pulling); ok {
		return func(dx []float64) []float64 { return flat(p.push(parted(dx, inputs))).raw() }
	}
	return func(v []float64) []float64 {
		parts := parted(v, inputs)
		dx := make([]*Tensor, len(x))
		for i, on := range active {
			if on {
				dx[i], parts = parts[0], parts[1:]
			}
		}
		y, dy := c.pushed(x, dx)
		for i := range dy {
			if dy[i] == nil {
				dy[i] = zerosLike(y[i])
			}
		}
		return flat(dy).raw()
	}
}

// keep stores the matrix in the form that takes least.
func (j *JacobianMatrix) keep(m *sparse) {
	var f factor = m
	if d, ok := m.asDiagonal(); ok {
		f = d
	} else if t, ok := m.asToeplitz(); ok {
		f = t
	} else if b, ok := m.asBlocks(); ok {
		f = b
	}
	j.factors, j.Kind = []factor{f}, f.kind()
}

func (m *sparse) asDiagonal() (diagonal, bool) {
	if m.rows != m.cols || len(m.at) != m.rows {
		return diagonal{}, false
	}
	for i, k := range m.at {
		if int(k) != i || m.start[i+1] != i+1 {
			return diagonal{}, false
		}
	}
	return diagonal{m.val}, true
}

// asToeplitz reports whether the matrix is constant along its diagonals; ones
// as thick as the matrix is wide are not worth it.
func (m *sparse) asToeplitz() (toeplitz, bool) {
	f := toeplitz{rows: m.rows, cols: m.cols}
	at, bound := map[int]int{}, 4*m.widest()
	n := 0
	for i := range m.rows {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			off := int(m.at[e]) - i
			j, seen := at[off]
			switch {
			case !seen && len(f.c) > bound:
				return f, false
			case !seen:
				at[off] = len(f.c)
				f.off, f.c = append(f.off, off), append(f.c, m.val[e])
				lo, hi := f.span(off)
				n += hi - lo
			case f.c[j] != m.val[e]:
				return f, false
			}
		}
	}
	return f, n == len(m.at) && n > 2*len(f.c)
}

// asBlocks reports whether the matrix is several full blocks of one size
// along the diagonal.
func (m *sparse) asBlocks() (blockDiagonal, bool) {
	c := m.widest()
	if c == 0 || m.cols%c != 0 || m.cols == c || m.rows%(m.cols/c) != 0 {
		return blockDiagonal{}, false
	}
	f := blockDiagonal{n: m.cols / c, c: c, val: m.val}
	f.r = m.rows / f.n
	for i := range m.rows {
		if row := m.row(i); len(row) != c || int(row[0]) != i/f.r*c || int(row[c-1]) != (i/f.r+1)*c-1 {
			return blockDiagonal{}, false
		}
	}
	return f, true
}

// entered factors list their entries.
type entered interface {
	entries() iter.Seq2[[2]int, float64]
}

// few reports whether the matrix is one factor that lists its entries.
func (j *JacobianMatrix) few() bool {
	if j.dense != nil || len(j.factors) != 1 {
		return false
	}
	_, ok := j.factors[0].(entered)
	return ok
}

// Entries yields (row, column) and value of the entries that are kept: those
// that can be other than zero.
func (j *JacobianMatrix) Entries() iter.Seq2[[2]int, float64] {
	if j.few() {
		return j.factors[0].(entered).entries()
	}
	return func(yield func([2]int, float64) bool) {
		d := j.cols.n
		for e, v := range j.Dense().raw() {
			if !yield([2]int{e / d, e % d}, v) {
				return
			}
		}
	}
}

// NNZ returns how many entries are kept as such; of a dense matrix or a
// product, how many it would have written out.
func (j *JacobianMatrix) NNZ() int64 {
	if len(j.factors) == 1 {
		switch f := j.factors[0].(type) {
		case *sparse:
			return int64(len(f.val))
		case diagonal:
			return int64(len(f.d))
		case blockDiagonal:
			return int64(len(f.val))
		case toeplitz:
			n := 0
			for _, off := range f.off {
				lo, hi := f.span(off)
				n += hi - lo
			}
			return int64(n)
		}
	}
	return int64(j.rows.n) * int64(j.cols.n)
}

// sparseHessian computes the Hessian of a function whose gradient is
// recorded, by a star coloring of the inputs; nil if it is not sparse.
func (c *run) sparseHessian() *JacobianMatrix {
	inputs := c.inputAxis()
	limit := c.sparseLimit(inputs.n, inputs.n)
	if limit == 0 || slices.ContainsFunc(c.in(), (*Tensor).Traced) {
		return nil
	}
	p := c.recordGradient()
	sets, ok := p.pattern(limit)
	if !ok || filled(sets) > limit || slices.ContainsFunc(p.y, (*Tensor).Traced) {
		return nil
	}
	m := patternOf(sets, inputs.n).symmetric()
	if _, asked := given(c.opts, optSparse); !asked && int64(len(m.at)) > int64(inputs.n)*int64(inputs.n)/sparseFactor {
		return nil
	}
	colors := colorStar(m)
	m.fillByStar(colors, func(dx []float64) []float64 { return flat(p.push(parted(dx, p.inputs()))).raw() })
	j := c.newJacobian(inputs)
	j.Mode, j.Evaluations, j.ForwardSweeps, j.Colors = "forward", 1, colors.n, colors.n
	j.taped(p)
	j.keep(m)
	return j
}

// inputs returns the tensors that stand at the beginning of the tape.
func (p *pulling) inputs() []*Tensor {
	x := make([]*Tensor, len(p.in))
	for i, at := range p.in {
		x[i] = p.tape.nodes[at].Y
	}
	return x
}

// recordGradient records what the gradient of f computes.
func (c *run) recordGradient() *pulling {
	return record(func(in []*Tensor) []*Tensor {
		q := c.record(in)
		return q.pull(c.seed(q.results()))
	}, c.in(), c.activeLeaves(), nil, recordDerivative)
}

// fillByStar sweeps once for each color and reads each entry where it stands
// alone: in row i of the color of column k, or the other way round.
func (m *sparse) fillByStar(colors coloring, push func(dx []float64) []float64) {
	known := make([]bool, len(m.at))
	for c, group := range colors.members() {
		dx := make([]float64, m.cols)
		for _, k := range group {
			dx[k] = 1
		}
		y := push(dx)
		for _, k := range group {
			for _, i := range m.row(int(k)) {
				if m.alone(int(i), int32(c), colors) {
					e, _ := m.find(int(i), int(k))
					m.val[e], known[e] = y[i], true
				}
			}
		}
	}
	for i := range m.rows {
		for e := m.start[i]; e < m.start[i+1]; e++ {
			if !known[e] {
				other, _ := m.find(int(m.at[e]), i)
				m.val[e] = m.val[other]
			}
		}
	}
}

// alone reports whether row i has one entry only in columns of the color.
func (m *sparse) alone(i int, color int32, colors coloring) bool {
	n := 0
	for _, k := range m.row(i) {
		if colors.of[k] == color {
			n++
		}
	}
	return n == 1
}
