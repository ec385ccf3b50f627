package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tile emits C = alpha·A·B, or C += alpha·A·B, for a tile of C of the given
// rows and n columns, at most two vectors wide. A is addressed by a row and
// a column stride, so it may be transposed; rows of B and C are contiguous.
// All strides are in bytes. Every element is one chain of fused
// multiply-adds in the order of k, whatever the tile it falls into.
//
// It goes on with as many tiles below each other as count says: a call and
// the return to Go cost as much as several steps of a loop. There are two
// loops: for two vectors, of which the second ends with the row and may
// overlap the first, and for one vector in part. A mask would do for the
// former too, but reading past the end of a page by one is slow where the
// next page was never used, and there matrices often end.
func tile(v vectors, rows int) {
	TEXT(fmt.Sprintf("tile%s%d", v.suffix(), rows), NOSPLIT, fmt.Sprintf(
		"func(count, k int, a *%[1]s, rs, cs int, b *%[1]s, ldb int, c *%[1]s, ldc int, n int, alpha %[1]s, add bool)", v.elem()))
	Pragma("noescape")
	Doc(fmt.Sprintf("tile%s%d computes tiles of %d rows and up to %d columns.", v.suffix(), rows, rows, 2*v.lanes()))
	t := &tiling{vectors: v, rows: rows}
	Label("tile")
	t.loadArguments()
	t.alpha, t.last = v.register(), v.register()
	n := Load(Param("n"), GP64()).(reg.GPVirtual)
	for range rows {
		t.sum = append(t.sum, [2]reg.VecVirtual{v.zero(), v.zero()})
	}
	CMPQ(n, Imm(uint64(v.lanes())))
	JLE(LabelRef("one"))
	t.second = GP64()
	SUBQ(Imm(uint64(v.lanes())), n)
	IMUL3Q(Imm(uint64(v.size())), n, t.second)
	t.prefetch()
	Label("near")
	t.pass("two", 2, nil)
	Label("one")
	m := v.masked(n, t.last)
	t.pass("single", 1, &m)
	t.next()
}

// A tiling holds the registers of one tile kernel.
type tiling struct {
	vectors
	rows        int
	k           reg.Register
	rs, cs      reg.Register
	b, ldb      reg.Register
	second      reg.Register   // how far the second vector is from the first
	a           []reg.Register // every third row's address
	sum         [][2]reg.VecVirtual
	alpha, last reg.VecVirtual // the two vectors of B, free outside the loop
}

// next moves to the tile below, whose place it keeps in the arguments.
func (t *tiling) next() {
	Label("next")
	argument := func(name string) Mem {
		p, err := Param(name).Resolve()
		if err != nil {
			panic(err)
		}
		return p.Addr
	}
	for _, move := range [][2]string{{"a", "rs"}, {"c", "ldc"}} {
		by := Load(Param(move[1]), GP64())
		IMUL3Q(Imm(uint64(t.rows)), by, by)
		ADDQ(by, argument(move[0]))
	}
	DECQ(argument("count"))
	JNZ(LabelRef("tile"))
	VZEROUPPER()
	RET()
}

func (t *tiling) loadArguments() {
	t.k = Load(Param("k"), GP64())
	t.a = append(t.a, Load(Param("a"), GP64()))
	t.rs = Load(Param("rs"), GP64())
	t.cs = Load(Param("cs"), GP64())
	t.b = Load(Param("b"), GP64())
	t.ldb = Load(Param("ldb"), GP64())
	for i := 3; i < t.rows; i += 3 {
		p := GP64()
		LEAQ(Mem{Base: t.a[len(t.a)-1], Index: t.rs, Scale: 2}, p)
		ADDQ(t.rs, p)
		t.a = append(t.a, p)
	}
}

// row addresses the element of row i of A.
func (t *tiling) row(i int) Mem {
	m := Mem{Base: t.a[i/3]}
	if i%3 > 0 {
		m.Index, m.Scale = t.rs, uint8(i%3)
	}
	return m
}

// vector addresses one of the vectors of a row.
func (t *tiling) vector(row reg.Register, j int) Mem {
	if j == 0 {
		return Mem{Base: row}
	}
	return Mem{Base: row, Index: t.second, Scale: 1}
}

// prefetch asks for the tile of C, which is needed at the end, where it may be
// far away: a product that is not deep is small.
func (t *tiling) prefetch() {
	if t.rows < 4 {
		return
	}
	CMPQ(t.k, Imm(100))
	JLT(LabelRef("near"))
	c, ldc := Load(Param("c"), GP64()), Load(Param("ldc"), GP64())
	for i := range t.rows {
		for at := 0; at < 2*t.bytes(); at += 64 {
			PREFETCHT0(Mem{Base: c, Disp: at})
		}
		PREFETCHT0(Mem{Base: c, Disp: 2*t.bytes() - 1})
		if i < t.rows-1 {
			ADDQ(ldc, c)
		}
	}
}

// pass emits the loop and the stores for a tile of the given vectors, masked
// if there is a mask.
func (t *tiling) pass(name string, width int, m *mask) {
	TESTQ(t.k, t.k)
	JZ(LabelRef(name + "Store"))
	Label(name)
	b := [2]reg.VecVirtual{t.alpha, t.last}
	for j := range width {
		if m != nil {
			m.load(t.vector(t.b, j), b[j])
		} else {
			t.move(t.vector(t.b, j), b[j])
		}
	}
	for i := range t.rows {
		a := t.register()
		t.broadcast(t.row(i), a)
		for j := range width {
			t.fma(a, b[j], t.sum[i][j])
		}
	}
	for _, p := range t.a {
		ADDQ(t.cs, p)
	}
	ADDQ(t.ldb, t.b)
	DECQ(t.k)
	JNZ(LabelRef(name))

	Label(name + "Store")
	factor, _ := Param("alpha").Resolve()
	t.broadcast(factor.Addr, t.alpha)
	c, ldc, add := Load(Param("c"), GP64()), Load(Param("ldc"), GP64()), Load(Param("add"), GP8())
	TESTB(add, add)
	JZ(LabelRef(name + "Overwrite"))
	t.store(c, ldc, width, m, true)
	Label(name + "Overwrite")
	bits, one := GP64(), GP64()
	t.choose(
		func() { MOVQ(factor.Addr, bits); MOVQ(U64(math.Float64bits(1)), one); CMPQ(bits, one) },
		func() { MOVL(factor.Addr, bits.As32()); CMPL(bits.As32(), U32(math.Float32bits(1))) })
	JNE(LabelRef(name + "Times"))
	t.plainStore(c, ldc, width, m)
	Label(name + "Times")
	t.store(c, ldc, width, m, false)
}

// plainStore is store where alpha is 1 and C is overwritten, as in most
// products.
func (t *tiling) plainStore(c, ldc reg.Register, width int, m *mask) {
	for i := range t.rows {
		for j := range width {
			if at := t.vector(c, j); m != nil {
				m.store(t.sum[i][j], at)
			} else {
				t.move(t.sum[i][j], at)
			}
		}
		if i < t.rows-1 {
			ADDQ(ldc, c)
		}
	}
	JMP(LabelRef("next"))
}

// store reads both vectors of a row before it writes: they may overlap.
func (t *tiling) store(c, ldc reg.Register, width int, m *mask, add bool) {
	for i := range t.rows {
		var r [2]reg.VecVirtual
		for j := range width {
			r[j] = t.register()
			switch at := t.vector(c, j); {
			case add && m != nil:
				m.load(at, r[j])
				t.fma(t.alpha, t.sum[i][j], r[j])
			case add:
				t.move(at, r[j])
				t.fma(t.alpha, t.sum[i][j], r[j])
			default:
				t.mul(t.alpha, t.sum[i][j], r[j])
			}
		}
		for j := range width {
			if at := t.vector(c, j); m != nil {
				m.store(r[j], at)
			} else {
				t.move(r[j], at)
			}
		}
		if i < t.rows-1 {
			ADDQ(ldc, c)
		}
	}
	JMP(LabelRef("next"))
}
