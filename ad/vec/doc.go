// Package vec computes on slices of numbers at the speed of the processor:
// arithmetic, comparisons, choices, exp, log, tanh, sigmoid, softmax, sums
// and maxima.
//
// On amd64 the work is done by kernels in assembly, for AVX-512 or for AVX2
// with FMA, as package isa says; elsewhere, and on older processors, by loops
// in Go. Kernels_amd64.s is written by the program in asm, a module of its
// own that takes no part in a build; `go generate` runs it. Results do not
// depend on the alignment of slices, nor on the place in them.
//
// Start reading in vec.go. Of gojac, the package imports isa and threads
// alone.
package vec

//go:generate go -C asm run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg vec -sets ../sets_amd64.go
