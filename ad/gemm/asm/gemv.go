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

// gridCols is how many columns a grid has, gridRows how many rows: its sums
// and a column more fill the registers.
const gridCols = 5

func (v vectors) gridRows() int { return v.pick(2, 4) }

// grid emits the scalar products of a few rows with gridCols others, row by
// row into y.
func grid(v vectors) {
	TEXT("grid"+v.suffix(), NOSPLIT, fmt.Sprintf("func(k int, a *%[1]s, lda int, b *%[1]s, ldb int, y *%[1]s)", v.elem()))
	Pragma("noescape")
	Doc(fmt.Sprintf("grid%s sets y to the scalar products of %d rows with %d.", v.suffix(), v.gridRows(), gridCols))
	k := Load(Param("k"), GP64()).(reg.GPVirtual)
	rows := func(name, stride string, n int) (base []reg.Register, at func(i int) Mem) {
		base, by := []reg.Register{Load(Param(name), GP64())}, Load(Param(stride), GP64())
		for i := 3; i < n; i += 3 {
			p := GP64()
			LEAQ(Mem{Base: base[len(base)-1], Index: by, Scale: 2}, p)
			ADDQ(by, p)
			base = append(base, p)
		}
		return base, func(i int) Mem {
			m := Mem{Base: base[i/3]}
			if i%3 > 0 {
				m.Index, m.Scale = by, uint8(i%3)
			}
			return m
		}
	}
	a, rowA := rows("a", "lda", v.gridRows())
	b, rowB := rows("b", "ldb", gridCols)
	var sum []reg.VecVirtual
	for range v.gridRows() * gridCols {
		sum = append(sum, v.zero())
	}
	step := func(load func(from Mem) reg.VecVirtual) {
		var x []reg.VecVirtual
		for i := range v.gridRows() {
			x = append(x, load(rowA(i)))
		}
		for j := range gridCols {
			y := load(rowB(j))
			for i := range x {
				v.fma(x[i], y, sum[i*gridCols+j])
			}
		}
	}
	SUBQ(Imm(uint64(v.lanes())), k)
	JL(LabelRef("tail"))
	Label("loop")
	step(func(from Mem) reg.VecVirtual {
		r := v.register()
		v.move(from, r)
		return r
	})
	for _, p := range append(a, b...) {
		ADDQ(Imm(uint64(v.bytes())), p)
	}
	SUBQ(Imm(uint64(v.lanes())), k)
	JGE(LabelRef("loop"))
	Label("tail")
	ADDQ(Imm(uint64(v.lanes())), k)
	JZ(LabelRef("done"))
	m := v.masked(k, nil)
	step(func(from Mem) reg.VecVirtual {
		r := v.register()
		m.load(from, r)
		return r
	})
	Label("done")
	v.totals(sum, Load(Param("y"), GP64()))
	VZEROUPPER()
	RET()
}

// totals adds the lanes of each r in pairs and stores what comes of them.
func (v vectors) totals(r []reg.VecVirtual, y reg.Register) {
	half := make([]reg.VecVirtual, len(r))
	for i := range r {
		half[i] = r[i]
		if v.z {
			half[i] = YMM()
			VEXTRACTF64X4(Imm(1), r[i], half[i])
			v.add(r[i].AsY(), half[i], half[i])
		}
	}
	// In each half: the sums of a and b's lanes, taking turns. AVX-512's upper
	// registers are beyond VHADDPD.
	mixed := func(low, high func(b, a, to Op), a, b reg.VecVirtual) reg.VecVirtual {
		l, h := YMM(), YMM()
		low(b.AsY(), a.AsY(), l)
		high(b.AsY(), a.AsY(), h)
		v.add(h, l, l)
		return l
	}
	lowD, highD := func(b, a, to Op) { VUNPCKLPD(b, a, to) }, func(b, a, to Op) { VUNPCKHPD(b, a, to) }
	lowS, highS := func(b, a, to Op) { VUNPCKLPS(b, a, to) }, func(b, a, to Op) { VUNPCKHPS(b, a, to) }
	each := 16 / v.size()
	for i := 0; i < len(half); i += each {
		group := make([]reg.VecVirtual, each)
		for j := range group {
			group[j] = half[i+j%min(each, len(half)-i)]
		}
		if v.f32 {
			group = []reg.VecVirtual{mixed(lowS, highS, group[0], group[1]), mixed(lowS, highS, group[2], group[3])}
		}
		four := mixed(lowD, highD, group[0], group[1])
		x := XMM()
		if v.z {
			VEXTRACTF32X4(Imm(1), four.AsY(), x)
		} else {
			VEXTRACTF128(Imm(1), four.AsY(), x)
		}
		v.add(four.AsX(), x, x)
		if len(half)-i < each {
			VMOVSD(x, Mem{Base: y, Disp: i * v.size()}) // two float32
		} else {
			v.move(x, Mem{Base: y, Disp: i * v.size()})
		}
	}
}
