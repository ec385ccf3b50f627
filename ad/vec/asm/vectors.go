package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

type vector = reg.VecVirtual

// vectors says which elements a kernel computes with, and in which
// registers: AVX-512's or, from AVX2 with FMA, those of half the width.
//
// Its methods emit an instruction each, and return its result in a register
// of its own. Their operands are registers or constants.
type vectors struct{ f32, z bool }

func (v vectors) bytes() int {
	if v.z {
		return 64
	}
	return 32
}

func (v vectors) size() int {
	if v.f32 {
		return 4
	}
	return 8
}

func (v vectors) lanes() int { return v.bytes() / v.size() }

func (v vectors) elem() string { return fmt.Sprintf("float%d", 8*v.size()) }

// suffix ends the names of kernels: 64z, 32z, 64y, 32y.
func (v vectors) suffix() string {
	return fmt.Sprint(8*v.size()) + map[bool]string{false: "y", true: "z"}[v.z]
}

func (v vectors) register() vector {
	if v.z {
		return ZMM()
	}
	return YMM()
}

type instruction = func(...Op)

// pick returns the instruction for float64 or that for float32.
func (v vectors) pick(double, single instruction) instruction {
	if v.f32 {
		return single
	}
	return double
}

// to emits an instruction whose last operand is its result.
func (v vectors) to(f instruction, operands ...Op) vector {
	r := v.register()
	f(append(operands, r)...)
	return r
}

func (v vectors) move(from, to Op) { v.pick(VMOVUPD, VMOVUPS)(from, to) }

func (v vectors) copy(from Op) vector { return v.to(v.pick(VMOVUPD, VMOVUPS), from) }

// in returns an operand that may not be in memory.
func (v vectors) in(a Op) Op {
	if _, ok := a.(Mem); ok {
		return v.copy(a)
	}
	return a
}

func (v vectors) add(a, b Op) vector { return v.to(v.pick(VADDPD, VADDPS), b, v.in(a)) }

func (v vectors) sub(a, b Op) vector { return v.to(v.pick(VSUBPD, VSUBPS), b, v.in(a)) }

func (v vectors) mul(a, b Op) vector { return v.to(v.pick(VMULPD, VMULPS), b, v.in(a)) }

func (v vectors) div(a, b Op) vector { return v.to(v.pick(VDIVPD, VDIVPS), b, v.in(a)) }

func (v vectors) sqrt(a Op) vector { return v.to(v.pick(VSQRTPD, VSQRTPS), a) }

// max and min return b where an operand is NaN, or both are zeros.
func (v vectors) max(a, b Op) vector { return v.to(v.pick(VMAXPD, VMAXPS), b, v.in(a)) }

func (v vectors) min(a, b Op) vector { return v.to(v.pick(VMINPD, VMINPS), b, v.in(a)) }

// fma returns a·b + c, in the register of c.
func (v vectors) fma(a, b Op, c vector) vector {
	v.pick(VFMADD231PD, VFMADD231PS)(b, v.in(a), c)
	return c
}

// fnma returns c - a·b, in the register of c.
func (v vectors) fnma(a, b Op, c vector) vector {
	v.pick(VFNMADD231PD, VFNMADD231PS)(b, v.in(a), c)
	return c
}

func (v vectors) and(a, b Op) vector { return v.bitwise(VPANDQ, VPAND, a, b) }

func (v vectors) or(a, b Op) vector { return v.bitwise(VPORQ, VPOR, a, b) }

func (v vectors) xor(a, b Op) vector { return v.bitwise(VPXORQ, VPXOR, a, b) }

// andNot returns the bits of b that a has not.
func (v vectors) andNot(a, b Op) vector { return v.bitwise(VPANDNQ, VPANDN, a, b) }

func (v vectors) bitwise(z instruction, y func(b, a, to Op), a, b Op) vector {
	if v.z {
		return v.to(z, b, v.in(a))
	}
	r := v.register()
	y(b, v.in(a), r)
	return r
}

// signed returns a, which has no sign, with that of b.
func (v vectors) signed(a, b vector, sign Op) vector {
	if v.z {
		VPTERNLOGQ(Imm(0xf8), sign, b, a) // a or (b and sign)
		return a
	}
	return v.or(v.and(b, sign), a)
}

// shiftLeft and shiftRight move the bits of each element.
func (v vectors) shiftLeft(n int, a vector) vector {
	return v.to(v.pick(VPSLLQ, VPSLLD), Imm(uint64(n)), a)
}

func (v vectors) shiftRight(n int, a vector) vector {
	return v.to(v.pick(VPSRLQ, VPSRLD), Imm(uint64(n)), a)
}

// plus and less compute with elements as integers.
func (v vectors) plus(a, b Op) vector { return v.to(v.pick(VPADDQ, VPADDD), b, v.in(a)) }

func (v vectors) less(a, b Op) vector { return v.to(v.pick(VPSUBQ, VPSUBD), b, v.in(a)) }

// How to compare: what is asked of a and b, and what a NaN answers.
const (
	equal        = 0x00 // no
	unordered    = 0x03 // yes
	notEqual     = 0x04 // yes
	notLess      = 0x05 // yes
	lessThan     = 0x11 // no
	greaterEqual = 0x1d // no
	greater      = 0x1e // no
)

// A truth is the outcome of a comparison: a mask register or, in AVX2,
// elements of ones and of zeros.
type truth struct{ Op }

func (v vectors) compare(how uint64, a, b Op) truth {
	f := v.pick(VCMPPD, VCMPPS)
	if v.z {
		k := K()
		f(Imm(how), b, v.in(a), k)
		return truth{k}
	}
	return truth{v.to(f, Imm(how), b, v.in(a))}
}

// where returns a where t holds and b elsewhere.
func (v vectors) where(t truth, a, b Op) vector {
	r := v.register()
	switch {
	case v.z:
		v.pick(VBLENDMPD, VBLENDMPS)(a, v.in(b), t.Op, r)
	case v.f32:
		VBLENDVPS(t.Op, a, v.in(b), r)
	default:
		VBLENDVPD(t.Op, a, v.in(b), r)
	}
	return r
}

// only returns a where t holds and 0 elsewhere.
func (v vectors) only(t truth, a Op) vector {
	if !v.z {
		return v.and(t.Op, a)
	}
	r := v.register()
	if v.f32 {
		VMOVUPS_Z(a, t.Op, r)
	} else {
		VMOVUPD_Z(a, t.Op, r)
	}
	return r
}

// zero returns a register of zeros.
func (v vectors) zero() vector {
	r := v.register()
	if v.z {
		VPXORQ(r, r, r)
	} else {
		VPXOR(r, r, r)
	}
	return r
}

// constant returns an operand with x in all lanes: a register where there
// are many. It is to be made before a loop.
func (v vectors) constant(x float64) Op { return v.bits(v.encode(x)) }

// stored returns x in all lanes, in memory.
func (v vectors) stored(x float64) Op { return v.memory(v.encode(x), v.lanes()) }

// coefficient returns where x is stored as load and fmaWith want it: once in
// AVX-512, which can spread it, so that no load crosses a line of the cache.
func (v vectors) coefficient(x float64) Mem {
	if v.z {
		return v.memory(v.encode(x), 1)
	}
	return v.memory(v.encode(x), v.lanes())
}

func (v vectors) load(c Mem) vector {
	if v.z {
		return v.to(v.pick(VBROADCASTSD, VBROADCASTSS), c)
	}
	return v.copy(c)
}

// fmaWith returns c·b + sum, in the register of sum.
func (v vectors) fmaWith(c Mem, b, sum vector) vector {
	if v.z {
		v.pick(VFMADD231PD_BCST, VFMADD231PS_BCST)(c, b, sum)
		return sum
	}
	return v.fma(b, c, sum)
}

// bits is constant for an element given by its bits.
func (v vectors) bits(b uint64) Op {
	if !v.z {
		return v.memory(b, v.lanes())
	}
	return v.to(v.pick(VBROADCASTSD, VBROADCASTSS), v.memory(b, 1))
}

func (v vectors) encode(x float64) uint64 {
	if v.f32 {
		return uint64(math.Float32bits(float32(x)))
	}
	return math.Float64bits(x)
}

// round returns the number nearest to x.
func (v vectors) round(x float64) float64 {
	if v.f32 {
		return float64(float32(x))
	}
	return x
}

var constants = map[string]Mem{}

// memory holds an element as often as said.
func (v vectors) memory(b uint64, count int) Mem {
	name := fmt.Sprintf("c%0*xx%d", 2*v.size(), b, count)
	m, ok := constants[name]
	if !ok {
		m = GLOBL(name, attr.RODATA|attr.NOPTR)
		for i := range count {
			if v.f32 {
				DATA(4*i, U32(b))
			} else {
				DATA(8*i, U64(b))
			}
		}
		constants[name] = m
	}
	return m
}

// lookup returns how AVX-512 looks elements up in tables of two registers by
// the lowest bits of an index. Where registers are scarce the second half of
// a table stays in memory.
func (v vectors) lookup(tables [][]float64, scarce bool) func(k int, index vector) vector {
	at := v.aligned(tables)
	low, high := make([]vector, len(tables)), make([]Op, len(tables))
	for k := range tables {
		low[k], high[k] = v.copy(at(2*k)), at(2*k+1)
		if !scarce {
			high[k] = v.copy(high[k])
		}
	}
	return func(k int, index vector) vector {
		r := v.copy(low[k])
		v.pick(VPERMT2PD, VPERMT2PS)(high[k], index, r)
		return r
	}
}

// aligned returns where the vectors of tables are, each in one line of the
// cache. The linker aligns data to half a line: the tables are there twice,
// half a line apart.
func (v vectors) aligned(tables [][]float64) func(i int) Mem {
	m := GLOBL(fmt.Sprintf("table%d", len(constants)), attr.RODATA|attr.NOPTR)
	constants[m.Symbol.Name] = m
	at := 0
	for range 2 {
		for _, t := range tables {
			for _, x := range t {
				if v.f32 {
					DATA(at, F32(x))
				} else {
					DATA(at, F64(x))
				}
				at += v.size()
			}
		}
		for range 4 {
			DATA(at, U64(0))
			at += 8
		}
	}
	p, second := GP64(), GP64()
	LEAQ(m, p)
	LEAQ(m.Offset(at/2), second)
	TESTQ(U32(32), p)
	CMOVQNE(second, p)
	return func(i int) Mem { return Mem{Base: p, Disp: i * v.bytes()} }
}

// A mask covers the first lanes of a vector.
type mask struct {
	v  vectors
	k  reg.OpmaskVirtual
	at Mem
}

// masked returns the mask of the first n lanes, 0 < n < lanes. It destroys n.
func (v vectors) masked(n reg.GPVirtual) mask {
	m, p := mask{v: v}, GP64()
	if v.z {
		MOVQ(I64(-1), p)
		BZHIQ(n, p, p)
		m.k = K()
		KMOVW(p.As32(), m.k)
		return m
	}
	LEAQ(onesThenZeros(), p)
	NEGQ(n)
	m.at = Mem{Base: p, Index: n, Scale: uint8(v.size()), Disp: 32}
	return m
}

// onesThenZeros is a table of 32 bytes of ones and 32 of zeros: read from
// the right place, it is any mask.
func onesThenZeros() Mem {
	m, ok := constants["window"]
	if !ok {
		m = GLOBL("window", attr.RODATA|attr.NOPTR)
		for i := range 8 {
			DATA(8*i, U64(map[bool]uint64{true: math.MaxUint64}[i < 4]))
		}
		constants["window"] = m
	}
	return m
}

// load returns the masked lanes, the others being 0.
func (m mask) load(from Mem) vector {
	r := m.v.register()
	if m.v.z {
		if m.v.f32 {
			VMOVUPS_Z(from, m.k, r)
		} else {
			VMOVUPD_Z(from, m.k, r)
		}
		return r
	}
	VMOVUPD(m.at, r)
	m.maskedMove(from, r, r)
	return r
}

// store writes the masked lanes and no others.
func (m mask) store(from vector, to Mem) {
	if m.v.z {
		m.v.pick(VMOVUPD, VMOVUPS)(from, m.k, to)
		return
	}
	r := m.v.register()
	VMOVUPD(m.at, r)
	m.maskedMove(from, r, to)
}

// lanes returns the mask as the outcome of a comparison.
func (m mask) lanes() truth {
	if m.v.z {
		return truth{m.k}
	}
	r := m.v.register()
	VMOVUPD(m.at, r)
	return truth{r}
}

func (m mask) maskedMove(from, which, to Op) {
	if m.v.f32 {
		VMASKMOVPS(from, which, to)
	} else {
		VMASKMOVPD(from, which, to)
	}
}

// fold combines the lanes of r in halves, into the lowest.
func (v vectors) fold(r vector, double, single instruction) vector {
	f := v.pick(double, single)
	y := r
	if v.z {
		y = YMM()
		VEXTRACTF64X4(Imm(1), r, y)
		f(r.AsY(), y, y)
	}
	x, swapped := XMM(), XMM()
	VEXTRACTF128(Imm(1), y.AsY(), x)
	f(y.AsX(), x, x)
	VPERMILPD(Imm(1), x, swapped)
	f(swapped, x, x)
	if v.f32 {
		VMOVSHDUP(x, swapped)
		f(swapped, x, x)
	}
	return x
}
