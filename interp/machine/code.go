package machine

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"
)

type position = token.Pos

// A slot is a function as callers know it. A redefinition changes what is in
// it, so that callers compiled earlier run the new one.
type slot struct {
	m        *Machine
	fn       *ssa.Function
	sel      *types.Selection // for a method not asked for yet
	code     *code
	value    *closure // the function as a value
	newer    *slot    // that this one follows since it was redefined
	aliases  []*slot  // older slots that follow this one
	borrowed uint64   // parameters by which callers lend addresses
}

// code is a function made ready to run.
type code struct {
	m       *Machine
	id      int
	fn      *ssa.Function
	name    string // of the function, in traces
	slot    *slot
	typ     reflect.Type // of the frame
	word    ptr
	tmpl    ptr // a frame with its constants
	entry   *block
	recover *block
	pos     []position // of the steps
	guarded bool       // has deferred calls
	reload  bool       // its named results have to be read after the deferred calls
	wrapper bool       // made by ssa: what it calls may recover for it
	hidden  bool       // not shown in the chain of calls
	abi     *signature
	free    []move // captured variables, from the closure's memory
	inside  []pair // addresses of places in the frame: where they lie, and of what
	env     reflect.Type
	globals []ptr
	stale   *atomic.Bool // set if the addresses it lends may be kept; nil if it lends none
}

// A compiler makes code of one function.
type compiler struct {
	m          *Machine
	f          *ssa.Function
	c          *code
	batch      *batch
	fields     []reflect.StructField
	index      map[ssa.Value]int
	storage    map[*ssa.Alloc]int
	housed     map[int]int                // how many variables have the same storage
	aliased    map[ssa.Value]uintptr      // values that lie in a variable
	together   map[ssa.Value]ssa.Value    // values that lie in the place of another
	lent       map[*ssa.Alloc]bool        // made in a loop; in the frame as long as the code isn't stale
	shared     map[*ssa.Alloc]bool        // in the frame, but functions that are called may change it
	joined     map[ssa.Value]bool         // addresses made by the step that loads from them
	cleared    map[*ssa.Store]bool        // of zero to what is zero
	skipped    map[ssa.Instruction]bool   // compute what is never evaluated
	tables     map[ssa.Instruction]*table // by their first instruction
	rooms      map[*ssa.Call]*room        // appends with room for their first elements, see findRooms
	places     []int                      // of the rooms in the frame
	fitted     map[resultAt]*room         // results that may lie in a room
	consts     []*ssa.Const
	globals    []*ssa.Global
	offsets    []uintptr
	uses       map[ssa.Value]int
	blocks     []*block
	cur        *block
	rest       []ssa.Instruction // what follows in the block being compiled
	pos        token.Pos
	assigned   map[token.Pos]string // calls to the variables they are assigned to
	runsDefers bool                 // an instruction makes the deferred calls
	scratchAt  int                  // the first field for results that nobody wants
	spare      map[*ssa.Phi]int     // a second place, for φ values that depend on each other
}

func (m *Machine) compileFunc(b *batch, s *slot) (c *code) {
	f := s.fn
	c = &code{m: m, fn: f, name: nameOf(f), slot: s, id: m.nextID()}
	x := newCompiler(b, f, c)
	x.pos = f.Pos()
	m.noteLocals(f)
	defer func() {
		if p := recover(); p != nil {
			r, ok := p.(Refusal)
			if !ok {
				panic(p)
			}
			if !r.Pos.IsValid() {
				r.Pos = x.pos
			}
			b.refuse(r)
		}
	}()
	x.indexedFirst()
	m.putOff(f)
	c.guarded = f.Recover != nil
	c.wrapper = isWrapper(f)
	c.hidden = c.wrapper
	x.signature()
	x.findTables()
	x.values()
	x.findRooms()
	c.reload = c.guarded && !x.runsDefers && f.Signature.Results().Len() > 0 && f.Signature.Results().At(0).Name() != ""
	x.coalesce()
	x.lay()
	x.fillConstants()
	x.blocks = make([]*block, len(f.Blocks))
	for i := range x.blocks {
		x.blocks[i] = &block{}
	}
	x.skipped = unevaluated(f)
	for _, bb := range f.Blocks {
		x.block(bb)
	}
	x.thread()
	x.number()
	c.entry = x.blocks[0]
	if f.Recover != nil {
		c.recover = x.blocks[f.Recover.Index]
	}
	return c
}

func newCompiler(b *batch, f *ssa.Function, c *code) *compiler {
	return &compiler{m: b.m, f: f, c: c, batch: b,
		index: map[ssa.Value]int{}, storage: map[*ssa.Alloc]int{}, housed: map[int]int{}, aliased: map[ssa.Value]uintptr{}, together: map[ssa.Value]ssa.Value{},
		lent: map[*ssa.Alloc]bool{}, shared: map[*ssa.Alloc]bool{}, joined: map[ssa.Value]bool{}, cleared: map[*ssa.Store]bool{},
		spare: map[*ssa.Phi]int{}, rooms: map[*ssa.Call]*room{}, fitted: map[resultAt]*room{}, uses: map[ssa.Value]int{}}
}

// signature takes the fixed part of the frame.
func (x *compiler) signature() {
	var params []types.Type
	for _, p := range x.f.Params {
		params = append(params, p.Type())
	}
	x.c.abi = x.m.signatureOf(params, tupleTypes(x.f.Signature.Results()), x.f.Signature.Variadic())
	x.fields = x.c.abi.fields
	for i, p := range x.f.Params {
		x.index[p] = 1 + len(x.c.abi.out) + i
	}
}

func (x *compiler) field(t reflect.Type) int {
	x.fields = append(x.fields, reflect.StructField{Name: "R" + strconv.Itoa(len(x.fields)), Type: t})
	return len(x.fields) - 1
}

// values gives every value of the function its place in the frame.
func (x *compiler) values() {
	for _, v := range x.f.FreeVars {
		x.index[v] = x.field(x.m.rt(v.Type()))
	}
	for _, b := range x.f.Blocks {
		for i := 0; i < len(b.Instrs); i++ {
			in := b.Instrs[i]
			if t := x.tables[in]; t != nil {
				x.operand(t.base)
				x.uses[t.base] += 2
				i = t.to - 1
				continue
			}
			if in.Pos().IsValid() {
				x.pos = in.Pos()
			}
			switch in := in.(type) {
			case *ssa.Defer:
				x.c.guarded = true
			case *ssa.RunDefers:
				x.c.guarded, x.runsDefers = true, true
			case *ssa.Alloc:
				x.index[in] = x.field(x.m.rt(in.Type()))
				x.house(in)
			case ssa.Value:
				if !isWithin(b.Instrs[i]) {
					x.index[in] = x.field(x.m.rt(in.Type()))
				}
			}
			if _, note := in.(*ssa.DebugRef); note {
				continue
			}
			for _, op := range in.Operands(nil) {
				if *op != nil {
					x.uses[*op]++
					x.operand(*op)
				}
			}
		}
	}
}

// whole is the value in whose place v lies.
func whole(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.Extract:
		return whole(v.Tuple)
	case *ssa.ChangeType:
		if isWithin(v) {
			return whole(v.X)
		}
	case *ssa.Field:
		return whole(v.X)
	}
	return v
}

// isWithin reports whether the value of an instruction lies within another
// value. One interface type's value as another's does not, though the two have
// the same methods: each type has its own table of them.
func isWithin(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Extract, *ssa.Field:
		return true
	case *ssa.ChangeType:
		i, ok := in.Type().Underlying().(*types.Interface)
		return !ok || i.NumMethods() == 0
	}
	return false
}

func (x *compiler) operand(v ssa.Value) {
	if _, ok := x.index[v]; ok {
		return
	}
	switch v := v.(type) {
	case *ssa.Const:
		x.index[v] = x.field(x.m.rt(v.Type()))
		x.consts = append(x.consts, v)
	case *ssa.Global:
		x.index[v] = x.field(x.m.rt(v.Type()))
		x.globals = append(x.globals, v)
	case *ssa.Function:
		x.index[v] = x.field(x.m.rt(plain(v.Signature)))
	}
}

// lay fixes the frame's type.
func (x *compiler) lay() {
	c := x.c
	c.typ = reflect.StructOf(x.fields)
	c.word = typeWord(c.typ)
	c.tmpl = unsafeNew(c.word)
	x.offsets = make([]uintptr, len(x.fields))
	for i := range x.fields {
		x.offsets[i] = c.typ.Field(i).Offset
	}
	if len(x.f.FreeVars) == 0 || c.hidden && c.abi.fields == nil {
		return
	}
	var env []reflect.StructField
	for _, v := range x.f.FreeVars {
		env = append(env, reflect.StructField{Name: "V" + strconv.Itoa(len(env)), Type: x.m.rt(v.Type())})
	}
	c.env = reflect.StructOf(env)
	for i, v := range x.f.FreeVars {
		c.free = append(c.free, newMove(x.off(v), c.env.Field(i).Offset, env[i].Type))
	}
}

// off is where a value lies in the frame. Parts of values that ssa takes apart
// lie where the whole lies.
func (x *compiler) off(v ssa.Value) uintptr {
	if o, ok := x.aliased[v]; ok {
		return o
	}
	if w, ok := x.together[v]; ok {
		return x.off(w)
	}
	if i, ok := x.index[v]; ok {
		return x.offsets[i]
	}
	switch v := v.(type) {
	case *ssa.Extract:
		return x.off(v.Tuple) + x.m.rt(v.Tuple.Type()).Field(v.Index).Offset
	case *ssa.ChangeType:
		return x.off(v.X)
	case *ssa.Field:
		return x.off(v.X) + x.m.rt(v.X.Type()).Field(v.Field).Offset
	}
	panic(Refusal{What: fmt.Sprintf("the value %s (%T)", v, v)})
}

func (x *compiler) fillConstants() {
	for _, c := range x.consts {
		if c.Value != nil {
			x.constant(c, at(x.m.rt(c.Type()), add(x.c.tmpl, x.off(c))))
		}
	}
	for _, g := range x.globals {
		p := x.m.global(g)
		*(*ptr)(add(x.c.tmpl, x.off(g))) = p
	}
}

func (x *compiler) constant(c *ssa.Const, d reflect.Value) {
	if x.m.number(c.Type()) {
		*(*ptr)(d.Addr().UnsafePointer()) = x.m.cfg.Numbers.Of(c.Float64())
		return
	}
	switch d.Kind() {
	case reflect.Bool:
		d.SetBool(constant.BoolVal(c.Value))
	case reflect.String:
		if c.Value.Kind() == constant.Int { // string(rune) folded late
			n, _ := constant.Int64Val(c.Value)
			d.SetString(string(rune(n)))
			return
		}
		d.SetString(constant.StringVal(c.Value))
	case reflect.Float32, reflect.Float64:
		d.SetFloat(c.Float64())
	case reflect.Complex64, reflect.Complex128:
		d.SetComplex(c.Complex128())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.SetInt(c.Int64())
	case reflect.Interface:
		panic(Refusal{What: "a constant of interface type"})
	case reflect.UnsafePointer:
		*(*uint64)(d.Addr().UnsafePointer()) = c.Uint64()
	default:
		d.SetUint(c.Uint64())
	}
}

func elem(t types.Type) types.Type {
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		return t.Elem()
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	case *types.Chan:
		return t.Elem()
	case *types.Map:
		return t.Elem()
	}
	panic(fmt.Sprintf("no element in %s", t))
}

// number counts the steps of all blocks.
func (x *compiler) number() {
	for _, b := range x.blocks {
		b.first = len(x.c.pos)
		x.c.pos = append(x.c.pos, b.pos...)
		b.pos = nil
	}
}

// emit appends a step to the current block.
func (x *compiler) emit(in instr) {
	x.cur.ins = append(x.cur.ins, in)
	x.cur.pos = append(x.cur.pos, x.pos)
}

func (x *compiler) refuse(what, hint string) { panic(Refusal{Pos: x.pos, What: what, Hint: hint}) }
