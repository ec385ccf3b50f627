package complete

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// adPath is the package whose Wrt takes names of parameters as strings.
const adPath = "github.com/gojac/gojac/ad"

// parameters completes the names inside ad.Grad(f, ad.Wrt("…")): the parameters of f. ok is false if the cursor is not
// in such a string.
func (c *Completer) parameters(cell string, cursor int) (answer Completion, ok bool) {
	start := -1
	for _, l := range scan(cell) {
		if l.tok == token.STRING && l.start < cursor && (cursor < l.end || cursor == l.end && l.broken) {
			start = l.start
		}
	}
	if start < 0 || !strings.Contains(cell[:start], "Wrt") {
		return answer, false
	}
	k := c.check(atCursor(cell, start))
	path := k.placeholder()
	if len(path) < 3 {
		return answer, false
	}
	wrt, _ := path[len(path)-2].(*ast.CallExpr)
	verb, _ := path[len(path)-3].(*ast.CallExpr)
	if wrt == nil || verb == nil || !k.isWrt(wrt.Fun) {
		return answer, false
	}
	f, ok := k.info.TypeOf(verb.Args[0]).(*types.Signature)
	if !ok {
		return answer, false
	}
	l := newList(cell[start+1 : cursor])
	for p := range f.Params().Variables() {
		l.object(rankLocal, p)
	}
	return Completion{start + 1, cursor, l.matches}, true
}

func (k *checked) isWrt(fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Wrt" {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	name, ok := k.info.Uses[id].(*types.PkgName)
	return ok && name.Imported().Path() == adPath
}
