package machine

import "reflect"

//go:generate go run ./gen -o literals.go

// Entry points for function types that compiled code calls often. Each is a
// func literal that captures one *closure, which the compiler keeps in the word
// after the entry point; so any closure with that entry point and itself in
// that word is such a function. A type is told by the classes of its parameters
// and results (classOf); those of one class travel alike.

// classOf gives the letter of the class of t, or 0.
func classOf(t reflect.Type) byte {
	switch t.Kind() {
	case reflect.Float64:
		return 'F'
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return 'I'
	case reflect.Int32, reflect.Uint32:
		return 'R'
	case reflect.Bool, reflect.Int8, reflect.Uint8:
		return 'B'
	case reflect.String:
		return 'S'
	case reflect.Slice:
		return 'L'
	case reflect.Interface:
		return 'E'
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return 'P'
	}
	return 0
}

// shapeOf writes the classes of a function type: "FF:F"; "" if there are others.
func shapeOf(t reflect.Type) string {
	var b []byte
	for i := range t.NumIn() {
		b = append(b, classOf(t.In(i)))
	}
	b = append(b, ':')
	for i := range t.NumOut() {
		b = append(b, classOf(t.Out(i)))
	}
	for _, c := range b {
		if c == 0 {
			return ""
		}
	}
	return string(b)
}

// trampolineFor gives the entry point for a type, or 0.
func trampolineFor(t reflect.Type) uintptr { return trampolines[shapeOf(t)] }

// isTrampoline reports whether an entry point is one of ours.
func isTrampoline(code uintptr) bool { return code-trampLow < trampSpan && trampolineSet[code] }

var (
	trampolines         = map[string]uintptr{}
	trampolineSet       = map[uintptr]bool{}
	trampLow, trampSpan uintptr
)

func init() {
	high := uintptr(0)
	trampLow = ^trampLow
	for shape, make := range literals {
		probe := new(closure)
		fv := make(probe)
		if *(*ptr)(add(fv, 8)) != ptr(probe) {
			continue // another compiler's layout: reflect.MakeFunc serves
		}
		code := funcCode(fv)
		trampolines[shape] = code
		trampolineSet[code] = true
		trampLow, high = min(trampLow, code), max(high, code)
	}
	trampSpan = high - trampLow + 1
}

// begin prepares a call from compiled code, end gives back what it used.
func (c *closure) begin() (*thread, *frame) {
	th, caller := c.proto.m.begin()
	fr := c.frame(th, caller)
	fr.called = true
	if th.deferring != nil {
		fr.panic, th.deferring = th.deferring, nil
	}
	return th, fr
}

func (c *closure) end(th *thread, fr *frame) {
	caller := fr.caller
	fr.panic, fr.called = nil, false
	th.release(fr)
	c.proto.m.end(th, caller)
}

// param and result read and write the places of a frame's signature.
func param[T any](fr *frame, i int, x T) { set(fr, fr.code.abi.params[i], x) }

func result[T any](fr *frame) T { return get[T](fr, fr.code.abi.results[0]) }

// receiver is param for the first parameter, which may be a method's receiver.
func receiver(c *closure, fr *frame, x ptr) { c.receive(fr, fr.code.abi.params[0], x) }
