package interp

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"

	"github.com/gojac/gojac/interp/machine"
)

// A reach finds the variables of a session that functions can come to: those
// that they and the functions they call or make name. Where a method is called
// through an interface, any may.
type reach struct {
	s    *Session
	seen map[*ssa.Function]bool
	vars map[*types.Var]bool
	all  bool
	verb bool // a derivative is taken
}

func newReach(s *Session) *reach {
	return &reach{s: s, seen: map[*ssa.Function]bool{}, vars: map[*types.Var]bool{}}
}

// walk adds what f can come to.
func (r *reach) walk(f *ssa.Function) {
	if r.seen[f] {
		return
	}
	r.seen[f] = true
	if now := r.s.machine.Current(f); now != f {
		r.walk(now)
		return
	}
	if obj, ok := f.Object().(*types.Func); ok && f.Blocks == nil && isCell(obj.Pkg()) {
		verb := r.s.verbCalls[obj] != nil
		r.verb = r.verb || verb
		r.all = r.all || !verb // a method that has its body elsewhere
	}
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			r.instruction(in)
		}
	}
	for _, lit := range f.AnonFuncs {
		r.walk(lit)
	}
}

func (r *reach) instruction(in ssa.Instruction) {
	switch in := in.(type) {
	case ssa.CallInstruction:
		r.all = r.all || in.Common().IsInvoke()
	case *ssa.MakeInterface: // compiled code may call its methods
		r.all = r.all || types.NewMethodSet(in.X.Type()).Len() > 0
	}
	for _, v := range in.Operands(nil) {
		switch v := (*v).(type) {
		case *ssa.Global:
			if v, ok := v.Object().(*types.Var); ok {
				r.vars[v] = true
			}
		case *ssa.Function:
			r.walk(v)
		}
	}
}

// variables mirrors the variables that can be reached and are not yet.
func (m *mirror) variables() {
	for again := true; again; {
		again = false
		for i := 0; i < len(m.o.globals); i++ { // mirroring a function may add some
			g := m.o.globals[i]
			if m.done[g.v] || !m.reach.all && !m.reach.vars[g.v] {
				continue
			}
			m.done[g.v] = true
			again = true
			m.variable(g, m.reach.vars[g.v])
		}
	}
}

// variable mirrors one; unless it is needed, it may be one that can't be.
func (m *mirror) variable(g mirroredVar, needed bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, refused := r.(machine.Refusal); !refused || needed {
				panic(r)
			}
		}
	}()
	p := m.o.s.machine.Variable(g.v)
	m.keep(p, g.p, g.v.Type())
	g.p.Elem().Set(m.value(p.Elem(), g.v.Type()))
}

// global returns the copy of the variable that lies at an address.
func (m *mirror) global(v reflect.Value, rt reflect.Type) (reflect.Value, bool) {
	if m.addresses == nil {
		m.addresses = map[pointed]mirroredVar{}
		for _, g := range m.o.globals {
			m.addresses[pointed{m.o.s.machine.Variable(g.v).UnsafePointer(), g.p.Type().Elem()}] = g
		}
	}
	g, ok := m.addresses[pointed{v.UnsafePointer(), rt.Elem()}]
	if !ok {
		return reflect.Value{}, false
	}
	m.reach.vars[g.v] = true
	return g.p.Convert(rt), true
}
