package machine

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// In f()[g()] with an array or a string, f is called first. ssa computes the
// index before what it is an index of; here the two change places.

// indexedFirst orders the instructions of each block so. Done again, also
// after putOff, it changes nothing.
func indexedFirst(f *ssa.Function) {
	var exprs map[token.Pos]*ast.IndexExpr
	for _, b := range f.Blocks {
		for i, in := range b.Instrs {
			in, ok := in.(*ssa.Index)
			if !ok || f.Syntax() == nil {
				continue
			}
			if exprs == nil {
				exprs = indexExprs(f.Syntax())
			}
			if e := exprs[in.Pos()]; e != nil {
				indexLast(b.Instrs[:i], in.Index, e)
			}
		}
	}
}

// indexLast moves what computes the index v to the end, if something happens
// after it that belongs to what is indexed.
func indexLast(ins []ssa.Instruction, v ssa.Value, e *ast.IndexExpr) {
	from := after(ins, v)
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

// indexExprs finds them by their brackets.
func indexExprs(n ast.Node) map[token.Pos]*ast.IndexExpr {
	found := map[token.Pos]*ast.IndexExpr{}
	ast.Inspect(n, func(c ast.Node) bool {
		if at, ok := c.(*ast.IndexExpr); ok {
			found[at.Lbrack] = at
		}
		return true
	})
	return found
}
