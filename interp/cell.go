package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// A pieceKind says what a piece of a cell is.
type pieceKind int

const (
	statement pieceKind = iota
	importDecl
	constDecl
	typeDecl
	varDecl
	funcDecl
)

// A piece is one declaration or statement at the top level of a cell.
type piece struct {
	kind       pieceKind
	start, end int  // byte offsets in the cell, without the terminating semicolon
	muted      bool // an explicit semicolon follows
	list       bool // several expressions, which only the end of a cell may be
}

func (p piece) text(cell string) string { return cell[p.start:p.end] }

// split cuts a cell at its top-level semicolons, written or implied.
// A syntax error that go/scanner sees, or a bracket without its partner, is
// returned with its offset; everything else is left to the parser.
func split(cell string) ([]piece, *syntaxError) {
	toks, err := scan(cell)
	if err != nil {
		return nil, err
	}
	var pieces []piece
	for first := 0; first < len(toks); {
		last, explicit := first, false
		header := min(headerEnd(cell, toks[first:]), len(cell))
		for last < len(toks) && !(toks[last].tok == token.SEMICOLON && toks[last].depth == 0 && toks[last].off >= header) {
			last++
		}
		if last < len(toks) {
			explicit = toks[last].lit == ";"
		}
		if last > first {
			pieces = append(pieces, piece{
				kind:  kindOf(toks[first:last]),
				start: toks[first].off,
				end:   toks[last-1].end,
				muted: explicit,
				list:  last >= len(toks)-1 && isList(toks[first:last]),
			})
		}
		first = last + 1
	}
	return pieces, nil
}

// headerEnd returns the offset before which a semicolon does not end the
// statement that toks begin with: a for, if or switch has them in its header.
func headerEnd(cell string, toks []lexeme) int {
	switch toks[0].tok {
	case token.FOR, token.IF, token.SWITCH, token.SELECT:
	case token.IDENT: // a label
		if len(toks) < 2 || toks[1].tok != token.COLON {
			return 0
		}
	default:
		return 0
	}
	const prologue = "package p; func _() {"
	file, _ := parser.ParseFile(token.NewFileSet(), "", prologue+cell[toks[0].off:]+"}", parser.SkipObjectResolution)
	if file == nil || len(file.Decls) == 0 {
		return 0
	}
	fn, ok := file.Decls[0].(*ast.FuncDecl)
	if !ok || fn.Body == nil || len(fn.Body.List) == 0 {
		return 0
	}
	first := fn.Body.List[0]
	return toks[0].off + int(first.End()-first.Pos())
}

// kindOf tells declarations from statements by their first tokens.
func kindOf(toks []lexeme) pieceKind {
	switch toks[0].tok {
	case token.IMPORT:
		return importDecl
	case token.CONST:
		return constDecl
	case token.TYPE:
		return typeDecl
	case token.VAR:
		return varDecl
	case token.FUNC:
		if isFuncDecl(toks) {
			return funcDecl
		}
	}
	return statement
}

// isFuncDecl tells func f(… and func (r T) m(… from a function literal.
func isFuncDecl(toks []lexeme) bool {
	i := 1
	if i < len(toks) && toks[i].tok == token.LPAREN {
		for i++; i < len(toks) && !(toks[i].tok == token.RPAREN && toks[i].depth == 0); i++ {
		}
		i++
	}
	return i+1 < len(toks) && toks[i].tok == token.IDENT &&
		(toks[i+1].tok == token.LPAREN || toks[i+1].tok == token.LBRACK)
}

// A lexeme is a token with its place and the number of brackets around it.
type lexeme struct {
	tok      token.Token
	lit      string
	off, end int
	depth    int
}

// A syntaxError is found before the parser runs.
type syntaxError struct {
	off        int
	msg        string
	incomplete bool // more input could mend it
}

func scan(cell string) (toks []lexeme, bad *syntaxError) {
	file := token.NewFileSet().AddFile("", -1, len(cell))
	var s scanner.Scanner
	s.Init(file, []byte(cell), func(pos token.Position, msg string) {
		if bad == nil {
			bad = &syntaxError{off: pos.Offset, msg: msg, incomplete: strings.Contains(msg, "not terminated")}
		}
	}, 0)
	var open []lexeme
	for {
		pos, tok, lit := s.Scan()
		if bad != nil {
			return nil, bad
		}
		if tok == token.EOF {
			break
		}
		l := lexeme{tok: tok, lit: lit, off: file.Offset(pos)}
		l.end = l.off + len(tok.String())
		if tok.IsLiteral() || tok == token.IDENT {
			l.end = l.off + len(lit)
			if tok == token.STRING && lit[0] == '`' { // the scanner drops carriage returns
				l.end = l.off + 2 + strings.IndexByte(cell[l.off+1:], '`')
			}
		}
		switch tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			l.depth = len(open)
			open = append(open, l)
		case token.RPAREN, token.RBRACE, token.RBRACK:
			if len(open) == 0 || partner[open[len(open)-1].tok] != tok {
				return nil, &syntaxError{off: l.off, msg: unexpected(cell, tok, open)}
			}
			open = open[:len(open)-1]
			l.depth = len(open)
		default:
			l.depth = len(open)
		}
		toks = append(toks, l)
	}
	if len(open) > 0 {
		o := open[len(open)-1]
		return nil, &syntaxError{off: o.off, msg: "this " + o.tok.String() + " is never closed; " + partner[o.tok].String() + " is missing", incomplete: true}
	}
	return toks, nil
}

// unexpected says why a closing bracket does not fit those that are open.
func unexpected(cell string, tok token.Token, open []lexeme) string {
	msg := "unexpected " + tok.String()
	if len(open) > 0 {
		o := open[len(open)-1]
		at := place("", cell, o.off)
		msg += fmt.Sprintf("; the %s at %d:%d is still open", o.tok, at.Line, at.Column)
	}
	return msg
}

var partner = map[token.Token]token.Token{
	token.LPAREN: token.RPAREN,
	token.LBRACE: token.RBRACE,
	token.LBRACK: token.RBRACK,
}
