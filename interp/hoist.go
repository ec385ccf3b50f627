package interp

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gojac/gojac/interp/complete"
)

// hoist turns the variables that a cell's statements declare into package
// variables and their declarations into assignments. first holds the types
// that go/types inferred; it is nil if the cell declares none.
//
// A variable that the session has with the same type keeps its place in
// memory: its name then means the earlier object. Names that a user cannot
// write end in ·. It reports whether the file has to be checked again.
func (c *checker) hoist(first *pass) (again bool) {
	if first == nil {
		return true
	}
	h := &hoister{checker: c, pass: first, vars: &ast.GenDecl{Tok: token.VAR, TokPos: c.src.body.Pos()}}
	var body []ast.Stmt
	for _, st := range c.src.statements() {
		body = append(body, h.statement(st)...)
	}
	h.keepOldMeanings()
	if c.shown != nil {
		body[len(body)-1], again = h.showLast(), true
	} else if len(c.results) > 0 { // text is shown, but there is nothing to run
		body = body[:len(body)-1]
	}
	c.src.body.Body.List = body
	if len(h.vars.Specs) > 0 {
		c.src.file.Decls = append(c.src.file.Decls, h.vars)
	}
	return again || h.rewrote || len(first.verbs) > 0 || len(c.standIns) > 0 || !c.src.onlyStatements()
}

// spell writes the types that the first check found.
func (h *hoister) spell() *speller { return &speller{h.checker, h.pkg} }

type hoister struct {
	*checker
	*pass
	vars  *ast.GenDecl
	fresh []*ast.Ident // the names of the variables that the cell adds to the session

	rewrote bool // a statement is another now
}

// statement returns what st becomes.
func (h *hoister) statement(st ast.Stmt) []ast.Stmt {
	switch st := st.(type) {
	case *ast.AssignStmt:
		if st.Tok == token.DEFINE {
			h.rewrote = true
			for _, lhs := range st.Lhs {
				if id, ok := lhs.(*ast.Ident); ok {
					h.declare(id, nil)
				}
			}
			st.Tok = token.ASSIGN
		}
	case *ast.DeclStmt:
		h.rewrote = true
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
	h.keepPackage(id.Name)
	if old, ok := h.Lookup(id.Name).(*types.Var); ok && types.Identical(old.Type(), v.Type()) {
		return false
	}
	spec := &ast.ValueSpec{Names: []*ast.Ident{{Name: id.Name, NamePos: id.NamePos}}, Type: written}
	if written == nil {
		spec.Type = h.spell().typeExpr(v.Type())
	}
	h.vars.Specs = append(h.vars.Specs, spec)
	h.fresh = append(h.fresh, id)
	return true
}

// keepPackage gives a name of its own to a package that the cell names before
// it declares a variable of that name, as in time := time.Now().
func (h *hoister) keepPackage(name string) {
	for _, im := range h.src.file.Imports {
		if complete.ImportName(im) != name {
			continue
		}
		im.Name = ast.NewIdent(name + "·")
		ast.Inspect(h.src.body, func(n ast.Node) bool {
			if use, ok := n.(*ast.Ident); ok {
				if _, ok := h.info.Uses[use].(*types.PkgName); ok && use.Name == name {
					use.Name = im.Name.Name
				}
			}
			return true
		})
	}
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
				Type:  h.spell().typeExpr(old.Type()),
			})
			h.shared[name] = old
		}
	}
}

// hides returns an error for each of Go's own names that the cell's statements
// use before they declare a variable of that name. As a package variable it
// would be meant by those uses, too.
func (c *checker) hides(first *pass) []Diagnostic {
	if first == nil {
		return nil
	}
	var errs []types.Error
	variables, seen := first.info.Scopes[c.src.body.Type], map[string]bool{}
	ast.Inspect(c.src.body, func(n ast.Node) bool {
		use, ok := n.(*ast.Ident)
		if !ok || seen[use.Name] || variables.Lookup(use.Name) == nil {
			return true
		}
		if own := first.info.Uses[use]; own != nil && own == types.Universe.Lookup(use.Name) {
			seen[use.Name] = true
			errs = append(errs, types.Error{Fset: c.fset, Pos: use.Pos(),
				Msg: use.Name + " is Go's own here, and a variable of the same cell hides it; give that another name"})
		}
		return true
	})
	return c.diagnose(first.info, errs)
}

// showLast returns the last expression as what the cell's function returns.
func (h *hoister) showLast() ast.Stmt {
	results := &ast.FieldList{}
	for _, r := range h.results {
		if !r.evaluated() {
			continue
		}
		results.List = append(results.List, &ast.Field{Type: h.spell().typeExpr(r.typ)})
	}
	h.src.body.Type.Results = results
	return &ast.ReturnStmt{Return: h.shown[0].Pos(), Results: h.shown}
}
