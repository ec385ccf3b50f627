package machine

import (
	"fmt"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A closure is a func value made here: what compiled code sees is a pointer to
// its first word, the entry point. The first six words are those of a function
// made by reflect.MakeFunc, whose entry point goes on at fn with the arguments
// as reflect values; entry points for particular types (trampolines.go) find
// the closure in the second word instead.
type closure struct {
	code    uintptr
	self    ptr
	argLen  uintptr
	regPtrs uintptr
	ftyp    ptr
	fn      ptr // address of inner
	inner   uintptr
	owner   *closure
	proto   *proto
	env     ptr          // captured variables, as proto.slot's code lays them out
	deref   reflect.Type // of a method called by interface: the first argument points to this
}

// A proto is what closures made at one place have in common.
type proto struct {
	m    *Machine
	slot *slot
	typ  reflect.Type
	head closure
}

// reflectFunc is a function made by reflect.MakeFunc.
type reflectFunc struct {
	code    uintptr
	stack   ptr
	argLen  uintptr
	regPtrs uintptr
	ftyp    ptr
	fn      ptr
}

// bind gives the function that reflect.MakeFunc's entry point goes on at.
func bind(c *closure) func([]reflect.Value) []reflect.Value {
	return func(args []reflect.Value) []reflect.Value { return c.callReflect(args) }
}

// innerCode is the entry point of the functions that bind makes, makeFuncCode
// that of those of reflect.MakeFunc, methodValueCode that of method values
// made by reflect.
var innerCode, makeFuncCode, methodValueCode uintptr

func init() {
	f := bind(new(closure))
	g := reflect.MakeFunc(reflect.TypeFor[func(complex64) complex64](), f)
	innerCode, makeFuncCode = funcCode(*(*ptr)(ptr(&f))), funcCode(closureOf(g))
	h := reflect.ValueOf(reflect.TypeFor[int]()).Method(0).Interface().(func() int)
	methodValueCode = funcCode(*(*ptr)(ptr(&h)))
}

func newProto(m *Machine, s *slot, t reflect.Type) *proto {
	p := &proto{m: m, slot: s, typ: t}
	p.head.inner = innerCode
	p.head.proto = p
	if tramp := trampolineFor(t); tramp != 0 {
		p.head.code = tramp
		return p
	}
	f := reflect.MakeFunc(t, bind(&p.head))
	src := (*reflectFunc)(closureOf(f))
	p.head.code, p.head.self, p.head.argLen, p.head.regPtrs, p.head.ftyp = src.code, src.stack, src.argLen, src.regPtrs, src.ftyp
	return p
}

func (p *proto) closure() *closure {
	c := new(closure)
	*c = p.head
	c.owner = c
	c.fn = ptr(&c.inner)
	if c.code != makeFuncCode {
		c.self = ptr(c)
	}
	return c
}

func newClosure(m *Machine, s *slot, t reflect.Type) *closure { return newProto(m, s, t).closure() }

// closureAt gives the closure behind a func value, or nil if it is compiled.
func closureAt(fv ptr) *closure {
	code := funcCode(fv) // a nil function panics here
	if code == makeFuncCode {
		r := (*reflectFunc)(fv)
		if r.fn == add(fv, unsafe.Offsetof(closure{}.inner)) {
			return (*closure)(fv)
		}
		return nil
	}
	if isTrampoline(code) {
		return (*closure)(fv)
	}
	if c := entryAt(code); c != nil && c.deref == nil {
		return c // the function of a reflect.Method
	}
	return nil
}

// entryAt gives the closure behind a method's entry point, or nil.
func entryAt(code uintptr) *closure {
	i := code - sledStart
	if i >= maxEntries*entrySize {
		return nil
	}
	return (*closure)(entries[i/entrySize])
}

// frame makes a frame for a call, with the captured variables in place.
func (c *closure) frame(th *thread, caller *frame) *frame {
	code := c.proto.slot.code
	if code == nil {
		code = c.proto.slot.ready()
	}
	nf := th.frame(code, caller)
	for i := range code.free {
		code.free[i].do(ptr(nf), c.env)
	}
	return nf
}

// receive puts the receiver that an interface's data word holds into a frame.
func (c *closure) receive(fr *frame, off uintptr, data ptr) {
	if c.deref == nil {
		set(fr, off, data)
		return
	}
	mv := newMove(0, 0, c.deref)
	mv.copy(add(ptr(fr), off), data)
}

// callReflect is a call from compiled code.
func (c *closure) callReflect(args []reflect.Value) []reflect.Value {
	th, fr := c.begin()
	abi := fr.code.abi
	for i, a := range args {
		if i == 0 && c.deref != nil {
			c.receive(fr, abi.params[0], a.UnsafePointer())
			continue
		}
		if i == 0 && a.Kind() == reflect.UnsafePointer { // a receiver that is one word
			set(fr, abi.params[0], a.UnsafePointer())
			continue
		}
		at(abi.in[i], add(ptr(fr), abi.params[i])).Set(a)
	}
	fr.run()
	out := make([]reflect.Value, len(abi.out))
	for i, t := range abi.out {
		v := reflect.New(t).Elem()
		v.Set(at(t, add(ptr(fr), abi.results[i])))
		out[i] = v
	}
	c.end(th, fr)
	return out
}

// funcValue gives, when asked, the func value that a named function is now.
func (x *compiler) funcValue(f *ssa.Function) func() ptr {
	if f = x.m.body(f); f.Blocks == nil {
		v, ok := x.m.compiledFunc(f)
		if !ok {
			x.refuse("the function "+nameOf(f)+" as a value", bodiless(f))
		}
		p := closureOf(v)
		return func() ptr { return p }
	}
	s := x.batch.slot(f)
	t := x.m.rt(plain(f.Signature))
	return func() ptr { return ptr(s.funcValue(t)) }
}

// funcValue is the function as it is now; a redefinition doesn't change it.
func (s *slot) funcValue(t reflect.Type) *closure {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	if s.value == nil || s.value.proto.slot.fn != s.code.fn {
		now := &slot{m: s.m, fn: s.code.fn, code: s.code}
		s.m.kept = append(s.m.kept, now)
		s.value = newClosure(s.m, now, t)
	}
	return s.value
}

func (x *compiler) makeClosure(in *ssa.MakeClosure) {
	f := in.Fn.(*ssa.Function)
	d := x.off(in)
	var fields []reflect.StructField
	for i, b := range in.Bindings {
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("V%d", i), Type: x.m.rt(b.Type())})
	}
	env := reflect.StructOf(fields)
	word := typeWord(env)
	var moves []move
	for i, b := range in.Bindings {
		moves = append(moves, newMove(env.Field(i).Offset, x.off(b), fields[i].Type))
	}
	p := newProto(x.m, x.batch.slot(f), x.m.rt(in.Type()))
	x.emit(func(fr *frame) {
		c := p.closure()
		c.env = unsafeNew(word)
		for i := range moves {
			moves[i].do(c.env, ptr(fr))
		}
		set(fr, d, ptr(c))
	})
}
