package machine

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
)

// newDescription allocates a description of t, named as compiled Go names it.
func (m *Machine) newDescription(k reflect.Kind, t types.Type, methods int) *rtype {
	pkg := ""
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil {
		pkg = n.Obj().Pkg().Path()
	}
	name := m.typeName(t, false)
	d := newDescription(k, name, pkg, methods, hashName(fmt.Sprintf("%s %p", name, t)))
	m.origins[ptr(d)] = t
	return d
}

// typeName writes t as reflect does: the packages' names before the names, but
// their paths inside type arguments.
func (m *Machine) typeName(t types.Type, path bool) string {
	elem := func(t types.Type) string { return m.typeName(t, path) }
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return m.namedName(t, path)
	case *types.Pointer:
		return "*" + elem(t.Elem())
	case *types.Slice:
		return "[]" + elem(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), elem(t.Elem()))
	case *types.Map:
		return "map[" + elem(t.Key()) + "]" + elem(t.Elem())
	case *types.Chan:
		return chanName(t, elem(t.Elem()))
	case *types.Struct:
		return structString(t, path, func(i int) string { return elem(t.Field(i).Type()) })
	case *types.Signature:
		return "func" + m.signatureName(t, path)
	case *types.Interface:
		return m.interfaceName(t, path)
	case *types.Basic:
		return basicName(t)
	}
	return t.String()
}

// basicName is the name of the type that byte and rune are other words for.
func basicName(t *types.Basic) string {
	switch {
	case t.Kind() == types.UnsafePointer:
		return "unsafe.Pointer"
	case t.Info()&types.IsUntyped != 0:
		return "int"
	}
	return types.Typ[t.Kind()].Name()
}

func chanName(t *types.Chan, elem string) string {
	switch t.Dir() {
	case types.SendOnly:
		return "chan<- " + elem
	case types.RecvOnly:
		return "<-chan " + elem
	}
	if strings.HasPrefix(elem, "<-") {
		return "chan (" + elem + ")"
	}
	return "chan " + elem
}

// packageName is what stands before a name of a package. A cell has a name of
// its own, which no compiled program knows.
func packageName(p *types.Package, path bool) string {
	if path || p.Path() == "main" {
		return p.Path()
	}
	return p.Name()
}

func (m *Machine) namedName(t *types.Named, path bool) string {
	obj := t.Obj()
	name, own := obj.Name(), ""
	if m.cfg.Name != nil {
		own = m.cfg.Name(obj)
	}
	if own != "" {
		name = own
	} else if obj.Pkg() != nil {
		name = packageName(obj.Pkg(), path) + "." + name
	}
	name += m.typeArgs(t)
	if path {
		name += localNumber(obj)
	}
	return name
}

func (m *Machine) signatureName(t *types.Signature, path bool) string {
	in := make([]string, t.Params().Len())
	for i := range in {
		p := t.Params().At(i).Type()
		if t.Variadic() && i == len(in)-1 {
			if s, ok := p.Underlying().(*types.Slice); ok {
				in[i] = "..." + m.typeName(s.Elem(), path)
				continue
			}
		}
		in[i] = m.typeName(p, path)
	}
	out := make([]string, t.Results().Len())
	for i := range out {
		out[i] = m.typeName(t.Results().At(i).Type(), path)
	}
	s := "(" + strings.Join(in, ", ") + ")"
	switch len(out) {
	case 0:
		return s
	case 1:
		return s + " " + out[0]
	}
	return s + " (" + strings.Join(out, ", ") + ")"
}

func (m *Machine) interfaceName(t *types.Interface, path bool) string {
	if t.NumMethods() == 0 {
		return "interface {}"
	}
	var methods []string
	for _, f := range sortedMethods(t) {
		name := f.Name()
		if !f.Exported() {
			name = packageName(f.Pkg(), path) + "." + name
		}
		methods = append(methods, name+m.signatureName(f.Signature(), path))
	}
	return "interface { " + strings.Join(methods, "; ") + " }"
}
