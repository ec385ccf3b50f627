package ad

import (
	"iter"
	"slices"
)

// A set holds the inputs that a number depends on, ascending. Sets are shared
// between numbers and never change.
type set = []int32

// unions makes sets, and counts what they take.
type unions struct {
	room  []int32
	made  int64 // entries of all sets made
	limit int64
	mark  []int32 // by input: the union that has seen it last
	stamp int32
}

func newUnions(inputs int, limit int64) *unions {
	return &unions{mark: make([]int32, inputs), limit: limit}
}

// over reports whether the sets grew beyond the limit.
func (u *unions) over() bool { return u.made > u.limit }

const roomSize = 1 << 15

// keep makes a set of what stands at the end of the room, from lo on.
func (u *unions) keep(lo int) set {
	u.made += int64(len(u.room) - lo)
	return u.room[lo:len(u.room):len(u.room)]
}

func (u *unions) need(n int) (lo int) {
	if cap(u.room)-len(u.room) < n {
		u.room = make([]int32, 0, max(n, roomSize))
	}
	return len(u.room)
}

// two returns a ∪ b, and a or b itself if that is it.
func (u *unions) two(a, b set) set {
	switch {
	case len(b) == 0 || len(a) > 0 && len(a) == len(b) && &a[0] == &b[0]:
		return a
	case len(a) == 0:
		return b
	}
	lo := u.need(len(a) + len(b))
	x, y := a, b
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			u.room, x = append(u.room, x[0]), x[1:]
		case x[0] > y[0]:
			u.room, y = append(u.room, y[0]), y[1:]
		default:
			u.room, x, y = append(u.room, x[0]), x[1:], y[1:]
		}
	}
	u.room = append(append(u.room, x...), y...)
	if n := len(u.room) - lo; n == len(a) || n == len(b) {
		u.room = u.room[:lo]
		if n == len(a) {
			return a
		}
		return b
	}
	return u.keep(lo)
}

// many returns the union of sets.
func (u *unions) many(sets iter.Seq[set]) set {
	var first set
	count, total := 0, 0
	for s := range sets {
		if len(s) == 0 || len(first) > 0 && len(s) == len(first) && &s[0] == &first[0] {
			continue
		}
		if first == nil {
			first = s
		}
		count++
		total += len(s)
	}
	if count < 2 {
		return first
	}
	lo := u.need(min(total, len(u.mark)))
	u.stamp++
	for s := range sets {
		for _, k := range s {
			if u.mark[k] != u.stamp {
				u.mark[k] = u.stamp
				u.room = append(u.room, k)
			}
		}
	}
	slices.Sort(u.room[lo:])
	return u.keep(lo)
}

// singletons returns n sets of one input each, from lo on.
func singletons(lo, n int) []set {
	of := make([]int32, n)
	sets := make([]set, n)
	for i := range sets {
		of[i] = int32(lo + i)
		sets[i] = of[i : i+1 : i+1]
	}
	return sets
}

// Steps is what a run on numbers did, seen as a graph: each step is a number
// that depends on at most two earlier ones. Steps are numbered from 1 in the
// order they were made; 0 is a constant.
type Steps struct {
	N   int
	On  func(step int) (a, b int32)
	In  [][]int64 // steps of the elements of the active leaves
	Out [][]int64 // of the results
}

// pattern returns for each result the inputs it depends on, in one pass over
// the steps; ok is false if the sets grow beyond limit.
func (g Steps) pattern(limit int64) (rows []set, ok bool) {
	sets, last := make([]set, g.N+1), make([]int32, g.N+1)
	d := 0
	for _, in := range g.In {
		for i, s := range singletons(d, len(in)) {
			sets[in[i]] = s
		}
		d += len(in)
	}
	for _, out := range g.Out {
		for _, at := range out {
			last[at] = int32(g.N + 1)
		}
	}
	for i := g.N; i > 0; i-- { // backwards: a step that nothing needs needs nothing
		if a, b := g.On(i); last[i] > 0 {
			last[a], last[b] = max(last[a], int32(i)), max(last[b], int32(i))
		}
	}
	u := newUnions(d, limit)
	for i := 1; i <= g.N; i++ {
		a, b := g.On(i)
		if a|b == 0 || last[i] == 0 {
			continue // an input, or not needed
		}
		sets[i] = u.two(sets[a], sets[b])
		for _, from := range [2]int32{a, b} {
			if from > 0 && last[from] == int32(i) {
				sets[from] = nil
			}
		}
		if u.over() {
			return nil, false
		}
	}
	sets[0] = nil
	for _, out := range g.Out {
		for _, at := range out {
			rows = append(rows, sets[at])
		}
	}
	return rows, true
}

// pattern returns for each element of the results the elements of the inputs
// that it depends on, in one pass over the tape; ok is false if the sets grow
// beyond limit.
func (p *pulling) pattern(limit int64) (rows []set, ok bool) {
	rows, _, ok = p.detect(limit)
	return rows, ok
}

// detect is pattern, and returns what made the sets.
func (p *pulling) detect(limit int64) (rows []set, u *unions, ok bool) {
	nodes := p.tape.nodes
	sets, last := make([][]set, len(nodes)), make([]int, len(nodes))
	d := 0
	for _, at := range p.in {
		n := nodes[at].Y.Size()
		sets[at] = singletons(d, n)
		d += n
	}
	for at := range nodes {
		for _, from := range nodes[at].in {
			if from >= 0 {
				last[from] = at
			}
		}
	}
	for _, at := range p.out {
		if at >= 0 {
			last[at] = len(nodes)
		}
	}
	u = newUnions(d, limit)
	reached := p.reached()
	for at := range nodes {
		n := &nodes[at]
		if n.prim == nil || !reached[at] {
			continue
		}
		sets[at] = n.depends(sets, u)
		for _, from := range n.in {
			if from >= 0 && last[from] == at {
				sets[from] = nil
			}
		}
		if u.over() {
			return nil, u, false
		}
	}
	for i, at := range p.out {
		if at < 0 {
			rows = append(rows, make([]set, p.y[i].Size())...)
		} else {
			rows = append(rows, sets[at]...)
		}
	}
	return rows, u, true
}
