package machine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Current is the function that a call of f by name runs now: f, or what
// Redefine put in its place.
func (m *Machine) Current(f *ssa.Function) *ssa.Function {
	f = m.body(f)
	if s := m.funcs[f]; s != nil && s.code != nil {
		return s.code.fn
	}
	return f
}

// Implement says that impl, whose first parameter is the receiver, is the body
// of a method that has none: one declared in a later cell than its type. It is
// refused where the method hides a promoted one that was called by way of a
// wrapper: ssa makes no other.
func (m *Machine) Implement(method, impl *types.Func) *Refusal {
	m.compiling.Lock()
	defer m.compiling.Unlock()
	if hidden := m.hides(method); hidden != nil {
		return &Refusal{
			Pos:  impl.Pos(),
			What: "the method " + method.Name() + ", after that of " + types.TypeString(hidden.Signature().Recv().Type(), func(*types.Package) string { return "" }) + " was promoted in its place,",
			Hint: "declare the type again, together with its methods",
		}
	}
	if m.impls == nil {
		m.impls = map[*types.Func]*types.Func{}
	}
	m.impls[method] = impl
	recv := types.Unalias(method.Signature().Recv().Type())
	if p, ok := recv.(*types.Pointer); ok {
		recv = types.Unalias(p.Elem())
	}
	if named, ok := recv.(*types.Named); ok {
		m.refresh(named)
	}
	return nil
}

// hides gives the method that was promoted, and is in use, where method is
// selected now by way of a pointer or a field; nil if there is none.
func (m *Machine) hides(method *types.Func) *types.Func {
	for key, s := range m.selections {
		old := s.sel.Obj().(*types.Func)
		if key.fn != method.Id() || s.fn == nil || old == method {
			continue
		}
		now, index, indirect := types.LookupFieldOrMethod(s.sel.Recv(), false, method.Pkg(), method.Name())
		if now == method && (len(index) > 1 || indirect) {
			return old
		}
	}
	return nil
}

// Implementation is the function whose body a method of a type of the session
// has: the method itself, or what Implement gave it; nil if it has no body yet.
func (m *Machine) Implementation(method *types.Func) *types.Func {
	if impl := m.impls[method]; impl != nil {
		return impl
	}
	if f := m.prog.FuncValue(method); f != nil && f.Blocks != nil {
		return method
	}
	return nil
}

// body is the function that has f's body: f, or what Implement gave it.
func (m *Machine) body(f *ssa.Function) *ssa.Function {
	if m.cfg.Current != nil {
		f = m.cfg.Current(f)
	}
	if f.Blocks != nil {
		return f
	}
	if method, ok := f.Object().(*types.Func); ok && m.impls[method] != nil {
		return m.prog.FuncValue(m.impls[method])
	}
	return f
}
