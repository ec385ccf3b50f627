package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/interp/stdlib"
)

// Name returns the name of the package with the given path, from its files if
// it comes from source.
func (l *Loader) Name(importPath string) string {
	if importPath == "C" || importPath == "unsafe" || stdlib.Has(importPath) {
		return stdlib.Name(importPath)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := l.find(importPath, &l.here)
	if err != nil {
		return stdlib.Name(importPath)
	}
	if p := l.loaded[f.dir]; p != nil {
		return p.types.Name()
	}
	if names, _, err := f.files(); err == nil && len(names) > 0 {
		if file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(f.dir, names[0]), nil, parser.PackageClauseOnly); err == nil {
			return file.Name.Name
		}
	}
	return stdlib.Name(importPath)
}

// NameImports writes the name of each package into the imports of a file where
// the path does not tell it.
func (l *Loader) NameImports(file *ast.File) {
	for _, spec := range file.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil || spec.Name != nil {
			continue
		}
		if name := l.Name(importPath); name != stdlib.Name(importPath) {
			spec.Name = &ast.Ident{Name: name, NamePos: spec.Path.Pos()}
		}
	}
}

// Paths returns the import paths that begin with prefix and lead outside the
// standard library: folders near the code, and packages of the modules it can
// import from, one level at a time.
func (l *Loader) Paths(prefix string) (paths []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.here.from
	if l.wrong != nil {
		return nil
	}
	parent := prefix[:strings.LastIndexByte(prefix, '/')+1]
	if strings.HasPrefix(prefix, ".") {
		if parent == "" {
			parent = "./"
		}
		return below(filepath.Join(l.here.dir, parent), parent, prefix)
	}
	for p, s := range m.list {
		switch {
		case strings.HasPrefix(p, prefix):
			paths = append(paths, p)
			if prefix == "" || !strings.HasPrefix(p, prefix+"/") {
				paths = append(paths, below(s.dir, p+"/", "")...)
			}
		case strings.HasPrefix(parent, p+"/"):
			paths = append(paths, below(filepath.Join(s.dir, strings.TrimPrefix(parent, p+"/")), parent, prefix)...)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// below returns the folders of dir as import paths.
func below(dir, parent, prefix string) (paths []string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") && name != "testdata" && name != "vendor" && strings.HasPrefix(parent+name, prefix) {
			paths = append(paths, parent+name)
		}
	}
	return paths
}

// Doc returns the doc comment of an object of a package from source, or of a
// package by its name; "" if there is none.
func (l *Loader) Doc(obj types.Object) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if name, ok := obj.(*types.PkgName); ok {
		return l.packageDoc(name.Imported())
	}
	at := l.fset.Position(obj.Pos())
	text, ok := l.texts[at.Filename]
	if !ok {
		return ""
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, at.Filename, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	doc, group := "", ""
	named := func(id *ast.Ident) bool { return fset.Position(id.Pos()).Offset == at.Offset }
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			group = n.Doc.Text()
		case *ast.FuncDecl:
			if named(n.Name) {
				doc = n.Doc.Text()
			}
		case *ast.TypeSpec:
			if named(n.Name) {
				doc = either(n.Doc.Text(), group)
			}
		case *ast.ValueSpec:
			if slices.ContainsFunc(n.Names, named) {
				doc = either(n.Doc.Text(), group)
			}
		case *ast.Field:
			if slices.ContainsFunc(n.Names, named) {
				doc = either(n.Doc.Text(), n.Comment.Text())
			}
		}
		return doc == ""
	})
	return doc
}

func (l *Loader) packageDoc(pkg *types.Package) string {
	p := l.byType[pkg]
	if p == nil {
		return ""
	}
	for _, f := range p.files {
		name := l.fset.Position(f.Pos()).Filename
		file, err := parser.ParseFile(token.NewFileSet(), path.Base(name), l.texts[name], parser.ParseComments|parser.PackageClauseOnly)
		if err == nil && file.Doc != nil {
			return file.Doc.Text()
		}
	}
	return ""
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
