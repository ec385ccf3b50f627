package machine

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

func (x *compiler) alloc(in *ssa.Alloc) {
	d := x.off(in)
	word := typeWord(x.m.rt(elem(in.Type())))
	at, ok := x.storage[in]
	if !ok {
		if size := uint64(typeSize(word)); size >= largeAlloc {
			m := x.m
			x.emit(func(*frame) { m.Ask(size) })
		}
		x.emit(func(fr *frame) { set(fr, d, unsafeNew(word)) })
		return
	}
	s := x.offsets[at]
	if x.lent[in] {
		x.allocLent(d, s, word, overwritten(x.following(), in))
		return
	}
	x.placed(in)
	if !x.filled(in) {
		x.clear(s, x.m.rt(elem(in.Type())))
	}
}

// clear emits a step that makes what lies at o in the frame zero.
func (x *compiler) clear(o uintptr, t reflect.Type) {
	word := typeWord(t)
	switch kind := kindOfMove(t); {
	case kind == move0:
	case kind == movePtr:
		x.emit(func(fr *frame) { set[ptr](fr, o, nil) })
	case kind == moveString:
		x.emit(func(fr *frame) { set(fr, o, "") })
	case (*rtype)(word).ptrBytes > 0 || t.Size()%8 != 0:
		x.emit(func(fr *frame) { typedmemclr(word, add(ptr(fr), o)) })
	case t.Size() == 8:
		x.emit(func(fr *frame) { set(fr, o, uint64(0)) })
	case t.Size() == 16:
		x.emit(func(fr *frame) { set(fr, o, [2]uint64{}) })
	case t.Size() == 24:
		x.emit(func(fr *frame) { set(fr, o, [3]uint64{}) })
	case t.Size() == 32:
		x.emit(func(fr *frame) { set(fr, o, [4]uint64{}) })
	default:
		n := t.Size() / 8
		x.emit(func(fr *frame) { clear(unsafe.Slice((*uint64)(add(ptr(fr), o)), n)) })
	}
}

// allocLent makes a variable at s, in the frame as long as the code isn't stale.
func (x *compiler) allocLent(d, s uintptr, word ptr, overwritten bool) {
	stale := x.c.stale
	if overwritten {
		x.emit(func(fr *frame) {
			if stale.Load() {
				set(fr, d, unsafeNew(word))
				return
			}
			set(fr, d, add(ptr(fr), s))
		})
		return
	}
	x.emit(func(fr *frame) {
		if stale.Load() {
			set(fr, d, unsafeNew(word))
			return
		}
		p := add(ptr(fr), s)
		typedmemclr(word, p)
		set(fr, d, p)
	})
}

func (x *compiler) load(in *ssa.UnOp) {
	if x.onlyRanged(in) {
		return
	}
	if o, ok := x.place(in.X); ok {
		x.loadPlace(in, o)
		return
	}
	if x.joined[in.X] {
		x.emit(x.loadJoined(in))
		return
	}
	d, a := x.off(in), x.off(in.X)
	mv := newMove(0, 0, x.m.rt(in.Type()))
	switch mv.kind {
	case move0:
		x.emit(func(fr *frame) { _ = *get[*byte](fr, a) })
	case move1:
		x.emit(func(fr *frame) { set(fr, d, *get[*uint8](fr, a)) })
	case move4:
		x.emit(func(fr *frame) { set(fr, d, *get[*uint32](fr, a)) })
	case move8:
		x.emit(func(fr *frame) { set(fr, d, *get[*uint64](fr, a)) })
	case movePtr:
		x.emit(func(fr *frame) { set(fr, d, *get[*ptr](fr, a)) })
	case moveString:
		x.emit(func(fr *frame) { set(fr, d, *get[*string](fr, a)) })
	case moveSlice:
		x.emit(func(fr *frame) { set(fr, d, *get[*sliceHeader](fr, a)) })
	case moveIface:
		m, inter := x.m, x.m.rt(in.Type())
		x.emit(func(fr *frame) {
			v := *get[*iface](fr, a)
			if m.refreshed.Load() {
				v = m.renewed(v, inter)
			}
			set(fr, d, v)
		})
	default:
		x.emit(func(fr *frame) {
			p := get[ptr](fr, a)
			_ = *(*byte)(p)
			mv.copy(add(ptr(fr), d), p)
		})
	}
}

// onlyRanged reports whether an array is loaded for a range statement that
// looks at its length only: Go doesn't evaluate the expression then, unless a
// call or a receive is in it.
func (x *compiler) onlyRanged(in *ssa.UnOp) bool {
	if _, ok := in.Type().Underlying().(*types.Array); !ok || len(used(in)) > 0 || x.f.Syntax() == nil {
		return false
	}
	switch v := in.X.(type) {
	case *ssa.Call:
		return false
	case *ssa.UnOp:
		if v.Op == token.ARROW {
			return false
		}
	}
	found := false
	ast.Inspect(x.f.Syntax(), func(n ast.Node) bool {
		if r, ok := n.(*ast.RangeStmt); ok {
			star, ok := ast.Unparen(r.X).(*ast.StarExpr)
			found = found || ok && star.Pos() == in.Pos()
		}
		return !found
	})
	return found
}

func (x *compiler) store(in *ssa.Store) {
	if isBlank(in.Addr) || x.cleared[in] {
		return
	}
	if o, ok := x.place(in.Addr); ok {
		if v := x.off(in.Val); v != o {
			x.move(newMove(o, v, x.m.rt(in.Val.Type())))
		}
		return
	}
	if x.joined[in.Addr] {
		x.emit(x.storeJoined(in))
		return
	}
	a, v := x.off(in.Addr), x.off(in.Val)
	mv := newMove(0, 0, x.m.rt(in.Val.Type()))
	switch mv.kind {
	case move0:
		x.emit(func(fr *frame) { _ = *get[*byte](fr, a) })
	case move1:
		x.emit(func(fr *frame) { *get[*uint8](fr, a) = get[uint8](fr, v) })
	case move4:
		x.emit(func(fr *frame) { *get[*uint32](fr, a) = get[uint32](fr, v) })
	case move8:
		x.emit(func(fr *frame) { *get[*uint64](fr, a) = get[uint64](fr, v) })
	case movePtr:
		x.emit(func(fr *frame) { *get[*ptr](fr, a) = get[ptr](fr, v) })
	case moveString:
		x.emit(func(fr *frame) { *get[*string](fr, a) = get[string](fr, v) })
	default:
		x.emit(func(fr *frame) {
			p := get[ptr](fr, a)
			_ = *(*byte)(p)
			mv.copy(p, add(ptr(fr), v))
		})
	}
}

// isBlank reports whether an address is that of a field named _, which a
// composite literal doesn't set.
func isBlank(v ssa.Value) bool {
	f, ok := v.(*ssa.FieldAddr)
	return ok && elem(f.X.Type()).Underlying().(*types.Struct).Field(f.Field).Name() == "_"
}

// placed makes the address of what has a place, if it is needed.
func (x *compiler) placed(in ssa.Value) bool {
	o, ok := x.place(in)
	if !ok {
		return false
	}
	if x.onlyPlaced(in) {
		return true
	}
	d := x.off(in)
	if _, moved := x.together[in]; moved {
		x.emit(func(fr *frame) { set(fr, d, add(ptr(fr), o)) })
	} else {
		x.c.inside = append(x.c.inside, pair{d, o})
	}
	return true
}

func (x *compiler) fieldAddr(in *ssa.FieldAddr) {
	if x.placed(in) || x.joins(in) {
		return
	}
	d, a := x.off(in), x.off(in.X)
	o := x.m.rt(elem(in.X.Type())).Field(in.Field).Offset
	x.emit(func(fr *frame) {
		p := get[ptr](fr, a)
		_ = *(*byte)(p)
		set(fr, d, add(p, o))
	})
}

// indexOf makes the step that reads an index, of any integer type. What an int
// can't hold comes out negative, so that the check fails.
func (x *compiler) indexOf(v ssa.Value) func(fr *frame) int {
	o := x.off(v)
	switch k := x.m.rt(v.Type()).Kind(); k {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return func(fr *frame) int { return get[int](fr, o) }
	default:
		load := loadInt(k)
		return func(fr *frame) int { return int(load(add(ptr(fr), o))) }
	}
}

// isWord reports whether an index can be read as an int directly.
func (x *compiler) isWord(v ssa.Value) bool {
	switch x.m.rt(v.Type()).Kind() {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return false
}

func (x *compiler) isUnsigned(v ssa.Value) bool {
	k := x.m.rt(v.Type()).Kind()
	return k >= reflect.Uint && k <= reflect.Uintptr
}

// outOfRange panics as an index expression does.
func outOfRange(i, n int, isUnsigned bool) { panic(indexError(i, n, isUnsigned, boundsIndex)) }

func (x *compiler) indexAddr(in *ssa.IndexAddr) {
	if x.placed(in) || x.joins(in) {
		return
	}
	d, a := x.off(in), x.off(in.X)
	if i, size, ok := x.fixedIndex(in); ok {
		o := uintptr(i) * size
		x.emit(func(fr *frame) {
			p := get[ptr](fr, a)
			_ = *(*byte)(p)
			set(fr, d, add(p, o))
		})
		return
	}
	uns := x.isUnsigned(in.Index)
	index := x.indexOf(in.Index)
	if t, ok := in.X.Type().Underlying().(*types.Slice); ok {
		size := x.m.rt(t.Elem()).Size()
		if x.isWord(in.Index) {
			o := x.off(in.Index)
			x.emit(func(fr *frame) {
				s := (*sliceHeader)(add(ptr(fr), a))
				i := get[int](fr, o)
				if uint(i) >= uint(s.len) {
					outOfRange(i, s.len, uns)
				}
				set(fr, d, add(s.data, uintptr(i)*size))
			})
			return
		}
		x.emit(func(fr *frame) {
			s := (*sliceHeader)(add(ptr(fr), a))
			i := index(fr)
			if uint(i) >= uint(s.len) {
				outOfRange(i, s.len, uns)
			}
			set(fr, d, add(s.data, uintptr(i)*size))
		})
		return
	}
	t := elem(in.X.Type()).Underlying().(*types.Array)
	size, n := x.m.rt(t.Elem()).Size(), int(t.Len())
	x.emit(func(fr *frame) {
		p := get[ptr](fr, a)
		i := index(fr)
		_ = *(*byte)(p)
		if uint(i) >= uint(n) {
			outOfRange(i, n, uns)
		}
		set(fr, d, add(p, uintptr(i)*size))
	})
}

// indexValue is an element of an array value or a byte of a string.
func (x *compiler) indexValue(in *ssa.Index) {
	d, a := x.off(in), x.off(in.X)
	uns := x.isUnsigned(in.Index)
	index := x.indexOf(in.Index)
	t, ok := in.X.Type().Underlying().(*types.Array)
	if !ok {
		x.emit(func(fr *frame) {
			s := get[string](fr, a)
			i := index(fr)
			if uint(i) >= uint(len(s)) {
				outOfRange(i, len(s), uns)
			}
			set(fr, d, s[i])
		})
		return
	}
	mv := newMove(0, 0, x.m.rt(t.Elem()))
	size, n := x.m.rt(t.Elem()).Size(), int(t.Len())
	x.emit(func(fr *frame) {
		i := index(fr)
		if uint(i) >= uint(n) {
			outOfRange(i, n, uns)
		}
		mv.copy(add(ptr(fr), d), add(ptr(fr), a+uintptr(i)*size))
	})
}
