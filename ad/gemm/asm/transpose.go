package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// transpose emits a kernel that writes the columns of a few rows as rows:
// a square block of side rows at a time, n of them side by side. Strides
// are in bytes.
func transpose(name string, v vectors, side int, block func(r []reg.VecVirtual) []reg.VecVirtual) {
	TEXT(name, NOSPLIT, fmt.Sprintf("func(n int, src *%[1]s, ss int, dst *%[1]s, ds int)", v.elem()))
	Pragma("noescape")
	Doc(fmt.Sprintf("%s transposes n blocks of %d by %d, side by side in src, below each other in dst.", name, side, side))
	n, src, ss := Load(Param("n"), GP64()), Load(Param("src"), GP64()), Load(Param("ss"), GP64())
	dst, ds := Load(Param("dst"), GP64()), Load(Param("ds"), GP64())
	Label("loop")
	from := GP64()
	MOVQ(src, from)
	r := make([]reg.VecVirtual, side)
	for i := range r {
		r[i] = v.register()
		VMOVUPD(Mem{Base: from}, r[i])
		ADDQ(ss, from)
	}
	for _, column := range block(r) {
		VMOVUPD(column, Mem{Base: dst})
		ADDQ(ds, dst)
	}
	ADDQ(Imm(uint64(v.bytes())), src)
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// pairs interleaves neighbours: the low elements of each pair, then the high.
func pairs(v vectors, low, high func(b, a, to Op), r []reg.VecVirtual) (lows, highs []reg.VecVirtual) {
	for i := 0; i < len(r); i += 2 {
		l, h := v.register(), v.register()
		low(r[i+1], r[i], l)
		high(r[i+1], r[i], h)
		lows, highs = append(lows, l), append(highs, h)
	}
	return lows, highs
}

func transpose64z() {
	v := vectors{z: true}
	shuffle := func(how uint64, a, b reg.VecVirtual) reg.VecVirtual {
		to := v.register()
		VSHUFF64X2(Imm(how), b, a, to)
		return to
	}
	transpose("transpose64z", v, 8, func(r []reg.VecVirtual) []reg.VecVirtual {
		low, high := pairs(v, func(b, a, to Op) { VUNPCKLPD(b, a, to) }, func(b, a, to Op) { VUNPCKHPD(b, a, to) }, r)
		column := make([]reg.VecVirtual, 8)
		for odd, t := range [][]reg.VecVirtual{low, high} { // t[i] holds rows 2i and 2i+1
			for half, how := range []uint64{0x44, 0xee} {
				a, b := shuffle(how, t[0], t[1]), shuffle(how, t[2], t[3])
				column[4*half+odd] = shuffle(0x88, a, b)
				column[4*half+2+odd] = shuffle(0xdd, a, b)
			}
		}
		return column
	})
}

func transpose64y() {
	v := vectors{}
	transpose("transpose64y", v, 4, func(r []reg.VecVirtual) []reg.VecVirtual {
		low, high := pairs(v, func(b, a, to Op) { VUNPCKLPD(b, a, to) }, func(b, a, to Op) { VUNPCKHPD(b, a, to) }, r)
		column := make([]reg.VecVirtual, 4)
		for odd, t := range [][]reg.VecVirtual{low, high} {
			column[odd], column[2+odd] = halves(v, t[0], t[1])
		}
		return column
	})
}

func transpose32y() {
	v := vectors{f32: true}
	transpose("transpose32y", v, 8, func(r []reg.VecVirtual) []reg.VecVirtual {
		low, high := pairs(v, func(b, a, to Op) { VUNPCKLPS(b, a, to) }, func(b, a, to Op) { VUNPCKHPS(b, a, to) }, r)
		column := make([]reg.VecVirtual, 8)
		for i, t := range [][]reg.VecVirtual{low, high} {
			even, odd := pairs(v, func(b, a, to Op) { VUNPCKLPD(b, a, to) }, func(b, a, to Op) { VUNPCKHPD(b, a, to) }, t)
			column[2*i], column[2*i+4] = halves(v, even[0], even[1])
			column[2*i+1], column[2*i+5] = halves(v, odd[0], odd[1])
		}
		return column
	})
}

// halves returns the low halves of a and b, and the high halves.
func halves(v vectors, a, b reg.VecVirtual) (low, high reg.VecVirtual) {
	low, high = v.register(), v.register()
	VPERM2F128(Imm(0x20), b, a, low)
	VPERM2F128(Imm(0x31), b, a, high)
	return low, high
}
