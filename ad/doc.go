// Package ad differentiates functions on numbers and on tensors.
//
// A [Tensor] is dense, n-dimensional and immutable. Every operation on
// tensors is a [Prim]: one block with its evaluation, its derivative, its
// TeX and the points it is checked at. A transform runs the function on
// tensors of a fresh level: a forward level carries a tangent beside each
// value, a reverse level appends to a tape, a batch level (VMap) carries many
// examples along a first axis. A level's derivative rules are
// written in primitives on the values below it, so transforms nest in any
// order.
//
// Start with tensor.go, then level.go (how a primitive is applied), then one of
// the ops_*.go files, which are lists of primitives; transform.go turns levels
// into pushforwards and pullbacks, verb.go into the functions that users call,
// and graph.go into the graph that everything else reads. batch.go applies a
// primitive to many examples at once, by its batch rule; compile.go and the
// compile_*.go files trace a function and replay it in fused loops over memory
// that it keeps (filler.go: how primitives write there), conv.go and pool.go
// compute convolutions and pools, checkpoint.go and custom.go make primitives
// at run time, diagnose.go tells a wrong derivative from differences that
// mislead.
//
// # Kinks, zeros and NaN
//
// Where a function has no derivative, the rules take the subgradient of
// smallest norm: |x|, ReLU and the norm have derivative 0 at 0, and ties of a
// maximum share it evenly. √x at 0 has derivative +Inf. Steps (Floor, Sign,
// comparisons) have derivative 0. A zero cotangent or tangent stays zero even
// when the local derivative is infinite, so a branch not taken by [Where]
// can't turn a gradient into NaN. A [Kink] that a run hit, an input that no
// derivative reaches and the first NaN are told by the results ([Remarks],
// [Anomaly]); [Trap] makes a verb stop at the first NaN or infinity.
//
// Package ad imports no other room of gojac. gonum is its only dependency.
package ad
