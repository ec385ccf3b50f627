package lift

import (
	"fmt"
	"go/types"
	"reflect"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// cellsOf is how many floats a value of type t spreads over: arrays and structs of floats, nested as they like.
func cellsOf(t types.Type) (int, bool) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return 1, u.Kind() == types.Float64
	case *types.Array:
		n, ok := cellsOf(u.Elem())
		return int(u.Len()) * n, ok && n*int(u.Len()) < 1<<20
	case *types.Struct:
		sum := 0
		for i := range u.NumFields() {
			n, ok := cellsOf(u.Field(i).Type())
			if !ok {
				return 0, false
			}
			sum += n
		}
		return sum, true
	}
	return 0, false
}

func fieldOffset(s *types.Struct, field int) int {
	sum := 0
	for i := range field {
		n, _ := cellsOf(s.Field(i).Type())
		sum += n
	}
	return sum
}

// A leaf is one input or result that a struct spreads into: a float, or an array's floats together.
type leaf struct {
	kind  reflect.Kind
	path  string // ".W"
	off   int
	cells int
}

// fields spreads a struct, or an array of arrays or structs, into its leaves; other types are not spread.
func fields(t types.Type) ([]leaf, bool) {
	switch u := t.Underlying().(type) {
	case *types.Struct:
	case *types.Array:
		if isFloat64(u.Elem()) {
			return nil, false
		}
	default:
		return nil, false
	}
	if _, ok := cellsOf(t); !ok {
		return nil, false
	}
	return appendLeaves(nil, t, "", 0), true
}

func appendLeaves(ls []leaf, t types.Type, path string, off int) []leaf {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			f := u.Field(i)
			ls = appendLeaves(ls, f.Type(), path+"."+f.Name(), off+fieldOffset(u, i))
		}
		return ls
	case *types.Array:
		n, _ := cellsOf(u.Elem())
		if isFloat64(u.Elem()) {
			return append(ls, leaf{reflect.Slice, path, off, int(u.Len())})
		}
		for i := range int(u.Len()) {
			ls = appendLeaves(ls, u.Elem(), fmt.Sprintf("%s[%d]", path, i), off+i*n)
		}
		return ls
	}
	return append(ls, leaf{reflect.Float64, path, off, 1})
}

// gather makes a struct's cells from its leaves.
func (b *builder) gather(t types.Type, regs []fn.Reg) fn.Reg {
	n, _ := cellsOf(t)
	mem := b.compute(fn.OpMake, reflect.Slice, "", b.int(n), b.int(n))
	for i, l := range appendLeaves(nil, t, "", 0) {
		b.put(mem, b.int(l.off), regs[i], l.kind, l.cells)
	}
	return mem
}

// spread returns the registers that v becomes at a call or return: a struct's leaves, or v itself.
func (b *builder) spread(v ssa.Value) []fn.Reg {
	ls, ok := fields(v.Type())
	if !ok {
		return []fn.Reg{b.one(v)}
	}
	mem := b.one(v)
	var regs []fn.Reg
	for _, l := range ls {
		regs = append(regs, b.get(mem, b.int(l.off), l.kind, l.cells, ""))
	}
	return regs
}

// put stores one float or a run of cells at off.
func (b *builder) put(mem, off, src fn.Reg, k reflect.Kind, cells int) {
	if k != reflect.Slice {
		b.emit(fn.Instr{Op: fn.OpStore, In: []fn.Reg{mem, off, src}})
		return
	}
	to := b.compute(fn.OpSlice, reflect.Slice, "", mem, off, b.plus(off, cells))
	b.compute(fn.OpCopy, reflect.Int, "", to, src)
}

// get loads one float, or a copy of a run of cells, from off.
func (b *builder) get(mem, off fn.Reg, k reflect.Kind, cells int, name string) fn.Reg {
	if k != reflect.Slice {
		return b.compute(fn.OpLoad, k, name, mem, off)
	}
	from := b.compute(fn.OpSlice, reflect.Slice, "", mem, off, b.plus(off, cells))
	r := b.compute(fn.OpMake, reflect.Slice, name, b.int(cells), b.int(cells))
	b.compute(fn.OpCopy, reflect.Int, "", r, from)
	return r
}
