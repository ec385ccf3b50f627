package interp

import (
	"cmp"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/ad"
)

// An outside is what a function can reach besides its arguments: ad.Compile
// replays a trace only while none of it has changed.
type outside struct {
	n     *numeric
	known bool
	code  map[*ssa.Function]*ssa.Function // what is called by name → what runs
	vars  []reflect.Value                 // pointers to variables
}

// outside returns what ad.Func.Outside wants for a closure. The walk is done
// again only where a function that is called was redefined.
func (n *numeric) outside(code *ssa.Function, captured []reflect.Value) func() ([]reflect.Value, []uintptr, bool) {
	var o *outside
	var plain, funcs []reflect.Value // what it reaches, functions apart
	var at []uintptr
	return func() ([]reflect.Value, []uintptr, bool) {
		if o == nil || o.redefined() {
			o = &outside{n: n, known: true, code: map[*ssa.Function]*ssa.Function{}}
			o.walk(code)
			plain, funcs, at = nil, nil, o.addresses()
			for _, v := range append(o.vars, captured...) {
				switch t := v.Type(); {
				case t.Kind() == reflect.Func || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Func:
					funcs = append(funcs, v)
				default:
					plain = append(plain, v)
					o.known = o.known && !holdsFunc(t, map[reflect.Type]bool{})
				}
			}
		}
		if len(funcs) == 0 || !o.known {
			return plain, at, o.known
		}
		vars, code, known := slices.Clone(plain), slices.Clone(at), true
		for _, v := range funcs {
			w, a, ok := n.through(v, 0)
			vars, code, known = append(vars, w...), append(code, a...), known && ok
		}
		return vars, code, known
	}
}

// through returns v, or, of a function in it, what that reaches.
func (n *numeric) through(v reflect.Value, depth int) (vars []reflect.Value, at []uintptr, known bool) {
	for v.Kind() == reflect.Pointer && !v.IsNil() && v.Type().Elem().Kind() == reflect.Func {
		v = v.Elem()
	}
	if v.Kind() != reflect.Func {
		return []reflect.Value{v}, nil, !holdsFunc(v.Type(), map[reflect.Type]bool{})
	}
	vars = []reflect.Value{v}
	if v.IsNil() {
		return vars, nil, true
	}
	code, captured, ok := n.s.machine.Closure(v)
	if !ok || depth > 8 {
		return vars, nil, false
	}
	o := &outside{n: n, known: true, code: map[*ssa.Function]*ssa.Function{}}
	o.walk(code)
	known = o.known
	for _, w := range append(o.vars, captured...) {
		more, a, ok := n.through(w, depth+1)
		vars, at, known = append(vars, more...), append(at, a...), known && ok
	}
	return vars, append(at, o.addresses()...), known
}

func holdsFunc(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || t == reflect.TypeFor[*ad.Tensor]() {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Func:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return holdsFunc(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Tag.Get("ad") != "-" && holdsFunc(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

func (o *outside) redefined() bool {
	for f, was := range o.code {
		if o.n.s.machine.Current(f) != was {
			return true
		}
	}
	return false
}

// addresses tells the functions that run, in the order of their positions.
func (o *outside) addresses() []uintptr {
	var fs []*ssa.Function
	for _, f := range o.code {
		fs = append(fs, f)
	}
	slices.SortFunc(fs, func(f, g *ssa.Function) int {
		return cmp.Or(cmp.Compare(f.Pos(), g.Pos()), strings.Compare(f.String(), g.String()))
	})
	var at []uintptr
	for _, f := range fs {
		at = append(at, reflect.ValueOf(f).Pointer())
	}
	return at
}

// walk adds what f and the functions that it calls use.
func (o *outside) walk(f *ssa.Function) {
	if o.code[f] != nil {
		return
	}
	now := o.n.s.machine.Current(f)
	o.code[f] = now
	for _, b := range now.Blocks {
		for _, in := range b.Instrs {
			o.instruction(in)
		}
	}
	for _, lit := range now.AnonFuncs {
		o.walk(lit)
	}
}

func (o *outside) instruction(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.Store:
		if fromOutside(in.Addr) {
			o.known = false // a replay would not assign
		}
	case *ssa.MapUpdate, *ssa.Send, *ssa.Go, *ssa.Select, *ssa.Defer:
		o.known = false
	case *ssa.Call:
		o.call(&in.Call)
	}
	for _, v := range in.Operands(nil) {
		switch v := (*v).(type) {
		case *ssa.Global:
			o.global(v)
		case *ssa.Function:
			o.function(v)
		}
	}
}

func (o *outside) call(c *ssa.CallCommon) {
	if c.IsInvoke() {
		o.known = false
	}
}

func (o *outside) global(g *ssa.Global) {
	v, ok := g.Object().(*types.Var)
	if !ok || !isCell(v.Pkg()) {
		o.known = o.known && ok && steady(v.Pkg(), v.Name())
		return
	}
	p := o.n.s.machine.Variable(v)
	for _, w := range o.vars {
		if w.Pointer() == p.Pointer() {
			return
		}
	}
	o.vars = append(o.vars, p)
}

func (o *outside) function(f *ssa.Function) {
	pkg := f.Pkg
	switch {
	case pkg == nil && f.Origin() != nil:
		pkg = f.Origin().Pkg
	case pkg == nil && f.Object() != nil && f.Object().Pkg() != nil && !isCell(f.Object().Pkg()):
		o.known = o.known && steady(f.Object().Pkg(), f.Name())
		return
	}
	if pkg != nil && !isCell(pkg.Pkg) {
		o.known = o.known && steady(pkg.Pkg, f.Name())
		return
	}
	o.walk(f)
}

// steady reports whether a function of a compiled package gives the same for
// the same arguments and does nothing else.
func steady(pkg *types.Package, name string) bool {
	switch path := pkg.Path(); path {
	case "math", "strings", "strconv", "errors", "slices", "sort", "cmp", "unicode", "math/bits", "math/cmplx":
		return true
	case "fmt":
		return strings.HasPrefix(name, "Sprint") || name == "Errorf"
	default:
		return path == adPath || path == adPath+"/nn" || path == adPath+"/optim" && name != "Step"
	}
}

// fromOutside reports whether an address leads to a variable from outside.
func fromOutside(v ssa.Value) bool {
	for {
		switch x := v.(type) {
		case *ssa.Global, *ssa.FreeVar:
			return true
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return false
			}
			v = x.X
		case *ssa.Slice:
			v = x.X
		default:
			return false
		}
	}
}
