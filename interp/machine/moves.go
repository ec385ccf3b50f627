package machine

import "reflect"

// A move copies a value of one of the common sizes.
type move struct {
	dst, src uintptr
	kind     moveKind
	typ      ptr
}

type moveKind uint8

const (
	move0 moveKind = iota
	move1
	move2
	move4
	move8
	move16 // without pointers
	movePtr
	moveString
	moveIface
	moveSlice
	moveTyped
)

func kindOfMove(t reflect.Type) moveKind {
	switch t.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.UnsafePointer:
		return movePtr
	case reflect.String:
		return moveString
	case reflect.Slice:
		return moveSlice
	case reflect.Interface:
		return moveIface
	}
	if t.Size() == 0 {
		return move0
	}
	if (*rtype)(typeWord(t)).ptrBytes == 0 {
		switch t.Size() {
		case 1:
			return move1
		case 2:
			return move2
		case 4:
			return move4
		case 8:
			return move8
		case 16:
			return move16
		}
	}
	return moveTyped
}

func newMove(dst, src uintptr, t reflect.Type) move {
	return move{dst: dst, src: src, kind: kindOfMove(t), typ: typeWord(t)}
}

// do copies from s+src to d+dst.
func (mv *move) do(d, s ptr) { mv.copy(add(d, mv.dst), add(s, mv.src)) }

func (mv *move) copy(d, s ptr) {
	switch mv.kind {
	case move8:
		*(*uint64)(d) = *(*uint64)(s)
	case movePtr:
		*(*ptr)(d) = *(*ptr)(s)
	case move1:
		*(*uint8)(d) = *(*uint8)(s)
	case moveString:
		*(*string)(d) = *(*string)(s)
	case moveIface:
		*(*iface)(d) = *(*iface)(s)
	case moveSlice:
		*(*sliceHeader)(d) = *(*sliceHeader)(s)
	case move4:
		*(*uint32)(d) = *(*uint32)(s)
	case move2:
		*(*uint16)(d) = *(*uint16)(s)
	case move16:
		*(*[2]uint64)(d) = *(*[2]uint64)(s)
	case moveTyped:
		typedmemmove(mv.typ, d, s)
	}
}

// moves copies values, those of one word without looking at each for its kind.
type moves struct {
	words, ptrs []pair
	rest        []move
}

type pair struct{ dst, src uintptr }

// inAnyOrder sorts moves of which none reads what another writes.
func inAnyOrder(ms []move) moves {
	var out moves
	for _, mv := range ms {
		switch mv.kind {
		case move8:
			out.words = append(out.words, pair{mv.dst, mv.src})
		case movePtr:
			out.ptrs = append(out.ptrs, pair{mv.dst, mv.src})
		case move0:
		default:
			out.rest = append(out.rest, mv)
		}
	}
	return out
}

func (ms *moves) do(d, s ptr) {
	for _, p := range ms.words {
		*(*uint64)(add(d, p.dst)) = *(*uint64)(add(s, p.src))
	}
	for _, p := range ms.ptrs {
		*(*ptr)(add(d, p.dst)) = *(*ptr)(add(s, p.src))
	}
	for i := range ms.rest {
		ms.rest[i].do(d, s)
	}
}

// word is the only move, if that is one of a word without pointers.
func (ms *moves) word() (p pair, ok bool) {
	if len(ms.words) != 1 || len(ms.ptrs)+len(ms.rest) > 0 {
		return p, false
	}
	return ms.words[0], true
}

func (ms *moves) none() bool { return len(ms.words)+len(ms.ptrs)+len(ms.rest) == 0 }
