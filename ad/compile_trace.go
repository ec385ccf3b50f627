package ad

import (
	"math"
	"slices"
	"sync"
)

// A recorder is the level of a function being compiled. It lies outermost:
// levels that the function opens stand above it, so that what reaches it is
// the flat list of primitives that forward and reverse sweeps apply to plain
// values.
type recorder struct {
	mu     sync.Mutex // the function may start goroutines
	values []value
	known  map[*Tensor]int // constants
	reads  []int           // values that Go code read, in order
	open   bool            // a value of a transform around the call came in: no plan holds
}

// A value is an argument, a constant or the result of a primitive, in the
// order of computation.
type value struct {
	prim  *Prim // nil: an argument or a constant
	attr  *Attr
	in    []int
	t     *Tensor // what it was when traced; kept of constants and read values
	shape []int
	kind  DType
	arg   int     // which leaf; −1
	flip  [2]bool // a matrix product: the operand is transposed
}

func newRecorder() *recorder { return &recorder{known: map[*Tensor]int{}} }

// input makes t, leaf number arg, an argument of the trace.
func (r *recorder) input(lv *level, t *Tensor, arg int) *Tensor {
	r.values = append(r.values, value{t: t, shape: t.shape, kind: t.DType(), arg: arg})
	return &Tensor{shape: t.shape, level: lv, primal: t, node: len(r.values) - 1}
}

// constant enters a tensor that does not depend on the arguments. The caller
// holds mu.
func (r *recorder) constant(t *Tensor) int {
	if t.level != nil {
		r.open = true
	}
	if at, ok := r.known[t]; ok {
		return at
	}
	r.values = append(r.values, value{t: t, shape: t.shape, kind: t.DType(), arg: -1})
	r.known[t] = len(r.values) - 1
	return len(r.values) - 1
}

// recorded finishes apply on the level of a recorder: it computes and notes.
func (p *Prim) recorded(lv *level, a *Attr, in []*Tensor) *Tensor {
	x := make([]*Tensor, len(in))
	for i, t := range in {
		if x[i] = t; t.level == lv {
			x[i] = t.primal
		}
	}
	y := p.apply(a, x...)
	r := lv.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = r.open || y.level != nil
	at := make([]int, len(in))
	for i, t := range in {
		if at[i] = t.node; t.level != lv {
			at[i] = r.constant(t)
		}
	}
	r.values = append(r.values, value{prim: p, attr: a, in: at, t: y, shape: y.shape, kind: y.DType(), arg: -1})
	return &Tensor{shape: y.shape, level: lv, primal: y, node: len(r.values) - 1}
}

// read notes that Go code read the value of a node.
func (r *recorder) read(node int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.reads, node) {
		r.reads = append(r.reads, node)
	}
}

// sameElements reports whether the elements of two plain tensors of one type
// are equal bit by bit.
func sameElements(a, b *Tensor) bool {
	return slices.EqualFunc(a.data, b.data, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }) &&
		slices.EqualFunc(a.single, b.single, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}
