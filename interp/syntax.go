package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// parenthesize writes type A B as type A (B) where B is a type of an earlier
// cell, until restore is called: go/types looks for cycles through plain names
// and takes every type name of the package for one of the file.
func parenthesize(file *ast.File, scope *types.Scope) (restore func()) {
	was := map[*ast.TypeSpec]ast.Expr{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			if id, ok := spec.Type.(*ast.Ident); ok && scope.Lookup(id.Name) != nil {
				was[spec] = id
				spec.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
			}
		}
	}
	return func() {
		for spec, t := range was {
			spec.Type = t
		}
	}
}

// keyLiterals writes the field names into literals T{1, 2} of structs that an
// earlier cell declared: go/types wants them for unexported fields of another
// package. It reports whether there were any.
func keyLiterals(p *pass, file *ast.File) bool {
	at := map[token.Pos]bool{}
	for _, e := range p.errors {
		if strings.HasPrefix(e.Msg, "implicit assignment to unexported field") {
			at[e.Pos] = true
		}
	}
	if len(at) == 0 {
		return false
	}
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || !slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool { return at[e.Pos()] }) {
			return true
		}
		t := p.info.Types[lit].Type
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || st.NumFields() != len(lit.Elts) || !isCell(st.Field(0).Pkg()) {
			return true
		}
		var keyed []ast.Expr
		for i, e := range lit.Elts {
			f, v := st.Field(i), p.info.Types[e]
			if f.Name() == "_" && types.AssignableTo(v.Type, f.Type()) && (v.Value != nil || isInert(e)) {
				continue // it has no key, and nobody can read it
			}
			key := &ast.Ident{Name: f.Name(), NamePos: e.Pos()}
			keyed = append(keyed, &ast.KeyValueExpr{Key: key, Colon: e.Pos(), Value: e})
		}
		lit.Elts, found = keyed, true
		return true
	})
	return found
}

// isInert reports whether the value of e comes without calls and cannot panic.
func isInert(e ast.Expr) bool {
	inert := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.CallExpr, *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.SelectorExpr, *ast.TypeAssertExpr, *ast.UnaryExpr, *ast.BinaryExpr:
			inert = false
		}
		return inert
	})
	return inert
}

// identifiers returns the names that n mentions.
func identifiers(n ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
	return names
}
