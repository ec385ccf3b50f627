package machine

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/types/typeutil"
)

// refresh describes a type anew after it got another method, with every type
// that contains it: the runtime remembers which interfaces a type doesn't
// implement, so the old description can't learn. Code compiled so far is
// compiled again. Values in interfaces keep the old description and are still
// known to be of the type (canonical).
func (m *Machine) refresh(named *types.Named) {
	m.lmu.Lock()
	described := m.layouts.At(named) != nil
	if described {
		stale := map[types.Type]bool{}
		m.layouts.Iterate(func(t types.Type, r any) {
			if mentions(t, named) {
				stale[t] = true
				m.origins[typeWord(r.(reflect.Type))] = t // also of a []T that reflect made
			}
		})
		for t := range stale {
			m.layouts.Delete(t)
		}
		clear(m.fast)
		m.refreshed.Store(true)
	}
	m.lmu.Unlock()
	if described {
		m.outdated = true
	}
}

// mentions reports whether the description of t depends on that of named.
func mentions(t types.Type, named *types.Named) bool {
	var seen typeutil.Map
	var visit func(t types.Type) bool
	tuple := func(t *types.Tuple) bool {
		for v := range t.Variables() {
			if visit(v.Type()) {
				return true
			}
		}
		return false
	}
	visit = func(t types.Type) bool {
		t = types.Unalias(t)
		if types.Identical(t, named) {
			return true
		}
		if seen.At(t) != nil {
			return false
		}
		seen.Set(t, true)
		switch t := t.(type) {
		case *types.Named:
			for i := range t.TypeArgs().Len() {
				if visit(t.TypeArgs().At(i)) {
					return true
				}
			}
			for f := range t.Methods() {
				if visit(f.Signature()) {
					return true
				}
			}
			return visit(t.Underlying())
		case interface{ Elem() types.Type }:
			if k, ok := t.(*types.Map); ok && visit(k.Key()) {
				return true
			}
			return visit(t.Elem())
		case *types.Struct:
			for f := range t.Fields() {
				if visit(f.Type()) {
					return true
				}
			}
		case *types.Signature:
			return tuple(t.Params()) || tuple(t.Results())
		case *types.Tuple:
			return tuple(t)
		case *types.Interface:
			for f := range t.Methods() {
				if visit(f.Signature()) {
					return true
				}
			}
		}
		return false
	}
	return visit(t)
}

// canonical is the present description of a type that has been described anew.
func (m *Machine) canonical(w ptr) ptr {
	if w == nil || !m.refreshed.Load() {
		return w
	}
	m.lmu.Lock()
	t, ok := m.origins[w]
	m.lmu.Unlock()
	if !ok {
		return w
	}
	return typeWord(m.rt(t))
}

// renewed is an interface value of type inter with the present description of
// what is in it.
func (m *Machine) renewed(v iface, inter reflect.Type) iface {
	methods := inter.NumMethod() > 0
	old := v.dynamic(methods)
	now := m.canonical(old)
	switch {
	case now == old:
		return v
	case methods:
		return iface{itabOf(inter, now), v.data}
	}
	return iface{now, v.data}
}

// recompile makes all code again, for types that were described anew.
func (b *batch) recompile() {
	if !b.m.outdated {
		return
	}
	b.m.outdated = false
	b.m.renew()
	seen := map[*slot]bool{}
	for _, s := range b.m.funcs {
		if s.code != nil && !seen[s] && s.code.slot == s {
			seen[s] = true
			b.queue = append(b.queue, s)
		}
	}
	b.m.mu.Lock()
	b.queue = append(b.queue, b.m.kept...)
	b.m.mu.Unlock()
	for _, s := range b.m.selections {
		s.value = nil
	}
}

// as gives a variable's memory the present description of its type.
func as(p reflect.Value, t reflect.Type) reflect.Value {
	if p.Type().Elem() == t {
		return p
	}
	return reflect.NewAt(t, p.UnsafePointer())
}
