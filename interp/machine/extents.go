package machine

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An extent is what is evaluated as one: a simple statement, or the expression
// in the head of another.
type extent struct{ from, to token.Pos }

type extents []extent // by their beginnings

func extentsOf(f *ssa.Function) extents {
	if f.Syntax() == nil {
		return initializers(f)
	}
	return statements(f.Syntax())
}

// initializers are the extents of what a package's variables are initialized
// with: the expressions in f that are not in others. The compiler stores the
// elements of an array, a slice or a struct one by one.
func initializers(f *ssa.Function) (list extents) {
	var exprs []ast.Expr
	maps := map[token.Pos]bool{} // by their brace
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.DebugRef:
				exprs = append(exprs, in.Expr)
			case *ssa.MakeMap:
				maps[in.Pos()] = true
			}
		}
	}
	var add func(e ast.Expr)
	add = func(e ast.Expr) {
		switch e := e.(type) {
		case *ast.ParenExpr:
			add(e.X)
			return
		case *ast.KeyValueExpr:
			add(e.Value)
			return
		case *ast.UnaryExpr:
			if e.Op == token.AND {
				add(e.X)
				return
			}
		case *ast.CompositeLit:
			if !maps[e.Lbrace] {
				for _, elem := range e.Elts {
					add(elem)
				}
				return
			}
		}
		list = append(list, extent{e.Pos(), e.End()})
	}
	slices.SortFunc(exprs, func(a, b ast.Expr) int { return cmp.Or(int(a.Pos()-b.Pos()), int(b.End()-a.End())) })
	end := token.NoPos
	for _, e := range exprs {
		if e.End() > end {
			end = e.End()
			add(e)
		}
	}
	return list
}

func statements(n ast.Node) (list extents) {
	add := func(n ast.Node) { list = append(list, extent{n.Pos(), n.End()}) }
	ast.Inspect(n, func(c ast.Node) bool {
		switch c := c.(type) {
		case *ast.FuncLit:
			return c == n
		case *ast.ExprStmt, *ast.AssignStmt, *ast.IncDecStmt, *ast.SendStmt, *ast.ReturnStmt, *ast.GoStmt, *ast.DeferStmt, *ast.ValueSpec:
			add(c)
		case *ast.IfStmt:
			add(c.Cond)
		case *ast.ForStmt:
			if c.Cond != nil {
				add(c.Cond)
			}
		case *ast.SwitchStmt:
			if c.Tag != nil {
				add(c.Tag)
			}
		case *ast.CaseClause:
			for _, e := range c.List {
				add(e)
			}
		case *ast.RangeStmt:
			add(c.X)
		}
		return true
	})
	slices.SortFunc(list, func(a, b extent) int { return int(a.from - b.from) })
	return list
}

// at is the extent that a position lies in.
func (list extents) at(p token.Pos) (e extent, ok bool) {
	i, found := slices.BinarySearchFunc(list, p, func(e extent, p token.Pos) int { return int(e.from - p) })
	if !found {
		i--
	}
	for ; i >= 0; i-- {
		if p < list[i].to {
			return list[i], true
		}
	}
	return e, false
}
