package machine

import "reflect"

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
	if th.deferring != nil {
		fr.panic, th.deferring = th.deferring, nil
	}
	return th, fr
}

func (c *closure) end(th *thread, fr *frame) {
	caller := fr.caller
	fr.panic = nil
	th.release(fr)
	c.proto.m.end(th, caller)
}

// param and result read and write the places of a frame's signature.
func param[T any](fr *frame, i int, x T) { set(fr, fr.code.abi.params[i], x) }

func result[T any](fr *frame) T { return get[T](fr, fr.code.abi.results[0]) }

// receiver is param for the first parameter, which may be a method's receiver.
func receiver(c *closure, fr *frame, x ptr) { c.receive(fr, fr.code.abi.params[0], x) }

// literals makes a function of each shape for a closure.
var literals = map[string]func(cl *closure) ptr{
	"F:F": func(cl *closure) ptr {
		f := func(a float64) float64 {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"FF:F": func(cl *closure) ptr {
		f := func(a float64, b float64) float64 {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"FFF:F": func(cl *closure) ptr {
		f := func(a float64, b float64, c float64) float64 {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			param(fr, 2, c)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"L:F": func(cl *closure) ptr {
		f := func(a sliceHeader) float64 {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"P:P": func(cl *closure) ptr {
		f := func(a ptr) ptr {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[ptr](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PP:P": func(cl *closure) ptr {
		f := func(a ptr, b ptr) ptr {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[ptr](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PPP:P": func(cl *closure) ptr {
		f := func(a ptr, b ptr, c ptr) ptr {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			param(fr, 2, c)
			fr.run()
			r := result[ptr](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"P:F": func(cl *closure) ptr {
		f := func(a ptr) float64 {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"P:": func(cl *closure) ptr {
		f := func(a ptr) {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"PP:": func(cl *closure) ptr {
		f := func(a ptr, b ptr) {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"P:I": func(cl *closure) ptr {
		f := func(a ptr) int {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PI:": func(cl *closure) ptr {
		f := func(a ptr, b int) {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"PI:I": func(cl *closure) ptr {
		f := func(a ptr, b int) int {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"I:B": func(cl *closure) ptr {
		f := func(a int) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"II:B": func(cl *closure) ptr {
		f := func(a int, b int) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"II:I": func(cl *closure) ptr {
		f := func(a int, b int) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"I:I": func(cl *closure) ptr {
		f := func(a int) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"I:": func(cl *closure) ptr {
		f := func(a int) {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"I:F": func(cl *closure) ptr {
		f := func(a int) float64 {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"I:S": func(cl *closure) ptr {
		f := func(a int) string {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[string](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"F:B": func(cl *closure) ptr {
		f := func(a float64) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"FF:B": func(cl *closure) ptr {
		f := func(a float64, b float64) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"F:": func(cl *closure) ptr {
		f := func(a float64) {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"S:": func(cl *closure) ptr {
		f := func(a string) {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"S:S": func(cl *closure) ptr {
		f := func(a string) string {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[string](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"S:B": func(cl *closure) ptr {
		f := func(a string) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"S:I": func(cl *closure) ptr {
		f := func(a string) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"SS:B": func(cl *closure) ptr {
		f := func(a string, b string) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"SS:I": func(cl *closure) ptr {
		f := func(a string, b string) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"R:B": func(cl *closure) ptr {
		f := func(a int32) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"R:R": func(cl *closure) ptr {
		f := func(a int32) int32 {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[int32](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":": func(cl *closure) ptr {
		f := func() {
			th, fr := cl.begin()
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	":F": func(cl *closure) ptr {
		f := func() float64 {
			th, fr := cl.begin()
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":I": func(cl *closure) ptr {
		f := func() int {
			th, fr := cl.begin()
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":S": func(cl *closure) ptr {
		f := func() string {
			th, fr := cl.begin()
			fr.run()
			r := result[string](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":B": func(cl *closure) ptr {
		f := func() bool {
			th, fr := cl.begin()
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":P": func(cl *closure) ptr {
		f := func() ptr {
			th, fr := cl.begin()
			fr.run()
			r := result[ptr](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	":E": func(cl *closure) ptr {
		f := func() any {
			th, fr := cl.begin()
			fr.run()
			r := result[any](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"E:": func(cl *closure) ptr {
		f := func(a any) {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"E:E": func(cl *closure) ptr {
		f := func(a any) any {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[any](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"E:B": func(cl *closure) ptr {
		f := func(a any) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"E:I": func(cl *closure) ptr {
		f := func(a any) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"EE:B": func(cl *closure) ptr {
		f := func(a any, b any) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"EE:I": func(cl *closure) ptr {
		f := func(a any, b any) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"P:S": func(cl *closure) ptr {
		f := func(a ptr) string {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[string](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"P:B": func(cl *closure) ptr {
		f := func(a ptr) bool {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PP:B": func(cl *closure) ptr {
		f := func(a ptr, b ptr) bool {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PP:I": func(cl *closure) ptr {
		f := func(a ptr, b ptr) int {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PE:": func(cl *closure) ptr {
		f := func(a ptr, b any) {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			cl.end(th, fr)
		}
		return *(*ptr)(ptr(&f))
	},
	"P:E": func(cl *closure) ptr {
		f := func(a ptr) any {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			fr.run()
			r := result[any](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PL:L": func(cl *closure) ptr {
		f := func(a ptr, b sliceHeader) sliceHeader {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[sliceHeader](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"L:L": func(cl *closure) ptr {
		f := func(a sliceHeader) sliceHeader {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[sliceHeader](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"LL:I": func(cl *closure) ptr {
		f := func(a sliceHeader, b sliceHeader) int {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[int](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"LL:B": func(cl *closure) ptr {
		f := func(a sliceHeader, b sliceHeader) bool {
			th, fr := cl.begin()
			param(fr, 0, a)
			param(fr, 1, b)
			fr.run()
			r := result[bool](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"I:P": func(cl *closure) ptr {
		f := func(a int) ptr {
			th, fr := cl.begin()
			param(fr, 0, a)
			fr.run()
			r := result[ptr](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PF:F": func(cl *closure) ptr {
		f := func(a ptr, b float64) float64 {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PP:F": func(cl *closure) ptr {
		f := func(a ptr, b ptr) float64 {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PFF:F": func(cl *closure) ptr {
		f := func(a ptr, b float64, c float64) float64 {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			param(fr, 2, c)
			fr.run()
			r := result[float64](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
	"PS:S": func(cl *closure) ptr {
		f := func(a ptr, b string) string {
			th, fr := cl.begin()
			receiver(cl, fr, a)
			param(fr, 1, b)
			fr.run()
			r := result[string](fr)
			cl.end(th, fr)
			return r
		}
		return *(*ptr)(ptr(&f))
	},
}
