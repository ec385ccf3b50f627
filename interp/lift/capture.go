package lift

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A Capture is a variable from outside that a function uses.
type Capture struct {
	Name    string
	FreeVar int  // which of the function's FreeVars; -1 for one that it needs only to call another closure
	ByRef   bool // it is passed as cells that the function may assign to, not as a value

	alloc *ssa.Alloc
}

// Captures lists the captured values that f's form takes after its parameters.
func (l *Lifter) Captures(f *ssa.Function) []Capture { return capturesOf(&function{code: f}) }

// A scope knows which functions the variables of one lifted function hold: parameters that were given a function, and
// variables that are assigned one once. Closures carry the scope they were made in.
type scope struct {
	outer *scope
	funs  map[ssa.Value]*function
}

func (s *scope) lookup(v ssa.Value) *function {
	for ; s != nil; s = s.outer {
		if f := s.funs[v]; f != nil {
			return f
		}
	}
	return nil
}

// capturesOf lists what calling fs takes besides arguments.
func capturesOf(fs ...*function) []Capture {
	var cs []Capture
	for i, f := range fs {
		f.collect(i == 0, map[*ssa.Function]bool{}, &cs)
	}
	return cs
}

// collect adds what f captures: variables of numbers, and what the functions in captured variables capture. Only those that
// are the first function's own say which of its FreeVars they are.
func (f *function) collect(first bool, seen map[*ssa.Function]bool, cs *[]Capture) {
	for f.verb != nil {
		f = f.of
	}
	if seen[f.code] {
		return
	}
	seen[f.code] = true
	for i, fv := range f.code.FreeVars {
		a := rootOf(fv)
		if a == nil {
			continue // refused where it is used
		}
		if _, ok := deref(a.Type()).Underlying().(*types.Signature); ok {
			if callee := functionIn(a, f.scope); callee != nil {
				callee.collect(false, seen, cs)
			}
			continue
		}
		add(cs, Capture{Name: fv.Name(), FreeVar: own(first, i), ByRef: byRef(a), alloc: a})
	}
}

func own(mine bool, i int) int {
	if mine {
		return i
	}
	return -1
}

func add(cs *[]Capture, c Capture) {
	for i := range *cs {
		if (*cs)[i].alloc == c.alloc {
			if c.FreeVar >= 0 {
				(*cs)[i].FreeVar = c.FreeVar
			}
			return
		}
	}
	*cs = append(*cs, c)
}

// byRef reports whether a must be shared with closures: it changes while they hold it, and cells can hold it.
func byRef(a *ssa.Alloc) bool {
	if storedOnce(a) {
		return false
	}
	k := kindOf(deref(a.Type()))
	return k == reflect.Float64 || k == reflect.Slice && !isSlice(deref(a.Type()))
}

// rootOf follows a captured variable outwards to where it was declared; nil if it is no plain variable.
func rootOf(v ssa.Value) *ssa.Alloc {
	switch v := v.(type) {
	case *ssa.Alloc:
		return v
	case *ssa.FreeVar:
		f := v.Parent()
		mc := makerOf(f)
		if mc == nil {
			return nil
		}
		for i, fv := range f.FreeVars {
			if fv == v {
				return rootOf(mc.Bindings[i])
			}
		}
	}
	return nil
}

// makerOf finds the one place where closures of f are made.
func makerOf(f *ssa.Function) *ssa.MakeClosure {
	if f.Parent() == nil {
		return nil
	}
	for _, b := range f.Parent().Blocks {
		for _, in := range b.Instrs {
			if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == f {
				return mc
			}
		}
	}
	return nil
}

// storedOnce reports whether variable a is assigned in one place, before every use, so that it is as good as its value.
func storedOnce(a *ssa.Alloc) bool {
	t := deref(a.Type())
	_, isFunc := t.Underlying().(*types.Signature)
	if k := kindOf(t); !isFunc && (k == reflect.Invalid || k == reflect.Slice && !isSlice(t)) {
		return false
	}
	var store *ssa.Store
	for _, s := range storesTo(a) {
		if s == nil || store != nil || s.Parent() != a.Parent() {
			return false
		}
		store = s
	}
	if store == nil {
		return false
	}
	if isFunc {
		return true // it may call itself, so it is captured before it is stored
	}
	for _, r := range *a.Referrers() {
		if _, ok := r.(*ssa.DebugRef); !ok && r != ssa.Instruction(store) && !before(store, r) {
			return false
		}
	}
	return true
}

// before reports whether a runs before b whenever b runs.
func before(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	for _, in := range a.Block().Instrs {
		if in == a {
			return true
		}
		if in == b {
			return false
		}
	}
	return false
}

// storesTo lists the assignments to the variable at address v, in closures too. A nil among them stands for a use through
// which it may be assigned out of sight.
func storesTo(v ssa.Value) (ss []*ssa.Store) {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Val == v {
				ss = append(ss, nil)
			} else {
				ss = append(ss, r)
			}
		case *ssa.MakeClosure:
			for i, b := range r.Bindings {
				if b == v {
					ss = append(ss, storesTo(r.Fn.(*ssa.Function).FreeVars[i])...)
				}
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			ss = append(ss, nil)
		}
	}
	return ss
}

// functionIn returns the function that variable a always holds, or nil.
func functionIn(a *ssa.Alloc, s *scope) *function {
	if f := s.lookup(a); f != nil {
		return f
	}
	ss := storesTo(a)
	if len(ss) != 1 || ss[0] == nil {
		return nil
	}
	v := ss[0].Val
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeClosure:
			return &function{code: x.Fn.(*ssa.Function), scope: s}
		case *ssa.Function:
			return &function{code: x}
		default:
			return nil
		}
	}
}

// captured makes the input register of a captured variable. The base of its address is set later, since constants are no inputs.
func (b *builder) captured(c Capture) value {
	t := deref(c.alloc.Type())
	if c.ByRef {
		mem := b.reg(reflect.Slice, c.Name)
		n, _ := cellsOf(t)
		return value{addr: &address{mem: mem, elem: t, name: c.Name, whole: n}}
	}
	r := b.reg(b.kind(t, "captured variable "+c.Name), c.Name)
	return value{addr: &address{once: &value{regs: []fnReg{r}}, elem: t, name: c.Name}}
}

// freeVar is the address of a captured variable.
func (b *builder) freeVar(v *ssa.FreeVar) value {
	a := rootOf(v)
	if a == nil {
		panic(b.refusal("captured "+v.Name(), "call the function by its name"))
	}
	if x, ok := b.roots[a]; ok {
		return x
	}
	if f := functionIn(a, b.scope); f != nil {
		return value{addr: &address{once: &value{fun: f}, elem: deref(a.Type()), name: v.Name()}}
	}
	panic(b.refusal("captured variable "+v.Name()+" of type "+deref(v.Type()).String(), ""))
}

// environment returns what a call of the first of fs, given the others as arguments, passes for captured variables.
func (b *builder) environment(fs ...*function) (regs []fnReg) {
	for _, c := range capturesOf(fs...) {
		v, ok := b.roots[c.alloc]
		switch {
		case !ok:
			panic(b.refusal("call of a closure outside the reach of its variable "+c.Name, ""))
		case v.addr.once == nil:
			regs = append(regs, v.addr.mem)
		case len(v.addr.once.regs) != 1:
			panic(b.refusal("call of a closure before its variable "+c.Name+" is set", ""))
		default:
			regs = append(regs, v.addr.once.regs[0])
		}
	}
	return regs
}
