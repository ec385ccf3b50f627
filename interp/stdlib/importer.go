package stdlib

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

// Importer returns an importer of the packed packages. One importer gives each package, and so each type, one
// identity: a session has one. It is safe for concurrent use. Objects have no positions, but for those of packages
// packed as source.
func Importer(fset *token.FileSet) types.Importer {
	return &importer{
		fset:     fset,
		packages: map[string]*types.Package{"unsafe": types.Unsafe},
		sources:  map[*types.Package]checkedSource{},
	}
}

// An importer reads the packages it is asked for. A package that others mention is in the map too, incomplete, holding
// the objects they need; reading it completes it.
type importer struct {
	mu       sync.Mutex
	fset     *token.FileSet
	packages map[string]*types.Package
	sources  map[*types.Package]checkedSource
}

func (imp *importer) Import(path string) (*types.Package, error) {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	if len(imp.sources) == 0 {
		// Others mention cmp.Ordered, which has to be the one that cmp's source declares.
		if _, err := imp.load("cmp"); err != nil {
			return nil, err
		}
	}
	return imp.load(path)
}

// load is Import for who holds the lock.
func (imp *importer) load(path string) (*types.Package, error) {
	if p := imp.packages[path]; p != nil && p.Complete() {
		return p, nil
	}
	if p, err := imp.fromSource(path); p != nil || err != nil {
		return p, err
	}
	data, ok := typeArchives().read(path)
	if !ok {
		return nil, missing(path)
	}
	insertHostConstants(imp.packages, path, data)
	return gcexportdata.Read(bytes.NewReader(data), imp.fset, imp.packages, path)
}

// missing explains why a path cannot be imported, and what can.
func missing(path string) error {
	if fit := closest(path); fit != "" {
		return fmt.Errorf("there is no package %q; %q is available", path, fit)
	}
	first, _, _ := strings.Cut(path, "/")
	if !strings.Contains(first, ".") {
		return fmt.Errorf("package %q is not available in cells: it is not among the %d packages of the standard library that are",
			path, len(typeArchives().std.Names()))
	}
	return fmt.Errorf("package %q is not available in cells: only the standard library and gojac's own packages are", path)
}

// closest returns the available path that was likely meant: one that ends in what was asked for, or is spelled almost so.
func closest(path string) string {
	if len(path) < 2 {
		return ""
	}
	paths := Packages()
	for _, p := range paths {
		if strings.HasSuffix(p, "/"+path) || strings.HasSuffix(path, "/"+Name(p)) && strings.HasPrefix(p, module) {
			return p
		}
	}
	return Closest(path, paths)
}
