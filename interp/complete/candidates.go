package complete

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gojac/gojac/interp/stdlib"
)

// placeholder stands where the cursor is, so that what is being typed parses.
const placeholder = "cursor\u02be"

// Ranks of what a bare name may be, nearest first.
const (
	rankLocal = iota
	rankSession
	rankPackage
	rankUniverse
	rankKeyword
	rankUnimported
)

// Complete returns what fits at a byte offset of a cell.
func (c *Completer) Complete(cell string, cursor int) Completion {
	cursor = max(0, min(cursor, len(cell)))
	if start, ok := importPath(cell, cursor); ok {
		return Completion{start, cursor, c.paths(cell[start:cursor])}
	}
	if answer, ok := c.parameters(cell, cursor); ok {
		return answer
	}
	start := wordStart(cell, cursor)
	answer := Completion{Start: start, End: cursor}
	if inLiteral(cell, cursor, start) {
		return answer
	}
	l := newList(cell[start:cursor])
	c.candidates(l, c.check(atCursor(cell, start)))
	answer.Matches = l.sorted()
	return answer
}

// atCursor makes a file of the cell up to the cursor, with a placeholder there, and of the declarations behind it.
func atCursor(cell string, cursor int) *file {
	text := cell[:cursor] + placeholder
	pieces := split(text)
	text += "\n"
	behind := len(text)
	text += cell[cursor:]
	for _, p := range split(cell) {
		if p.start > cursor && !p.statement() {
			p.start += behind - cursor
			p.end += behind - cursor
			pieces = append(pieces, p)
		}
	}
	return parse(text, pieces)
}

// wordStart returns where the identifier that ends at cursor begins.
func wordStart(cell string, cursor int) int {
	return len(strings.TrimRightFunc(cell[:cursor], inWord))
}

// wordEnd returns where the identifier that goes on at cursor ends.
func wordEnd(cell string, cursor int) int {
	return len(cell) - len(strings.TrimLeftFunc(cell[cursor:], inWord))
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// inLiteral reports whether the cursor, at the end of the word that begins at start, is inside a comment, string or
// number, where nothing is completed.
func inLiteral(cell string, cursor, start int) bool {
	if r, _ := utf8.DecodeRuneInString(cell[start:cursor]); unicode.IsDigit(r) {
		return true
	}
	for _, l := range scan(cell) {
		switch l.tok {
		case token.COMMENT:
			open := strings.HasPrefix(l.lit, "//") || l.broken
			if l.start < cursor && (cursor < l.end || cursor == l.end && open) {
				return true
			}
		case token.STRING, token.CHAR:
			if l.start < cursor && (cursor < l.end || cursor == l.end && l.broken) {
				return true
			}
		case token.INT, token.FLOAT, token.IMAG:
			if l.start < cursor && cursor <= l.end {
				return true
			}
		}
	}
	return false
}

// importPath reports whether the cursor is in the path of an import, and where the path begins.
func importPath(cell string, cursor int) (start int, ok bool) {
	for _, p := range split(cell[:cursor]) {
		if p.kind != token.IMPORT || p.end < cursor {
			continue
		}
		for _, l := range scan(cell[p.start:cursor]) {
			if l.tok == token.STRING && l.broken && p.start+l.end == cursor {
				return p.start + l.start + 1, true
			}
		}
	}
	return 0, false
}

// paths returns the packages whose path begins with prefix, then those whose name does.
func (c *Completer) paths(prefix string) []Match {
	var matches []Match
	for _, path := range c.env.Paths(prefix) {
		matches = append(matches, Match{path, "path", ""})
	}
	for _, byName := range []bool{false, true} {
		for _, path := range stdlib.Packages() {
			begins := strings.HasPrefix(path, prefix)
			if byName && !begins && strings.HasPrefix(stdlib.Name(path), prefix) || !byName && begins {
				matches = append(matches, Match{path, "path", summary(path)})
			}
		}
	}
	return matches
}

// candidates adds what the place of the placeholder asks for.
func (c *Completer) candidates(l *list, k *checked) {
	path := k.placeholder()
	if len(path) < 2 {
		return
	}
	id := path[len(path)-1].(*ast.Ident)
	switch parent := path[len(path)-2].(type) {
	case *ast.SelectorExpr:
		if parent.Sel == id {
			k.members(l, parent)
			return
		}
	case *ast.FuncDecl, *ast.ImportSpec, *ast.LabeledStmt:
		return
	case *ast.BranchStmt:
		labels(l, path)
		return
	case *ast.TypeSpec:
		if parent.Name == id {
			return
		}
	case *ast.ValueSpec:
		if slices.Contains(parent.Names, id) {
			return
		}
	case *ast.CompositeLit:
		if parent.Type != id && k.literalFields(l, parent) {
			return
		}
	}
	if wantsType(path, id) {
		l.onlyTypes = true
		c.names(l, k, id.Pos())
		keywords(l, typeKeywords)
		return
	}
	c.names(l, k, id.Pos())
	if _, ok := path[len(path)-2].(*ast.ExprStmt); ok {
		keywords(l, statementKeywords)
	}
	keywords(l, expressionKeywords)
}

// names adds everything that a bare name at pos can be.
func (c *Completer) names(l *list, k *checked, pos token.Pos) {
	for scope := k.pkg.Scope().Innermost(pos); scope != nil && scope != k.pkg.Scope(); scope = scope.Parent() {
		for _, name := range scope.Names() {
			if _, obj := scope.LookupParent(name, pos); obj != nil && obj == scope.Lookup(name) {
				l.object(rankLocal, obj)
			}
		}
	}
	declared := DeclaredNames(k.tree)
	for _, name := range k.pkg.Scope().Names() {
		if obj := k.pkg.Scope().Lookup(name); declared[name] {
			l.object(rankSession, obj)
		}
	}
	for _, name := range c.env.Names() {
		if obj := c.env.Lookup(name); obj != nil {
			l.object(rankSession, obj)
		}
	}
	for name, path := range c.env.Imports() {
		l.add(rankPackage, Match{name, "module", path})
	}
	for name, path := range stdlib.Preloaded() {
		l.add(rankPackage, Match{name, "module", path})
	}
	for _, name := range types.Universe.Names() {
		l.object(rankUniverse, types.Universe.Lookup(name))
	}
	if l.prefix != "" {
		for _, path := range stdlib.Packages() {
			name := stdlib.Name(path)
			l.add(rankUnimported, Match{name, "module", stdlib.ByName(name)[0]})
		}
	}
}

// labels adds the labels of the statements around the cursor.
func labels(l *list, path []ast.Node) {
	for _, n := range path {
		if n, ok := n.(*ast.LabeledStmt); ok {
			l.add(rankLocal, Match{n.Label.Name, "label", ""})
		}
	}
}

// wantsType reports whether only a type can stand where id, the last node of path, does.
func wantsType(path []ast.Node, id *ast.Ident) bool {
	switch parent := path[len(path)-2].(type) {
	case *ast.Field:
		return parent.Type == ast.Expr(id)
	case *ast.ValueSpec:
		return parent.Type == ast.Expr(id)
	case *ast.TypeSpec, *ast.ArrayType, *ast.MapType, *ast.ChanType:
		return true
	case *ast.StarExpr:
		outer := path[len(path)-3]
		if field, ok := outer.(*ast.Field); ok {
			return field.Type == ast.Expr(parent)
		}
		spec, ok := outer.(*ast.ValueSpec)
		return ok && spec.Type == ast.Expr(parent)
	}
	return false
}

var (
	typeKeywords       = []string{"chan", "func", "interface", "map", "struct"}
	expressionKeywords = []string{"chan", "func", "interface", "map", "range", "struct"}
	statementKeywords  = []string{"break", "case", "const", "continue", "default", "defer", "else", "fallthrough", "for",
		"func", "go", "goto", "if", "import", "return", "select", "switch", "type", "var"}
)

// keywords adds keywords once something is typed; before, they would be most of the list.
func keywords(l *list, words []string) {
	if l.prefix == "" {
		return
	}
	for _, word := range words {
		l.add(rankKeyword, Match{word, "keyword", ""})
	}
}

// ImportName returns the name by which a cell knows an import.
func ImportName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "_"
	}
	return stdlib.Name(path)
}

// summary returns the first sentence about a package.
func summary(path string) string {
	return synopsis(stdlib.Doc(path, ""))
}
