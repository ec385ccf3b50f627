package machine

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// In f()[g()] with an array or a string, f is called first. ssa computes the
// index before what it is an index of; here the two change places.

// indexedFirst orders the instructions of each block so. Done again, also
// after putOff, it changes nothing.
func (x *compiler) indexedFirst() {
	for _, b := range x.f.Blocks {
		for i, in := range b.Instrs {
			if in, ok := in.(*ssa.Index); ok {
				if e := indexExpr(in); e != nil && !isName(e.X) {
					x.indexLast(b, i, e)
				}
			}
		}
	}
}

// indexExpr is the expression that an instruction was made for.
func indexExpr(in *ssa.Index) *ast.IndexExpr {
	for _, r := range *in.Referrers() {
		if d, ok := r.(*ssa.DebugRef); ok && d.X == ssa.Value(in) {
			if e, ok := d.Expr.(*ast.IndexExpr); ok {
				return e
			}
		}
	}
	return nil
}

// isName reports whether an expression is a variable or constant by its name:
// nothing happens in it.
func isName(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.Ident)
	return ok
}

// indexLast moves what computes the index of the block's instruction n to the
// end, if something happens after it that belongs to what is indexed.
func (x *compiler) indexLast(b *ssa.BasicBlock, n int, e *ast.IndexExpr) {
	if x.happensElsewhere(e.X, b) && x.happens(e.Index) || x.happensElsewhere(e.Index, b) && x.happens(e.X) {
		x.pos = e.Lbrack
		x.refuse("&& or || in a value whose element is taken, or in its index, where both call functions,", "give the index a variable first, as in v := f(); v[i]")
	}
	ins := b.Instrs[:n]
	from := after(ins, b.Instrs[n].(*ssa.Index).Index)
	if from < 0 || !slices.ContainsFunc(ins[from:], func(in ssa.Instruction) bool { return isEvent(in) && within(in, e.X) }) {
		return
	}
	to := slices.IndexFunc(ins[:from], func(in ssa.Instruction) bool {
		_, phi := in.(*ssa.Phi)
		return !phi && within(in, e.Index)
	})
	if to >= 0 {
		indexed := slices.Clone(ins[from:])
		copy(ins[to+len(indexed):], ins[to:from])
		copy(ins[to:], indexed)
	}
}

// happens reports whether the expression does more than compute a value.
func (x *compiler) happens(e ast.Expr) bool { return x.happensElsewhere(e, nil) }

// happensElsewhere reports whether it does so in another block than b.
func (x *compiler) happensElsewhere(e ast.Expr, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(x.f.Blocks, func(c *ssa.BasicBlock) bool {
		return c != b && slices.ContainsFunc(c.Instrs, func(in ssa.Instruction) bool { return isEvent(in) && within(in, e) })
	})
}

// after is where the instructions begin that follow the one of v, or -1.
func after(ins []ssa.Instruction, v ssa.Value) int {
	for i, in := range slices.Backward(ins) {
		if d, ok := in.(*ssa.DebugRef); ok && d.X == v {
			return i + 1
		}
		if value, ok := in.(ssa.Value); ok && value == v {
			return i + 1
		}
	}
	return -1
}

// within reports whether an instruction is there for the expression.
func within(in ssa.Instruction, e ast.Expr) bool { return e.Pos() <= in.Pos() && in.Pos() < e.End() }
