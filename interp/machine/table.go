package machine

import (
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A table is an array that a package spells out: a run of stores of constants
// into one variable, which a single step carries out. Packages such as those of
// golang.org/x/text have hundreds of thousands of them.
type table struct {
	from, to int // the instructions, in their block
	base     ssa.Value
	cells    []cell
}

type cell struct {
	at    uintptr
	value *ssa.Const
}

const leastTable = 64 // cells

// findTables finds the tables of a package's initializer.
func (x *compiler) findTables() {
	if x.f.Synthetic != "package initializer" {
		return
	}
	for _, b := range x.f.Blocks {
		for i := 0; i+2*leastTable <= len(b.Instrs); {
			t := x.tableAt(b.Instrs, i)
			if len(t.cells) < leastTable {
				i = max(t.to, i+1)
				continue
			}
			if x.tables == nil {
				x.tables = map[ssa.Instruction]*table{}
			}
			x.tables[b.Instrs[i]] = t
			i = t.to
		}
	}
}

// tableAt follows addresses at fixed places of one variable and stores of
// constants to them, as far as nobody else needs the addresses.
func (x *compiler) tableAt(ins []ssa.Instruction, from int) *table {
	t := &table{from: from, to: from}
	places := map[ssa.Value]uintptr{}
	open := 0 // uses of the addresses that are still to come
	var cells []cell
	for i := from; i < len(ins); i++ {
		switch in := ins[i].(type) {
		case *ssa.IndexAddr, *ssa.FieldAddr:
			base, at, ok := x.inTable(in.(ssa.Value), places)
			if !ok || t.base != nil && base != nil && base != t.base {
				return t
			}
			if base != nil {
				t.base = base
			} else {
				open--
			}
			v := in.(ssa.Value)
			places[v] = at
			open += len(*v.Referrers())
		case *ssa.Store:
			at, ok := places[in.Addr]
			c, fixed := in.Val.(*ssa.Const)
			if !ok || !fixed || c.Value == nil || !x.isPlain(c) {
				return t
			}
			cells = append(cells, cell{at, c})
			open--
		case *ssa.DebugRef:
			if _, ok := places[in.X]; ok {
				open--
			}
		default:
			return t
		}
		if open == 0 {
			t.to, t.cells = i+1, cells
		}
	}
	return t
}

// inTable gives where an address lies in a variable: base is nil if it is part
// of a place already known.
func (x *compiler) inTable(v ssa.Value, places map[ssa.Value]uintptr) (base ssa.Value, at uintptr, ok bool) {
	var in ssa.Value
	switch v := v.(type) {
	case *ssa.FieldAddr:
		in, at = v.X, x.m.rt(elem(v.X.Type())).Field(v.Field).Offset
	case *ssa.IndexAddr:
		i, size, fixed := x.fixedIndex(v)
		if !fixed {
			return nil, 0, false
		}
		in, at = v.X, uintptr(i)*size
	}
	if o, known := places[in]; known {
		return nil, o + at, true
	}
	_, global := in.(*ssa.Global)
	alloc, variable := in.(*ssa.Alloc)
	return in, at, global || variable && isLiteral(alloc)
}

// isPlain reports whether a constant is a number or truth value without
// pointers.
func (x *compiler) isPlain(c *ssa.Const) bool {
	if x.m.number(c.Type()) {
		return false
	}
	k := x.m.rt(c.Type()).Kind()
	return reflect.Bool <= k && k <= reflect.Complex128
}

// table compiles the stores of a table.
func (x *compiler) table(t *table) {
	type segment struct {
		at   uintptr
		data []byte
	}
	var all []segment
	for _, c := range t.cells {
		rt := x.m.rt(c.value.Type())
		buf := make([]byte, rt.Size())
		x.constant(c.value, at(rt, unsafe.Pointer(unsafe.SliceData(buf))))
		if n := len(all) - 1; n >= 0 && all[n].at+uintptr(len(all[n].data)) == c.at {
			all[n].data = append(all[n].data, buf...)
			continue
		}
		all = append(all, segment{c.at, buf})
	}
	var base func(fr *frame, at uintptr) ptr
	if o, ok := x.place(t.base); ok {
		base = func(fr *frame, at uintptr) ptr { return add(ptr(fr), o+at) }
	} else {
		o := x.off(t.base)
		base = func(fr *frame, at uintptr) ptr { return add(get[ptr](fr, o), at) }
	}
	x.emit(func(fr *frame) {
		for _, s := range all {
			copy(unsafe.Slice((*byte)(base(fr, s.at)), len(s.data)), s.data)
		}
	})
}
