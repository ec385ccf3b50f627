package lift

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A legend knows which Go variable holds each value of a function, and where the value is computed. It reads the debug
// references that ssa leaves in functions built with ssa.GlobalDebug; without them there are positions only.
type legend struct {
	names map[ssa.Value]string
	exprs map[ssa.Value]ast.Expr
	vars  map[string]bool // names that are variables of the source, not made up by ssa
}

func legendOf(f *ssa.Function) legend {
	g := legend{map[ssa.Value]string{}, map[ssa.Value]ast.Expr{}, map[string]bool{}}
	for _, p := range f.Params {
		g.names[p], g.vars[p.Name()] = p.Name(), true
	}
	g.each(f, func(in ssa.Instruction) {
		if d, ok := in.(*ssa.DebugRef); ok {
			g.note(d)
		}
	})
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
	return v.Pos()
}
