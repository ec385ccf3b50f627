// Package lift translates functions from golang.org/x/tools/go/ssa into the numeric form of package ad/fn.
//
// What it accepts is Go on float64, float32, integers and booleans, with []float64, arrays and structs of floats: arithmetic,
// comparisons, conversions, package math where ad has a derivative rule, branches and loops, calls of other functions that it
// accepts, closures, and ad's own verbs applied to them. Anything else is refused with an [Error] that names it and its place.
//
// It may import go/types, x/tools/go/ssa and ad/fn, and nothing else of gojac.
//
// Start reading at lift.go (what a caller sees), then build.go (one function) and instr.go (one instruction). memory.go deals
// with variables that have an address, capture.go with closures, call.go with calls, verb.go with derivatives inside numeric code, names.go with names and places.
package lift
