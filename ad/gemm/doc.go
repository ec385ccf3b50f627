// Package gemm multiplies matrices at the speed of the processor.
//
// A [Matrix] is a view of a slice, transposed or not, so that a product and
// both its derivatives need no copies:
//
//	C := A·B        gemm.Mul(c, a, b)
//	dA := dC·Bᵀ     gemm.Mul(da, dc, b.T())
//	dB := Aᵀ·dC     gemm.Mul(db, a.T(), dc)
//
// On amd64 the work is done by kernels in assembly, for AVX-512 or for AVX2
// with FMA, as package isa says; elsewhere, and on older processors,
// in Go. Kernels_amd64.s is written by the program in asm, a module of its
// own that takes no part in a build; `go generate` runs it.
//
// Start reading in matrix.go, which is all that is exported, then block.go,
// which cuts a product into tiles. Of gojac, the package imports isa and
// threads alone.
package gemm

//go:generate go -C asm run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg gemm
