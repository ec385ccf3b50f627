package fn

import "reflect"

// The machine's instructions. d, a and b are slots of the file named by the last letter.
const (
	xMoveF uint16 = iota
	xMoveN
	xMoveS

	xAddF // d = a + b
	xSubF
	xMulF
	xQuoF
	xNegF
	xUnary  // d = prims[x].Fun(a)
	xBinary // d = prims[x].Fun2(a, b)
	xMinF   // the built-in min, which knows NaN
	xMaxF
	xRound // d = float32(a)
	xCopyF // d = a, a conversion that changes nothing
	xItoF  // d = float64(a)
	xUtoF  // d = float64(uint64(a))

	xFtoI // from here on results are integers: d = T(a), T = x

	xAddN
	xSubN
	xMulN
	xQuoN
	xRemN
	xQuoU
	xRemU
	xAndN
	xOrN
	xXorN
	xAndNotN
	xShlN // x says whether the count is signed
	xShrN
	xShrU
	xNegN
	xComN
	xNotN
	xWrap // d = T(a), T = x
	xMinN
	xMaxN
	xMinU
	xMaxU

	xEqF
	xNeF
	xLtF
	xLeF
	xEqN
	xNeN
	xLtN
	xLeN
	xLtU
	xLeU
	xIsNaN
	xIsInf
	xSignbit

	xJump // to d
	xLoop // to d, backwards: looks at the stop flag
	xBranch
	xBrEqF // to d if a == b
	xBrNeF
	xBrLtF
	xBrLeF
	xBrEqN
	xBrNeN
	xBrLtN
	xBrLeN
	xReturn
	xPanic

	xCall
	xApply
	xGlobal

	xMake
	xLen
	xCap
	xLoad
	xStore
	xSlice
	xAppend
	xCopy
	xIsNil
)

// floatOps are the primitives that have an instruction of their own, by their spelling in Go.
var floatOps = map[string]uint16{"+": xAddF, "-": xSubF, "*": xMulF, "/": xQuoF, "neg": xNegF}

// An intCode is how the machine computes an operation on integers: signed, unsigned.
type intCode struct{ signed, unsigned uint16 }

var intOps = map[Op]intCode{
	OpAdd: {xAddN, xAddN}, OpSub: {xSubN, xSubN}, OpMul: {xMulN, xMulN}, OpQuo: {xQuoN, xQuoU}, OpRem: {xRemN, xRemU},
	OpAnd: {xAndN, xAndN}, OpOr: {xOrN, xOrN}, OpXor: {xXorN, xXorN}, OpAndNot: {xAndNotN, xAndNotN},
	OpShl: {xShlN, xShlN}, OpShr: {xShrN, xShrU}, OpNeg: {xNegN, xNegN}, OpCom: {xComN, xComN},
	OpMin: {xMinN, xMinU}, OpMax: {xMaxN, xMaxU}, OpNot: {xNotN, xNotN},
}

// A compareCode is how the machine compares floats, signed and unsigned integers; Gt and Ge swap their operands.
type compareCode struct {
	f, n, u uint16
	swap    bool
	br, brn uint16 // fused with a branch, if there is such an instruction
}

var compareOps = map[Op]compareCode{
	OpEq: {f: xEqF, n: xEqN, u: xEqN, br: xBrEqF, brn: xBrEqN},
	OpNe: {f: xNeF, n: xNeN, u: xNeN, br: xBrNeF, brn: xBrNeN},
	OpLt: {f: xLtF, n: xLtN, u: xLtU, br: xBrLtF, brn: xBrLtN},
	OpLe: {f: xLeF, n: xLeN, u: xLeU, br: xBrLeF, brn: xBrLeN},
	OpGt: {f: xLtF, n: xLtN, u: xLtU, br: xBrLtF, brn: xBrLtN, swap: true},
	OpGe: {f: xLeF, n: xLeN, u: xLeU, br: xBrLeF, brn: xBrLeN, swap: true},
}

// ordered reports whether comparing k with < needs the unsigned instructions.
func ordered(k reflect.Kind) bool { return isUnsigned(k) && bits(k) == 64 }

// fusable reports whether in is a comparison that a branch can do itself.
func fusable(f *Func, in *Instr) bool {
	c, ok := compareOps[in.Op]
	if !ok {
		return false
	}
	k := f.Regs[in.In[0]].Type
	return fileOf(k) != fileS && (!ordered(k) || c.u == c.n)
}

func (a *assembler) fuse(in *Instr) ins {
	c := compareOps[in.Op]
	op := c.brn
	if isFloat(a.fn.Regs[in.In[0]].Type) {
		op = c.br
	}
	x, y := a.slot[in.In[0]], a.slot[in.In[1]]
	if c.swap {
		x, y = y, x
	}
	return ins{op: op, a: x, b: y}
}

// instr emits one instruction, and what brings its result back into the range of its type.
func (a *assembler) instr(in *Instr) {
	var x ins
	if len(in.Out) > 0 && in.Out[0] >= 0 {
		x.d = a.slot[in.Out[0]]
	}
	for i, r := range in.In {
		switch i {
		case 0:
			x.a = a.slot[r]
		case 1:
			x.b = a.slot[r]
		}
	}
	switch {
	case in.Op == OpPrim:
		a.primitive(in, x)
	case in.Op == OpConvert:
		a.convert(in, x)
	case intOps[in.Op] != intCode{} && isFloat(a.fn.Regs[in.Out[0]].Type): // min and max
		x.op = xMinF
		if in.Op == OpMax {
			x.op = xMaxF
		}
		a.emit(in.Pos, x)
	case intOps[in.Op] != intCode{}:
		k := a.fn.Regs[in.Out[0]].Type
		x.op = intOps[in.Op].signed
		if isUnsigned(k) {
			x.op = intOps[in.Op].unsigned
		}
		if in.Op == OpShl || in.Op == OpShr {
			if !isUnsigned(a.fn.Regs[in.In[1]].Type) {
				x.x = 1
			}
		}
		a.emit(in.Pos, x)
		if k != reflect.Bool && bits(k) < 64 {
			a.emit(in.Pos, ins{op: xWrap, x: uint16(k), d: x.d, a: x.d})
		}
	case compareOps[in.Op] != compareCode{}:
		a.compare(in, x)
	default:
		a.other(in, x)
	}
}

func (a *assembler) primitive(in *Instr, x ins) {
	op, ok := floatOps[in.Prim.Go]
	switch {
	case ok:
		x.op = op
	case in.Prim.Arity() == 1:
		x.op, x.x = xUnary, a.prim(in.Prim)
	case in.Prim.Arity() == 2:
		x.op, x.x = xBinary, a.prim(in.Prim)
	default:
		panic(a.unknown(in))
	}
	a.emit(in.Pos, x)
	if a.fn.Regs[in.Out[0]].Type == reflect.Float32 {
		a.emit(in.Pos, ins{op: xRound, d: x.d, a: x.d})
	}
}

func (a *assembler) compare(in *Instr, x ins) {
	c, k := compareOps[in.Op], a.fn.Regs[in.In[0]].Type
	switch {
	case isFloat(k):
		x.op = c.f
	case ordered(k):
		x.op = c.u
	default:
		x.op = c.n
	}
	if c.swap {
		x.a, x.b = x.b, x.a
	}
	a.emit(in.Pos, x)
}

// convert emits Out[0] = T(In[0]) between numeric types.
func (a *assembler) convert(in *Instr, x ins) {
	from, to := a.fn.Regs[in.In[0]].Type, a.fn.Regs[in.Out[0]].Type
	switch {
	case isFloat(from) && isFloat(to):
		x.op = xCopyF
		if to == reflect.Float32 && from != to {
			x.op = xRound
		}
	case isFloat(to):
		x.op = xItoF
		if ordered(from) {
			x.op = xUtoF
		}
		a.emit(in.Pos, x)
		if to == reflect.Float32 {
			a.emit(in.Pos, ins{op: xRound, d: x.d, a: x.d})
		}
		return
	case isFloat(from):
		x.op, x.x = xFtoI, uint16(to)
	default:
		x.op, x.x = xWrap, uint16(to)
	}
	a.emit(in.Pos, x)
}

var otherOps = map[Op]uint16{
	OpIsNaN: xIsNaN, OpIsInf: xIsInf, OpSignbit: xSignbit, OpLen: xLen, OpCap: xCap, OpLoad: xLoad, OpAppend: xAppend,
	OpCopy: xCopy, OpIsNil: xIsNil, OpMake: xMake,
}

func (a *assembler) other(in *Instr, x ins) {
	switch in.Op {
	case OpCall:
		x = ins{op: xCall, a: a.site(in)}
	case OpApply:
		x = ins{op: xApply, a: a.site(in)}
	case OpGlobal:
		x.op, x.a = xGlobal, int32(len(a.gets))
		x.x = uint16(fileOf(a.fn.Regs[in.Out[0]].Type))
		a.gets = append(a.gets, in.Get)
	case OpStore:
		x.op, x.d = xStore, a.slot[in.In[2]]
	case OpSlice: // bounds lie in the slots that a call site names
		x.op, x.b = xSlice, a.site(in)
	default:
		op, ok := otherOps[in.Op]
		if !ok {
			panic(a.unknown(in))
		}
		x.op = op
	}
	a.emit(in.Pos, x)
}
