package interp

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"unicode/utf8"
)

// Limits of what is written of one value.
const (
	maxElements = 100  // of a slice, array or map
	maxValues   = 4000 // elements of all of them
	maxDepth    = 6    // of values in values
	maxWidth    = 100  // columns of a struct or map on one line
)

// goSyntax writes a value as it would stand in a cell: strings quoted, structs
// with field names, the session's types without a package. Values in it that
// describe themselves, such as durations, errors and tensors, are written as
// they do. Long slices and deep values are cut short with …; what is too long
// for a line has a line for each element.
func goSyntax(v reflect.Value) string {
	r := syntaxReader{seen: map[uintptr]bool{}, left: maxValues}
	var b strings.Builder
	r.value(v, true, 0).write(&b, 0)
	return b.String()
}

// A syntax is a value in Go: text, or text and elements in braces.
type syntax struct {
	text     string
	braces   bool
	named    bool // its elements are fields, or have keys
	elements []syntax
}

func (s syntax) flat() string {
	if !s.braces {
		return s.text
	}
	texts := make([]string, len(s.elements))
	for i, e := range s.elements {
		texts[i] = e.flat()
	}
	return s.text + "{" + strings.Join(texts, ", ") + "}"
}

// write writes s where indent columns of the line are taken.
func (s syntax) write(b *strings.Builder, indent int) {
	flat := s.flat()
	if !s.breaks() || indent+utf8.RuneCountInString(flat) <= maxWidth {
		b.WriteString(flat)
		return
	}
	b.WriteString(s.text + "{\n")
	for _, e := range s.elements {
		b.WriteString(strings.Repeat(" ", indent+4))
		e.write(b, indent+4)
		b.WriteString(",\n")
	}
	b.WriteString(strings.Repeat(" ", indent) + "}")
}

// breaks reports whether each element of s may have its own line; numbers
// stay together.
func (s syntax) breaks() bool {
	for _, e := range s.elements {
		if s.named || e.braces {
			return true
		}
	}
	return false
}

// A syntaxReader reads one value.
type syntaxReader struct {
	seen map[uintptr]bool // pointers on the way here
	left int              // elements that may still be read
}

// value reads v; typed says that its type has to be told.
func (r *syntaxReader) value(v reflect.Value, typed bool, depth int) syntax {
	if !v.IsValid() {
		return syntax{text: "nil"}
	}
	if depth > 0 {
		if text, ok := inner(v); ok {
			return syntax{text: text}
		}
	}
	if isNil(v) {
		return nilOf(v.Type(), typed)
	}
	switch v.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Array, reflect.Map:
		if text, ok := bytesText(v, typed); ok {
			return syntax{text: text}
		}
		s := syntax{braces: true, named: v.Kind() == reflect.Struct || v.Kind() == reflect.Map}
		if typed {
			s.text = typeName(v.Type())
		}
		if depth >= maxDepth {
			s.elements = []syntax{{text: "…"}}
		} else {
			r.elements(v, depth, &s)
		}
		return s
	case reflect.Pointer:
		return r.pointer(v, depth)
	case reflect.Interface:
		return r.value(v.Elem(), true, depth)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return syntax{text: typeName(v.Type())}
	}
	return basic(v, typed && depth > 0)
}

// elements reads what a struct, slice, array or map holds.
func (r *syntaxReader) elements(v reflect.Value, depth int, s *syntax) {
	add := func(key string, v reflect.Value, typed bool) {
		e := r.value(v, typed, depth+1)
		e.text = key + e.text
		s.elements = append(s.elements, e)
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.CanInterface() {
			v = addressable(v)
		}
		for i := range v.NumField() {
			f, x := v.Type().Field(i), v.Field(i)
			if f.PkgPath == cellPath && v.CanAddr() { // cells are one package: the methods of all their fields may be called
				x = field(v, i)
			}
			switch {
			case f.Name == "_":
			case isNil(x):
				s.elements = append(s.elements, syntax{text: f.Name + ": nil"})
			default:
				add(f.Name+": ", x, true)
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return less(keys[i], keys[j]) })
		for i, k := range keys {
			if !r.next(i, len(keys), s) {
				return
			}
			key := r.value(k, v.Type().Key().Kind() == reflect.Interface, depth+1).flat()
			add(key+": ", v.MapIndex(k), v.Type().Elem().Kind() == reflect.Interface)
		}
	default:
		for i := range v.Len() {
			if !r.next(i, v.Len(), s) {
				return
			}
			add("", v.Index(i), v.Type().Elem().Kind() == reflect.Interface)
		}
	}
}

// next reports whether element i of n is read; where it is not, it says what
// is left out.
func (r *syntaxReader) next(i, n int, s *syntax) bool {
	if i == maxElements && n > maxElements+1 || r.left == 0 {
		s.elements = append(s.elements, syntax{text: fmt.Sprintf("… %d more", n-i)})
		return false
	}
	r.left--
	return true
}

func (r *syntaxReader) pointer(v reflect.Value, depth int) syntax {
	switch {
	case v.Elem().Kind() == reflect.Struct && !r.seen[v.Pointer()]:
		r.seen[v.Pointer()] = true
		s := r.value(v.Elem(), true, depth)
		s.text = "&" + s.text
		delete(r.seen, v.Pointer())
		return s
	case v.Elem().Kind() == reflect.Struct: // a cycle
		return syntax{text: "&" + typeName(v.Type().Elem()) + "{…}"}
	}
	return syntax{text: fmt.Sprintf("(%s)(%#x)", typeName(v.Type()), v.Pointer())}
}
