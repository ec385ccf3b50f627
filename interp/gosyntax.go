package interp

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Limits of what is written of one value.
const (
	maxElements = 100  // of a slice, array or map
	maxDepth    = 6    // of values in values
	maxText     = 4096 // bytes of one string
)

// goSyntax writes a value as it would stand in a cell: strings quoted, structs
// with field names, the session's types without a package. Long slices and
// deep values are cut short with ….
func goSyntax(v reflect.Value) string {
	w := &syntaxWriter{seen: map[uintptr]bool{}}
	w.value(v, true, 0)
	return w.b.String()
}

type syntaxWriter struct {
	b    strings.Builder
	seen map[uintptr]bool // pointers on the way here
}

// value writes v; typed says that its type has to be told.
func (w *syntaxWriter) value(v reflect.Value, typed bool, depth int) {
	if !v.IsValid() {
		w.b.WriteString("nil")
		return
	}
	t := v.Type()
	switch v.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Array, reflect.Map:
		if k := v.Kind(); (k == reflect.Slice || k == reflect.Map) && v.IsNil() {
			w.nilOf(t, typed)
			return
		}
		if typed {
			w.b.WriteString(typeName(t))
		}
		w.b.WriteByte('{')
		if depth >= maxDepth {
			w.b.WriteString("…")
		} else {
			w.elements(v, depth)
		}
		w.b.WriteByte('}')
	case reflect.Pointer:
		w.pointer(v, typed, depth)
	case reflect.Interface:
		w.value(v.Elem(), true, depth)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if v.IsNil() {
			w.nilOf(t, typed)
			return
		}
		w.b.WriteString(typeName(t))
	default:
		w.basic(v, typed && depth > 0)
	}
}

// elements writes what a struct, slice, array or map holds.
func (w *syntaxWriter) elements(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		first := true
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if name == "_" {
				continue
			}
			if !first {
				w.b.WriteString(", ")
			}
			first = false
			w.b.WriteString(name + ": ")
			w.value(v.Field(i), true, depth+1)
		}
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return less(keys[i], keys[j]) })
		for i, k := range keys {
			if !w.next(i, len(keys)) {
				return
			}
			w.value(k, v.Type().Key().Kind() == reflect.Interface, depth+1)
			w.b.WriteString(": ")
			w.value(v.MapIndex(k), v.Type().Elem().Kind() == reflect.Interface, depth+1)
		}
	default:
		for i := range v.Len() {
			if !w.next(i, v.Len()) {
				return
			}
			w.value(v.Index(i), v.Type().Elem().Kind() == reflect.Interface, depth+1)
		}
	}
}

// next writes what separates element i from the one before; it is false where
// the rest is left out.
func (w *syntaxWriter) next(i, n int) bool {
	if i > 0 {
		w.b.WriteString(", ")
	}
	if i == maxElements && n > maxElements+1 {
		fmt.Fprintf(&w.b, "… %d more", n-i)
		return false
	}
	return true
}

func (w *syntaxWriter) pointer(v reflect.Value, typed bool, depth int) {
	switch {
	case v.IsNil():
		w.nilOf(v.Type(), typed)
	case v.Elem().Kind() == reflect.Struct && !w.seen[v.Pointer()]:
		w.seen[v.Pointer()] = true
		w.b.WriteByte('&')
		w.value(v.Elem(), true, depth)
		delete(w.seen, v.Pointer())
	case v.Elem().Kind() == reflect.Struct: // a cycle
		w.b.WriteString("&" + typeName(v.Type().Elem()) + "{…}")
	default:
		fmt.Fprintf(&w.b, "(%s)(%#x)", typeName(v.Type()), v.Pointer())
	}
}

func (w *syntaxWriter) nilOf(t reflect.Type, typed bool) {
	if !typed {
		w.b.WriteString("nil")
		return
	}
	name := typeName(t)
	if strings.HasPrefix(name, "*") || strings.HasPrefix(name, "func") || strings.HasPrefix(name, "chan") {
		name = "(" + name + ")"
	}
	w.b.WriteString(name + "(nil)")
}

// basic writes a number, string or bool; named types are told inside others.
func (w *syntaxWriter) basic(v reflect.Value, typed bool) {
	var s string
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		if len(text) > maxText {
			s = strconv.Quote(text[:maxText]) + fmt.Sprintf("… %d bytes more", len(text)-maxText)
		} else {
			s = strconv.Quote(text)
		}
	case reflect.Float32:
		s = strconv.FormatFloat(v.Float(), 'g', -1, 32)
	case reflect.Float64:
		s = strconv.FormatFloat(v.Float(), 'g', -1, 64)
	default:
		switch {
		case v.CanInt():
			s = strconv.FormatInt(v.Int(), 10)
		case v.CanUint():
			s = strconv.FormatUint(v.Uint(), 10)
		case v.CanComplex():
			s = fmt.Sprint(v.Complex())
		default:
			s = fmt.Sprint(v.Bool())
		}
	}
	if typed && v.Type().PkgPath() != "" {
		s = typeName(v.Type()) + "(" + s + ")"
	}
	w.b.WriteString(s)
}

// typeName writes a type without the package of cells.
func typeName(t reflect.Type) string {
	s := strings.ReplaceAll(t.String(), "interface {}", "any")
	return strings.ReplaceAll(s, cellPath+".", "")
}

func less(a, b reflect.Value) bool {
	switch {
	case a.Kind() != b.Kind():
		return a.Kind() < b.Kind()
	case a.CanInt():
		return a.Int() < b.Int()
	case a.CanUint():
		return a.Uint() < b.Uint()
	case a.CanFloat():
		return a.Float() < b.Float()
	case a.Kind() == reflect.String:
		return a.String() < b.String()
	}
	return fmt.Sprint(a) < fmt.Sprint(b)
}
