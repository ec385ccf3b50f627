package ad

import (
	"slices"

	"github.com/gojac/gojac/ad/gemm"
)

// MatMul returns the matrix product t·u. A vector on the right is a column,
// so (m, n) × (n) gives (m); a vector on the left is a row, so (n) × (n, p)
// gives (p); two vectors give their scalar product. It panics unless the
// inner dimensions agree. With more than two axes, the last two are matrices
// and those in front of them broadcast: (b, m, n) × (n, p) gives (b, m, p).
func (t *Tensor) MatMul(u *Tensor) *Tensor {
	if needs(t, u); len(t.shape) > 2 || len(u.shape) > 2 {
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
		return t.Reshape(1, t.shape[0]).MatMul(u).Reshape(u.shape[1])
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
		return t.Reshape(size(front)*m, k).MatMul(u).Reshape(append(slices.Clone(front), m, n)...)
	}
	y := bmm.apply2(whole(t, m, k), whole(u, k, n))
	return y.Reshape(append(slices.Clone(front), m, n)...)
}

// T returns the transpose of a matrix. A vector, being a column, becomes a
// row of shape (1, n).
func (t *Tensor) T() *Tensor {
	switch len(t.given().shape) {
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
		batch: func(b *batch) *Tensor {
			if !b.On[1] { // one tall matrix
				s, k := b.X[0].shape, b.X[1].shape[1]
				return b.X[0].Reshape(s[0]*s[1], s[2]).MatMul(b.X[1]).Reshape(b.N, s[1], k)
			}
			return b.every(0).MatMul(b.X[1])
		},
		Eval: evalMatMul[float64], Eval32: evalMatMul[float32],
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return timesTransposed(g, c.X[1])
			}
			return transposedTimes(c.X[0], g)
		},
		Shapes: []Example{
			{In: []*Tensor{Randn(1, 2, 3), Randn(2, 3, 4)}},
			{In: []*Tensor{Randn(1, 1, 3), Randn(2, 3, 1)}},
		},
	})
	matvec.define(Prim{
		Name: "MatVec", TeX: "%s %s", Text: "%s %s", Prec: precMul,
		batch: func(b *batch) *Tensor {
			if !b.On[0] {
				return b.X[1].MatMul(b.X[0].T())
			}
			v := b.every(1)
			return b.X[0].MatMul(v.Reshape(b.N, v.shape[1], 1)).Reshape(b.N, b.X[0].shape[1])
		},
		Eval: evalMatVec[float64], Eval32: evalMatVec[float32],
		Transpose: func(c *Call, i int, g *Tensor) *Tensor {
			if i == 0 {
				return g.Outer(c.X[1])
			}
			return transposedTimes(c.X[0], g)
		},
		Shapes: []Example{{In: []*Tensor{Randn(1, 2, 3), Randn(2, 3)}}},
	})
	bmm.define(Prim{
		Name: "BatchMatMul", TeX: "%s %s", Text: "%s %s", Prec: precMul,
		batch: func(b *batch) *Tensor {
			x, y := b.every(0), b.every(1)
			merge := func(t *Tensor) *Tensor { return t.Reshape(t.shape[0]*t.shape[1], t.shape[2], t.shape[3]) }
			return merge(x).MatMul(merge(y)).Reshape(b.N, x.shape[1], x.shape[2], y.shape[3])
		},
		filler: fills(func(_ *Attr, x []*Tensor) []int {
			return []int{x[0].shape[0], x[0].shape[1], x[1].shape[2]}
		}, fillProducts[float64], fillProducts[float32]),
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
		batch: func(b *batch) *Tensor { return b.X[0].Permute(0, 2, 1) },
		filler: fills(func(_ *Attr, x []*Tensor) []int {
			return []int{x[0].shape[1], x[0].shape[0]}
		}, fillTransposed[float64], fillTransposed[float32]),
		Transpose: func(_ *Call, _ int, g *Tensor) *Tensor { return g.T() },
		Shapes:    []Example{{In: []*Tensor{Randn(1, 2, 3)}}},
	})
}

func evalMatMul[T gemm.Float](_ *Attr, x []*Tensor) *Tensor {
	return product(matrixOf[T](x[0]), matrixOf[T](x[1]))
}

// fillProducts multiplies matrices in the last two axes.
func fillProducts[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	m, k, n := x[0].shape[1], x[0].shape[2], x[1].shape[2]
	to, a, b := elements[T](y), elements[T](x[0]), elements[T](x[1])
	for i := range x[0].shape[0] {
		gemm.Mul(gemm.Dense(m, n, to[i*m*n:]), gemm.Dense(m, k, a[i*m*k:]), gemm.Dense(k, n, b[i*k*n:]))
	}
}

func fillTransposed[T gemm.Float](_ *Attr, y *Tensor, x []*Tensor) {
	gemm.Copy(matrixOf[T](y), matrixOf[T](x[0]).T())
}

func evalMatVec[T gemm.Float](_ *Attr, x []*Tensor) *Tensor {
	y := product(matrixOf[T](x[0]), matrixOf[T](x[1]))
	y.shape = y.shape[:1:1]
	return y
}

// matrix views a plain float64 matrix, or a plain vector as a column.
func matrix(t *Tensor) gemm.Matrix[float64] { return matrixOf[float64](t) }

func matrixOf[T gemm.Float](t *Tensor) gemm.Matrix[T] {
	if len(t.shape) == 1 {
		return gemm.Dense(t.shape[0], 1, elements[T](t))
	}
	return gemm.Dense(t.shape[0], t.shape[1], elements[T](t))
}

func product[T gemm.Float](a, b gemm.Matrix[T]) *Tensor {
	y := &Tensor{shape: []int{a.Rows, b.Cols}}
	data := allot[T](y.shape...)
	gemm.Mul(gemm.Dense(a.Rows, b.Cols, data), a, b)
	switch d := any(&data).(type) {
	case *[]float64:
		y.data = *d
	case *[]float32:
		y.kind, y.single = Float32, *d
	}
	return y
}

// timesTransposed is g·uᵀ of matrices. A plain u is not copied to be
// transposed.
func timesTransposed(g, u *Tensor) *Tensor {
	if g.level == nil && u.level == nil && g.kind == u.kind {
		if g.kind == Float32 {
			return product(matrixOf[float32](g), matrixOf[float32](u).T())
		}
		return product(matrix(g), matrix(u).T())
	}
	return g.MatMul(u.T())
}

// transposedTimes is tᵀ·g of a matrix t and a matrix or vector g. A plain t
// is not copied to be transposed.
func transposedTimes(t, g *Tensor) *Tensor {
	if t.level == nil && g.level == nil && t.kind == g.kind {
		var y *Tensor
		if t.kind == Float32 {
			y = product(matrixOf[float32](t).T(), matrixOf[float32](g))
		} else {
			y = product(matrix(t).T(), matrix(g))
		}
		y.shape = y.shape[:len(g.shape):len(g.shape)]
		return y
	}
	return t.T().MatMul(g)
}

// Outer returns the matrix tᵢuⱼ of two vectors, of shape (len t, len u).
func (t *Tensor) Outer(u *Tensor) *Tensor {
	if needs(t, u); len(t.shape) != 1 || len(u.shape) != 1 {
		panic(&Error{Op: "Outer", Shapes: shapesOf(t, u), Detail: "it takes two vectors"})
	}
	return t.Reshape(t.shape[0], 1).MatMul(u.Reshape(1, u.shape[0]))
}

// Dot returns the scalar product Σ tᵢuᵢ of two tensors of one shape.
func (t *Tensor) Dot(u *Tensor) *Tensor {
	if needs(t, u); !slices.Equal(t.shape, u.shape) {
		panic(&Error{Op: "Dot", Shapes: shapesOf(t, u), Detail: "shapes differ"})
	}
	return t.Mul(u).Sum()
}
