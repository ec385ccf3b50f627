package machine

import (
	"reflect"
	"unsafe"
)

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
