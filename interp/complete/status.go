package complete

import (
	"go/ast"
	"go/token"
	"strings"
)

// IsComplete reports whether a cell can be run as it is ("complete"), goes on ("incomplete", with the indentation of
// its next line), or cannot become valid by going on ("invalid").
func IsComplete(cell string) (status, indent string) {
	var c cutter
	last := lexeme{tok: token.SEMICOLON}
	for _, l := range scan(cell) {
		if l.broken {
			if unterminated(l) {
				return "incomplete", ""
			}
			return "invalid", ""
		}
		if l.tok == token.COMMENT {
			continue
		}
		c.take(l)
		if c.stray {
			return "invalid", ""
		}
		if l.tok != token.SEMICOLON || l.lit == ";" {
			last = l
		}
	}
	depth := len(c.open)
	switch {
	case depth > 0:
		return "incomplete", strings.Repeat("\t", depth)
	case continues(last.tok):
		return "incomplete", "\t"
	}
	pieces := split(cell)
	for i := range pieces {
		pieces[i].closers = ""
	}
	f := assemble(cell, pieces)
	if len(f.errors) > 0 || bodiless(f.tree) {
		return "invalid", ""
	}
	return "complete", ""
}

// unterminated reports whether a lexeme with an error may end in a later line: a raw string or a general comment.
func unterminated(l lexeme) bool {
	return l.tok == token.COMMENT && strings.HasPrefix(l.lit, "/*") || l.tok == token.STRING && strings.HasPrefix(l.lit, "`")
}

// continues reports whether a line that ends in tok goes on in the next: exactly where Go puts no semicolon.
func continues(tok token.Token) bool {
	switch tok {
	case token.IDENT, token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING,
		token.BREAK, token.CONTINUE, token.FALLTHROUGH, token.RETURN,
		token.INC, token.DEC, token.RPAREN, token.RBRACK, token.RBRACE, token.SEMICOLON:
		return false
	}
	return true
}

// bodiless reports whether a function is declared without a body.
func bodiless(tree *ast.File) bool {
	for _, d := range tree.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body == nil {
			return true
		}
	}
	return false
}
