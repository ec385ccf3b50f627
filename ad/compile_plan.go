package ad

import (
	"slices"
	"sync"
)

// A plan replays a trace: instructions in order, and a place in memory for
// what each computes.
type plan struct {
	traced  int // operations that were recorded
	vs      []value
	root    []int
	code    []instr
	results []int
	guards  []int   // values that must be what they were when traced
	checks  [][]int // for each instruction, the guards known once it has run
	early   []int   // guards that are arguments

	place []int       // for each root: which buffer; −1: none of the frame's
	sizes []int       // of the buffers, in elements
	kinds []DType     // of the buffers
	fresh []bool      // roots whose instruction makes its tensor itself
	donor map[int]int // result root → argument whose memory it may take

	mu   sync.Mutex
	idle []*frame
}

// An instr computes values of a frame from others.
type instr struct {
	writes []int // roots
	reads  []int // roots
	run    func(f *frame)
	block  *loop // of a block
	fresh  bool  // it makes its tensor itself
}

// newPlan compiles the trace r with the given results; donated arguments may
// be overwritten.
func newPlan(r *recorder, results []int, donated []bool) *plan {
	p := &plan{donor: map[int]int{}}
	for i := range r.values {
		p.traced += bit(r.values[i].prim != nil)
	}
	p.vs, p.results, p.guards = r.simplified(results, r.reads)
	p.vs, p.results, p.guards = accumulated(p.vs, p.results, p.guards, donated)
	p.root = rootsOf(p.vs)
	for _, s := range fuse(p.vs, p.root) {
		if s.block == nil {
			p.code = append(p.code, p.single(s.at))
		} else {
			p.code = append(p.code, p.looped(s.block))
		}
	}
	for i := range p.vs {
		if !p.vs[i].constant() && !slices.Contains(p.guards, i) {
			p.vs[i].t = nil
		}
	}
	p.place, p.fresh = make([]int, len(p.vs)), make([]bool, len(p.vs))
	p.layout(donated)
	return p
}

// layout gives each value a buffer from its computation to its last use, and
// looks for arguments whose memory results can take.
func (p *plan) layout(donated []bool) {
	last, made := make([]int, len(p.vs)), make([]int, len(p.vs))
	for i := range p.place {
		p.place[i], last[i] = -1, -1
	}
	for k, c := range p.code {
		if c.fresh {
			p.fresh[c.writes[0]] = true
		}
		for _, r := range c.reads {
			last[r] = k
		}
		for _, w := range c.writes {
			last[w], made[w] = max(last[w], k), k
		}
	}
	p.placeGuards(made)
	result := map[int]bool{}
	for _, at := range p.results {
		result[p.root[at]] = true
	}
	var free []int
	for k, c := range p.code {
		dying := p.dying(k, c, last, result)
		for _, w := range c.writes {
			switch {
			case c.fresh:
			case result[w]:
				p.findDonor(w, k, last, result, donated)
			default:
				p.place[w] = p.take(&free, dying, &c, w)
			}
		}
		for _, b := range dying {
			if b.buffer >= 0 {
				free = append(free, b.buffer)
			}
		}
	}
}

// placeGuards finds after which instruction each guard can be checked.
func (p *plan) placeGuards(made []int) {
	p.checks = make([][]int, len(p.code))
	for _, g := range p.guards {
		if r := p.root[g]; p.vs[r].prim == nil {
			p.early = append(p.early, g)
		} else {
			p.checks[made[r]] = append(p.checks[made[r]], g)
		}
	}
}

// A corpse is a value that an instruction is the last to need.
type corpse struct{ root, buffer int }

func (p *plan) dying(k int, c instr, last []int, result map[int]bool) []corpse {
	var out []corpse
	for _, r := range slices.Concat(c.reads, c.writes) {
		if last[r] == k && !result[r] && p.place[r] >= 0 && !slices.ContainsFunc(out, func(d corpse) bool { return d.root == r }) {
			out = append(out, corpse{r, p.place[r]})
		}
	}
	return out
}

// canOverwrite reports whether what instruction c computes as w may take the
// memory of its operand r.
func (p *plan) canOverwrite(c *instr, r, w int) bool {
	if c.block != nil {
		return c.block.canOverwrite(r, w)
	}
	v := &p.vs[w]
	return v.prim == accumulate && p.root[v.in[0]] == r && p.root[v.in[1]] != r && p.root[v.in[2]] != r
}

// take returns a buffer for value w: that of an operand that dies in
// instruction c before w is written, a free one that is large enough, or a new one.
func (p *plan) take(free *[]int, dying []corpse, c *instr, w int) int {
	n, kind := size(p.vs[w].shape), p.vs[w].kind
	for i, d := range dying {
		if d.buffer >= 0 && p.vs[d.root].kind == kind && size(p.vs[d.root].shape) == n && p.canOverwrite(c, d.root, w) {
			dying[i].buffer = -1
			return d.buffer
		}
	}
	best := -1
	for i, b := range *free {
		if p.kinds[b] == kind && p.sizes[b] >= n && (best < 0 || p.sizes[b] < p.sizes[(*free)[best]]) {
			best = i
		}
	}
	if best >= 0 {
		b := (*free)[best]
		*free = slices.Delete(*free, best, best+1)
		return b
	}
	p.sizes, p.kinds = append(p.sizes, n), append(p.kinds, kind)
	return len(p.sizes) - 1
}

// findDonor looks for a donated argument that result w, written by
// instruction k, may overwrite: of its size, not needed any more, and behind
// the last guard, for a guard that fails must find it whole.
func (p *plan) findDonor(w, k int, last []int, result map[int]bool, donated []bool) {
	for _, c := range p.checks[k:] {
		if len(c) > 0 {
			return
		}
	}
	n := size(p.vs[w].shape)
	best := -1
	for i := range p.vs {
		v := &p.vs[i]
		if v.arg < 0 || !donated[v.arg] || n < 2 || size(v.shape) != n || v.kind != p.vs[w].kind || result[i] || p.taken(v.arg) {
			continue
		}
		switch overwrites := p.canOverwrite(&p.code[k], i, w); {
		case last[i] == k && overwrites:
			p.donor[w] = v.arg
			return
		case last[i] < k && best < 0:
			best = v.arg
		}
	}
	if best >= 0 {
		p.donor[w] = best
	}
}

func (p *plan) taken(arg int) bool {
	for _, a := range p.donor {
		if a == arg {
			return true
		}
	}
	return false
}
