package fn

import "slices"

// effect tells how an instruction may be moved past others.
type effect uint8

const (
	pure   effect = iota
	reads         // memory
	writes        // memory, or it calls something that may
)

func effectOf(in *Instr) effect {
	switch in.Op {
	case OpLoad, OpSlice, OpLen, OpCap:
		return reads
	case OpStore, OpCopy, OpAppend, OpMake:
		return writes
	case OpCall, OpApply:
		worst := reads
		in.Callee.visit(map[*Func]bool{}, func(in *Instr) {
			if in.Op == OpStore || in.Op == OpCopy || in.Op == OpAppend {
				worst = writes
			}
		})
		return worst
	}
	return pure
}

// inlining finds the instructions whose result has no name and is used once, later in the same block, by something that can
// just as well compute it there.
func (p *printer) inlining() {
	p.inline = map[Reg]*Instr{}
	uses := make([]int, len(p.f.Regs))
	for _, b := range p.f.Blocks {
		for _, in := range b.Code {
			for _, r := range in.In {
				uses[r]++
			}
		}
		for _, r := range b.End.reads() {
			uses[r]++
		}
		for k := range b.succs() {
			for _, m := range b.End.To[k].Moves {
				uses[m.Src]++
			}
		}
	}
	for _, b := range p.f.Blocks {
		for i, in := range b.Code {
			if in.Op == OpGlobal && p.vars.alone(in.Out[0]) {
				p.inline[in.Out[0]] = in // its name says it
				continue
			}
			if len(in.Out) != 1 || uses[in.Out[0]] != 1 || effectOf(in) == writes || !p.vars.alone(in.Out[0]) {
				continue
			}
			if v := p.f.Regs[in.Out[0]]; v.Name != "" && !(b.End.Kind == Branch && b.End.Cond == in.Out[0]) {
				continue
			}
			if p.canWait(b, i) {
				p.inline[in.Out[0]] = in
			}
		}
	}
}

// canWait reports whether instruction i of b may be computed where its result is used.
func (p *printer) canWait(b *Block, i int) bool {
	in := b.Code[i]
	leaves := p.leaves(in)
	e := effectOf(in)
	for r := range leaves {
		if d := p.inline[r]; d != nil {
			e = max(e, effectOf(d))
		}
	}
	for _, next := range b.Code[i+1:] {
		if slices.Contains(next.In, in.Out[0]) {
			return true
		}
		if p.inline[first(next.Out)] == next && next.Out != nil {
			continue
		}
		if e == reads && effectOf(next) == writes {
			return false
		}
		for _, o := range next.Out {
			for r := range leaves {
				if p.vars.class[r] == p.vars.class[o] {
					return false
				}
			}
		}
	}
	return slices.Contains(b.End.reads(), in.Out[0]) || p.moved(b, in.Out[0])
}

// moved reports whether the only edge of b moves r.
func (p *printer) moved(b *Block, r Reg) bool {
	if b.End.Kind != Jump {
		return false
	}
	for _, m := range b.End.To[0].Moves {
		if m.Src == r {
			return true
		}
	}
	return false
}

func first(regs []Reg) Reg {
	if len(regs) == 0 {
		return 0
	}
	return regs[0]
}

// leaves are the registers that the text of in will mention.
func (p *printer) leaves(in *Instr) map[Reg]bool {
	rs := map[Reg]bool{}
	for _, r := range in.In {
		rs[r] = true
		if d := p.inline[r]; d != nil {
			for l := range p.leaves(d) {
				rs[l] = true
			}
		}
	}
	return rs
}

// acts reports whether an instruction matters even if its result is never read: it changes something, or may panic.
func acts(in *Instr) bool {
	switch in.Op {
	case OpStore, OpCopy, OpCall, OpApply, OpLoad, OpSlice, OpQuo, OpRem:
		return true
	}
	return false
}

// needed finds the registers that the function's results and actions depend on.
func (w *flow) needed() []bool {
	need := make([]bool, len(w.f.Regs))
	changed := true
	want := func(regs ...Reg) {
		for _, r := range regs {
			changed = changed || !need[r]
			need[r] = true
		}
	}
	for changed {
		changed = false
		for _, b := range w.order {
			blk := w.f.Blocks[b]
			want(blk.End.reads()...)
			for k := range blk.succs() {
				for _, m := range blk.End.To[k].Moves {
					if need[m.Dst] {
						want(m.Src)
					}
				}
			}
			for _, in := range blk.Code {
				if acts(in) || slices.ContainsFunc(in.Out, func(r Reg) bool { return need[r] }) {
					want(in.In...)
				}
			}
		}
	}
	return need
}
