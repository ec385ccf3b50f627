package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// hoist turns the variables that a cell's statements declare into package
// variables and their declarations into assignments. first holds the types
// that go/types inferred; it is nil if the cell declares none.
//
// A variable that the session has with the same type keeps its place in
// memory: its name then means the earlier object. Names that a user cannot
// write end in ·.
func (c *checker) hoist(first *pass) {
	if first == nil {
		return
	}
	h := &hoister{checker: c, pass: first, vars: &ast.GenDecl{Tok: token.VAR, TokPos: c.src.body.Pos()}}
	var body []ast.Stmt
	for _, st := range c.src.statements() {
		body = append(body, h.statement(st)...)
	}
	h.keepOldMeanings()
	if c.shown != nil {
		body[len(body)-1] = h.showLast()
	} else if len(c.results) > 0 { // a type is shown, but there is nothing to run
		body = body[:len(body)-1]
	}
	c.src.body.Body.List = body
	if len(h.vars.Specs) > 0 {
		c.src.file.Decls = append(c.src.file.Decls, h.vars)
	}
}

type hoister struct {
	*checker
	*pass
	vars  *ast.GenDecl
	fresh []*ast.Ident // the names of the variables that the cell adds to the session
}

// statement returns what st becomes.
func (h *hoister) statement(st ast.Stmt) []ast.Stmt {
	switch st := st.(type) {
	case *ast.AssignStmt:
		if st.Tok == token.DEFINE {
			for _, lhs := range st.Lhs {
				if id, ok := lhs.(*ast.Ident); ok {
					h.declare(id, nil)
				}
			}
			st.Tok = token.ASSIGN
		}
	case *ast.DeclStmt:
		var out []ast.Stmt
		for _, spec := range st.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				out = append(out, h.varSpec(spec)...)
			}
		}
		return out
	}
	return []ast.Stmt{st}
}

// varSpec returns the assignments that `var names type = values` becomes. A
// variable that is new to the session is zero already.
func (h *hoister) varSpec(spec *ast.ValueSpec) []ast.Stmt {
	var lhs []ast.Expr
	var out []ast.Stmt
	for _, id := range spec.Names {
		fresh := h.declare(id, spec.Type)
		lhs = append(lhs, id)
		if len(spec.Values) == 0 && !fresh && id.Name != "_" {
			zero := &ast.Ident{Name: id.Name + "·0", NamePos: id.NamePos}
			h.vars.Specs = append(h.vars.Specs, &ast.ValueSpec{Names: []*ast.Ident{zero}, Type: spec.Type})
			out = append(out, assign([]ast.Expr{id}, []ast.Expr{&ast.Ident{Name: zero.Name, NamePos: id.NamePos}}))
		}
	}
	if len(spec.Values) > 0 {
		out = append(out, assign(lhs, spec.Values))
	}
	return out
}

func assign(lhs, rhs []ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: lhs, TokPos: lhs[0].Pos(), Tok: token.ASSIGN, Rhs: rhs}
}

// declare makes the variable defined by id a package variable, unless the
// session has it already with the same type. written is its type in the source.
func (h *hoister) declare(id *ast.Ident, written ast.Expr) (fresh bool) {
	v, ok := h.info.Defs[id].(*types.Var)
	if !ok || id.Name == "_" {
		return false
	}
	if old, ok := h.Lookup(id.Name).(*types.Var); ok && types.Identical(old.Type(), v.Type()) {
		return false
	}
	spec := &ast.ValueSpec{Names: []*ast.Ident{{Name: id.Name, NamePos: id.NamePos}}, Type: written}
	if written == nil {
		spec.Type = h.typeExpr(v.Type())
	}
	h.vars.Specs = append(h.vars.Specs, spec)
	h.fresh = append(h.fresh, id)
	return true
}

// keepOldMeanings gives a name of its own to an earlier cell's variable that
// the cell reads before it declares another of that name, as in x := fmt.Sprint(x).
func (h *hoister) keepOldMeanings() {
	for _, id := range h.fresh {
		old, ok := h.Lookup(id.Name).(*types.Var)
		if !ok {
			continue
		}
		name := id.Name + "·"
		found := false
		ast.Inspect(h.src.body, func(n ast.Node) bool {
			if use, ok := n.(*ast.Ident); ok && h.info.Uses[use] == old {
				use.Name, found = name, true
			}
			return true
		})
		if found {
			h.vars.Specs = append(h.vars.Specs, &ast.ValueSpec{
				Names: []*ast.Ident{{Name: name, NamePos: id.NamePos}},
				Type:  h.typeExpr(old.Type()),
			})
			h.shared[name] = old
		}
	}
}

// showLast returns the last expression as what the cell's function returns.
func (h *hoister) showLast() ast.Stmt {
	results := &ast.FieldList{}
	for _, r := range h.results {
		results.List = append(results.List, &ast.Field{Type: h.typeExpr(r.typ)})
	}
	h.src.body.Type.Results = results
	return &ast.ReturnStmt{Return: h.shown[0].Pos(), Results: h.shown}
}

// typeExpr spells t. Types that the cell declares keep their names, since the
// last check makes them anew; everything else is named as a whole.
func (h *hoister) typeExpr(t types.Type) ast.Expr {
	t = types.Unalias(t)
	if b, ok := t.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		t = types.NewInterfaceType(nil, nil)
	}
	if !h.local(t, map[types.Type]bool{}) {
		name := fmt.Sprintf("·%d", len(h.aliases))
		h.checker.aliases = append(h.checker.aliases, types.NewTypeName(token.NoPos, h.pkg, name, t))
		return ast.NewIdent(name)
	}
	switch t := t.(type) {
	case *types.Named:
		name := ast.NewIdent(t.Obj().Name())
		if t.TypeArgs().Len() == 0 {
			return name
		}
		inst := &ast.IndexListExpr{X: name}
		for a := range t.TypeArgs().Types() {
			inst.Indices = append(inst.Indices, h.typeExpr(a))
		}
		return inst
	case *types.Pointer:
		return &ast.StarExpr{X: h.typeExpr(t.Elem())}
	case *types.Slice:
		return &ast.ArrayType{Elt: h.typeExpr(t.Elem())}
	case *types.Array:
		n := &ast.BasicLit{Kind: token.INT, Value: fmt.Sprint(t.Len())}
		return &ast.ArrayType{Len: n, Elt: h.typeExpr(t.Elem())}
	case *types.Map:
		return &ast.MapType{Key: h.typeExpr(t.Key()), Value: h.typeExpr(t.Elem())}
	case *types.Chan:
		dir := map[types.ChanDir]ast.ChanDir{types.SendRecv: ast.SEND | ast.RECV, types.SendOnly: ast.SEND, types.RecvOnly: ast.RECV}
		return &ast.ChanType{Dir: dir[t.Dir()], Value: h.typeExpr(t.Elem())}
	case *types.Signature:
		return &ast.FuncType{Params: h.fields(t.Params(), t.Variadic()), Results: h.fields(t.Results(), false)}
	case *types.Struct:
		fields := &ast.FieldList{}
		for i := range t.NumFields() {
			f := t.Field(i)
			field := &ast.Field{Type: h.typeExpr(f.Type())}
			if !f.Embedded() {
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
				Type:  h.typeExpr(m.Signature()),
			})
		}
		return &ast.InterfaceType{Methods: methods}
	}
	panic(fmt.Sprintf("interp: no spelling for %T", t))
}

func (h *hoister) fields(tuple *types.Tuple, variadic bool) *ast.FieldList {
	list := &ast.FieldList{}
	named := true
	for v := range tuple.Variables() {
		named = named && token.IsIdentifier(v.Name())
	}
	for i := range tuple.Len() {
		v := tuple.At(i)
		f := &ast.Field{}
		if variadic && i == tuple.Len()-1 {
			f.Type = &ast.Ellipsis{Elt: h.typeExpr(v.Type().(*types.Slice).Elem())}
		} else {
			f.Type = h.typeExpr(v.Type())
		}
		if named {
			f.Names = []*ast.Ident{ast.NewIdent(v.Name())}
		}
		list.List = append(list.List, f)
	}
	return list
}

// local reports whether t mentions a type that this cell declares.
func (h *hoister) local(t types.Type, seen map[types.Type]bool) bool {
	for _, name := range h.pkg.Scope().Names() {
		if tn, ok := h.pkg.Scope().Lookup(name).(*types.TypeName); ok && tn.Pkg() == h.pkg && !tn.IsAlias() {
			if mentionsType(t, tn, map[types.Type]bool{}) {
				return true
			}
		}
	}
	return false
}
