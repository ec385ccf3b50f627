package load

import (
	"go/ast"
	"go/types"
)

// StaticFirst orders the entries of map literals as the gc compiler stores
// them: first those whose key and value are known to it, then the others, so
// that of two equal keys the same one stays.
func StaticFirst(files []*ast.File, info *types.Info) {
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			m := mapOf(info.TypeOf(lit))
			if m == nil {
				return true
			}
			var first, then []ast.Expr
			for _, e := range lit.Elts {
				if entry := e.(*ast.KeyValueExpr); static(entry.Key, m.Key(), info) && static(entry.Value, m.Elem(), info) {
					first = append(first, e)
				} else {
					then = append(then, e)
				}
			}
			lit.Elts = append(first, then...)
			return true
		})
	}
}

// mapOf returns the map type of a literal of type t, or of what t points to
// where a literal leaves its type out; nil if it makes no map.
func mapOf(t types.Type) *types.Map {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	m, _ := t.Underlying().(*types.Map)
	return m
}

// static reports whether the compiler knows the value of e where a value of
// type want is stored: constants, nil, and structs and arrays of such. What is
// converted to an interface type counts as computed.
func static(e ast.Expr, want types.Type, info *types.Info) bool {
	e = ast.Unparen(e)
	v := info.Types[e]
	switch {
	case v.IsNil():
		return true
	case types.IsInterface(want):
		return false
	case v.Value != nil:
		return true
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return false
	}
	switch t := want.Underlying().(type) {
	case *types.Array:
		for _, elt := range lit.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if !static(elt, t.Elem(), info) {
				return false
			}
		}
		return true
	case *types.Struct:
		for i, elt := range lit.Elts {
			f := t.Field(min(i, t.NumFields()-1))
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				f, _ = info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
				elt = kv.Value
			}
			if f == nil || !static(elt, f.Type(), info) {
				return false
			}
		}
		return true
	}
	return false
}
