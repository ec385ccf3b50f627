package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// earlierType returns the name of the type that a method belongs to, and
// makes it the receiver's if the cell declares an alias of an earlier cell's type.
func (c *checker) earlierType(recv *ast.Ident, declared map[string]bool) string {
	if recv == nil {
		return ""
	}
	for range declared { // there are no more aliases than names
		for _, d := range c.src.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if id, ok := ast.Unparen(spec.Type).(*ast.Ident); ok && spec.Name.Name == recv.Name && spec.Assign.IsValid() {
					recv.Name = id.Name
				}
			}
		}
	}
	return recv.Name
}

// receiver returns the name of the type in a method's receiver.
func receiver(fn *ast.FuncDecl) *ast.Ident {
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// asFunction returns a method as a function whose first parameter is the receiver.
func asFunction(fn *ast.FuncDecl, typeName string) *ast.FuncDecl {
	blank := func(f *ast.Field) *ast.Field {
		if len(f.Names) > 0 {
			return f
		}
		return &ast.Field{Names: []*ast.Ident{{Name: "_", NamePos: f.Pos()}}, Type: f.Type}
	}
	params := &ast.FieldList{List: []*ast.Field{blank(fn.Recv.List[0])}}
	for _, f := range fn.Type.Params.List {
		params.List = append(params.List, blank(f))
	}
	t := *fn.Type
	t.Params = params
	return &ast.FuncDecl{
		Name: &ast.Ident{Name: typeName + "·" + fn.Name.Name, NamePos: fn.Name.NamePos},
		Type: &t,
		Body: fn.Body,
	}
}

// addMethods finds the signatures of late methods and adds those that their
// types don't have yet, so that the cell can call them.
func (c *checker) addMethods() []Diagnostic {
	if len(c.late) == 0 {
		return nil
	}
	file := *c.src.file
	file.Decls = nil
	for _, d := range c.src.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok {
			file.Decls = append(file.Decls, g)
		}
	}
	for _, m := range c.late {
		bare := *m.decl
		bare.Body = nil
		file.Decls = append(file.Decls, &bare)
	}
	p := c.run(&file)
	var ds []Diagnostic
	for _, m := range c.late {
		fn, ok := p.info.Defs[m.decl.Name].(*types.Func)
		if !ok {
			continue
		}
		sig := methodSignature(fn.Signature())
		at := c.position(m.decl.Name.Pos())
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(m.named), false, m.named.Obj().Pkg(), m.name)
		switch old := obj.(type) {
		case *types.Var:
			ds = append(ds, Diagnostic{Position: at, Message: fmt.Sprintf("field and method with the same name %s", m.name)})
		case *types.Func:
			if own(m.named, old) {
				if !types.Identical(old.Signature(), sig) || isPointer(old.Signature().Recv().Type()) != isPointer(sig.Recv().Type()) {
					ds = append(ds, Diagnostic{
						Position: at,
						Message:  fmt.Sprintf("method %s.%s was declared as %s", m.typeName, m.name, c.readable(types.TypeString(old.Signature(), nil))),
						Hint:     fmt.Sprintf("to change a method's signature, declare %s again together with its methods", m.typeName),
					})
				}
				m.method = old
				continue
			}
			m.method = c.add(m, sig)
		default:
			m.method = c.add(m, sig)
		}
	}
	return ds
}

func (c *checker) add(m *lateMethod, sig *types.Signature) *types.Func {
	fn := types.NewFunc(m.decl.Name.Pos(), m.named.Obj().Pkg(), m.name, sig)
	m.named.AddMethod(fn)
	return fn
}

// own reports whether fn is declared on named itself, not promoted to it.
func own(named *types.Named, fn *types.Func) bool {
	for m := range named.Methods() {
		if m == fn {
			return true
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Pointer)
	return ok
}

// methodSignature makes the first parameter of sig its receiver.
func methodSignature(sig *types.Signature) *types.Signature {
	var params []*types.Var
	for v := range sig.Params().Variables() {
		params = append(params, v)
	}
	r := params[0]
	recv := types.NewVar(r.Pos(), r.Pkg(), r.Name(), r.Type())
	return types.NewSignatureType(recv, nil, nil, types.NewTuple(params[1:]...), sig.Results(), sig.Variadic())
}

// bindMethods finds the functions that implement the late methods.
func (c *checker) bindMethods(p *pass) {
	for _, m := range c.late {
		m.impl, _ = p.info.Defs[m.decl.Name].(*types.Func)
	}
}
