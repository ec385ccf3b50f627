package ad

import "slices"

// A frame is the memory of one replay: a tensor for every value.
type frame struct {
	t     []*Tensor
	loops map[*loop]running
	x     []*Tensor // operands of the instruction that runs
}

// newFrame makes the tensors that stay the same from replay to replay.
func (p *plan) newFrame() *frame {
	f := &frame{t: make([]*Tensor, len(p.vs)), loops: map[*loop]running{}}
	buffers := make([]*Tensor, len(p.sizes))
	for i, n := range p.sizes {
		buffers[i] = blank(p.kinds[i], []int{n})
	}
	for i := range p.vs {
		switch v := &p.vs[i]; {
		case v.constant():
			f.t[i] = v.t
		case v.prim == reshape:
			f.t[i] = &Tensor{shape: v.shape, kind: v.kind}
		case p.place[i] >= 0:
			f.t[i] = buffers[p.place[i]].first(v.shape)
		}
	}
	for _, c := range p.code {
		if c.block != nil {
			f.loops[c.block] = c.block.running()
		}
	}
	return f
}

// first views the first elements of t in a shape.
func (t *Tensor) first(shape []int) *Tensor {
	n := size(shape)
	if t.kind == Float32 {
		return &Tensor{shape: shape, kind: t.kind, single: t.single[:n:n]}
	}
	return plain(shape, t.data[:n:n])
}

// replay runs the plan on the arguments' tensors. It reports whether the
// guards held; if they did not, nothing was changed. own says which donated
// arguments' memory may be written.
func (p *plan) replay(args []*Tensor, own, donated []bool) (results []*Tensor, held bool) {
	f := p.frame()
	for i := range p.vs {
		v := &p.vs[i]
		switch {
		case v.arg >= 0:
			f.t[i] = args[v.arg]
		case v.constant() && v.t.level != nil:
			v.t.concrete() // it was given away: say so
		}
	}
	p.prepare(f, args, own)
	if p.stale(f, p.early) {
		p.put(f)
		return nil, false
	}
	for k := range p.code {
		c := &p.code[k]
		c.run(f)
		if len(p.checks[k]) > 0 && p.stale(f, p.checks[k]) {
			p.put(f)
			return nil, false
		}
	}
	results = p.handOut(f, donated)
	p.put(f)
	return results, true
}

// prepare gives results memory of their own, or a donor's.
func (p *plan) prepare(f *frame, args []*Tensor, own []bool) {
	for _, at := range p.results {
		r := p.root[at]
		v := &p.vs[r]
		if v.prim == nil || p.fresh[r] {
			continue
		}
		if arg, ok := p.donor[r]; ok && own[arg] && !p.captured(args[arg]) {
			f.t[r] = args[arg].first(v.shape)
		} else {
			f.t[r] = blank(v.kind, v.shape)
		}
		f.t[r].mine = true
	}
}

// captured reports whether t is a constant of the plan too.
func (p *plan) captured(t *Tensor) bool {
	return slices.ContainsFunc(p.vs, func(v value) bool { return v.constant() && v.t == t })
}

// stale reports whether a guarded value is another than when traced.
func (p *plan) stale(f *frame, guards []int) bool {
	for _, g := range guards {
		if !sameElements(f.t[p.root[g]], p.vs[g].t) {
			return true
		}
	}
	return false
}

func (p *plan) frame() *frame {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		f := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return f
	}
	return p.newFrame()
}

// put keeps the frame for the next replay, without what belongs to this one.
func (p *plan) put(f *frame) {
	for i := range p.vs {
		switch v := &p.vs[i]; {
		case v.constant() || p.place[i] >= 0:
		case v.prim == reshape:
			f.t[i].data, f.t[i].single = nil, nil
		default:
			f.t[i] = nil
		}
	}
	p.mu.Lock()
	p.idle = append(p.idle, f)
	p.mu.Unlock()
}

// handOut returns the results as tensors of their own.
func (p *plan) handOut(f *frame, donated []bool) []*Tensor {
	out := make([]*Tensor, len(p.results))
	for i, at := range p.results {
		r := p.root[at]
		t := f.t[r]
		switch v := &p.vs[r]; {
		case at != r:
			t.view()
			t = t.first(p.vs[at].shape)
		case v.arg >= 0 && donated[v.arg]:
			t.view()
			t = t.first(t.shape) // the argument itself is given up
		}
		out[i] = t
	}
	return out
}
