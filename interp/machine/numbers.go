package machine

import (
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// Numbers stand in place of float64 in a machine that follows a computation
// through everything that Go does with numbers: every type has one wherever it
// has a float64, and arithmetic is done by these functions. A number is a word
// of memory, a pointer whose zero value means 0.
type Numbers struct {
	Type    reflect.Type // a struct that holds the pointer and nothing else
	Of      func(x float64) ptr
	Float   func(x ptr) float64                                   // the value alone
	Plain   func(x ptr, callee string) float64                    // the value, for a compiled function that can't be followed; panics if that matters
	Binary  func(op token.Token, x, y ptr) ptr                    // + - * /
	Negate  func(x ptr) ptr                                       // -x
	Extreme func(name string, x, y ptr) ptr                       // min, max
	Wrap    func(fn reflect.Value, f *ssa.Function) reflect.Value // a compiled function for values that hold numbers
}

// number reports whether values of type t are numbers of the machine's own kind.
func (m *Machine) number(t types.Type) bool {
	if m.cfg.Numbers == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && (b.Kind() == types.Float64 || b.Kind() == types.UntypedFloat)
}

// HoldsNumbers reports whether values of type t lead to numbers that code
// outside t's package can reach, save those in interfaces.
func (m *Machine) HoldsNumbers(t types.Type) bool {
	return m.cfg.Numbers != nil && m.leadsToNumber(t, false, map[types.Type]bool{})
}

// Differs reports whether values of type t may look different on a machine
// without numbers: they hold some, or interface or function values, in which
// there may be any.
func (m *Machine) Differs(t types.Type) bool {
	return m.cfg.Numbers != nil && m.leadsToNumber(t, true, map[types.Type]bool{})
}

// leadsToNumber walks through t. If open, what may hold anything counts as a
// number, and what is compiled as none.
func (m *Machine) leadsToNumber(t types.Type, open bool, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	leads := func(t types.Type) bool { return m.leadsToNumber(t, open, seen) }
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return m.number(u)
	case *types.Map:
		return leads(u.Key()) || leads(u.Elem())
	case interface{ Elem() types.Type }: // a pointer, slice, array or channel
		return leads(u.Elem())
	case *types.Interface:
		return open
	case *types.Signature:
		return open || leads(u.Params()) || leads(u.Results())
	case *types.Struct:
		compiled := false
		if named, ok := t.(*types.Named); ok {
			_, compiled = m.compiledType(named)
		}
		if compiled && open {
			return false
		}
		for f := range u.Fields() {
			if (f.Exported() || !compiled) && leads(f.Type()) {
				return true
			}
		}
	case *types.Tuple:
		for v := range u.Variables() {
			if leads(v.Type()) {
				return true
			}
		}
	}
	return false
}

// numberOp compiles an operation on numbers.
func (x *compiler) numberOp(in *ssa.BinOp, d, a, b uintptr) instr {
	n := x.m.cfg.Numbers
	compare := func(holds func(x, y float64) bool) instr {
		return func(fr *frame) { set(fr, d, holds(n.Float(get[ptr](fr, a)), n.Float(get[ptr](fr, b)))) }
	}
	switch op := in.Op; op {
	case token.EQL:
		return compare(func(x, y float64) bool { return x == y })
	case token.NEQ:
		return compare(func(x, y float64) bool { return x != y })
	case token.LSS:
		return compare(func(x, y float64) bool { return x < y })
	case token.LEQ:
		return compare(func(x, y float64) bool { return x <= y })
	case token.GTR:
		return compare(func(x, y float64) bool { return x > y })
	case token.GEQ:
		return compare(func(x, y float64) bool { return x >= y })
	default:
		return func(fr *frame) { set(fr, d, n.Binary(op, get[ptr](fr, a), get[ptr](fr, b))) }
	}
}

// numberBuiltin compiles a call of a builtin function on numbers; nil if there
// is none among them, or none of that name.
func (x *compiler) numberBuiltin(name string, arg reflect.Type, d uintptr, a []uintptr) instr {
	n := x.m.cfg.Numbers
	if !x.m.IsNumber(arg) || name != "min" && name != "max" {
		return nil
	}
	return func(fr *frame) {
		r := get[ptr](fr, a[0])
		for _, o := range a[1:] {
			r = n.Extreme(name, r, get[ptr](fr, o))
		}
		set(fr, d, r)
	}
}

// numberConversion compiles a conversion from or to a number; nil if it is none
// that is known.
func (x *compiler) numberConversion(to, from types.Type, d, a uintptr) instr {
	n := x.m.cfg.Numbers
	switch toNumber, fromNumber := x.m.number(to), x.m.number(from); {
	case toNumber && fromNumber:
		return func(fr *frame) { set(fr, d, get[ptr](fr, a)) }
	case toNumber:
		k := x.m.rt(from).Kind()
		if k < reflect.Int || k > reflect.Uintptr && k != reflect.Float32 {
			return nil
		}
		t := x.m.rt(from)
		return func(fr *frame) { set(fr, d, n.Of(floatOf(at(t, add(ptr(fr), a))))) }
	default:
		t := x.m.rt(to)
		if k := t.Kind(); k < reflect.Int || k > reflect.Uintptr {
			return nil
		}
		return func(fr *frame) {
			f := n.Float(get[ptr](fr, a))
			v := at(t, add(ptr(fr), d))
			if v.CanInt() {
				v.SetInt(int64(f))
			} else {
				v.SetUint(uint64(f))
			}
		}
	}
}

func floatOf(v reflect.Value) float64 {
	switch {
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	}
	return v.Float()
}

// adapted is a compiled function as one that takes and gives numbers where it
// takes and gives float64. It gets their values; what it returns is constant.
func (m *Machine) adapted(fn reflect.Value, f *ssa.Function) (reflect.Value, bool) {
	sig := f.Signature
	if m.cfg.Numbers == nil || !m.HoldsNumbers(sig) && (sig.Recv() == nil || !m.HoldsNumbers(sig.Recv().Type())) {
		return fn, true
	}
	abi := m.signatureFor(sig)
	t := reflect.FuncOf(abi.in, abi.out, sig.Variadic())
	if fn.Type() == t {
		return fn, true
	}
	ft, name := fn.Type(), nameOf(f)
	if ft.NumIn() != t.NumIn() || ft.NumOut() != t.NumOut() {
		return reflect.Value{}, false
	}
	for i := range t.NumIn() {
		if !m.convertible(t.In(i), ft.In(i)) {
			return reflect.Value{}, false
		}
	}
	for i := range t.NumOut() {
		if !m.convertible(t.Out(i), ft.Out(i)) {
			return reflect.Value{}, false
		}
	}
	return reflect.MakeFunc(t, func(args []reflect.Value) (out []reflect.Value) {
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = m.toPlain(a, ft.In(i), name)
		}
		var results []reflect.Value
		if ft.IsVariadic() {
			results = fn.CallSlice(in)
		} else {
			results = fn.Call(in)
		}
		for i, a := range args { // what it wrote into slices
			if a.Kind() == reflect.Slice && a.Type() != ft.In(i) {
				for k := range a.Len() {
					a.Index(k).Set(m.fromPlain(in[i].Index(k), a.Type().Elem()))
				}
			}
		}
		for i, r := range results {
			out = append(out, m.fromPlain(r, t.Out(i)))
		}
		return out
	}), true
}

func (m *Machine) convertible(numbers, plain reflect.Type) bool {
	switch {
	case numbers == plain:
		return true
	case numbers == m.cfg.Numbers.Type:
		return plain.Kind() == reflect.Float64
	case numbers.Kind() == reflect.Slice && plain.Kind() == reflect.Slice:
		return m.convertible(numbers.Elem(), plain.Elem())
	}
	return false
}

func (m *Machine) toPlain(v reflect.Value, t reflect.Type, callee string) reflect.Value {
	switch {
	case v.Type() == t:
		return v
	case v.Kind() == reflect.Slice:
		if v.IsNil() {
			return reflect.Zero(t)
		}
		out := reflect.MakeSlice(t, v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(m.toPlain(v.Index(i), t.Elem(), callee))
		}
		return out
	}
	out := reflect.New(t).Elem()
	out.SetFloat(m.cfg.Numbers.Plain(wordOf(v), callee))
	return out
}

func (m *Machine) fromPlain(v reflect.Value, t reflect.Type) reflect.Value {
	switch {
	case v.Type() == t:
		return v
	case v.Kind() == reflect.Slice:
		if v.IsNil() {
			return reflect.Zero(t)
		}
		out := reflect.MakeSlice(t, v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(m.fromPlain(v.Index(i), t.Elem()))
		}
		return out
	}
	out := reflect.New(t)
	*(*ptr)(out.UnsafePointer()) = m.cfg.Numbers.Of(v.Float())
	return out.Elem()
}

// wordOf is the memory of a number.
func wordOf(v reflect.Value) ptr {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return *(*ptr)(p.UnsafePointer())
}

// IsNumber reports whether t is the type of numbers, or one named for it.
func (m *Machine) IsNumber(t reflect.Type) bool {
	n := m.cfg.Numbers
	return n != nil && t.Kind() == reflect.Struct && t.NumField() == 1 && t.Field(0).Type == n.Type.Field(0).Type &&
		t.Field(0).Name == n.Type.Field(0).Name && t.Field(0).PkgPath == n.Type.Field(0).PkgPath
}

// refuseNumbers is a hash of keys of type t that refuses numbers in interface
// values: as pointers, equal ones would have different hashes.
func (m *Machine) refuseNumbers(t reflect.Type, hash func(ptr, uintptr) uintptr) func(ptr, uintptr) uintptr {
	at := interfacesIn(t, 0, nil)
	if len(at) == 0 {
		return hash
	}
	return func(p ptr, seed uintptr) uintptr {
		for _, i := range at {
			if w := (*iface)(add(p, i.at)).dynamic(i.methods); w != nil && m.hasNumber(typeOf(w)) {
				panic(Refusal{What: "a number as the key of a map"})
			}
		}
		return hash(p, seed)
	}
}

// An inner is an interface value within another value.
type inner struct {
	at      uintptr
	methods bool
}

func interfacesIn(t reflect.Type, at uintptr, list []inner) []inner {
	switch t.Kind() {
	case reflect.Interface:
		list = append(list, inner{at, t.NumMethod() > 0})
	case reflect.Struct:
		for f := range t.Fields() {
			list = interfacesIn(f.Type, at+f.Offset, list)
		}
	case reflect.Array:
		for i := range t.Len() {
			list = interfacesIn(t.Elem(), at+uintptr(i)*t.Elem().Size(), list)
		}
	}
	return list
}

// hasNumber reports whether a number lies in a value of type t.
func (m *Machine) hasNumber(t reflect.Type) bool {
	switch {
	case m.IsNumber(t):
		return true
	case t.Kind() == reflect.Array:
		return m.hasNumber(t.Elem())
	case t.Kind() == reflect.Struct:
		for f := range t.Fields() {
			if m.hasNumber(f.Type) {
				return true
			}
		}
	}
	return false
}

// sameNumber compares numbers by value.
func (m *Machine) sameNumber(p, q ptr) bool {
	n := m.cfg.Numbers
	return n.Float(*(*ptr)(p)) == n.Float(*(*ptr)(q))
}
