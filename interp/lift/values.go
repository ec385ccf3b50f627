package lift

import (
	"fmt"
	"go/constant"
	"go/types"
	"math"
	"reflect"

	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

type constKey struct {
	kind reflect.Kind
	bits uint64
}

// kind is the register type for Go type t; it refuses what has none.
func (b *builder) kind(t types.Type, role string) reflect.Kind {
	if k := kindOf(t); k != reflect.Invalid {
		return k
	}
	hint := "float64, float32, integers, bool, []float64, and arrays and structs of floats can be differentiated"
	panic(b.refusal(fmt.Sprintf("%s of type %s", role, types.TypeString(t, nil)), hint))
}

// kindOf is the register type for Go type t, or Invalid.
func kindOf(t types.Type) reflect.Kind {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if k, ok := basicKinds[u.Kind()]; ok {
			return k
		}
	case *types.Slice:
		if isFloat64(u.Elem()) {
			return reflect.Slice
		}
	case *types.Array, *types.Struct:
		if _, ok := cellsOf(t); ok {
			return reflect.Slice
		}
	}
	return reflect.Invalid
}

var basicKinds = map[types.BasicKind]reflect.Kind{
	types.Bool: reflect.Bool, types.UntypedBool: reflect.Bool,
	types.Int: reflect.Int, types.Int8: reflect.Int8, types.Int16: reflect.Int16, types.Int32: reflect.Int32, types.Int64: reflect.Int64,
	types.Uint: reflect.Uint, types.Uint8: reflect.Uint8, types.Uint16: reflect.Uint16, types.Uint32: reflect.Uint32,
	types.Uint64: reflect.Uint64, types.Uintptr: reflect.Uintptr, types.UntypedInt: reflect.Int, types.UntypedRune: reflect.Int32,
	types.Float64: reflect.Float64, types.Float32: reflect.Float32, types.UntypedFloat: reflect.Float64,
}

func isFloat64(t types.Type) bool {
	u, ok := t.Underlying().(*types.Basic)
	return ok && u.Kind() == types.Float64
}

func (b *builder) reg(k reflect.Kind, name string) fn.Reg {
	b.out.Regs = append(b.out.Regs, fn.Var{Name: name, Type: k})
	return fn.Reg(len(b.out.Regs) - 1)
}

// number returns the register of a constant.
func (b *builder) number(k reflect.Kind, f float64, n int64) fn.Reg {
	key := constKey{k, math.Float64bits(f) ^ uint64(n)}
	if r, ok := b.consts[key]; ok {
		return r
	}
	r := b.reg(k, "")
	b.out.Regs[r].Const, b.out.Regs[r].F, b.out.Regs[r].N = true, f, n
	b.consts[key] = r
	return r
}

func (b *builder) int(n int) fn.Reg { return b.number(reflect.Int, 0, int64(n)) }

// constant returns the register of c.
func (b *builder) constant(c *ssa.Const) value {
	k := b.kind(c.Type(), "constant")
	switch {
	case k == reflect.Slice:
		if n, ok := cellsOf(c.Type()); ok && !isSlice(c.Type()) {
			r := b.reg(reflect.Slice, "")
			size := b.int(n)
			b.prolog = append(b.prolog, &fn.Instr{Op: fn.OpMake, In: []fn.Reg{size, size}, Out: []fn.Reg{r}})
			return value{regs: []fn.Reg{r}}
		}
		return value{regs: []fn.Reg{b.number(k, 0, 0)}}
	case k == reflect.Bool:
		n := int64(0)
		if constant.BoolVal(c.Value) {
			n = 1
		}
		return value{regs: []fn.Reg{b.number(k, 0, n)}}
	case k == reflect.Float64 || k == reflect.Float32:
		f, _ := constant.Float64Val(constant.ToFloat(c.Value))
		if k == reflect.Float32 {
			f32, _ := constant.Float32Val(constant.ToFloat(c.Value))
			f = float64(f32)
		}
		return value{regs: []fn.Reg{b.number(k, f, 0)}}
	}
	v := constant.ToInt(c.Value)
	n, exact := constant.Int64Val(v)
	if !exact {
		u, _ := constant.Uint64Val(v)
		n = int64(u)
	}
	return value{regs: []fn.Reg{b.number(k, 0, n)}}
}
