package machine

import (
	"go/types"
	"hash/fnv"
	"reflect"
	"strings"
	"unsafe"
)

// The runtime's description of types, as internal/abi declares it for the Go
// version that go.mod pins. TestDescriptions compares it with what reflect
// says of compiled types.

type rtype struct {
	size       uintptr
	ptrBytes   uintptr
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(ptr, ptr) bool
	gcdata     ptr
	str        int32
	ptrToThis  int32
}

const (
	tflagUncommon  = 1 << 0
	tflagExtraStar = 1 << 1
	tflagNamed     = 1 << 2
	tflagRegular   = 1 << 3
	tflagDirect    = 1 << 5
)

type uncommon struct {
	pkgPath int32
	mcount  uint16
	xcount  uint16
	moff    uint32
	_       uint32
}

type rmethod struct{ name, mtyp, ifn, tfn int32 }

type (
	rptr struct {
		rtype
		elem *rtype
	}
	rslice = rptr
	rarray struct {
		rtype
		elem, slice *rtype
		len         uintptr
	}
	rchan struct {
		rtype
		elem *rtype
		dir  int
	}
	rfunc struct {
		rtype
		in, out uint16
	}
	rmap struct {
		rtype
		key, elem, group             *rtype
		hasher                       func(ptr, uintptr) uintptr
		groupSize, slotSize, elemOff uintptr
		flags                        uint32
	}
	rimethod struct{ name, typ int32 }
	riface   struct {
		rtype
		pkgPath ptr
		methods []rimethod
	}
	rfield struct {
		name   ptr
		typ    *rtype
		offset uintptr
	}
	rstruct struct {
		rtype
		pkgPath ptr
		fields  []rfield
	}
)

// kindSize is the size of a description by kind, without what follows it.
func kindSize(k reflect.Kind) uintptr {
	switch k {
	case reflect.Pointer, reflect.Slice:
		return unsafe.Sizeof(rptr{})
	case reflect.Array:
		return unsafe.Sizeof(rarray{})
	case reflect.Chan:
		return unsafe.Sizeof(rchan{})
	case reflect.Func:
		return unsafe.Sizeof(rfunc{})
	case reflect.Map:
		return unsafe.Sizeof(rmap{})
	case reflect.Interface:
		return unsafe.Sizeof(riface{})
	case reflect.Struct:
		return unsafe.Sizeof(rstruct{})
	}
	return unsafe.Sizeof(rtype{})
}

// kindType is a Go type for the description itself, so that its pointers are
// seen by the collector.
func kindType(k reflect.Kind) reflect.Type {
	switch k {
	case reflect.Pointer, reflect.Slice:
		return reflect.TypeFor[rptr]()
	case reflect.Array:
		return reflect.TypeFor[rarray]()
	case reflect.Chan:
		return reflect.TypeFor[rchan]()
	case reflect.Func:
		return reflect.TypeFor[rfunc]()
	case reflect.Map:
		return reflect.TypeFor[rmap]()
	case reflect.Interface:
		return reflect.TypeFor[riface]()
	case reflect.Struct:
		return reflect.TypeFor[rstruct]()
	}
	return reflect.TypeFor[rtype]()
}

// encodeName is a name as descriptions hold it.
func encodeName(name, tag string, exported, embedded bool, pkgPath string) ptr {
	var bits byte
	if exported {
		bits |= 1
	}
	if tag != "" {
		bits |= 2
	}
	if pkgPath != "" {
		bits |= 4
	}
	if embedded {
		bits |= 8
	}
	b := append([]byte{bits}, varint(len(name))...)
	b = append(b, name...)
	if tag != "" {
		b = append(b, varint(len(tag))...)
		b = append(b, tag...)
	}
	if pkgPath != "" {
		off := nameOff(pkgPath)
		b = append(b, (*[4]byte)(ptr(&off))[:]...)
	}
	return ptr(unsafe.SliceData(b))
}

func varint(n int) (b []byte) {
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n))
}

// nameOff registers a plain name with the runtime.
func nameOff(s string) int32 { return addReflectOff(encodeName(s, "", false, false, "")) }

func typeOff(t reflect.Type) int32 { return addReflectOff(typeWord(t)) }

// hashName gives a description's hash, which only has to be well spread.
func hashName(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// maxIn bounds the parameters and results of a named function type.
const maxIn = 128

// newDescription allocates a description of kind k with a name and room for
// methods (and, for functions, parameters), zero in all else.
func newDescription(k reflect.Kind, name string, pkgPath string, methods int, hash uint32) *rtype {
	fields := []reflect.StructField{
		{Name: "T", Type: kindType(k)},
		{Name: "U", Type: reflect.TypeFor[uncommon]()},
	}
	moff := unsafe.Sizeof(uncommon{})
	if k == reflect.Func {
		fields = append(fields, reflect.StructField{Name: "P", Type: reflect.TypeFor[[maxIn]ptr]()})
		moff += unsafe.Sizeof([maxIn]ptr{})
	}
	fields = append(fields, reflect.StructField{Name: "M", Type: reflect.ArrayOf(methods, reflect.TypeFor[rmethod]())})
	t := (*rtype)(reflect.New(reflect.StructOf(fields)).UnsafePointer())
	t.kind = uint8(k)
	t.tflag = tflagUncommon
	t.hash = hash
	t.str = nameOff(name)
	u := (*uncommon)(add(ptr(t), kindSize(k)))
	u.moff = uint32(moff)
	if pkgPath != "" {
		u.pkgPath = nameOff(pkgPath)
	}
	addReflectOff(ptr(t)) // keeps it alive: interface values don't
	return t
}

func (t *rtype) uncommon() *uncommon {
	return (*uncommon)(add(ptr(t), kindSize(reflect.Kind(t.kind))))
}

func (t *rtype) setMethods(pkg string, ms []rmethod, exported int) {
	u := t.uncommon()
	u.mcount, u.xcount = uint16(len(ms)), uint16(exported)
	copy(unsafe.Slice((*rmethod)(add(ptr(u), uintptr(u.moff))), len(ms)), ms)
}

// adopt gives t the shape of an existing type of the same kind, keeping its
// own name, hash and methods.
func (t *rtype) adopt(from reflect.Type) {
	src := (*rtype)(typeWord(from))
	own := *t
	k := reflect.Kind(t.kind)
	typedmemmove(typeWord(kindType(k)), ptr(t), ptr(src))
	t.hash, t.str, t.ptrToThis = own.hash, own.str, own.ptrToThis
	t.tflag = own.tflag&(tflagUncommon|tflagNamed) | src.tflag&^(tflagUncommon|tflagNamed|tflagExtraStar)
	if k != reflect.Func {
		return
	}
	n := from.NumIn() + from.NumOut()
	words := unsafe.Slice((*ptr)(add(ptr(t), kindSize(k)+unsafe.Sizeof(uncommon{}))), maxIn)
	for i := range n {
		if i < from.NumIn() {
			words[i] = typeWord(from.In(i))
		} else {
			words[i] = typeWord(from.Out(i - from.NumIn()))
		}
	}
}

// presize gives a map its size, which no key or element changes.
func (t *rtype) presize() {
	if reflect.Kind(t.kind) == reflect.Map {
		t.adopt(reflect.TypeFor[map[int]int]())
	}
}

func (t *rtype) reflect() reflect.Type { return typeOf(ptr(t)) }

// structEqual compares structs as Go does: blank fields don't count.
func structEqual(fields []rfield, blank []bool) func(p, q ptr) bool {
	return func(p, q ptr) bool {
		for i := range fields {
			f := &fields[i]
			if !blank[i] && !f.typ.equal(add(p, f.offset), add(q, f.offset)) {
				return false
			}
		}
		return true
	}
}

// describeStruct fills t, a struct, from its fields' types; shadow has the same
// layout under other names.
func (t *rtype) describeStruct(s *types.Struct, fields []reflect.Type, shadow reflect.Type) {
	t.adopt(shadow)
	st := (*rstruct)(ptr(t))
	st.fields = make([]rfield, s.NumFields())
	st.pkgPath = nil
	blank := make([]bool, s.NumFields())
	comparable, hasBlank := true, false
	for i := range st.fields {
		f := s.Field(i)
		if !f.Exported() && st.pkgPath == nil && f.Pkg() != nil {
			st.pkgPath = encodeName(f.Pkg().Path(), "", false, false, "")
		}
		st.fields[i] = rfield{
			name:   encodeName(f.Name(), s.Tag(i), f.Exported(), f.Embedded(), ""),
			typ:    (*rtype)(typeWord(fields[i])),
			offset: shadow.Field(i).Offset,
		}
		blank[i] = f.Name() == "_"
		hasBlank = hasBlank || blank[i]
		comparable = comparable && types.Comparable(f.Type())
	}
	t.equal = nil
	if comparable {
		t.equal = structEqual(st.fields, blank)
	}
	if hasBlank {
		t.tflag &^= tflagRegular
	}
}

// structString is how reflect writes an unnamed struct type; inside type
// arguments, names that aren't exported have their package's path before them.
func structString(s *types.Struct, path bool, field func(int) string) string {
	if s.NumFields() == 0 {
		return "struct {}"
	}
	var b strings.Builder
	b.WriteString("struct {")
	for i := range s.NumFields() {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteByte(' ')
		f := s.Field(i)
		if !f.Embedded() {
			if path && !f.Exported() {
				b.WriteString(packageName(f.Pkg(), path) + ".")
			}
			b.WriteString(f.Name())
			b.WriteByte(' ')
		}
		b.WriteString(field(i))
		if tag := s.Tag(i); tag != "" {
			b.WriteString(" " + quote(tag))
		}
	}
	b.WriteString(" }")
	return b.String()
}
