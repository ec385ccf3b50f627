package interp

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// infer runs the first check. It returns nil and no errors where none is needed.
func (c *checker) infer() (*pass, []Diagnostic) {
	c.shown = c.src.values
	if c.shown == nil && !c.definesVariables() {
		return nil, nil
	}
	file := *c.src.file
	file.Decls = nil
	for _, d := range c.src.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn != c.src.body {
			bare := *fn
			bare.Body = nil
			d = &bare
		}
		file.Decls = append(file.Decls, d)
	}
	p := c.run(&file)
	body := p.info.Scopes[c.src.body.Type]
	var errs []types.Error
	for _, e := range p.errors {
		if c.harmless(e) || isUnused(e, body) {
			continue
		}
		errs = append(errs, e)
	}
	c.inferResults(p)
	return p, c.diagnose(p.info, errs)
}

// definesVariables reports whether a statement of the cell declares variables.
func (c *checker) definesVariables() bool {
	for _, st := range c.src.statements() {
		switch st := st.(type) {
		case *ast.AssignStmt:
			if st.Tok == token.DEFINE {
				return true
			}
		case *ast.DeclStmt:
			return true
		}
	}
	return false
}

// inferResults finds the values that the last expressions have.
func (c *checker) inferResults(p *pass) {
	shown := c.shown
	c.shown, c.pulled = nil, 0
	for _, e := range shown {
		if pulls(p.info, e) {
			c.pulled++
		}
		tv := p.info.Types[e]
		tuple, isTuple := tv.Type.(*types.Tuple)
		if text := c.textOnly(p, e); text != "" {
			c.results = append(c.results, result{typ: tv.Type, text: text})
			continue
		}
		switch {
		case tv.Type == nil || tv.IsBuiltin() || tv.IsVoid() || isPrint(p.info, e):
			c.shown, c.results = nil, nil
			return
		case isTuple:
			for v := range tuple.Variables() {
				c.results = append(c.results, result{name: v.Name(), typ: v.Type()})
			}
		default:
			r := result{typ: types.Default(tv.Type)}
			if b, ok := r.typ.(*types.Basic); ok && b.Kind() != types.Complex64 {
				r.constant = tv.Value
			}
			c.results = append(c.results, r)
			if r.constant != nil {
				c.notes = append(c.notes, c.suspicions(p.info, e)...)
				continue
			}
		}
		c.shown = append(c.shown, e)
	}
}

// pulls reports whether e calls a function that a verb made for its gradient:
// no name that a user wrote begins with ∂.
func pulls(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sig, ok := info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return false
	}
	for r := range sig.Results().Variables() {
		if strings.HasPrefix(r.Name(), "∂") {
			return true
		}
	}
	return false
}

// textOnly returns what is shown of an expression that has no value a variable
// could hold: a type, a generic function, a constant beyond every type.
func (c *checker) textOnly(p *pass, e ast.Expr) string {
	tv := p.info.Types[e]
	if tv.IsType() {
		return typeString(tv.Type)
	}
	var obj types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj = p.info.Uses[e]
	case *ast.SelectorExpr:
		obj = p.info.Uses[e.Sel]
	}
	switch obj := obj.(type) {
	case *types.TypeName:
		return typeString(obj.Type())
	case *types.Func:
		if obj.Signature().TypeParams().Len() > 0 {
			return strings.Replace(typeString(obj.Signature()), "func", "func "+obj.Name(), 1)
		}
	}
	if b, ok := tv.Type.(*types.Basic); !ok || tv.Value == nil || b.Info()&types.IsUntyped == 0 || b.Info()&types.IsNumeric == 0 {
		return "" // a constant that fits a type has one by now
	}
	if tv.Value.Kind() == constant.Int {
		return tv.Value.ExactString()
	}
	return tv.Value.String()
}

// isPrint reports whether e calls one of fmt's printing functions, whose
// results nobody wants to see.
func isPrint(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := info.Uses[sel.Sel].(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" &&
		(strings.HasPrefix(fn.Name(), "Print") || strings.HasPrefix(fn.Name(), "Fprint"))
}

// isUnused reports whether e complains of a variable declared directly in body.
func isUnused(e types.Error, body *types.Scope) bool {
	name, ok := strings.CutPrefix(e.Msg, "declared and not used: ")
	if !ok || body == nil {
		return false
	}
	v := body.Lookup(name)
	return v != nil && v.Pos() == e.Pos
}
