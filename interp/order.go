package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// orderVars brings var declarations that follow one another into the order in
// which Go initializes package variables: each after those that it depends on,
// also through functions of the cell. It returns Go's words for those that
// depend on themselves so.
func (c *checker) orderVars() (ds []Diagnostic) {
	var body []ast.Stmt
	stmts := c.src.statements()
	for len(stmts) > 0 {
		n := varRun(stmts)
		if n == 0 {
			body, stmts = append(body, stmts[0]), stmts[1:]
			continue
		}
		run, cycles := c.ordered(stmts[:n])
		body, ds = append(body, run...), append(ds, cycles...)
		stmts = stmts[n:]
	}
	c.src.body.Body.List = body
	return ds
}

// varRun returns how many var declarations stmts begin with.
func varRun(stmts []ast.Stmt) (n int) {
	for n < len(stmts) {
		d, ok := stmts[n].(*ast.DeclStmt)
		if !ok || d.Decl.(*ast.GenDecl).Tok != token.VAR {
			break
		}
		n++
	}
	return n
}

// ordered returns a run of var declarations in order: as they are, unless one
// mentions another that it does not follow.
func (c *checker) ordered(run []ast.Stmt) ([]ast.Stmt, []Diagnostic) {
	ahead, itself := c.mentions(run)
	if !ahead && !itself {
		return run, nil
	}
	tree := *c.src.file
	tree.Decls = slices.DeleteFunc(slices.Clone(tree.Decls), func(d ast.Decl) bool { return d == c.src.body })
	of := map[ast.Expr]*ast.ValueSpec{} // the declaration that each value initializes
	var out []ast.Stmt
	for _, spec := range initializations(run) {
		d := declare(spec)
		tree.Decls = append(tree.Decls, d.Decl.(*ast.GenDecl))
		if len(spec.Values) == 0 {
			out = append(out, d)
		} else {
			of[spec.Values[0]] = spec
		}
	}
	p := c.once(&tree)
	if ds := c.diagnose(p.info, c.cycles(p.errors)); len(ds) > 0 || !ahead {
		return run, ds
	}
	for _, init := range p.info.InitOrder {
		if spec := of[init.Rhs]; spec != nil {
			out = append(out, declare(spec))
			delete(of, init.Rhs)
		}
	}
	if len(of) > 0 {
		return run, nil // no order has them all
	}
	return out, nil
}

// cycles returns, of what a check complains of, the initialization cycles that
// lead through functions. In one that does not, a variable's name means that of
// an earlier cell, if there is one.
func (c *checker) cycles(errs []types.Error) (out []types.Error) {
	names := map[token.Pos]bool{} // of functions
	for _, d := range c.src.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			names[fn.Name.Pos()] = true
		}
	}
	for len(errs) > 0 {
		n := 1 // an error and its further lines
		for n < len(errs) && strings.HasPrefix(errs[n].Msg, "\t") {
			n++
		}
		if strings.HasPrefix(errs[0].Msg, "initialization cycle") && slices.ContainsFunc(errs[:n], func(e types.Error) bool { return names[e.Pos] }) {
			out = append(out, errs[:n]...)
		}
		errs = errs[n:]
	}
	return out
}

// valueSpecs returns the specs of a run.
func valueSpecs(run []ast.Stmt) (specs []*ast.ValueSpec) {
	for _, st := range run {
		for _, spec := range st.(*ast.DeclStmt).Decl.(*ast.GenDecl).Specs {
			specs = append(specs, spec.(*ast.ValueSpec))
		}
	}
	return specs
}

// oneEach reports whether spec is var a, b = x, y: two initializations.
func oneEach(spec *ast.ValueSpec) bool {
	return len(spec.Values) > 1 && len(spec.Values) == len(spec.Names)
}

// initializations returns what a run declares as specs of one initialization each.
func initializations(run []ast.Stmt) (specs []*ast.ValueSpec) {
	for _, spec := range valueSpecs(run) {
		if !oneEach(spec) {
			specs = append(specs, spec)
			continue
		}
		for i, id := range spec.Names {
			specs = append(specs, &ast.ValueSpec{Names: []*ast.Ident{id}, Type: spec.Type, Values: spec.Values[i : i+1]})
		}
	}
	return specs
}

func declare(spec *ast.ValueSpec) *ast.DeclStmt {
	return &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, TokPos: spec.Pos(), Specs: []ast.Spec{spec}}}
}

// mentions reports whether a value in run mentions, by name and perhaps through
// functions of the cell, a variable that gets its own value later in run, or in
// the same var a, b = x, y; and whether one mentions what it is the value of.
func (c *checker) mentions(run []ast.Stmt) (ahead, itself bool) {
	bodies := map[string][]ast.Node{}
	for _, d := range c.src.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn != c.src.body && fn.Body != nil {
			bodies[fn.Name.Name] = append(bodies[fn.Name.Name], fn.Body)
		}
	}
	later := map[string]bool{}
	for _, spec := range slices.Backward(valueSpecs(run)) {
		if len(spec.Values) == 0 {
			continue
		}
		for i, v := range spec.Values {
			seen := map[string]bool{}
			mention(v, bodies, seen)
			for name := range seen {
				ahead = ahead || later[name]
			}
			for at, id := range spec.Names {
				own := at == i || !oneEach(spec)
				itself = itself || own && seen[id.Name]
				ahead = ahead || !own && seen[id.Name]
			}
		}
		for _, id := range spec.Names {
			later[id.Name] = true
		}
	}
	return ahead, itself
}

// mention adds to seen the names in n and in the functions that it names.
func mention(n ast.Node, bodies map[string][]ast.Node, seen map[string]bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !seen[id.Name] {
			seen[id.Name] = true
			for _, b := range bodies[id.Name] {
				mention(b, bodies, seen)
			}
		}
		return true
	})
}
