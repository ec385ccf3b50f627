package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sum emits Σ x[i], in four vectors of partial sums.
func sum(v vectors) {
	TEXT("sum"+v.suffix(), NOSPLIT, fmt.Sprintf("func(x *%[1]s, n int) %[1]s", v.elem()))
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	part := parts(4, v.zero)
	each(v, len(part), func(at func(reg.Register) Mem, u int, m *mask) {
		if m != nil {
			v.accumulate(VADDPD, VADDPS, m.load(at(x)), part[u])
		} else {
			v.accumulate(VADDPD, VADDPS, at(x), part[u])
		}
	})
	v.finish(v.total(part))
}

// top emits the largest of x[i], and NaN if one is. Of zeros it may return
// either.
func top(v vectors) {
	TEXT("top"+v.suffix(), NOSPLIT, fmt.Sprintf("func(x *%[1]s, n int) %[1]s", v.elem()))
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	first := v.to(v.pick(VBROADCASTSD, VBROADCASTSS), Mem{Base: x})
	part := parts(4, func() vector { return v.copy(first) })
	odd := v.zero() // all ones, which is a NaN, where an element was NaN
	each(v, len(part), func(at func(reg.Register) Mem, u int, m *mask) {
		var r vector
		if m != nil { // the lanes beyond the end become the first element
			r = v.where(m.lanes(), m.load(at(x)), first)
		} else {
			r = v.copy(at(x))
		}
		v.accumulate(VMAXPD, VMAXPS, r, part[u])
		t := v.compare(unordered, r, r)
		if v.z {
			v.pick(VPTERNLOGQ, VPTERNLOGD)(Imm(0xff), odd, odd, t.Op, odd)
		} else {
			VPOR(t.Op, odd, odd)
		}
	})
	for _, p := range part[1:] {
		v.accumulate(VMAXPD, VMAXPS, p, part[0])
	}
	high, spoilt := v.fold(part[0], VMAXPD, VMAXPS), v.fold(odd, VORPD, VORPS)
	VORPD(spoilt.AsX(), high.AsX(), high.AsX())
	v.finish(high)
}

// expSum emits dst[i] = exp(x[i] - *shift), and returns their sum; expTotal
// returns the sum alone.
func expSum(v vectors) { expSums(v, "expSum", "dst, x") }

func expTotal(v vectors) { expSums(v, "expTotal", "x") }

func expSums(v vectors, name, slices string) {
	TEXT(name+v.suffix(), NOSPLIT, fmt.Sprintf("func(%[2]s, shift *%[1]s, n int) %[1]s", v.elem(), slices))
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	var dst reg.Register
	if name == "expSum" {
		dst = Load(Param("dst"), GP64())
	}
	shift := v.to(v.pick(VBROADCASTSD, VBROADCASTSS), Mem{Base: Load(Param("shift"), GP64())})
	f := exp(v)
	part := parts(2, v.zero)
	each(v, len(part), func(at func(reg.Register) Mem, u int, m *mask) {
		var y vector
		if m == nil {
			y = f([]vector{v.sub(v.copy(at(x)), shift)})
		} else {
			y = v.only(m.lanes(), f([]vector{v.sub(m.load(at(x)), shift)}))
		}
		switch {
		case dst == nil:
		case m == nil:
			v.move(y, at(dst))
		default:
			m.store(y, at(dst))
		}
		v.accumulate(VADDPD, VADDPS, y, part[u])
	})
	v.finish(v.total(part))
}

func parts(n int, start func() vector) []vector {
	p := make([]vector, n)
	for i := range p {
		p[i] = start()
	}
	return p
}

func (v vectors) accumulate(double, single instruction, from Op, to vector) {
	v.pick(double, single)(from, to, to)
}

// total adds parts in pairs, then lanes.
func (v vectors) total(part []vector) vector {
	for ; len(part) > 1; part = part[:len(part)/2] {
		for i := range len(part) / 2 {
			v.accumulate(VADDPD, VADDPS, part[i+len(part)/2], part[i])
		}
	}
	return v.fold(part[0], VADDPD, VADDPS)
}

// finish returns the lowest lane.
func (v vectors) finish(r vector) {
	Store(r.AsX(), ReturnIndex(0))
	VZEROUPPER()
	RET()
}
