package ad

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad/memory"
)

// A JacobianMatrix is the derivative of c numbers by d numbers: rows are
// outputs, columns are inputs, tensors flattened in row-major order. It is
// kept as its structure allows; Dense writes it out.
type JacobianMatrix struct {
	Counters
	Remarks
	Name string // "∂f/∂x"
	Kind string // "dense", "diagonal", "Kronecker", "Toeplitz", "block Toeplitz", "block diagonal", "sparse", "permutation", "symmetric", "product"
	Mode string // "forward", "reverse", or "structure" if no sweep was needed

	Colors int // of rows or columns that shared sweeps; 0 if each had its own

	rows, cols axis
	dense      *Tensor  // c × d; nil if factors are known
	factors    []factor // applied from last to first: J = factors[0]·factors[1]·…
}

// An axis is what the rows or the columns of a Jacobian stand for.
type axis struct {
	names  []string
	shapes [][]int
	n      int
}

func axisOfLeaves(names []string, ts []*Tensor) axis {
	a := axis{names: names}
	for _, t := range ts {
		a.shapes = append(a.shapes, t.shape)
		a.n += t.Size()
	}
	return a
}

// label names entry i: "x", "x[2]", "W[0,1]".
func (a axis) label(i int) string {
	for k, s := range a.shapes {
		n := size(s)
		if i >= n {
			i -= n
			continue
		}
		if len(s) == 0 {
			return a.names[k]
		}
		idx := make([]string, len(s))
		for j := len(s) - 1; j >= 0; j-- {
			idx[j] = strconv.Itoa(i % s[j])
			i /= s[j]
		}
		return a.names[k] + "[" + strings.Join(idx, ",") + "]"
	}
	panic(&Error{Op: "Jacobian", Detail: "there is no entry " + strconv.Itoa(i) + " more"})
}

func (a axis) labels() []string {
	out := make([]string, a.n)
	for i := range out {
		out[i] = a.label(i)
	}
	return out
}

var (
	jacobianVerb = defineVerb(Verb{
		Name: "Jacobian", Out: []Part{Value}, Type: reflect.TypeFor[*JacobianMatrix](),
		Doc: "Jacobian(f)(x) returns the matrix of all derivatives, outputs × inputs, by d forward or c reverse sweeps, or by none where structure tells.",
	})
	hessianVerb = defineVerb(Verb{
		Name: "Hessian", Out: []Part{Value}, Type: reflect.TypeFor[*JacobianMatrix](),
		Doc: "Hessian(f)(x) returns the matrix of second derivatives of a function with one number as its result, forward over reverse.",
	})
)

func init() {
	jacobianVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.jacobian())} }
	hessianVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.hessian())} }
}

// jacobian computes by the mode asked for, by structure, or by the mode that
// takes fewer sweeps.
func (c *run) jacobian() *JacobianMatrix {
	_, fwd := given(c.opts, optForward)
	_, rev := given(c.opts, optReverse)
	if !fwd && !rev {
		if j := c.structured(); j != nil {
			return j
		}
	}
	p := c.watched(c.in())
	if j := c.sparseJacobian(p); j != nil {
		return j
	}
	d, n := c.inputAxis().n, 0
	for _, t := range p.results() {
		n += t.Size()
	}
	c.mustHold(n, d)
	if fwd || !rev && d <= n {
		j := c.byColumns(c.pushed, c.outputNames)
		j.Remarks = c.remarks(p)
		return j
	}
	return c.byRows(p)
}

// mustHold refuses a dense matrix that memory does not hold, before its sweeps.
func (c *run) mustHold(rows, cols int) {
	shape := []int{rows, cols}
	if err := memory.Refused(8 * uint64(sizeFor(c.verb.Name, shape))); err != nil {
		panic(&Error{Op: c.verb.Name, Shapes: [][]int{shape}, Detail: err.Error(), Err: err,
			Hint: "if most entries are zero, ad.Sparse() leaves them out; ad.JVP, ad.VJP and ad.HVP multiply with the matrix without it"})
	}
}

func (c *run) inputAxis() axis {
	var names []string
	var ts []*Tensor
	for i, on := range c.activeLeaves() {
		if on {
			names, ts = append(names, c.leaves[i].path), append(ts, c.leaves[i].t)
		}
	}
	return axisOfLeaves(names, ts)
}

func (c *run) newJacobian(rows axis) *JacobianMatrix {
	j := &JacobianMatrix{Kind: "dense", rows: rows, cols: c.inputAxis()}
	j.Name = "∂" + tuple(rows.names) + "/∂" + tuple(j.cols.names)
	return j
}

func tuple(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return "(" + list(names) + ")"
}

// flat joins tensors into one vector.
func flat(ts []*Tensor) *Tensor {
	if len(ts) == 1 {
		return ts[0].Reshape(-1)
	}
	y := Zeros(0)
	for _, t := range ts {
		y = y.Concat(t.Reshape(t.Size()))
	}
	return y
}

// byColumns computes one column for each forward sweep.
func (c *run) byColumns(push func(x, dx []*Tensor) (y, dy []*Tensor), names func(n int) []string) *JacobianMatrix {
	x := c.in()
	var cols []*Tensor
	var y []*Tensor
	for i, on := range c.activeLeaves() {
		for k := range x[i].Size() {
			if !on {
				break
			}
			dx := make([]*Tensor, len(x))
			dx[i] = unit(x[i].shape, k)
			var dy []*Tensor
			y, dy = push(x, dx)
			for m := range dy {
				if dy[m] == nil {
					dy[m] = zerosLike(y[m])
				}
			}
			cols = append(cols, flat(dy))
		}
	}
	if len(cols) == 0 {
		y, _ = push(x, make([]*Tensor, len(x)))
		cols = []*Tensor{Zeros(0)}
	}
	j := c.newJacobian(axisOfLeaves(names(len(y)), y))
	j.Mode = "forward"
	j.ForwardSweeps = j.cols.n
	if j.dense = Stack(cols...).T(); j.cols.n == 0 {
		j.dense = Zeros(j.rows.n, 0)
	}
	return j
}

func unit(shape []int, k int) *Tensor {
	t := Zeros(shape...)
	t.data[k] = 1
	return t
}

// byRows computes one row for each reverse sweep over the tape of p.
func (c *run) byRows(p reversible) *JacobianMatrix {
	var rows []*Tensor
	ys := p.results()
	for m, y := range ys {
		for k := range y.Size() {
			g := make([]*Tensor, len(ys))
			g[m] = unit(y.shape, k)
			rows = append(rows, flat(p.pull(g)))
		}
	}
	j := c.newJacobian(axisOfLeaves(c.outputNames(len(ys)), ys))
	j.Mode = "reverse"
	j.Evaluations, j.ReverseSweeps = 1, j.rows.n
	j.taped(p)
	j.Remarks = c.remarks(p)
	if len(rows) == 0 {
		j.dense = Zeros(0, j.cols.n)
	} else {
		j.dense = Stack(rows...)
	}
	return j
}

// hessian pushes unit tangents through the gradient.
func (c *run) hessian() *JacobianMatrix {
	inputs := c.inputAxis()
	push := func(x, dx []*Tensor) (y, dy []*Tensor) {
		return pushforward(func(in []*Tensor) []*Tensor {
			p := c.record(in)
			return p.pull(c.seed(p.results()))
		}, x, dx)
	}
	p := c.watched(c.in())
	of := c.outputNames(1)[0]
	j := c.separableHessian(p, push)
	if j == nil {
		j = c.sparseHessian()
	}
	if j == nil {
		c.mustHold(inputs.n, inputs.n)
		j = c.byColumns(push, func(int) []string { return inputs.names })
		j.Kind = "symmetric"
	}
	j.Name = "∂²" + of + "/∂" + tuple(inputs.names) + "²"
	j.ReverseSweeps = j.ForwardSweeps
	j.taped(p)
	j.Remarks = c.remarks(p)
	return j
}

// Shape returns c and d: outputs and inputs.
func (j *JacobianMatrix) Shape() (c, d int) { return j.rows.n, j.cols.n }

// RowLabels and ColLabels name the outputs and the inputs.
func (j *JacobianMatrix) RowLabels() []string { return j.rows.labels() }

// ColLabels names the inputs, one for each column.
func (j *JacobianMatrix) ColLabels() []string { return j.cols.labels() }

// At returns the derivative of output i by input k. It panics if there is
// none such.
func (j *JacobianMatrix) At(i, k int) float64 {
	if i < 0 || i >= j.rows.n || k < 0 || k >= j.cols.n {
		panic(&Error{Op: "At", Shapes: [][]int{{j.rows.n, j.cols.n}}, Detail: "there is no entry " + strconv.Itoa(i) + ", " + strconv.Itoa(k)})
	}
	if j.dense != nil {
		return j.dense.raw()[i*j.cols.n+k]
	}
	if len(j.factors) == 1 {
		if m, ok := j.factors[0].(*sparse); ok {
			if e, ok := m.find(i, k); ok {
				return m.val[e]
			}
			return 0
		}
	}
	e := make([]float64, j.cols.n)
	e[k] = 1
	return j.mul(e)[i]
}

// mostDense is how many bytes a matrix may take written out.
const mostDense = 4 << 30

// Dense returns the matrix written out, of shape (c, d). It panics with an
// *Error if that takes more than 4 GiB.
func (j *JacobianMatrix) Dense() *Tensor {
	if j.dense != nil {
		return j.dense
	}
	c, d := j.Shape()
	if j.DenseBytes() > mostDense {
		panic(&Error{Op: "Dense", Shapes: [][]int{{c, d}}, Detail: "written out it would take " + bytesText(j.DenseBytes()) + "; it is kept in " + bytesText(j.Stored()),
			Hint: "use MulVec, MulVecT, At or Entries"})
	}
	out := Zeros(c, d)
	if j.few() {
		for at, v := range j.Entries() {
			out.data[at[0]*d+at[1]] = v
		}
		return out
	}
	e := make([]float64, d)
	for k := range d {
		e[k] = 1
		for i, v := range j.mul(e) {
			out.data[i*d+k] = v
		}
		e[k] = 0
	}
	return out
}

// MulVec returns J·v for a vector v of one number an input, without writing J
// out; derivatives by v pass through it. It panics with an *Error if v has
// another shape.
func (j *JacobianMatrix) MulVec(v *Tensor) *Tensor {
	if !slices.Equal(v.given().shape, []int{j.cols.n}) {
		panic(&Error{Op: "MulVec", Shapes: [][]int{{j.rows.n, j.cols.n}, v.shape}, Detail: "the vector has not one number for each input"})
	}
	if j.dense != nil {
		return j.dense.MatMul(v)
	}
	return j.product(false).apply1(v)
}

// MulVecT returns Jᵀ·w for a vector w of one number an output, without writing
// J out; derivatives by w pass through it. It panics with an *Error if w has
// another shape.
func (j *JacobianMatrix) MulVecT(w *Tensor) *Tensor {
	if !slices.Equal(w.given().shape, []int{j.rows.n}) {
		panic(&Error{Op: "MulVecT", Shapes: [][]int{{j.rows.n, j.cols.n}, w.shape}, Detail: "the vector has not one number for each output"})
	}
	if j.dense != nil {
		return j.dense.T().MatMul(w)
	}
	return j.product(true).apply1(w)
}

// product is the primitive that multiplies a vector with the factors, or with
// their transposes.
func (j *JacobianMatrix) product(transposed bool) *Prim {
	name, mul := "J", j.mul
	if transposed {
		name, mul = "Jᵀ", j.mulT
	}
	return &Prim{
		Name: name, TeX: strings.Replace(name, "ᵀ", `^\top`, 1) + " %s", Text: name + "·%s", Prec: precMul,
		Eval:      func(_ *Attr, x []*Tensor) *Tensor { return Vec(mul(x[0].wide())...) },
		Transpose: func(_ *Call, _ int, g *Tensor) *Tensor { return j.product(!transposed).apply1(g) },
	}
}

// Stored returns how many bytes the matrix takes as it is kept.
func (j *JacobianMatrix) Stored() int64 {
	if j.dense != nil {
		return 8 * int64(j.dense.Size())
	}
	var n int64
	for _, f := range j.factors {
		n += 8 * int64(f.stored())
	}
	return n
}

// DenseBytes returns how many bytes it would take written out.
func (j *JacobianMatrix) DenseBytes() int64 { return 8 * int64(j.rows.n) * int64(j.cols.n) }
