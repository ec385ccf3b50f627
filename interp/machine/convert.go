package machine

import "reflect"

type scalar interface{ integer | float }

// numeric is the conversion between two real or two complex kinds; nil if
// either is neither.
func numeric(to, from reflect.Kind, d, a uintptr) instr {
	switch from {
	case reflect.Int:
		return convertFrom[int](to, d, a)
	case reflect.Int8:
		return convertFrom[int8](to, d, a)
	case reflect.Int16:
		return convertFrom[int16](to, d, a)
	case reflect.Int32:
		return convertFrom[int32](to, d, a)
	case reflect.Int64:
		return convertFrom[int64](to, d, a)
	case reflect.Uint:
		return convertFrom[uint](to, d, a)
	case reflect.Uint8:
		return convertFrom[uint8](to, d, a)
	case reflect.Uint16:
		return convertFrom[uint16](to, d, a)
	case reflect.Uint32:
		return convertFrom[uint32](to, d, a)
	case reflect.Uint64:
		return convertFrom[uint64](to, d, a)
	case reflect.Uintptr:
		return convertFrom[uintptr](to, d, a)
	case reflect.Float32:
		return convertFrom[float32](to, d, a)
	case reflect.Float64:
		return convertFrom[float64](to, d, a)
	case reflect.Complex64:
		if to == reflect.Complex128 {
			return func(fr *frame) { set(fr, d, complex128(get[complex64](fr, a))) }
		}
		return func(fr *frame) { set(fr, d, get[complex64](fr, a)) }
	case reflect.Complex128:
		if to == reflect.Complex64 {
			return func(fr *frame) { set(fr, d, complex64(get[complex128](fr, a))) }
		}
		return func(fr *frame) { set(fr, d, get[complex128](fr, a)) }
	}
	return nil
}

func convertFrom[F scalar](to reflect.Kind, d, a uintptr) instr {
	switch to {
	case reflect.Int:
		return func(fr *frame) { set(fr, d, int(get[F](fr, a))) }
	case reflect.Int8:
		return func(fr *frame) { set(fr, d, int8(get[F](fr, a))) }
	case reflect.Int16:
		return func(fr *frame) { set(fr, d, int16(get[F](fr, a))) }
	case reflect.Int32:
		return func(fr *frame) { set(fr, d, int32(get[F](fr, a))) }
	case reflect.Int64:
		return func(fr *frame) { set(fr, d, int64(get[F](fr, a))) }
	case reflect.Uint:
		return func(fr *frame) { set(fr, d, uint(get[F](fr, a))) }
	case reflect.Uint8:
		return func(fr *frame) { set(fr, d, uint8(get[F](fr, a))) }
	case reflect.Uint16:
		return func(fr *frame) { set(fr, d, uint16(get[F](fr, a))) }
	case reflect.Uint32:
		return func(fr *frame) { set(fr, d, uint32(get[F](fr, a))) }
	case reflect.Uint64:
		return func(fr *frame) { set(fr, d, uint64(get[F](fr, a))) }
	case reflect.Uintptr:
		return func(fr *frame) { set(fr, d, uintptr(get[F](fr, a))) }
	case reflect.Float32:
		return func(fr *frame) { set(fr, d, float32(get[F](fr, a))) }
	case reflect.Float64:
		return func(fr *frame) { set(fr, d, float64(get[F](fr, a))) }
	}
	return nil
}

// runeString is string(x) for an integer x of kind k.
func runeString(k reflect.Kind, d, a uintptr) instr {
	load := loadInt(k)
	return func(fr *frame) {
		x := load(add(ptr(fr), a))
		if int64(rune(x)) != x {
			x = 0xFFFD
		}
		set(fr, d, string(rune(x)))
	}
}

// textual is a conversion between strings and slices of bytes or runes.
func textual(to, from reflect.Type, d, a uintptr) instr {
	convert := textualStep(to, from, d, a)
	if convert == nil {
		return nil
	}
	return func(fr *frame) {
		if n := get[stringHeader](fr, a).len; n >= largeAlloc/4 { // a rune takes four bytes
			fr.code.m.askFor(n, 4)
		}
		convert(fr)
	}
}

func textualStep(to, from reflect.Type, d, a uintptr) instr {
	switch {
	case from.Kind() == reflect.String && to.Kind() == reflect.Slice && to.Elem().Kind() == reflect.Uint8:
		return func(fr *frame) { set(fr, d, []byte(get[string](fr, a))) }
	case from.Kind() == reflect.String && to.Kind() == reflect.Slice && to.Elem().Kind() == reflect.Int32:
		return func(fr *frame) { set(fr, d, []rune(get[string](fr, a))) }
	case to.Kind() == reflect.String && from.Kind() == reflect.Slice && from.Elem().Kind() == reflect.Uint8:
		return func(fr *frame) { set(fr, d, string(get[[]byte](fr, a))) }
	case to.Kind() == reflect.String && from.Kind() == reflect.Slice && from.Elem().Kind() == reflect.Int32:
		return func(fr *frame) { set(fr, d, string(get[[]rune](fr, a))) }
	}
	return nil
}
