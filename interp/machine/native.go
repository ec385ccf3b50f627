package machine

import (
	"fmt"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A plan says how the arguments of a call travel, register by register. If
// they don't all fit, ok is false.
type plan struct {
	in, out []piece
	isPtr   uint64 // which result registers hold pointers
	ok      bool
}

// A piece is one register: of a value that lies at an offset in a frame.
type piece struct {
	kind pieceKind
	reg  uint8
	off  uintptr
}

type pieceKind uint8

const (
	word8 pieceKind = iota
	word4
	word2
	word1
	wordPtr
	float8
	float4
)

// assigner gives out registers in the order of Go's calling convention.
type assigner struct {
	ints, floats int
	pieces       []piece
	full         bool
}

func (a *assigner) value(t reflect.Type, off uintptr) {
	switch t.Kind() {
	case reflect.Float64:
		a.float(float8, off)
	case reflect.Float32:
		a.float(float4, off)
	case reflect.Complex128:
		a.float(float8, off)
		a.float(float8, off+8)
	case reflect.Complex64:
		a.float(float4, off)
		a.float(float4, off+4)
	case reflect.String:
		a.int(wordPtr, off)
		a.int(word8, off+8)
	case reflect.Interface:
		a.int(wordPtr, off)
		a.int(wordPtr, off+8)
	case reflect.Slice:
		a.int(wordPtr, off)
		a.int(word8, off+8)
		a.int(word8, off+16)
	case reflect.Struct:
		for i := range t.NumField() {
			a.value(t.Field(i).Type, off+t.Field(i).Offset)
		}
	case reflect.Array:
		switch {
		case t.Len() == 1:
			a.value(t.Elem(), off)
		case t.Len() > 1:
			a.full = true
		}
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		a.int(wordPtr, off)
	default:
		a.int(map[uintptr]pieceKind{1: word1, 2: word2, 4: word4, 8: word8}[t.Size()], off)
	}
}

func (a *assigner) int(k pieceKind, off uintptr) {
	a.pieces = append(a.pieces, piece{k, uint8(a.ints), off})
	a.ints++
	a.full = a.full || a.ints > intRegs
}

func (a *assigner) float(k pieceKind, off uintptr) {
	a.pieces = append(a.pieces, piece{k, uint8(a.floats), off})
	a.floats++
	a.full = a.full || a.floats > floatRegs
}

// newPlan makes the plan for values at the given offsets. A receiver word, if
// there is one, takes the first register.
func newPlan(in []reflect.Type, inAt []uintptr, out []reflect.Type, outAt []uintptr, receiver bool) *plan {
	var a, r assigner
	if receiver {
		a.ints = 1
	}
	for i, t := range in {
		a.value(t, inAt[i])
	}
	for i, t := range out {
		r.value(t, outAt[i])
	}
	p := &plan{in: a.pieces, out: r.pieces, ok: haveCallRegs && !a.full && !r.full}
	for _, q := range p.out {
		if q.kind == wordPtr {
			p.isPtr |= 1 << q.reg
		}
	}
	return p
}

// call runs compiled code. ctx is its closure, recv the receiver word of an
// interface method.
func (p *plan) call(fr *frame, code uintptr, ctx, recv ptr) {
	var r registers
	r.isPtr = p.isPtr
	r.ints[0] = uintptr(recv)
	for i := range p.in {
		q := &p.in[i]
		a := add(ptr(fr), q.off)
		switch q.kind {
		case word8, wordPtr:
			r.ints[q.reg] = *(*uintptr)(a)
		case float8:
			r.floats[q.reg] = *(*uint64)(a)
		case float4:
			r.floats[q.reg] = uint64(*(*uint32)(a))
		case word4:
			r.ints[q.reg] = uintptr(*(*uint32)(a))
		case word2:
			r.ints[q.reg] = uintptr(*(*uint16)(a))
		case word1:
			r.ints[q.reg] = uintptr(*(*uint8)(a))
		}
	}
	callRegs(code, ctx, &r)
	for i := range p.out {
		q := &p.out[i]
		d := add(ptr(fr), q.off)
		switch q.kind {
		case wordPtr:
			*(*ptr)(d) = r.ptrs[q.reg]
		case word8:
			*(*uintptr)(d) = r.ints[q.reg]
		case float8:
			*(*uint64)(d) = r.floats[q.reg]
		case float4:
			*(*uint32)(d) = uint32(r.floats[q.reg])
		case word4:
			*(*uint32)(d) = uint32(r.ints[q.reg])
		case word2:
			*(*uint16)(d) = uint16(r.ints[q.reg])
		case word1:
			*(*uint8)(d) = uint8(r.ints[q.reg])
		}
	}
}

// reflectCall is call for arguments that travel on the stack.
func reflectCall(fr *frame, fn reflect.Value, in []reflect.Type, inAt []uintptr, out []reflect.Type, outAt []uintptr) {
	args := make([]reflect.Value, len(in))
	for i, t := range in {
		args[i] = at(t, add(ptr(fr), inAt[i]))
	}
	var res []reflect.Value
	if fn.Type().IsVariadic() {
		res = fn.CallSlice(args)
	} else {
		res = fn.Call(args)
	}
	for i, t := range out {
		at(t, add(ptr(fr), outAt[i])).Set(res[i])
	}
}

// compiledFunc finds what a function without a body is.
func (m *Machine) compiledFunc(f *ssa.Function) (reflect.Value, bool) {
	v, ok := m.compiledAs(f)
	if !ok {
		return v, false
	}
	v, ok = m.adapted(v, f)
	if n := m.cfg.Numbers; ok && n != nil {
		v = n.Wrap(v, f)
	}
	return v, ok
}

func (m *Machine) compiledAs(f *ssa.Function) (reflect.Value, bool) {
	obj, ok := f.Object().(*types.Func)
	if !ok {
		return reflect.Value{}, false
	}
	if own, ok := m.answers[obj.FullName()]; ok {
		return reflect.ValueOf(own), true
	}
	if internals[obj.FullName()] && !(m.cfg.Interactive && obj.FullName() == "runtime.ReadMemStats") {
		return reflect.Value{}, false
	}
	if m.cfg.Native != nil {
		if v, ok := m.cfg.Native(obj); ok && v.Kind() == reflect.Func {
			return v, true
		}
	}
	recv := obj.Signature().Recv()
	if recv == nil {
		return reflect.Value{}, false
	}
	named := types.Unalias(recv.Type())
	if p, ok := named.(*types.Pointer); ok {
		named = types.Unalias(p.Elem())
	}
	if n, ok := named.(*types.Named); ok {
		if _, compiled := m.compiled(n); !compiled {
			return reflect.Value{}, false // an instance that exists only here
		}
	}
	t := m.rt(recv.Type())
	if meth, ok := t.MethodByName(obj.Name()); ok && !types.IsInterface(recv.Type()) {
		return meth.Func, true
	}
	return reflect.Value{}, false
}

// closureOf is the pointer that a func value is.
func closureOf(v reflect.Value) ptr {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return *(*ptr)(p.UnsafePointer())
}

// nameOf is how a function is called in messages: math.Sin, (*T).M.
func nameOf(f *ssa.Function) string {
	if obj, ok := f.Object().(*types.Func); ok && f.Synthetic == "" {
		if recv := obj.Signature().Recv(); recv != nil {
			t := types.TypeString(recv.Type(), (*types.Package).Name)
			return fmt.Sprintf("(%s).%s", t, obj.Name())
		}
		if obj.Pkg() != nil {
			return obj.Pkg().Name() + "." + obj.Name()
		}
	}
	return f.RelString(nil)
}

// Particular reports whether what the machine calls for obj is not what
// compiled code would call: something that only it can answer, or refuses to.
func (m *Machine) Particular(obj *types.Func) bool {
	return m.answers[obj.FullName()] != nil || internals[obj.FullName()]
}

// internals are functions that would tell of the machine instead of the
// program, or end the process.
var internals = map[string]bool{
	"runtime.ReadMemStats": true, "runtime.MemProfile": true, "runtime.GoroutineProfile": true, "runtime.SetFinalizer": true, "runtime.AddCleanup": true,
	"runtime/debug.SetMaxStack": true, "testing.AllocsPerRun": true,
}
