package machine

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

func (x *compiler) block(bb *ssa.BasicBlock) {
	x.cur = x.blocks[bb.Index]
	x.leaveLoop(bb)
	for i, in := range bb.Instrs {
		x.rest = bb.Instrs[i+1:]
		if in.Pos().IsValid() {
			x.pos = in.Pos()
		}
		switch in := in.(type) {
		case *ssa.Jump:
			x.cur.term = x.edge(bb, bb.Succs[0])
		case *ssa.If:
			x.branch(bb, in)
		case *ssa.Return:
			x.ret(in)
		case *ssa.Panic:
			x.panics(in)
		default:
			x.step(in)
		}
	}
	if x.cur.term == nil {
		x.cur.term = func(*frame) *block { return nil }
	}
}

// edge goes from one block to another: it gives the φ values their new
// contents, all at once, and looks at the stop flag when it goes backwards.
func (x *compiler) edge(from, to *ssa.BasicBlock) func(fr *frame) *block {
	tb := x.blocks[to.Index]
	moves := x.phis(from, to)
	var term func(fr *frame) *block
	if len(moves) == 0 {
		term = func(fr *frame) *block { return tb }
	} else {
		term = direct(moves, tb)
	}
	if to.Index > from.Index {
		return term
	}
	return func(fr *frame) *block {
		if fr.th.run.stop.Load() {
			fr.mayStop()
		}
		return term(fr)
	}
}

// direct makes the moves one after the other, the common shapes without a loop.
func direct(moves []move, tb *block) func(fr *frame) *block {
	if len(moves) == 1 && moves[0].kind == move8 {
		d, s := moves[0].dst, moves[0].src
		return func(fr *frame) *block {
			set(fr, d, get[uint64](fr, s))
			return tb
		}
	}
	if len(moves) == 2 && moves[0].kind == move8 && moves[1].kind == move8 {
		d, s, d2, s2 := moves[0].dst, moves[0].src, moves[1].dst, moves[1].src
		return func(fr *frame) *block {
			set(fr, d, get[uint64](fr, s))
			set(fr, d2, get[uint64](fr, s2))
			return tb
		}
	}
	if words, ok := allWords(moves); ok {
		return func(fr *frame) *block {
			for _, p := range words {
				set(fr, p.dst, get[uint64](fr, p.src))
			}
			return tb
		}
	}
	return func(fr *frame) *block {
		for i := range moves {
			moves[i].do(ptr(fr), ptr(fr))
		}
		return tb
	}
}

func (x *compiler) phis(from, to *ssa.BasicBlock) (moves []move) {
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
			moves = append(moves, newMove(d, s, x.m.rt(phi.Type())))
			spare = append(spare, x.offsets[x.spare[phi]])
		}
	}
	return order(moves, spare)
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
	if cond, ok := in.Cond.(*ssa.BinOp); ok && x.fusible(bb, cond) {
		k := x.m.rt(cond.X.Type()).Kind()
		if t := fused(k, cond.Op, x.off(cond.X), x.off(cond.Y), yes, no); t != nil {
			x.cur.ins = x.cur.ins[:len(x.cur.ins)-1]
			x.cur.pos = x.cur.pos[:len(x.cur.pos)-1]
			x.cur.term = t
			return
		}
	}
	c := x.off(in.Cond)
	x.cur.term = func(fr *frame) *block {
		if get[bool](fr, c) {
			return yes(fr)
		}
		return no(fr)
	}
}

// fusible reports whether a condition was computed by the step just emitted,
// and only for this branch.
func (x *compiler) fusible(bb *ssa.BasicBlock, cond *ssa.BinOp) bool {
	n := len(bb.Instrs)
	return x.uses[cond] == 1 && n >= 2 && bb.Instrs[n-2] == ssa.Instruction(cond) && len(x.cur.ins) > 0
}

func fused(k reflect.Kind, op token.Token, a, b uintptr, yes, no func(*frame) *block) func(*frame) *block {
	switch k {
	case reflect.Int, reflect.Int64:
		return fusedOp[int](op, a, b, yes, no)
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return fusedOp[uint](op, a, b, yes, no)
	case reflect.Uint8:
		return fusedOp[uint8](op, a, b, yes, no)
	case reflect.Int32:
		return fusedOp[int32](op, a, b, yes, no)
	case reflect.Float64:
		return fusedOp[float64](op, a, b, yes, no)
	}
	return nil
}

func fusedOp[T ordered](op token.Token, a, b uintptr, yes, no func(*frame) *block) func(*frame) *block {
	switch op {
	case token.LSS:
		return func(fr *frame) *block {
			if get[T](fr, a) < get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.LEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) <= get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GTR:
		return func(fr *frame) *block {
			if get[T](fr, a) > get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.GEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) >= get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.EQL:
		return func(fr *frame) *block {
			if get[T](fr, a) == get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	case token.NEQ:
		return func(fr *frame) *block {
			if get[T](fr, a) != get[T](fr, b) {
				return yes(fr)
			}
			return no(fr)
		}
	}
	return nil
}

func (x *compiler) ret(in *ssa.Return) {
	var moves []move
	for i, v := range in.Results {
		x.use(v)
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
	x.cur.term = func(fr *frame) *block {
		for i := range moves {
			moves[i].do(ptr(fr), ptr(fr))
		}
		return nil
	}
}
