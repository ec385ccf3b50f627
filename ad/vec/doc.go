// Package vec computes on slices of numbers at the speed of the processor:
// arithmetic, ReLU, exp, tanh, sigmoid and sums.
//
// On amd64 with AVX-512 the work is done by kernels in assembly, elsewhere
// by loops in Go. Kernels_amd64.s is written by the program in asm, a module
// of its own that takes no part in a build; `go generate` runs it. Results
// do not depend on the alignment of slices, nor on the place in them.
//
// Start reading in vec.go. The package imports nothing of gojac.
package vec

//go:generate go -C asm run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg vec -sets ../sets_amd64.go
