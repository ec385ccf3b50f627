package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vectors says which elements a kernel computes with, and in which
// registers: AVX-512's or, from AVX2 with FMA, those of half the width.
type vectors struct{ f32, z bool }

// rows is the height of the largest tile: its sums and three more vectors
// fill the registers.
func (v vectors) rows() int { return v.pick(6, 12) }

func (v vectors) pick(y, z int) int {
	if v.z {
		return z
	}
	return y
}

func (v vectors) bytes() int { return v.pick(32, 64) }

func (v vectors) size() int {
	if v.f32 {
		return 4
	}
	return 8
}

func (v vectors) lanes() int { return v.bytes() / v.size() }

func (v vectors) elem() string {
	if v.f32 {
		return "float32"
	}
	return "float64"
}

// suffix ends the names of kernels: 64z, 32z, 64y, 32y.
func (v vectors) suffix() string {
	return map[bool]string{false: "64", true: "32"}[v.f32] + map[bool]string{false: "y", true: "z"}[v.z]
}

func (v vectors) register() reg.VecVirtual {
	if v.z {
		return ZMM()
	}
	return YMM()
}

func (v vectors) zero() reg.VecVirtual {
	r := v.register()
	if v.z {
		VPXORQ(r, r, r)
	} else {
		VXORPD(r, r, r)
	}
	return r
}

func (v vectors) choose(double, single func()) {
	if v.f32 {
		single()
	} else {
		double()
	}
}

func (v vectors) move(from, to Op) {
	v.choose(func() { VMOVUPD(from, to) }, func() { VMOVUPS(from, to) })
}

func (v vectors) broadcast(from, to Op) {
	v.choose(func() { VBROADCASTSD(from, to) }, func() { VBROADCASTSS(from, to) })
}

// fma adds a·b to sum.
func (v vectors) fma(a, b, sum Op) {
	v.choose(func() { VFMADD231PD(a, b, sum) }, func() { VFMADD231PS(a, b, sum) })
}

func (v vectors) mul(a, b, to Op) {
	v.choose(func() { VMULPD(a, b, to) }, func() { VMULPS(a, b, to) })
}

func (v vectors) add(a, b, to Op) {
	v.choose(func() { VADDPD(a, b, to) }, func() { VADDPS(a, b, to) })
}

// A mask covers the first lanes of a vector. AVX-512 keeps it in a mask
// register; AVX2 reads it from a table where it is needed, having no vector
// register to spare.
type mask struct {
	v   vectors
	k   reg.OpmaskVirtual
	at  Mem
	tmp reg.VecVirtual
}

// masked returns the mask of the first n lanes, 0 < n ≤ lanes. It destroys
// n, and tmp at each use.
func (v vectors) masked(n reg.GPVirtual, tmp reg.VecVirtual) mask {
	m := mask{v: v, tmp: tmp}
	if v.z {
		ones := GP64()
		MOVQ(I64(-1), ones)
		BZHIQ(n, ones, ones)
		m.k = K()
		KMOVW(ones.As32(), m.k)
		return m
	}
	at := GP64()
	LEAQ(onesThenZeros(), at)
	NEGQ(n)
	m.at = Mem{Base: at, Index: n, Scale: uint8(v.size()), Disp: 32}
	return m
}

var window *Mem

// onesThenZeros is a table of 32 bytes of ones and 32 of zeros: read from the right
// place, it is any mask.
func onesThenZeros() Mem {
	if window != nil {
		return *window
	}
	m := GLOBL("window", attr.RODATA|attr.NOPTR)
	for i := range 8 {
		DATA(8*i, U64(map[bool]uint64{true: math.MaxUint64}[i < 4]))
	}
	window = &m
	return m
}

// load reads the masked lanes, the others being 0.
func (m mask) load(from Mem, to reg.VecVirtual) {
	if m.v.z {
		m.v.choose(func() { VMOVUPD_Z(from, m.k, to) }, func() { VMOVUPS_Z(from, m.k, to) })
		return
	}
	VMOVUPD(m.at, to)
	m.v.choose(func() { VMASKMOVPD(from, to, to) }, func() { VMASKMOVPS(from, to, to) })
}

// store writes the masked lanes and no others.
func (m mask) store(from reg.VecVirtual, to Mem) {
	if m.v.z {
		m.v.choose(func() { VMOVUPD(from, m.k, to) }, func() { VMOVUPS(from, m.k, to) })
		return
	}
	VMOVUPD(m.at, m.tmp)
	m.v.choose(func() { VMASKMOVPD(from, m.tmp, to) }, func() { VMASKMOVPS(from, m.tmp, to) })
}
