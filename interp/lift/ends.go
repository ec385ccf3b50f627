package lift

import (
	"go/constant"
	"go/token"
	"reflect"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// end lifts the last instruction of blk and the phi functions of the blocks it leads to.
func (b *builder) end(blk *ssa.BasicBlock) {
	b.block = b.out.Blocks[blk.Index]
	e := &b.block.End
	last := blk.Instrs[len(blk.Instrs)-1]
	b.at = b.whereabouts(blk)
	switch in := last.(type) {
	case *ssa.Jump:
		e.Kind = fn.Jump
		e.To[0] = b.edge(blk, 0)
	case *ssa.If:
		e.Kind = fn.Branch
		if p := b.legend.pos(in.Cond); p.IsValid() {
			b.at = p
		}
		e.Cond = b.one(in.Cond)
		e.To = [2]fn.Edge{b.edge(blk, 0), b.edge(blk, 1)}
	case *ssa.Return:
		e.Kind = fn.Return
		for _, r := range in.Results {
			e.Results = append(e.Results, b.spread(r)...)
		}
	case *ssa.Panic:
		e.Kind = fn.Panic
		e.Message = b.message(in.X)
	default:
		panic(b.refusal(describe(last), hints[reflect.TypeOf(last)]))
	}
	e.Pos = b.cfg.Pos(b.at)
}

// whereabouts is a place for the end of blk, which ssa may have made up: its own, or that of an instruction before or behind.
func (b *builder) whereabouts(blk *ssa.BasicBlock) token.Pos {
	for i := len(blk.Instrs) - 1; i >= 0; i-- {
		if p := blk.Instrs[i].Pos(); p.IsValid() && !isPhi(blk.Instrs[i]) {
			return p
		}
	}
	for _, s := range blk.Succs {
		for _, in := range s.Instrs {
			if p := in.Pos(); p.IsValid() && !isPhi(in) {
				return p
			}
		}
	}
	return b.src.Pos()
}

// isPhi reports whether in is a phi function, whose position is that of a variable's declaration.
func isPhi(in ssa.Instruction) bool { _, ok := in.(*ssa.Phi); return ok }

// edge is the i-th way out of blk, with the moves that its phi functions ask for.
func (b *builder) edge(blk *ssa.BasicBlock, i int) fn.Edge {
	to := blk.Succs[i]
	e := fn.Edge{Block: to.Index}
	pred := predIndex(blk, to, i)
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		e.Moves = append(e.Moves, fn.Move{Dst: b.one(phi), Src: b.one(phi.Edges[pred])})
	}
	return e
}

// predIndex finds which edge into to is the i-th out of blk; an If may lead to one block both ways.
func predIndex(blk, to *ssa.BasicBlock, i int) int {
	same := 0
	for _, s := range blk.Succs[:i] {
		if s == to {
			same++
		}
	}
	for k, p := range to.Preds {
		if p == blk {
			if same == 0 {
				return k
			}
			same--
		}
	}
	panic("lift: block is no predecessor of its successor")
}

// message is the text of panic(v), for a constant.
func (b *builder) message(v ssa.Value) string {
	if m, ok := v.(*ssa.MakeInterface); ok {
		if c, ok := m.X.(*ssa.Const); ok && c.Value != nil {
			if c.Value.Kind() == constant.String {
				return "panic: " + constant.StringVal(c.Value)
			}
			return "panic: " + c.Value.String()
		}
	}
	return "panic"
}
