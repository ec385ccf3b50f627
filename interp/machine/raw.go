package machine

import (
	"reflect"
	"unsafe"
)

// ptr is the address of native memory.
type ptr = unsafe.Pointer

// The runtime offers these to package reflect, and by name to others.

//go:linkname unsafeNew reflect.unsafe_New
func unsafeNew(t ptr) ptr

//go:linkname unsafeNewArray reflect.unsafe_NewArray
func unsafeNewArray(t ptr, n int) ptr

//go:linkname typedmemmove reflect.typedmemmove
//go:noescape
func typedmemmove(t, dst, src ptr)

//go:linkname typedmemclr reflect.typedmemclr
//go:noescape
func typedmemclr(t, p ptr)

//go:linkname addReflectOff reflect.addReflectOff
func addReflectOff(p ptr) int32

//go:linkname ifaceE2I reflect.ifaceE2I
func ifaceE2I(t ptr, x any, dst ptr)

//go:linkname mapaccess reflect.mapaccess
//go:noescape
func mapaccess(t, m, key ptr) ptr

//go:linkname mapassign reflect.mapassign0
//go:noescape
func mapassign(t, m, key, elem ptr)

//go:linkname mapdelete reflect.mapdelete
//go:noescape
func mapdelete(t, m, key ptr)

//go:linkname maplen reflect.maplen
//go:noescape
func maplen(m ptr) int

//go:linkname mapclear reflect.mapclear
func mapclear(t, m ptr)

//go:linkname makemap reflect.makemap
func makemap(t ptr, n int) ptr

//go:linkname growslice reflect.growslice
func growslice(t ptr, old sliceHeader, n int) sliceHeader

//go:linkname typedslicecopy reflect.typedslicecopy
//go:noescape
func typedslicecopy(elem ptr, dst, src sliceHeader) int

type sliceHeader struct {
	data ptr
	len  int
	cap  int
}

type stringHeader struct {
	data ptr
	len  int
}

// An iface is an interface value: typ is a type word (any) or an itab.
type iface struct {
	typ  ptr
	data ptr
}

// An itab is how a concrete type implements an interface type.
type itab struct {
	inter ptr
	typ   ptr
	hash  uint32
	fun   [1]uintptr // as many as inter has methods
}

// typeWord gives the runtime's pointer for a type.
func typeWord(t reflect.Type) ptr { return (*iface)(ptr(&t)).data }

// typeOf is the inverse of typeWord.
func typeOf(w ptr) reflect.Type {
	t := reflect.TypeFor[int]()
	(*iface)(ptr(&t)).data = w
	return t
}

// at gives the value of type t at p, addressable.
func at(t reflect.Type, p ptr) reflect.Value { return reflect.NewAt(t, p).Elem() }

// funcCode is the entry point of a func value.
func funcCode(fv ptr) uintptr { return *(*uintptr)(fv) }

// add steps p by n bytes.
func add(p ptr, n uintptr) ptr { return unsafe.Add(p, n) }
