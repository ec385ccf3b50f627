package machine

import (
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Go leaves open whether x in x + f() is read before or after the call. The
// compiler makes the calls of a statement first, in order, and reads variables,
// fields and elements after them; ssa evaluates strictly from left to right.
// So reads are put off here until something needs them.

// putOff orders the instructions of each block as the compiler would carry
// them out.
func (m *Machine) putOff(f *ssa.Function) {
	var ex extents
	for _, b := range f.Blocks {
		if !callsAfterRead(b) {
			continue
		}
		if ex == nil {
			ex = extentsOf(f)
		}
		l := &late{m: m, extents: ex, last: map[extent]int{}, index: map[ssa.Instruction]int{}, waits: map[ssa.Instruction]bool{}, writes: map[*ssa.Alloc][]ssa.Instruction{}}
		b.Instrs = l.order(b.Instrs)
	}
}

func callsAfterRead(b *ssa.BasicBlock) bool {
	read := false
	for _, in := range b.Instrs {
		if read && isEvent(in) {
			return true
		}
		read = read || isRead(in)
	}
	return false
}

// late puts the instructions of a block in order.
type late struct {
	m       *Machine
	extents extents
	last    map[extent]int // the last event in each
	index   map[ssa.Instruction]int
	out     []ssa.Instruction
	pending []ssa.Instruction
	waits   map[ssa.Instruction]bool
	writes  map[*ssa.Alloc][]ssa.Instruction // pending stores to new variables
}

func (l *late) order(ins []ssa.Instruction) []ssa.Instruction {
	for i, in := range ins {
		if isEvent(in) {
			if e, ok := l.extents.at(in.Pos()); ok {
				l.last[e] = i
			}
		}
	}
	until := -1 // the last event of the extent under way
	for i, in := range ins {
		l.index[in] = i
	}
	for i, in := range ins {
		if in.Pos().IsValid() {
			if e, ok := l.extents.at(in.Pos()); ok {
				if n, has := l.last[e]; has && n > i {
					until = n
				}
			}
		}
		if i < until && !isNilCheck(in) && !l.copied(in, until) && (isRead(in) && in.Pos().IsValid() || l.needs(in) && l.canWait(in)) {
			l.wait(in)
			continue
		}
		if i > until {
			l.flush(l.pending)
		} else {
			l.flush(l.needed(in, nil))
		}
		l.out = append(l.out, in)
	}
	l.flush(l.pending)
	return l.out
}

// isNilCheck reports whether a read is there only to panic, as in &*p.
func isNilCheck(in ssa.Instruction) bool {
	load, ok := in.(*ssa.UnOp)
	return ok && load.Op == token.MUL && len(used(load)) == 0
}

// copied reports whether a value is copied where it is written, to a temporary
// whose address the compiler can take: for an interface value, or a comparison
// of structs or arrays.
func (l *late) copied(in ssa.Instruction, until int) bool {
	v, ok := in.(ssa.Value)
	if !ok {
		return false
	}
	uses := used(v)
	if len(uses) != 1 {
		return false
	}
	if n, here := l.index[uses[0]]; !here || n > until {
		return false
	}
	switch u := uses[0].(type) {
	case *ssa.MakeInterface:
		return !byValue(l.m.rt(u.X.Type())) && l.unaddressed(v)
	case *ssa.BinOp:
		k := l.m.rt(u.X.Type()).Kind()
		return (k == reflect.Struct || k == reflect.Array) && l.unaddressed(v)
	}
	return false
}

// unaddressed reports whether v is no variable, or one that the compiler keeps
// in registers.
func (l *late) unaddressed(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return true
	}
	a := root(load.X)
	if a == nil {
		return false
	}
	if isLiteral(a) {
		return true
	}
	return inRegisters(l.m.rt(elem(a.Type()))) && !addressed(a)
}

// addressed reports whether the address of a variable is taken other than by a
// closure.
func addressed(v ssa.Value) bool {
	for _, r := range used(v) {
		switch r := r.(type) {
		case *ssa.MakeClosure:
		case *ssa.UnOp:
		case *ssa.Store:
			if r.Val == v {
				return true
			}
		case *ssa.FieldAddr:
			if addressed(r) {
				return true
			}
		case *ssa.IndexAddr:
			if addressed(r) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// inRegisters reports whether the compiler can keep a value of t in registers.
func inRegisters(t reflect.Type) bool {
	if t.Size() > 4*8 {
		return false
	}
	switch t.Kind() {
	case reflect.Array:
		return t.Len() <= 1 && (t.Len() == 0 || inRegisters(t.Elem()))
	case reflect.Struct:
		for f := range t.Fields() {
			if !inRegisters(f.Type) {
				return false
			}
		}
		return t.NumField() <= 4
	}
	return true
}

func isLiteral(a *ssa.Alloc) bool {
	return a.Comment == "varargs" || a.Comment == "complit" || a.Comment == "slicelit"
}

func (l *late) wait(in ssa.Instruction) {
	l.pending = append(l.pending, in)
	l.waits[in] = true
	if s, ok := in.(*ssa.Store); ok {
		a := root(s.Addr)
		l.writes[a] = append(l.writes[a], in)
	}
}

// flush carries out some of what is pending, in order.
func (l *late) flush(some []ssa.Instruction) {
	if len(some) == 0 {
		return
	}
	now := map[ssa.Instruction]bool{}
	for _, in := range some {
		now[in] = true
	}
	var rest []ssa.Instruction
	for _, in := range l.pending {
		if !now[in] {
			rest = append(rest, in)
			continue
		}
		l.out = append(l.out, in)
		delete(l.waits, in)
		if s, ok := in.(*ssa.Store); ok {
			a := root(s.Addr)
			l.writes[a] = slices.DeleteFunc(l.writes[a], func(o ssa.Instruction) bool { return o == in })
		}
	}
	l.pending = rest
}

// needs reports whether an instruction has to do with what is pending.
func (l *late) needs(in ssa.Instruction) bool {
	return len(l.pending) > 0 && len(l.needed(in, nil)) > 0
}

// needed lists what must be carried out before an instruction.
func (l *late) needed(in ssa.Instruction, list []ssa.Instruction) []ssa.Instruction {
	if len(l.pending) == 0 {
		return list
	}
	add := func(o ssa.Instruction) {
		if l.waits[o] && !slices.Contains(list, o) {
			list = l.needed(o, append(list, o))
		}
	}
	store, _ := in.(*ssa.Store)
	for _, op := range in.Operands(nil) {
		if *op == nil {
			continue
		}
		if o, ok := (*op).(ssa.Instruction); ok {
			add(o)
		}
		if store != nil && op == &store.Addr || isAddress(in) {
			continue
		}
		if a := root(*op); a != nil {
			for _, w := range l.writes[a] {
				add(w)
			}
		}
	}
	return list
}

// isAddress reports whether an instruction computes an address in a variable.
func isAddress(in ssa.Instruction) bool {
	switch in.(type) {
	case *ssa.FieldAddr, *ssa.IndexAddr:
		return true
	}
	return false
}

// isEvent reports whether an instruction keeps its place among others: it is
// carried out before what only reads, though it may only panic.
func isEvent(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Slice:
		_, literal := in.X.(*ssa.Alloc)
		return !literal
	case *ssa.MakeSlice:
		return true
	case *ssa.TypeAssert:
		return !isPointerLike(in.AssertedType)
	case *ssa.Call:
		b, ok := in.Call.Value.(*ssa.Builtin)
		return !ok || !changesNothing[b.Name()]
	case *ssa.UnOp:
		return in.Op == token.ARROW
	}
	return false
}

// isPointerLike reports whether a value of t is one pointer to the runtime. Of
// the structs and arrays that are as well nobody asks.
func isPointerLike(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return t.Kind() == types.UnsafePointer
	}
	return false
}

var changesNothing = map[string]bool{
	"len": true, "cap": true, "real": true, "imag": true, "complex": true, "min": true, "max": true,
	"ssa:wrapnilchk": true, "ssa:deferstack": true,
}

// isRead reports whether an instruction reads a variable, or may find that
// there is nothing to read.
func isRead(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.UnOp:
		return in.Op == token.MUL
	case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Index:
		return true
	case *ssa.Lookup:
		return !in.CommaOk
	case *ssa.TypeAssert:
		return !in.CommaOk && !isEvent(in)
	case *ssa.BinOp:
		return mayPanic(in)
	}
	return false
}

func isSigned(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsInteger|types.IsUnsigned) == types.IsInteger
}

// mayPanic reports whether an operation divides by what may be zero, or shifts
// by what may be negative.
func mayPanic(in *ssa.BinOp) bool {
	fixed, _ := in.Y.(*ssa.Const)
	switch in.Op {
	case token.QUO, token.REM:
		return fixed == nil || fixed.Value == nil || constant.Sign(fixed.Value) == 0
	case token.SHL, token.SHR:
		return fixed == nil && isSigned(in.Y.Type())
	}
	return false
}

// canWait reports whether an instruction can be put off together with what it
// needs.
func (l *late) canWait(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.UnOp:
		return in.Op != token.ARROW
	case *ssa.Convert:
		return l.m.rt(in.Type()).Kind() != reflect.Slice
	case *ssa.BinOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Index, *ssa.Field, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.Extract, *ssa.DebugRef:
		return true
	case *ssa.MakeInterface:
		return byValue(l.m.rt(in.X.Type())) || !l.unaddressed(in.X)
	case *ssa.Slice:
		_, literal := in.X.(*ssa.Alloc)
		return literal
	case *ssa.Store:
		a := root(in.Addr)
		return a != nil && isLiteral(a)
	case *ssa.Lookup:
		return !in.CommaOk
	case *ssa.TypeAssert:
		return isRead(in)
	}
	return false
}

// byValue reports whether the compiler makes an interface value of t without
// a copy of it in memory first.
func byValue(t reflect.Type) bool {
	switch kindOfMove(t) {
	case move1, move16, moveTyped:
		return false
	}
	return true
}
