package machine

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// In f()[g()] with an array or a string, f is called first. ssa computes the
// index before what it is an index of; here the two change places.

// indexedFirst orders the instructions of each block so.
func indexedFirst(f *ssa.Function) {
	if f.Syntax() == nil {
		return
	}
	var indices map[token.Pos]ast.Expr
	for _, b := range f.Blocks {
		for i, in := range b.Instrs {
			in, ok := in.(*ssa.Index)
			if !ok {
				continue
			}
			from := after(b.Instrs[:i], in.Index)
			if from < 0 || !slices.ContainsFunc(b.Instrs[from:i], isEvent) {
				continue
			}
			if indices == nil {
				indices = indicesIn(f.Syntax())
			}
			to := firstWithin(b.Instrs[:from], indices[in.Pos()])
			if to >= 0 {
				indexed := slices.Clone(b.Instrs[from:i])
				copy(b.Instrs[to+len(indexed):i], b.Instrs[to:from])
				copy(b.Instrs[to:], indexed)
			}
		}
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

// firstWithin is the first instruction that is there for the expression, or -1.
func firstWithin(ins []ssa.Instruction, e ast.Expr) int {
	return slices.IndexFunc(ins, func(in ssa.Instruction) bool {
		_, phi := in.(*ssa.Phi)
		return e != nil && !phi && e.Pos() <= in.Pos() && in.Pos() < e.End()
	})
}

// indicesIn finds the indices by the brackets before them.
func indicesIn(n ast.Node) map[token.Pos]ast.Expr {
	found := map[token.Pos]ast.Expr{}
	ast.Inspect(n, func(c ast.Node) bool {
		if at, ok := c.(*ast.IndexExpr); ok {
			found[at.Lbrack] = at.Index
		}
		return true
	})
	return found
}
