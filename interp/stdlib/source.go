package stdlib

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/types"
	"path"
	"sync"

	"github.com/gojac/gojac/interp/stdlib/pack"
	"golang.org/x/tools/go/ssa"
)

//go:embed std.source.bin
var stdSource []byte

// sourceArchive holds the files of packages whose functions are generic, so that there is no compiled value to call:
// cmp, maps and slices. Their functions run from source.
var sourceArchive = sync.OnceValue(func() *pack.Archive { return opened(stdSource, stdSource).std })

var sourceFiles = sync.OnceValue(func() map[string][]string {
	files := map[string][]string{}
	for _, name := range sourceArchive().Names() {
		files[path.Dir(name)] = append(files[path.Dir(name)], name)
	}
	return files
})

// A checkedSource is a package that the importer checked from its source.
type checkedSource struct {
	files []*ast.File
	info  *types.Info
}

// Build adds to prog, with the bodies of their functions, the packages that imp has read from source so far, unless they
// are there already. It belongs before a package that imports them is created: whoever creates them without source
// keeps their functions from having bodies.
func Build(imp types.Importer, prog *ssa.Program) {
	i, ok := imp.(*importer)
	if !ok {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for pkg := range i.sources {
		i.build(prog, pkg)
	}
}

func (imp *importer) build(prog *ssa.Program, pkg *types.Package) {
	if prog.Package(pkg) != nil {
		return
	}
	for _, dependency := range pkg.Imports() {
		if dependency != types.Unsafe {
			imp.build(prog, dependency)
		}
	}
	s := imp.sources[pkg]
	created := prog.CreatePackage(pkg, s.files, s.info, true)
	if s.files != nil {
		created.Build()
	}
}

// fromSource checks a package from source; nil if it is not packed so. It runs under imp's lock.
func (imp *importer) fromSource(path string) (*types.Package, error) {
	names := sourceFiles()[path]
	if names == nil {
		return nil, nil
	}
	s := checkedSource{info: NewInfo()}
	for _, name := range names {
		text, err := sourceArchive().Read(name)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(imp.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, f)
	}
	pkg := imp.packages[path]
	if pkg == nil {
		pkg = types.NewPackage(path, Name(path))
		imp.packages[path] = pkg
	}
	config := types.Config{Importer: importerFunc(imp.load)}
	if err := types.NewChecker(&config, imp.fset, pkg, s.info).Files(s.files); err != nil {
		return nil, err
	}
	imp.sources[pkg] = s
	return pkg, nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// NewInfo returns an Info with all that ssa needs.
func NewInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}
