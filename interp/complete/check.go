package complete

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gojac/gojac/interp/stdlib"
)

// A checked file has types as far as they could be found.
type checked struct {
	*file
	pkg  *types.Package
	info *types.Info
}

// check types a file against the session. Errors count for nothing.
func (c *Completer) check(f *file) *checked {
	c.env.NameImports(f.tree)
	declared := DeclaredNames(f.tree)
	f.hoist(func(name string) bool { return !declared[name] && c.env.Lookup(name) == nil })
	declared = DeclaredNames(f.tree)
	k := &checked{file: f, info: &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	var verbs []*types.Func
	written := map[*ast.CallExpr]ast.Expr{}
	defer func() {
		for call, fun := range written {
			call.Fun = fun
		}
	}()
	for {
		k.pkg = types.NewPackage(cellPath, "cell")
		c.insert(k, declared)
		for _, v := range verbs {
			k.pkg.Scope().Insert(v)
		}
		c.types(k)
		more := c.verbs(k, written)
		if len(more) == 0 {
			return k
		}
		verbs = append(verbs, more...)
	}
}

// types runs go/types. Trees of broken code are not what it is mostly tested with, so a panic in it counts as an error.
func (c *Completer) types(k *checked) {
	defer func() { _ = recover() }()
	config := types.Config{Importer: c.env.Importer(), Error: func(error) {}}
	types.NewChecker(&config, k.fset, k.pkg, k.info).Files([]*ast.File{k.tree})
}

// insert puts the names that the file mentions and does not declare into its package: objects of the session, imports
// of earlier cells, and packages that need no import.
func (c *Completer) insert(k *checked, declared map[string]bool) {
	selected := map[string][]string{}
	ast.Inspect(k.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok {
				if _, ok := selected[id.Name]; !ok {
					selected[id.Name] = nil
				}
				if n.Sel.Name != placeholder {
					selected[id.Name] = append(selected[id.Name], n.Sel.Name)
				}
			}
		case *ast.Ident:
			if !declared[n.Name] {
				if obj := c.env.Lookup(n.Name); obj != nil {
					k.pkg.Scope().Insert(obj)
				}
			}
		}
		return true
	})
	for name, members := range selected {
		if !declared[name] && k.pkg.Scope().Lookup(name) == nil {
			if p := c.packageOf(name, members...); p != nil {
				k.pkg.Scope().Insert(types.NewPkgName(token.NoPos, k.pkg, name, p))
			}
		}
	}
}

// packageOf returns the package that a name stands for which nobody declared, or nil.
func (c *Completer) packageOf(name string, members ...string) *types.Package {
	path := c.env.Imports()[name]
	if path == "" {
		path, _ = stdlib.Resolve(c.env.Importer(), name, members...)
	}
	if path == "" {
		return nil
	}
	p, err := c.env.Importer().Import(path)
	if err != nil {
		return nil
	}
	return p
}

// verbs replaces the function of each call that the session knows to be a verb by one of the type it has there, and
// notes what was written. The caller checks again, since the result of one may be the argument of another.
func (c *Completer) verbs(k *checked, written map[*ast.CallExpr]ast.Expr) (objects []*types.Func) {
	ast.Inspect(k.tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if _, ok := call.Fun.(*ast.SelectorExpr); !ok {
			return true
		}
		out := c.env.Verb(call, k.info)
		if out == nil {
			return true
		}
		var params []*types.Var
		for _, arg := range call.Args {
			t := k.info.TypeOf(arg)
			if t == nil {
				return true
			}
			params = append(params, types.NewParam(token.NoPos, k.pkg, "", types.Default(t)))
		}
		result := types.NewTuple(types.NewParam(token.NoPos, k.pkg, "", out))
		name := fmt.Sprintf("verb·%d", len(written))
		objects = append(objects, types.NewFunc(token.NoPos, k.pkg, name,
			types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), result, false)))
		written[call] = call.Fun
		call.Fun = &ast.Ident{Name: name, NamePos: call.Fun.Pos()}
		return true
	})
	return objects
}

// DeclaredNames returns what a file declares at package level, imports included.
func DeclaredNames(tree *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						names[n.Name] = true
					}
				case *ast.ImportSpec:
					names[ImportName(spec)] = true
				}
			}
		}
	}
	delete(names, "_")
	return names
}
