package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/interp/machine"
)

// A mirror makes values of the session's types into such of an overload's
// machine. What one pointer, map or slice leads to is copied once.
type mirror struct {
	o    *overload
	next func() leaf // the numbers of the arguments in ad's order; nil where a value is constant
	seen map[pointed]reflect.Value

	reach     *reach
	done      map[*types.Var]bool // variables that are mirrored
	addresses map[pointed]mirroredVar

	inside bool // arguments, which are the function's own
	pairs  []pair
	back   map[pointed]reflect.Value // of copies: what they are copies of
}

type pointed struct {
	at  unsafe.Pointer
	typ reflect.Type
}

func newMirror(o *overload) *mirror {
	return &mirror{
		o: o, seen: map[pointed]reflect.Value{}, done: map[*types.Var]bool{}, back: map[pointed]reflect.Value{},
		reach: newReach(o.s),
	}
}

// value mirrors v, whose type is t. Numbers come from next, in the order in
// which ad lists the leaves of v.
func (m *mirror) value(v reflect.Value, t types.Type) reflect.Value {
	rt := m.o.layout(t)
	if m.next == nil && !m.o.machine.Differs(t) {
		return as(v, rt)
	}
	out := reflect.New(rt).Elem()
	switch u := types.Unalias(t).Underlying().(type) {
	case *types.Basic:
		m.basic(v, out)
	case *types.Slice:
		return m.slice(v, u.Elem(), rt)
	case *types.Array:
		m.elements(v, out, u.Elem())
	case *types.Pointer:
		return m.pointer(v, u.Elem(), rt)
	case *types.Map:
		return m.entries(v, u, rt)
	case *types.Struct:
		v = addressable(v)
		next := m.next
		for i := range u.NumFields() {
			f := v.Type().Field(i)
			if m.next = nil; f.Type.Size() > 0 && (f.IsExported() || f.PkgPath == cellPath) {
				m.next = next
			}
			field(out, i).Set(m.value(field(v, i), u.Field(i).Type()))
		}
		m.next = next
	default:
		next := m.next
		m.next = nil
		out = m.opaque(v, u, rt)
		m.next = next
	}
	return out
}

// basic mirrors a number, a string or a truth value.
func (m *mirror) basic(v, out reflect.Value) {
	var l leaf
	given := m.next != nil && v.Kind() != reflect.String && !v.CanComplex() && v.Kind() != reflect.UnsafePointer
	if given {
		l = m.next()
	}
	switch {
	case given:
		set(out, l.number(0))
	case v.Kind() == reflect.Float64:
		setNumber(out, fixed(v.Float()))
	default:
		out.Set(as(v, out.Type()))
	}
}

// set makes out, of any kind of number, n.
func set(out reflect.Value, n *num) {
	switch {
	case out.Kind() == reflect.Struct:
		setNumber(out, n)
	case out.CanFloat():
		out.SetFloat(n.value())
	case out.CanInt():
		out.SetInt(int64(n.value()))
	case out.CanUint():
		out.SetUint(uint64(n.value()))
	default:
		out.SetBool(n.value() != 0)
	}
}

func setNumber(out reflect.Value, n *num) { *(**num)(out.Addr().UnsafePointer()) = n }

// numeric reports whether ad takes a list of elements of this kind for one leaf.
func isNumeric(k reflect.Kind) bool {
	return k == reflect.Bool || k >= reflect.Int && k <= reflect.Uintptr || k == reflect.Float64 || k == reflect.Float32
}

func (m *mirror) slice(v reflect.Value, elem types.Type, rt reflect.Type) reflect.Value {
	if m.next != nil && isNumeric(v.Type().Elem().Kind()) {
		l := m.next()
		out := reflect.MakeSlice(rt, l.size(), l.size())
		m.spread(l, out)
		if v.IsNil() && l.size() == 0 {
			return reflect.Zero(rt)
		}
		return out
	}
	if v.IsNil() {
		return reflect.Zero(rt)
	}
	at := pointed{v.UnsafePointer(), rt}
	if old, ok := m.seen[at]; m.next == nil && ok && old.Len() >= v.Len() {
		return old.Slice3(0, v.Len(), v.Len())
	}
	out := reflect.MakeSlice(rt, v.Len(), v.Len())
	m.seen[at] = out
	m.keep(v, out, elem)
	m.elements(v, out, elem)
	return out
}

func (m *mirror) elements(v, out reflect.Value, elem types.Type) {
	if m.next != nil && isNumeric(v.Type().Elem().Kind()) {
		m.spread(m.next(), out)
		return
	}
	for i := range v.Len() {
		out.Index(i).Set(m.value(v.Index(i), elem))
	}
}

// spread sets the elements of out to those of a leaf.
func (m *mirror) spread(l leaf, out reflect.Value) {
	for i := range out.Len() {
		one := reflect.New(out.Type().Elem()).Elem()
		set(one, l.number(i))
		out.Index(i).Set(one)
	}
}

func (m *mirror) pointer(v reflect.Value, elem types.Type, rt reflect.Type) reflect.Value {
	if v.IsNil() {
		return reflect.Zero(rt)
	}
	at := pointed{v.UnsafePointer(), rt}
	if old, ok := m.seen[at]; ok {
		if m.next != nil { // ad lists the numbers behind each of two pointers; the first are those that count
			m.value(v.Elem(), elem)
		}
		return old
	}
	if g, ok := m.global(v, rt); ok {
		return g
	}
	out := reflect.New(rt.Elem())
	if out.Type() != rt {
		out = out.Convert(rt)
	}
	m.seen[at] = out
	m.keep(v, out, elem)
	out.Elem().Set(m.value(v.Elem(), elem))
	return out
}

// entries mirrors a map; numbers are taken in the order of the keys.
func (m *mirror) entries(v reflect.Value, t *types.Map, rt reflect.Type) reflect.Value {
	if v.IsNil() {
		return reflect.Zero(rt)
	}
	next := m.next
	if !orderedKeys(t) {
		m.next = nil
	}
	at := pointed{v.UnsafePointer(), rt}
	if old, ok := m.seen[at]; ok && m.next == nil {
		m.next = next
		return old
	}
	out := reflect.MakeMapWithSize(rt, v.Len())
	m.seen[at] = out
	m.keep(v, out, t.Elem())
	keys := v.MapKeys()
	if orderedKeys(t) {
		keys = ad.SortedKeys(v)
	}
	each := m.next
	for _, k := range keys {
		m.next = nil
		key := m.value(k, t.Key())
		m.next = each
		out.SetMapIndex(key, m.value(v.MapIndex(k), t.Elem()))
	}
	m.next = next
	return out
}

// opaque mirrors an interface, a function or a channel.
func (m *mirror) opaque(v reflect.Value, t types.Type, rt reflect.Type) reflect.Value {
	if v.IsNil() {
		return reflect.Zero(rt)
	}
	switch t := t.(type) {
	case *types.Interface:
		out := reflect.New(rt).Elem()
		out.Set(m.dynamic(v.Elem()))
		return out
	case *types.Signature:
		return m.function(v, t, rt)
	}
	panic(machine.Refusal{What: fmt.Sprintf("a %s that comes from outside the function", v.Type())})
}

// dynamic mirrors what is in an interface value.
func (m *mirror) dynamic(v reflect.Value) reflect.Value {
	if t, ok := m.o.s.machine.Type(v.Type()); ok {
		return m.value(v, t)
	}
	switch t := v.Type(); {
	case t.Kind() == reflect.Float64 && t.PkgPath() == "":
		return reflect.ValueOf(number{fixed(v.Float())})
	case t.Kind() == reflect.Slice && t.PkgPath() == "" && t.Elem().Kind() == reflect.Float64:
		return m.value(v, types.NewSlice(types.Typ[types.Float64]))
	case t.PkgPath() != "" || t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String || t.Kind() == reflect.Pointer && t.Elem().PkgPath() != "":
		return v // compiled, or holds no numbers
	}
	panic(machine.Refusal{What: fmt.Sprintf("an interface value with a %s that comes from outside the function", v.Type())})
}

func (m *mirror) function(v reflect.Value, t *types.Signature, rt reflect.Type) reflect.Value {
	code, captured, ok := m.o.s.machine.Closure(v)
	if !ok {
		if v.Type() == rt {
			return v
		}
		if known := ad.Resolve(v); known.Program != nil { // what a verb made
			out := m.o.function(known, t).Convert(rt)
			m.back[pointed{closurePointer(out), out.Type()}] = v
			return out
		}
		if out, ok := m.o.ruleOf(v); ok && out.Type().ConvertibleTo(rt) {
			out = out.Convert(rt)
			m.back[pointed{closurePointer(out), out.Type()}] = v
			return out
		}
		panic(machine.Refusal{What: "a compiled function value on numbers that comes from outside the function"})
	}
	if refused := m.o.machine.Compile(code); len(refused) > 0 {
		panic(refused[0])
	}
	m.reach.walk(code)
	at := pointed{unsafe.Pointer(code), rt} // of a func value v.UnsafePointer gives an entry point, which many share
	if old, ok := m.seen[at]; ok && len(captured) == 0 {
		return old
	}
	var inside []reflect.Value
	for i, c := range captured {
		inside = append(inside, m.value(c, code.FreeVars[i].Type()))
	}
	out := m.o.machine.Bind(code, inside).Convert(rt)
	m.seen[at] = out
	m.back[pointed{closurePointer(out), out.Type()}] = v
	return out
}

// as is v as a value of a type that has the same memory.
func as(v reflect.Value, t reflect.Type) reflect.Value {
	if v.Type() == t {
		return v
	}
	return reflect.NewAt(t, addressable(v).Addr().UnsafePointer()).Elem()
}

// addressable returns v, or a copy of it whose fields can be read and set.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

// field is field i of an addressable struct, exported or not.
func field(v reflect.Value, i int) reflect.Value {
	f := v.Field(i)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
}
