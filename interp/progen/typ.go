package progen

import (
	"fmt"
	"slices"
	"strings"
)

type kind int

const (
	kBool kind = iota
	kInt
	kUint
	kFloat
	kComplex
	kString
	kSlice
	kArray
	kMap
	kPointer
	kStruct
	kFunc
	kIface
)

// A typ is a Go type.
type typ struct {
	kind    kind
	spell   string
	name    string // of a named type
	bits    int
	elem    *typ
	key     *typ
	len     int
	fields  []field
	params  []*typ // of a function, with the result in elem
	under   *typ   // of a named type, else the type itself
	methods []method
	impls   []*typ // of an interface
	refs    bool   // has a pointer, slice, map or function inside
	opaque  bool   // prints as an address
	noCmp   bool   // has no ==
}

type field struct {
	name     string
	typ      *typ
	embedded bool
	tag      string
}

type method struct {
	name    string
	params  []*typ
	result  *typ
	pointer bool
	changes bool
}

func (t *typ) String() string { return t.spell }

// size is how many parts a value of t has, roughly.
func (t *typ) size() int {
	switch t.kind {
	case kArray:
		return 1 + t.len*t.elem.size()
	case kStruct:
		n := 1
		for _, f := range t.fields {
			n += f.typ.size()
		}
		return n
	case kSlice, kMap:
		return 1 + 2*t.elem.size()
	case kPointer:
		return 1 + t.elem.size()
	}
	return 1
}

func (t *typ) number() bool  { return t.kind >= kInt && t.kind <= kComplex }
func (t *typ) integer() bool { return t.kind == kInt || t.kind == kUint }
func (t *typ) real() bool    { return t.kind >= kInt && t.kind <= kFloat }
func (t *typ) ordered() bool { return t.real() || t.kind == kString }

// has reports whether ok holds for t or a type that it is made with.
func (t *typ) has(ok func(*typ) bool) bool {
	if ok(t) {
		return true
	}
	parts := slices.Clone(t.params)
	for _, f := range t.fields {
		parts = append(parts, f.typ)
	}
	for _, part := range []*typ{t.elem, t.key} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	return slices.ContainsFunc(parts, func(part *typ) bool { return part.has(ok) })
}

// intern gives the one type of a spelling.
func (g *gen) intern(t *typ) *typ {
	if old := g.types[t.spell]; old != nil {
		return old
	}
	if t.under == nil {
		t.under = t
	}
	g.types[t.spell] = t
	return t
}

func (g *gen) basic(spell string) *typ {
	t := &typ{spell: spell}
	bits := 64
	fmt.Sscanf(strings.TrimLeft(spell, "abcdefghijklmnopqrstuvwxyz"), "%d", &bits)
	t.bits = bits
	switch {
	case spell == "bool":
		t.kind = kBool
	case spell == "string":
		t.kind = kString
	case strings.HasPrefix(spell, "int"):
		t.kind = kInt
	case strings.HasPrefix(spell, "uint"):
		t.kind = kUint
	case strings.HasPrefix(spell, "float"):
		t.kind = kFloat
	default:
		t.kind = kComplex
	}
	return g.intern(t)
}

var (
	intNames     = []string{"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr"}
	numberNames  = append([]string{"float32", "float64", "float64", "complex64", "complex128"}, intNames...)
	orderedNames = append([]string{"float32", "float64", "string", "string"}, intNames...)
)

func (g *gen) int() *typ     { return g.basic("int") }
func (g *gen) string() *typ  { return g.basic("string") }
func (g *gen) integer() *typ { return g.basic(pick(g, intNames...)) }
func (g *gen) number() *typ  { return g.basic(pick(g, numberNames...)) }

// scalar is a basic type or a named one of such.
func (g *gen) scalar() *typ {
	if g.chance(20) {
		for range 4 {
			if len(g.named) == 0 {
				break
			}
			if t := pick(g, g.named...); t.kind <= kString {
				return t
			}
		}
	}
	switch g.n(10) {
	case 0:
		return g.basic("bool")
	case 1, 2:
		return g.string()
	case 3, 4, 5:
		return g.int()
	}
	return g.number()
}

func (g *gen) slice(elem *typ) *typ {
	return g.intern(&typ{kind: kSlice, spell: "[]" + elem.spell, elem: elem, refs: true, opaque: elem.opaque || elem.kind == kPointer, noCmp: true})
}

func (g *gen) array(n int, elem *typ) *typ {
	return g.intern(&typ{kind: kArray, spell: fmt.Sprintf("[%d]%s", n, elem), elem: elem, len: n, refs: elem.refs, opaque: elem.opaque || elem.kind == kPointer, noCmp: elem.noCmp})
}

// mapOf is a map. In which order fmt prints keys of several types is open.
func (g *gen) mapOf(key, elem *typ) *typ {
	return g.intern(&typ{kind: kMap, spell: fmt.Sprintf("map[%s]%s", key, elem), key: key, elem: elem, refs: true, opaque: elem.opaque || elem.kind == kPointer || key.kind == kIface, noCmp: true})
}

func (g *gen) pointer(elem *typ) *typ {
	return g.intern(&typ{kind: kPointer, spell: "*" + elem.spell, elem: elem, refs: true, opaque: elem.opaque || elem.kind != kStruct})
}

func (g *gen) funcOf(params []*typ, result *typ) *typ {
	return g.intern(&typ{kind: kFunc, spell: fmt.Sprintf("func(%s) %s", spells(params), result), params: params, elem: result, refs: true, opaque: true, noCmp: true})
}

func (g *gen) any() *typ { return g.intern(&typ{kind: kIface, spell: "any"}) }

func (g *gen) structOf(fields []field) *typ {
	t := &typ{kind: kStruct, fields: fields}
	var parts []string
	for _, f := range fields {
		s := f.name + " " + f.typ.spell
		if f.embedded {
			s = f.typ.spell
		}
		if f.tag != "" {
			s += " `" + f.tag + "`"
		}
		parts = append(parts, s)
		t.refs = t.refs || f.typ.refs
		t.opaque = t.opaque || f.typ.opaque || f.typ.kind == kPointer
		t.noCmp = t.noCmp || f.typ.noCmp
	}
	t.spell = "struct { " + strings.Join(parts, "; ") + " }"
	if len(parts) == 0 {
		t.spell = "struct{}"
	}
	return g.intern(t)
}

// flat is a type without pointers inside.
func (g *gen) flat(depth int) *typ {
	if depth > 0 && g.chance(25) {
		switch g.n(3) {
		case 0:
			return g.array(g.n(4), g.flat(depth-1))
		case 1:
			return g.structOf([]field{{name: "A", typ: g.flat(depth - 1)}, {name: "b", typ: g.scalar()}})
		}
		for range 4 {
			if len(g.named) == 0 {
				break
			}
			if t := pick(g, g.named...); !t.refs && t.size() < 12 {
				return t
			}
		}
	}
	return g.scalar()
}

// sized is flat, but for types whose variables may share an address.
func (g *gen) sized(depth int) *typ {
	t := g.flat(depth)
	for t.empty() {
		t = g.flat(depth)
	}
	return t
}

// empty reports whether values of t take no memory.
func (t *typ) empty() bool {
	switch t.kind {
	case kArray:
		return t.len == 0 || t.elem.empty()
	case kStruct:
		return !slices.ContainsFunc(t.fields, func(f field) bool { return !f.typ.empty() })
	}
	return false
}

// key is a type for keys of maps.
func (g *gen) key() *typ {
	switch g.n(8) {
	case 0:
		return g.array(2, g.integer())
	case 1:
		return g.structOf([]field{{name: "X", typ: g.int()}, {name: "Y", typ: g.string()}})
	case 2, 3, 4:
		return g.string()
	case 5:
		return g.any()
	}
	return g.integer()
}

// typ is any type of which values can be printed.
func (g *gen) typ(depth int) *typ {
	if depth == 0 || g.chance(45) {
		return g.flat(depth)
	}
	for {
		var t *typ
		switch g.n(8) {
		case 0, 1:
			t = g.slice(g.typ(depth - 1))
		case 2:
			t = g.array(1+g.n(3), g.typ(depth-1))
		case 3:
			t = g.mapOf(g.key(), g.typ(depth-1))
		case 4:
			t = g.pointer(g.flat(depth - 1))
		case 5:
			t = g.funcOf([]*typ{g.scalar()}, g.scalar())
		case 6:
			t = g.any()
		default:
			t = pick(g, append([]*typ{g.int()}, g.named...)...)
		}
		if t.size() < 20 {
			return t
		}
	}
}

func spells(ts []*typ) string {
	var names []string
	for _, t := range ts {
		names = append(names, t.spell)
	}
	return strings.Join(names, ", ")
}
