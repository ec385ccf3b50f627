package interp

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
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
		if !ok {
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
							Msg: fmt.Sprintf("%s wants a function, got a value of type %s; name the function without calling it: %s(f)(…)", name, t, name)})
					}
				}
			}
		}
		return true
	})
	return errs
}

// resolve finds the type of the function that the verb makes.
func (v *verbCall) resolve(p *pass) error {
	active, err := v.active(p)
	if err != nil {
		return err
	}
	if v.arg.TypeParams().Len() > 0 {
		return fmt.Errorf("ad.%s: instantiate the generic function first: f[float64]", v.verb.Name)
	}
	if err := v.fits(active); err != nil {
		return err
	}
	var outs []*types.Var
	for _, part := range v.verb.Out {
		outs = append(outs, v.part(p, part, active)...)
	}
	v.out = types.NewSignatureType(nil, nil, nil, v.arg.Params(), types.NewTuple(outs...), v.arg.Variadic())
	return nil
}

// fits reports what about the function does not fit the verb.
func (v *verbCall) fits(active []*types.Var) error {
	name := "ad." + v.verb.Name
	if len(active) == 0 {
		return fmt.Errorf("%s: no parameter of %s carries numbers; want float64, []float64, *ad.Tensor or structs of them", name, v.arg)
	}
	n := v.arg.Results().Len()
	if n == 0 {
		return fmt.Errorf("%s: the function has no result to differentiate", name)
	}
	for r := range v.arg.Results().Variables() {
		if !carriesNumbers(r.Type(), nil) {
			return fmt.Errorf("%s: a result of type %s has no derivative; want float64, []float64, *ad.Tensor or structs of them", name, r.Type())
		}
	}
	if n > 1 && slices.Contains(v.verb.Out, ad.Gradient) && !slices.Contains(v.verb.Out, ad.Pullback) {
		return fmt.Errorf("%s: the function has %d results and only one has a gradient; use ad.Jacobian, or ad.VJP for a row at a time", name, n)
	}
	return nil
}

// active returns the parameters that the verb differentiates with respect to.
func (v *verbCall) active(p *pass) ([]*types.Var, error) {
	wrt, err := v.wrt(p)
	if err != nil {
		return nil, err
	}
	var names []string
	var active []*types.Var
	for i := range v.arg.Params().Len() {
		x := v.arg.Params().At(i)
		names = append(names, x.Name())
		if wrt == nil && carriesNumbers(x.Type(), nil) || slices.Contains(wrt, x.Name()) {
			active = append(active, x)
		}
	}
	for _, w := range wrt {
		if !slices.Contains(names, w) {
			return nil, fmt.Errorf("ad.Wrt: the function has no parameter %q; it has %s", w, strings.Join(names, ", "))
		}
	}
	return active, nil
}

// wrt returns the names given to ad.Wrt among the options. They decide the
// type, so they have to be constants.
func (v *verbCall) wrt(p *pass) ([]string, error) {
	var names []string
	for _, opt := range v.call.Args[1:] {
		call, ok := ast.Unparen(opt).(*ast.CallExpr)
		if !ok {
			continue
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Wrt" {
			continue
		}
		for _, arg := range call.Args {
			val := p.info.Types[arg].Value
			if val == nil || val.Kind() != constant.String {
				return nil, fmt.Errorf("ad.Wrt wants constant names, since the type of ad.%s(f) depends on them", v.verb.Name)
			}
			names = append(names, constant.StringVal(val))
		}
	}
	return names, nil
}

// part returns the results that one part of the verb's row stands for.
func (v *verbCall) part(p *pass, part ad.Part, active []*types.Var) []*types.Var {
	adPkg := verbPackage(p, v.fun)
	param := func(name string, t types.Type) *types.Var { return types.NewParam(token.NoPos, adPkg, name, t) }
	var gradient, tangents, results []*types.Var
	for _, x := range active {
		gradient = append(gradient, param("∂"+v.name+"/∂"+x.Name(), x.Type()))
		tangents = append(tangents, param("d"+x.Name(), x.Type()))
	}
	for r := range v.arg.Results().Variables() {
		results = append(results, param(r.Name(), r.Type()))
	}
	fn := func(in, out []*types.Var) []*types.Var {
		return []*types.Var{param("", types.NewSignatureType(nil, nil, nil, types.NewTuple(in...), types.NewTuple(out...), false))}
	}
	switch part {
	case ad.Results:
		return results
	case ad.Gradient:
		return gradient
	case ad.Pushforward:
		return fn(tangents, results)
	case ad.Pullback:
		cotangents := results
		if len(results) == 1 && isTensor(results[0].Type()) {
			cotangents = []*types.Var{param("w", types.NewInterfaceType(nil, nil))}
		}
		return fn(cotangents, gradient)
	default:
		return []*types.Var{param("", typeOf(adPkg, v.verb.Type))}
	}
}

// typeOf returns the type of package ad that t is, or a pointer to it.
func typeOf(adPkg *types.Package, t reflect.Type) types.Type {
	if t.Kind() == reflect.Pointer {
		return types.NewPointer(typeOf(adPkg, t.Elem()))
	}
	return adPkg.Scope().Lookup(t.Name()).Type()
}

func isTensor(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Tensor" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == adPath
}

// carriesNumbers reports whether a value of type t has parts that can be
// differentiated, as ad sees it.
func carriesNumbers(t types.Type, seen []types.Type) bool {
	if isTensor(t) {
		return true
	}
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&types.IsFloat != 0
	case *types.Slice:
		return carriesNumbers(t.Elem(), seen)
	case *types.Array:
		return carriesNumbers(t.Elem(), seen)
	case *types.Pointer:
		return carriesNumbers(t.Elem(), seen)
	case *types.Struct:
		for f := range t.Fields() {
			if carriesNumbers(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}
