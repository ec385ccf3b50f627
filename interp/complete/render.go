package complete

import (
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"strings"
)

// plain returns the description as text of at most 80 columns, but for code.
func (s *subject) plain() string {
	parts := []string{s.code}
	if s.value != "" {
		parts = append(parts, s.obj.Name()+" = "+s.value)
	}
	if s.doc != "" {
		printer := &comment.Printer{TextWidth: 80}
		parts = append(parts, string(printer.Text(parseDoc(s.doc))))
	}
	if s.methods != "" {
		parts = append(parts, s.methods)
	}
	return join(parts)
}

// markdown returns the description as markdown.
func (s *subject) markdown() string {
	parts := []string{"```go\n" + s.code + "\n```"}
	if s.value != "" {
		parts = append(parts, "```\n"+s.value+"\n```")
	}
	if s.doc != "" {
		printer := &comment.Printer{
			HeadingLevel: 4,
			HeadingID:    func(*comment.Heading) string { return "" },
			DocLinkURL:   func(*comment.DocLink) string { return "" },
		}
		parts = append(parts, string(printer.Markdown(parseDoc(s.doc))))
	}
	if s.methods != "" {
		parts = append(parts, "```go\n"+s.methods+"\n```")
	}
	return join(parts)
}

func join(parts []string) string {
	for i := range parts {
		parts[i] = strings.TrimRight(parts[i], "\n")
	}
	return strings.Join(parts, "\n\n")
}

// parseDoc reads a doc comment; links to any symbol are taken for such.
func parseDoc(text string) *comment.Doc {
	p := &comment.Parser{LookupSym: func(recv, name string) bool { return true }}
	return p.Parse(text)
}

// synopsis returns the first sentence of a doc comment.
func synopsis(text string) string { return new(doc.Package).Synopsis(text) }

// leadingComment returns the comment that stands before a declaration.
func leadingComment(source string) string {
	if source == "" {
		return ""
	}
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n\n"+source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || len(f.Decls) == 0 {
		return ""
	}
	switch d := f.Decls[0].(type) {
	case *ast.FuncDecl:
		return d.Doc.Text()
	case *ast.GenDecl:
		return d.Doc.Text()
	}
	return ""
}
