package machine

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// unevaluated finds what computes the arguments of unsafe.Sizeof, Alignof and
// Offsetof. Where they depend on type parameters ssa makes calls of them; Go
// only looks at the argument's type.
func unevaluated(f *ssa.Function) map[ssa.Instruction]bool {
	skip := map[ssa.Instruction]bool{}
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			call, ok := in.(*ssa.Call)
			if !ok || f.Syntax() == nil {
				continue
			}
			if b, ok := call.Call.Value.(*ssa.Builtin); ok && (b.Name() == "Sizeof" || b.Name() == "Alignof" || b.Name() == "Offsetof") {
				if e := callAt(f, call.Pos()); e != nil {
					skipped(skip, call, call.Call.Args[0], e)
				}
			}
		}
	}
	return skip
}

// skipped adds v, and what only v needs, if it is computed inside the
// parentheses of e, for nothing but user and what is skipped already.
func skipped(skip map[ssa.Instruction]bool, user ssa.Instruction, v ssa.Value, e *ast.CallExpr) {
	in, ok := v.(ssa.Instruction)
	if !ok || in.Pos().IsValid() && (in.Pos() <= e.Lparen || in.Pos() > e.Rparen) {
		return
	}
	for _, r := range *v.Referrers() {
		if _, debug := r.(*ssa.DebugRef); r != user && !skip[r] && !debug {
			return
		}
	}
	skip[in] = true
	for _, op := range in.Operands(nil) {
		if *op != nil {
			skipped(skip, in, *op, e)
		}
	}
}

// callAt finds the call whose parenthesis stands at pos.
func callAt(f *ssa.Function, pos token.Pos) (call *ast.CallExpr) {
	ast.Inspect(f.Syntax(), func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && c.Lparen == pos {
			call = c
		}
		return call == nil
	})
	return call
}
