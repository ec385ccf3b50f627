package ad

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// simplified returns the trace without what need not be computed again:
// values that no result needs, values computed twice, values of constants,
// products with 1 and copies. It returns the results in the new numbering.
// A Reshape becomes a view (prim reshape): it costs nothing.
func (r *recorder) simplified(results, reads []int) (vs []value, outs, guards []int) {
	s := simplifier{place: make([]int, len(r.values)), seen: map[string]int{}}
	for i, v := range r.values {
		s.place[i] = s.add(v)
	}
	for _, at := range results {
		outs = append(outs, s.place[at])
	}
	for _, at := range reads {
		if g := s.place[at]; !s.vs[g].constant() && !slices.Contains(guards, g) {
			guards = append(guards, g)
		}
	}
	return compacted(s.vs, outs, guards)
}

func (v *value) constant() bool { return v.prim == nil && v.arg < 0 }

// compacted drops the values that neither results nor guards depend on, but
// for the arguments.
func compacted(vs []value, outs, guards []int) (kept []value, newOuts, newGuards []int) {
	needed := make([]bool, len(vs))
	for _, at := range slices.Concat(outs, guards) {
		needed[at] = true
	}
	for i := len(vs) - 1; i >= 0; i-- {
		needed[i] = needed[i] || vs[i].arg >= 0
		for _, at := range vs[i].in {
			needed[at] = needed[at] || needed[i]
		}
	}
	place := make([]int, len(vs))
	moved := func(list []int) []int {
		out := make([]int, len(list))
		for i, at := range list {
			out[i] = place[at]
		}
		return out
	}
	for i, v := range vs {
		if needed[i] {
			v.in = moved(v.in)
			place[i] = len(kept)
			kept = append(kept, v)
		}
	}
	return kept, moved(outs), moved(guards)
}

type simplifier struct {
	vs    []value
	place []int          // old number → new
	seen  map[string]int // what computes a value → its number
}

func (s *simplifier) add(v value) int {
	v.in = slices.Clone(v.in)
	for k, at := range v.in {
		v.in[k] = s.place[at]
	}
	if v.prim != nil {
		if at, ok := s.copied(&v); ok {
			return at
		}
		if !slices.ContainsFunc(v.in, func(at int) bool { return !s.vs[at].constant() }) && byName[v.prim.Name] == v.prim {
			v = value{t: v.t, shape: v.shape, kind: v.kind, arg: -1}
		}
		s.lookThrough(&v)
	}
	key := v.key()
	if at, ok := s.seen[key]; ok && key != "" {
		return at
	}
	s.vs = append(s.vs, v)
	s.seen[key] = len(s.vs) - 1
	return len(s.vs) - 1
}

// lookThrough lets v read what its operands were copied from: a loop
// broadcasts by itself, and a matrix product takes transposed matrices.
func (s *simplifier) lookThrough(v *value) {
	for k, at := range v.in {
		of := &s.vs[at]
		switch {
		case of.prim == stretchTo && v.elementwise():
			v.in[k] = of.in[0]
		case of.prim == transpose && (v.prim == matmul || v.prim == matvec && k == 0):
			v.in[k], v.flip[k] = of.in[0], true
		}
	}
}

// copied returns the operand that v equals bit by bit, if it does.
func (s *simplifier) copied(v *value) (int, bool) {
	same := func(k int) bool { return slices.Equal(v.shape, s.vs[v.in[k]].shape) }
	switch v.prim {
	case stop, stretchTo:
		return v.in[0], same(0)
	case reshape:
		if of := &s.vs[v.in[0]]; of.prim == reshape {
			v.in[0] = of.in[0]
		}
		return v.in[0], same(0)
	case mul:
		for k := range 2 {
			if s.isOne(v.in[k]) && same(1-k) {
				return v.in[1-k], true
			}
		}
	case strongMul: // 1 · −0 would be 0
		return v.in[0], s.isOne(v.in[1]) && same(0)
	}
	return 0, false
}

func (s *simplifier) isOne(at int) bool {
	v := &s.vs[at]
	return v.constant() && v.number() == 1
}

// number is the element of a constant that has one, and NaN of any other.
func (v *value) number() float64 {
	switch {
	case len(v.t.data) == 1:
		return v.t.data[0]
	case len(v.t.single) == 1:
		return float64(v.t.single[0])
	}
	return math.NaN()
}

// key tells what computes v; "" where another that looks the same may differ.
func (v *value) key() string {
	switch {
	case v.arg >= 0:
		return ""
	case v.prim == nil:
		if v.t.Size() != 1 {
			return ""
		}
		return "c" + v.kind.String() + shapeString(v.shape) + strconv.FormatUint(math.Float64bits(v.number()), 16)
	case byName[v.prim.Name] != v.prim:
		return ""
	}
	return fmt.Sprint(v.prim.Name, v.in, v.flip, v.shape, *v.attr)
}
