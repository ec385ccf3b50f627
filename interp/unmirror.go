package interp

import (
	"fmt"
	"go/types"
	"reflect"
)

// An unmirror makes values of an overload's machine into such of the session's,
// numbers into float64, for code that prints them.
type unmirror struct {
	o     *overload
	seen  map[pointed]reflect.Value
	found bool // a number
	shape bool // leave the numbers out
}

// plain is x as the session has it; same reports that x is that already.
func (o *overload) plain(x any) (plain any, same bool) {
	v := reflect.ValueOf(x)
	if !v.IsValid() {
		return x, true
	}
	switch x.(type) {
	case error, fmt.Stringer, fmt.Formatter, fmt.GoStringer: // they say themselves what they are, and an error may be looked for
		if !o.machine.IsNumber(v.Type()) {
			return x, true
		}
	}
	t, ok := o.plainType(v.Type())
	if !ok {
		return x, true
	}
	u := &unmirror{o: o, seen: map[pointed]reflect.Value{}}
	plain = u.value(v, t).Interface()
	if !u.found && v.Type() == t {
		return x, true
	}
	return plain, false
}

// session is v as a value of the session's type for t.
func (o *overload) session(v reflect.Value, t types.Type) reflect.Value {
	u := &unmirror{o: o, seen: map[pointed]reflect.Value{}}
	return u.value(v, o.s.layout(t))
}

// shapeOf are values of the session's types that are like results of a
// function, but for the numbers.
func (o *overload) shapeOf(results []reflect.Value, of *types.Tuple) []reflect.Value {
	u := &unmirror{o: o, seen: map[pointed]reflect.Value{}, shape: true}
	var out []reflect.Value
	for i, r := range results {
		out = append(out, u.value(r, o.s.layout(of.At(i).Type())))
	}
	return out
}

// plainType is the session's type for a type of the overload's machine; false
// if it is the same, or there is none.
func (o *overload) plainType(t reflect.Type) (reflect.Type, bool) {
	if t == numberType {
		return reflect.TypeFor[float64](), true
	}
	if declared, ok := o.machine.Type(t); ok {
		plain, err := o.s.machine.Layout(declared)
		return plain, err == nil && plain != t
	}
	if t.PkgPath() != "" {
		return nil, false
	}
	switch t.Kind() {
	case reflect.Interface:
		return t, true // a number may be in it
	case reflect.Slice:
		e, ok := o.plainType(t.Elem())
		if ok {
			return reflect.SliceOf(e), true
		}
	case reflect.Array:
		e, ok := o.plainType(t.Elem())
		if ok {
			return reflect.ArrayOf(t.Len(), e), true
		}
	case reflect.Pointer:
		e, ok := o.plainType(t.Elem())
		if ok {
			return reflect.PointerTo(e), true
		}
	case reflect.Map:
		k, okKey := o.plainType(t.Key())
		e, ok := o.plainType(t.Elem())
		if !okKey {
			k = t.Key()
		}
		if !ok {
			e = t.Elem()
		}
		return reflect.MapOf(k, e), ok || okKey
	case reflect.Struct:
		fields, some := make([]reflect.StructField, t.NumField()), false
		for i := range fields {
			fields[i] = t.Field(i)
			if f, ok := o.plainType(fields[i].Type); ok {
				fields[i].Type, some = f, true
			}
		}
		if some {
			return reflect.StructOf(fields), true
		}
	}
	return nil, false
}

// opens reports whether a value of an unnamed type t can have interface values in it.
func opens(t reflect.Type) bool {
	if t.PkgPath() != "" {
		return t.Kind() == reflect.Interface
	}
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return opens(t.Elem())
	case reflect.Map:
		return opens(t.Key()) || opens(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if opens(f.Type) {
				return true
			}
		}
	}
	return false
}

// value is v as a value of the session's type t.
func (u *unmirror) value(v reflect.Value, t reflect.Type) reflect.Value {
	if v.Type() == t && !opens(t) {
		return v
	}
	out := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Float64:
		if u.o.machine.IsNumber(v.Type()) {
			if u.found = true; !u.shape {
				out.SetFloat(u.o.numIn(v).value())
			}
			return out
		}
	case reflect.Interface:
		if v.IsNil() {
			return out
		}
		v = v.Elem()
		if plain, ok := u.o.plainType(v.Type()); ok {
			u.found = u.found || plain != v.Type()
			v = u.value(v, plain)
		}
		if v.Type().Implements(t) {
			out.Set(v)
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeSlice(t, v.Len(), v.Len()))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(u.value(v.Index(i), t.Elem()))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeMapWithSize(t, v.Len()))
		for _, k := range v.MapKeys() {
			out.SetMapIndex(u.value(k, t.Key()), u.value(v.MapIndex(k), t.Elem()))
		}
		return out
	case reflect.Pointer:
		if v.IsNil() {
			return out
		}
		at := pointed{v.UnsafePointer(), t}
		if old, ok := u.seen[at]; ok {
			return old
		}
		p := reflect.New(t.Elem()).Convert(t)
		u.seen[at] = p
		p.Elem().Set(u.value(v.Elem(), t.Elem()))
		return p
	case reflect.Struct:
		v = addressable(v)
		for i := range t.NumField() {
			field(out, i).Set(u.value(field(v, i), t.Field(i).Type))
		}
		return out
	case reflect.Func:
		return out
	}
	return as(v, t) // the same memory under another name
}
