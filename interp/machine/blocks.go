package machine

import (
	"golang.org/x/tools/go/ssa"
)

func (x *compiler) block(bb *ssa.BasicBlock) {
	x.cur = x.blocks[bb.Index]
	x.leaveLoop(bb)
	if bb.Index == 0 {
		for _, at := range x.places {
			x.clear(x.offsets[at], x.fields[at].Type)
		}
	}
	for i := 0; i < len(bb.Instrs); i++ {
		in := bb.Instrs[i]
		if t := x.tables[in]; t != nil {
			i = t.to - 1
			x.table(t)
			continue
		}
		x.rest = bb.Instrs[i+1:]
		if in.Pos().IsValid() {
			x.pos = in.Pos()
		}
		switch in := in.(type) {
		case *ssa.Jump:
			e := x.edge(bb, bb.Succs[0])
			x.cur.term, x.cur.jump = e.term(), &e
		case *ssa.If:
			x.branch(bb, in)
		case *ssa.Return:
			x.ret(in)
		case *ssa.Panic:
			x.panics(in)
		default:
			if !x.skipped[in] {
				x.step(in)
			}
		}
	}
	if x.cur.term == nil {
		x.cur.term = func(*frame) *block { return nil }
	}
}

// An edge goes from one block to another: it gives the φ values their new
// contents, all at once, and looks at the stop flag when it goes backwards.
type edge struct {
	to    *block
	moves moves
	back  bool
}

func (x *compiler) edge(from, to *ssa.BasicBlock) edge {
	return edge{x.blocks[to.Index], x.phis(from, to), to.Index <= from.Index}
}

// plain reports whether there is nothing to do on the way.
func (e *edge) plain() bool { return !e.back && e.moves.none() }

// term is the end of a block that goes this way.
func (e edge) term() func(fr *frame) *block {
	to := e.to
	switch w, one := e.moves.word(); {
	case e.plain():
		return func(fr *frame) *block { return to }
	case !e.back && one:
		return func(fr *frame) *block {
			set(fr, w.dst, get[uint64](fr, w.src))
			return to
		}
	case !e.back:
		return func(fr *frame) *block {
			e.moves.do(ptr(fr), ptr(fr))
			return to
		}
	case e.moves.none():
		return func(fr *frame) *block {
			if fr.th.run.stop.Load() {
				fr.mayStop()
			}
			return to
		}
	}
	return func(fr *frame) *block {
		if fr.th.run.stop.Load() {
			fr.mayStop()
		}
		e.moves.do(ptr(fr), ptr(fr))
		return to
	}
}

func (x *compiler) phis(from, to *ssa.BasicBlock) moves {
	var ms []move
	pred := -1
	for i, p := range to.Preds {
		if p == from {
			pred = i
		}
	}
	var spare []uintptr
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		v := phi.Edges[pred]
		x.use(v)
		if d, s := x.off(phi), x.off(v); d != s {
			ms = append(ms, newMove(d, s, x.m.rt(phi.Type())))
			spare = append(spare, x.offsets[x.spare[phi]])
		}
	}
	all := inAnyOrder(order(ms, spare))
	if free(ms) || len(all.words) == len(ms) {
		return all
	}
	return moves{rest: order(ms, spare)}
}

// free reports whether no move reads what another writes.
func free(moves []move) bool {
	for i := range moves {
		if readLater(moves, i) {
			return false
		}
	}
	return true
}

// overlap reports whether b reads what a writes.
func overlap(a, b *move) bool {
	return a.dst < b.src+typeSize(b.typ) && b.src < a.dst+typeSize(a.typ)
}

func typeSize(w ptr) uintptr { return (*rtype)(w).size }

// order sorts moves so that none writes what a later one reads. Where they go
// round in a circle, they go by way of the spare places of their φ values.
func order(moves []move, spare []uintptr) (out []move) {
	for len(moves) > 0 {
		i := 0
		for i < len(moves) && readLater(moves, i) {
			i++
		}
		if i < len(moves) {
			out = append(out, moves[i])
			moves = append(append([]move(nil), moves[:i]...), moves[i+1:]...)
			spare = append(append([]uintptr(nil), spare[:i]...), spare[i+1:]...)
			continue
		}
		for i, mv := range moves {
			mv.dst = spare[i]
			out = append(out, mv)
		}
		for i, mv := range moves {
			mv.src = spare[i]
			out = append(out, mv)
		}
		return out
	}
	return out
}

func readLater(moves []move, i int) bool {
	for j := range moves {
		if j != i && overlap(&moves[i], &moves[j]) {
			return true
		}
	}
	return false
}

func (x *compiler) branch(bb *ssa.BasicBlock, in *ssa.If) {
	yes, no := x.edge(bb, bb.Succs[0]), x.edge(bb, bb.Succs[1])
	x.cur.decides = true
	if cond, ok := in.Cond.(*ssa.BinOp); ok && x.fusible(bb, cond) {
		if t := x.fused(cond, yes, no); t != nil {
			x.cur.ins = x.cur.ins[:len(x.cur.ins)-1]
			x.cur.pos = x.cur.pos[:len(x.cur.pos)-1]
			x.cur.term = t
			return
		}
	}
	c := x.off(in.Cond)
	if yes.plain() && no.plain() {
		yes, no := yes.to, no.to
		x.cur.term = func(fr *frame) *block {
			if get[bool](fr, c) {
				return yes
			}
			return no
		}
		return
	}
	y, n := yes.term(), no.term()
	x.cur.term = func(fr *frame) *block {
		if get[bool](fr, c) {
			return y(fr)
		}
		return n(fr)
	}
}

// fusible reports whether a condition was computed by the step just emitted,
// and only for this branch.
func (x *compiler) fusible(bb *ssa.BasicBlock, cond *ssa.BinOp) bool {
	n := len(bb.Instrs)
	return x.uses[cond] == 1 && n >= 2 && bb.Instrs[n-2] == ssa.Instruction(cond) && len(x.cur.ins) > 0
}

func (x *compiler) ret(in *ssa.Return) {
	var moves []move
	for i, v := range in.Results {
		x.use(v)
		x.fit(in, i)
		moves = append(moves, newMove(x.c.abi.results[i], x.off(v), x.m.rt(v.Type())))
	}
	if len(moves) == 1 && moves[0].kind == move8 {
		d, s := moves[0].dst, moves[0].src
		x.cur.term = func(fr *frame) *block {
			set(fr, d, get[uint64](fr, s))
			return nil
		}
		return
	}
	all := inAnyOrder(moves)
	x.cur.term = func(fr *frame) *block {
		all.do(ptr(fr), ptr(fr))
		return nil
	}
}

// thread lets a jump to a block that only decides where to go on, as the head
// of a loop does, decide that at once.
func (x *compiler) thread() {
	for _, b := range x.blocks {
		e := b.jump
		if e == nil || !e.to.decides || len(e.to.ins) > 0 {
			continue
		}
		onward := e.to.term
		switch w, one := e.moves.word(); {
		case e.plain():
			b.term = onward
		case e.back && e.moves.none():
			b.term = func(fr *frame) *block {
				if fr.th.run.stop.Load() {
					fr.mayStop()
				}
				return onward(fr)
			}
		case e.back && one:
			b.term = func(fr *frame) *block {
				if fr.th.run.stop.Load() {
					fr.mayStop()
				}
				set(fr, w.dst, get[uint64](fr, w.src))
				return onward(fr)
			}
		default:
			pass := e.term()
			b.term = func(fr *frame) *block {
				pass(fr)
				return onward(fr)
			}
		}
	}
}
