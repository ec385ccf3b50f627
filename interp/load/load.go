package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gojac/gojac/interp/shims"
	"github.com/gojac/gojac/interp/stdlib"
)

// A Loader gives the code of one folder the packages that it imports: those
// that gojac carries, compiled, and all others from source. Each is checked
// once. It is safe for concurrent use, and a types.Importer.
type Loader struct {
	fset  *token.FileSet
	std   types.Importer
	here  folder // of the code
	base  string // what positions are relative to
	wrong error  // in go.mod

	mu     sync.Mutex
	loaded map[string]*pkg // by folder
	byType map[*types.Package]*pkg
	stack  []*folder // being loaded
	texts  map[string]string
	notes  []string
	bare   []string // packages that run without their assembly
	shims  *pkg
}

// A pkg is a package checked from source.
type pkg struct {
	folder   folder
	contents string
	types    *types.Package
	files    []*ast.File
	info     *types.Info
	imports  []*pkg // from source
	ready    bool   // its variables are initialized
}

// New returns a loader for the code in dir. Positions in other files are
// relative to base. Only cells may import "./x", as nearby says.
func New(fset *token.FileSet, dir, base string, nearby bool) *Loader {
	l := &Loader{
		fset: fset, std: stdlib.Importer(fset), base: base,
		here:   folder{path: ".", dir: dir, nearby: nearby},
		loaded: map[string]*pkg{}, byType: map[*types.Package]*pkg{}, texts: map[string]string{},
	}
	l.here.from, l.wrong = modulesAt(dir, base)
	return l
}

// Import returns a package for the code of the loader's folder. An error about
// the package itself is an *Error.
func (l *Loader) Import(importPath string) (*types.Package, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.load(importPath, &l.here)
}

// GoVersion returns the language version of the loader's folder.
func (l *Loader) GoVersion() string {
	if l.here.from == nil || l.here.from.main == nil {
		return goVersion
	}
	return languageOf(l.here.from.main)
}

// Notes returns what is to be said of the packages loaded since it was last called.
func (l *Loader) Notes() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	notes := l.notes
	if len(l.bare) > 0 {
		slices.Sort(l.bare)
		notes = append(notes, "without assembly and cgo, as with CGO_ENABLED=0 go build -tags "+strings.Join(tags, ",")+": "+strings.Join(l.bare, ", "))
	}
	l.notes, l.bare = nil, nil
	return notes
}

// Text returns the text of a file of a loaded package by its name in positions.
func (l *Loader) Text(name string) (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, ok := l.texts[name]
	return text, ok
}

// FromSource reports whether a package was loaded from source.
func (l *Loader) FromSource(p *types.Package) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.byType[p] != nil
}

// Refresh forgets the packages whose files, or whose choice of modules, have
// changed, and those that import them, so that they are loaded anew. It
// returns what it forgot.
func (l *Loader) Refresh() (gone []*types.Package) {
	l.mu.Lock()
	defer l.mu.Unlock()
	changed := map[*pkg]bool{}
	if l.wrong != nil || l.here.from.partial || l.here.from.stamp != stampAt(l.here.dir) {
		before := l.here.from
		if l.here.from, l.wrong = modulesAt(l.here.dir, l.base); l.wrong == nil {
			l.moved(before, changed)
		}
	}
	for _, p := range l.loaded {
		if p.contents != p.folder.contents() {
			changed[p] = true
		}
	}
	return l.forget(changed)
}

// moved notes which packages lie elsewhere, or are in another version of Go,
// now that the modules are no longer those of before.
func (l *Loader) moved(before *modules, changed map[*pkg]bool) {
	for _, p := range l.loaded {
		if p.folder.from != before && p.folder.from.root != l.here.from.root {
			continue
		}
		p.folder.from = l.here.from
		if strings.HasPrefix(p.folder.path, ".") {
			continue
		}
		if f, err := l.here.from.find(p.folder.path); err != nil || f.dir != p.folder.dir || f.version != p.folder.version {
			changed[p] = true
		}
	}
}

// forget drops packages and those that import them.
func (l *Loader) forget(changed map[*pkg]bool) (gone []*types.Package) {
	for again := true; again; {
		again = false
		for _, p := range l.loaded {
			if !changed[p] && slices.ContainsFunc(p.imports, func(q *pkg) bool { return changed[q] }) {
				changed[p], again = true, true
			}
		}
	}
	for p, yes := range changed {
		if yes {
			delete(l.loaded, p.folder.dir)
			gone = append(gone, p.types)
		}
	}
	slices.SortFunc(gone, func(a, b *types.Package) int { return strings.Compare(a.Path(), b.Path()) })
	return gone
}

// load imports a package on behalf of the code in from.
func (l *Loader) load(importPath string, from *folder) (*types.Package, error) {
	switch {
	case importPath == shims.Path:
		return l.standIns()
	case importPath == "C":
		return nil, errors.New("cgo is not supported; only pure Go runs")
	case importPath == "unsafe" || stdlib.Has(importPath):
		return l.std.Import(importPath)
	}
	f, err := l.find(importPath, from)
	if err != nil {
		return nil, err
	}
	if hidden(f.dir, from.dir) {
		return nil, fmt.Errorf("use of internal package %s not allowed", f.path)
	}
	p, err := l.fromSource(f)
	if err != nil {
		return nil, err
	}
	return p.types, nil
}

func (l *Loader) find(importPath string, from *folder) (folder, error) {
	if l.wrong != nil {
		return folder{}, l.wrong
	}
	relative := importPath == "." || importPath == ".." || strings.HasPrefix(importPath, "./") || strings.HasPrefix(importPath, "../")
	if !relative {
		return from.from.find(importPath)
	}
	if !from.nearby {
		return folder{}, fmt.Errorf("%q is relative, but relative import paths are not supported in module mode", importPath)
	}
	dir := filepath.Join(from.dir, filepath.FromSlash(importPath))
	if !isDir(dir) {
		return folder{}, fmt.Errorf("there is no folder %s beside the notebook", l.here.from.relative(dir))
	}
	m := from.from
	if at, err := modulesAt(dir, l.base); err != nil {
		return folder{}, err
	} else if at.root != m.root && at.main != nil {
		m = at // a module of its own
	}
	if m.main != nil {
		if rel, err := filepath.Rel(m.root, dir); err == nil && filepath.IsLocal(rel) {
			return m.find(path.Join(m.main.Module.Mod.Path, filepath.ToSlash(rel)))
		}
	}
	show := m.relative(dir)
	return folder{path: "./" + show, dir: dir, show: show, version: goVersion, from: m}, nil
}

// fromSource checks the package in a folder.
func (l *Loader) fromSource(f folder) (*pkg, error) {
	if p := l.loaded[f.dir]; p != nil {
		return p, nil
	}
	if i := slices.IndexFunc(l.stack, func(s *folder) bool { return s.dir == f.dir }); i >= 0 {
		chain := ""
		for _, s := range l.stack[i:] {
			chain += s.path + " imports "
		}
		return nil, fmt.Errorf("import cycle not allowed: %s%s", chain, f.path)
	}
	l.stack = append(l.stack, &f)
	defer func() { l.stack = l.stack[:len(l.stack)-1] }()
	p := &pkg{folder: f, contents: f.contents()}
	names, bare, err := f.files()
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for _, name := range names {
		problems = append(problems, l.parse(p, name)...)
	}
	if len(problems) == 0 {
		problems = l.imports(p.files, &f)
	}
	if len(problems) == 0 {
		p.types, p.info, problems = l.check(f.path, f.version, p.files, importerFunc(func(path string) (*types.Package, error) { return l.load(path, &f) }))
	}
	if file, ok := f.usesCgo(); ok && len(problems) > 0 {
		problems = []Problem{{f.position(file), fmt.Sprintf("package %s uses cgo, which gojac does not run", f.path)}}
	}
	if len(problems) > 0 {
		return nil, &Error{problems}
	}
	for _, q := range p.types.Imports() {
		if q := l.byType[q]; q != nil {
			p.imports = append(p.imports, q)
		}
	}
	l.loaded[f.dir], l.byType[p.types] = p, p
	if f.note != "" && !slices.Contains(l.notes, f.note) {
		l.notes = append(l.notes, f.note)
	}
	if bare {
		l.bare = append(l.bare, f.path)
	}
	return p, nil
}

func (l *Loader) parse(p *pkg, name string) []Problem {
	text, err := os.ReadFile(filepath.Join(p.folder.dir, name))
	if err != nil {
		return []Problem{{p.folder.position(name), err.Error()}}
	}
	shown := path.Join(p.folder.show, name)
	l.texts[shown] = string(text)
	file, err := parser.ParseFile(l.fset, shown, text, parser.SkipObjectResolution|parser.AllErrors)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		var problems []Problem
		for _, e := range list {
			problems = append(problems, Problem{e.Pos, "syntax error: " + e.Msg})
		}
		return problems
	}
	p.files = append(p.files, file)
	return nil
}

// Imports imports what files of the loader's folder do, and returns what is
// wrong with that.
func (l *Loader) Imports(files ...*ast.File) []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.imports(files, &l.here)
}

func (l *Loader) imports(files []*ast.File, from *folder) (problems []Problem) {
	seen := map[string]bool{}
	for _, file := range files {
		for _, spec := range file.Imports {
			importPath, err := strconv.Unquote(spec.Path.Value)
			if err != nil || seen[importPath] {
				continue
			}
			seen[importPath] = true
			_, err = l.load(importPath, from)
			var e *Error
			switch {
			case err == nil:
			case errors.As(err, &e) && e.Problems[0].Filename != "":
				problems = append(problems, e.Problems...)
			default:
				problems = append(problems, Problem{l.fset.Position(spec.Path.Pos()), fmt.Sprintf("could not import %s (%v)", importPath, err)})
			}
		}
	}
	return problems
}

// check type-checks files as a package, with what stands in for generics of
// the standard library.
func (l *Loader) check(importPath, version string, files []*ast.File, imp types.Importer) (*types.Package, *types.Info, []Problem) {
	for {
		var problems []Problem
		info := stdlib.NewInfo()
		conf := types.Config{Importer: imp, GoVersion: version, Error: func(err error) {
			e := err.(types.Error)
			problems = append(problems, Problem{l.fset.Position(e.Pos), e.Msg})
		}}
		checked, _ := conf.Check(importPath, l.fset, files, info)
		again := false
		for _, file := range files {
			if names := StandIn(info, file); len(problems) == 0 && len(names) > 0 {
				ImportStandIns(file, names)
				again = true
			}
		}
		if !again {
			problems = slices.DeleteFunc(problems, func(p Problem) bool { return l.unusedByStandIn(p, files) })
			return checked, info, problems
		}
	}
}

// unusedByStandIn reports whether a problem is an import that a stand-in left
// without use.
func (l *Loader) unusedByStandIn(p Problem, files []*ast.File) bool {
	if !strings.HasSuffix(p.Msg, "imported and not used") {
		return false
	}
	return slices.ContainsFunc(files, func(f *ast.File) bool {
		return l.fset.Position(f.Pos()).Filename == p.Filename && slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == strconv.Quote(shims.Path) })
	})
}

// standIns loads package shims.
func (l *Loader) standIns() (*types.Package, error) {
	if l.shims != nil {
		return l.shims.types, nil
	}
	file, err := parser.ParseFile(l.fset, "shims.go", shims.Source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	p := &pkg{files: []*ast.File{file}, info: stdlib.NewInfo(), ready: true}
	conf := types.Config{Importer: l.std, GoVersion: goVersion}
	if p.types, err = conf.Check(shims.Path, l.fset, p.files, p.info); err != nil {
		return nil, err
	}
	l.shims, l.byType[p.types] = p, p
	return p.types, nil
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// sources returns the packages from source that can be reached from p, those
// first that others import, as Go initializes them.
func (l *Loader) sources(p *types.Package) []*pkg {
	found := map[string]*pkg{}
	seen := map[*types.Package]bool{}
	var visit func(*types.Package)
	visit = func(p *types.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, q := range p.Imports() {
			visit(q)
		}
		if s := l.byType[p]; s != nil {
			found[s.types.Path()+" "+s.folder.dir] = s
		}
	}
	visit(p)
	var order []*pkg
	names := slices.Sorted(maps.Keys(found))
	for len(names) > 0 {
		i := slices.IndexFunc(names, func(n string) bool {
			return !slices.ContainsFunc(found[n].imports, func(q *pkg) bool { return !slices.Contains(order, q) })
		})
		order = append(order, found[names[i]])
		names = slices.Delete(names, i, i+1)
	}
	return order
}
