package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gojac/gojac/ad"
)

// adPath is the package whose functions named in ad.Verbs are verbs: the front
// end gives each call ad.Grad(f) a type that depends on f's, which no Go
// signature can say.
const adPath = "github.com/gojac/gojac/ad"

var verbTable = func() map[string]*ad.Verb {
	m := map[string]*ad.Verb{}
	for _, v := range ad.Verbs() {
		m[v.Name] = v
	}
	return m
}()

// A verbSite is a place where a cell calls a verb.
type verbSite struct {
	call *ast.CallExpr
	fun  *ast.SelectorExpr // as the user wrote it
}

// A verbCall is a verbSite with the types that its function gives it. The
// check sees a function without a body in place of ad.Grad.
type verbCall struct {
	verbSite
	verb   *ad.Verb
	decl   *ast.FuncDecl
	object *types.Func      // of decl, once the check is over
	arg    *types.Signature // of the function to transform
	out    *types.Signature // of the transformed function
	name   string           // of the function, "" for a literal
	pos    Position
}

// verbSites finds the calls of verbs in file and gives each back its own name.
func verbSites(file *ast.File, known []verbSite) []verbSite {
	for _, s := range known {
		s.call.Fun = s.fun
	}
	var sites []verbSite
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && verbTable[sel.Sel.Name] != nil {
				if _, ok := sel.X.(*ast.Ident); ok {
					sites = append(sites, verbSite{call, sel})
				}
			}
		}
		return true
	})
	return sites
}

// resolveVerbs gives types to the verbs whose function has one by now.
func (c *checker) resolveVerbs(p *pass, file *ast.File, sites []verbSite, done []*verbCall) (more []*verbCall, again bool, errs []types.Error) {
	for _, s := range sites {
		if s.call.Fun != ast.Expr(s.fun) || !isVerb(p, s.fun) || len(s.call.Args) == 0 {
			continue
		}
		t := p.info.Types[s.call.Args[0]].Type
		if t == nil {
			continue
		}
		sig, ok := t.Underlying().(*types.Signature)
		if !ok || invalid(sig) {
			continue
		}
		if lit := literalOf(p, s.call.Args[0], sig); lit != nil {
			s.call.Args[0] = lit
			again = true
			continue
		}
		v := &verbCall{verbSite: s, verb: verbTable[s.fun.Sel.Name], arg: sig, pos: c.position(s.call.Pos())}
		if id, ok := ast.Unparen(s.call.Args[0]).(*ast.Ident); ok {
			v.name = id.Name
		}
		if err := v.resolve(p); err != nil {
			errs = append(errs, types.Error{Fset: c.fset, Pos: s.call.Args[0].Pos(), Msg: err.Error()})
			continue
		}
		v.declare(c, p, file, len(done)+len(more))
		more = append(more, v)
	}
	return more, again, errs
}

// invalid reports whether a type in sig could not be told, which is an error
// of its own.
func invalid(sig *types.Signature) bool {
	return strings.Contains(types.TypeString(sig, nil), types.Typ[types.Invalid].String())
}

// declare puts a function without a body into file, of the type that the verb
// has here, and lets the call call it.
func (v *verbCall) declare(c *checker, p *pass, file *ast.File, n int) {
	adPkg := verbPackage(p, v.fun)
	params := []*types.Var{types.NewParam(token.NoPos, adPkg, "f", v.arg)}
	options := types.NewSlice(adPkg.Scope().Lookup("Option").Type())
	params = append(params, types.NewParam(token.NoPos, adPkg, "opts", options))
	out := types.NewParam(token.NoPos, adPkg, "", v.out)
	sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), types.NewTuple(out), true)

	s := &speller{c, p.pkg}
	v.decl = &ast.FuncDecl{
		Name: ast.NewIdent(fmt.Sprintf("ad.%s·%d", v.verb.Name, n)),
		Type: &ast.FuncType{Params: s.fields(sig.Params(), true), Results: s.fields(sig.Results(), false)},
	}
	file.Decls = append(file.Decls, v.decl)
	v.call.Fun = &ast.Ident{Name: v.decl.Name.Name, NamePos: v.fun.Pos()}
}

// bind takes the objects and types of the last check, in which the types that
// the cell declares are others than before.
func (v *verbCall) bind(p *pass) {
	v.object, _ = p.info.Defs[v.decl.Name].(*types.Func)
	if v.object == nil {
		return
	}
	sig := v.object.Signature()
	v.out, _ = sig.Results().At(0).Type().Underlying().(*types.Signature)
	if f, ok := sig.Params().At(0).Type().Underlying().(*types.Signature); ok {
		v.arg = f
	}
}

// ofUntypedVerb reports whether e only says that the result of a verb without
// a type cannot be called; why it has none is said elsewhere.
func ofUntypedVerb(e types.Error) bool {
	return strings.HasPrefix(e.Msg, "invalid operation: cannot call ad.") && strings.Contains(e.Msg, "of interface type any")
}

// literalOf returns the function literal that calls e, if e is a compiled
// function on float64 such as math.Sin: a literal has a source to lift.
func literalOf(p *pass, e ast.Expr, sig *types.Signature) ast.Expr {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok || sig.Variadic() {
		return nil
	}
	if fn, ok := p.info.Uses[sel.Sel].(*types.Func); !ok || isCell(fn.Pkg()) || fn.Signature().Recv() != nil {
		return nil
	}
	ident := func(name string) *ast.Ident { return &ast.Ident{Name: name, NamePos: sel.Pos()} }
	fields := func(t *types.Tuple, named bool) *ast.FieldList {
		list := &ast.FieldList{Opening: sel.Pos(), Closing: sel.Pos()}
		for v := range t.Variables() {
			f := &ast.Field{Type: ident("float64")}
			if named {
				f.Names = []*ast.Ident{ident(v.Name())}
			}
			list.List = append(list.List, f)
		}
		return list
	}
	call := &ast.CallExpr{Fun: sel, Lparen: sel.Sel.Pos(), Rparen: sel.End()}
	for _, t := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range t.Variables() {
			if v.Type() != types.Typ[types.Float64] {
				return nil
			}
		}
	}
	for v := range sig.Params().Variables() {
		call.Args = append(call.Args, ident(v.Name()))
	}
	return &ast.FuncLit{
		Type: &ast.FuncType{Func: sel.Pos(), Params: fields(sig.Params(), true), Results: fields(sig.Results(), false)},
		Body: &ast.BlockStmt{Lbrace: sel.Pos(), Rbrace: sel.End(), List: []ast.Stmt{
			&ast.ReturnStmt{Return: sel.Pos(), Results: []ast.Expr{call}},
		}},
	}
}

// verbType returns the type of the function that a call of a verb makes, or
// nil if call is no such call.
func verbType(call *ast.CallExpr, info *types.Info) *types.Signature {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	p := &pass{info: info}
	if !ok || !isVerb(p, sel) || len(call.Args) == 0 {
		return nil
	}
	t := info.Types[call.Args[0]].Type
	if t == nil {
		return nil
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return nil
	}
	v := &verbCall{verbSite: verbSite{call, sel}, verb: verbTable[sel.Sel.Name], arg: sig}
	if v.resolve(p) != nil {
		return nil
	}
	return v.out
}

func isVerb(p *pass, sel *ast.SelectorExpr) bool { return verbPackage(p, sel) != nil }

// verbPackage returns package ad if sel selects from it.
func verbPackage(p *pass, sel *ast.SelectorExpr) *types.Package {
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	if name, ok := p.info.Uses[id].(*types.PkgName); ok && name.Imported().Path() == adPath && verbTable[sel.Sel.Name] != nil {
		return name.Imported()
	}
	return nil
}

// misusedVerbs reports verbs that are not called on a function.
func (c *checker) misusedVerbs(p *pass, file *ast.File) (errs []types.Error) {
	called := map[*ast.SelectorExpr]*ast.CallExpr{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
				called[sel] = n
			}
		case *ast.SelectorExpr:
			if !isVerb(p, n) {
				break
			}
			name := "ad." + n.Sel.Name
			call := called[n]
			switch {
			case call == nil:
				errs = append(errs, types.Error{Fset: c.fset, Pos: n.Pos(),
					Msg: fmt.Sprintf("%s cannot be used as a value, since its type depends on its function; call it where you need it: %s(f)", name, name)})
			case len(call.Args) == 0:
				errs = append(errs, types.Error{Fset: c.fset, Pos: call.Pos(), Msg: fmt.Sprintf("%s wants a function: %s(f)", name, name)})
			default:
				t := p.info.Types[call.Args[0]].Type
				if t != nil && t != types.Typ[types.Invalid] {
					if _, ok := t.Underlying().(*types.Signature); !ok {
						errs = append(errs, types.Error{Fset: c.fset, Pos: call.Args[0].Pos(),
							Msg: fmt.Sprintf("%s wants a function, got a value of type %s; name the function without calling it: %s(f)(…)", name, typeString(t), name)})
					}
				}
			}
		}
		return true
	})
	return errs
}
