package ad

import (
	"encoding/binary"
	"math"
	"reflect"
	"sync"
	"sync/atomic"
)

// A signature is what a trace holds for: the shapes of the tensors among the
// arguments, and everything else in them, and what is known outside.
type signature struct {
	key     []byte
	tensors []*Tensor // of the arguments, in the order of a gatherer
	params  []int     // whose they are
	kept    []*Tensor // outside
	param   int
	out     bool // walking what is outside: tensors count by identity
	unknown bool // something can't be compared
}

func (s *signature) put(x uint64) { s.key = binary.LittleEndian.AppendUint64(s.key, x) }

// add walks into v; every branch taken leaves its mark in the key.
func (s *signature) add(v reflect.Value, depth int) {
	if depth > deepest {
		s.unknown = true
		return
	}
	t := v.Type()
	switch kind := t.Kind(); {
	case t == tensorType:
		s.tensor(v)
	case isNumber(kind):
		s.put(math.Float64bits(numberOf(v)))
		if kind == reflect.Int64 || kind == reflect.Int {
			s.put(uint64(v.Int()))
		}
	case kind == reflect.String:
		s.put(uint64(v.Len()))
		s.key = append(s.key, v.String()...)
	case kind == reflect.Slice || kind == reflect.Array:
		s.put(uint64(v.Len()))
		for i := range v.Len() {
			s.add(v.Index(i), depth+1)
		}
	case kind == reflect.Pointer:
		if v.IsNil() {
			s.put(0)
			return
		}
		s.put(1)
		s.add(v.Elem(), depth+1)
	case kind == reflect.Map && ordered(t.Key().Kind()):
		if v.IsNil() {
			s.put(0)
			return
		}
		s.put(uint64(v.Len()) + 1)
		for _, k := range SortedKeys(v) {
			s.add(k, depth+1)
			s.add(v.MapIndex(k), depth+1)
		}
	case kind == reflect.Func:
		s.put(uint64(closureOf(v)))
	case kind == reflect.Struct:
		v = addressable(v)
		for i := range t.NumField() {
			if counts(t.Field(i)) {
				s.add(fieldOf(v, i), depth+1)
			}
		}
	default:
		s.unknown = true
	}
}

func (s *signature) tensor(v reflect.Value) {
	if v.IsNil() {
		s.put(0)
		return
	}
	t := v.Interface().(*Tensor)
	if !t.made() {
		s.unknown = true // the operation that gets it refuses it
		return
	}
	s.put(uint64(len(t.shape)+1)<<1 | uint64(t.DType()))
	for _, n := range t.shape {
		s.put(uint64(n))
	}
	if s.out {
		s.put(uint64(v.Pointer()))
		s.kept = append(s.kept, t)
		return
	}
	s.tensors = append(s.tensors, t)
	s.params = append(s.params, s.param)
}

// outside adds the variables and functions that f uses besides its arguments.
func (s *signature) outside(of func() (variables []reflect.Value, code []uintptr, known bool)) {
	vars, code, known := of()
	s.out = true
	s.unknown = s.unknown || !known
	for _, c := range code {
		s.put(uint64(c))
	}
	for _, v := range vars {
		if !guarded(v.Type()) {
			s.unknown = true
			return
		}
		s.add(v, 0)
	}
}

// guardedTypes remembers what unguarded says.
var guardedTypes sync.Map

func guarded(t reflect.Type) bool {
	if ok, known := guardedTypes.Load(t); known {
		return ok.(bool)
	}
	ok := unguarded(t, map[reflect.Type]bool{}) == nil
	guardedTypes.Store(t, ok)
	return ok
}

// unguarded returns a type in t of which a signature does not see everything,
// or nil.
func unguarded(t reflect.Type, seen map[reflect.Type]bool) reflect.Type {
	if t == tensorType || seen[t] || isNumber(t.Kind()) {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.String, reflect.Func:
		return nil
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return unguarded(t.Elem(), seen)
	case reflect.Map:
		if ordered(t.Key().Kind()) {
			return unguarded(t.Elem(), seen)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Type.Size() == 0 || f.Tag.Get("ad") == "-" { // not for compiled functions
				continue
			}
			if !counts(f) {
				return t
			}
			if bad := unguarded(f.Type, seen); bad != nil {
				return bad
			}
		}
		return nil
	}
	return t
}

// withTensors returns a copy of v with the tensors in it taken from next, in
// the order of a signature.
func withTensors(v reflect.Value, next func() *Tensor) reflect.Value {
	t := v.Type()
	if !holds(t, func(reflect.Kind) bool { return false }, map[reflect.Type]bool{}) {
		return v
	}
	out := reflect.New(t).Elem()
	out.Set(v)
	switch kind := t.Kind(); {
	case t == tensorType:
		if !v.IsNil() {
			return reflect.ValueOf(next())
		}
	case kind == reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(t, v.Len(), v.Len()))
		}
		fallthrough
	case kind == reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(withTensors(v.Index(i), next))
		}
	case kind == reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(t.Elem()))
			out.Elem().Set(withTensors(v.Elem(), next))
		}
	case kind == reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMapWithSize(t, v.Len()))
		}
		for _, k := range SortedKeys(v) {
			out.SetMapIndex(k, withTensors(v.MapIndex(k), next))
		}
	case kind == reflect.Struct:
		v = addressable(v)
		for i := range t.NumField() {
			if counts(t.Field(i)) {
				fieldOf(out, i).Set(withTensors(fieldOf(v, i), next))
			}
		}
	}
	return out
}

// sole reports whether only t sees its memory.
func (t *Tensor) sole() bool {
	return t.level == nil && t.mine && size(t.shape) > 1 && atomic.LoadUint32(&t.viewed) == 0
}

// view notes that another tensor sees t's memory.
func (t *Tensor) view() {
	if t.mine {
		atomic.StoreUint32(&t.viewed, 1)
	}
}
