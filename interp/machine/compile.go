package machine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// A batch is what one Compile brings in.
type batch struct {
	m        *Machine
	queue    []*slot
	made     map[*slot]*code
	fresh    []*slot // made for this batch; forgotten if it is refused
	uses     map[loan]*addressUses
	seen     typeutil.Map
	refusals []Refusal
}

func (b *batch) refuse(r Refusal) {
	for _, old := range b.refusals {
		if old == r {
			return
		}
	}
	b.refusals = append(b.refusals, r)
}

// Compile makes functions ready to run, with everything they can reach. If it
// refuses anything, it changes nothing.
func (m *Machine) Compile(fns ...*ssa.Function) []Refusal {
	m.compiling.Lock()
	defer m.compiling.Unlock()
	b := &batch{m: m, made: map[*slot]*code{}, uses: map[loan]*addressUses{}}
	b.recompile()
	for _, f := range fns {
		b.slot(f)
	}
	b.run()
	if len(b.refusals) > 0 {
		for _, s := range b.fresh {
			delete(m.funcs, s.fn)
			if s.sel != nil {
				s.fn = nil
			}
		}
		return b.refusals
	}
	for s, c := range b.made {
		s.set(c)
	}
	return nil
}

func (b *batch) run() {
	for len(b.queue) > 0 {
		s := b.queue[0]
		b.queue = b.queue[1:]
		if c := b.m.compileFunc(b, s); c != nil {
			b.made[s] = c
		}
	}
}

// slot gives the slot of a function with a body and sees to it that it gets
// compiled.
func (b *batch) slot(f *ssa.Function) *slot {
	f = b.m.body(f)
	if s := b.m.funcs[f]; s != nil {
		return s
	}
	s := &slot{m: b.m, fn: f}
	b.m.funcs[f] = s
	b.fresh = append(b.fresh, s)
	if f.Blocks == nil {
		b.refuse(Refusal{Pos: f.Pos(), What: "calling " + nameOf(f), Hint: bodiless(f)})
		return s
	}
	b.queue = append(b.queue, s)
	return s
}

// requireMethods compiles the methods of a type whose values go into
// interfaces, and those of the types it is made of, which reflection can reach.
func (b *batch) requireMethods(t types.Type) {
	t = types.Unalias(t)
	if b.seen.At(t) != nil {
		return
	}
	b.seen.Set(t, true)
	named := t
	if p, ok := t.(*types.Pointer); ok {
		named = types.Unalias(p.Elem())
	}
	if n, ok := named.(*types.Named); ok {
		if _, compiled := b.m.compiled(n); compiled {
			return // it has its methods
		}
	}
	if !types.IsInterface(t) {
		b.methods(t)
		if p, ok := t.(*types.Pointer); !ok {
			b.methods(types.NewPointer(t))
		} else {
			b.requireMethods(p.Elem())
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		b.requireMethods(u.Elem())
	case *types.Array:
		b.requireMethods(u.Elem())
	case *types.Chan:
		b.requireMethods(u.Elem())
	case *types.Map:
		b.requireMethods(u.Key())
		b.requireMethods(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			b.requireMethods(f.Type())
		}
	case *types.Pointer:
		b.requireMethods(u.Elem())
	}
}

func (b *batch) methods(t types.Type) {
	recv := typeWord(b.m.rt(t))
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		if f := set.At(i).Obj(); !f.Exported() && b.m.prog.Package(f.Pkg()) != nil && !b.m.hasBodies(f.Pkg()) {
			continue // of a compiled package, which alone can call it
		}
		s := b.m.methodSlot(set.At(i), recv)
		if s.code != nil || s.fn != nil {
			continue
		}
		b.bindMethod(s)
	}
}

// bindMethod finds the function of a method's slot.
func (b *batch) bindMethod(s *slot) {
	f := b.m.prog.MethodValue(s.sel)
	if f == nil {
		return
	}
	if method := s.sel.Obj().(*types.Func); f.Object().(*types.Func).Origin() != method.Origin() { // ssa remembers one that was promoted
		if f = b.m.anew(s.sel); f == nil {
			return
		}
	}
	if f = b.m.body(f); f.Blocks == nil {
		return
	}
	s.fn = f
	b.fresh = append(b.fresh, s)
	if known := b.m.funcs[f]; known != nil { // called by name before
		known.aliases = append(known.aliases, s)
		s.code = known.code
		return
	}
	b.m.funcs[f] = s
	b.queue = append(b.queue, s)
}

// set installs code, here and where the same function is known otherwise.
func (s *slot) set(c *code) {
	s.code = c
	for _, a := range s.aliases {
		a.set(c)
	}
}

// ready compiles a function that only turned out to be needed when it was
// called: a method that compiled code found by reflection.
func (s *slot) ready() *code {
	m := s.m
	m.compiling.Lock()
	defer m.compiling.Unlock()
	if s.code != nil {
		return s.code
	}
	b := &batch{m: m, made: map[*slot]*code{}, uses: map[loan]*addressUses{}}
	if s.fn == nil {
		b.bindMethod(s)
	} else {
		b.queue = append(b.queue, s)
	}
	b.run()
	if len(b.refusals) > 0 {
		panic(b.refusals[0])
	}
	for s, c := range b.made {
		s.set(c)
	}
	if s.code == nil {
		panic(Refusal{What: "calling " + s.sel.String()})
	}
	return s.code
}

// invoked is told of a method called by interface. What implements it was
// compiled when its values became interface values.
func (b *batch) invoked(*ssa.CallCommon) {}

// hasBodies reports whether a package of the program came with its source.
func (m *Machine) hasBodies(p *types.Package) bool {
	for _, mem := range m.prog.Package(p).Members {
		if f, ok := mem.(*ssa.Function); ok && f.Blocks != nil && f.Name() != "init" {
			return true
		}
	}
	return false
}
