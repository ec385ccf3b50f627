package interp

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/interp/stdlib"
)

// load makes sure of the packages that a cell imports: those from source are
// loaded, again if their files have changed. It returns what is wrong with them.
func (s *scope) load(file *ast.File) (ds []Diagnostic) {
	outside := slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool {
		path, err := strconv.Unquote(spec.Path.Value)
		return err == nil && !stdlib.Has(path)
	})
	if outside {
		s.gone = append(s.gone, s.loader.Refresh()...)
	}
	s.loader.NameImports(file)
	for _, p := range s.loader.Imports(file) {
		ds = append(ds, Diagnostic{Position: Position{Cell: p.Filename, Line: p.Line, Column: p.Column}, Message: p.Msg})
	}
	return ds
}

// text returns the text that positions in a cell or file refer to.
func (s *scope) text(name string) (string, bool) {
	if text, ok := s.texts[name]; ok || strings.HasPrefix(name, "cell ") {
		return text, true
	}
	return s.loader.Text(name)
}

// line returns the line at a position.
func (s *scope) line(p Position) (string, bool) {
	text, ok := s.text(p.Cell)
	if !ok {
		return "", false
	}
	return plainLine(text, p.Line)
}

// notesOfPackages says who keeps a package as it was, where it was read again.
func (c *checker) notesOfPackages() (notes []string) {
	declared := c.src.declared()
	for _, p := range c.gone {
		users := c.holders(func(t *types.TypeName) bool { return t.Pkg() == p })
		for name, b := range c.objects {
			if slices.Contains(b.packages, p) {
				users = append(users, name)
			}
		}
		users = slices.DeleteFunc(users, func(name string) bool { _, again := declared[name]; return again })
		slices.Sort(users)
		note := fmt.Sprintf("%s was read again, since files have changed; its variables have their first values", p.Name())
		if len(users) > 0 {
			note += fmt.Sprintf("; %s %s on with the package as it was until their cells run again",
				strings.Join(slices.Compact(users), ", "), plural(len(users), "goes", "go"))
		}
		notes = append(notes, note)
	}
	return notes
}
