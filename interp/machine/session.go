package machine

import (
	"go/token"
	"go/types"
	"strconv"

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
// of a method that has none: one declared in a later cell than its type.
func (m *Machine) Implement(method, impl *types.Func) {
	m.compiling.Lock()
	defer m.compiling.Unlock()
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
}

// anew is the function of a method of which ssa remembers what was promoted in
// its place before: the method, or a wrapper of a type that is laid out alike
// and has it promoted from an embedded field.
func (m *Machine) anew(sel *types.Selection) *ssa.Function {
	method := sel.Obj().(*types.Func)
	if len(sel.Index()) == 1 && !sel.Indirect() {
		if impl := m.impls[method]; impl != nil {
			method = impl
		}
		return m.prog.FuncValue(method)
	}
	recv, pointer := types.Unalias(sel.Recv()), false
	if p, ok := recv.(*types.Pointer); ok {
		recv, pointer = types.Unalias(p.Elem()), true
	}
	named, ok := recv.(*types.Named)
	if !ok {
		return nil
	}
	m.anews++ // a tag makes the type another each time
	field := types.NewField(token.NoPos, named.Obj().Pkg(), named.Obj().Name(), named, true)
	var alike types.Type = types.NewStruct([]*types.Var{field}, []string{strconv.Itoa(m.anews)})
	if pointer {
		alike = types.NewPointer(alike)
	}
	return m.prog.MethodValue(types.NewMethodSet(alike).Lookup(method.Pkg(), method.Name()))
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
