package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// inContext returns a way out that depends on what stands around an error.
func (c *checker) inContext(e types.Error, msg string) string {
	name, undefined := strings.CutPrefix(msg, "undefined: ")
	switch {
	case strings.HasPrefix(msg, "not enough return values") && !c.inFunction(e.Pos):
		return "a cell with return shows no value: end its last expression with a semicolon"
	case strings.Contains(msg, "truncated to") && c.index(e.Pos):
		return "an index is an int"
	case (undefined || strings.HasSuffix(msg, "is not a type")) && c.parameter(e.Pos):
		return "a parameter has a name and a type: `func f(x float64) float64 { return x * x }`"
	case undefined && c.definesItself(e.Pos, name):
		return "a literal does not know its own name; declare the function with func, or the variable before: var " + name + " func(…) …"
	case undefined && c.inFunction(e.Pos) && c.called(e.Pos):
		if fit := c.similar(name); fit != "" {
			return fit
		}
		return "a function is declared before it is used, or in the same cell"
	}
	return ""
}

// inFunction reports whether a place is in the body of a function.
func (c *checker) inFunction(pos token.Pos) (in bool) {
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			in = in || n != c.src.body && n.Body != nil && within(n.Body, pos)
		case *ast.FuncLit:
			in = in || within(n.Body, pos)
		}
		return !in
	})
	return in
}

// parameter reports whether a place is the type of a parameter, which may be a
// name that was meant for the parameter.
func (c *checker) parameter(pos token.Pos) (is bool) {
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncType); ok && f.Params != nil {
			for _, p := range f.Params.List {
				id, name := p.Type.(*ast.Ident)
				is = is || name && len(p.Names) == 0 && id.Pos() == pos
			}
		}
		return !is
	})
	return is
}

// index reports whether an index of a slice, array or string stands at a place.
func (c *checker) index(pos token.Pos) (is bool) {
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if x, ok := n.(*ast.IndexExpr); ok {
			is = is || x.Index.Pos() == pos
		}
		return !is
	})
	return is
}

// definesItself reports whether a place is in the function literal that gives
// name its value.
func (c *checker) definesItself(pos token.Pos, name string) (is bool) {
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
			id, named := a.Lhs[0].(*ast.Ident)
			lit, literal := a.Rhs[0].(*ast.FuncLit)
			is = is || named && literal && id.Name == name && within(lit, pos)
		}
		return !is
	})
	return is
}

// called reports whether the name at a place is that of a function called.
func (c *checker) called(pos token.Pos) (is bool) {
	ast.Inspect(c.src.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			_, name := call.Fun.(*ast.Ident)
			is = is || name && call.Fun.Pos() == pos
		}
		return !is
	})
	return is
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }
