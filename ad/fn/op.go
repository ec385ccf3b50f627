package fn

import "reflect"

// An Op says what an instruction does. The types of its registers say on what: OpAdd adds integers of the type of its
// result, wrapping as Go does. Arithmetic on floats is always OpPrim.
type Op uint8

// The operations.
const (
	OpPrim    Op = iota // Out[0] = Prim(In...)
	OpConvert           // Out[0] = T(In[0]) between numeric types

	OpAdd
	OpSub
	OpMul
	OpQuo
	OpRem
	OpAnd
	OpOr
	OpXor
	OpAndNot
	OpShl
	OpShr
	OpNeg
	OpCom

	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpNot

	OpMin // of two integers
	OpMax

	OpIsNaN
	OpIsInf // In[1] is the sign, as in math.IsInf
	OpSignbit

	OpGlobal // Out[0] = Get()
	OpCall   // Out = Callee(In...): parameters, then captured values
	OpApply  // Out = Verb(Callee)(In...): parameters, captured values, then tangents or cotangents

	OpMake   // Out[0] = make([]float64, In[0], In[1])
	OpLen    // Out[0] = len(In[0])
	OpCap    // Out[0] = cap(In[0])
	OpLoad   // Out[0] = In[0][In[1]]
	OpStore  // In[0][In[1]] = In[2]
	OpSlice  // Out[0] = In[0][In[1]:In[2]:In[3]]
	OpAppend // Out[0] = append(In[0], In[1]...)
	OpCopy   // Out[0] = copy(In[0], In[1])
	OpIsNil  // Out[0] = In[0] == nil

	numOps
)

// An opInfo is the row of an operation: its name in listings and, where Go writes it between or before operands, its token.
type opInfo struct {
	name  string
	token string
}

var ops = [numOps]opInfo{
	OpPrim: {name: "prim"}, OpConvert: {name: "convert"},
	OpAdd: {"add", "+"}, OpSub: {"sub", "-"}, OpMul: {"mul", "*"}, OpQuo: {"quo", "/"}, OpRem: {"rem", "%"},
	OpAnd: {"and", "&"}, OpOr: {"or", "|"}, OpXor: {"xor", "^"}, OpAndNot: {"andnot", "&^"},
	OpShl: {"shl", "<<"}, OpShr: {"shr", ">>"}, OpNeg: {"neg", "-"}, OpCom: {"com", "^"},
	OpEq: {"eq", "=="}, OpNe: {"ne", "!="}, OpLt: {"lt", "<"}, OpLe: {"le", "<="}, OpGt: {"gt", ">"}, OpGe: {"ge", ">="},
	OpNot: {"not", "!"}, OpMin: {name: "min"}, OpMax: {name: "max"},
	OpIsNaN: {name: "math.IsNaN"}, OpIsInf: {name: "math.IsInf"}, OpSignbit: {name: "math.Signbit"},
	OpGlobal: {name: "global"}, OpCall: {name: "call"}, OpApply: {name: "apply"},
	OpMake: {name: "make"}, OpLen: {name: "len"}, OpCap: {name: "cap"}, OpLoad: {name: "load"}, OpStore: {name: "store"},
	OpSlice: {name: "slice"}, OpAppend: {name: "append"}, OpCopy: {name: "copy"}, OpIsNil: {name: "isnil"},
}

func (op Op) String() string { return ops[op].name }

// isFloat reports whether k is a floating-point type.
func isFloat(k reflect.Kind) bool { return k == reflect.Float64 || k == reflect.Float32 }

// isUnsigned reports whether k is an unsigned integer type.
func isUnsigned(k reflect.Kind) bool { return reflect.Uint <= k && k <= reflect.Uintptr }

// bits is the width of integer type k.
func bits(k reflect.Kind) uint {
	switch k {
	case reflect.Int8, reflect.Uint8:
		return 8
	case reflect.Int16, reflect.Uint16:
		return 16
	case reflect.Int32, reflect.Uint32:
		return 32
	}
	return 64
}

// wrap reduces n to integer type k, as Go's arithmetic does.
func wrap(n int64, k reflect.Kind) int64 {
	shift := 64 - bits(k)
	if isUnsigned(k) {
		return int64(uint64(n) << shift >> shift)
	}
	return n << shift >> shift
}
