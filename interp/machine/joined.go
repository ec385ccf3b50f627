package machine

import (
	"go/types"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A load or a store right after the step that makes its address does both.

// joins reports whether the next step is all that uses an address, and makes
// it.
func (x *compiler) joins(in ssa.Value) bool {
	if len(used(in)) != 1 {
		return false
	}
	switch n := x.following().(type) {
	case *ssa.UnOp:
		if n.X != in || x.onlyRanged(n) {
			return false
		}
	case *ssa.Store:
		if n.Addr != in || n.Val == in || isBlank(in) {
			return false
		}
		if _, f := n.Val.(*ssa.Function); f {
			return false
		}
	default:
		return false
	}
	if i, ok := in.(*ssa.IndexAddr); ok && !x.isWord(i.Index) {
		return false
	}
	if kindOfMove(x.m.rt(elem(in.Type()))) == move0 {
		return false
	}
	x.joined[in] = true
	return true
}

// An access is how a step finds an address: by a field's offset, or an index.
type access struct {
	base  uintptr // where the pointer or the slice lies
	field uintptr
	index uintptr // where the index lies; 0 for a field
	n     int     // the length of an array
	slice bool
	uns   bool // the index is unsigned
}

func (x *compiler) access(v ssa.Value) access {
	if v.Pos().IsValid() {
		x.pos = v.Pos()
	}
	if f, ok := v.(*ssa.FieldAddr); ok {
		return access{base: x.off(f.X), field: x.m.rt(elem(f.X.Type())).Field(f.Field).Offset}
	}
	i := v.(*ssa.IndexAddr)
	a := access{base: x.off(i.X), index: x.off(i.Index), uns: x.isUnsigned(i.Index)}
	if _, ok := i.X.Type().Underlying().(*types.Slice); ok {
		a.slice = true
	} else {
		a.n = int(elem(i.X.Type()).Underlying().(*types.Array).Len())
	}
	return a
}

// find makes the function that finds the address of an element of a size.
func (a access) find(size uintptr) func(fr *frame) ptr {
	base, index, n, uns := a.base, a.index, a.n, a.uns
	switch {
	case a.index == 0:
		field := a.field
		return func(fr *frame) ptr {
			p := get[ptr](fr, base)
			_ = *(*byte)(p)
			return add(p, field)
		}
	case a.slice:
		return func(fr *frame) ptr {
			s, i := (*sliceHeader)(add(ptr(fr), base)), get[int](fr, index)
			if uint(i) >= uint(s.len) {
				outOfRange(i, s.len, uns)
			}
			return add(s.data, uintptr(i)*size)
		}
	}
	return func(fr *frame) ptr {
		p, i := get[ptr](fr, base), get[int](fr, index)
		_ = *(*byte)(p)
		if uint(i) >= uint(n) {
			outOfRange(i, n, uns)
		}
		return add(p, uintptr(i)*size)
	}
}

func (x *compiler) loadJoined(in *ssa.UnOp) instr {
	a, d, t := x.access(in.X), x.off(in), x.m.rt(in.Type())
	switch kindOfMove(t) {
	case move1:
		return loadOf[uint8](a, d)
	case move4:
		return loadOf[uint32](a, d)
	case move8:
		return loadOf[uint64](a, d)
	case movePtr:
		return loadOf[ptr](a, d)
	case moveString:
		return loadOf[string](a, d)
	case moveSlice:
		return loadOf[sliceHeader](a, d)
	case moveIface:
		m, find := x.m, a.find(t.Size())
		return func(fr *frame) {
			v := *(*iface)(find(fr))
			if m.refreshed.Load() {
				v = m.renewed(v, t)
			}
			set(fr, d, v)
		}
	}
	mv, find := newMove(0, 0, t), a.find(t.Size())
	return func(fr *frame) { mv.copy(add(ptr(fr), d), find(fr)) }
}

func (x *compiler) storeJoined(in *ssa.Store) instr {
	a, v, t := x.access(in.Addr), x.off(in.Val), x.m.rt(in.Val.Type())
	switch kindOfMove(t) {
	case move1:
		return storeOf[uint8](a, v)
	case move4:
		return storeOf[uint32](a, v)
	case move8:
		return storeOf[uint64](a, v)
	case movePtr:
		return storeOf[ptr](a, v)
	case moveString:
		return storeOf[string](a, v)
	case moveSlice:
		return storeOf[sliceHeader](a, v)
	case moveIface:
		return storeOf[iface](a, v)
	}
	mv, find := newMove(0, 0, t), a.find(t.Size())
	return func(fr *frame) { mv.copy(find(fr), add(ptr(fr), v)) }
}

func loadOf[T any](a access, d uintptr) instr {
	base, index, field, n, uns := a.base, a.index, a.field, a.n, a.uns
	switch {
	case a.index == 0:
		return func(fr *frame) {
			p := get[ptr](fr, base)
			_ = *(*byte)(p)
			set(fr, d, *(*T)(add(p, field)))
		}
	case a.slice:
		return func(fr *frame) {
			s, i := get[[]T](fr, base), get[int](fr, index)
			if uint(i) >= uint(len(s)) {
				outOfRange(i, len(s), uns)
			}
			set(fr, d, s[i])
		}
	}
	return func(fr *frame) {
		p, i := get[ptr](fr, base), get[int](fr, index)
		_ = *(*byte)(p)
		if uint(i) >= uint(n) {
			outOfRange(i, n, uns)
		}
		set(fr, d, *nth[T](p, i))
	}
}

func storeOf[T any](a access, v uintptr) instr {
	base, index, field, n, uns := a.base, a.index, a.field, a.n, a.uns
	switch {
	case a.index == 0:
		return func(fr *frame) {
			p := get[ptr](fr, base)
			_ = *(*byte)(p)
			*(*T)(add(p, field)) = get[T](fr, v)
		}
	case a.slice:
		return func(fr *frame) {
			s, i := get[[]T](fr, base), get[int](fr, index)
			if uint(i) >= uint(len(s)) {
				outOfRange(i, len(s), uns)
			}
			s[i] = get[T](fr, v)
		}
	}
	return func(fr *frame) {
		p, i := get[ptr](fr, base), get[int](fr, index)
		_ = *(*byte)(p)
		if uint(i) >= uint(n) {
			outOfRange(i, n, uns)
		}
		*nth[T](p, i) = get[T](fr, v)
	}
}

// nth is the element i of an array at p.
func nth[T any](p ptr, i int) *T { return (*T)(add(p, uintptr(i)*unsafe.Sizeof(*new(T)))) }
