package interp

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/machine"
	"github.com/gojac/gojac/interp/stdlib"
)

// standInPath is the package whose functions and types stand in for generic
// ones of compiled packages.
const standInPath = "github.com/gojac/gojac/interp/shims"

//go:embed shims/shims.go
var standInSource string

// stoodIn lists what package shims stands in for; the names are the same there.
var stoodIn = map[string][]string{
	"errors":       {"AsType"},
	"iter":         {"Pull", "Pull2"},
	"math/rand/v2": {"N"},
	"reflect":      {"TypeFor"},
	"sync":         {"OnceValue", "OnceValues"},
	"sync/atomic":  {"Pointer"},
}

// standIns is an importer that also knows package shims, which it checks from
// source the first time that a cell needs it.
type standIns struct {
	types.Importer
	fset  *token.FileSet
	pkg   *types.Package
	files []*ast.File
	info  *types.Info
}

func (s *standIns) Import(path string) (*types.Package, error) {
	if path != standInPath {
		return s.Importer.Import(path)
	}
	if s.pkg != nil {
		return s.pkg, nil
	}
	file, err := parser.ParseFile(s.fset, "shims.go", standInSource, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	info := newInfo()
	conf := types.Config{Importer: s.Importer, GoVersion: goVersion}
	pkg, err := conf.Check(standInPath, s.fset, []*ast.File{file}, info)
	if err != nil {
		return nil, err
	}
	s.pkg, s.files, s.info = pkg, []*ast.File{file}, info
	return pkg, nil
}

// build adds to prog what was imported from source so far. It belongs before
// the package that imports it is created.
func (s *standIns) build(prog *ssa.Program, m *machine.Machine) {
	stdlib.Build(s.Importer, prog)
	if s.pkg == nil || prog.Package(s.pkg) != nil {
		return
	}
	m.Prepare(prog, s.pkg)
	prog.CreatePackage(s.pkg, s.files, s.info, true).Build()
}

// standIn lets file name package shims where it names what that stands in for:
// sync.OnceValue becomes sync·.OnceValue. It returns the names that then stand
// for package shims; if there are any, file has to be checked again.
func standIn(info *types.Info, file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		if pkg, ok := info.Uses[id].(*types.PkgName); ok && slices.Contains(stoodIn[pkg.Imported().Path()], sel.Sel.Name) {
			id.Name += "·"
			names[id.Name] = true
		}
		return true
	})
	return names
}

// importStandIns makes file import package shims under each of names.
func importStandIns(file *ast.File, names map[string]bool) {
	for name := range names {
		if slices.ContainsFunc(file.Imports, func(im *ast.ImportSpec) bool { return im.Name != nil && im.Name.Name == name }) {
			continue
		}
		spec := &ast.ImportSpec{
			Name: ast.NewIdent(name),
			Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(standInPath)},
		}
		decl := &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}
		file.Decls = append([]ast.Decl{decl}, file.Decls...)
		file.Imports = append(slices.Clip(file.Imports), spec)
	}
}
