package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/interp/complete"
)

// cellFunc names the function that holds a cell's statements. No cell can
// spell it.
const cellFunc = "cell·"

// A source is a parsed cell: one Go file whose positions are those of the
// user's text.
type source struct {
	name   string // "cell 3"
	text   string
	pieces []piece
	file   *ast.File
	last   []ast.Expr    // the expressions the cell ends in
	values []ast.Expr    // last, unless muted
	wrong  []Diagnostic  // in what the cell imports
	body   *ast.FuncDecl // holds the statements, one for each statement or var piece
}

// parse turns a cell into a source, with the imports that the session adds to
// its own.
func parse(s *scope, name, text string) (*source, []Diagnostic) {
	pieces, bad := split(text)
	if bad != nil {
		return nil, []Diagnostic{{Position: place(name, text, bad.off), Message: "syntax error: " + bad.msg}}
	}
	src := &source{name: name, text: text, pieces: pieces}
	file, err := parser.ParseFile(s.fset, "", src.goFile(), parser.SkipObjectResolution|parser.AllErrors)
	if err != nil {
		return nil, src.syntaxErrors(err)
	}
	src.file = file
	src.body = file.Decls[len(file.Decls)-1].(*ast.FuncDecl)
	src.body.Name.Name = cellFunc
	file.Name.Name = src.packageName()
	src.endIn()
	src.callInits()
	src.wrong = s.load(file)
	for _, im := range s.autoImports(src.selected(), src.declared()) {
		if im.name != "." || !src.importsAll(im.path) {
			src.addImport(im)
		}
	}
	return src, nil
}

// packageName returns the name of the cell's package: cell3.
func (s *source) packageName() string { return strings.ReplaceAll(s.name, " ", "") }

// goFile returns the cell as a Go file: declarations first, then its
// statements as the body of a function.
func (src *source) goFile() string {
	var b strings.Builder
	b.WriteString("package cell\n")
	for _, kind := range []pieceKind{importDecl, constDecl, typeDecl, funcDecl} {
		for _, p := range src.pieces {
			if p.kind == kind {
				src.writePiece(&b, p)
			}
		}
	}
	b.WriteString("func _() {\n")
	for _, p := range src.pieces {
		if p.kind == statement || p.kind == varDecl {
			src.writePiece(&b, p)
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// addImport imports what the cell did not import itself. The import has no
// position: no error is placed there.
func (s *source) addImport(im autoImport) {
	spec := &ast.ImportSpec{Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(im.path)}}
	if im.name != "" {
		spec.Name = ast.NewIdent(im.name)
	}
	decl := &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}
	s.file.Decls = append([]ast.Decl{decl}, s.file.Decls...)
	s.file.Imports = append(s.file.Imports, spec)
}

// importsAll reports whether the cell imports all names of a package.
func (s *source) importsAll(path string) bool {
	return slices.ContainsFunc(s.file.Imports, func(im *ast.ImportSpec) bool {
		return im.Name != nil && im.Name.Name == "." && im.Path.Value == strconv.Quote(path)
	})
}

// callInits lets the cell call its functions named init once the variables
// that it begins with have their values. They get names that no cell can spell.
func (s *source) callInits() {
	var calls []ast.Stmt
	for _, d := range s.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			name := fmt.Sprintf("init·%d", len(calls))
			call := &ast.CallExpr{Fun: &ast.Ident{Name: name, NamePos: fn.Name.Pos()}, Lparen: fn.Name.End(), Rparen: fn.Name.End()}
			calls = append(calls, &ast.ExprStmt{X: call})
			fn.Name.Name = name
		}
	}
	s.body.Body.List = slices.Insert(s.statements(), varRun(s.statements()), calls...)
}

// selected returns, for each name that something is selected from, what is.
func (s *source) selected() map[string][]string {
	uses := map[string][]string{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				uses[id.Name] = append(uses[id.Name], sel.Sel.Name)
			}
		}
		return true
	})
	return uses
}

// declared returns the names that the cell declares at its top level; false
// for those that its statements declare.
func (s *source) declared() map[string]bool {
	names := complete.DeclaredNames(s.file)
	add := func(id *ast.Ident) { names[id.Name] = names[id.Name] }
	for _, st := range s.statements() {
		switch st := st.(type) {
		case *ast.AssignStmt:
			for _, lhs := range st.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && st.Tok == token.DEFINE {
					add(id)
				}
			}
		case *ast.DeclStmt:
			for _, spec := range st.Decl.(*ast.GenDecl).Specs {
				if spec, ok := spec.(*ast.ValueSpec); ok {
					for _, id := range spec.Names {
						add(id)
					}
				}
			}
		}
	}
	return names
}

// writePiece writes p under a line directive that gives it its own position.
func (s *source) writePiece(b *strings.Builder, p piece) {
	at := place(s.name, s.text, p.start)
	open, end := "", ""
	if p.list {
		open, end = "_(", ",\n)"
	}
	fmt.Fprintf(b, "%s/*line %s:%d:%d*/%s%s\n", open, s.name, at.Line, at.Column, p.text(s.text), end)
}

// syntaxErrors parses each piece alone, so that an error in one does not
// spoil the others, and reports the first of each.
func (s *source) syntaxErrors(whole error) (ds []Diagnostic) {
	for _, p := range s.pieces {
		var b strings.Builder
		b.WriteString("package cell\n")
		if p.kind == statement || p.kind == varDecl {
			b.WriteString("func _() {\n")
		}
		s.writePiece(&b, p)
		if p.kind == statement || p.kind == varDecl {
			b.WriteString("}\n")
		}
		_, err := parser.ParseFile(token.NewFileSet(), "", b.String(), parser.SkipObjectResolution)
		if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
			ds = append(ds, s.syntaxError(p, list[0]))
		}
	}
	if list, ok := whole.(scanner.ErrorList); ok && len(ds) == 0 {
		ds = append(ds, s.syntaxError(s.pieces[0], list[0]))
	}
	return ds
}

// syntaxError places e, which may lie behind the end of p when something is
// missing there.
func (s *source) syntaxError(p piece, e *scanner.Error) Diagnostic {
	at := Position{Cell: s.name, Line: e.Pos.Line, Column: e.Pos.Column}
	end := place(s.name, s.text, p.end)
	if e.Pos.Filename != s.name || at.Line > end.Line || at.Line == end.Line && at.Column > end.Column {
		at = end
		e.Msg = strings.Replace(e.Msg, "found '}'", "found the end", 1)
	}
	return Diagnostic{Position: at, Message: "syntax error: " + e.Msg}
}

// place returns the position of a byte offset in text.
func place(name, text string, off int) Position {
	before := text[:off]
	line := strings.Count(before, "\n")
	return Position{Cell: name, Line: line + 1, Column: off - (strings.LastIndexByte(before, '\n') + 1) + 1}
}

// onlyStatements reports whether the cell declares no functions.
func (s *source) onlyStatements() bool {
	for _, d := range s.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn != s.body {
			return false
		}
	}
	return true
}

// statements returns the statements of the cell in order.
func (s *source) statements() []ast.Stmt { return s.body.Body.List }

// endIn finds the expressions that the cell ends in. In the syntax tree they
// become the assignment _ = x, which go/types accepts for any value; calls,
// which may have no value or several, stay as they are.
func (s *source) endIn() {
	if len(s.pieces) == 0 || s.pieces[len(s.pieces)-1].kind != statement {
		return
	}
	stmts := s.statements()
	e, ok := stmts[len(stmts)-1].(*ast.ExprStmt)
	if !ok {
		return
	}
	values := []ast.Expr{e.X}
	call, isCall := ast.Unparen(e.X).(*ast.CallExpr)
	if isCall && isListMark(call) {
		values, isCall = call.Args, false
	}
	if u, ok := ast.Unparen(e.X).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		isCall = true
	}
	if !isCall {
		discard := &ast.AssignStmt{TokPos: e.Pos(), Tok: token.ASSIGN, Rhs: values}
		for range values {
			discard.Lhs = append(discard.Lhs, &ast.Ident{Name: "_", NamePos: e.Pos()})
		}
		stmts[len(stmts)-1] = discard
	}
	s.last = values
	if !s.pieces[len(s.pieces)-1].muted {
		s.values = values
	}
}

// A cell may end in several expressions, a, b. They are parsed as the
// arguments of a call of _.
func isListMark(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "_"
}

// beginsType holds the keywords that an expression may contain.
var beginsType = map[token.Token]bool{token.FUNC: true, token.STRUCT: true, token.MAP: true, token.INTERFACE: true, token.CHAN: true}

// isList reports whether a piece is a list of expressions.
func isList(toks []lexeme) bool {
	comma := false
	for _, t := range toks {
		if t.depth > 0 {
			continue
		}
		switch {
		case t.tok == token.COMMA:
			comma = true
		case t.tok.IsKeyword() && !beginsType[t.tok],
			t.tok == token.ASSIGN, t.tok == token.DEFINE, t.tok >= token.ADD_ASSIGN && t.tok <= token.AND_NOT_ASSIGN:
			return false
		}
	}
	return comma
}

// An autoImport is an import that a cell did not write: one of an earlier
// cell, or of a standard package on its first use.
type autoImport struct{ name, path string }
