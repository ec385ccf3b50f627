package machine

import (
	"reflect"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// capture makes code for a frame that holds the function and the arguments of
// one delayed call and makes that call; the moves fill such a frame.
func (x *compiler) capture(c *ssa.CallCommon) (*code, []move) {
	sub := newCompiler(x.batch, x.f, &code{m: x.m, fn: x.f, id: x.m.nextID(), wrapper: true, hidden: true})
	sub.pos = x.pos
	sub.c.abi = &signature{}
	sub.fields = []reflect.StructField{{Name: "H", Type: reflect.TypeFor[frame]()}}
	values := append([]ssa.Value(nil), c.Args...)
	if c.IsInvoke() || c.StaticCallee() == nil || !isFunction(c.Value) {
		values = append(values, c.Value)
	}
	var moves []move
	type place struct {
		v ssa.Value
		i int
	}
	var places []place
	for _, v := range values {
		if _, ok := v.(*ssa.Builtin); ok {
			continue
		}
		if _, ok := sub.index[v]; !ok {
			sub.index[v] = sub.field(x.m.rt(v.Type()))
			places = append(places, place{v, sub.index[v]})
		}
	}
	var out []reflect.StructField
	for i, t := range tupleTypes(c.Signature().Results()) {
		out = append(out, reflect.StructField{Name: "O" + strconv.Itoa(i), Type: x.m.rt(t)})
	}
	sub.scratchAt = len(sub.fields)
	sub.fields = append(sub.fields, out...)
	sub.lay()
	for _, p := range places {
		moves = append(moves, newMove(sub.offsets[p.i], x.off(p.v), x.m.rt(p.v.Type())))
	}
	b := &block{}
	sub.cur = b
	b.term = func(*frame) *block { return nil }
	sub.emitCall(c)
	sub.c.entry, sub.c.pos = b, b.pos
	return sub.c, moves
}

func isFunction(v ssa.Value) bool {
	_, ok := v.(*ssa.Function)
	return ok
}

// emitCall makes a call whose results nobody wants.
func (x *compiler) emitCall(c *ssa.CallCommon) {
	b, ok := c.Value.(*ssa.Builtin)
	if !ok {
		x.emit(x.caller(x.site(c, nil)))
		return
	}
	var a []uintptr
	var t []reflect.Type
	for _, v := range c.Args {
		a = append(a, x.off(v))
		t = append(t, x.m.rt(v.Type()))
	}
	var d uintptr
	if c.Signature().Results().Len() > 0 {
		d = x.scratch(x.m.rt(c.Signature().Results().At(0).Type()))
	}
	step := x.builtinStep(b.Name(), nil, d, a, t)
	if step == nil {
		x.refuse("the builtin "+b.Name()+" in a go or defer statement", "")
	}
	x.emit(step)
}

// scratch is a place for a result that is not wanted.
func (x *compiler) scratch(t reflect.Type) uintptr {
	for i := x.scratchAt; i < len(x.fields); i++ {
		if x.fields[i].Type == t {
			return x.offsets[i]
		}
	}
	panic("machine: no place for an unwanted result")
}
