package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// Gather returns the entries with the given indices along an axis, in that
// order; one may come more than once. It panics if there is no such entry.
func (t *Tensor) Gather(axis int, index ...int) *Tensor {
	a := axisOf("Gather", t, axis)
	checkIndex("Gather", t, index, t.shape[a])
	return gather.apply(&Attr{Axis: a, Index: slices.Clone(index)}, t)
}

// ScatterAdd returns zeros of length n along an axis, with entry k of t added
// at place index[k]: the transpose of Gather.
func (t *Tensor) ScatterAdd(axis, n int, index ...int) *Tensor {
	a := axisOf("ScatterAdd", t, axis)
	shape := slices.Clone(t.shape)
	shape[a] = n
	sizeFor("ScatterAdd", shape)
	checkIndex("ScatterAdd", t, index, n)
	if len(index) != t.shape[a] {
		panic(&Error{Op: "ScatterAdd", Shapes: shapesOf(t), Detail: itoa(len(index)) + " places given for " + itoa(t.shape[a]) + " entries along axis " + itoa(a)})
	}
	return scatter.apply(&Attr{Axis: a, Hi: n, Index: slices.Clone(index)}, t)
}

func checkIndex(op string, t *Tensor, index []int, n int) {
	for _, i := range index {
		if i < 0 || i >= n {
			panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "there is no entry " + itoa(i), Hint: "they run from 0 to " + itoa(n-1)})
		}
	}
}

// CumSum returns running sums along an axis.
func (t *Tensor) CumSum(axis int) *Tensor {
	return cumSum.apply(&Attr{Axis: axisOf("CumSum", t, axis)}, t)
}

// Sort returns the entries along an axis in increasing order, NaN last. The
// derivative moves with the entries; equal ones keep their order.
func (t *Tensor) Sort(axis int) *Tensor {
	return sorted.apply(&Attr{Axis: axisOf("Sort", t, axis)}, t)
}

// Prod returns the product of all elements, a scalar. Its derivative is right
// where some are zero.
func (t *Tensor) Prod() *Tensor { return t.Reshape(-1).ProdAxis(0) }

// ProdAxis returns the products along an axis, which disappears from the
// shape: halves are multiplied until one entry is left.
func (t *Tensor) ProdAxis(axis int) *Tensor {
	a := axisOf("ProdAxis", t, axis)
	shape := slices.Delete(slices.Clone(t.shape), a, a+1)
	for t.shape[a] != 1 {
		n := t.shape[a]
		if n%2 == 1 || n == 0 {
			filler := slices.Clone(t.shape)
			filler[a] = 1
			t = ConcatAxis(a, t, Ones(filler...).like(t))
			if n == 0 {
				continue
			}
			n++
		}
		t = t.SliceAxis(a, 0, n/2).Mul(t.SliceAxis(a, n/2, n))
	}
	return t.Reshape(shape...)
}

// LogSumExpAxis returns log Σ eˣ along an axis, which disappears from the
// shape, without overflow.
func (t *Tensor) LogSumExpAxis(axis int) *Tensor {
	return lastAxis(t, axisOf("LogSumExpAxis", t, axis)).LogSumExp()
}

// SoftmaxAxis returns eˣ / Σ eˣ along an axis.
func (t *Tensor) SoftmaxAxis(axis int) *Tensor {
	a := axisOf("SoftmaxAxis", t, axis)
	return lastAxis(t, a).Softmax().MoveAxis(-1, a)
}

// LogSoftmax returns the logarithm of the softmax along the last axis,
// without overflow.
func (t *Tensor) LogSoftmax() *Tensor {
	a := axisOf("LogSoftmax", t, -1)
	return t.Sub(kept(t.LogSumExp(), a, t.shape))
}

// lastAxis moves an axis to the end.
func lastAxis(t *Tensor, axis int) *Tensor {
	var axes []int
	for k := range t.shape {
		if k != axis {
			axes = append(axes, k)
		}
	}
	return t.Permute(append(axes, axis)...)
}

var gather, scatter, cumSum, sorted, reorder = new(Prim), new(Prim), new(Prim), new(Prim), new(Prim)

// lanes calls f for every line along an axis: element k of it lies at
// start + k·step.
func lanes(shape []int, axis int, f func(start, step int)) {
	step := size(shape[axis+1:])
	for outer := range size(shape[:axis]) {
		for inner := range step {
			f(outer*shape[axis]*step+inner, step)
		}
	}
}

func init() {
	gather.define(Prim{
		Name: "Gather", TeX: `\operatorname{gather}(%s)`,
		batch:  alongNext(gather),
		filler: fills(axisShape(func(a *Attr, _ []*Tensor) int { return len(a.Index) }), fillGather[float64], fillGather[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return g.ScatterAdd(c.Axis, c.X[0].shape[c.Axis], c.Index...)
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 1, Index: []int{2, 0, 2, 1}}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0, Index: []int{1, 1}}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
	scatter.define(Prim{
		Name: "ScatterAdd", TeX: `\operatorname{scatter}(%s)`,
		batch:     alongNext(scatter),
		filler:    fills(axisShape(func(a *Attr, _ []*Tensor) int { return a.Hi }), fillScatter[float64], fillScatter[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor { return g.Gather(c.Axis, c.Index...) },
		Shapes: []Example{
			{Attr: Attr{Axis: 1, Hi: 4, Index: []int{3, 0, 3}}, In: []*Tensor{Randn(1, 2, 3)}},
		},
	})
}

func init() {
	cumSum.define(Prim{ // Lo = 1: from the end
		Name: "CumSum", TeX: `\operatorname{cumsum}(%s)`,
		batch:  alongNext(cumSum),
		filler: fills(sameShape, fillCumSum[float64], fillCumSum[float32]),
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return cumSum.apply(&Attr{Axis: c.Axis, Lo: 1 - c.Lo}, g)
		},
		Shapes: []Example{
			{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3)}},
			{Attr: Attr{Axis: 0, Lo: 1}, In: []*Tensor{Randn(1, 3, 2)}},
		},
	})
	sorted.define(Prim{
		Name: "Sort", TeX: `\operatorname{sort}(%s)`,
		batch:  alongNext(sorted),
		filler: fills(sameShape, fillReorder[float64], fillReorder[float32]),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return reorder.apply(&Attr{Axis: c.Axis}, c.X[0], dx)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return reorder.apply(&Attr{Axis: c.Axis, Lo: 1}, c.X[0], g)
		},
		Ties:   func(c *Call) int { return equalNeighbours(c.Y.raw(), c.Y.shape, c.Axis) },
		Rule:   "entries tie; the derivative follows the order in which they stood",
		Shapes: []Example{{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 4)}}, {Attr: Attr{Axis: 0}, In: []*Tensor{Randn(1, 3)}}},
	})
	// reorder moves the entries of its second operand as sorting the first
	// would; with Lo = 1, back.
	reorder.define(Prim{
		Name: "Reorder", TeX: `\operatorname{reorder}(%s, %s)`, Passive: []int{0},
		batch:  alongNext(reorder),
		filler: fills(sameShape, fillReorder[float64], fillReorder[float32]),
		Push:   func(c *Call, _ int, dx *Tensor) *Tensor { return reorder.apply(c.Attr, c.X[0], dx) },
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return reorder.apply(&Attr{Axis: c.Axis, Lo: 1 - c.Lo}, c.X[0], g)
		},
		Shapes: []Example{{Attr: Attr{Axis: 1}, In: []*Tensor{Randn(1, 2, 3), Randn(2, 2, 3)}}},
	})
}

func fillGather[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	outerParts(y, x[0], a.Axis, func(to, from []T, inner int) {
		if inner == 1 {
			for k, i := range a.Index {
				to[k] = from[i]
			}
			return
		}
		for k, i := range a.Index {
			copy(to[k*inner:(k+1)*inner], from[i*inner:])
		}
	})
}

func fillScatter[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	outerParts(y, x[0], a.Axis, func(to, from []T, inner int) {
		clear(to)
		for k, i := range a.Index {
			for j, v := range from[k*inner : (k+1)*inner] {
				to[i*inner+j] += v
			}
		}
	})
}

func fillCumSum[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	n := x[0].shape[a.Axis]
	outerParts(y, x[0], a.Axis, func(to, from []T, inner int) {
		copy(to, from)
		for k := 1; k < n; k++ {
			at, before := k*inner, (k-1)*inner
			if a.Lo == 1 {
				at, before = (n-1-k)*inner, (n-k)*inner
			}
			for j := range inner {
				to[at+j] += to[before+j]
			}
		}
	})
}

// fillReorder moves the entries of the last operand as sorting the first
// would.
func fillReorder[T gemm.Float](a *Attr, y *Tensor, x []*Tensor) {
	by, d, to := elements[T](x[0]), elements[T](x[len(x)-1]), elements[T](y)
	order := make([]int, x[0].shape[a.Axis])
	lanes(x[0].shape, a.Axis, func(start, step int) {
		for k := range order {
			order[k] = k
		}
		slices.SortStableFunc(order, func(i, j int) int { return rising(by[start+i*step], by[start+j*step]) })
		for k, i := range order {
			if a.Lo == 1 {
				to[start+i*step] = d[start+k*step]
			} else {
				to[start+k*step] = d[start+i*step]
			}
		}
	})
}

// rising orders numbers as NumPy does: NaN comes last.
func rising[T gemm.Float](a, b T) int {
	switch {
	case a != a || b != b:
		return int(truth(a != a) - truth(b != b))
	case a < b:
		return -1
	}
	return int(truth(a > b))
}

func equalNeighbours(d []float64, shape []int, axis int) int {
	n := 0
	lanes(shape, axis, func(start, step int) {
		for k := 1; k < shape[axis]; k++ {
			if d[start+k*step] == d[start+(k-1)*step] {
				n++
			}
		}
	})
	return n
}
