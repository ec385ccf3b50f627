package machine

import (
	"go/token"
	"reflect"
)

type signed interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}
type unsigned interface {
	~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}
type integer interface{ signed | unsigned }
type float interface{ ~float32 | ~float64 }
type cmplx interface{ ~complex64 | ~complex128 }
type ordered interface{ integer | float | ~string }

// get reads the value at an offset of a frame.
func get[T any](fr *frame, off uintptr) T { return *(*T)(add(ptr(fr), off)) }

func set[T any](fr *frame, off uintptr, x T) { *(*T)(add(ptr(fr), off)) = x }

// binary is x op y on the values of one kind; nil if there is no such operation.
func binary(k reflect.Kind, op token.Token, d, a, b uintptr) instr {
	switch k {
	case reflect.Int:
		return intOp[int](op, d, a, b)
	case reflect.Int8:
		return intOp[int8](op, d, a, b)
	case reflect.Int16:
		return intOp[int16](op, d, a, b)
	case reflect.Int32:
		return intOp[int32](op, d, a, b)
	case reflect.Int64:
		return intOp[int64](op, d, a, b)
	case reflect.Uint:
		return intOp[uint](op, d, a, b)
	case reflect.Uint8:
		return intOp[uint8](op, d, a, b)
	case reflect.Uint16:
		return intOp[uint16](op, d, a, b)
	case reflect.Uint32:
		return intOp[uint32](op, d, a, b)
	case reflect.Uint64:
		return intOp[uint64](op, d, a, b)
	case reflect.Uintptr:
		return intOp[uintptr](op, d, a, b)
	case reflect.Float32:
		return floatOp[float32](op, d, a, b)
	case reflect.Float64:
		return floatOp[float64](op, d, a, b)
	case reflect.Complex64:
		return complexOp[complex64](op, d, a, b)
	case reflect.Complex128:
		return complexOp[complex128](op, d, a, b)
	case reflect.String:
		if op == token.ADD {
			return func(fr *frame) {
				x, y := get[string](fr, a), get[string](fr, b)
				if len(x) >= largeAlloc {
					fr.code.m.askFor(len(x)+len(y), 1)
				}
				set(fr, d, x+y)
			}
		}
		return compare[string](op, d, a, b)
	case reflect.Bool:
		return equal[bool](op, d, a, b)
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer, reflect.Map, reflect.Func, reflect.Slice:
		return equal[ptr](op, d, a, b) // the last three only with nil
	}
	return nil
}

// binaryConst is binary for an integer and a constant, which lies at c.
func binaryConst(k reflect.Kind, op token.Token, d, a uintptr, c ptr) instr {
	switch k {
	case reflect.Int, reflect.Int64:
		return constOp[int](op, d, a, c)
	case reflect.Int32:
		return constOp[int32](op, d, a, c)
	case reflect.Uint8:
		return constOp[uint8](op, d, a, c)
	case reflect.Uint16:
		return constOp[uint16](op, d, a, c)
	case reflect.Uint32:
		return constOp[uint32](op, d, a, c)
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return constOp[uint](op, d, a, c)
	}
	return nil
}

func constOp[T integer](op token.Token, d, a uintptr, p ptr) instr {
	c := *(*T)(p)
	switch op {
	case token.ADD:
		return func(fr *frame) { set(fr, d, get[T](fr, a)+c) }
	case token.SUB:
		return func(fr *frame) { set(fr, d, get[T](fr, a)-c) }
	case token.MUL:
		return func(fr *frame) { set(fr, d, get[T](fr, a)*c) }
	case token.AND:
		return func(fr *frame) { set(fr, d, get[T](fr, a)&c) }
	case token.OR:
		return func(fr *frame) { set(fr, d, get[T](fr, a)|c) }
	case token.REM:
		if c > 0 {
			return func(fr *frame) { set(fr, d, get[T](fr, a)%c) }
		}
	case token.QUO:
		if c > 0 {
			return func(fr *frame) { set(fr, d, get[T](fr, a)/c) }
		}
	case token.EQL:
		return func(fr *frame) { set(fr, d, get[T](fr, a) == c) }
	case token.NEQ:
		return func(fr *frame) { set(fr, d, get[T](fr, a) != c) }
	}
	return nil
}

func intOp[T integer](op token.Token, d, a, b uintptr) instr {
	switch op {
	case token.ADD:
		return func(fr *frame) { set(fr, d, get[T](fr, a)+get[T](fr, b)) }
	case token.SUB:
		return func(fr *frame) { set(fr, d, get[T](fr, a)-get[T](fr, b)) }
	case token.MUL:
		return func(fr *frame) { set(fr, d, get[T](fr, a)*get[T](fr, b)) }
	case token.QUO:
		return func(fr *frame) { set(fr, d, get[T](fr, a)/get[T](fr, b)) }
	case token.REM:
		return func(fr *frame) { set(fr, d, get[T](fr, a)%get[T](fr, b)) }
	case token.AND:
		return func(fr *frame) { set(fr, d, get[T](fr, a)&get[T](fr, b)) }
	case token.OR:
		return func(fr *frame) { set(fr, d, get[T](fr, a)|get[T](fr, b)) }
	case token.XOR:
		return func(fr *frame) { set(fr, d, get[T](fr, a)^get[T](fr, b)) }
	case token.AND_NOT:
		return func(fr *frame) { set(fr, d, get[T](fr, a)&^get[T](fr, b)) }
	}
	return compare[T](op, d, a, b)
}

func floatOp[T float](op token.Token, d, a, b uintptr) instr {
	switch op {
	case token.ADD:
		return func(fr *frame) { set(fr, d, get[T](fr, a)+get[T](fr, b)) }
	case token.SUB:
		return func(fr *frame) { set(fr, d, get[T](fr, a)-get[T](fr, b)) }
	case token.MUL:
		return func(fr *frame) { set(fr, d, get[T](fr, a)*get[T](fr, b)) }
	case token.QUO:
		return func(fr *frame) { set(fr, d, get[T](fr, a)/get[T](fr, b)) }
	}
	return compare[T](op, d, a, b)
}

func complexOp[T cmplx](op token.Token, d, a, b uintptr) instr {
	switch op {
	case token.ADD:
		return func(fr *frame) { set(fr, d, get[T](fr, a)+get[T](fr, b)) }
	case token.SUB:
		return func(fr *frame) { set(fr, d, get[T](fr, a)-get[T](fr, b)) }
	case token.MUL:
		return func(fr *frame) { set(fr, d, get[T](fr, a)*get[T](fr, b)) }
	case token.QUO:
		return func(fr *frame) { set(fr, d, get[T](fr, a)/get[T](fr, b)) }
	}
	return equal[T](op, d, a, b)
}

func compare[T ordered](op token.Token, d, a, b uintptr) instr {
	switch op {
	case token.LSS:
		return func(fr *frame) { set(fr, d, get[T](fr, a) < get[T](fr, b)) }
	case token.LEQ:
		return func(fr *frame) { set(fr, d, get[T](fr, a) <= get[T](fr, b)) }
	case token.GTR:
		return func(fr *frame) { set(fr, d, get[T](fr, a) > get[T](fr, b)) }
	case token.GEQ:
		return func(fr *frame) { set(fr, d, get[T](fr, a) >= get[T](fr, b)) }
	}
	return equal[T](op, d, a, b)
}

func equal[T comparable](op token.Token, d, a, b uintptr) instr {
	switch op {
	case token.EQL:
		return func(fr *frame) { set(fr, d, get[T](fr, a) == get[T](fr, b)) }
	case token.NEQ:
		return func(fr *frame) { set(fr, d, get[T](fr, a) != get[T](fr, b)) }
	}
	return nil
}

// shift is x << n or x >> n; a negative n panics.
func shift(k reflect.Kind, op token.Token, d, a, n uintptr, count reflect.Kind) instr {
	switch k {
	case reflect.Int:
		return shiftOp[int](op, d, a, n, count)
	case reflect.Int8:
		return shiftOp[int8](op, d, a, n, count)
	case reflect.Int16:
		return shiftOp[int16](op, d, a, n, count)
	case reflect.Int32:
		return shiftOp[int32](op, d, a, n, count)
	case reflect.Int64:
		return shiftOp[int64](op, d, a, n, count)
	case reflect.Uint:
		return shiftOp[uint](op, d, a, n, count)
	case reflect.Uint8:
		return shiftOp[uint8](op, d, a, n, count)
	case reflect.Uint16:
		return shiftOp[uint16](op, d, a, n, count)
	case reflect.Uint32:
		return shiftOp[uint32](op, d, a, n, count)
	case reflect.Uint64:
		return shiftOp[uint64](op, d, a, n, count)
	case reflect.Uintptr:
		return shiftOp[uintptr](op, d, a, n, count)
	}
	return nil
}

// shiftConst is shift for a constant count.
func shiftConst(k reflect.Kind, op token.Token, d, a uintptr, n uint64) instr {
	switch k {
	case reflect.Int, reflect.Int64:
		return shiftBy[int](op, d, a, n)
	case reflect.Int32:
		return shiftBy[int32](op, d, a, n)
	case reflect.Uint8:
		return shiftBy[uint8](op, d, a, n)
	case reflect.Uint32:
		return shiftBy[uint32](op, d, a, n)
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return shiftBy[uint](op, d, a, n)
	}
	return nil
}

func shiftBy[T integer](op token.Token, d, a uintptr, n uint64) instr {
	if op == token.SHL {
		return func(fr *frame) { set(fr, d, get[T](fr, a)<<n) }
	}
	return func(fr *frame) { set(fr, d, get[T](fr, a)>>n) }
}

func shiftOp[T integer](op token.Token, d, a, n uintptr, count reflect.Kind) instr {
	load := loadInt(count)
	isSigned := count >= reflect.Int && count <= reflect.Int64
	switch {
	case op == token.SHL && isSigned:
		return func(fr *frame) { set(fr, d, get[T](fr, a)<<load(add(ptr(fr), n))) }
	case op == token.SHR && isSigned:
		return func(fr *frame) { set(fr, d, get[T](fr, a)>>load(add(ptr(fr), n))) }
	case op == token.SHL:
		return func(fr *frame) { set(fr, d, get[T](fr, a)<<uint64(load(add(ptr(fr), n)))) }
	case op == token.SHR:
		return func(fr *frame) { set(fr, d, get[T](fr, a)>>uint64(load(add(ptr(fr), n)))) }
	}
	return nil
}

// loadInt reads an integer of kind k; of the unsigned ones the largest come out
// negative.
func loadInt(k reflect.Kind) func(p ptr) int64 {
	switch k {
	case reflect.Int8:
		return func(p ptr) int64 { return int64(*(*int8)(p)) }
	case reflect.Int16:
		return func(p ptr) int64 { return int64(*(*int16)(p)) }
	case reflect.Int32:
		return func(p ptr) int64 { return int64(*(*int32)(p)) }
	case reflect.Uint8:
		return func(p ptr) int64 { return int64(*(*uint8)(p)) }
	case reflect.Uint16:
		return func(p ptr) int64 { return int64(*(*uint16)(p)) }
	case reflect.Uint32:
		return func(p ptr) int64 { return int64(*(*uint32)(p)) }
	}
	return func(p ptr) int64 { return *(*int64)(p) }
}

// unary is -x, ^x or !x.
func unary(k reflect.Kind, op token.Token, d, a uintptr) instr {
	switch k {
	case reflect.Bool:
		return func(fr *frame) { set(fr, d, !get[bool](fr, a)) }
	case reflect.Int:
		return intUnary[int](op, d, a)
	case reflect.Int8:
		return intUnary[int8](op, d, a)
	case reflect.Int16:
		return intUnary[int16](op, d, a)
	case reflect.Int32:
		return intUnary[int32](op, d, a)
	case reflect.Int64:
		return intUnary[int64](op, d, a)
	case reflect.Uint:
		return intUnary[uint](op, d, a)
	case reflect.Uint8:
		return intUnary[uint8](op, d, a)
	case reflect.Uint16:
		return intUnary[uint16](op, d, a)
	case reflect.Uint32:
		return intUnary[uint32](op, d, a)
	case reflect.Uint64:
		return intUnary[uint64](op, d, a)
	case reflect.Uintptr:
		return intUnary[uintptr](op, d, a)
	case reflect.Float32:
		return func(fr *frame) { set(fr, d, -get[float32](fr, a)) }
	case reflect.Float64:
		return func(fr *frame) { set(fr, d, -get[float64](fr, a)) }
	case reflect.Complex64:
		return func(fr *frame) { set(fr, d, -get[complex64](fr, a)) }
	case reflect.Complex128:
		return func(fr *frame) { set(fr, d, -get[complex128](fr, a)) }
	}
	return nil
}

func intUnary[T integer](op token.Token, d, a uintptr) instr {
	switch op {
	case token.SUB:
		return func(fr *frame) { set(fr, d, -get[T](fr, a)) }
	case token.XOR:
		return func(fr *frame) { set(fr, d, ^get[T](fr, a)) }
	}
	return nil
}
