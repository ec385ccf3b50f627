package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

type vector = reg.VecVirtual

// A formula emits the instructions that compute a vector of results; it may
// overwrite its operands.
type formula func(in []vector) vector

const lanes = 8

// loop emits dst[i] = f(x0[i], x1[i]…): several vectors at a time, then
// single ones, then the rest under a mask.
func loop(name string, operands, unroll int, prepare func() formula) {
	args := "dst"
	for i := range operands {
		args += fmt.Sprintf(", x%d", i)
	}
	TEXT(name+"Z", NOSPLIT, fmt.Sprintf("func(%s *float64, n int)", args))
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	var x []reg.Register
	for i := range operands {
		x = append(x, Load(Param(fmt.Sprintf("x%d", i)), GP64()))
	}
	n := Load(Param("n"), GP64())
	f, i := prepare(), GP64()
	XORQ(i, i)
	block := func(label string, vectors int) {
		SUBQ(Imm(uint64(lanes*vectors)), n)
		JL(LabelRef(label + "Done"))
		Label(label)
		for u := range vectors {
			var in []vector
			for _, base := range x {
				v := ZMM()
				VMOVUPD(Mem{Base: base, Index: i, Scale: 8, Disp: 64 * u}, v)
				in = append(in, v)
			}
			VMOVUPD(f(in), Mem{Base: dst, Index: i, Scale: 8, Disp: 64 * u})
		}
		ADDQ(Imm(uint64(lanes*vectors)), i)
		SUBQ(Imm(uint64(lanes*vectors)), n)
		JGE(LabelRef(label))
		Label(label + "Done")
		ADDQ(Imm(uint64(lanes*vectors)), n)
	}
	if unroll > 1 {
		block("several", unroll)
	}
	block("single", 1)
	JZ(LabelRef("end"))
	k := rest(n)
	var in []vector
	for _, base := range x {
		v := ZMM()
		VMOVUPD_Z(Mem{Base: base, Index: i, Scale: 8}, k, v)
		in = append(in, v)
	}
	VMOVUPD(f(in), k, Mem{Base: dst, Index: i, Scale: 8})
	Label("end")
	VZEROUPPER()
	RET()
}

// rest is the mask of the first n lanes.
func rest(n reg.Register) reg.OpmaskVirtual {
	m, k := GP64(), K()
	MOVQ(I64(-1), m)
	BZHIQ(n, m, m)
	KMOVW(m.As32(), k)
	return k
}

// sum emits Σ x[i], in four vectors of partial sums.
func sum() {
	TEXT("sumZ", NOSPLIT, "func(x *float64, n int) float64")
	Pragma("noescape")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	var part []vector
	for range 4 {
		p := ZMM()
		VPXORQ(p, p, p)
		part = append(part, p)
	}
	block := func(label string, vectors int) {
		SUBQ(Imm(uint64(lanes*vectors)), n)
		JL(LabelRef(label + "Done"))
		Label(label)
		for i, p := range part[:vectors] {
			VADDPD(Mem{Base: x, Disp: 64 * i}, p, p)
		}
		ADDQ(U32(64*vectors), x)
		SUBQ(Imm(uint64(lanes*vectors)), n)
		JGE(LabelRef(label))
		Label(label + "Done")
		ADDQ(Imm(uint64(lanes*vectors)), n)
	}
	block("several", 4)
	block("single", 1)
	JZ(LabelRef("end"))
	k, v := rest(n), ZMM()
	VMOVUPD_Z(Mem{Base: x}, k, v)
	VADDPD(v, part[0], part[0])
	Label("end")
	VADDPD(part[1], part[0], part[0])
	VADDPD(part[3], part[2], part[2])
	VADDPD(part[2], part[0], part[0])
	half, quarter := YMM(), XMM()
	VEXTRACTF64X4(Imm(1), part[0], half)
	VADDPD(part[0].AsY(), half, half)
	VEXTRACTF128(Imm(1), half, quarter)
	VADDPD(half.AsX(), quarter, quarter)
	VHADDPD(quarter, quarter, quarter)
	Store(quarter, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

var constants = map[uint64]Mem{}

// constant returns a register with v in all lanes.
func constant(v float64) vector {
	bits := math.Float64bits(v)
	m, ok := constants[bits]
	if !ok {
		m = ConstData(fmt.Sprintf("c%016x", bits), F64(v))
		constants[bits] = m
	}
	r := ZMM()
	VBROADCASTSD(m, r)
	return r
}
