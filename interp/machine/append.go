package machine

import (
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// single gives the place of the only element that an append adds, if that lies
// in the frame: ssa makes a variable of it and slices that.
func (x *compiler) single(v ssa.Value) (uintptr, bool) {
	s, ok := v.(*ssa.Slice)
	if !ok || s.Low != nil || s.High != nil || s.Max != nil || len(used(s)) != 1 {
		return 0, false
	}
	a, ok := s.X.(*ssa.Alloc)
	if !ok || a.Comment != "varargs" || x.m.rt(elem(a.Type())).Len() != 1 || !onlyAppended(s) {
		return 0, false
	}
	return x.place(a)
}

// appendSingle appends the element at o.
func (x *compiler) appendSingle(d, a, o uintptr, t reflect.Type) instr {
	et := t.Elem()
	switch k := kindOfMove(et); {
	case k == move8:
		return appendOne[uint64](x.m, d, a, o)
	case k == move1:
		return appendOne[uint8](x.m, d, a, o)
	case k == move4:
		return appendOne[uint32](x.m, d, a, o)
	case k == movePtr:
		return appendOne[ptr](x.m, d, a, o)
	case k == moveString:
		return appendOne[string](x.m, d, a, o)
	case k == moveIface:
		return appendOne[iface](x.m, d, a, o)
	case k == moveSlice:
		return appendOne[sliceHeader](x.m, d, a, o)
	}
	m, word, size := x.m, typeWord(et), et.Size()
	return func(fr *frame) {
		s := get[sliceHeader](fr, a)
		if s.len == s.cap {
			m.askFor(s.len+s.len/4+1, size)
			n := s.len
			s = growslice(word, s, 1)
			s.len = n
		}
		typedmemmove(word, add(s.data, uintptr(s.len)*size), add(ptr(fr), o))
		s.len++
		set(fr, d, s)
	}
}

func appendOne[T any](m *Machine, d, a, o uintptr) instr {
	return func(fr *frame) {
		s := get[[]T](fr, a)
		if len(s) == cap(s) && len(s) >= largeAlloc {
			m.askFor(len(s)+len(s)/4, unsafe.Sizeof(*new(T)))
		}
		set(fr, d, append(s, get[T](fr, o)))
	}
}

func (x *compiler) appendStep(d uintptr, a []uintptr, t []reflect.Type) instr {
	m := x.m
	switch et := t[0].Elem(); {
	case t[1].Kind() == reflect.String:
		return func(fr *frame) {
			m.growth(fr, a, 1)
			set(fr, d, append(get[[]byte](fr, a[0]), get[string](fr, a[1])...))
		}
	case (*rtype)(typeWord(et)).ptrBytes == 0 && et.Size() == 8:
		return appendOf[uint64](m, d, a)
	case et.Kind() == reflect.Uint8:
		return appendOf[byte](m, d, a)
	case et.Kind() == reflect.String:
		return appendOf[string](m, d, a)
	case kindOfMove(et) == movePtr:
		return appendOf[ptr](m, d, a)
	default:
		return m.appendTyped(d, a, et)
	}
}

// growth asks for the memory that an append needs, if it needs much.
func (m *Machine) growth(fr *frame, a []uintptr, size uintptr) {
	s := (*sliceHeader)(add(ptr(fr), a[0]))
	n := s.len + (*stringHeader)(add(ptr(fr), a[1])).len
	if n > s.cap && n > 0 {
		m.askFor(n+n/4, size)
	}
}

func appendOf[T any](m *Machine, d uintptr, a []uintptr) instr {
	return func(fr *frame) {
		m.growth(fr, a, unsafe.Sizeof(*new(T)))
		set(fr, d, append(get[[]T](fr, a[0]), get[[]T](fr, a[1])...))
	}
}

func (m *Machine) appendTyped(d uintptr, a []uintptr, et reflect.Type) instr {
	word, size := typeWord(et), et.Size()
	return func(fr *frame) {
		m.growth(fr, a, size)
		s, more := get[sliceHeader](fr, a[0]), get[sliceHeader](fr, a[1])
		n := s.len + more.len
		if uint(n) > uint(s.cap) {
			old := s.len
			s = growslice(word, s, more.len)
			s.len = old
		}
		if more.len > 0 {
			typedslicecopy(word, sliceHeader{add(s.data, uintptr(s.len)*size), more.len, more.len}, more)
		}
		s.len = n
		set(fr, d, s)
	}
}
