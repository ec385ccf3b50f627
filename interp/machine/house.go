package machine

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"
)

// maxLook is how far a block is searched for what happens to a variable.
const maxLook = 500

// house gives a variable that can lie in the frame its place there: the place
// of the parameter that it is, of the variable that it is copied to, or one of its own.
func (x *compiler) house(in *ssa.Alloc) {
	ok, lent := x.framed(in)
	if !ok {
		return
	}
	if lent {
		x.c.stale = x.m.stale
		if inLoop(in.Block()) {
			x.lent[in] = true
		} else {
			x.shared[in] = true
		}
	}
	at, ok := x.sharedPlace(in)
	if !ok {
		at = x.field(x.m.rt(elem(in.Type())))
	}
	x.storage[in] = at
	x.housed[at]++
}

// sharedPlace is a place that serves a variable as well as what it has been
// for so far.
func (x *compiler) sharedPlace(in *ssa.Alloc) (at int, ok bool) {
	if p := parameterOf(in); p != nil && !x.lent[in] {
		return x.index[p], true
	}
	if v := copiedTo(in); v != nil && !x.lent[v] && x.f.Recover == nil {
		at, ok = x.storage[v]
	}
	return at, ok
}

// inLoop reports whether a block can run again in the same call.
func inLoop(b *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var from func(s *ssa.BasicBlock) bool
	from = func(s *ssa.BasicBlock) bool {
		for _, next := range s.Succs {
			if next == b {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if from(next) {
					return true
				}
			}
		}
		return false
	}
	return from(b)
}

// parameterOf is the parameter that a variable is, if that has no other use
// than to be stored there at once.
func parameterOf(in *ssa.Alloc) *ssa.Parameter {
	b := in.Block()
	if b.Index != 0 || len(b.Preds) > 0 || len(b.Instrs) > maxLook {
		return nil
	}
	s, ok := next(in).(*ssa.Store)
	if !ok || s.Addr != ssa.Value(in) {
		return nil
	}
	p, ok := s.Val.(*ssa.Parameter)
	if !ok || len(used(p)) != 1 {
		return nil
	}
	return p
}

// copiedTo is the variable that a composite literal, made in a variable of its
// own, is copied to, if that is not looked at before.
func copiedTo(in *ssa.Alloc) *ssa.Alloc {
	var load *ssa.UnOp
	for _, r := range used(in) {
		if l, ok := r.(*ssa.UnOp); ok {
			if load != nil {
				return nil
			}
			load = l
		}
	}
	if load == nil || !copied(load) {
		return nil
	}
	s := used(load)[0].(*ssa.Store)
	v, ok := s.Addr.(*ssa.Alloc)
	if !ok || v.Block() != in.Block() || firstUse(v) != s {
		return nil
	}
	return v
}

// copied reports whether a load is that of a composite literal which the next
// step copies to a variable that copiedTo allows.
func copied(load *ssa.UnOp) bool {
	in, ok := load.X.(*ssa.Alloc)
	if !ok || in.Comment != "complit" || in.Heap || load.Block() != in.Block() || len(load.Block().Instrs) > maxLook || len(used(load)) != 1 {
		return false
	}
	s, ok := used(load)[0].(*ssa.Store)
	return ok && s.Val == ssa.Value(load) && s.Block() == load.Block() && next(load) == ssa.Instruction(s)
}

// firstUse is the first instruction of a variable's block that mentions it, if
// that is a store.
func firstUse(v *ssa.Alloc) *ssa.Store {
	uses := map[ssa.Instruction]bool{}
	for _, r := range used(v) {
		uses[r] = true
	}
	for _, in := range v.Block().Instrs {
		if uses[in] {
			s, _ := in.(*ssa.Store)
			return s
		}
	}
	return nil
}

// used lists what uses v, but for notes for debuggers.
func used(v ssa.Value) (ins []ssa.Instruction) {
	for _, r := range *v.Referrers() {
		if _, note := r.(*ssa.DebugRef); !note {
			ins = append(ins, r)
		}
	}
	return ins
}

// next is the instruction after in, in its block.
func next(in ssa.Instruction) ssa.Instruction {
	found := false
	for _, i := range in.Block().Instrs {
		if _, note := i.(*ssa.DebugRef); found && !note {
			return i
		}
		found = found || i == in
	}
	return nil
}

// filled reports whether a new variable in the frame need not be cleared:
// what follows stores to all of it before anything else can look at it. If it
// must be, stores of zero that follow are left out.
func (x *compiler) filled(in *ssa.Alloc) bool {
	if overwritten(x.following(), in) || in.Comment != "complit" && x.housed[x.storage[in]] > 1 {
		return true // the second as the composite literal that it is a copy of
	}
	size := x.m.rt(elem(in.Type())).Size()
	var written, zero []span
	for _, i := range x.rest[:min(len(x.rest), maxLook)] {
		switch i := i.(type) {
		case *ssa.DebugRef, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.BinOp, *ssa.Convert, *ssa.MakeInterface, *ssa.Extract, *ssa.ChangeType, *ssa.Field:
			continue
		case *ssa.UnOp:
			if a := root(i.X); a == nil || x.storage[a] != x.storage[in] {
				continue
			}
		case *ssa.Store:
			if a := root(i.Addr); a == nil || x.storage[a] != x.storage[in] {
				continue
			}
			if o, ok := x.place(i.Addr); ok {
				sp := span{o, o + x.m.rt(i.Val.Type()).Size(), i}
				if isZero(i.Val) && !sp.meets(written) {
					zero = append(zero, sp)
				} else {
					written = append(written, sp)
				}
				continue
			}
		}
		break
	}
	return x.coverOrClear(size, written, zero)
}

// overwritten reports whether an instruction stores to all of a variable.
func overwritten(i ssa.Instruction, v *ssa.Alloc) bool {
	s, ok := i.(*ssa.Store)
	return ok && s.Addr == ssa.Value(v) && s.Val != ssa.Value(v)
}

// coverOrClear decides for filled: stores of zero are left out if the variable
// is cleared.
func (x *compiler) coverOrClear(size uintptr, written, zero []span) bool {
	if x.f.Recover == nil && len(zero) == 0 {
		total := uintptr(0)
		for i, sp := range written {
			if !sp.meets(written[:i]) {
				total += sp.end - sp.start
			}
		}
		if total == size {
			return true
		}
	}
	for _, sp := range zero {
		x.cleared[sp.store] = true
	}
	return false
}

// A span is the part of the frame that a store writes.
type span struct {
	start, end uintptr
	store      *ssa.Store
}

func (s span) meets(others []span) bool {
	for _, o := range others {
		if s.start < o.end && o.start < s.end {
			return true
		}
	}
	return false
}

// isZero reports whether v is a constant of which every byte is 0.
func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	if c.Value == nil {
		return true
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(c.Value)
	case constant.String:
		return constant.StringVal(c.Value) == ""
	case constant.Int, constant.Float:
		return constant.Sign(c.Value) == 0
	}
	return false
}
