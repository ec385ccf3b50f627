package lift

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

// body lifts the instructions of blk, without its end.
func (b *builder) body(blk *ssa.BasicBlock) {
	b.block = b.out.Blocks[blk.Index]
	for _, in := range blk.Instrs {
		if p := in.Pos(); p.IsValid() {
			b.at = p
		}
		if v, ok := in.(ssa.Value); ok {
			if p := b.legend.pos(v); p.IsValid() {
				b.at = p
			}
			b.valueInstr(v)
			continue
		}
		b.effect(in)
	}
}

// valueInstr lifts an instruction that has a value.
func (b *builder) valueInstr(in ssa.Value) {
	name := b.legend.names[in]
	var r fn.Reg
	switch in := in.(type) {
	case *ssa.Phi:
		r = b.reg(b.kind(in.Type(), "variable "+name), name)
	case *ssa.BinOp:
		r = b.binary(in, name)
	case *ssa.UnOp:
		b.values[in] = b.unary(in, name)
		return
	case *ssa.Call:
		b.values[in] = b.call(in, name)
		return
	case *ssa.Extract:
		b.values[in] = b.extract(in, name)
		return
	case *ssa.Convert:
		r = b.convert(in, name)
	case *ssa.ChangeType:
		b.values[in] = b.value(in.X)
		return
	case *ssa.MakeClosure:
		b.values[in] = value{fun: &function{code: in.Fn.(*ssa.Function), scope: b.scope}}
		return
	case *ssa.MakeInterface:
		b.values[in] = b.boxed(in)
		return
	case *ssa.Alloc:
		b.values[in] = b.alloc(in)
		return
	case *ssa.IndexAddr, *ssa.FieldAddr, *ssa.Index, *ssa.Field:
		b.values[in] = b.part(in, name)
		return
	case *ssa.MakeSlice:
		b.kind(in.Type(), "make of a slice")
		r = b.compute(fn.OpMake, reflect.Slice, name, b.asInt(in.Len), b.asInt(in.Cap))
	case *ssa.Slice:
		if b.value(in.X).opaque {
			b.values[in] = value{opaque: true}
			return
		}
		r = b.slice(in, name)
	default:
		panic(b.refusal(describe(in), hints[reflect.TypeOf(in)]))
	}
	b.values[in] = value{regs: []fn.Reg{r}}
}

// part lifts what selects an element or a field, of a variable or of a value.
func (b *builder) part(in ssa.Value, name string) value {
	switch in := in.(type) {
	case *ssa.Index:
		return b.load(&address{mem: b.one(in.X), base: b.scaled(in.Index, in.Type()), elem: in.Type()}, name)
	case *ssa.Field:
		st := in.X.Type().Underlying().(*types.Struct)
		return b.load(&address{mem: b.one(in.X), base: b.int(fieldOffset(st, in.Field)), elem: in.Type()}, name)
	case *ssa.IndexAddr:
		if b.value(in.X).opaque {
			return value{opaque: true}
		}
	}
	return value{addr: b.element(in)}
}

// effect lifts an instruction without a value. Ends are left to end.
func (b *builder) effect(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.DebugRef, *ssa.If, *ssa.Jump, *ssa.Return, *ssa.Panic, *ssa.RunDefers:
	case *ssa.Store:
		b.store(in)
	default:
		panic(b.refusal(describe(in), hints[reflect.TypeOf(in)]))
	}
}

var arithmetic = map[token.Token]fn.Op{
	token.ADD: fn.OpAdd, token.SUB: fn.OpSub, token.MUL: fn.OpMul, token.QUO: fn.OpQuo, token.REM: fn.OpRem,
	token.AND: fn.OpAnd, token.OR: fn.OpOr, token.XOR: fn.OpXor, token.AND_NOT: fn.OpAndNot, token.SHL: fn.OpShl, token.SHR: fn.OpShr,
}

var comparisons = map[token.Token]fn.Op{
	token.EQL: fn.OpEq, token.NEQ: fn.OpNe, token.LSS: fn.OpLt, token.LEQ: fn.OpLe, token.GTR: fn.OpGt, token.GEQ: fn.OpGe,
}

func (b *builder) binary(in *ssa.BinOp, name string) fn.Reg {
	if op, ok := comparisons[in.Op]; ok {
		return b.comparison(op, in, name)
	}
	k := b.kind(in.Type(), "arithmetic")
	x, y := b.one(in.X), b.one(in.Y)
	if k == reflect.Float64 || k == reflect.Float32 {
		return b.prim(in.Op.String(), k, name, x, y)
	}
	return b.compute(arithmetic[in.Op], k, name, x, y)
}

func (b *builder) comparison(op fn.Op, in *ssa.BinOp, name string) fn.Reg {
	k := b.kind(in.X.Type(), "comparison")
	if k == reflect.Slice {
		if !isSlice(in.X.Type()) {
			panic(b.refusal("comparison of "+in.X.Type().String(), "compare the numbers in it"))
		}
		x := in.X
		if c, ok := x.(*ssa.Const); ok && c.IsNil() {
			x = in.Y
		}
		r := b.compute(fn.OpIsNil, reflect.Bool, name, b.one(x))
		if op == fn.OpNe {
			r = b.compute(fn.OpNot, reflect.Bool, name, r)
		}
		return r
	}
	return b.compute(op, reflect.Bool, name, b.one(in.X), b.one(in.Y))
}

// prim emits the primitive that Go spells so.
func (b *builder) prim(spelling string, k reflect.Kind, name string, in ...fn.Reg) fn.Reg {
	p := ad.PrimOfGo(spelling)
	if p == nil {
		panic(b.refusal("call of "+spelling+", which has no derivative rule", ""))
	}
	r := b.reg(k, name)
	b.emit(fn.Instr{Op: fn.OpPrim, Prim: p, In: in, Out: []fn.Reg{r}})
	return r
}

func (b *builder) unary(in *ssa.UnOp, name string) value {
	if in.Op == token.MUL {
		return b.deref(in, name)
	}
	if in.Op == token.ARROW {
		panic(b.refusal("receive from a channel", ""))
	}
	k, x := b.kind(in.Type(), "operand"), b.one(in.X)
	var r fn.Reg
	switch {
	case in.Op == token.NOT:
		r = b.compute(fn.OpNot, k, name, x)
	case in.Op == token.XOR:
		r = b.compute(fn.OpCom, k, name, x)
	case k == reflect.Float64 || k == reflect.Float32:
		r = b.prim("neg", k, name, x)
	default:
		r = b.compute(fn.OpNeg, k, name, x)
	}
	return value{regs: []fn.Reg{r}}
}

func (b *builder) convert(in *ssa.Convert, name string) fn.Reg {
	k := b.kind(in.Type(), "conversion to a value")
	from := b.kind(in.X.Type(), "conversion from a value")
	if (k == reflect.Slice) != (from == reflect.Slice) {
		panic(b.refusal(fmt.Sprintf("conversion of %s to %s", in.X.Type(), in.Type()), ""))
	}
	return b.compute(fn.OpConvert, k, name, b.one(in.X))
}

// asInt returns v, of any integer type, as an int.
func (b *builder) asInt(v ssa.Value) fn.Reg {
	if k := b.kind(v.Type(), "index"); k != reflect.Int {
		return b.compute(fn.OpConvert, reflect.Int, "", b.one(v))
	}
	return b.one(v)
}

func (b *builder) extract(in *ssa.Extract, name string) value {
	t := b.value(in.Tuple)
	if in.Index >= len(t.parts) {
		panic(b.refusal(describe(in.Tuple), ""))
	}
	part := t.parts[in.Index]
	if len(part.regs) == 1 {
		if v := &b.out.Regs[part.regs[0]]; v.Name == "" && !v.Const {
			v.Name = name
		}
	}
	return part
}

// boxed is a constant on its way into panic or fmt; nothing else may go into an interface.
func (b *builder) boxed(in *ssa.MakeInterface) value {
	for _, r := range *in.Referrers() {
		switch r.(type) {
		case *ssa.Panic, *ssa.DebugRef, *ssa.Store:
		default:
			panic(b.refusal("conversion of "+in.X.Type().String()+" to an interface", "numbers can't pass through interfaces"))
		}
	}
	return value{opaque: true}
}
