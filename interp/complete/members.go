package complete

import (
	"go/ast"
	"go/types"
)

// members adds what may follow the dot of a selector.
func (k *checked) members(l *list, sel *ast.SelectorExpr) {
	if id, ok := sel.X.(*ast.Ident); ok {
		if name, ok := k.info.Uses[id].(*types.PkgName); ok {
			exported(l, name.Imported())
			return
		}
	}
	tv := k.info.Types[sel.X]
	if tv.Type == nil || tv.Type == types.Typ[types.Invalid] || tv.IsVoid() {
		return
	}
	if tv.IsType() {
		k.methods(l, tv.Type)
		return
	}
	k.methods(l, tv.Type)
	k.fields(l, tv.Type)
}

// exported adds what a package exports.
func exported(l *list, p *types.Package) {
	scope := p.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			l.object(0, obj)
		}
	}
}

// methods adds the methods that a variable of type t has, promoted ones and those of its address included.
func (k *checked) methods(l *list, t types.Type) {
	set := types.NewMethodSet(t)
	if !types.IsInterface(t) {
		if _, ok := types.Unalias(t).(*types.Pointer); !ok {
			set = types.NewMethodSet(types.NewPointer(t))
		}
	}
	for i := range set.Len() {
		if obj := set.At(i).Obj(); k.visible(obj) {
			l.object(1, obj)
		}
	}
}

// fields adds the fields of a struct, or of what a pointer to one points to, with those of embedded structs. Go's own
// lookup decides which of several fields of one name is meant.
func (k *checked) fields(l *list, t types.Type) {
	seen := map[types.Type]bool{}
	var walk func(types.Type)
	walk = func(inner types.Type) {
		inner = types.Unalias(inner)
		s := structOf(inner)
		if s == nil || seen[inner] {
			return
		}
		seen[inner] = true
		for f := range s.Fields() {
			if obj, _, _ := types.LookupFieldOrMethod(t, true, k.pkg, f.Name()); obj == f && k.visible(f) {
				l.object(0, f)
			}
			if f.Embedded() {
				walk(f.Type())
			}
		}
	}
	walk(t)
}

// structOf returns the struct that t is or points to, or nil.
func structOf(t types.Type) *types.Struct {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := t.Underlying().(*types.Struct)
	return s
}

// visible reports whether the cell may name a field or method.
func (k *checked) visible(obj types.Object) bool {
	return obj.Exported() || obj.Pkg() != nil && obj.Pkg().Path() == cellPath
}

// literalFields adds the fields of a struct literal that it does not set yet. keyed says that it names some, so that
// nothing but a field can follow.
func (k *checked) literalFields(l *list, lit *ast.CompositeLit) (keyed bool) {
	s := structOf(k.info.TypeOf(lit))
	if s == nil {
		return false
	}
	set := map[string]bool{}
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && id.Name != placeholder {
				set[id.Name] = true
			}
		}
	}
	for f := range s.Fields() {
		if !set[f.Name()] && k.visible(f) {
			l.object(0, f)
		}
	}
	return len(set) > 0
}
