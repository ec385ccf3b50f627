package complete

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gojac/gojac/interp/stdlib"
)

// An Inspection says what something is, for people.
type Inspection struct{ Plain, Markdown string }

// Inspect describes what is at a byte offset of a cell: the name there, or else the function whose call is being typed
// there. With detail, a function or type of the session comes with its source. ok is false if there is nothing to say.
func (c *Completer) Inspect(cell string, cursor int, detail bool) (Inspection, bool) {
	cursor = max(0, min(cursor, len(cell)))
	s := c.subjectAt(cell, cursor)
	if s == nil {
		return Inspection{}, false
	}
	c.describe(s, detail)
	return Inspection{s.plain(), s.markdown()}, true
}

// A subject is what an inspection is about.
type subject struct {
	obj     types.Object     // nil for a function without a name, such as ad.Grad(f)
	owner   *types.TypeName  // of a field or method
	session bool             // obj is what its name stands for in the session
	typ     types.Type       // the type at this place; obj's, where it is not generic
	made    *types.Signature // of the function that a call of the verb obj makes here

	// For describe to fill in: Go code, the value, a doc comment, and the methods of a type.
	code, value, doc, methods string
}

// subjectAt finds the subject. The cell is tried whole first, then only as far as the cursor, since what follows may
// keep the parser from seeing what is before.
func (c *Completer) subjectAt(cell string, cursor int) *subject {
	end := wordEnd(cell, cursor)
	for _, text := range []string{cell, cell[:end]} {
		k := c.check(parse(text, split(text)))
		if pos := k.pos(cursor); pos.IsValid() {
			if s := c.subject(k, pos); s != nil {
				return s
			}
		}
	}
	return nil
}

// subject finds the identifier at pos, or the innermost call that pos is among the arguments of.
func (c *Completer) subject(k *checked, pos token.Pos) *subject {
	path := k.path(func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		return ok && id.Pos() <= pos && pos <= id.End()
	})
	if len(path) > 0 {
		return c.named(k, path)
	}
	path = k.path(func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && call.Lparen < pos && (pos <= call.Rparen || !call.Rparen.IsValid())
	})
	if len(path) == 0 {
		return nil
	}
	switch fun := ast.Unparen(path[len(path)-1].(*ast.CallExpr).Fun).(type) {
	case *ast.Ident:
		return c.named(k, append(path, fun))
	case *ast.SelectorExpr:
		return c.named(k, append(path, fun, fun.Sel))
	default:
		if sig, ok := k.info.TypeOf(fun).(*types.Signature); ok {
			return &subject{code: "// " + k.text(fun) + "\nfunc" + signature(sig)}
		}
	}
	return nil
}

// named returns the subject that the identifier at the end of path names.
func (c *Completer) named(k *checked, path []ast.Node) *subject {
	id := path[len(path)-1].(*ast.Ident)
	obj := k.info.ObjectOf(id)
	if obj == nil {
		return c.unresolved(id.Name)
	}
	s := &subject{obj: obj, typ: obj.Type(), session: c.inSession(k, obj)}
	if t := k.info.TypeOf(id); t != nil && t != types.Typ[types.Invalid] {
		s.typ = t
	}
	sel, ok := path[max(0, len(path)-2)].(*ast.SelectorExpr)
	if !ok || sel.Sel != id {
		return s
	}
	if selection := k.info.Selections[sel]; selection != nil {
		s.owner = ownerOf(selection)
	}
	s.session = false
	if call, ok := path[max(0, len(path)-3)].(*ast.CallExpr); ok && call.Fun == ast.Expr(sel) {
		s.made = madeBy(k, call, obj)
	}
	return s
}

// inSession reports whether obj is what the session has under its name. A cell that has run already declares it once
// more: then the two are taken for one if their types read the same.
func (c *Completer) inSession(k *checked, obj types.Object) bool {
	known := c.env.Lookup(obj.Name())
	if known == nil || known == obj {
		return known != nil
	}
	scope := obj.Parent()
	topLevel := scope != nil && (scope == k.pkg.Scope() || k.body != nil && k.body.Body != nil && scope == k.pkg.Scope().Innermost(k.body.Body.Lbrace+1))
	return topLevel && obj.Type() != nil && types.TypeString(obj.Type(), qualifier) == types.TypeString(known.Type(), qualifier)
}

// madeBy returns the type of the function that a verb makes here, which its own signature does not tell.
func madeBy(k *checked, call *ast.CallExpr, verb types.Object) *types.Signature {
	made, ok := k.info.TypeOf(call).(*types.Signature)
	f, isFunc := verb.(*types.Func)
	if !ok || !isFunc || f.Signature().Results().Len() != 1 || types.Identical(f.Signature().Results().At(0).Type(), made) {
		return nil
	}
	return made
}

// unresolved returns the package of that name, if there is one.
func (c *Completer) unresolved(name string) *subject {
	if p := c.packageOf(name); p != nil {
		return &subject{obj: types.NewPkgName(token.NoPos, p, name, p)}
	}
	return nil
}

// ownerOf returns the type that declares a selected field or method.
func ownerOf(s *types.Selection) *types.TypeName {
	t := s.Recv()
	index := s.Index()
	for _, i := range index[:len(index)-1] {
		st := structOf(t)
		if st == nil {
			break
		}
		t = st.Field(i).Type()
	}
	if f, ok := s.Obj().(*types.Func); ok && f.Signature().Recv() != nil {
		t = f.Signature().Recv().Type()
	}
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

// describe fills in the code, value and documentation of a subject.
func (c *Completer) describe(s *subject, detail bool) {
	if s.obj == nil {
		return
	}
	s.code = s.declaration()
	if s.made != nil {
		s.code += "\n\n// here it makes a\nfunc" + signature(s.made)
	}
	if s.doc = s.comment(); s.doc == "" {
		s.doc = c.env.Doc(s.obj)
	}
	if name, ok := s.obj.(*types.TypeName); ok && !name.IsAlias() && name.Pkg() != nil {
		s.methods = methodList(name)
	}
	if !s.session {
		return
	}
	if _, ok := s.obj.(*types.Var); ok {
		s.value, _ = c.env.Value(s.obj.Name())
	}
	source := c.env.Source(s.obj.Name())
	s.doc = leadingComment(source)
	if detail && source != "" {
		s.code = source
	}
}

// comment returns the documentation that the library has of the subject.
func (s *subject) comment() string {
	if name, ok := s.obj.(*types.PkgName); ok {
		return stdlib.Doc(name.Imported().Path(), "")
	}
	if s.obj.Pkg() == nil {
		if f, ok := s.obj.(*types.Func); ok && f.Name() == "Error" {
			return "" // error.Error, which needs none
		}
		return stdlib.Doc("builtin", s.obj.Name())
	}
	symbol := s.obj.Name()
	if s.owner != nil {
		symbol = s.owner.Name() + "." + symbol
	} else if s.obj.Parent() != s.obj.Pkg().Scope() {
		return ""
	}
	return stdlib.Doc(s.obj.Pkg().Path(), symbol)
}
