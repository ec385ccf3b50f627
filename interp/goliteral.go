package interp

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gojac/gojac/ad"
)

// maxText is how many bytes of one string are written.
const maxText = 4096

// described returns the text of a value that describes itself: an error's, a
// Stringer's, a Formatter's.
func described(v reflect.Value) (text string, ok bool) {
	if !v.IsValid() || !v.CanInterface() {
		return "", false
	}
	for v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if isNil(v) {
		return "", false
	}
	switch x := v.Interface().(type) {
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	case fmt.Formatter:
		return fmt.Sprint(x), true
	}
	return "", false
}

// inner returns the text, of one line, of a value in another that describes
// itself. A method that panics describes nothing.
func inner(v reflect.Value) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	switch tensor := reflect.TypeFor[ad.Tensor](); {
	case v.Type() == tensor && v.IsZero():
		return "ad.Tensor{}", true
	case v.Type() == reflect.PointerTo(tensor) && !v.IsNil(): // in an unexported field, too
		return tensorText((*ad.Tensor)(v.UnsafePointer())), true
	}
	if !v.CanInterface() || v.Kind() == reflect.Interface { // what an interface holds comes next
		return "", false
	}
	text, ok = described(v)
	if _, is := v.Interface().(error); is {
		text = "error(" + strconv.Quote(text) + ")"
	}
	return text, ok && len(text) <= maxText && !strings.Contains(text, "\n")
}

// tensorText writes a small tensor on one line, and of others the shape.
func tensorText(t *ad.Tensor) string {
	if reflect.ValueOf(t).Elem().IsZero() || t.Size() <= 9 {
		return strings.ReplaceAll(strings.Join(strings.Fields(t.String()), " "), "[ ", "[")
	}
	shape := make([]string, len(t.Shape()))
	for i, n := range t.Shape() {
		shape[i] = strconv.Itoa(n)
	}
	return "tensor (" + strings.Join(shape, ", ") + ")"
}

// bytesText writes bytes that are printable text as a conversion of it.
func bytesText(v reflect.Value, typed bool) (string, bool) {
	if !typed || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[byte]() || v.Len() == 0 {
		return "", false
	}
	text := string(v.Bytes())
	printable := func(c rune) bool { return unicode.IsPrint(c) || c == '\n' || c == '\t' || c == '\r' }
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return !printable(c) }) {
		return "", false
	}
	return typeName(v.Type()) + "(" + quoted(text) + ")", true
}

func quoted(text string) string {
	if len(text) > maxText {
		return strconv.Quote(text[:maxText]) + fmt.Sprintf("… %d bytes more", len(text)-maxText)
	}
	return strconv.Quote(text)
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Func, reflect.Chan, reflect.Interface, reflect.UnsafePointer:
		return v.IsNil()
	}
	return false
}

func nilOf(t reflect.Type, typed bool) syntax {
	if !typed || t.Kind() == reflect.Interface {
		return syntax{text: "nil"}
	}
	name := typeName(t)
	if strings.HasPrefix(name, "*") || strings.HasPrefix(name, "func") || strings.HasPrefix(name, "chan") {
		name = "(" + name + ")"
	}
	return syntax{text: name + "(nil)"}
}

// basic writes a number, string or bool; named types are told inside others.
func basic(v reflect.Value, typed bool) syntax {
	var s string
	switch v.Kind() {
	case reflect.String:
		s = quoted(v.String())
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
		case v.Kind() == reflect.Complex64:
			s = fmt.Sprint(complex64(v.Complex()))
		case v.CanComplex():
			s = fmt.Sprint(v.Complex())
		default:
			s = fmt.Sprint(v.Bool())
		}
	}
	if typed && v.Type().PkgPath() != "" {
		s = typeName(v.Type()) + "(" + s + ")"
	}
	return syntax{text: s}
}

// typeName writes a type without the package of cells.
func typeName(t reflect.Type) string {
	s := strings.ReplaceAll(t.String(), "interface {}", "any")
	s = strings.ReplaceAll(s, "[]uint8", "[]byte")
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
