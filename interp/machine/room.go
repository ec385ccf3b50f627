package machine

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// The compiler of Go 1.26 has room on the stack for the first elements that
// are appended to a variable, if they don't outlive the call. That shows in
// cap, where 4 takes the place of 1 and 2. What it takes to see that elements
// may outlive the call differs; where it is not clear, the machine leaves them
// to growslice, as the compiler does.

// firstRoom is the size of that room.
const firstRoom = 32

// findRooms gives each append that has such room a place in the frame for
// whether it is taken. Of the appends to one variable that is the first.
func (x *compiler) findRooms() {
	var appends []*ssa.Call
	for _, b := range x.f.Blocks {
		for _, in := range b.Instrs {
			if in, ok := in.(*ssa.Call); ok && appended(in) > 0 {
				appends = append(appends, in)
			}
		}
	}
	if len(appends) == 0 {
		return
	}
	slices.SortFunc(appends, func(a, b *ssa.Call) int { return cmp.Compare(a.Pos(), b.Pos()) })
	variables, taken := x.appendedTo(), map[types.Object]bool{}
	for _, in := range appends {
		v := variables[in.Pos()]
		if n := x.room(in); taken[v] || n < appended(in) || !x.m.stays(in, map[ssa.Value]bool{}) {
			continue
		}
		if v != nil {
			taken[v] = true
		}
		x.rooms[in] = x.field(reflect.TypeFor[uint64]())
	}
}

// room is how many elements the first append has room for.
func (x *compiler) room(in *ssa.Call) int {
	size := x.m.rt(elem(in.Type())).Size()
	if size == 0 {
		return 0
	}
	return int(firstRoom / size)
}

// appended is how many elements a call of append names one by one.
func appended(in *ssa.Call) int {
	b, ok := in.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "append" {
		return 0
	}
	s, ok := in.Call.Args[1].(*ssa.Slice)
	if !ok {
		return 0
	}
	a, ok := s.X.(*ssa.Alloc)
	if !ok || a.Comment != "varargs" {
		return 0
	}
	return int(elem(a.Type()).Underlying().(*types.Array).Len())
}

// appendedTo finds the variables that the function's appends are given first,
// by where the calls have their parenthesis.
func (x *compiler) appendedTo() map[token.Pos]types.Object {
	top := x.f
	for top.Parent() != nil {
		top = top.Parent()
	}
	if origin := top.Origin(); origin != nil {
		top = origin
	}
	if x.f.Syntax() == nil || top.Pkg == nil {
		return nil
	}
	variables := map[token.Pos]types.Object{}
	ast.Inspect(x.f.Syntax(), func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 {
			if id, ok := ast.Unparen(call.Args[0]).(*ast.Ident); ok {
				if scope := top.Pkg.Pkg.Scope().Innermost(id.Pos()); scope != nil {
					_, variables[call.Lparen] = scope.LookupParent(id.Name, id.Pos())
				}
			}
		}
		return true
	})
	return variables
}

// stays reports whether the memory of the slice v is used by this call alone,
// and those that it waits for.
func (m *Machine) stays(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	for _, r := range used(v) {
		ok := false
		switch r := r.(type) {
		case *ssa.Phi, *ssa.Slice, *ssa.ChangeType:
			ok = m.stays(r.(ssa.Value), seen)
		case *ssa.BinOp, *ssa.Convert: // a conversion to a string copies
			ok = true
		case *ssa.IndexAddr:
			var u addressUses
			m.follow(r, &u)
			ok = !u.kept && len(u.loans) == 0
		case *ssa.Call:
			ok = m.staysIn(r, v, seen)
		}
		if !ok {
			return false
		}
	}
	return true
}

// staysIn reports the same of what a call does with v.
func (m *Machine) staysIn(in *ssa.Call, v ssa.Value, seen map[ssa.Value]bool) bool {
	switch f := in.Call.Value.(type) {
	case *ssa.Builtin:
		return f.Name() != "append" || in.Call.Args[0] != v || m.stays(in, seen)
	case *ssa.Function:
		body := m.body(f)
		for i, a := range in.Call.Args {
			if a == v && (i >= len(body.Params) || body.Blocks == nil || !m.stays(body.Params[i], seen)) {
				return false
			}
		}
		return true
	}
	return false
}

// withRoom is the step of an append that has room if the slice has none. step
// makes the one that appends to what lies at a.
func (x *compiler) withRoom(in *ssa.Call, d, a uintptr, step func(a uintptr) instr) instr {
	plain := step(a)
	at, ok := x.rooms[in]
	if !ok {
		return plain
	}
	within := step(d) // to the room, where the result will lie
	word, room, n, taken := typeWord(x.m.rt(elem(in.Type()))), x.room(in), appended(in), x.offsets[at]
	return func(fr *frame) {
		s := get[sliceHeader](fr, a)
		if s.len > 0 || s.cap >= n || get[uint64](fr, taken) != 0 {
			plain(fr)
			return
		}
		set(fr, taken, 1)
		set(fr, d, sliceHeader{unsafeNewArray(word, room), 0, room})
		within(fr)
	}
}
