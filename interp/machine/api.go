package machine

import (
	"errors"
	"fmt"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// Prepare tells the machine of the program its functions belong to, and makes
// sure that each package reachable from pkg exists in it.
func (m *Machine) Prepare(prog *ssa.Program, pkg *types.Package) {
	m.prog = prog
	seen := map[*types.Package]bool{}
	var visit func(p *types.Package)
	visit = func(p *types.Package) {
		for _, q := range p.Imports() {
			if seen[q] {
				continue
			}
			seen[q] = true
			visit(q)
			// A package that is only mentioned by others may be incomplete so
			// far; ssa would never see what it gets once it is imported.
			if q.Complete() && prog.Package(q) == nil {
				prog.CreatePackage(q, nil, nil, true)
			}
		}
	}
	visit(pkg)
}

// Variable is the memory of a package-level variable, as a pointer; it is
// allocated when first asked for, or the compiled one.
func (m *Machine) Variable(v *types.Var) reflect.Value {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.variable(v)
}

func (m *Machine) variable(v *types.Var) reflect.Value {
	if p, ok := m.vars[v]; ok {
		return as(p, m.rt(v.Type()))
	}
	if m.cfg.Native != nil {
		if p, ok := m.cfg.Native(v); ok && p.Kind() == reflect.Pointer {
			m.vars[v] = p
			return p
		}
	}
	t := m.rt(v.Type())
	if err := m.refused(uint64(t.Size())); err != nil {
		panic(Refusal{Pos: v.Pos(), What: fmt.Sprintf("a variable of %s, of a limit of %s,", amount(err.Asked), amount(err.Limit))})
	}
	p := reflect.New(t)
	m.vars[v] = p
	return p
}

// Share makes one variable's memory serve another of the same type.
func (m *Machine) Share(newer, old *types.Var) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.vars[newer] = m.variable(old)
}

// global is the memory behind an ssa global.
func (m *Machine) global(g *ssa.Global) ptr {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := g.Object().(*types.Var); ok {
		return m.variable(v).UnsafePointer()
	}
	p, ok := m.globals[g]
	if !ok {
		p = reflect.New(m.rt(elem(g.Type())))
		m.globals[g] = p
	}
	return p.UnsafePointer()
}

// Redefine lets the callers of old, by name, run newer from now on. Both have
// been compiled and have the same signature. A method stays old, however often
// it is redefined.
func (m *Machine) Redefine(newer, old *types.Func) error {
	m.compiling.Lock()
	defer m.compiling.Unlock()
	a, b := m.known(newer), m.known(old)
	if a == nil || b == nil {
		return fmt.Errorf("machine: Redefine: %s or %s has not been compiled", newer, old)
	}
	for b.newer != nil {
		b = b.newer
	}
	b.newer = a
	b.handOver(a.code.fn)
	a.aliases = append(b.aliases, append(a.aliases, b)...) // one list: a function may be redefined often
	b.aliases = nil
	for _, s := range a.aliases {
		s.set(a.code)
	}
	return nil
}

// Compiled reports whether a function can be redefined.
func (m *Machine) Compiled(f *types.Func) bool {
	m.compiling.Lock()
	defer m.compiling.Unlock()
	s := m.known(f)
	return s != nil && s.code != nil
}

func (m *Machine) known(f *types.Func) *slot {
	if sf := m.prog.FuncValue(f); sf != nil {
		return m.funcs[sf]
	}
	return nil
}

// Call runs a function that Compile accepted. The error is a *Panic,
// ErrInterrupted, ErrGoexit, an *Exit or a Refusal.
func (m *Machine) Call(f *ssa.Function, args ...reflect.Value) (results []reflect.Value, err error) {
	s := m.funcs[f]
	if s == nil || s.code == nil {
		return nil, fmt.Errorf("machine: Call: %s has not been compiled", f)
	}
	c := s.code
	if len(args) != len(c.abi.params) {
		return nil, fmt.Errorf("machine: Call: %s takes %d arguments, given %d", f, len(c.abi.params), len(args))
	}
	r, wait := m.run.Load(), make(chan struct{})
	err = ErrGoexit
	go func() { // of its own, since runtime.Goexit ends it
		defer close(wait)
		results, err = m.call(c, args)
	}()
	<-wait
	if err == ErrGoexit && r.stop.Load() {
		err = r.reason()
	}
	return results, err
}

// CallValue is Call for a func value that the machine made, and in the calling
// goroutine.
func (m *Machine) CallValue(fv reflect.Value, args ...reflect.Value) (results []reflect.Value, err error) {
	c := closureAt(closureOf(fv))
	return m.callIn(c.proto.slot.code, c.frame, args)
}

func (m *Machine) call(c *code, args []reflect.Value) (results []reflect.Value, err error) {
	return m.callIn(c, func(th *thread, caller *frame) *frame { return th.frame(c, caller) }, args)
}

// callIn is a call in a frame that frame makes, as all that a goroutine does
// for now.
func (m *Machine) callIn(c *code, frame func(th *thread, caller *frame) *frame, args []reflect.Value) (results []reflect.Value, err error) {
	th := m.enter(m.run.Load())
	th.main = true
	done := false
	defer func() {
		if !done {
			defer m.forget(th)
			if v := recover(); v != nil {
				err = th.ending(v)
			} else {
				err = ErrGoexit
			}
		}
	}()
	fr := frame(th, th.root())
	for i, a := range args {
		at(c.abi.in[i], add(ptr(fr), c.abi.params[i])).Set(a)
	}
	fr.run()
	for i, t := range c.abi.out {
		v := reflect.New(t).Elem()
		v.Set(at(t, add(ptr(fr), c.abi.results[i])))
		results = append(results, v)
	}
	done = true
	th.release(fr)
	m.leave(th)
	return results, nil
}

// ErrGoexit is what a call ends with whose goroutine ended itself.
var ErrGoexit = errors.New("the goroutine ended itself with runtime.Goexit")

// Func is a function as a value that compiled code can call: the function as
// it is now, whatever is defined later.
func (m *Machine) Func(f *ssa.Function) (reflect.Value, error) {
	s := m.funcs[f]
	if s == nil || s.code == nil {
		return reflect.Value{}, fmt.Errorf("machine: Func: %s has not been compiled", f)
	}
	t := m.rt(plain(f.Signature))
	c := s.funcValue(t)
	v := reflect.New(t)
	*(*ptr)(v.UnsafePointer()) = ptr(c)
	return v.Elem(), nil
}

// Bind is a function that Compile accepted, as a value, with these values of
// its free variables.
func (m *Machine) Bind(f *ssa.Function, captured []reflect.Value) reflect.Value {
	s := m.funcs[m.body(f)]
	t := m.rt(plain(f.Signature))
	c := newClosure(m, s, t)
	if len(captured) > 0 {
		c.env = unsafeNew(typeWord(s.code.env))
		for i, v := range captured {
			at(s.code.env.Field(i).Type, add(c.env, s.code.free[i].src)).Set(v)
		}
	}
	v := reflect.New(t)
	*(*ptr)(v.UnsafePointer()) = ptr(c)
	return v.Elem()
}

// Closure gives what is behind a func value that the machine made: the
// function and the values of its free variables.
func (m *Machine) Closure(fv reflect.Value) (*ssa.Function, []reflect.Value, bool) {
	if fv.Kind() != reflect.Func || fv.IsNil() {
		return nil, nil, false
	}
	c := closureAt(closureOf(fv))
	if c == nil || c.proto.slot.code == nil {
		return nil, nil, false
	}
	code := c.proto.slot.code
	var captured []reflect.Value
	for i := range code.free {
		captured = append(captured, at(code.env.Field(i).Type, add(c.env, code.free[i].src)))
	}
	return code.fn, captured, true
}

func (m *Machine) nextID() int {
	m.ids++
	return m.ids
}
