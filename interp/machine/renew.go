package machine

import (
	"reflect"
	"sync"
)

// same gives the equality of values of type t, for code that may meet
// interface values made before a type was described anew: they are equal to
// those made since.
func (m *Machine) same(t reflect.Type) func(p, q ptr) bool {
	equal := (*rtype)(typeWord(t)).equal
	if m.IsNumber(t) {
		return m.sameNumber
	}
	if m.cfg.Numbers == nil && (!m.refreshed.Load() || !holdsInterface(t)) {
		return equal
	}
	switch t.Kind() {
	case reflect.Interface:
		methods := t.NumMethod() > 0
		return func(p, q ptr) bool { return m.sameInterface(*(*iface)(p), *(*iface)(q), methods, methods) }
	case reflect.Array:
		elem, size := m.same(t.Elem()), t.Elem().Size()
		return func(p, q ptr) bool {
			for i := range uintptr(t.Len()) {
				if !elem(add(p, i*size), add(q, i*size)) {
					return false
				}
			}
			return true
		}
	case reflect.Struct:
		fields := make([]func(p, q ptr) bool, t.NumField())
		for i := range fields {
			if t.Field(i).Name != "_" {
				fields[i] = m.same(t.Field(i).Type)
			}
		}
		return func(p, q ptr) bool {
			for i, f := range fields {
				if o := t.Field(i).Offset; f != nil && !f(add(p, o), add(q, o)) {
					return false
				}
			}
			return true
		}
	}
	return equal
}

// sameInterface compares two interface values, whose static types have methods or not.
func (m *Machine) sameInterface(x, y iface, mx, my bool) bool {
	x, y = iface{m.canonical(x.dynamic(mx)), x.data}, iface{m.canonical(y.dynamic(my)), y.data}
	if x.typ == nil || x.typ != y.typ {
		return x.typ == y.typ
	}
	t := typeOf(x.typ)
	if m.cfg.Numbers == nil && !holdsInterface(t) || !t.Comparable() {
		return x.empty(false) == y.empty(false) // panics if it can't be compared
	}
	if (*rtype)(x.typ).tflag&tflagDirect != 0 {
		return m.same(t)(ptr(&x.data), ptr(&y.data))
	}
	return m.same(t)(x.data, y.data)
}

// holdsInterface reports whether a value of type t contains an interface value
// itself, not behind a pointer.
func holdsInterface(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Array:
		return holdsInterface(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsInterface(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}

// mapWord is the description by which code uses maps of type t: keys that are
// equal by same are one key. A key's hash does not depend on its description.
func (m *Machine) mapWord(t reflect.Type) ptr {
	if !m.refreshed.Load() || !holdsInterface(t.Key()) {
		return typeWord(t)
	}
	d, key := *(*rmap)(typeWord(t)), *(*rstruct)(typeWord(t.Key()))
	key.equal = m.same(t.Key())
	d.key = &key.rtype
	if m.cfg.Numbers != nil {
		d.hasher = m.refuseNumbers(t.Key(), d.hasher)
	}
	d.tflag &^= tflagUncommon
	m.words = append(m.words, &d) // alive as long as the maps
	return ptr(&d)
}

// A renewal gives the interface values that the session's variables lead to
// the present descriptions of their types, so that compiled code, such as fmt,
// sees the methods that those types have now.
type renewal struct {
	m    *Machine
	seen map[place]bool
}

type place struct {
	at  ptr
	typ reflect.Type
}

// renew walks through the variables. While goroutines run, which may be at
// work on the same maps, it leaves that to a later run.
func (m *Machine) renew() {
	m.sleepers.mu.Lock()
	busy := m.sleepers.live > 0
	m.sleepers.mu.Unlock()
	m.unrenewed.Store(busy)
	if busy {
		return
	}
	w := &renewal{m, map[place]bool{}}
	m.mu.Lock()
	defer m.mu.Unlock()
	for v, p := range m.vars {
		if _, compiled := m.cfg.Native(v); !compiled {
			w.visit(m.rt(v.Type()), p.UnsafePointer())
		}
	}
}

// Unrenewed reports whether compiled code still sees values without the methods
// that their types were given since, because goroutines were running.
func (m *Machine) Unrenewed() bool { return m.unrenewed.Load() }

func (w *renewal) visit(t reflect.Type, p ptr) {
	if p == nil || t.Size() == 0 {
		return
	}
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Array, reflect.Struct, reflect.Map, reflect.Func:
	default:
		return
	}
	if at := (place{p, t}); w.seen[at] {
		return
	} else {
		w.seen[at] = true
	}
	switch t.Kind() {
	case reflect.Interface:
		w.visitInterface(t, (*iface)(p))
	case reflect.Pointer:
		w.visit(t.Elem(), *(*ptr)(p))
	case reflect.Slice:
		s := *(*sliceHeader)(p)
		w.visitMany(t.Elem(), s.data, s.cap)
	case reflect.Array:
		w.visitMany(t.Elem(), p, t.Len())
	case reflect.Struct:
		if t == reflect.TypeFor[sync.Map]() {
			w.visitSyncMap((*sync.Map)(p))
			return
		}
		if !w.known(t) {
			return
		}
		for i := range t.NumField() {
			w.visit(t.Field(i).Type, add(p, t.Field(i).Offset))
		}
	case reflect.Map:
		w.visitMap(t, *(*ptr)(p))
	case reflect.Func:
		w.visitClosure(*(*ptr)(p))
	}
}

// known reports whether a struct is a cell's, or one of the few in the standard
// library that hold what a cell gave them and that nothing else is at work on.
func (w *renewal) known(t reflect.Type) bool {
	switch t.PkgPath() {
	case "", "errors", "fmt", "context", "container/list", "container/ring", "sync/atomic":
		return true
	}
	w.m.lmu.Lock()
	defer w.m.lmu.Unlock()
	_, own := w.m.origins[typeWord(t)]
	return own
}

// flat reports whether values of type t lead nowhere.
func flat(t reflect.Type) bool {
	return (*rtype)(typeWord(t)).ptrBytes == 0 || t.Kind() == reflect.String
}

func (w *renewal) visitMany(t reflect.Type, p ptr, n int) {
	if flat(t) {
		return
	}
	for i := range uintptr(n) {
		w.visit(t, add(p, i*t.Size()))
	}
}

func (w *renewal) visitInterface(t reflect.Type, v *iface) {
	methods := t.NumMethod() > 0
	old := v.dynamic(methods)
	if old == nil {
		return
	}
	if now := w.m.canonical(old); now != old {
		*v = w.m.renewed(*v, t)
		old = now
	}
	if (*rtype)(old).tflag&tflagDirect != 0 {
		data := v.data
		w.visit(typeOf(old), ptr(&data))
	} else {
		w.visit(typeOf(old), v.data)
	}
}

func (w *renewal) visitMap(t reflect.Type, m ptr) {
	if m == nil || w.seen[place{m, t}] {
		return
	}
	w.seen[place{m, t}] = true
	word, loose := typeWord(t), w.m.mapWord(t)
	mp := reflect.New(t).Elem()
	*(*ptr)(mp.Addr().UnsafePointer()) = m
	for _, k := range mp.MapKeys() {
		key := reflect.New(t.Key())
		key.Elem().Set(k)
		val := mapaccess(word, m, key.UnsafePointer())
		if val == nil {
			continue // NaN
		}
		w.visit(t.Elem(), val)
		if !holdsInterface(t.Key()) {
			w.visit(t.Key(), key.UnsafePointer())
			continue
		}
		elem := unsafeNew(typeWord(t.Elem()))
		typedmemmove(typeWord(t.Elem()), elem, val)
		mapdelete(word, m, key.UnsafePointer())
		w.visit(t.Key(), key.UnsafePointer())
		mapassign(loose, m, key.UnsafePointer(), elem)
	}
}

func (w *renewal) visitSyncMap(m *sync.Map) {
	m.Range(func(k, v any) bool {
		m.Delete(k)
		w.visit(reflect.TypeFor[any](), ptr(&k))
		w.visit(reflect.TypeFor[any](), ptr(&v))
		m.Store(k, v)
		return true
	})
}

func (w *renewal) visitClosure(fv ptr) {
	if fv == nil {
		return
	}
	c := closureAt(fv)
	if c == nil || c.proto == nil || c.proto.slot == nil || c.proto.slot.code == nil {
		return
	}
	code := c.proto.slot.code
	for i := range code.free {
		w.visit(code.env.Field(i).Type, add(c.env, code.free[i].src))
	}
}
