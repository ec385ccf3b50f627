package machine

import (
	"go/types"
	"reflect"
	"strconv"
)

func (m *Machine) describeStruct(t *types.Struct) reflect.Type {
	if r, ok := m.plainStruct(t); ok {
		return r
	}
	return m.composed(m.structKey(t), func() reflect.Type {
		methods := types.NewMethodSet(t).Len()
		d := m.newDescription(reflect.Struct, t, methods)
		m.layouts.Set(t, d.reflect())
		m.declarePointer(t, d)
		m.incomplete[ptr(d)] = func() {
			m.fillStruct(t, d)
			m.addMethods(t, d)
		}
		return d.reflect()
	})
}

// plainStruct asks reflect for an unnamed struct, so that it is the same type
// in compiled code. It can't where a field is blank or embedded.
func (m *Machine) plainStruct(t *types.Struct) (reflect.Type, bool) {
	if m.own(t) {
		return nil, false
	}
	fields := make([]reflect.StructField, t.NumFields())
	for i := range fields {
		f := t.Field(i)
		fields[i] = reflect.StructField{Name: f.Name(), Type: m.sized(f.Type()), Tag: reflect.StructTag(t.Tag(i))}
		if !f.Exported() {
			fields[i].PkgPath = f.Pkg().Path()
		}
	}
	return reflect.StructOf(fields), true
}

// fillStruct lays a struct out by way of a shadow: the same fields under names
// that reflect accepts.
func (m *Machine) fillStruct(s *types.Struct, d *rtype) {
	fields := make([]reflect.Type, s.NumFields())
	shadow := make([]reflect.StructField, s.NumFields())
	for i := range fields {
		fields[i] = m.sized(s.Field(i).Type())
		shadow[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: fields[i]}
		switch fields[i].Kind() {
		case reflect.Map, reflect.Func:
			shadow[i].Type = reflect.TypeFor[func()]()
		case reflect.Pointer, reflect.Chan:
			shadow[i].Type = reflect.TypeFor[ptr]()
		}
	}
	d.describeStruct(s, fields, reflect.StructOf(shadow))
}
