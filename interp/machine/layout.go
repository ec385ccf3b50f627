package machine

import (
	"fmt"
	"go/types"
	"reflect"
	"strconv"
)

var basics = map[types.BasicKind]reflect.Type{
	types.Bool: reflect.TypeFor[bool](), types.UntypedBool: reflect.TypeFor[bool](),
	types.Int: reflect.TypeFor[int](), types.UntypedInt: reflect.TypeFor[int](),
	types.Int8: reflect.TypeFor[int8](), types.Int16: reflect.TypeFor[int16](),
	types.Int32: reflect.TypeFor[int32](), types.UntypedRune: reflect.TypeFor[rune](),
	types.Int64: reflect.TypeFor[int64](),
	types.Uint:  reflect.TypeFor[uint](), types.Uint8: reflect.TypeFor[uint8](),
	types.Uint16: reflect.TypeFor[uint16](), types.Uint32: reflect.TypeFor[uint32](),
	types.Uint64: reflect.TypeFor[uint64](), types.Uintptr: reflect.TypeFor[uintptr](),
	types.Float32: reflect.TypeFor[float32](),
	types.Float64: reflect.TypeFor[float64](), types.UntypedFloat: reflect.TypeFor[float64](),
	types.Complex64:  reflect.TypeFor[complex64](),
	types.Complex128: reflect.TypeFor[complex128](), types.UntypedComplex: reflect.TypeFor[complex128](),
	types.String: reflect.TypeFor[string](), types.UntypedString: reflect.TypeFor[string](),
	types.UnsafePointer: reflect.TypeFor[ptr](), types.UntypedNil: reflect.TypeFor[ptr](),
}

// Layout gives the type of Go's runtime that stands for t. For compiled types
// it is the compiled one; for a type the user declared it is one made here,
// with its name, fields and methods, the same each time.
func (m *Machine) Layout(t types.Type) (r reflect.Type, err error) {
	defer func() {
		if p := recover(); p != nil {
			ref, ok := p.(Refusal)
			if !ok {
				panic(p)
			}
			err = ref
		}
	}()
	return m.rt(t), nil
}

// Native reports whether t has a runtime type at all; its layout then is the
// type as compiled code sees it.
func (m *Machine) Native(t types.Type) bool {
	_, err := m.Layout(t)
	return err == nil
}

// Type is the type a runtime type was made from, if it was made here.
func (m *Machine) Type(r reflect.Type) (types.Type, bool) {
	m.lmu.Lock()
	defer m.lmu.Unlock()
	t, ok := m.origins[typeWord(r)]
	return t, ok
}

// rt is Layout for the compiler: complete, and panicking with a Refusal.
func (m *Machine) rt(t types.Type) reflect.Type {
	m.lmu.Lock()
	defer m.lmu.Unlock()
	if r, ok := m.fast[t]; ok {
		return r
	}
	r := m.layout(t)
	m.completeAll()
	for len(m.methodless) > 0 {
		last := len(m.methodless) - 1
		set := m.methodless[last]
		m.methodless = m.methodless[:last]
		set()
		m.completeAll()
	}
	m.fast[t] = r
	return r
}

// layout gives a type that may not yet have its size and contents.
func (m *Machine) layout(t types.Type) reflect.Type {
	t = types.Unalias(t)
	if r, ok := m.layouts.At(t).(reflect.Type); ok {
		return r
	}
	r := m.describe(t)
	if m.layouts.At(t) == nil {
		m.layouts.Set(t, r)
	}
	return r
}

// sized is layout for types that are contained: they have to be complete, but
// for maps, which have their size from the start and may hold their container.
func (m *Machine) sized(t types.Type) reflect.Type {
	r := m.layout(t)
	if r.Kind() != reflect.Map {
		m.complete(typeWord(r))
	}
	return r
}

func (m *Machine) completeAll() {
	for len(m.incomplete) > 0 {
		for w := range m.incomplete {
			m.complete(w)
		}
	}
}

func (m *Machine) complete(w ptr) {
	if f := m.incomplete[w]; f != nil {
		delete(m.incomplete, w)
		f()
	}
}

func (m *Machine) describe(t types.Type) reflect.Type {
	switch t := t.(type) {
	case *types.Basic:
		if m.number(t) {
			return m.cfg.Numbers.Type
		}
		if r, ok := basics[t.Kind()]; ok {
			return r
		}
	case *types.Named:
		return m.describeNamed(t)
	case *types.Pointer:
		return m.describePointer(t)
	case *types.Slice:
		return reflect.SliceOf(m.layout(t.Elem()))
	case *types.Chan:
		dir := map[types.ChanDir]reflect.ChanDir{types.SendRecv: reflect.BothDir, types.SendOnly: reflect.SendDir, types.RecvOnly: reflect.RecvDir}
		elem := m.layout(t.Elem())
		if elem.Size() >= 1<<16 {
			panic(Refusal{What: fmt.Sprintf("the type %s, whose elements are larger than 64 kB,", t), Hint: "send pointers"})
		}
		return reflect.ChanOf(dir[t.Dir()], elem)
	case *types.Signature:
		return m.describeFunc(t)
	case *types.Array:
		if m.own(t.Elem()) {
			return m.composed(composite(reflect.Array, t.Len(), m.layout(t.Elem())), func() reflect.Type {
				return m.forward(t, reflect.Array, func() reflect.Type { return reflect.ArrayOf(int(t.Len()), m.sized(t.Elem())) })
			})
		}
		return reflect.ArrayOf(int(t.Len()), m.sized(t.Elem()))
	case *types.Map:
		if m.HoldsNumbers(t.Key()) {
			panic(Refusal{What: fmt.Sprintf("the type %s, whose keys hold numbers,", t), Hint: "use whole numbers or text as keys"})
		}
		if m.own(t.Key()) || m.own(t.Elem()) {
			return m.composed(composite(reflect.Map, "", m.layout(t.Key()), m.layout(t.Elem())), func() reflect.Type {
				return m.forward(t, reflect.Map, func() reflect.Type { return reflect.MapOf(m.sized(t.Key()), m.sized(t.Elem())) })
			})
		}
		return reflect.MapOf(m.sized(t.Key()), m.sized(t.Elem()))
	case *types.Struct:
		return m.describeStruct(t)
	case *types.Interface:
		if t.NumMethods() == 0 {
			return reflect.TypeFor[any]()
		}
		return m.describeInterface(t, m.newDescription(reflect.Interface, t, 0))
	case *types.Tuple:
		fields := make([]reflect.StructField, t.Len())
		for i := range fields {
			fields[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: reflect.TypeFor[struct{}]()}
			if t.At(i).Type() != types.Typ[types.Invalid] { // ssa's mark for what a range doesn't use
				fields[i].Type = m.sized(t.At(i).Type())
			}
		}
		return reflect.StructOf(fields)
	}
	panic(Refusal{What: fmt.Sprintf("the type %s", t)})
}

// forward declares an unnamed type whose contents may not be complete yet.
func (m *Machine) forward(t types.Type, k reflect.Kind, make func() reflect.Type) reflect.Type {
	d := m.newDescription(k, t, 0)
	d.presize()
	m.incomplete[ptr(d)] = func() { d.adopt(make()) }
	return d.reflect()
}

// own reports whether t has to be described here: it is or contains a type of
// the user's, or a struct that reflect can't make.
func (m *Machine) own(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		_, compiled := m.compiled(t)
		return !compiled
	case *types.Array:
		return m.own(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Embedded() || f.Name() == "_" || m.own(f.Type()) {
				return true
			}
		}
	case *types.Map:
		return m.own(t.Key()) || m.own(t.Elem())
	}
	return false
}

// compiled gives the runtime type of a named type that was compiled.
func (m *Machine) compiled(t *types.Named) (reflect.Type, bool) {
	r, ok := m.compiledType(t)
	if ok && r.Kind() != reflect.Interface && m.HoldsNumbers(t) {
		panic(Refusal{What: fmt.Sprintf("the type %s, which is compiled and holds numbers,", t)})
	}
	return r, ok
}

func (m *Machine) compiledType(t *types.Named) (reflect.Type, bool) {
	obj := t.Obj()
	if obj.Pkg() == nil {
		switch obj.Name() {
		case "error":
			return reflect.TypeFor[error](), true
		case "comparable":
			return reflect.TypeFor[any](), true
		}
	}
	if t.TypeArgs().Len() > 0 || m.cfg.Type == nil {
		return nil, false
	}
	return m.cfg.Type(obj)
}

func (m *Machine) describePointer(t *types.Pointer) reflect.Type {
	elem := m.layout(t.Elem())
	if d := m.pointers[typeWord(elem)]; d != nil {
		return d.reflect()
	}
	return reflect.PointerTo(elem)
}

func (m *Machine) describeFunc(t *types.Signature) reflect.Type {
	in := make([]reflect.Type, t.Params().Len())
	for i := range in {
		in[i] = m.layout(t.Params().At(i).Type())
	}
	out := make([]reflect.Type, t.Results().Len())
	for i := range out {
		out[i] = m.layout(t.Results().At(i).Type())
	}
	if t.Variadic() && in[len(in)-1].Kind() == reflect.String {
		in[len(in)-1] = reflect.TypeFor[[]byte]() // append([]byte, string...)
	}
	return reflect.FuncOf(in, out, t.Variadic())
}

// describeNamed declares a type of the user's, and pointers to it.
func (m *Machine) describeNamed(t *types.Named) reflect.Type {
	if r, ok := m.compiled(t); ok {
		return r
	}
	under := t.Underlying()
	k := kindOf(under)
	if m.number(under) {
		k = m.cfg.Numbers.Type.Kind()
	}
	if k == reflect.Invalid {
		panic(Refusal{What: fmt.Sprintf("the type %s", t)})
	}
	methods := types.NewMethodSet(t).Len()
	if types.IsInterface(t) {
		methods = 0
	}
	d := m.newDescription(k, t, methods)
	d.tflag |= tflagNamed
	d.presize()
	m.layouts.Set(t, d.reflect())
	if k == reflect.Interface {
		return m.describeInterface(under.(*types.Interface), d)
	}
	m.declarePointer(t, d)
	m.incomplete[ptr(d)] = func() {
		switch u := under.(type) {
		case *types.Struct:
			m.fillStruct(u, d)
		case *types.Array:
			d.adopt(reflect.ArrayOf(int(u.Len()), m.sized(u.Elem())))
		case *types.Map:
			d.adopt(reflect.MapOf(m.sized(u.Key()), m.sized(u.Elem())))
		default:
			d.adopt(m.layout(under))
		}
		m.addMethods(t, d)
	}
	return d.reflect()
}

// declarePointer makes *T for a T made here.
func (m *Machine) declarePointer(t types.Type, d *rtype) {
	pt := types.NewPointer(t)
	p := m.newDescription(reflect.Pointer, pt, types.NewMethodSet(pt).Len())
	p.adopt(reflect.TypeFor[*int]())
	(*rptr)(ptr(p)).elem = d
	d.ptrToThis = typeOff(p.reflect())
	m.pointers[ptr(d)] = p
	m.layouts.Set(pt, p.reflect())
	m.addMethods(pt, p)
}

func kindOf(t types.Type) reflect.Kind {
	switch t := t.(type) {
	case *types.Basic:
		if r, ok := basics[t.Kind()]; ok {
			return r.Kind()
		}
	case *types.Pointer:
		return reflect.Pointer
	case *types.Slice:
		return reflect.Slice
	case *types.Array:
		return reflect.Array
	case *types.Chan:
		return reflect.Chan
	case *types.Map:
		return reflect.Map
	case *types.Signature:
		return reflect.Func
	case *types.Struct:
		return reflect.Struct
	case *types.Interface:
		return reflect.Interface
	}
	return reflect.Invalid
}

func quote(s string) string { return strconv.Quote(s) }
