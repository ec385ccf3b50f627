package ad

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A decomposition has several results; its primitive returns them as one
// matrix, row below row, of which the methods here give the parts. All work on
// stacks of matrices in the last two axes.

// QR returns q, with orthonormal columns, and the upper triangular r with
// q·r = t, for a matrix with at least as many rows as columns. Its derivative
// needs full column rank.
func (t *Tensor) QR() (q, r *Tensor) {
	m, n := tall("QR", t)
	y := qr.apply1(t)
	return y.SliceAxis(-2, 0, m), y.SliceAxis(-2, m, m+n)
}

// Eigh returns the eigenvalues of a symmetric matrix in increasing order and
// its eigenvectors as the columns of v: t·v = v·diag(values), the largest entry of
// each positive. It reads the symmetric part (t + tᵀ)/2. Where eigenvalues are equal, their eigenvectors
// have no derivative; their turning into each other is taken as 0.
func (t *Tensor) Eigh() (values, v *Tensor) {
	n := square2("Eigh", t)
	mustBeFinite("Eigh", t)
	y := eigh.apply1(t)
	return y.SliceAxis(-2, 0, 1).Reshape(t.shape[:len(t.shape)-1]...), y.SliceAxis(-2, 1, n+1)
}

// SVD returns the singular value decomposition u·diag(s)·vᵀ = t with s in
// decreasing order, u of shape (m, k) and v of shape (n, k), k = min(m, n); the
// largest entry of each column of u is positive.
// Where singular values are equal, or zero, their vectors have no derivative;
// their turning into each other is taken as 0.
func (t *Tensor) SVD() (u, s, v *Tensor) {
	if len(t.given().shape) < 2 {
		panic(&Error{Op: "SVD", Shapes: shapesOf(t), Detail: "it takes matrices"})
	}
	mustBeFinite("SVD", t)
	m, n := t.shape[len(t.shape)-2], t.shape[len(t.shape)-1]
	y := svd.apply1(t)
	front := append(slices.Clone(t.shape[:len(t.shape)-2]), min(m, n))
	return y.SliceAxis(-2, 0, m), y.SliceAxis(-2, m, m+1).Reshape(front...), y.SliceAxis(-2, m+1, m+1+n)
}

// SolveTriangular returns the X with t·X = b for a triangular matrix t, of
// which it reads the lower or the upper half; b has shape (n, k), or (n) for
// one matrix. It panics if a diagonal entry is 0.
func (t *Tensor) SolveTriangular(b *Tensor, lower bool) *Tensor {
	needs(t, b)
	n := square2("SolveTriangular", t)
	if len(b.shape) == 1 && len(t.shape) == 2 {
		return t.SolveTriangular(b.Reshape(-1, 1), lower).Reshape(-1)
	}
	if len(b.shape) != len(t.shape) || b.shape[len(b.shape)-2] != n || !slices.Equal(b.shape[:len(b.shape)-2], t.shape[:len(t.shape)-2]) {
		panic(&Error{Op: "SolveTriangular", Shapes: shapesOf(t, b), Detail: "the right side does not fit", Hint: "it has shape (" + itoa(n) + ") or (" + itoa(n) + ", k)"})
	}
	return solveTri.apply(&Attr{Lo: int(truth(lower))}, t, b)
}

// LstSq returns the X for which ‖t·X − b‖ is least, and among several the
// shortest, for a matrix t of full rank; b has shape (m, k), or (m) for one
// matrix.
func (t *Tensor) LstSq(b *Tensor) *Tensor {
	if needs(t, b); len(b.shape) == 1 && len(t.shape) == 2 {
		return t.LstSq(b.Reshape(-1, 1)).Reshape(-1)
	}
	if len(t.shape) < 2 || len(b.shape) != len(t.shape) || b.shape[len(b.shape)-2] != t.shape[len(t.shape)-2] {
		panic(&Error{Op: "LstSq", Shapes: shapesOf(t, b), Detail: "the right side does not fit", Hint: "it has as many rows as the matrix"})
	}
	defer named("LstSq")
	if t.shape[len(t.shape)-2] >= t.shape[len(t.shape)-1] {
		q, r := t.QR()
		return r.SolveTriangular(mT(q).MatMul(b), false)
	}
	q, r := mT(t).QR()
	return q.MatMul(mT(r).SolveTriangular(b, true))
}

// PInv returns the Moore-Penrose inverse of a matrix of full rank.
func (t *Tensor) PInv() *Tensor {
	if len(t.given().shape) < 2 {
		panic(&Error{Op: "PInv", Shapes: shapesOf(t), Detail: "it takes matrices"})
	}
	defer named("PInv")
	m := t.shape[len(t.shape)-2]
	return t.LstSq(broadcastTo(Eye(m).like(t), append(slices.Clone(t.shape[:len(t.shape)-1]), m)))
}

// MatrixPower returns tᵏ of a square matrix; a negative k inverts it.
func (t *Tensor) MatrixPower(k int) *Tensor {
	n := square2("MatrixPower", t)
	if k < 0 {
		if k == math.MinInt {
			fail("MatrixPower", "", "the exponent %d is too large", k)
		}
		return t.Inverse().MatrixPower(-k)
	}
	y := broadcastTo(Eye(n).like(t), t.shape)
	for first := true; k > 0; k /= 2 {
		if k%2 == 1 {
			if y = y.MatMul(t); first {
				y, first = t, false
			}
		}
		if k > 1 {
			t = t.MatMul(t)
		}
	}
	return y
}

// Expm returns the exponential of a square matrix by scaling, a Padé
// approximant of degree 13 and squaring (Higham 2005, algorithm 2.3).
func (t *Tensor) Expm() *Tensor {
	n := square2("Expm", t)
	mustBeFinite("Expm", t)
	if t.Size() == 0 {
		return t
	}
	norm := t.bottom(true).Abs().SumAxis(-2).Max().Item() // one scale for all examples of a VMap
	s := max(0, int(math.Ceil(math.Log2(norm/5.371920351148152))))
	b := [14]float64{64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1}
	a := t.MulC(math.Ldexp(1, -s))
	i := broadcastTo(Eye(n).like(t), t.shape)
	a2 := a.MatMul(a)
	a4 := a2.MatMul(a2)
	a6 := a4.MatMul(a2)
	part := func(k int) *Tensor { // Σ bₖA⁰ + bₖ₊₂A² + …, without A¹³'s share
		high := a6.MulC(b[12+k]).Add(a4.MulC(b[10+k])).Add(a2.MulC(b[8+k]))
		return a6.MatMul(high).Add(a6.MulC(b[6+k])).Add(a4.MulC(b[4+k])).Add(a2.MulC(b[2+k])).Add(i.MulC(b[k]))
	}
	u, v := a.MatMul(part(1)), part(0)
	y := v.Sub(u).Solve(v.Add(u))
	for range s {
		y = y.MatMul(y)
	}
	return y
}

func tall(op string, t *Tensor) (m, n int) {
	if len(t.given().shape) < 2 {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "it takes matrices"})
	}
	m, n = t.shape[len(t.shape)-2], t.shape[len(t.shape)-1]
	if m < n {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "it has fewer rows than columns", Hint: "decompose the transpose (SwapAxes)"})
	}
	mustBeFinite(op, t)
	return m, n
}

// mustBeFinite refuses what an iteration in LAPACK would not end on.
func mustBeFinite(op string, t *Tensor) {
	if t.batched() {
		return // found out where it is evaluated
	}
	for _, v := range t.raw() {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "an entry is " + num(v), Hint: "ad.Trap finds where the first one was made"})
		}
	}
}

var qr, eigh, svd, solveTri = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	// Seeger et al., Auto-differentiating linear algebra (2017), sections 3.2-3.4.
	qr.define(Prim{
		Name: "QR", TeX: `\operatorname{qr}(%s)`, batch: stacked(qr),
		Eval: packed("QR", func(m, n int) int { return m + n }, evalQR),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			q, r := qrParts(c)
			d := rightSolve(dx, r)
			s := mT(q).MatMul(d)
			low := s.Tril(-1)
			up := s.Sub(low.Sub(mT(low)))
			return ConcatAxis(len(c.Y.shape)-2, d.Sub(q.MatMul(up)), up.MatMul(r))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			q, r := qrParts(c)
			m := q.shape[len(q.shape)-2]
			gq, gr := g.SliceAxis(-2, 0, m), g.SliceAxis(-2, m, g.shape[len(g.shape)-2]).Triu(0)
			w := r.MatMul(mT(gr)).Sub(mT(gq).MatMul(q))
			return rightSolve(gq.Add(q.MatMul(w.Tril(0).Add(mT(w.Tril(-1))))), mT(r))
		},
		Shapes: []Example{{In: []*Tensor{Randn(1, 4, 3)}}, {In: []*Tensor{two}}},
	})
	// Giles, Collected matrix derivative results (2008), section 3.1.
	eigh.define(Prim{
		Name: "Eigh", TeX: `\operatorname{eigh}(%s)`, batch: stacked(eigh),
		Eval: packed("Eigh", func(_, n int) int { return 1 + n }, evalEigh),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			w, v := eighParts(c)
			p := mT(v).MatMul(symmetric(dx)).MatMul(v)
			return ConcatAxis(len(c.Y.shape)-2, diagonals(p).ExpandDims(-2), v.MatMul(gaps(w).Mul(p)))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			w, v := eighParts(c)
			n := len(g.shape)
			gw, gv := g.SliceAxis(-2, 0, 1), g.SliceAxis(-2, 1, g.shape[n-2])
			inner := gaps(w).Mul(mT(v).MatMul(gv)).Add(onDiagonal(gw))
			return symmetric(v.MatMul(inner).MatMul(mT(v)))
		},
		Ties:   func(c *Call) int { return repeated(c, 0, false) },
		Rule:   "eigenvalues are equal; their eigenvectors are taken not to turn into each other",
		Shapes: []Example{{In: []*Tensor{positive}}, {In: []*Tensor{twoPositive}}},
	})
}

func init() {
	// Giles (2008), section 3.2, and Townsend, Differentiating the singular
	// value decomposition (2016).
	svd.define(Prim{
		Name: "SVD", TeX: `\operatorname{svd}(%s)`, batch: stacked(svd),
		Eval: packed("SVD", func(m, n int) int { return m + 1 + n }, evalSVD),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			u, s, v := svdParts(c)
			f, inv := gaps(s.Square()), reciprocal(s)
			p := mT(u).MatMul(dx).MatMul(v)
			pt, st := mT(p), mT(s)
			du := u.MatMul(f.Mul(p.Mul(s).Add(pt.Mul(st)))).Add(beside(u, dx.MatMul(v)).Mul(inv))
			dv := v.MatMul(f.Mul(p.Mul(st).Add(pt.Mul(s)))).Add(beside(v, mT(dx).MatMul(u)).Mul(inv))
			return ConcatAxis(len(c.Y.shape)-2, du, diagonals(p).ExpandDims(-2), dv)
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			u, s, v := svdParts(c)
			m, rows := u.shape[len(u.shape)-2], g.shape[len(g.shape)-2]
			gu, gs, gv := g.SliceAxis(-2, 0, m), g.SliceAxis(-2, m, m+1), g.SliceAxis(-2, m+1, rows)
			f, inv := gaps(s.Square()), reciprocal(s)
			a, b := f.Mul(mT(u).MatMul(gu)), f.Mul(mT(v).MatMul(gv))
			inner := a.Add(mT(a)).Mul(s).Add(b.Add(mT(b)).Mul(mT(s))).Add(onDiagonal(gs))
			return u.MatMul(inner).MatMul(mT(v)).
				Add(beside(u, gu).Mul(inv).MatMul(mT(v))).
				Add(u.MatMul(mT(beside(v, gv).Mul(inv))))
		},
		Ties: func(c *Call) int { return repeated(c, c.X[0].shape[len(c.X[0].shape)-2], true) },
		Rule: "singular values are equal or zero; their vectors are taken not to turn into each other",
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 4, 3)}}, {In: []*Tensor{Randn(2, 2, 3)}}, {In: []*Tensor{two}},
		},
	})
	solveTri.define(Prim{ // Lo = 1: the lower half
		Name: "SolveTriangular", TeX: `{%s}^{-1} %s`, Text: "%s⁻¹ %s", Prec: precMul, batch: stacked(solveTri),
		Eval: evalSolveTri,
		Push: func(c *Call, i int, d *Tensor) *Tensor {
			if i == 0 {
				return solveTri.apply(c.Attr, c.X[0], half(d, c.Lo).MatMul(c.Y)).Neg()
			}
			return solveTri.apply(c.Attr, c.X[0], d)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			gb := solveTri.apply(&Attr{Lo: 1 - c.Lo}, mT(c.X[0]), g)
			if i == 0 {
				return half(gb.MatMul(mT(c.Y)).Neg(), c.Lo)
			}
			return gb
		},
		Shapes: []Example{
			{In: []*Tensor{regular, Randn(1, 3, 2)}},
			{Attr: Attr{Lo: 1}, In: []*Tensor{two, Randn(1, 2, 3, 1)}},
		},
	})
}

func qrParts(c *Call) (q, r *Tensor) {
	m := c.X[0].shape[len(c.X[0].shape)-2]
	return c.Y.SliceAxis(-2, 0, m), c.Y.SliceAxis(-2, m, c.Y.shape[len(c.Y.shape)-2])
}

func eighParts(c *Call) (w, v *Tensor) {
	return c.Y.SliceAxis(-2, 0, 1), c.Y.SliceAxis(-2, 1, c.Y.shape[len(c.Y.shape)-2])
}

func svdParts(c *Call) (u, s, v *Tensor) {
	m := c.X[0].shape[len(c.X[0].shape)-2]
	return c.Y.SliceAxis(-2, 0, m), c.Y.SliceAxis(-2, m, m+1), c.Y.SliceAxis(-2, m+1, c.Y.shape[len(c.Y.shape)-2])
}

// half is the lower half of a matrix for 1, the upper for 0.
func half(t *Tensor, lower int) *Tensor {
	if lower == 1 {
		return t.Tril(0)
	}
	return t.Triu(0)
}

// rightSolve is a·r⁻¹.
func rightSolve(a, r *Tensor) *Tensor { return mT(mT(r).Solve(mT(a))) }

// gaps is 1/(wⱼ − wᵢ), and 0 where that is not defined, of a row w.
func gaps(w *Tensor) *Tensor { return reciprocal(w.Sub(mT(w))) }

// reciprocal is 1/x, and 0 for 0.
func reciprocal(x *Tensor) *Tensor {
	zero := same.apply2(x, Scalar(0))
	return one.Sub(zero).Div(x.Add(zero))
}

// beside is x without its share in the span of u: (I − u·uᵀ)·x.
func beside(u, x *Tensor) *Tensor { return x.Sub(u.MatMul(mT(u).MatMul(x))) }

// diagonals returns the diagonals of square matrices.
func diagonals(t *Tensor) *Tensor {
	return t.Mul(Eye(t.shape[len(t.shape)-1]).like(t)).SumAxis(-1)
}

// onDiagonal makes diagonal matrices of rows of shape (…, 1, n).
func onDiagonal(w *Tensor) *Tensor { return w.Mul(Eye(w.shape[len(w.shape)-1]).like(w)) }

// repeated counts neighbours that are equal in row at of the results, and
// zeros if these are counted.
func repeated(c *Call, at int, zeros bool) int {
	y := c.Y.concrete()
	w := widen(y.SliceAxis(-2, at, at+1))
	n := equalNeighbours(w.data, w.shape, len(w.shape)-1)
	for _, v := range w.data {
		if zeros && v == 0 {
			n++
		}
	}
	return n
}

// packed evaluates a decomposition of each matrix of a stack; f returns the
// parts, one below the other, which for m×n have so many rows together.
func packed(op string, rows func(m, n int) int, f func(m *mat.Dense) []mat.Matrix) func(*Attr, []*Tensor) *Tensor {
	return func(_ *Attr, x []*Tensor) *Tensor {
		mustBeFinite(op, x[0])
		k := len(x[0].shape)
		m, n := x[0].shape[k-2], x[0].shape[k-1]
		y := blank(Float64, append(slices.Clone(x[0].shape[:k-2]), rows(m, n), min(m, n)))
		if x[0].Size() == 0 {
			return y
		}
		at := 0
		matrices(x[0], func(_ int, m *mat.Dense) {
			for _, part := range f(m) {
				r, c := part.Dims()
				for i := range r {
					for j := range c {
						y.data[at] = part.At(i, j)
						at++
					}
				}
			}
		})
		return y
	}
}

func evalQR(m *mat.Dense) []mat.Matrix {
	var f mat.QR
	f.Factorize(m)
	var q, r mat.Dense
	f.QTo(&q)
	f.RTo(&r)
	rows, cols := m.Dims()
	return []mat.Matrix{q.Slice(0, rows, 0, cols), r.Slice(0, cols, 0, cols)}
}

func evalEigh(m *mat.Dense) []mat.Matrix {
	n, _ := m.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			s.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
		}
	}
	var e mat.EigenSym
	if !e.Factorize(s, true) {
		fail("Eigh", "", "the iteration for the eigenvalues did not converge")
	}
	var v mat.Dense
	e.VectorsTo(&v)
	facing(&v)
	return []mat.Matrix{mat.NewDense(1, n, e.Values(nil)), &v}
}

// facing turns the columns of vs together so that the largest entry of each in
// the first is positive; LAPACK leaves their signs open.
func facing(vs ...*mat.Dense) {
	rows, cols := vs[0].Dims()
	for j := range cols {
		most := 0.0
		for i := range rows {
			// A tie in magnitude, but for rounding, goes to the first.
			if v := vs[0].At(i, j); math.Abs(v) > math.Abs(most)*(1+1e-6) {
				most = v
			}
		}
		for _, m := range vs {
			rows, _ := m.Dims()
			for i := 0; most < 0 && i < rows; i++ {
				m.Set(i, j, -m.At(i, j))
			}
		}
	}
}

func evalSVD(m *mat.Dense) []mat.Matrix {
	var f mat.SVD
	if !f.Factorize(m, mat.SVDThin) {
		fail("SVD", "", "the iteration for the singular values did not converge")
	}
	var u, v mat.Dense
	f.UTo(&u)
	f.VTo(&v)
	facing(&u, &v)
	s := f.Values(nil)
	return []mat.Matrix{&u, mat.NewDense(1, len(s), s), &v}
}

// evalSolveTri substitutes row by row.
func evalSolveTri(a *Attr, x []*Tensor) *Tensor {
	n, k := x[1].shape[len(x[1].shape)-2], x[1].shape[len(x[1].shape)-1]
	y := slices.Clone(x[1].data)
	for s := range size(x[1].shape[:len(x[1].shape)-2]) {
		t, out := x[0].data[s*n*n:], y[s*n*k:(s+1)*n*k]
		for step := range n {
			i, lo, hi := n-1-step, n-step, n
			if a.Lo == 1 {
				i, lo, hi = step, 0, step
			}
			d := t[i*n+i]
			if d == 0 {
				panic(&Error{Op: "SolveTriangular", Shapes: shapesOf(x...), Detail: "the matrix is singular: diagonal entry " + itoa(i) + " is 0"})
			}
			for c := range k {
				v := out[i*k+c]
				for j := lo; j < hi; j++ {
					v -= t[i*n+j] * out[j*k+c]
				}
				out[i*k+c] = v / d
			}
		}
	}
	return plain(x[1].shape, y)
}
