// Package fn holds plain numeric Go functions in a flat form of their own, and everything that can be done with that form.
//
// A [Func] is registers, blocks and instructions: floats, integers, booleans and slices of floats, the primitives of
// package ad by their registry row, calls of other such functions, and control flow whose phi functions have become moves
// on the edges. Whoever understands Go (package interp/lift does) builds it; this package knows nothing of Go's syntax.
//
// One form, read by several small interpreters:
//
//   - the machine (asm.go and code.go make its code, vm.go executes it) runs it on float64, without allocating;
//   - dual.go and tape.go run the machine's code with tangents, or record it flat and sweep the record backwards, by the
//     derivative rules of ad's primitives read as data (package rule);
//   - trace.go runs it on tensors of any level, through the primitives' own rules: this is what defines every derivative,
//     nests, and leaves a graph. The two above are shortcuts, tested to agree with it;
//   - source.go prints it as Go, finding loops and branches again (flow.go, structure.go); symbolic.go turns straight-line code into an expression (package sym).
//
// Start reading at func.go (the form), then trace.go (its meaning).
package fn
