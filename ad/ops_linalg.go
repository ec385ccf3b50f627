package ad

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Solve returns the X with t·X = b, for a square matrix t of shape (n, n) and
// b of shape (n, k) or (n). Stacks of matrices in the last two axes, with
// equal axes in front, are solved one by one. It panics if t is singular.
func (t *Tensor) Solve(b *Tensor) *Tensor {
	needs(t, b)
	n := square2("Solve", t)
	if len(b.shape) == 1 && len(t.shape) == 2 {
		return t.Solve(b.Reshape(-1, 1)).Reshape(-1)
	}
	if len(b.shape) != len(t.shape) || b.shape[len(b.shape)-2] != n || !slices.Equal(b.shape[:len(b.shape)-2], t.shape[:len(t.shape)-2]) {
		panic(&Error{Op: "Solve", Shapes: shapesOf(t, b), Detail: "the right side does not fit", Hint: "it has shape (" + itoa(n) + ") or (" + itoa(n) + ", k)"})
	}
	return solve.apply2(t, b)
}

// Inverse returns t⁻¹ of a square matrix. To multiply by it, Solve is faster
// and more exact. It panics if t is singular.
func (t *Tensor) Inverse() *Tensor {
	n := square2("Inverse", t)
	defer named("Inverse")
	return t.Solve(broadcastTo(Eye(n).like(t), t.shape))
}

// Trace returns the sum of the diagonal of a square matrix.
func (t *Tensor) Trace() *Tensor {
	defer named("Trace")
	return t.Diag().Sum()
}

// Cholesky returns the lower triangular L with L·Lᵀ = t for a symmetric
// positive definite t, of which it reads the symmetric part (t + tᵀ)/2. It
// panics if t is not positive definite.
func (t *Tensor) Cholesky() *Tensor { square2("Cholesky", t); return cholesky.apply1(t) }

// square2 returns n of a stack of n×n matrices.
func square2(op string, t *Tensor) int {
	k := len(t.given().shape)
	if k < 2 || t.shape[k-1] != t.shape[k-2] {
		panic(&Error{Op: op, Shapes: shapesOf(t), Detail: "it takes a square matrix"})
	}
	return t.shape[k-1]
}

// mT swaps the last two axes.
func mT(t *Tensor) *Tensor {
	k := len(t.shape)
	if k == 2 {
		return t.T()
	}
	axes := make([]int, k)
	for i := range axes {
		axes[i] = i
	}
	axes[k-2], axes[k-1] = k-1, k-2
	return t.Permute(axes...)
}

// matrices calls f for each matrix of a stack, as gonum sees it.
func matrices(t *Tensor, f func(i int, m *mat.Dense)) {
	r, c := t.shape[len(t.shape)-2], t.shape[len(t.shape)-1]
	if r*c == 0 {
		return
	}
	for i := range size(t.shape[:len(t.shape)-2]) {
		f(i, mat.NewDense(r, c, t.data[i*r*c:(i+1)*r*c]))
	}
}

var solve, cholesky = new(Prim), new(Prim)

// Matrices that the tests check at.
var (
	regular     = Mat([][]float64{{2, -1, 0.5}, {0.3, 1.5, -0.7}, {-0.2, 0.4, 1.1}})
	positive    = Mat([][]float64{{4, 1, 0.5}, {1, 3, -0.7}, {0.5, -0.7, 2}})
	two         = FromSlice(slices.Concat(regular.data, positive.data), 2, 3, 3)
	twoPositive = FromSlice(slices.Concat(positive.data, []float64{2, 0, 0, 0, 3, 1, 0, 1, 5}), 2, 3, 3)
)

func init() {
	solve.define(Prim{
		Name: "Solve", TeX: `{%s}^{-1} %s`, Text: "%s⁻¹ %s", Prec: precMul,
		batch: stacked(solve),
		Eval:  evalSolve,
		Push: func(c *Call, i int, d *Tensor) *Tensor {
			if i == 0 {
				return c.X[0].Solve(d.MatMul(c.Y)).Neg()
			}
			return c.X[0].Solve(d)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			gb := mT(c.X[0]).Solve(g)
			if i == 0 {
				return gb.MatMul(mT(c.Y)).Neg()
			}
			return gb
		},
		Shapes: []Example{
			{In: []*Tensor{regular, Randn(1, 3, 2)}},
			{In: []*Tensor{two, Randn(1, 2, 3, 1)}},
		},
	})
}

func init() {
	// Murray, Differentiation of the Cholesky decomposition (2016), eqs. 8, 10.
	cholesky.define(Prim{
		Name: "Cholesky", TeX: `\operatorname{chol}(%s)`,
		batch: stacked(cholesky),
		Eval:  evalCholesky,
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			inner := c.Y.Solve(mT(c.Y.Solve(symmetric(dx))))
			return c.Y.MatMul(inner.Mul(halfLower(c.Y)))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			lt := mT(c.Y)
			p := lt.MatMul(g).Mul(halfLower(c.Y))
			return symmetric(mT(lt.Solve(mT(lt.Solve(p)))))
		},
		Shapes: []Example{
			{In: []*Tensor{positive}},
			{In: []*Tensor{twoPositive}},
		},
	})
}

func symmetric(t *Tensor) *Tensor { return t.Add(mT(t)).MulC(0.5) }

// halfLower is 1 below the diagonal and ½ on it.
func halfLower(t *Tensor) *Tensor {
	n := t.shape[len(t.shape)-1]
	m := Zeros(n, n)
	for i := range n {
		for j := range i {
			m.data[i*n+j] = 1
		}
		m.data[i*n+i] = 0.5
	}
	return m
}

func evalSolve(_ *Attr, x []*Tensor) *Tensor {
	y := Zeros(x[1].shape...)
	if len(y.data) == 0 {
		return y
	}
	var right, out []*mat.Dense
	matrices(x[1], func(_ int, m *mat.Dense) { right = append(right, m) })
	matrices(y, func(_ int, m *mat.Dense) { out = append(out, m) })
	matrices(x[0], func(i int, m *mat.Dense) {
		var lu mat.LU
		lu.Factorize(m)
		// A condition number beyond 1/ε still solves; only a zero pivot can't.
		if err := lu.SolveTo(out[i], false, right[i]); err != nil && math.IsInf(float64(conditionOf(err)), 1) {
			panic(&Error{Op: "Solve", Shapes: shapesOf(x...), Detail: "the matrix is singular"})
		}
	})
	return y
}

func conditionOf(err error) mat.Condition {
	c, _ := err.(mat.Condition)
	return c
}

func evalCholesky(_ *Attr, x []*Tensor) *Tensor {
	y := Zeros(x[0].shape...)
	matrices(x[0], func(k int, m *mat.Dense) {
		n, _ := m.Dims()
		s := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				s.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
			}
		}
		var chol mat.Cholesky
		if !chol.Factorize(s) {
			panic(&Error{Op: "Cholesky", Shapes: shapesOf(x[0]), Detail: "the matrix is not positive definite"})
		}
		var l mat.TriDense
		chol.LTo(&l)
		for i := range n {
			for j := range i + 1 {
				y.data[k*n*n+i*n+j] = l.At(i, j)
			}
		}
	})
	return y
}
