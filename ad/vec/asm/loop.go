package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A formula emits the instructions that compute a vector of results.
type formula func(in []vector) vector

// A place is where a kernel finds an operand.
type place int

const (
	slice  place = iota // as long as the result
	number              // a single one
)

// kernel emits dst[i] = f(x0[i], x1[i]…): several vectors at a time, then
// single ones, then the rest under a mask. Prepare emits what goes before
// the loops.
func kernel(v vectors, name string, operands []place, unroll int, prepare func() formula) {
	args := ""
	for i := range operands {
		args += fmt.Sprintf(", x%d", i)
	}
	TEXT(name+v.suffix(), NOSPLIT, fmt.Sprintf("func(dst%s *%s, n int)", args, v.elem()))
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	x, in := make([]reg.Register, len(operands)), make([]vector, len(operands))
	for i, where := range operands {
		p := Load(Param(fmt.Sprintf("x%d", i)), GP64())
		if where == slice {
			x[i] = p
			continue
		}
		in[i] = v.to(v.pick(VBROADCASTSD, VBROADCASTSS), Mem{Base: p})
	}
	f := prepare()
	each(v, unroll, func(at func(base reg.Register) Mem, _ int, m *mask) {
		in := append([]vector(nil), in...)
		for i, base := range x {
			switch {
			case base == nil:
			case m != nil:
				in[i] = m.load(at(base))
			default:
				in[i] = v.copy(at(base))
			}
		}
		if y := f(in); m != nil {
			m.store(y, at(dst))
		} else {
			v.move(y, at(dst))
		}
	})
	VZEROUPPER()
	RET()
}

// each emits the loops over n elements, n being the kernel's argument. Step
// is given where a vector lies, its number among those of a turn and, for
// the last one, the mask of its elements.
func each(v vectors, unroll int, step func(at func(base reg.Register) Mem, u int, m *mask)) {
	n, i := Load(Param("n"), GP64()).(reg.GPVirtual), GP64()
	XORQ(i, i)
	at := func(u int) func(reg.Register) Mem {
		return func(base reg.Register) Mem {
			return Mem{Base: base, Index: i, Scale: uint8(v.size()), Disp: v.bytes() * u}
		}
	}
	block := func(label string, count int) {
		elements := Imm(uint64(v.lanes() * count))
		SUBQ(elements, n)
		JL(LabelRef(label + "Done"))
		Label(label)
		for u := range count {
			step(at(u), u, nil)
		}
		ADDQ(elements, i)
		SUBQ(elements, n)
		JGE(LabelRef(label))
		Label(label + "Done")
		ADDQ(elements, n)
	}
	if unroll > 1 {
		block("several", unroll)
	}
	block("single", 1)
	JZ(LabelRef("end"))
	m := v.masked(n)
	step(at(0), 0, &m)
	Label("end")
}
