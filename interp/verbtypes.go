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
	if mayFail(v.arg) {
		outs = append(outs, types.NewParam(token.NoPos, verbPackage(p, v.fun), "err", types.Universe.Lookup("error").Type()))
	}
	v.out = types.NewSignatureType(nil, nil, nil, v.arg.Params(), types.NewTuple(outs...), v.arg.Variadic())
	return nil
}

// fits reports what about the function does not fit the verb.
func (v *verbCall) fits(active []*types.Var) error {
	name := "ad." + v.verb.Name
	if len(active) == 0 {
		return fmt.Errorf("%s: %s has no parameter to differentiate by; want float64, []float64, *ad.Tensor or structs and maps of them", name, typeString(v.arg))
	}
	results := numbersOf(v.arg)
	n := len(results)
	if n == 0 {
		return fmt.Errorf("%s: the function has no result to differentiate", name)
	}
	if v.verb.Lazy && mayFail(v.arg) {
		return fmt.Errorf("%s: the function returns an error, and may run when nobody would see it", name)
	}
	for _, r := range results {
		if !carriesNumbers(r.Type(), nil) {
			return fmt.Errorf("%s: a result of type %s has no derivative; want float64, []float64, *ad.Tensor or structs and maps of them", name, typeString(r.Type()))
		}
	}
	if n > 1 && slices.Contains(v.verb.Out, ad.Gradient) && !slices.Contains(v.verb.Out, ad.Pullback) {
		return fmt.Errorf("%s: the function has %d results and only one has a gradient; use ad.Jacobian, or ad.VJP for a row at a time", name, n)
	}
	return nil
}

// mayFail reports whether the last result of a function is an error beside
// others.
func mayFail(f *types.Signature) bool {
	n := f.Results().Len()
	return n > 1 && types.Identical(f.Results().At(n-1).Type(), types.Universe.Lookup("error").Type())
}

// numbersOf are the results of a function, without its error.
func numbersOf(f *types.Signature) []*types.Var {
	results := slices.Collect(f.Results().Variables())
	if mayFail(f) {
		results = results[:len(results)-1]
	}
	return results
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
	for _, r := range numbersOf(v.arg) {
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
	if t == nil {
		return false // of an expression with an error
	}
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Tensor" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == adPath
}

// orderedKeys reports whether ad looks into a map: its keys have an order.
func orderedKeys(m *types.Map) bool {
	key, ok := m.Key().Underlying().(*types.Basic)
	return ok && key.Info()&(types.IsString|types.IsInteger) != 0
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
	case *types.Map:
		return orderedKeys(t) && carriesNumbers(t.Elem(), seen)
	case *types.Struct:
		for f := range t.Fields() {
			if carriesNumbers(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}
