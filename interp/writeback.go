package interp

import (
	"bytes"
	"go/types"
	"math"
	"reflect"
	"unsafe"

	"github.com/gojac/gojac/interp/machine"
)

// A pair is memory from outside a function, and the copy that the function
// had of it: two pointers, slices or maps.
type pair struct {
	was, copy reflect.Value
	elem      types.Type
}

// keep notes that was, a pointer, slice or map from outside with elements of
// type elem, has a copy.
func (m *mirror) keep(was, copy reflect.Value, elem types.Type) {
	if m.inside {
		return
	}
	now := reflect.New(was.Type()).Elem() // the variable that holds it may be assigned to
	now.Set(was)
	m.pairs = append(m.pairs, pair{now, copy, elem})
	m.back[pointed{copy.UnsafePointer(), copy.Type()}] = now
}

// writeBack does to the memory outside what the function did to its copies,
// with the values of numbers.
func (m *mirror) writeBack() {
	for _, p := range m.pairs {
		switch p.was.Kind() {
		case reflect.Pointer:
			m.update(p.was.Elem(), p.copy.Elem(), p.elem)
		case reflect.Slice:
			for i := range p.was.Len() {
				m.update(p.was.Index(i), p.copy.Index(i), p.elem)
			}
		case reflect.Map:
			m.updateMap(p)
		}
	}
}

func (m *mirror) updateMap(p pair) {
	t := p.was.Type()
	same := map[any]bool{} // keys that are left
	for _, k := range p.copy.MapKeys() {
		key := as(addressable(k), t.Key())
		same[key.Interface()] = true
		was, now := p.was.MapIndex(key), reflect.New(t.Elem()).Elem()
		if was.IsValid() {
			now.Set(was)
		}
		if m.update(now, p.copy.MapIndex(k), p.elem) || !was.IsValid() {
			p.was.SetMapIndex(key, now)
		}
	}
	for _, k := range p.was.MapKeys() {
		if !same[k.Interface()] {
			p.was.SetMapIndex(k, reflect.Value{})
		}
	}
}

// update gives dst the value of its copy src, and reports whether it had another.
func (m *mirror) update(dst, src reflect.Value, t types.Type) bool {
	if !m.o.machine.Differs(t) {
		return replace(dst, as(addressable(src), dst.Type()))
	}
	switch u := types.Unalias(t).Underlying().(type) {
	case *types.Basic:
		x := m.o.numIn(src).value()
		if math.Float64bits(x) == math.Float64bits(dst.Float()) {
			return false
		}
		dst.SetFloat(x)
		return true
	case *types.Struct:
		changed, src := false, addressable(src)
		for i := range u.NumFields() {
			if u.Field(i).Name() != "_" && m.update(field(dst, i), field(src, i), u.Field(i).Type()) {
				changed = true
			}
		}
		return changed
	case *types.Array:
		changed := false
		for i := range dst.Len() {
			changed = m.update(dst.Index(i), src.Index(i), u.Elem()) || changed
		}
		return changed
	case *types.Interface:
		return m.updateInterface(dst, src)
	default:
		if src.Kind() == reflect.Slice && src.Len() == 0 && dst.Len() == 0 && src.IsNil() == dst.IsNil() {
			return false
		}
		return replace(dst, m.outward(src, u, dst.Type()))
	}
}

func (m *mirror) updateInterface(dst, src reflect.Value) bool {
	if src.IsNil() {
		return replace(dst, reflect.Zero(dst.Type()))
	}
	now := src.Elem()
	if declared, ok := m.o.machine.Type(now.Type()); ok {
		x := reflect.New(m.o.s.layout(declared)).Elem()
		m.update(x, now, declared)
		now = x
	} else if plain, ok := m.o.plainType(now.Type()); ok {
		u := &unmirror{o: m.o, seen: map[pointed]reflect.Value{}}
		if x := u.value(now, plain); u.found || now.Type() != plain {
			now = x
		}
	}
	if was := dst.Elem(); was.IsValid() && was.Type() == now.Type() && was.Comparable() && was.Equal(now) {
		return false
	}
	dst.Set(now)
	return true
}

// outward makes of a pointer, slice, map or function what the session has:
// what it is a copy of, or a new one.
func (m *mirror) outward(src reflect.Value, t types.Type, rt reflect.Type) reflect.Value {
	if src.IsNil() {
		return reflect.Zero(rt)
	}
	if src.Kind() == reflect.Func {
		if was, ok := m.back[pointed{closurePointer(src), src.Type()}]; ok {
			return as(addressable(was), rt)
		}
		if src.Type() == rt {
			return src
		}
		panic(machine.Refusal{What: "assignment of a function on numbers to a variable from outside the function", Hint: "return the value instead"})
	}
	at := pointed{src.UnsafePointer(), src.Type()}
	if was, ok := m.back[at]; ok && (src.Kind() != reflect.Slice || was.Len() == src.Len()) {
		return as(addressable(was), rt)
	}
	switch t := t.(type) {
	case *types.Pointer:
		out := reflect.New(rt.Elem()).Convert(rt)
		m.back[at] = out
		m.update(out.Elem(), src.Elem(), t.Elem())
		return out
	case *types.Slice:
		out := reflect.MakeSlice(rt, src.Len(), src.Len())
		m.back[at] = out
		for i := range src.Len() {
			m.update(out.Index(i), src.Index(i), t.Elem())
		}
		return out
	case *types.Map:
		out := reflect.MakeMap(rt)
		m.back[at] = out
		m.updateMap(pair{out, src, t.Elem()})
		return out
	}
	panic(machine.Refusal{What: "assignment of a " + src.Type().String() + " to a variable from outside the function", Hint: "return the value instead"})
}

// replace sets dst to v, of its type, unless that is what it holds.
func replace(dst, v reflect.Value) bool {
	if bytes.Equal(memoryOf(dst), memoryOf(addressable(v))) {
		return false
	}
	dst.Set(v)
	return true
}

// memoryOf is the memory of an addressable value.
func memoryOf(v reflect.Value) []byte {
	return unsafe.Slice((*byte)(v.Addr().UnsafePointer()), v.Type().Size())
}

func closurePointer(f reflect.Value) unsafe.Pointer {
	return *(*unsafe.Pointer)(addressable(f).Addr().UnsafePointer())
}
