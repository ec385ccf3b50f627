package progen

import (
	"cmp"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
)

// Shrink makes a Go file smaller while it stays interesting: it leaves out
// declarations, statements and elements, and puts parts in place of wholes,
// the largest first, until nothing more can go. interesting is only asked
// about files that parse; it must hold for source itself.
func Shrink(source string, interesting func(source string) bool) string {
	for {
		smaller, ok := shrinkOnce(source, interesting)
		if !ok {
			return source
		}
		source = smaller
	}
}

// An edit replaces a part of the source.
type edit struct {
	from, to int
	by       string
}

// shrinkOnce tries every edit of a source once, and goes on with what is left.
func shrinkOnce(source string, interesting func(string) bool) (string, bool) {
	changed := false
	for done := 0; ; {
		edits := editsOf(source)
		if done >= len(edits) {
			return source, changed
		}
		e := edits[done]
		smaller := source[:e.from] + e.by + source[e.to:]
		if text, err := format.Source([]byte(smaller)); err == nil && len(text) < len(source) && interesting(string(text)) {
			source, changed = string(text), true
			continue
		}
		done++
	}
}

// editsOf lists what may make a source smaller, what saves most first.
func editsOf(source string) []edit {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil
	}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	text := func(n ast.Node) string { return source[at(n.Pos()):at(n.End())] }
	var edits []edit
	remove := func(n ast.Node) { edits = append(edits, edit{at(n.Pos()), at(n.End()), ""}) }
	replace := func(n ast.Node, by string) { edits = append(edits, edit{at(n.Pos()), at(n.End()), by}) }
	statements := func(list []ast.Stmt) {
		for _, s := range list {
			remove(s)
			if b, ok := s.(*ast.BlockStmt); ok {
				edits = append(edits, edit{at(b.Pos()), at(b.End()), source[at(b.Lbrace)+1 : at(b.Rbrace)]})
			}
		}
		if n := len(list); n > 3 {
			edits = append(edits, edit{at(list[0].Pos()), at(list[n/2].Pos()), ""}, edit{at(list[n/2].Pos()), at(list[n-1].End()), ""})
		}
	}
	elements := func(list []ast.Expr) {
		for i, e := range list {
			switch {
			case i+1 < len(list):
				edits = append(edits, edit{at(e.Pos()), at(list[i+1].Pos()), ""})
			case i > 0:
				edits = append(edits, edit{at(list[i-1].End()), at(e.End()), ""})
			default:
				remove(e)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CommentGroup:
			remove(n)
		case *ast.FuncDecl:
			remove(n)
		case *ast.GenDecl:
			remove(n)
			for _, s := range n.Specs {
				remove(s)
			}
		case *ast.BlockStmt:
			statements(n.List)
		case *ast.CaseClause:
			statements(n.Body)
			remove(n)
		case *ast.CommClause:
			statements(n.Body)
			remove(n)
		case *ast.IfStmt:
			replace(n, text(n.Body))
			if n.Else != nil {
				edits = append(edits, edit{at(n.Body.End()), at(n.Else.End()), ""})
			}
		case *ast.ForStmt:
			replace(n, text(n.Body))
		case *ast.RangeStmt:
			replace(n, text(n.Body))
		case *ast.LabeledStmt:
			replace(n, text(n.Stmt))
		case *ast.FieldList:
			for _, f := range n.List {
				remove(f)
			}
		case *ast.CallExpr:
			elements(n.Args)
			if len(n.Args) == 1 {
				replace(n, text(n.Args[0]))
			}
			if f, ok := n.Fun.(*ast.FuncLit); ok && len(f.Body.List) == 1 {
				if r, ok := f.Body.List[0].(*ast.ReturnStmt); ok && len(r.Results) == 1 {
					replace(n, text(r.Results[0]))
				}
			}
		case *ast.ExprStmt:
			if c, ok := n.X.(*ast.CallExpr); ok {
				if f, ok := c.Fun.(*ast.FuncLit); ok {
					replace(n, text(f.Body))
				}
				for _, a := range c.Args {
					if f, ok := a.(*ast.FuncLit); ok {
						replace(n, text(f.Body))
					}
				}
			}
		case *ast.CompositeLit:
			elements(n.Elts)
		case *ast.BinaryExpr:
			replace(n, text(n.X))
			replace(n, text(n.Y))
		case *ast.ParenExpr:
			replace(n, text(n.X))
		case *ast.UnaryExpr:
			replace(n, text(n.X))
		case *ast.BasicLit:
			if n.Kind == token.INT {
				replace(n, "1")
			} else if n.Kind == token.STRING {
				replace(n, `""`)
			}
		}
		return true
	})
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Compare(b.to-b.from-len(b.by), a.to-a.from-len(a.by))
	})
	return edits
}
