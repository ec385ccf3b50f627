package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

// blockSize is how many elements a loop takes at once: what its steps pass on
// fits the first-level cache.
const blockSize = 512

// A loop computes a block piece by piece. What its steps read and write are
// lanes: pieces of tensors, or registers of blockSize numbers.
type loop struct {
	n     int // elements
	kind  DType
	lane  []lane
	ops   []blockOp
	owner *plan
}

type laneKind int

const (
	laneDirect   laneKind = iota // the piece of a tensor of n elements
	laneRegister                 // computed and read in the loop alone
	laneNumber                   // one number
	laneTile                     // element i mod period, period divides blockSize
	laneCycle                    // element i mod period
	laneRows                     // element i/inner mod period
)

type lane struct {
	kind          laneKind
	value         int // laneDirect and the broadcast ones
	inner, period int
}

// A blockOp computes lane dst of lanes x; a sum adds to the value instead.
type blockOp struct {
	value int
	dst   int
	x     [3]int
	sum   *summing
}

// looped makes the instruction that computes a block.
func (p *plan) looped(b *block) instr {
	l := &loop{n: size(b.shape), kind: p.vs[b.members[0]].kind, owner: p}
	c := instr{block: l}
	at := map[int]int{} // value → lane
	outside := p.outside(b)
	for _, m := range b.members {
		v := &p.vs[m]
		op := blockOp{value: m, dst: -1}
		for k, in := range v.in {
			op.x[k] = l.operand(p, b, in, at)
			if r := p.root[in]; !slices.Contains(b.members, r) && !slices.Contains(c.reads, r) {
				c.reads = append(c.reads, r)
			}
		}
		if s, ok := v.summing(p.vs[v.in[0]].shape); ok && !v.elementwise() {
			op.sum = &s
			c.writes = append(c.writes, m)
		} else {
			kind := laneRegister
			if outside[m] {
				kind = laneDirect
				c.writes = append(c.writes, m)
			}
			l.lane = append(l.lane, lane{kind: kind, value: m})
			op.dst = len(l.lane) - 1
			at[m] = op.dst
		}
		l.ops = append(l.ops, op)
	}
	c.run = func(f *frame) { f.loops[l].run(f) }
	return c
}

// outside marks the members that something besides the block needs.
func (p *plan) outside(b *block) map[int]bool {
	out := map[int]bool{}
	for _, at := range slices.Concat(p.results, p.guards) {
		out[p.root[at]] = true
	}
	for i := range p.vs {
		if p.vs[i].prim != reshape && !slices.Contains(b.members, i) {
			for _, at := range p.vs[i].in {
				out[p.root[at]] = true
			}
		}
	}
	return out
}

// operand returns the lane of an operand, stretched to the block's shape.
func (l *loop) operand(p *plan, b *block, in int, at map[int]int) int {
	r := p.root[in]
	if lane, ok := at[r]; ok && slices.Contains(b.members, r) {
		return lane
	}
	if lane, ok := at[in]; ok {
		return lane
	}
	shape := p.vs[in].shape
	ln := lane{kind: laneDirect, value: in}
	if n := size(shape); n == 1 && l.n != 1 {
		ln.kind = laneNumber
	} else if n != l.n {
		ln = broadcastLane(in, shape, b.shape)
	}
	l.lane = append(l.lane, ln)
	at[in] = len(l.lane) - 1
	return at[in]
}

// broadcastLane says how elements of a tensor of one shape repeat in another.
// Where that is no simple pattern, period is 0.
func broadcastLane(in int, shape, to []int) lane {
	st := strides(shape, to)
	lo, hi := 0, len(to)
	for lo < hi && (st[lo] == 0 || to[lo] == 1) {
		lo++
	}
	for lo < hi && (st[hi-1] == 0 || to[hi-1] == 1) {
		hi--
	}
	for i := lo; i < hi; i++ {
		if st[i] == 0 && to[i] != 1 { // 0 of an empty result
			return lane{kind: laneRows, value: in}
		}
	}
	ln := lane{kind: laneRows, value: in, inner: size(to[hi:]), period: size(to[lo:hi])}
	switch {
	case ln.inner == 1 && blockSize%ln.period == 0:
		ln.kind = laneTile
	case ln.inner == 1:
		ln.kind = laneCycle
	}
	return ln
}

// canOverwrite reports whether the memory of operand r may be that of result
// w: every piece of r is read, as it stands, before that of w is written.
func (l *loop) canOverwrite(r, w int) bool {
	read, written := -1, -1
	for k, op := range l.ops {
		if op.dst >= 0 && l.lane[op.dst].value == w {
			written = k
		}
		for j := range l.arity(k) {
			if ln := l.lane[op.x[j]]; l.owner.root[ln.value] == r {
				if ln.kind != laneDirect {
					return false
				}
				read = k
			}
		}
	}
	return written >= 0 && read <= written
}

func (l *loop) arity(k int) int { return len(l.owner.vs[l.ops[k].value].in) }

// A running is a loop with its memory in one frame.
type running interface{ run(f *frame) }

type lanesOf[T gemm.Float] struct {
	*loop
	f1    []func(dst, x []T) // by operation; nil where it is another kind
	f2    []func(dst, x, y []T)
	store [][]T // of registers and of what repeats
	data  [][]T // whole tensors
	now   [][]T // the pieces
}

func (l *loop) running() running {
	if l.kind == Float32 {
		return lanesFor(l, kernel32)
	}
	return lanesFor(l, kernel64)
}

func lanesFor[T gemm.Float](l *loop, of func(p *Prim) (func(dst, x []T), func(dst, x, y []T))) running {
	m := &lanesOf[T]{loop: l, store: make([][]T, len(l.lane)), data: make([][]T, len(l.lane)), now: make([][]T, len(l.lane))}
	for i, ln := range l.lane {
		if ln.kind != laneDirect && ln.kind != laneNumber {
			m.store[i] = make([]T, min(blockSize, l.n))
		}
	}
	m.f1, m.f2 = make([]func(dst, x []T), len(l.ops)), make([]func(dst, x, y []T), len(l.ops))
	for k, op := range l.ops {
		if op.sum == nil {
			m.f1[k], m.f2[k] = of(l.owner.vs[op.value].prim)
		}
	}
	return m
}

func (m *lanesOf[T]) run(f *frame) {
	for i, ln := range m.lane {
		switch ln.kind {
		case laneRegister:
			continue
		case laneRows:
			if ln.period == 0 { // no pattern
				m.data[i] = stretchOf[T](f.of(m.owner, ln.value), m.shape())
				continue
			}
		}
		m.data[i] = elements[T](f.of(m.owner, ln.value))
		if ln.kind == laneTile {
			for o := 0; o < len(m.store[i]); o += ln.period {
				copy(m.store[i][o:], m.data[i])
			}
		}
	}
	for _, op := range m.ops {
		if op.sum != nil {
			clear(elements[T](f.t[op.value]))
		}
	}
	for o := 0; o < m.n; o += blockSize {
		m.piece(f, o, min(blockSize, m.n-o))
	}
	clear(m.data)
	clear(m.now)
}

func (l *loop) shape() []int { return l.owner.vs[l.ops[0].value].shape }

// piece computes elements o to o+n.
func (m *lanesOf[T]) piece(f *frame, o, n int) {
	for i, ln := range m.lane {
		switch {
		case ln.kind == laneDirect || ln.kind == laneRows && ln.period == 0:
			m.now[i] = m.data[i][o : o+n]
		case ln.kind == laneNumber:
			m.now[i] = m.data[i][:1]
		case ln.kind == laneRows && o/ln.inner == (o+n-1)/ln.inner: // one number for all of the piece
			at := o / ln.inner % ln.period
			m.now[i] = m.data[i][at : at+1]
		case ln.kind == laneCycle && o%ln.period+n <= ln.period:
			m.now[i] = m.data[i][o%ln.period:][:n]
		default:
			m.now[i] = m.store[i][:n]
			fillRepeated(&ln, m.now[i], m.data[i], o)
		}
	}
	for k := range m.ops {
		op := &m.ops[k]
		switch {
		case op.sum != nil:
			addTo(op.sum, elements[T](f.t[op.value]), m.now[op.x[0]], o)
		case m.f1[k] != nil:
			if x, dst := m.now[op.x[0]], m.now[op.dst]; len(x) == len(dst) {
				m.f1[k](dst, x)
			} else { // of one number
				m.f1[k](dst[:1], x)
				fill(dst, dst[0])
			}
		case m.f2[k] != nil:
			m.f2[k](m.now[op.dst], m.now[op.x[0]], m.now[op.x[1]])
		default:
			choose(m.now[op.dst], m.now[op.x[0]], m.now[op.x[1]], m.now[op.x[2]])
		}
	}
}

// fillRepeated fills dst with elements o, o+1, … of what repeats.
func fillRepeated[T gemm.Float](ln *lane, dst, data []T, o int) {
	switch ln.kind {
	case laneCycle:
		for p := 0; p < len(dst); {
			p += copy(dst[p:], data[(o+p)%ln.period:])
		}
	case laneRows:
		for p := 0; p < len(dst); {
			q := min(len(dst), p+ln.inner-(o+p)%ln.inner)
			fill(dst[p:q], data[(o+p)/ln.inner%ln.period])
			p = q
		}
	}
}

// addTo adds elements o, o+1, … of the operand of a sum to where they go.
func addTo[T gemm.Float](s *summing, sum, x []T, o int) {
	if s.inner == 1 && s.period > 1 {
		for p := 0; p < len(x); {
			at := (o + p) % s.period
			q := min(len(x), p+s.period-at)
			vec.Add(sum[at:at+q-p], sum[at:at+q-p], x[p:q])
			p = q
		}
		return
	}
	for p := 0; p < len(x); {
		q := min(len(x), p+s.inner-(o+p)%s.inner)
		sum[(o+p)/s.inner%s.period] += vec.Sum(x[p:q])
		p = q
	}
}

func fill[T gemm.Float](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}

// choose sets dst to a where c is not 0 and to b elsewhere; each may be one
// number.
func choose[T gemm.Float](dst, c, a, b []T) {
	if len(c) == len(dst) {
		vec.Where(dst, c, a, b)
		return
	}
	if taken := b; len(dst) > 0 {
		if c[0] != 0 {
			taken = a
		}
		if len(taken) == len(dst) {
			copy(dst, taken)
		} else {
			fill(dst, taken[0])
		}
	}
}
