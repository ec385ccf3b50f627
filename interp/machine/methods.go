package machine

import (
	"cmp"
	"go/types"
	"reflect"
	"slices"
)

// compareMethods orders methods as the runtime does: exported ones first, then
// by name, then by package.
func compareMethods(a, b *types.Func) int {
	if a.Exported() != b.Exported() {
		if a.Exported() {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(a.Name(), b.Name()); c != 0 || a.Exported() {
		return c
	}
	return cmp.Compare(a.Pkg().Path(), b.Pkg().Path())
}

func sortedMethods(t *types.Interface) []*types.Func {
	ms := slices.Collect(t.Methods())
	slices.SortFunc(ms, compareMethods)
	return ms
}

// methodIndex is the place of a method in an itab of interface type t.
func methodIndex(t *types.Interface, f *types.Func) int {
	return slices.IndexFunc(sortedMethods(t), func(g *types.Func) bool { return g.Id() == f.Id() })
}

func methodName(f *types.Func) ptr {
	pkg := ""
	if !f.Exported() {
		pkg = f.Pkg().Path()
	}
	return encodeName(f.Name(), "", f.Exported(), false, pkg)
}

func (m *Machine) describeInterface(t *types.Interface, d *rtype) reflect.Type {
	if t.NumMethods() == 0 {
		d.adopt(reflect.TypeFor[any]())
		return d.reflect()
	}
	d.adopt(reflect.TypeFor[error]())
	it := (*riface)(ptr(d))
	it.methods, it.pkgPath = nil, encodeName("", "", false, false, "")
	m.incomplete[ptr(d)] = func() {
		for _, f := range sortedMethods(t) {
			if !f.Exported() {
				it.pkgPath = encodeName(f.Pkg().Path(), "", false, false, "")
			}
			it.methods = append(it.methods, rimethod{
				name: addReflectOff(methodName(f)),
				typ:  typeOff(m.layout(plain(f.Signature()))),
			})
		}
	}
	return d.reflect()
}

// plain is a signature without its receiver.
func plain(s *types.Signature) *types.Signature {
	if s.Recv() == nil {
		return s
	}
	return types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
}

// addMethods gives the description of t its methods when every type has its
// size: how the arguments of an entry point travel depends on it.
func (m *Machine) addMethods(t types.Type, d *rtype) {
	m.methodless = append(m.methodless, func() { m.setMethods(t, d) })
}

// setMethods gives the description of t its methods. They are entry points
// that look the function up when they are first called.
func (m *Machine) setMethods(t types.Type, d *rtype) {
	if types.IsInterface(t) {
		return
	}
	set := types.NewMethodSet(t)
	sels := make([]*types.Selection, set.Len())
	for i := range sels {
		sels[i] = set.At(i)
	}
	slices.SortFunc(sels, func(a, b *types.Selection) int {
		return compareMethods(a.Obj().(*types.Func), b.Obj().(*types.Func))
	})
	sigs := make([]reflect.Type, len(sels))
	for i, sel := range sels {
		sigs[i] = m.layout(plain(sel.Type().(*types.Signature)))
	}
	m.completeAll()
	exported := 0
	ms := make([]rmethod, len(sels))
	for i, sel := range sels {
		f := sel.Obj().(*types.Func)
		if f.Exported() {
			exported++
		}
		sig, recv := sigs[i], d.reflect()
		fn := m.entry(sel, sig, recv, false)
		ms[i] = rmethod{name: addReflectOff(methodName(f)), mtyp: typeOff(sig), ifn: fn, tfn: fn}
		if d.tflag&tflagDirect == 0 {
			ms[i].ifn = m.entry(sel, sig, recv, true)
		}
	}
	d.setMethods("", ms, exported)
}

// entry makes an entry point for a method, with the receiver as it is or by
// reference, as the data word of an interface holds what is not a pointer.
func (m *Machine) entry(sel *types.Selection, sig, recv reflect.Type, byReference bool) int32 {
	first := recv
	if byReference {
		first = reflect.TypeFor[ptr]()
	}
	in := []reflect.Type{first}
	for i := range sig.NumIn() {
		in = append(in, sig.In(i))
	}
	var out []reflect.Type
	for i := range sig.NumOut() {
		out = append(out, sig.Out(i))
	}
	c := newClosure(m, m.methodSlot(sel, typeWord(recv)), reflect.FuncOf(in, out, sig.IsVariadic()))
	if byReference {
		c.deref = recv
	}
	return addReflectOff(newEntry(ptr(c)))
}

// methodSlot is the function behind a selection, made when it is needed.
func (m *Machine) methodSlot(sel *types.Selection, recv ptr) *slot {
	key := selection{recv, sel.Obj().(*types.Func).Id()}
	if s := m.selections[key]; s != nil {
		return s
	}
	s := &slot{m: m, sel: sel}
	m.selections[key] = s
	return s
}

// A selection of a method is told by its receiver type and its function.
type selection struct {
	recv ptr
	fn   string
}
