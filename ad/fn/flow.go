package fn

// A flow is what the printer needs to know of a Func's control flow.
type flow struct {
	f     *Func
	order []int   // reachable blocks, in reverse postorder
	rank  []int   // of each block in order; -1 if it can't be reached
	idom  []int   // immediate dominator
	preds [][]int // once for every edge
}

func flowOf(f *Func) *flow {
	n := len(f.Blocks)
	w := &flow{f: f, rank: make([]int, n), idom: make([]int, n), preds: make([][]int, n)}
	seen := make([]bool, n)
	var visit func(int)
	visit = func(b int) {
		seen[b] = true
		for _, s := range f.Blocks[b].succs() {
			w.preds[s] = append(w.preds[s], b)
			if !seen[s] {
				visit(s)
			}
		}
		w.order = append(w.order, b)
	}
	visit(0)
	for i, j := 0, len(w.order)-1; i < j; i, j = i+1, j-1 {
		w.order[i], w.order[j] = w.order[j], w.order[i]
	}
	for b := range n {
		w.rank[b], w.idom[b] = -1, -1
	}
	for i, b := range w.order {
		w.rank[b] = i
	}
	w.dominators()
	return w
}

// dominators finds immediate dominators (Cooper, Harvey and Kennedy, 2001).
func (w *flow) dominators() {
	w.idom[0] = 0
	for changed := true; changed; {
		changed = false
		for _, b := range w.order[1:] {
			d := -1
			for _, p := range w.preds[b] {
				switch {
				case w.idom[p] < 0:
				case d < 0:
					d = p
				default:
					d = w.meet(d, p)
				}
			}
			if d != w.idom[b] {
				w.idom[b], changed = d, true
			}
		}
	}
}

func (w *flow) meet(a, b int) int {
	for a != b {
		for w.rank[a] > w.rank[b] {
			a = w.idom[a]
		}
		for w.rank[b] > w.rank[a] {
			b = w.idom[b]
		}
	}
	return a
}

// dominates reports whether every way to b leads through a.
func (w *flow) dominates(a, b int) bool {
	for w.rank[b] > w.rank[a] {
		b = w.idom[b]
	}
	return a == b
}

// succs lists the blocks that b leads to.
func (b *Block) succs() []int {
	switch b.End.Kind {
	case Jump:
		return []int{b.End.To[0].Block}
	case Branch:
		return []int{b.End.To[0].Block, b.End.To[1].Block}
	}
	return nil
}

// loop returns the blocks of the loop with head h, or nil if h heads none.
func (w *flow) loop(h int) map[int]bool {
	var body map[int]bool
	var pull func(int)
	pull = func(b int) {
		if body[b] {
			return
		}
		body[b] = true
		for _, p := range w.preds[b] {
			pull(p)
		}
	}
	for _, p := range w.preds[h] {
		if w.rank[p] >= w.rank[h] {
			if body == nil {
				body = map[int]bool{h: true}
			}
			pull(p)
		}
	}
	return body
}

// A liveness tells which registers hold a value that is still to be read when a block is left.
type liveness struct{ in, out []map[Reg]bool }

func (w *flow) live() liveness {
	n := len(w.f.Blocks)
	l := liveness{make([]map[Reg]bool, n), make([]map[Reg]bool, n)}
	for b := range n {
		l.in[b], l.out[b] = map[Reg]bool{}, map[Reg]bool{}
	}
	for changed := true; changed; {
		changed = false
		for i := len(w.order) - 1; i >= 0; i-- {
			b := w.order[i]
			blk := w.f.Blocks[b]
			out := map[Reg]bool{}
			for k := range blk.succs() {
				e := blk.End.To[k]
				moved := map[Reg]bool{}
				for _, m := range e.Moves {
					moved[m.Dst], out[m.Src] = true, true
				}
				for r := range l.in[e.Block] {
					if !moved[r] {
						out[r] = true
					}
				}
			}
			in := blk.before(out)
			changed = changed || len(in) != len(l.in[b]) || len(out) != len(l.out[b])
			l.in[b], l.out[b] = in, out
		}
	}
	return l
}

// before is what is live at the start of b if out is live at its end.
func (b *Block) before(out map[Reg]bool) map[Reg]bool {
	in := map[Reg]bool{}
	for r := range out {
		in[r] = true
	}
	for _, r := range b.End.reads() {
		in[r] = true
	}
	for i := len(b.Code) - 1; i >= 0; i-- {
		for _, r := range b.Code[i].Out {
			delete(in, r)
		}
		for _, r := range b.Code[i].In {
			in[r] = true
		}
	}
	return in
}

func (e *End) reads() []Reg {
	if e.Kind == Branch {
		return []Reg{e.Cond}
	}
	return e.Results
}
