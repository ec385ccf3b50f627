package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"github.com/gojac/gojac/interp/complete"
)

// harmless reports errors that a notebook does not mind.
func (c *checker) harmless(e types.Error) bool {
	switch {
	case strings.HasSuffix(e.Msg, "imported and not used"), strings.Contains(e.Msg, " imported as ") && strings.HasSuffix(e.Msg, " and not used"):
		return true
	case strings.HasPrefix(e.Msg, "not enough return values") || strings.HasPrefix(e.Msg, "too many return values"):
		// nobody wrote the statement that returns the values shown; one of them has an error of its own
		return slices.ContainsFunc(c.src.last, func(x ast.Expr) bool { return x.Pos() == e.Pos })
	case e.Msg == "generic function is missing function body":
		return true // only infer leaves bodies out
	case strings.HasSuffix(e.Msg, "is not an expression"), strings.HasPrefix(e.Msg, "use of untyped nil in assignment"),
		strings.HasSuffix(e.Msg, "without instantiation"), strings.HasSuffix(e.Msg, "is not used"),
		strings.HasSuffix(e.Msg, "(overflows)"):
		return slices.ContainsFunc(c.src.last, func(x ast.Expr) bool { return x.Pos() == e.Pos })
	}
	return false
}

// diagnose places errors in the user's text. Errors that go/types continues on
// a further line, indented, are joined to the one before.
func (c *checker) diagnose(info *types.Info, errs []types.Error) (ds []Diagnostic) {
	for _, e := range errs {
		if strings.HasPrefix(e.Msg, "could not import ") && len(c.src.wrong) > 0 {
			ds = merge(ds, c.src.wrong)
			continue
		}
		if len(ds) > 0 && strings.HasSuffix(e.Msg, "type any): any is not a function") {
			continue // what a verb makes of a function with an error
		}
		at := c.position(e.Pos)
		msg := c.readable(e.Msg)
		if strings.HasPrefix(e.Msg, "\t") && len(ds) > 0 {
			more := "\n" + strings.TrimSpace(msg)
			if at != ds[len(ds)-1].Position && at.Line > 0 {
				more += " (" + at.String() + ")"
			}
			ds[len(ds)-1].Message += more
			continue
		}
		ds = append(ds, Diagnostic{Position: at, Message: msg, Hint: hint(c, info, e, msg)})
	}
	return ds
}

var (
	markers  = regexp.MustCompile(`·\d*`)
	cellName = regexp.MustCompile(`\bcell(\d+)\.(\w+)`)
)

// readable takes out of a message what the user never wrote. A type that a
// later cell declared anew is called T (cell 3).
func (c *checker) readable(msg string) string {
	mine := complete.DeclaredNames(c.src.file)
	return cellName.ReplaceAllStringFunc(markers.ReplaceAllString(msg, ""), func(m string) string {
		parts := cellName.FindStringSubmatch(m)
		cell, name := "cell "+parts[1], parts[2]
		if b := c.objects[name]; !mine[name] && (b == nil || b.cell == cell) {
			return name
		}
		return name + " (" + cell + ")"
	})
}

// position returns where pos lies in the user's text.
func (s *scope) position(pos token.Pos) Position {
	p := s.fset.Position(pos)
	if _, ok := s.text(p.Filename); !ok {
		return Position{}
	}
	return Position{Cell: p.Filename, Line: p.Line, Column: p.Column}
}

// merge joins two lists of diagnostics without repetition, in order of place.
func merge(a, b []Diagnostic) []Diagnostic {
	type key struct {
		Position
		message string
	}
	seen := map[key]bool{}
	var out []Diagnostic
	for _, d := range append(b, a...) {
		k := key{Position: d.Position}
		if d.Cell == "" {
			k.message = d.Message
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, d)
		}
	}
	sortDiagnostics(out)
	return out
}
