package load

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"github.com/gojac/gojac/interp/shims"
)

// stoodIn lists what package shims stands in for; the names are the same there.
var stoodIn = map[string][]string{
	"errors":       {"AsType"},
	"iter":         {"Pull", "Pull2"},
	"math/rand/v2": {"N"},
	"hash/maphash": {"Comparable", "WriteComparable"},
	"reflect":      {"TypeAssert", "TypeFor"},
	"sync":         {"OnceValue", "OnceValues"},
	"sync/atomic":  {"Pointer"},
	"unique":       {"Handle", "Make"},
}

// StandIn lets file name package shims where it names what that stands in for:
// sync.OnceValue becomes sync·.OnceValue. It returns the names that then stand
// for package shims; if there are any, file has to be checked again.
func StandIn(info *types.Info, file *ast.File) map[string]bool {
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

// ImportStandIns makes file import package shims under each of names.
func ImportStandIns(file *ast.File, names map[string]bool) {
	for name := range names {
		if slices.ContainsFunc(file.Imports, func(im *ast.ImportSpec) bool { return im.Name != nil && im.Name.Name == name }) {
			continue
		}
		spec := &ast.ImportSpec{
			Name: ast.NewIdent(name),
			Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(shims.Path)},
		}
		decl := &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}
		file.Decls = append([]ast.Decl{decl}, file.Decls...)
		file.Imports = append(slices.Clip(file.Imports), spec)
	}
}

// TypeName returns the name of the type that one of package shims stands in
// for, and "" for others.
func TypeName(t *types.TypeName) string {
	if t.Pkg() == nil || t.Pkg().Path() != shims.Path {
		return ""
	}
	return map[string]string{"Pointer": "atomic.Pointer", "noCopy": "atomic.noCopy", "Handle": "unique.Handle"}[t.Name()]
}
