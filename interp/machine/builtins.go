package machine

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

func (x *compiler) builtin(in *ssa.Call, b *ssa.Builtin) {
	args := in.Call.Args
	var a []uintptr
	var t []reflect.Type
	for _, v := range args {
		a = append(a, x.off(v))
		t = append(t, x.m.rt(v.Type()))
	}
	var d uintptr
	if in.Type() != nil && in.Call.Signature().Results().Len() > 0 {
		d = x.off(in)
	}
	if b.Name() == "append" {
		if o, ok := x.single(args[1]); ok {
			x.emit(x.withRoom(in, d, a[0], func(a uintptr) instr { return x.appendSingle(d, a, o, t[0]) }))
			return
		}
	}
	if b.Name() == "Offsetof" {
		x.must(x.offsetof(in), in)
		return
	}
	if step := x.builtinStep(b.Name(), in, d, a, t); step != nil {
		x.emit(step)
		return
	}
	x.refuse("the builtin "+b.Name(), "")
}

func (x *compiler) builtinStep(name string, in *ssa.Call, d uintptr, a []uintptr, t []reflect.Type) instr {
	switch name {
	case "len", "cap":
		return length(name, d, a[0], t[0])
	case "append":
		return x.withRoom(in, d, a[0], func(first uintptr) instr { return x.appendStep(d, []uintptr{first, a[1]}, t) })
	case "copy":
		return copyStep(d, a, t)
	case "delete":
		word := x.m.mapWord(t[0])
		return func(fr *frame) { mapdelete(word, get[ptr](fr, a[0]), add(ptr(fr), a[1])) }
	case "clear":
		return clearStep(a[0], t[0])
	case "print", "println":
		if slices.ContainsFunc(t, x.m.IsNumber) {
			return nil
		}
		return printStep(name == "println", a, t)
	case "min", "max":
		if step := x.numberBuiltin(name, t[0], d, a); step != nil {
			return step
		}
		return extreme(name, d, a, t[0])
	case "close":
		return func(fr *frame) { at(t[0], add(ptr(fr), a[0])).Close() }
	case "real", "imag", "complex":
		if x.m.cfg.Numbers != nil {
			return nil
		}
		return complexPart(name, d, a, t[0])
	case "panic":
		return func(fr *frame) { panic(get[any](fr, a[0])) }
	case "recover":
		return func(fr *frame) { set(fr, d, fr.recovers()) }
	case "ssa:wrapnilchk":
		return wrapNilCheck(d, a)
	case "ssa:deferstack":
		return func(fr *frame) { set(fr, d, ptr(fr)) }
	}
	return unsafeStep(name, d, a, t)
}

func length(name string, d, a uintptr, t reflect.Type) instr {
	switch t.Kind() {
	case reflect.String:
		return func(fr *frame) { set(fr, d, len(get[string](fr, a))) }
	case reflect.Slice:
		if name == "cap" {
			return func(fr *frame) { set(fr, d, get[sliceHeader](fr, a).cap) }
		}
		return func(fr *frame) { set(fr, d, (*sliceHeader)(add(ptr(fr), a)).len) }
	case reflect.Map:
		return func(fr *frame) {
			n := 0
			if m := get[ptr](fr, a); m != nil {
				n = maplen(m)
			}
			set(fr, d, n)
		}
	case reflect.Chan:
		if name == "cap" {
			return func(fr *frame) { set(fr, d, at(t, add(ptr(fr), a)).Cap()) }
		}
		return func(fr *frame) { set(fr, d, at(t, add(ptr(fr), a)).Len()) }
	case reflect.Array:
		return func(fr *frame) { set(fr, d, t.Len()) }
	case reflect.Pointer:
		return func(fr *frame) { set(fr, d, t.Elem().Len()) }
	}
	return nil
}

func copyStep(d uintptr, a []uintptr, t []reflect.Type) instr {
	if t[1].Kind() == reflect.String {
		return func(fr *frame) { set(fr, d, copy(get[[]byte](fr, a[0]), get[string](fr, a[1]))) }
	}
	word := typeWord(t[0].Elem())
	return func(fr *frame) {
		set(fr, d, typedslicecopy(word, get[sliceHeader](fr, a[0]), get[sliceHeader](fr, a[1])))
	}
}

func clearStep(a uintptr, t reflect.Type) instr {
	if t.Kind() == reflect.Map {
		word := typeWord(t)
		return func(fr *frame) {
			if m := get[ptr](fr, a); m != nil {
				mapclear(word, m)
			}
		}
	}
	return func(fr *frame) { at(t, add(ptr(fr), a)).Clear() }
}

// printStep writes to standard error as the runtime does.
func printStep(line bool, a []uintptr, t []reflect.Type) instr {
	return func(fr *frame) {
		var b []byte
		for i := range a {
			if line && i > 0 {
				b = append(b, ' ')
			}
			b = appendPrinted(b, at(t[i], add(ptr(fr), a[i])))
		}
		if line {
			b = append(b, '\n')
		}
		os.Stderr.Write(b)
	}
}

func appendPrinted(b []byte, v reflect.Value) []byte {
	p := v.Addr().UnsafePointer()
	switch v.Kind() {
	case reflect.Bool:
		return fmt.Append(b, v.Bool())
	case reflect.String:
		return append(b, v.String()...)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Append(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Append(b, v.Uint())
	case reflect.Float32, reflect.Float64:
		return strconv.AppendFloat(b, v.Float(), 'g', -1, v.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		return append(b, strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits())...)
	case reflect.Slice:
		h := (*sliceHeader)(p)
		return fmt.Appendf(b, "[%d/%d]%#x", h.len, h.cap, uintptr(h.data))
	case reflect.Interface:
		h := (*iface)(p)
		return fmt.Appendf(b, "(%#x,%#x)", uintptr(h.typ), uintptr(h.data))
	}
	return fmt.Appendf(b, "%#x", uintptr(*(*ptr)(p)))
}

func extreme(name string, d uintptr, a []uintptr, t reflect.Type) instr {
	switch t.Kind() {
	case reflect.Int:
		return extremeOf[int](name, d, a)
	case reflect.Int8:
		return extremeOf[int8](name, d, a)
	case reflect.Int16:
		return extremeOf[int16](name, d, a)
	case reflect.Int32:
		return extremeOf[int32](name, d, a)
	case reflect.Int64:
		return extremeOf[int64](name, d, a)
	case reflect.Uint:
		return extremeOf[uint](name, d, a)
	case reflect.Uint8:
		return extremeOf[uint8](name, d, a)
	case reflect.Uint16:
		return extremeOf[uint16](name, d, a)
	case reflect.Uint32:
		return extremeOf[uint32](name, d, a)
	case reflect.Uint64:
		return extremeOf[uint64](name, d, a)
	case reflect.Uintptr:
		return extremeOf[uintptr](name, d, a)
	case reflect.Float32:
		return extremeOf[float32](name, d, a)
	case reflect.Float64:
		return extremeOf[float64](name, d, a)
	case reflect.String:
		return extremeOf[string](name, d, a)
	}
	return nil
}

func extremeOf[T ordered](name string, d uintptr, a []uintptr) instr {
	if name == "min" {
		return func(fr *frame) {
			r := get[T](fr, a[0])
			for _, o := range a[1:] {
				r = min(r, get[T](fr, o))
			}
			set(fr, d, r)
		}
	}
	return func(fr *frame) {
		r := get[T](fr, a[0])
		for _, o := range a[1:] {
			r = max(r, get[T](fr, o))
		}
		set(fr, d, r)
	}
}

func complexPart(name string, d uintptr, a []uintptr, t reflect.Type) instr {
	switch {
	case name == "real" && t.Kind() == reflect.Complex64:
		return func(fr *frame) { set(fr, d, real(get[complex64](fr, a[0]))) }
	case name == "real":
		return func(fr *frame) { set(fr, d, real(get[complex128](fr, a[0]))) }
	case name == "imag" && t.Kind() == reflect.Complex64:
		return func(fr *frame) { set(fr, d, imag(get[complex64](fr, a[0]))) }
	case name == "imag":
		return func(fr *frame) { set(fr, d, imag(get[complex128](fr, a[0]))) }
	case t.Kind() == reflect.Float32:
		return func(fr *frame) { set(fr, d, complex(get[float32](fr, a[0]), get[float32](fr, a[1]))) }
	}
	return func(fr *frame) { set(fr, d, complex(get[float64](fr, a[0]), get[float64](fr, a[1]))) }
}

// wrapNilCheck is the check in a method of *T that stands for one of T.
func wrapNilCheck(d uintptr, a []uintptr) instr {
	return func(fr *frame) {
		p := get[ptr](fr, a[0])
		if p == nil {
			panic(wrapError(get[string](fr, a[1]), get[string](fr, a[2])))
		}
		set(fr, d, p)
	}
}

func unsafeStep(name string, d uintptr, a []uintptr, t []reflect.Type) instr {
	switch name {
	case "StringData", "SliceData":
		return func(fr *frame) { set(fr, d, get[ptr](fr, a[0])) }
	case "String":
		n := loadInt(t[1].Kind())
		return func(fr *frame) {
			set(fr, d, unsafe.String((*byte)(get[ptr](fr, a[0])), n(add(ptr(fr), a[1]))))
		}
	case "Slice":
		n, size := loadInt(t[1].Kind()), t[0].Elem().Size()
		return func(fr *frame) {
			p, k := get[ptr](fr, a[0]), int(n(add(ptr(fr), a[1])))
			bytes := k * int(size)
			if size > 1 && k > maxAlloc/int(size) {
				bytes = negative
			}
			if size == 0 && p == nil {
				bytes = k
			}
			_ = len(unsafe.Slice((*byte)(p), bytes)) // panics where Go does
			if p == nil {
				k = 0
			}
			set(fr, d, sliceHeader{p, k, k})
		}
	case "Add":
		n := loadInt(t[1].Kind())
		return func(fr *frame) { set(fr, d, add(get[ptr](fr, a[0]), uintptr(n(add(ptr(fr), a[1]))))) }
	case "Sizeof":
		return func(fr *frame) { set(fr, d, t[0].Size()) }
	case "Alignof":
		return func(fr *frame) { set(fr, d, uintptr(t[0].Align())) }
	}
	return nil
}
