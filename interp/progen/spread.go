package progen

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// Whole is the program as one cell, for a session that has run the Prelude.
func (p *Program) Whole() []string {
	return []string{importsOf(p) + p.Decls + "\n" + p.Main() + "\n" + p.Name + "()\n"}
}

// Mixed is Whole with the main function's statements at top level, and
// functions that see their variables.
func (p *Program) Mixed() []string {
	body := strings.Join(p.Body, "\n")
	var seen strings.Builder
	for _, v := range variableOf.FindAllStringSubmatch(body, -1) {
		fmt.Fprintf(&seen, "func see%s%s() any { return %s }\n", v[1], p.Name, v[1])
	}
	return []string{importsOf(p) + p.Decls + "\n" + seen.String() + body + "\n"}
}

var variableOf = regexp.MustCompile(`(?m)^\t(v\d+) :=`)

// Spread is the program as cells, for a session that has run the Prelude:
// first what it imports, then each of its declarations, then each statement.
// Generic types are declared in one cell with their methods.
func (p *Program) Spread() []string {
	return append(append([]string{importsOf(p)}, p.declarations()...), p.statements()...)
}

// Restated is Spread by a user who thinks again: functions and methods panic
// until all is declared, then come what they are, then variables, since a panic
// may have been printed into one, and types once more; a value of each type
// waits in a variable from its declaration on.
func (p *Program) Restated() []string {
	cells := []string{importsOf(p)}
	var later, variables, held []string
	for _, cell := range p.declarations() {
		f, err := parser.ParseFile(token.NewFileSet(), "", header+cell, parser.SkipObjectResolution)
		if err != nil || len(f.Decls) != 1 {
			cells = append(cells, cell)
			continue
		}
		switch d := f.Decls[0].(type) {
		case *ast.FuncDecl:
			if d.Type.TypeParams != nil {
				cells = append(cells, cell)
				continue
			}
			stub := cell[:int(d.Body.Lbrace)-1-len(header)]
			cells, later = append(cells, stub+"{ panic(\"not yet\") }"), append(later, cell)
		case *ast.GenDecl:
			cells = append(cells, cell)
			if d.Tok == token.VAR {
				variables = append(variables, cell)
			}
			if s, ok := d.Specs[0].(*ast.TypeSpec); ok && s.TypeParams == nil {
				if _, isInterface := s.Type.(*ast.InterfaceType); !isInterface && !promotes(s.Type) {
					cells = append(cells, fmt.Sprintf("var held%s, more%s any = *new(%s), map[any][]%s{1: {*new(%s)}}", s.Name, s.Name, s.Name, s.Name, s.Name))
					held = append(held, cell, fmt.Sprintf("_, _ = held%s.(%s), more%s.(map[any][]%s)", s.Name, s.Name, s.Name, s.Name))
				}
			}
		}
	}
	return slices.Concat(cells, later, variables, held, p.statements())
}

// promotes reports whether a type may have promoted methods: once in use, they can't be hidden.
func promotes(t ast.Expr) bool {
	s, ok := t.(*ast.StructType)
	return ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool { return f.Names == nil })
}

const header = "package p;"

// statements are the cells of the main function. What is deferred runs at the
// end of a cell, so nothing may follow it in another.
func (p *Program) statements() []string {
	for i, text := range p.Body {
		f, err := parser.ParseFile(token.NewFileSet(), "", header+"func _() {\n"+text+"\n}", parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		deferred := false
		ast.Inspect(f.Decls[0].(*ast.FuncDecl).Body, func(n ast.Node) bool {
			if _, ok := n.(*ast.DeferStmt); ok {
				deferred = true
			}
			_, inner := n.(*ast.FuncLit)
			return !inner
		})
		if deferred {
			return append(slices.Clone(p.Body[:i]), strings.Join(p.Body[i:], "\n"))
		}
	}
	return p.Body
}

// declarations are the cells of what the program declares.
func (p *Program) declarations() []string {
	var cells []string
	generic := map[string]int{} // types to cells
	for _, d := range strings.Split(p.Decls, "\n\n") {
		d = strings.TrimSpace(d)
		if d == "" {
			continue
		}
		if found := genericType.FindStringSubmatch(d); found != nil {
			generic[found[1]] = len(cells)
		}
		if found := genericMethod.FindStringSubmatch(d); found != nil {
			cells[generic[found[1]]] += "\n\n" + d
			continue
		}
		cells = append(cells, d)
	}
	return cells
}

var (
	genericType   = regexp.MustCompile(`^type (\w+)\[\w+ [a-z]+`)
	genericMethod = regexp.MustCompile(`^func \(\w+ \*?(\w+)\[`)
)
