package machine

import (
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// dynamic is the type word of an interface value, whose static type has methods or not.
func (x iface) dynamic(methods bool) ptr {
	if methods && x.typ != nil {
		return (*itab)(x.typ).typ
	}
	return x.typ
}

// empty is the interface value as an any.
func (x iface) empty(methods bool) any {
	x.typ = x.dynamic(methods)
	return *(*any)(ptr(&x))
}

// boxed makes a value of type t an interface's data word.
func boxed(t reflect.Type) func(p ptr) ptr {
	word := typeWord(t)
	if (*rtype)(word).tflag&tflagDirect != 0 {
		return func(p ptr) ptr { return *(*ptr)(p) }
	}
	mv := newMove(0, 0, t)
	switch mv.kind {
	case move0:
		return func(p ptr) ptr { return ptr(&zeroBase) }
	case move8:
		return func(p ptr) ptr {
			var x any = *(*uint64)(p)
			return (*iface)(ptr(&x)).data
		}
	case move1:
		return func(p ptr) ptr {
			var x any = *(*uint8)(p)
			return (*iface)(ptr(&x)).data
		}
	case moveString:
		return func(p ptr) ptr {
			var x any = *(*string)(p)
			return (*iface)(ptr(&x)).data
		}
	}
	return func(p ptr) ptr {
		q := unsafeNew(word)
		mv.copy(q, p)
		return q
	}
}

var zeroBase [8]byte

// unboxed copies a value of type t out of an interface's data word.
func unboxed(t reflect.Type) func(d, data ptr) {
	if (*rtype)(typeWord(t)).tflag&tflagDirect != 0 {
		return func(d, data ptr) { *(*ptr)(d) = data }
	}
	mv := newMove(0, 0, t)
	return func(d, data ptr) { mv.copy(d, data) }
}

func (x *compiler) makeInterface(in *ssa.MakeInterface) {
	d, a := x.off(in), x.off(in.X)
	t, it := x.m.rt(in.X.Type()), x.m.rt(in.Type())
	x.batch.requireMethods(in.X.Type())
	word := typeWord(t)
	if it.NumMethod() > 0 {
		word = itabOf(it, word)
	}
	box := boxed(t)
	x.emit(func(fr *frame) { set(fr, d, iface{word, box(add(ptr(fr), a))}) })
}

// itabOf is the table of methods by which typ implements inter.
func itabOf(inter reflect.Type, typ ptr) ptr {
	x := iface{typ, ptr(&zeroBase)}
	var out iface
	ifaceE2I(typeWord(inter), *(*any)(ptr(&x)), ptr(&out))
	return out.typ
}

// A converter turns values of one interface type into another's; it remembers
// the last type it saw.
type converter struct {
	m        *Machine
	from, to bool // have methods
	inter    reflect.Type
}

// convert gives x as inter; ok is false if it doesn't implement it.
func (c *converter) convert(x iface) (out iface, ok bool) {
	t := c.m.canonical(x.dynamic(c.from))
	if t == nil {
		return iface{}, false
	}
	if !c.to {
		return iface{t, x.data}, true
	}
	if !typeOf(t).Implements(c.inter) {
		return iface{}, false
	}
	return iface{itabOf(c.inter, t), x.data}, true
}

func (x *compiler) changeInterface(v, of ssa.Value) {
	d, a := x.off(v), x.off(of)
	from, to := x.m.rt(of.Type()), x.m.rt(v.Type())
	if from == to {
		x.emit(func(fr *frame) { set(fr, d, get[iface](fr, a)) })
		return
	}
	c := &converter{x.m, from.NumMethod() > 0, to.NumMethod() > 0, to}
	x.emit(func(fr *frame) {
		out, _ := c.convert(get[iface](fr, a))
		set(fr, d, out)
	})
}

// typeAssertionError is runtime.TypeAssertionError.
type typeAssertionError struct {
	inter, concrete, asserted ptr
	missing                   string
}

func assertionError(inter, concrete, asserted ptr) error {
	e := &typeAssertionError{inter: inter, concrete: concrete, asserted: asserted}
	return (*runtime.TypeAssertionError)(ptr(e))
}

func (x *compiler) typeAssert(in *ssa.TypeAssert) {
	d, a := x.off(in), x.off(in.X)
	from, to := x.m.rt(in.X.Type()), x.m.rt(in.AssertedType)
	methods := from.NumMethod() > 0
	var ok uintptr
	if in.CommaOk {
		ok = d + x.m.rt(in.Type()).Field(1).Offset
	}
	if x.checksBound(in) {
		x.emit(func(fr *frame) {
			_ = *(*byte)(get[iface](fr, a).typ) // a nil interface has no methods
		})
		return
	}
	if types.IsInterface(in.AssertedType) {
		x.assertInterface(in, d, a, ok, from, to)
		return
	}
	want, inter := typeWord(to), typeWord(from)
	out, m := unboxed(to), x.m
	if !in.CommaOk {
		x.emit(func(fr *frame) {
			v := get[iface](fr, a)
			if t := v.dynamic(methods); t != want && m.canonical(t) != want {
				panic(assertionError(inter, t, want))
			}
			out(add(ptr(fr), d), v.data)
		})
		return
	}
	x.emit(func(fr *frame) {
		v := get[iface](fr, a)
		t := v.dynamic(methods)
		is := t == want || m.canonical(t) == want
		set(fr, ok, is)
		if is {
			out(add(ptr(fr), d), v.data)
		} else {
			typedmemclr(want, add(ptr(fr), d))
		}
	})
}

// checksBound reports whether ssa wrote an assertion only to find that an
// interface isn't nil, before it takes a method of it as a value.
func (x *compiler) checksBound(in *ssa.TypeAssert) bool {
	if in.CommaOk || !types.Identical(in.X.Type(), in.AssertedType) {
		return false
	}
	c, ok := x.following().(*ssa.MakeClosure)
	return ok && strings.HasPrefix(c.Fn.(*ssa.Function).Synthetic, "bound method wrapper") && c.Bindings[0] == in.X
}

func (x *compiler) assertInterface(in *ssa.TypeAssert, d, a, ok uintptr, from, to reflect.Type) {
	c := &converter{x.m, from.NumMethod() > 0, to.NumMethod() > 0, to}
	if in.CommaOk {
		x.emit(func(fr *frame) {
			out, is := c.convert(get[iface](fr, a))
			set(fr, d, out)
			set(fr, ok, is)
		})
		return
	}
	word := typeWord(to)
	x.emit(func(fr *frame) {
		v := get[iface](fr, a)
		out, is := c.convert(v)
		if !is {
			t := c.m.canonical(v.dynamic(c.from))
			if t == nil {
				panic(assertionError(nil, nil, word))
			}
			itabOf(to, t) // panics, naming the missing method
		}
		set(fr, d, out)
	})
}

func (x *compiler) equalInterfaces(in *ssa.BinOp, d, a, b uintptr) instr {
	ma, mb := x.m.rt(in.X.Type()).NumMethod() > 0, x.m.rt(in.Y.Type()).NumMethod() > 0
	want := in.Op == token.EQL
	if isNil(in.Y) {
		return func(fr *frame) { set(fr, d, (get[ptr](fr, a) == nil) == want) }
	}
	if isNil(in.X) {
		return func(fr *frame) { set(fr, d, (get[ptr](fr, b) == nil) == want) }
	}
	m := x.m
	return func(fr *frame) {
		x, y := get[iface](fr, a), get[iface](fr, b)
		if m.refreshed.Load() {
			set(fr, d, m.sameInterface(x, y, ma, mb) == want)
			return
		}
		set(fr, d, (x.empty(ma) == y.empty(mb)) == want)
	}
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}
