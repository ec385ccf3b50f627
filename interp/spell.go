package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// A speller writes types that one pass over a cell found as syntax for the
// next. Names need not be identifiers: they are never parsed.
type speller struct {
	*checker
	pkg *types.Package // of the pass that found the types
}

// typeExpr spells t. Types that the cell declares keep their names, since the
// last check makes them anew; everything else is named as a whole.
func (s *speller) typeExpr(t types.Type) ast.Expr {
	t = types.Unalias(t)
	if b, ok := t.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		t = types.NewInterfaceType(nil, nil)
	}
	if !s.local(t, map[types.Type]bool{}) {
		name := fmt.Sprintf("·%d", len(s.aliases))
		s.aliases = append(s.aliases, types.NewTypeName(token.NoPos, s.pkg, name, t))
		return ast.NewIdent(name)
	}
	switch t := t.(type) {
	case *types.Named:
		return s.instance(t)
	case *types.Pointer:
		return &ast.StarExpr{X: s.typeExpr(t.Elem())}
	case *types.Slice:
		return &ast.ArrayType{Elt: s.typeExpr(t.Elem())}
	case *types.Array:
		n := &ast.BasicLit{Kind: token.INT, Value: fmt.Sprint(t.Len())}
		return &ast.ArrayType{Len: n, Elt: s.typeExpr(t.Elem())}
	case *types.Map:
		return &ast.MapType{Key: s.typeExpr(t.Key()), Value: s.typeExpr(t.Elem())}
	case *types.Chan:
		dir := map[types.ChanDir]ast.ChanDir{types.SendRecv: ast.SEND | ast.RECV, types.SendOnly: ast.SEND, types.RecvOnly: ast.RECV}
		return &ast.ChanType{Dir: dir[t.Dir()], Value: s.typeExpr(t.Elem())}
	case *types.Signature:
		return &ast.FuncType{Params: s.fields(t.Params(), t.Variadic()), Results: s.fields(t.Results(), false)}
	case *types.Struct:
		fields := &ast.FieldList{}
		for i := range t.NumFields() {
			f := t.Field(i)
			field := &ast.Field{}
			if f.Embedded() {
				field.Type = s.embedded(f.Type())
			} else {
				field.Type = s.typeExpr(f.Type())
				field.Names = []*ast.Ident{ast.NewIdent(f.Name())}
			}
			if tag := t.Tag(i); tag != "" {
				field.Tag = &ast.BasicLit{Kind: token.STRING, Value: fmt.Sprintf("%q", tag)}
			}
			fields.List = append(fields.List, field)
		}
		return &ast.StructType{Fields: fields}
	case *types.Interface:
		methods := &ast.FieldList{}
		for m := range t.Methods() {
			methods.List = append(methods.List, &ast.Field{
				Names: []*ast.Ident{ast.NewIdent(m.Name())},
				Type:  s.typeExpr(m.Signature()),
			})
		}
		return &ast.InterfaceType{Methods: methods}
	}
	panic(fmt.Sprintf("interp: no spelling for %T", t))
}

// name spells the name of a type that is declared somewhere.
func (s *speller) name(t *types.TypeName) ast.Expr {
	id := ast.NewIdent(t.Name())
	if t.Pkg() == nil || t.Pkg().Path() == cellPath {
		return id
	}
	name := fmt.Sprintf("·p%d", len(s.qualifiers))
	s.qualifiers = append(s.qualifiers, types.NewPkgName(token.NoPos, s.pkg, name, t.Pkg()))
	return &ast.SelectorExpr{X: ast.NewIdent(name), Sel: id}
}

// embedded spells the type of an embedded field, which takes its name from how
// the type is written.
func (s *speller) embedded(t types.Type) ast.Expr {
	switch t := t.(type) {
	case *types.Pointer:
		return &ast.StarExpr{X: s.embedded(t.Elem())}
	case *types.Alias:
		return s.name(t.Obj())
	case *types.Named:
		return s.instance(t)
	case *types.Basic:
		return ast.NewIdent(t.Name())
	}
	return s.typeExpr(t)
}

// instance spells a type that may have type arguments.
func (s *speller) instance(t *types.Named) ast.Expr {
	name := s.name(t.Obj())
	if t.TypeArgs().Len() == 0 {
		return name
	}
	inst := &ast.IndexListExpr{X: name}
	for a := range t.TypeArgs().Types() {
		inst.Indices = append(inst.Indices, s.typeExpr(a))
	}
	return inst
}

func (s *speller) fields(tuple *types.Tuple, variadic bool) *ast.FieldList {
	list := &ast.FieldList{}
	named := true
	for v := range tuple.Variables() {
		named = named && v.Name() != ""
	}
	for i := range tuple.Len() {
		v := tuple.At(i)
		f := &ast.Field{}
		if variadic && i == tuple.Len()-1 {
			f.Type = &ast.Ellipsis{Elt: s.typeExpr(v.Type().(*types.Slice).Elem())}
		} else {
			f.Type = s.typeExpr(v.Type())
		}
		if named {
			f.Names = []*ast.Ident{ast.NewIdent(v.Name())}
		}
		list.List = append(list.List, f)
	}
	return list
}

// local reports whether t mentions a type that this cell declares.
func (s *speller) local(t types.Type, seen map[types.Type]bool) bool {
	for _, name := range s.pkg.Scope().Names() {
		if tn, ok := s.pkg.Scope().Lookup(name).(*types.TypeName); ok && tn.Pkg() == s.pkg && !tn.IsAlias() {
			if mentionsType(t, func(n *types.TypeName) bool { return n == tn }, map[types.Type]bool{}) {
				return true
			}
		}
	}
	return false
}
