package nn_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDocNamesAll: the package comment names every function and type that
// makes something, and nothing that is not there.
func TestDocNamesAll(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "//\tlayers ")
	table, _, _ = strings.Cut(table, "\n// Start with")
	named := strings.Fields(table)
	packages, err := parser.ParseDir(token.NewFileSet(), ".", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	// parts of what is named, and what goes with it
	with := []string{"OneHot", "Classes", "Pool", "NewRNN", "NewGRU", "NewLSTM", "NewMultiHead", "Overview", "Parameter"}
	known := map[string]bool{}
	for _, f := range packages["nn"].Files {
		for name := range f.Scope.Objects {
			known[name] = true
			if ast.IsExported(name) && !slices.Contains(named, name) && !slices.Contains(with, name) && !strings.HasPrefix(name, "Test") {
				t.Errorf("%s is not in the table", name)
			}
		}
	}
	for _, name := range named {
		if ast.IsExported(name) && !known[name] {
			t.Errorf("there is no %s", name)
		}
	}
}
