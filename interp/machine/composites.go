package machine

import (
	"fmt"
	"go/types"
	"reflect"
)

// reflect knows nothing of the unnamed types that are described here, since
// they hold a type of the user's; it would make types of its own that are
// alike. What it is asked for at run time is therefore looked up among them,
// and what it makes is taken should a source name it later.

// composite is the key of an unnamed type by what it is made of, beside the
// types of its elements.
func composite(k reflect.Kind, details any, elems ...reflect.Type) string {
	key := fmt.Append(nil, k, " ", details)
	for _, t := range elems {
		key = fmt.Appendf(key, " %x", uintptr(typeWord(t)))
	}
	return string(key)
}

// composed is the type with this key, which is made if it is new. m.lmu is held.
func (m *Machine) composed(key string, make func() reflect.Type) reflect.Type {
	r, ok := m.composites[key]
	if !ok {
		r = make()
		m.composites[key] = r
	}
	return r
}

func (m *Machine) structKey(t *types.Struct) string {
	var details []string
	var elems []reflect.Type
	for i := range t.NumFields() {
		f, pkg := t.Field(i), ""
		if !f.Exported() {
			pkg = f.Pkg().Path()
		}
		details = append(details, fieldKey(f.Name(), pkg, t.Tag(i), f.Embedded()))
		elems = append(elems, m.layout(f.Type()))
	}
	return composite(reflect.Struct, details, elems...)
}

func fieldKey(name, pkg, tag string, embedded bool) string {
	return fmt.Sprintf("%s %q %q %t", name, pkg, tag, embedded)
}

// found is what the machine has for a type that reflect made.
func (m *Machine) found(key string, made reflect.Type) reflect.Type {
	m.lmu.Lock()
	defer m.lmu.Unlock()
	return m.composed(key, func() reflect.Type { return made })
}

// present is the present description of a type.
func (m *Machine) present(t reflect.Type) reflect.Type { return typeOf(m.canonical(typeWord(t))) }

// arrayOf is reflect.ArrayOf.
func (m *Machine) arrayOf(n int, elem reflect.Type) reflect.Type {
	made := reflect.ArrayOf(n, elem)
	elem = m.present(made.Elem())
	return m.found(composite(reflect.Array, n, elem), reflect.ArrayOf(n, elem))
}

// mapOf is reflect.MapOf.
func (m *Machine) mapOf(key, elem reflect.Type) reflect.Type {
	made := reflect.MapOf(key, elem)
	key, elem = m.present(made.Key()), m.present(made.Elem())
	return m.found(composite(reflect.Map, "", key, elem), reflect.MapOf(key, elem))
}

// structOf is reflect.StructOf. With an embedded or blank field, reflect makes
// less than the type that a source may name later.
func (m *Machine) structOf(fields []reflect.StructField) reflect.Type {
	made := reflect.StructOf(fields)
	fields = make([]reflect.StructField, made.NumField())
	var details []string
	var elems []reflect.Type
	whole := true
	for i := range fields {
		f := made.Field(i)
		f.Type = m.present(f.Type)
		fields[i] = f
		details = append(details, fieldKey(f.Name, f.PkgPath, string(f.Tag), f.Anonymous))
		elems = append(elems, f.Type)
		whole = whole && !f.Anonymous && f.Name != "_"
	}
	key := composite(reflect.Struct, details, elems...)
	if whole {
		return m.found(key, reflect.StructOf(fields))
	}
	m.lmu.Lock()
	defer m.lmu.Unlock()
	if r, ok := m.composites[key]; ok {
		return r
	}
	return made
}
