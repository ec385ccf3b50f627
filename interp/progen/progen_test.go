package progen

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSeed writes each program twice: a seed gives the same one.
func TestSeed(t *testing.T) {
	for n := range uint64(50) {
		if a, b := New(5, n).Source(), New(5, n).Source(); a != b {
			t.Fatalf("program %d of seed 5 is not the same the second time", n)
		}
	}
	if New(5, 1).Decls == New(6, 1).Decls {
		t.Error("the seed changes nothing")
	}
}

// TestValid type-checks programs, alone and as one file.
func TestValid(t *testing.T) {
	imports := importer.ForCompiler(token.NewFileSet(), "source", nil)
	check := func(source string) error {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "program.go", source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		_, err = (&types.Config{Importer: imports}).Check("main", fset, []*ast.File{f}, nil)
		return err
	}
	var programs []*Program
	for n := range uint64(200) {
		p := New(3, n)
		if err := check(p.Source()); err != nil {
			t.Errorf("program %d of seed 3: %v", n, err)
			continue
		}
		programs = append(programs, p)
	}
	if err := check(Batch(programs)); err != nil {
		t.Errorf("all in one file: %v", err)
	}
}

// TestGoroutinesQuiet looks at goroutines that send while others go on: they
// call no function that prints, or the order of what is printed would be open.
func TestGoroutinesQuiet(t *testing.T) {
	g := &gen{r: rand.New(rand.NewPCG(1, 1)), imports: map[string]bool{}, types: map[string]*typ{}, times: 1}
	sends := regexp.MustCompile(`go func\(\) \{.*<-.*\}\(\)`)
	for _, feature := range []func(*gen){channels, goroutines, structChans, workers, labelledSelect, received} {
		for range 300 {
			g.funcs = nil
			for _, spell := range slices.Sorted(maps.Keys(g.types)) {
				g.funcs = append(g.funcs, &function{name: "prints", results: []*typ{g.types[spell]}})
			}
			g.cost = 0
			text := g.captured(func() { feature(g) })
			if s := sends.FindString(text); strings.Contains(s, "prints") {
				t.Fatal(s)
			}
		}
	}
}
