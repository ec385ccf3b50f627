package complete

import (
	"go/types"
	"slices"
	"strings"
)

// declaration returns the subject as Go would declare it.
func (s *subject) declaration() string {
	q := types.Qualifier(qualifier)
	name := s.obj.Name()
	if s.owner != nil {
		name = types.TypeString(s.owner.Type(), q) + "." + name
	} else if p := s.obj.Pkg(); p != nil && q(p) != "" && s.obj.Parent() == p.Scope() {
		name = q(p) + "." + name
	}
	switch obj := s.obj.(type) {
	case *types.PkgName:
		return "package " + obj.Imported().Name() + " // import \"" + obj.Imported().Path() + "\""
	case *types.Builtin:
		return "func " + name + builtins[name]
	case *types.Nil:
		return "var nil Type"
	case *types.Const:
		return "const " + name + " " + types.TypeString(s.typ, q) + " = " + obj.Val().String()
	case *types.TypeName:
		return typeDeclaration(obj, name)
	case *types.Func:
		return s.function(obj, name)
	case *types.Var:
		if obj.IsField() {
			return "field " + name + " " + types.TypeString(s.typ, q)
		}
	}
	return "var " + name + " " + types.TypeString(s.typ, q)
}

// function returns the head of a function or method, the latter with its receiver.
func (s *subject) function(f *types.Func, name string) string {
	sig, ok := s.typ.(*types.Signature)
	if !ok {
		sig = f.Signature()
	}
	head := "func "
	if recv := f.Signature().Recv(); recv != nil {
		head += "(" + strings.TrimSpace(recv.Name()+" "+types.TypeString(recv.Type(), qualifier)) + ") "
		name = f.Name()
	}
	return head + name + signature(sig)
}

// typeDeclaration returns a type with its exported fields or its methods as an interface.
func typeDeclaration(obj *types.TypeName, name string) string {
	if obj.IsAlias() {
		return "type " + name + " = " + types.TypeString(types.Unalias(obj.Type()), qualifier)
	}
	if obj.Pkg() == nil {
		return "type " + name
	}
	visible := func(o types.Object) bool { return o.Exported() || obj.Pkg().Path() == cellPath }
	var b strings.Builder
	b.WriteString("type " + name + " ")
	switch t := obj.Type().Underlying().(type) {
	case *types.Struct:
		b.WriteString("struct {\n")
		hidden := false
		for f := range t.Fields() {
			if !visible(f) {
				hidden = true
				continue
			}
			b.WriteString("\t" + f.Name() + " " + types.TypeString(f.Type(), qualifier) + "\n")
		}
		if hidden {
			b.WriteString("\t// … unexported fields\n")
		}
		b.WriteString("}")
	case *types.Interface:
		b.WriteString("interface {\n")
		for i := range t.NumMethods() {
			m := t.Method(i)
			b.WriteString("\t" + m.Name() + signature(m.Signature()) + "\n")
		}
		b.WriteString("}")
		return b.String()
	default:
		b.WriteString(types.TypeString(t, qualifier))
	}
	return b.String()
}

// methodList returns the heads of the methods declared for a type.
func methodList(obj *types.TypeName) string {
	named, _ := obj.Type().(*types.Named)
	if named == nil || types.IsInterface(named) {
		return ""
	}
	var heads []string
	for _, m := range methodsOf(named) {
		if m.Exported() || obj.Pkg().Path() == cellPath {
			heads = append(heads, (&subject{obj: m, typ: m.Type()}).function(m, ""))
		}
	}
	return strings.Join(heads, "\n")
}

// methodsOf returns the methods declared for a type, by name.
func methodsOf(named *types.Named) []*types.Func {
	methods := slices.Collect(named.Methods())
	slices.SortFunc(methods, func(a, b *types.Func) int { return strings.Compare(a.Name(), b.Name()) })
	return methods
}
