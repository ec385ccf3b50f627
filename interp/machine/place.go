package machine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// place gives the offset of what v, an address, points to, if that is known to
// lie in the frame.
func (x *compiler) place(v ssa.Value) (uintptr, bool) {
	switch v := v.(type) {
	case *ssa.Alloc:
		if i, ok := x.storage[v]; ok && !x.lent[v] {
			return x.offsets[i], true
		}
	case *ssa.FieldAddr:
		if o, ok := x.place(v.X); ok {
			return o + x.m.rt(elem(v.X.Type())).Field(v.Field).Offset, true
		}
	case *ssa.IndexAddr:
		i, size, ok := x.fixedIndex(v)
		if !ok {
			return 0, false
		}
		if o, ok := x.place(v.X); ok {
			return o + uintptr(i)*size, true
		}
	}
	return 0, false
}

// fixedIndex gives a constant index into an array, and the size of an element.
func (x *compiler) fixedIndex(v *ssa.IndexAddr) (i int64, size uintptr, ok bool) {
	p, ok := v.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return 0, 0, false
	}
	c, ok := v.Index.(*ssa.Const)
	if !ok || c.Value == nil {
		return 0, 0, false
	}
	t := p.Elem().Underlying().(*types.Array)
	i, ok = constant.Int64Val(constant.ToInt(c.Value))
	return i, x.m.rt(t.Elem()).Size(), ok && 0 <= i && i < t.Len()
}

// onlyPlaced reports whether all that is done with an address that has a place
// is done by way of that.
func (x *compiler) onlyPlaced(v ssa.Value) bool {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
		case *ssa.Slice:
			if _, ok := x.single(r); !ok {
				return false
			}
		case *ssa.IndexAddr:
			if _, ok := x.place(r); !ok {
				return false
			}
		case *ssa.Store:
			if r.Val == v {
				return false
			}
		case *ssa.UnOp:
			if r.Op != token.MUL {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// following is the instruction after the one that is being compiled.
func (x *compiler) following() ssa.Instruction {
	for _, in := range x.rest {
		if _, ok := in.(*ssa.DebugRef); !ok {
			return in
		}
	}
	return nil
}

// stays reports whether what the present load reads is still there wherever
// the value is used: later in the block, before anything is stored.
func (x *compiler) stays(in *ssa.UnOp) bool {
	shared := x.shared[root(in.X)]
	left := map[ssa.Instruction]bool{}
	for _, r := range *in.Referrers() {
		switch r.(type) {
		case *ssa.DebugRef:
			continue
		case *ssa.Phi, *ssa.Field, *ssa.ChangeType, *ssa.Extract:
			return false
		}
		left[r] = true
	}
	for _, i := range x.rest {
		delete(left, i)
		if len(left) == 0 {
			return true
		}
		switch i.(type) {
		case *ssa.Store, *ssa.Alloc:
			return false
		case *ssa.Call, *ssa.RunDefers, *ssa.Select, *ssa.Send:
			if shared {
				return false
			}
		}
	}
	return len(left) == 0
}

// root is the variable that an address with a place lies in.
func root(v ssa.Value) *ssa.Alloc {
	switch v := v.(type) {
	case *ssa.Alloc:
		return v
	case *ssa.FieldAddr:
		return root(v.X)
	case *ssa.IndexAddr:
		return root(v.X)
	}
	return nil
}

// loadPlace is a load from the frame.
func (x *compiler) loadPlace(in *ssa.UnOp, o uintptr) {
	t := x.m.rt(in.Type())
	if kindOfMove(t) == moveIface {
		m, d := x.m, x.off(in)
		x.emit(func(fr *frame) {
			v := get[iface](fr, o)
			if m.refreshed.Load() {
				v = m.renewed(v, t)
			}
			set(fr, d, v)
		})
		return
	}
	if x.stays(in) || copied(in) {
		x.aliased[in] = o
		return
	}
	x.move(newMove(x.off(in), o, t))
}

// computedInPlace lets an operation's result, which the next step stores to a
// place, be computed there.
func (x *compiler) computedInPlace(in *ssa.BinOp) {
	s, ok := x.following().(*ssa.Store)
	if !ok || s.Val != ssa.Value(in) || x.uses[in] != 1 || isBlank(s.Addr) {
		return
	}
	if o, ok := x.place(s.Addr); ok {
		x.aliased[in] = o
	}
}

// move emits a step that copies within the frame.
func (x *compiler) move(mv move) {
	d, s := mv.dst, mv.src
	switch mv.kind {
	case move0:
	case move1:
		x.emit(func(fr *frame) { set(fr, d, get[uint8](fr, s)) })
	case move4:
		x.emit(func(fr *frame) { set(fr, d, get[uint32](fr, s)) })
	case move8:
		x.emit(func(fr *frame) { set(fr, d, get[uint64](fr, s)) })
	case movePtr:
		x.emit(func(fr *frame) { set(fr, d, get[ptr](fr, s)) })
	case moveString:
		x.emit(func(fr *frame) { set(fr, d, get[string](fr, s)) })
	default:
		x.emit(func(fr *frame) { mv.do(ptr(fr), ptr(fr)) })
	}
}
