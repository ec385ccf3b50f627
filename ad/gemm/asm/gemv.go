package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// wide emits the product of a row with a matrix eight vectors wide: the
// sums of a tile of one row would wait for each other.
func wide(v vectors) {
	const width = 8
	TEXT("wide"+v.suffix(), NOSPLIT, fmt.Sprintf(
		"func(k int, a *%[1]s, cs int, b *%[1]s, ldb int, c *%[1]s, alpha %[1]s, add bool)", v.elem()))
	Pragma("noescape")
	Doc(fmt.Sprintf("wide%s computes one row of %d columns.", v.suffix(), width*v.lanes()))
	k, a, cs := Load(Param("k"), GP64()), Load(Param("a"), GP64()), Load(Param("cs"), GP64())
	b, ldb := Load(Param("b"), GP64()), Load(Param("ldb"), GP64())
	var sum []reg.VecVirtual
	for range width {
		sum = append(sum, v.zero())
	}
	TESTQ(k, k)
	JZ(LabelRef("store"))
	Label("loop")
	x := v.register()
	v.broadcast(Mem{Base: a}, x)
	for j, s := range sum {
		v.fma(Mem{Base: b, Disp: j * v.bytes()}, x, s)
	}
	ADDQ(cs, a)
	ADDQ(ldb, b)
	DECQ(k)
	JNZ(LabelRef("loop"))

	Label("store")
	alpha := v.register()
	factor, _ := Param("alpha").Resolve()
	v.broadcast(factor.Addr, alpha)
	c, add := Load(Param("c"), GP64()), Load(Param("add"), GP8())
	TESTB(add, add)
	JZ(LabelRef("overwrite"))
	for j, s := range sum {
		r := v.register()
		v.move(Mem{Base: c, Disp: j * v.bytes()}, r)
		v.fma(alpha, s, r)
		v.move(r, Mem{Base: c, Disp: j * v.bytes()})
	}
	VZEROUPPER()
	RET()
	Label("overwrite")
	for j, s := range sum {
		v.mul(alpha, s, s)
		v.move(s, Mem{Base: c, Disp: j * v.bytes()})
	}
	VZEROUPPER()
	RET()
}

// dots emits the scalar products of a vector with the given number of rows.
func dots(v vectors, rows int) {
	const unroll = 2
	TEXT(fmt.Sprintf("dots%s%d", v.suffix(), rows), NOSPLIT,
		fmt.Sprintf("func(k int, a *%[1]s, lda int, x, y *%[1]s)", v.elem()))
	Pragma("noescape")
	Doc(fmt.Sprintf("dots%s%d sets y to the scalar products of x with %d rows.", v.suffix(), rows, rows))
	k := Load(Param("k"), GP64()).(reg.GPVirtual)
	a := []reg.Register{Load(Param("a"), GP64())}
	lda := Load(Param("lda"), GP64())
	for range rows - 1 {
		p := GP64()
		LEAQ(Mem{Base: a[len(a)-1], Index: lda, Scale: 1}, p)
		a = append(a, p)
	}
	x := Load(Param("x"), GP64())
	sum := make([][unroll]reg.VecVirtual, rows)
	for i := range sum {
		sum[i] = [unroll]reg.VecVirtual{v.zero(), v.zero()}
	}
	last, at := v.register(), GP64()
	XORQ(at, at)
	step := func(label string, width int, m *mask) {
		Label(label)
		for j := range width {
			p, q := v.register(), v.register()
			from := func(base reg.Register) Mem { return Mem{Base: base, Index: at, Scale: 1, Disp: j * v.bytes()} }
			if m != nil {
				m.load(from(x), p)
			} else {
				v.move(from(x), p)
			}
			for i := range rows {
				if m != nil {
					m.load(from(a[i]), q)
					v.fma(q, p, sum[i][j])
				} else {
					v.fma(from(a[i]), p, sum[i][j])
				}
			}
		}
		ADDQ(Imm(uint64(width*v.bytes())), at)
	}
	SUBQ(Imm(uint64(unroll*v.lanes())), k)
	JL(LabelRef("rest"))
	step("loop", unroll, nil)
	SUBQ(Imm(uint64(unroll*v.lanes())), k)
	JGE(LabelRef("loop"))
	Label("rest")
	ADDQ(Imm(uint64(v.lanes())), k) // k is now one vector short of what is left
	JL(LabelRef("tail"))
	step("single", 1, nil)
	SUBQ(Imm(uint64(v.lanes())), k)
	Label("tail")
	ADDQ(Imm(uint64(v.lanes())), k)
	JZ(LabelRef("done"))
	m := v.masked(k, last)
	step("masked", 1, &m)
	Label("done")
	y := Load(Param("y"), GP64())
	for i := range rows {
		v.add(sum[i][1], sum[i][0], sum[i][0])
		total := v.total(sum[i][0])
		v.choose(func() { VMOVSD(total, Mem{Base: y, Disp: 8 * i}) }, func() { VMOVSS(total, Mem{Base: y, Disp: 4 * i}) })
	}
	VZEROUPPER()
	RET()
}

// total adds the lanes of r in pairs.
func (v vectors) total(r reg.VecVirtual) reg.VecVirtual {
	half := r
	if v.z {
		h := YMM()
		VEXTRACTF64X4(Imm(1), r, h)
		v.add(r.AsY(), h, h)
		half = h
	}
	x := XMM()
	VEXTRACTF128(Imm(1), half.AsY(), x)
	v.add(half.AsX(), x, x)
	v.choose(func() { VHADDPD(x, x, x) }, func() { VHADDPS(x, x, x); VHADDPS(x, x, x) })
	return x
}
