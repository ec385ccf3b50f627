package lift

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A legend knows which Go variable holds each value of a function, and where the value is computed. It reads the debug
// references that ssa leaves in functions built with ssa.GlobalDebug; without them it finds values in the syntax tree by the
// positions that ssa gives them.
type legend struct {
	names map[ssa.Value]string
	exprs map[ssa.Value]ast.Expr
	vars  map[string]bool // names that are variables of the source, not made up by ssa

	starts map[token.Pos]token.Pos // of expressions, by the position that ssa knows them by
	named  map[token.Pos][]string  // the variables that an expression's results are assigned to
}

func legendOf(f *ssa.Function) legend {
	g := legend{
		map[ssa.Value]string{}, map[ssa.Value]ast.Expr{}, map[string]bool{}, map[token.Pos]token.Pos{}, map[token.Pos][]string{},
	}
	for _, p := range f.Params {
		g.names[p], g.vars[p.Name()] = p.Name(), true
	}
	g.each(f, func(in ssa.Instruction) {
		if d, ok := in.(*ssa.DebugRef); ok {
			g.note(d)
		}
	})
	if len(g.exprs) == 0 && f.Syntax() != nil {
		ast.Inspect(f.Syntax(), g.read)
		g.each(f, g.find)
	}
	g.each(f, func(in ssa.Instruction) {
		if phi, ok := in.(*ssa.Phi); ok && g.vars[phi.Comment] {
			g.names[phi] = phi.Comment
		}
	})
	return g
}

func (g *legend) each(f *ssa.Function, do func(ssa.Instruction)) {
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			do(in)
		}
	}
}

// variable is the name of a variable with an address, or "".
func (g *legend) variable(a *ssa.Alloc) string {
	if g.vars[a.Comment] {
		return a.Comment
	}
	return ""
}

// note takes in one debug reference: the first variable that a value is stored in names it.
func (g *legend) note(d *ssa.DebugRef) {
	if v, ok := d.Object().(*types.Var); ok {
		g.vars[v.Name()] = true
	}
	if d.X == nil || d.IsAddr {
		return
	}
	id, ok := d.Expr.(*ast.Ident)
	if !ok {
		if g.exprs[d.X] == nil {
			g.exprs[d.X] = d.Expr
		}
		return
	}
	if v, ok := d.Object().(*types.Var); ok && g.names[d.X] == "" {
		g.names[d.X] = v.Name()
		if g.exprs[d.X] == nil {
			g.exprs[d.X] = id
		}
	}
}

// pos is where the expression that computes v begins, or the nearest that ssa knows.
func (g *legend) pos(v ssa.Value) token.Pos {
	if e := g.exprs[v]; e != nil {
		return e.Pos()
	}
	if p := g.starts[v.Pos()]; p.IsValid() {
		return p
	}
	return v.Pos()
}

// read takes in one node of the syntax tree.
func (g *legend) read(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		g.starts[n.OpPos] = n.Pos()
	case *ast.CallExpr:
		g.starts[n.Lparen] = n.Pos()
	case *ast.AssignStmt:
		g.assigned(n.Lhs, n.Rhs)
		if n.Tok != token.ASSIGN && n.Tok != token.DEFINE { // x += y is known by where it begins
			g.name(n.Pos(), n.Lhs[:1])
		}
	case *ast.IncDecStmt:
		g.name(n.Pos(), []ast.Expr{n.X})
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, id := range n.Names {
			lhs[i] = id
		}
		g.assigned(lhs, n.Values)
	case *ast.RangeStmt:
		g.name(token.NoPos, []ast.Expr{n.Key, n.Value})
	case *ast.FuncType:
		for _, r := range fieldNames(n.Results) {
			g.vars[r] = true
		}
	}
	return true
}

func fieldNames(l *ast.FieldList) (names []string) {
	if l == nil {
		return nil
	}
	for _, f := range l.List {
		for _, id := range f.Names {
			names = append(names, id.Name)
		}
	}
	return names
}

func (g *legend) assigned(lhs, rhs []ast.Expr) {
	if len(rhs) == 1 {
		g.name(place(rhs[0]), lhs)
		return
	}
	g.name(token.NoPos, lhs)
	for i := range rhs {
		g.name(place(rhs[i]), lhs[i:i+1])
	}
}

// name notes that the expression known by pos is assigned to lhs.
func (g *legend) name(pos token.Pos, lhs []ast.Expr) {
	var names []string
	for _, e := range lhs {
		name := ""
		if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
			name = id.Name
			g.vars[name] = true
		}
		names = append(names, name)
	}
	if pos.IsValid() {
		g.named[pos] = names
	}
}

// place is the position by which ssa knows the value of e.
func place(e ast.Expr) token.Pos {
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return e.OpPos
	case *ast.CallExpr:
		return e.Lparen
	case *ast.UnaryExpr:
		return e.OpPos
	case *ast.IndexExpr:
		return e.Lbrack
	case *ast.SelectorExpr:
		return e.Sel.Pos()
	}
	return token.NoPos
}

// find names the values that were found in the syntax tree.
func (g *legend) find(in ssa.Instruction) {
	v, ok := in.(ssa.Value)
	if !ok {
		return
	}
	switch in := in.(type) {
	case *ssa.Extract:
		if names := g.named[in.Tuple.Pos()]; in.Index < len(names) {
			g.names[v] = names[in.Index]
		}
	case *ssa.BinOp, *ssa.UnOp, *ssa.Call, *ssa.Convert:
		if names := g.named[v.Pos()]; len(names) == 1 {
			g.names[v] = names[0]
		}
	}
}
