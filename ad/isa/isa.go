// Package isa says which instructions the kernels of ad/vec and ad/gemm may
// use on this machine. The environment variable GOJAC_KERNELS, one of
// "avx512", "avx2" and "go", lowers the choice, to test or to compare: what
// the processor lacks is not used, whatever it says. Every test of ad/ holds
// at each level: GOJAC_KERNELS=avx2 go test -count=1 ./ad/...
package isa

import (
	"fmt"
	"os"
	"slices"
)

// A Level is a set of instructions that includes those before it.
type Level int

const (
	Go     Level = iota // what the compiler emits
	AVX2                // with FMA and BMI2
	AVX512              // F, BW, DQ and VL
)

var names = []string{"go", "avx2", "avx512"}

// String returns the level as GOJAC_KERNELS spells it.
func (l Level) String() string { return names[l] }

// Best is the level that kernels of this process use.
var Best = choose(os.Getenv("GOJAC_KERNELS"), machine())

// choose panics if asked is no level: a test that forces one must not go on
// with another.
func choose(asked string, has Level) Level {
	if asked == "" {
		return has
	}
	l := slices.Index(names, asked)
	if l < 0 {
		panic(fmt.Sprintf("GOJAC_KERNELS=%s: want one of %q", asked, names))
	}
	return min(Level(l), has)
}
