package complete

import (
	"go/scanner"
	"go/token"
	"strings"
)

// A piece is a declaration or statement at the top level of a cell.
type piece struct {
	kind       token.Token // IMPORT, CONST, TYPE, VAR, FUNC; otherwise ILLEGAL, for statements
	start, end int         // byte offsets in the cell
	closers    string      // brackets that are missing at the end, and an empty block if the piece is but its header
}

// statement reports whether the piece belongs into the body of a function.
func (p piece) statement() bool { return p.kind == token.ILLEGAL || p.kind == token.VAR }

// A lexeme is a token and where it lies.
type lexeme struct {
	tok        token.Token
	lit        string
	start, end int
	broken     bool // the scanner found an error in it
}

// scan returns the tokens of text, comments included, whatever errors there are. The semicolon that a newline stands
// for has the literal "\n".
func scan(text string) []lexeme {
	var s scanner.Scanner
	var lexemes []lexeme
	file := token.NewFileSet().AddFile("", -1, len(text))
	errors := 0
	s.Init(file, []byte(text), func(token.Position, string) { errors++ }, scanner.ScanComments)
	for {
		before := errors
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return lexemes
		}
		l := lexeme{tok: tok, lit: lit, start: file.Offset(pos), broken: errors > before}
		l.end = l.start + len(lit)
		switch {
		case tok == token.SEMICOLON && lit == "\n":
			l.end = l.start
		case lit == "":
			l.end = l.start + len(tok.String())
		}
		l.end = min(l.end, len(text))
		lexemes = append(lexemes, l)
	}
}

// closing gives each opening bracket its partner.
var closing = map[token.Token]token.Token{
	token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK, token.LBRACE: token.RBRACE,
}

// split cuts a cell into pieces. Brackets that do not match end where a function is declared, since that can happen at
// the top level only.
func split(text string) []piece {
	var pieces []piece
	c := cutter{}
	lexemes := scan(text)
	for i, l := range lexemes {
		if l.tok == token.COMMENT {
			continue
		}
		if len(c.open) > 0 && startsTopLevel(text, lexemes[i:]) {
			pieces = c.cut(pieces)
		}
		if l.tok == token.SEMICOLON && len(c.open) == 0 && !(c.header && l.lit == ";") {
			pieces = c.cut(pieces)
			continue
		}
		if len(c.lexemes) == 0 {
			c.kind = kindOf(lexemes[i:])
		}
		c.take(l)
	}
	return c.cut(pieces)
}

// startsTopLevel reports whether only the top level of a cell can go on with lexemes: an import, a named function, or
// a method at the margin.
func startsTopLevel(text string, lexemes []lexeme) bool {
	first := lexemes[0]
	if first.tok == token.IMPORT {
		return true
	}
	if first.tok != token.FUNC || len(lexemes) < 2 {
		return false
	}
	margin := first.start == 0 || text[first.start-1] == '\n'
	return lexemes[1].tok == token.IDENT || margin && kindOf(lexemes) == token.FUNC
}

// kindOf tells the declaration, if it is one, that lexemes begin.
func kindOf(lexemes []lexeme) token.Token {
	switch tok := lexemes[0].tok; tok {
	case token.IMPORT, token.CONST, token.TYPE, token.VAR:
		return tok
	case token.FUNC:
		if len(lexemes) > 1 && lexemes[1].tok == token.IDENT {
			return token.FUNC
		}
		depth := 0
		for i, l := range lexemes[1:] {
			switch l.tok {
			case token.LPAREN:
				depth++
			case token.RPAREN:
				depth--
			}
			if depth == 0 {
				if l.tok == token.RPAREN && i+2 < len(lexemes) && lexemes[i+2].tok == token.IDENT {
					return token.FUNC
				}
				break
			}
		}
	}
	return token.ILLEGAL
}

// A cutter collects the lexemes of a piece.
type cutter struct {
	kind    token.Token
	lexemes []lexeme
	open    []token.Token // brackets, by the partners they wait for
	heads   []int         // depths at which a for, if or switch waits for its block
	header  bool          // the top-level statement waits for its block
	stray   bool          // a bracket closed that was not open
}

func (c *cutter) take(l lexeme) {
	c.lexemes = append(c.lexemes, l)
	waiting := len(c.heads) > 0 && c.heads[len(c.heads)-1] == len(c.open)
	switch l.tok {
	case token.FOR, token.IF, token.SWITCH, token.SELECT:
		if !waiting {
			c.heads = append(c.heads, len(c.open))
		}
	case token.LBRACE:
		if waiting {
			c.heads = c.heads[:len(c.heads)-1]
		}
		c.open = append(c.open, token.RBRACE)
	case token.LPAREN, token.LBRACK:
		c.open = append(c.open, closing[l.tok])
	case token.RPAREN, token.RBRACK, token.RBRACE:
		if n := len(c.open); n > 0 && c.open[n-1] == l.tok {
			c.open = c.open[:n-1]
		} else {
			c.stray = true
		}
		for len(c.heads) > 0 && c.heads[len(c.heads)-1] > len(c.open) {
			c.heads = c.heads[:len(c.heads)-1]
		}
	case token.SEMICOLON:
		if waiting && l.lit == "\n" {
			c.heads = c.heads[:len(c.heads)-1]
		}
	}
	c.header = len(c.heads) > 0 && c.heads[0] == 0
}

// cut adds the piece collected so far, if there is one.
func (c *cutter) cut(pieces []piece) []piece {
	if n := len(c.lexemes); n > 0 {
		pieces = append(pieces, piece{c.kind, c.lexemes[0].start, c.lexemes[n-1].end, c.closers()})
	}
	*c = cutter{}
	return pieces
}

// closers returns what the piece lacks at its end.
func (c *cutter) closers() string {
	var b strings.Builder
	heads := c.heads
	block := func(depth int) {
		if len(heads) > 0 && heads[len(heads)-1] == depth {
			b.WriteString("{}")
			heads = heads[:len(heads)-1]
		}
	}
	block(len(c.open))
	for i := len(c.open) - 1; i >= 0; i-- {
		b.WriteString(c.open[i].String())
		block(i)
	}
	return b.String()
}
