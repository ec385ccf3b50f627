package lift

import (
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// TestStandardLibrary lifts whatever it finds: every function is lifted or refused, and what is lifted prints as Go.
func TestStandardLibrary(t *testing.T) {
	lifted, refused := 0, 0
	for _, path := range []string{"math", "math/cmplx", "sort", "strings", "container/heap", "text/tabwriter", "math/rand/v2", "image/color", "strconv"} {
		for _, f := range functionsOf(t, path) {
			form, err := New(Config{}).Func(f)
			if err != nil {
				refused++
				continue
			}
			lifted++
			form.Source()
		}
	}
	if lifted < 50 || refused < 50 {
		t.Errorf("%d functions lifted, %d refused", lifted, refused)
	}
	t.Logf("%d functions lifted, %d refused", lifted, refused)
}

// functionsOf builds a standard package from source and returns its functions, methods and literals.
func functionsOf(t *testing.T, path string) (fs []*ssa.Function) {
	t.Helper()
	fset := token.NewFileSet()
	dir, err := gobuild.ImportDir(filepath.Join(runtime.GOROOT(), "src", path), 0)
	if err != nil {
		t.Skipf("no source of %s: %v", path, err)
	}
	var files []*ast.File
	for _, name := range dir.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(dir.Dir, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	conf := &types.Config{Importer: stdImporter(), Error: func(error) {}}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
	}
	pkg, err := conf.Check(path, fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	prog := ssa.NewProgram(fset, ssa.InstantiateGenerics)
	for _, p := range pkg.Imports() {
		prog.CreatePackage(p, nil, nil, true)
	}
	p := prog.CreatePackage(pkg, files, info, false)
	p.Build()
	for f := range ssautil.AllFunctions(prog) {
		if f.Pkg == p && len(f.Blocks) > 0 && f.Signature.TypeParams() == nil && f.Signature.RecvTypeParams() == nil {
			fs = append(fs, f)
		}
	}
	return fs
}
