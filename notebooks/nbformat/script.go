package nbformat

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// cellMarker begins a cell of a script: `// %%`, then a title or `[markdown]`.
var cellMarker = regexp.MustCompile(`^//\s*%%(?:\s+\[(\w+)\]|\s|$)`)

// ParseScript splits a Go script at its `// %%` markers. What stands before the first one is a cell too. A markdown cell
// is written as line comments. Line 1 of a cell is the line after its marker.
func ParseScript(src string) (*Notebook, error) {
	src = strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n")
	if strings.HasPrefix(src, "#!") {
		src = "//" + src // a script may be a program of its own; its lines keep their numbers
	}
	nb := New()
	kind, start := Code, 1
	var lines []string
	flush := func(explicit bool) {
		body := strings.TrimRight(strings.Join(lines, "\n"), "\n\t ")
		if kind == Markdown {
			body = uncomment(body)
		}
		if explicit || strings.TrimSpace(body) != "" && !isShebang(body) {
			nb.Add(kind, body).Line = start
		}
	}
	marked := false
	for i, line := range strings.Split(src, "\n") {
		m := cellMarker.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			continue
		}
		flush(marked)
		lines, start, marked = nil, i+2, true
		switch m[1] {
		case "", "code", "go":
			kind = Code
		case "markdown", "md":
			kind = Markdown
		case "raw":
			kind = Raw
		default:
			return nil, fmt.Errorf("line %d: cell type [%s]: want [markdown], [raw] or none for Go", i+1, m[1])
		}
	}
	flush(marked)
	return nb, nil
}

func isShebang(body string) bool {
	return strings.HasPrefix(body, "//#!") && !strings.Contains(body, "\n")
}

// uncomment takes the comment marks off a markdown cell; a line without one stays as it is.
func uncomment(body string) string {
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(l, "//"); ok {
			lines[i] = strings.TrimPrefix(rest, " ")
		}
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// IsProgram reports whether src is a Go program, with a package clause, and not a script of cells.
func IsProgram(src []byte) bool {
	for line := range bytes.Lines(src) {
		if cellMarker.Match(bytes.TrimRight(line, "\r\n")) {
			return false
		}
	}
	_, err := parser.ParseFile(token.NewFileSet(), "", src, parser.PackageClauseOnly)
	return err == nil
}
