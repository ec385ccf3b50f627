package complete

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// A file is a cell as one Go file: declarations as they are, statements and variables in the body of a function, and
// these variables once more at package level, where the functions of the cell see them.
type file struct {
	fset   *token.FileSet
	tree   *ast.File
	body   *ast.FuncDecl // holds the statements
	errors scanner.ErrorList
	source string // the Go file
	spans  []span
}

// A span maps a piece of the cell to its place in the file.
type span struct {
	piece
	at int // offset in the file
}

// parse makes a file of pieces of a cell. It always gives a tree. Statements that do not parse are left out of it, so
// that they do not spoil the others, but for the one under the cursor.
func parse(cell string, pieces []piece) *file {
	f := assemble(cell, pieces)
	if len(f.errors) == 0 {
		return f
	}
	good := slices.DeleteFunc(slices.Clone(pieces), func(p piece) bool {
		text := cell[p.start:p.end] + p.closers
		return p.statement() && !strings.Contains(text, placeholder) && !parses(text)
	})
	if len(good) == len(pieces) {
		return f
	}
	errors := f.errors
	f = assemble(cell, good)
	f.errors = errors
	return f
}

func parses(statement string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", "package cell\nfunc _() {\n"+statement+"\n}", parser.SkipObjectResolution)
	return err == nil
}

func assemble(cell string, pieces []piece) *file {
	f := &file{fset: token.NewFileSet()}
	var b strings.Builder
	write := func(p piece) {
		f.spans = append(f.spans, span{p, b.Len()})
		b.WriteString(cell[p.start:p.end])
		b.WriteString(p.closers)
		b.WriteString("\n")
	}
	b.WriteString("package cell\n")
	for _, imports := range []bool{true, false} {
		for _, p := range pieces {
			if !p.statement() && (p.kind == token.IMPORT) == imports {
				write(p)
			}
		}
	}
	b.WriteString("func _() {\n")
	for _, p := range pieces {
		if p.statement() {
			write(p)
		}
	}
	b.WriteString("}\n")
	f.source = b.String()
	var err error
	f.tree, err = parser.ParseFile(f.fset, "", f.source, parser.SkipObjectResolution|parser.AllErrors)
	f.errors, _ = err.(scanner.ErrorList)
	for _, d := range f.tree.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "_" {
			f.body = fn
		}
	}
	return f
}

// pos returns where in the file a byte offset of the cell lies; NoPos if it lies in no piece.
func (f *file) pos(offset int) token.Pos {
	for _, s := range f.spans {
		if s.start <= offset && offset <= s.end {
			return f.fset.File(f.tree.Package).Pos(s.at + offset - s.start)
		}
	}
	return token.NoPos
}

// text returns the source of a node.
func (f *file) text(n ast.Node) string {
	at := f.fset.File(f.tree.Package)
	start, end := at.Offset(n.Pos()), at.Offset(n.End())
	return f.source[start:end]
}

// hoist declares the variables of the cell's top level at package level too, but for those that keep says no to. It
// returns without effect if the cell has no declarations that could see them.
func (f *file) hoist(keep func(name string) bool) {
	if f.body == nil || f.body.Body == nil || len(f.tree.Decls) == 1 {
		return
	}
	for _, stmt := range f.body.Body.List {
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if stmt.Tok == token.DEFINE {
				var names []*ast.Ident
				for _, lhs := range stmt.Lhs {
					if id, ok := lhs.(*ast.Ident); ok {
						names = append(names, id)
					}
				}
				f.hoistVars(names, nil, stmt.Rhs, keep)
			}
		case *ast.DeclStmt:
			for _, spec := range stmt.Decl.(*ast.GenDecl).Specs {
				if spec, ok := spec.(*ast.ValueSpec); ok {
					f.hoistVars(spec.Names, spec.Type, spec.Values, keep)
				}
			}
		}
	}
}

func (f *file) hoistVars(names []*ast.Ident, typ ast.Expr, values []ast.Expr, keep func(name string) bool) {
	spec := &ast.ValueSpec{Type: typ, Values: values}
	kept := false
	for _, name := range names {
		copied := ast.NewIdent("_")
		if keep(name.Name) {
			copied.Name = name.Name
			kept = true
		}
		spec.Names = append(spec.Names, copied)
	}
	if kept {
		f.tree.Decls = append(f.tree.Decls, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{spec}})
	}
}

// path returns the nodes from the file down to the innermost one that wanted accepts.
func (f *file) path(wanted func(ast.Node) bool) []ast.Node {
	var stack, found []ast.Node
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if wanted(n) {
			found = append([]ast.Node(nil), stack...)
		}
		return true
	})
	return found
}

// placeholder returns the nodes from the file down to the placeholder, or nil if the parser dropped it.
func (f *file) placeholder() []ast.Node {
	return f.path(func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		return ok && id.Name == placeholder
	})
}
