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

// A room is where the first elements appended to a variable go.
type room struct {
	at   int  // in the frame: where the memory lies, or nil
	size int  // in elements
	each bool // whether every append grows within it, by as much as it needs
}

// findRooms finds the appends that have such room. Of the appends to one
// variable that is the first, or each, if the variable is returned and its
// capacity matters before.
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
	variables, moved := x.appendedTo()
	x.loseConverted(moved)
	taken := map[types.Object]*room{}
	for _, in := range appends {
		v := variables[in.Pos()]
		back := moved[v]
		each := back.moved() && back.capUsed
		if r := taken[v]; r != nil {
			if each {
				x.rooms[in] = r
			}
			continue
		}
		n := x.room(in)
		if n == 0 || v == onHeap || x.inPlace(in) || n < appended(in) && !each || !back.moved() && !x.m.stays(in, map[ssa.Value]bool{}) {
			continue
		}
		r := &room{x.field(reflect.TypeFor[ptr]()), n, each}
		x.rooms[in] = r
		x.places = append(x.places, r.at)
		if v != nil {
			taken[v] = r
		}
		if back.moved() && !each {
			x.fitted[resultAt{back.at.Pos(), back.result}] = r
		}
	}
}

// A resultAt is one of those that a return statement gives.
type resultAt struct {
	at    token.Pos
	index int
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

// onHeap stands for a variable that is reached through a pointer, even if it
// lies in the frame.
var onHeap types.Object = types.NewVar(token.NoPos, nil, "*", nil)

// throughPointer reports whether a variable holds the address of what a part is
// selected of.
func throughPointer(pkg *types.Scope, e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		return throughPointer(pkg, e.X)
	case *ast.Ident:
		if o := meant(pkg, e); o != nil {
			_, ok := o.Type().Underlying().(*types.Pointer)
			return ok
		}
	}
	return false
}

// appendedTo finds the variables that the function's appends are given first,
// by where the calls have their parenthesis, and which of them are returned.
func (x *compiler) appendedTo() (map[token.Pos]types.Object, map[types.Object]*returned) {
	top := x.f
	for top.Parent() != nil {
		top = top.Parent()
	}
	if origin := top.Origin(); origin != nil {
		top = origin
	}
	if x.f.Syntax() == nil || top.Pkg == nil {
		return nil, nil
	}
	scope, variables := top.Pkg.Pkg.Scope(), map[token.Pos]types.Object{}
	ast.Inspect(x.f.Syntax(), func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 {
			switch e := ast.Unparen(call.Args[0]).(type) {
			case *ast.Ident:
				variables[call.Lparen] = meant(scope, e)
			case *ast.SelectorExpr:
				if throughPointer(scope, e) {
					variables[call.Lparen] = onHeap
				}
			}
		}
		return true
	})
	return variables, returnedIn(scope, x.f.Syntax())
}

// meant is what the name stands for, or declares, in a package of that scope.
func meant(pkg *types.Scope, id *ast.Ident) types.Object {
	scope := pkg.Innermost(id.Pos())
	if scope == nil {
		return nil
	}
	if o := scope.Lookup(id.Name); o != nil && o.Pos() == id.Pos() {
		return o
	}
	_, o := scope.LookupParent(id.Name, id.Pos())
	return o
}

// withRoom is the step of an append that has room if the slice has none. step
// makes the one that appends to what lies at a.
func (x *compiler) withRoom(in *ssa.Call, d, a uintptr, step func(a uintptr) instr) instr {
	plain := step(a)
	r, ok := x.rooms[in]
	if !ok {
		return plain
	}
	within := step(d) // to the room, where the result will lie
	t := x.m.rt(elem(in.Type()))
	word, bytes, size, n, at := typeWord(t), t.Size(), r.size, appended(in), x.offsets[r.at]
	if r.each {
		return func(fr *frame) {
			s := get[sliceHeader](fr, a)
			if n <= s.cap-s.len || s.len+n > size {
				plain(fr)
				return
			}
			if s.data == nil || s.data != get[ptr](fr, at) {
				grown := sliceHeader{unsafeNewArray(word, size), s.len, size}
				typedslicecopy(word, grown, s)
				set(fr, at, grown.data)
				s = grown
			}
			s.cap = roomFor(s.len+n, bytes)
			set(fr, d, s)
			within(fr)
		}
	}
	return func(fr *frame) {
		s := get[sliceHeader](fr, a)
		if s.len > 0 || s.cap >= n || get[ptr](fr, at) != nil {
			plain(fr)
			return
		}
		s = sliceHeader{unsafeNewArray(word, size), 0, size}
		set(fr, at, s.data)
		set(fr, d, s)
		within(fr)
	}
}

// roomFor is how many elements of a size lie in the memory, of up to firstRoom
// bytes, that so many are allocated.
func roomFor(n int, size uintptr) int { return int((uintptr(n)*size + 7) &^ 7 / size) }

// fit gives a result that still lies in its room the capacity of what it
// is moved to.
func (x *compiler) fit(in *ssa.Return, index int) {
	r, ok := x.fitted[resultAt{in.Pos(), index}]
	if !ok {
		return
	}
	v := in.Results[index]
	d, at, size := x.off(v), x.offsets[r.at], x.m.rt(elem(v.Type())).Size()
	x.emit(func(fr *frame) {
		if s := get[sliceHeader](fr, d); s.data != nil && s.data == get[ptr](fr, at) {
			s.cap = roomFor(s.len, size)
			set(fr, d, s)
		}
	})
}
