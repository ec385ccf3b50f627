// Command asm writes the vector kernels of package vec, as Go assembly:
//
//	go generate ./ad/vec
//
// It is a module of its own, so that its library is needed only to change
// the kernels, never to build gojac. Loops are in loop.go, the formulas of
// exp and what follows from it in exp.go.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func main() {
	ConstraintExpr("amd64")
	two := func(name string, op func(x, y, to Op)) {
		loop(name, 2, 4, func() formula {
			return func(in []vector) vector { op(in[1], in[0], in[0]); return in[0] }
		})
	}
	two("add", func(y, x, to Op) { VADDPD(y, x, to) })
	two("sub", func(y, x, to Op) { VSUBPD(y, x, to) })
	two("mul", func(y, x, to Op) { VMULPD(y, x, to) })
	two("div", func(y, x, to Op) { VDIVPD(y, x, to) })
	loop("relu", 1, 4, func() formula {
		zero := constant(0)
		return func(in []vector) vector {
			VMAXPD(in[0], zero, in[0]) // of a NaN and a number, the NaN
			VADDPD(zero, in[0], in[0]) // of -0, 0
			return in[0]
		}
	})
	loop("exp", 1, 1, func() formula { return newExponential().exp })
	loop("tanh", 1, 1, func() formula { return newExponential().tanh })
	loop("sigmoid", 1, 1, func() formula { return newExponential().sigmoid })
	sum()
	Generate()
}
