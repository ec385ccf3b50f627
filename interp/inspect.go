package interp

import (
	"go/ast"
	"go/parser"
	"go/types"
	"strings"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp/complete"
)

// Complete lists what could stand at a byte offset of code.
func (s *Session) Complete(code string, cursor int) Completion {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := complete.New(env{s}).Complete(code, cursor)
	c := Completion{Start: found.Start, End: found.End}
	for _, m := range found.Matches {
		c.Matches = append(c.Matches, Match{Text: m.Text, Type: m.Kind, Signature: m.Signature})
	}
	return c
}

// Inspect describes what is at a byte offset of code; with detail 1, a
// function or type of the session comes with its source.
func (s *Session) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found, ok := complete.New(env{s}).Inspect(code, cursor, detail > 0)
	if !ok {
		return display.Bundle{}, false
	}
	return display.Bundle{Data: map[string]any{
		"text/plain":    found.Plain,
		"text/markdown": found.Markdown,
	}}, true
}

// helpFor reports whether a cell asks about a name, as ?name or name?.
func helpFor(code string) (name string, ok bool) {
	code = strings.TrimSpace(code)
	before, pre := strings.CutPrefix(code, "?")
	name, post := strings.CutSuffix(before, "?")
	name = strings.Trim(name, "? ")
	if !pre && !post || name == "" {
		return "", false
	}
	_, err := parser.ParseExpr(name)
	return name, err == nil
}

// help answers a cell that asks about a name.
func (s *Session) help(cell Cell, name string) Outcome {
	o := s.outcome(cell, nil, nil)
	if b, ok := s.Inspect(name, len(name), 1); ok {
		o.Page = &b
		return o
	}
	o.Error = &Error{Kind: TypeError, Diagnostics: []Diagnostic{{Message: "nothing is known of " + name}}}
	return o
}

// env is the session as package complete sees it.
type env struct{ s *Session }

var _ complete.Env = env{}

func (e env) Names() []string                 { return e.s.scope.Names() }
func (e env) Lookup(name string) types.Object { return e.s.scope.Lookup(name) }
func (e env) Imports() map[string]string      { return e.s.scope.imports }
func (e env) Importer() types.Importer        { return e.s.scope.loader }
func (e env) Paths(prefix string) []string    { return e.s.scope.loader.Paths(prefix) }
func (e env) NameImports(f *ast.File)         { e.s.scope.loader.NameImports(f) }
func (e env) Doc(obj types.Object) string     { return e.s.scope.loader.Doc(obj) }

func (e env) Verb(call *ast.CallExpr, info *types.Info) *types.Signature {
	return verbType(call, info)
}

// Value writes a variable's value, but not while a cell runs, which may be
// changing it.
func (e env) Value(name string) (string, bool) {
	v, ok := e.s.scope.Lookup(name).(*types.Var)
	if !ok || !e.s.running.TryLock() {
		return "", false
	}
	defer e.s.running.Unlock()
	return e.s.text(v.Type(), e.s.machine.Variable(v).Elem()), true
}

func (e env) Source(name string) string {
	if b := e.s.scope.objects[name]; b != nil {
		return b.source
	}
	return ""
}
