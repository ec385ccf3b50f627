package lift

import (
	"fmt"
	"go/types"
	"reflect"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// An address points to a variable of type elem: cells of the slice register mem from base on; a package variable; or a
// variable that is only ever stored to once, which is the value stored (and has no cells).
type address struct {
	mem    fn.Reg
	base   fn.Reg
	elem   types.Type
	global *ssa.Global
	once   *value
	name   string
	whole  int // all cells of mem, where they are known
}

func deref(t types.Type) types.Type { return t.Underlying().(*types.Pointer).Elem() }

func isFunc(t types.Type) bool { _, ok := t.Underlying().(*types.Signature); return ok }

func isSlice(t types.Type) bool { _, ok := t.Underlying().(*types.Slice); return ok }

// plus returns off + n, folding constants.
func (b *builder) plus(off fn.Reg, n int) fn.Reg {
	v := b.out.Regs[off]
	switch {
	case n == 0:
		return off
	case v.Const:
		return b.int(int(v.N) + n)
	}
	return b.compute(fn.OpAdd, reflect.Int, "", off, b.int(n))
}

// scaled returns the offset of element i among elements of type elem.
func (b *builder) scaled(i ssa.Value, elem types.Type) fn.Reg {
	n, _ := cellsOf(elem)
	r := b.asInt(i)
	switch v := b.out.Regs[r]; {
	case n == 1:
		return r
	case v.Const:
		return b.int(int(v.N) * n)
	}
	return b.compute(fn.OpMul, reflect.Int, "", r, b.int(n))
}

// alloc declares a variable that has an address.
func (b *builder) alloc(in *ssa.Alloc) value {
	t := deref(in.Type())
	if optionList(t) {
		return value{opaque: true}
	}
	if storedOnce(in) {
		v := new(value)
		b.roots[in] = value{addr: &address{once: v, elem: t, name: in.Comment}}
		return b.roots[in]
	}
	n, ok := cellsOf(t)
	if !ok {
		what := fmt.Sprintf("variable %s of type %s whose address is taken", in.Comment, t)
		hint := "a captured variable that is assigned again must be a float64"
		if in.Comment == "varargs" || in.Comment == "complit" || in.Comment == "new" || in.Comment == "slicelit" || in.Comment == "makeslice" {
			what, hint = fmt.Sprintf("value of type %s", t), "arrays, slices and structs may hold float64 only"
		}
		panic(b.refusal(what, hint))
	}
	mem := b.compute(fn.OpMake, reflect.Slice, b.legend.variable(in), b.int(n), b.int(n))
	v := value{addr: &address{mem: mem, base: b.int(0), elem: t, name: in.Comment, whole: n}}
	b.roots[in] = v
	return v
}

// element is the address that an IndexAddr or a FieldAddr computes.
func (b *builder) element(in ssa.Value) *address {
	switch in := in.(type) {
	case *ssa.IndexAddr:
		elem := deref(in.Type())
		if isSlice(in.X.Type()) {
			return &address{mem: b.one(in.X), base: b.asInt(in.Index), elem: elem}
		}
		return b.within(in.X, elem, b.scaled(in.Index, elem), deref(in.X.Type()))
	case *ssa.FieldAddr:
		st := deref(in.X.Type()).Underlying().(*types.Struct)
		return b.within(in.X, deref(in.Type()), b.int(fieldOffset(st, in.Field)), nil)
	}
	panic("lift: no element address")
}

// within is the address off cells into the variable that x points to.
func (b *builder) within(x ssa.Value, elem types.Type, off fn.Reg, array types.Type) *address {
	v := b.value(x)
	if v.addr == nil {
		panic(b.refusal("pointer to "+deref(x.Type()).String(), "pass the value, not a pointer to it"))
	}
	base := v.addr
	if base.global != nil || base.once != nil {
		panic(b.refusal("element of variable "+base.name, "copy the variable into a local one first"))
	}
	if o := b.out.Regs[off]; array != nil && !o.Const {
		// An index may be out of range of its own array and still within the cells: the array's own slice checks it.
		n, _ := cellsOf(array)
		if base.whole != n {
			end := b.plus(base.base, n)
			base = &address{mem: b.compute(fn.OpSlice, reflect.Slice, "", base.mem, base.base, end, end), base: b.int(0)}
		}
	}
	if c := b.out.Regs[base.base]; c.Const && c.N == 0 {
		return &address{mem: base.mem, base: off, elem: elem}
	}
	if o := b.out.Regs[off]; o.Const {
		return &address{mem: base.mem, base: b.plus(base.base, int(o.N)), elem: elem}
	}
	return &address{mem: base.mem, base: b.compute(fn.OpAdd, reflect.Int, "", base.base, off), elem: elem}
}

// load reads the variable at a.
func (b *builder) load(a *address, name string) value {
	if a.once != nil {
		return *a.once
	}
	if a.global != nil {
		return b.global(a.global)
	}
	k := b.kind(a.elem, "variable")
	n, _ := cellsOf(a.elem)
	return value{regs: []fn.Reg{b.get(a.mem, a.base, k, n, name)}}
}

func (b *builder) deref(in *ssa.UnOp, name string) value {
	v := b.value(in.X)
	if v.addr == nil {
		panic(b.refusal("pointer to "+deref(in.X.Type()).String(), "pass the value, not a pointer to it"))
	}
	return b.load(v.addr, name)
}

// global reads a package variable, which is a constant while the function runs: it is read once, when the function begins.
func (b *builder) global(g *ssa.Global) value {
	if r, ok := b.outside[g]; ok {
		return value{regs: []fn.Reg{r}}
	}
	k := b.kind(deref(g.Type()), "variable "+g.Name())
	get, ok := b.cfg.Globals(g)
	if !ok {
		panic(b.refusal("variable "+g.Name(), "pass it as a parameter"))
	}
	r := b.reg(k, g.Name())
	b.outside[g] = r
	b.prolog = append(b.prolog, &fn.Instr{Op: fn.OpGlobal, Get: get, Label: g.Name(), Out: []fn.Reg{r}, Pos: b.cfg.Pos(b.at)})
	return value{regs: []fn.Reg{r}}
}

func (b *builder) store(in *ssa.Store) {
	v := b.value(in.Addr)
	switch {
	case v.opaque:
		return
	case v.addr == nil:
		panic(b.refusal("assignment through a pointer", "return the value instead"))
	case v.addr.global != nil:
		panic(b.refusal("assignment to variable "+v.addr.global.Name()+" declared outside the function", "return the value instead"))
	case v.addr.once != nil:
		*v.addr.once = b.value(in.Val)
		if f := v.addr.once.fun; f != nil {
			b.scope.funs[in.Addr] = f
		}
		return
	}
	for g, r := range b.outside {
		if r == v.addr.mem {
			panic(b.refusal("assignment to an element of variable "+g.Name()+" declared outside the function", "assign to a copy"))
		}
	}
	k := b.kind(v.addr.elem, "variable")
	n, _ := cellsOf(v.addr.elem)
	b.put(v.addr.mem, v.addr.base, b.one(in.Val), k, n)
}

// slice lifts x[lo:hi:max] of a slice or of an array with an address.
func (b *builder) slice(in *ssa.Slice, name string) fn.Reg {
	b.kind(in.Type(), "slice")
	lo := b.int(0)
	if in.Low != nil {
		lo = b.asInt(in.Low)
	}
	var mem, hi fn.Reg
	if isSlice(in.X.Type()) {
		mem = b.one(in.X)
	} else {
		v := b.value(in.X)
		if v.addr == nil || v.addr.global != nil || v.addr.once != nil {
			panic(b.refusal("slice of "+in.X.Type().String(), ""))
		}
		n, _ := cellsOf(v.addr.elem)
		end := b.plus(v.addr.base, n)
		mem = b.compute(fn.OpSlice, reflect.Slice, "", v.addr.mem, v.addr.base, end, end)
	}
	if in.High != nil {
		hi = b.asInt(in.High)
	} else {
		hi = b.compute(fn.OpLen, reflect.Int, "", mem)
	}
	if in.Max != nil {
		return b.compute(fn.OpSlice, reflect.Slice, name, mem, lo, hi, b.asInt(in.Max))
	}
	return b.compute(fn.OpSlice, reflect.Slice, name, mem, lo, hi)
}
