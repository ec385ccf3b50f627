package stdlib

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"
)

// TestSource builds what a cell does with generic packages down to their bodies.
func TestSource(t *testing.T) {
	const src = `package p
import ("cmp"; "fmt"; "maps"; "slices")
func f() {
	m := maps.Clone(map[string]int{"b": 1, "a": 2})
	keys := slices.Sorted(maps.Keys(m))
	slices.SortFunc(keys, func(a, b string) int { return cmp.Compare(b, a) })
	fmt.Println(slices.Insert(keys, 1, "x"), slices.Max([]float64{1, 2}))
}`
	fset := token.NewFileSet()
	imp := Importer(fset)
	f, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics)
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	cfg := types.Config{Importer: imp}
	pkg, err := cfg.Check("p", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	Build(imp, prog)
	for _, p := range pkg.Imports() {
		if prog.Package(p) == nil {
			prog.CreatePackage(p, nil, nil, true)
		}
	}
	cell := prog.CreatePackage(pkg, []*ast.File{f}, info, false)
	cell.Build()
	seen := map[*ssa.Function]bool{}
	checkBodies(t, cell.Func("f"), seen)
	if len(seen) < 20 {
		t.Errorf("%d functions; slices.SortFunc alone needs more", len(seen))
	}
}

// checkBodies follows static calls: each ends in a function with a body, or in one that was compiled.
func checkBodies(t *testing.T, f *ssa.Function, seen map[*ssa.Function]bool) {
	if seen[f] {
		return
	}
	seen[f] = true
	if len(f.Blocks) == 0 {
		if obj := f.Object(); obj == nil {
			t.Errorf("%s has no body", f)
		} else if _, ok := Lookup(obj); !ok {
			t.Errorf("%s has neither body nor value", f)
		}
	}
	for _, b := range f.Blocks {
		for _, i := range b.Instrs {
			if call, ok := i.(ssa.CallInstruction); ok && call.Common().StaticCallee() != nil {
				checkBodies(t, call.Common().StaticCallee(), seen)
			}
		}
	}
}
