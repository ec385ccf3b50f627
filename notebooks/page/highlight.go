package page

import (
	"go/doc"
	"go/scanner"
	"go/token"
	"html"
	"strings"
)

// highlight marks up Go source for the page: keywords, literals, comments, predeclared names, and names that are called.
// Source that is not Go (yet) is marked as far as its tokens go; no character is lost.
func highlight(src string) string {
	var out strings.Builder
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(token.Position, string) {}, scanner.ScanComments)
	type lexeme struct {
		start, end int
		tok        token.Token
	}
	var lexemes []lexeme
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		start := file.Offset(pos)
		if tok == token.SEMICOLON && lit == "\n" {
			continue
		}
		end := start + len(lit)
		if lit == "" {
			end = start + len(tok.String())
		}
		lexemes = append(lexemes, lexeme{start, min(end, len(src)), tok})
	}
	at := 0
	for i, l := range lexemes {
		if l.start < at { // the scanner cut carriage returns out of a literal: stay with the source
			continue
		}
		called := i+1 < len(lexemes) && lexemes[i+1].tok == token.LPAREN && lexemes[i+1].start == l.end
		text := src[l.start:l.end]
		out.WriteString(html.EscapeString(src[at:l.start]))
		if class := tokenClass(l.tok, text, called); class != "" {
			out.WriteString(`<i class="` + class + `">` + html.EscapeString(text) + "</i>")
		} else {
			out.WriteString(html.EscapeString(text))
		}
		at = l.end
	}
	out.WriteString(html.EscapeString(src[at:]))
	return out.String()
}

func tokenClass(tok token.Token, text string, called bool) string {
	switch {
	case tok.IsKeyword():
		return "k"
	case tok == token.COMMENT:
		return "c"
	case tok == token.STRING || tok == token.CHAR:
		return "s"
	case tok.IsLiteral() && tok != token.IDENT:
		return "n"
	case tok != token.IDENT:
		return ""
	case doc.IsPredeclared(text):
		return "t"
	case called:
		return "f"
	}
	return ""
}
