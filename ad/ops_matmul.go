package ad

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// MatMul returns the matrix product t·u. A vector on the right is a column,
// so (m, n) × (n) gives (m); a vector on the left is a row, so (n) × (n, p)
// gives (p); two vectors give their scalar product. It panics unless the
// inner dimensions agree. With more than two axes, the last two are matrices
// and those in front of them broadcast: (b, m, n) × (n, p) gives (b, m, p).
func (t *Tensor) MatMul(u *Tensor) *Tensor {
	if len(t.shape) > 2 || len(u.shape) > 2 {
		return batchMatMul(t, u)
	}
	if len(t.shape) == 0 || len(u.shape) == 0 {
		panic(&Error{Op: "MatMul", Shapes: shapesOf(t, u), Detail: "it multiplies matrices and vectors",
			Hint: "Mul multiplies element by element and stretches scalars"})
	}
	row, column := len(t.shape) == 1, len(u.shape) == 1
	if n, k := t.shape[len(t.shape)-1], u.shape[0]; n != k {
		panic(&Error{Op: "MatMul", Shapes: shapesOf(t, u),
			Detail: "inner dimensions " + itoa(n) + " and " + itoa(k) + " differ", Hint: matmulHint(t, u)})
	}
	switch {
	case row && column:
		return t.Dot(u)
	case row:
		return t.Reshape(1, -1).MatMul(u).Reshape(u.shape[1])
	case column:
		return matvec.apply2(t, u)
	}
	return matmul.apply2(t, u)
}

func matmulHint(t, u *Tensor) string {
	switch {
	case len(u.shape) == 2 && t.shape[len(t.shape)-1] == u.shape[1]:
		return "with the second transposed (T) it would fit"
	case len(t.shape) == 2 && t.shape[0] == u.shape[0]:
		return "with the first transposed (T) it would fit"
	}
	return ""
}

// batchMatMul multiplies matrices in the last two axes; the axes in front of
// them broadcast.
func batchMatMul(t, u *Tensor) *Tensor {
	nt, nu := len(t.shape), len(u.shape)
	if nt < 2 || nu < 2 {
		panic(&Error{Op: "MatMul", Shapes: shapesOf(t, u), Detail: "a stack of matrices multiplies matrices", Hint: "reshape the vector to a matrix with one column"})
	}
	m, k, n := t.shape[nt-2], t.shape[nt-1], u.shape[nu-1]
	if u.shape[nu-2] != k {
		panic(&Error{Op: "MatMul", Shapes: shapesOf(t, u), Detail: "inner dimensions " + itoa(k) + " and " + itoa(u.shape[nu-2]) + " differ"})
	}
	front, ok := broadcastShape(t.shape[:nt-2], u.shape[:nu-2])
	if !ok {
		panic(&Error{Op: "MatMul", Shapes: shapesOf(t, u), Detail: "the axes in front of the matrices do not broadcast"})
	}
	whole := func(x *Tensor, rows, cols int) *Tensor {
		return broadcastTo(x, append(slices.Clone(front), rows, cols)).Reshape(size(front), rows, cols)
	}
	if nu == 2 && len(front) > 0 { // one matrix on the right: a tall one on the left
		return t.Reshape(-1, k).MatMul(u).Reshape(append(slices.Clone(front), m, n)...)
	}
	y := bmm.apply2(whole(t, m, k), whole(u, k, n))
	return y.Reshape(append(slices.Clone(front), m, n)...)
}

// T returns the transpose of a matrix. A vector, being a column, becomes a
// row of shape (1, n).
func (t *Tensor) T() *Tensor {
	switch len(t.shape) {
	case 1:
		return t.Reshape(1, t.shape[0])
	case 2:
		return transpose.apply1(t)
	}
	panic(&Error{Op: "T", Shapes: shapesOf(t), Detail: "it transposes matrices and vectors"})
}

var matmul, matvec, transpose, bmm = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	matmul.define(Prim{
		Name: "MatMul", TeX: "%s %s", Text: "%s %s", Prec: precMul,
		Eval: evalMatMul,
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return g.MatMul(c.X[1].T())
			}
			return c.X[0].T().MatMul(g)
		},
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 2, 3), Randn(2, 3, 4)}},
			{In: []*Tensor{Randn(1, 1, 3), Randn(2, 3, 1)}},
		},
	})
	matvec.define(Prim{
		Name: "MatVec", TeX: "%s %s", Text: "%s %s", Prec: precMul,
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			m, n := x[0].shape[0], x[0].shape[1]
			y := make([]float64, m)
			if m > 0 && n > 0 {
				blas64.Gemv(blas.NoTrans, 1, blas64.General{Rows: m, Cols: n, Stride: n, Data: x[0].data},
					blas64.Vector{N: n, Inc: 1, Data: x[1].data}, 0, blas64.Vector{N: m, Inc: 1, Data: y})
			}
			return plain([]int{m}, y)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return g.Outer(c.X[1])
			}
			return c.X[0].T().MatMul(g)
		},
		Shapes: []Example{{In: []*Tensor{Randn(1, 2, 3), Randn(2, 3)}}},
	})
	bmm.define(Prim{
		Name: "BatchMatMul", TeX: "%s %s", Text: "%s %s", Prec: precMul,
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			b, m, k, n := x[0].shape[0], x[0].shape[1], x[0].shape[2], x[1].shape[2]
			y := make([]float64, 0, b*m*n)
			for i := range b {
				l, r := plain([]int{m, k}, x[0].data[i*m*k:(i+1)*m*k]), plain([]int{k, n}, x[1].data[i*k*n:(i+1)*k*n])
				y = append(y, evalMatMul(nil, []*Tensor{l, r}).data...)
			}
			return plain([]int{b, m, n}, y)
		},
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return g.MatMul(c.X[1].Permute(0, 2, 1))
			}
			return c.X[0].Permute(0, 2, 1).MatMul(g)
		},
		Shapes: []Example{{In: []*Tensor{Randn(1, 2, 2, 3), Randn(2, 2, 3, 4)}}},
	})
	transpose.define(Prim{
		Name: "T", TeX: `%s^{\top}`, Text: "%sᵀ", Prec: precPow,
		Eval: func(_ *Attr, x []*Tensor) *Tensor {
			m, n := x[0].shape[0], x[0].shape[1]
			y := make([]float64, m*n)
			for i := range m {
				for j := range n {
					y[j*m+i] = x[0].data[i*n+j]
				}
			}
			return plain([]int{n, m}, y)
		},
		Transpose: func(_ *Call, _ int, g *Tensor) *Tensor { return g.T() },
		Shapes:    []Example{{In: []*Tensor{Randn(1, 2, 3)}}},
	})
}

func evalMatMul(_ *Attr, x []*Tensor) *Tensor {
	m, k, n := x[0].shape[0], x[0].shape[1], x[1].shape[1]
	y := make([]float64, m*n)
	if m > 0 && n > 0 && k > 0 {
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1,
			blas64.General{Rows: m, Cols: k, Stride: k, Data: x[0].data},
			blas64.General{Rows: k, Cols: n, Stride: n, Data: x[1].data}, 0,
			blas64.General{Rows: m, Cols: n, Stride: n, Data: y})
	}
	return plain([]int{m, n}, y)
}

// Outer returns the matrix tᵢuⱼ of two vectors, of shape (len t, len u).
func (t *Tensor) Outer(u *Tensor) *Tensor {
	if len(t.shape) != 1 || len(u.shape) != 1 {
		panic(&Error{Op: "Outer", Shapes: shapesOf(t, u), Detail: "it takes two vectors"})
	}
	return t.Reshape(t.shape[0], 1).MatMul(u.Reshape(1, u.shape[0]))
}

// Dot returns the scalar product Σ tᵢuᵢ of two tensors of one shape.
func (t *Tensor) Dot(u *Tensor) *Tensor {
	if !slices.Equal(t.shape, u.shape) {
		panic(&Error{Op: "Dot", Shapes: shapesOf(t, u), Detail: "shapes differ"})
	}
	return t.Mul(u).Sum()
}
