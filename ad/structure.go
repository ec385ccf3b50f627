package ad

import (
	"iter"
	"slices"
)

// A factor is one matrix of a product, kept by its structure: the local
// Jacobian of one step of a chain.
type factor interface {
	mul(v []float64) []float64
	mulT(w []float64) []float64 // by the transpose
	stored() int                // numbers kept
	kind() string
	text(st style) string
}

// diagonal is the Jacobian of an elementwise function.
type diagonal struct{ d []float64 }

// full is a matrix that multiplies a vector.
type full struct{ m *Tensor }

// kronecker is A ⊗ B, one of them an identity that is not kept: the Jacobian
// of a matrix product by one of its operands (vec in row-major order:
// vec(AXB) = (A ⊗ Bᵀ) vec X).
type kronecker struct {
	m     *Tensor // the other one
	n     int     // size of the identity
	first bool    // the identity comes first: I ⊗ M
}

// swap is the permutation that takes vec(X) to vec(Xᵀ), for X of shape r × c.
type swap struct{ r, c int }

// structured returns the Jacobian of a function that is one chain of
// elementwise functions, matrix products and reshapes from one input to one
// result; nil if it is not.
func (c *run) structured() *JacobianMatrix {
	if c.f.Program != nil || c.inputAxis().n == 0 || len(c.inputAxis().names) != 1 {
		return nil
	}
	in := c.in()
	if slices.ContainsFunc(in, (*Tensor).Traced) {
		return nil
	}
	p := record(c.call, in, c.activeLeaves(), nil, recordKinks)
	if len(p.y) != 1 || p.out[0] < 0 {
		return nil
	}
	known := make([][]factor, len(p.tape.nodes))
	for at := range p.tape.nodes {
		if n := &p.tape.nodes[at]; n.prim != nil {
			if slices.ContainsFunc(n.X, (*Tensor).Traced) {
				return nil // a captured tensor of a transform around this one
			}
			if n.prim.Steps {
				return nil // it was recorded for its kink
			}
			if known[at] = n.factors(known); known[at] == nil {
				return nil
			}
		} else {
			known[at] = []factor{}
		}
	}
	j := c.newJacobian(axisOfLeaves(c.outputNames(len(p.y)), p.y))
	j.Mode, j.Evaluations = "structure", 1
	j.taped(p)
	j.Remarks = c.remarks(p)
	if j.factors = known[p.out[0]]; len(j.factors) == 0 {
		j.factors = []factor{diagonal{onesLike(p.y[0]).wide()}}
	}
	j.Kind = kindOf(j.factors)
	return j
}

// kindOf names a product by its one factor that is no permutation, if there
// is only one.
func kindOf(fs []factor) string {
	kind := ""
	for _, f := range fs {
		if _, ok := f.(swap); ok {
			continue
		}
		if kind != "" {
			return "product"
		}
		kind = f.kind()
	}
	if kind == "" {
		return "permutation"
	}
	return kind
}

// factors returns the factors of the node's Jacobian by the input, or nil if
// its structure is not known.
func (n *tapeNode) factors(known [][]factor) []factor {
	if n.prim.Elementwise() {
		return n.elementwise(known)
	}
	at := -1
	for i, from := range n.in {
		if from >= 0 && at >= 0 {
			return nil
		}
		if from >= 0 {
			at = i
		}
	}
	before := known[n.in[at]]
	var f factor
	switch n.prim {
	case reshape:
		return before
	case conv:
		if at == 1 {
			return nil
		}
		f = convolvedOf(n)
	case transpose:
		f = swap{n.X[0].shape[0], n.X[0].shape[1]}
	case matvec:
		if f = (full{n.X[0]}); at == 0 {
			f = kronecker{m: n.X[1].Reshape(1, -1), n: n.X[0].shape[0], first: true}
		}
	case matmul:
		if f = (kronecker{m: n.X[1].T(), n: n.X[0].shape[0], first: true}); at == 1 {
			f = kronecker{m: n.X[0], n: n.X[1].shape[1]}
		}
	default:
		return nil
	}
	return append([]factor{f}, before...)
}

// elementwise returns the factors of an elementwise step that stretches none
// of its active operands.
func (n *tapeNode) elementwise(known [][]factor) []factor {
	var before []factor
	var d []float64
	for i, from := range n.in {
		if from < 0 {
			continue
		}
		if !slices.Equal(n.X[i].shape, n.Y.shape) || before != nil && !(sameDiagonals(before, known[from])) {
			return nil
		}
		gx := n.prim.pull(&n.Call, i, onesLike(n.Y))
		if gx == nil {
			gx = zerosLike(n.Y)
		}
		own := gx.wide()
		if k := known[from]; len(k) > 0 {
			if first, ok := k[0].(diagonal); ok {
				own = times(own, first.d)
				k = k[1:]
			}
			before = append([]factor{}, k...)
		} else {
			before = []factor{}
		}
		d = added(d, own)
	}
	if !slices.ContainsFunc(d, func(x float64) bool { return x != 1 }) && len(before) > 0 {
		return before
	}
	return append([]factor{diagonal{d}}, before...)
}

// sameDiagonals reports whether what came before, with leading diagonals
// taken off, is the input itself for both operands.
func sameDiagonals(before, other []factor) bool {
	_, ok := headDiagonal(other)
	return len(before) == 0 && (len(other) == 0 || ok && len(other) == 1)
}

func headDiagonal(fs []factor) (diagonal, bool) {
	if len(fs) == 0 {
		return diagonal{}, false
	}
	d, ok := fs[0].(diagonal)
	return d, ok
}

func times(a, b []float64) []float64 {
	y := make([]float64, len(a))
	for i := range y {
		y[i] = a[i] * b[i]
	}
	return y
}

func added(a, b []float64) []float64 {
	if a == nil {
		return b
	}
	y := make([]float64, len(a))
	for i := range y {
		y[i] = a[i] + b[i]
	}
	return y
}

// mul multiplies the factors with a vector, from the right.
func (j *JacobianMatrix) mul(v []float64) []float64 {
	for _, f := range slices.Backward(j.factors) {
		v = f.mul(v)
	}
	return v
}

// mulT multiplies the transposes of the factors with a vector, from the left.
func (j *JacobianMatrix) mulT(w []float64) []float64 {
	for _, f := range j.factors {
		w = f.mulT(w)
	}
	return w
}

func (f diagonal) mul(v []float64) []float64  { return times(f.d, v) }
func (f diagonal) mulT(w []float64) []float64 { return times(f.d, w) }
func (f diagonal) stored() int                { return len(f.d) }
func (f diagonal) kind() string               { return "diagonal" }

func (f diagonal) entries() iter.Seq2[[2]int, float64] {
	return func(yield func([2]int, float64) bool) {
		for i, v := range f.d {
			if !yield([2]int{i, i}, v) {
				return
			}
		}
	}
}

func (f full) mul(v []float64) []float64  { return f.m.MatMul(Vec(v...)).data }
func (f full) mulT(w []float64) []float64 { return f.m.T().MatMul(Vec(w...)).data }
func (f full) stored() int                { return f.m.Size() }
func (f full) kind() string               { return "dense" }

func (f kronecker) stored() int  { return f.m.Size() }
func (f kronecker) kind() string { return "Kronecker" }

func (f kronecker) mul(v []float64) []float64 {
	if f.first { // rows of X times Mᵀ
		return FromSlice(v, f.n, f.m.shape[1]).MatMul(f.m.T()).data
	}
	return f.m.MatMul(FromSlice(v, f.m.shape[1], f.n)).data
}

func (f kronecker) mulT(w []float64) []float64 {
	return kronecker{m: f.m.T(), n: f.n, first: f.first}.mul(w)
}

func (f swap) mulT(w []float64) []float64 { return swap{f.c, f.r}.mul(w) }

func (f swap) mul(v []float64) []float64 { return FromSlice(v, f.r, f.c).T().data }
func (f swap) stored() int               { return 0 }
func (f swap) kind() string              { return "permutation" }

// separableHessian returns the Hessian of a sum of functions of one component
// each, which is diagonal: one product with a vector of ones gives it. It
// returns nil if the function is not seen to be such a sum.
func (c *run) separableHessian(r reversible, push func(x, dx []*Tensor) (y, dy []*Tensor)) *JacobianMatrix {
	p, ok := r.(*pulling)
	if !ok || len(p.in) != 1 || len(p.y) != 1 || p.y[0].Size() != 1 || p.out[0] < 0 || !p.separable() {
		return nil
	}
	x := c.in()
	dx := make([]*Tensor, len(x))
	for i, on := range c.activeLeaves() {
		if on {
			if dx[i] = onesLike(x[i]); x[i].Traced() || x[i].Size() < 2 {
				return nil
			}
		}
	}
	y, dy := push(x, dx)
	if dy[0] == nil {
		dy[0] = zerosLike(y[0])
	}
	inputs := c.inputAxis()
	j := c.newJacobian(inputs)
	j.Mode, j.ForwardSweeps = "forward", 1
	j.Kind, j.factors = "diagonal", []factor{diagonal{slices.Clone(dy[0].raw())}}
	return j
}

// separable reports whether the result is a sum over components of functions
// of one component each.
func (p *pulling) separable() bool {
	const (
		other = iota
		componentwise
		summed
	)
	kind := make([]int, len(p.tape.nodes))
	shape := p.tape.nodes[p.in[0]].Y.shape
	for at := range p.tape.nodes {
		n := &p.tape.nodes[at]
		if n.prim == nil {
			kind[at] = componentwise
			continue
		}
		all := func(want int) bool {
			return !slices.ContainsFunc(n.in, func(from int) bool { return from >= 0 && kind[from] != want })
		}
		constants := slices.Index(n.in, -1)
		linear := n.prim == add || n.prim == sub || n.prim == neg || n.prim == mul && constants >= 0 || n.prim == div && constants == 1
		switch {
		case all(componentwise) && n.prim.Elementwise() && slices.Equal(n.Y.shape, shape):
			kind[at] = componentwise
		case all(componentwise) && n.prim == sumTo && n.Y.Size() == 1, all(summed) && linear && n.Y.Size() == 1, all(summed) && n.prim == reshape:
			kind[at] = summed
		}
	}
	return kind[p.out[0]] == summed
}
