package ad

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Det returns the determinant of a square matrix, or of each of a stack. Its
// derivative is the matrix of cofactors, which is det(t)·t⁻ᵀ (Jacobi) where t
// is regular; higher derivatives need it to be.
func (t *Tensor) Det() *Tensor { square2("Det", t); return det.apply1(t) }

// LogDet returns ln |det t|, without overflow; its derivative is t⁻ᵀ.
func (t *Tensor) LogDet() *Tensor { square2("LogDet", t); return logDet.apply1(t) }

// SlogDet returns the sign of the determinant and ln |det t|.
func (t *Tensor) SlogDet() (sign, ln *Tensor) {
	square2("SlogDet", t)
	return detSign.apply1(t), t.LogDet()
}

// overMatrices gives a number of each matrix the shape of the matrices.
func overMatrices(g *Tensor, shape []int) *Tensor {
	return g.Reshape(append(slices.Clone(g.shape), 1, 1)...).BroadcastTo(shape...)
}

func sumMatrices(t *Tensor) *Tensor { return t.SumAxis(-1).SumAxis(-1) }

// perMatrix evaluates a number of each matrix of a stack.
// empty is that of a 0×0 matrix.
func perMatrix(empty float64, f func(lu *mat.LU) float64) func(*Attr, []*Tensor) *Tensor {
	return func(_ *Attr, x []*Tensor) *Tensor {
		y := Zeros(x[0].shape[:len(x[0].shape)-2]...)
		if x[0].Size() == 0 {
			return Full(empty, y.shape...)
		}
		matrices(x[0], func(i int, m *mat.Dense) {
			var lu mat.LU
			lu.Factorize(m)
			y.data[i] = f(&lu)
		})
		return y
	}
}

var det, logDet, detSign, cofactor = new(Prim), new(Prim), new(Prim), new(Prim)

func init() {
	det.define(Prim{
		Name: "Det", TeX: `\det(%s)`,
		batch: stacked(det),
		Eval:  perMatrix(1, func(lu *mat.LU) float64 { return lu.Det() }),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return sumMatrices(cofactor.apply1(c.X[0]).Mul(dx))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return cofactor.apply1(c.X[0]).Mul(overMatrices(g, c.X[0].shape))
		},
		Shapes: []Example{{In: []*Tensor{regular}}, {In: []*Tensor{two}}},
	})
	logDet.define(Prim{
		Name: "LogDet", TeX: `\ln|\det(%s)|`,
		batch: stacked(logDet),
		Eval:  perMatrix(0, func(lu *mat.LU) float64 { y, _ := lu.LogDet(); return y }),
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			return sumMatrices(mT(c.X[0].Inverse()).Mul(dx))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			return mT(c.X[0].Inverse()).Mul(overMatrices(g, c.X[0].shape))
		},
		Shapes: []Example{{In: []*Tensor{regular}}},
	})
	detSign.define(Prim{
		Name: "DetSign", TeX: `\operatorname{sign}\det(%s)`, Steps: true, batch: stacked(detSign),
		Eval:   perMatrix(1, func(lu *mat.LU) float64 { _, sign := lu.LogDet(); return sign }),
		Shapes: []Example{{In: []*Tensor{regular}}, {In: []*Tensor{two}}},
	})
}

func init() {
	// C = det(A)·A⁻ᵀ: dC = tr(A⁻¹dA)·C − A⁻ᵀdAᵀC.
	cofactor.define(Prim{
		Name: "Cofactor", TeX: `\operatorname{cof}(%s)`,
		batch: stacked(cofactor),
		Eval:  evalCofactor,
		Push: func(c *Call, _ int, dx *Tensor) *Tensor {
			inv := mT(c.X[0]).Inverse()
			return c.Y.Mul(overMatrices(sumMatrices(inv.Mul(dx)), c.Y.shape)).Sub(inv.MatMul(mT(dx)).MatMul(c.Y))
		},
		Transpose: func(c *Call, _ int, g *Tensor) *Tensor {
			inv := mT(c.X[0]).Inverse()
			return inv.Mul(overMatrices(sumMatrices(g.Mul(c.Y)), c.Y.shape)).Sub(c.Y.MatMul(mT(g)).MatMul(inv))
		},
		Shapes: []Example{{In: []*Tensor{regular}}, {In: []*Tensor{two}}},
	})
}

// evalCofactor takes the cofactors from the inverse, and where the matrix is
// nearly singular from its singular values: with t = U·diag(s)·Vᵀ they are
// det(U)·det(V)·U·diag(∏ s without sᵢ)·Vᵀ.
func evalCofactor(_ *Attr, x []*Tensor) *Tensor {
	y := Zeros(x[0].shape...)
	matrices(x[0], func(k int, m *mat.Dense) {
		n, _ := m.Dims()
		out := mat.NewDense(n, n, y.data[k*n*n:(k+1)*n*n])
		var lu mat.LU
		if lu.Factorize(m); lu.Cond() < 1e8 {
			var inv mat.Dense
			if lu.SolveTo(&inv, true, mat.NewDiagDense(n, onesOf(n))) == nil {
				out.Scale(lu.Det(), &inv)
				return
			}
		}
		var f mat.SVD
		if hasNaN(m) || !f.Factorize(m, mat.SVDThin) {
			out.Scale(math.NaN(), m)
			return
		}
		var u, v mat.Dense
		f.UTo(&u)
		f.VTo(&v)
		s, others := f.Values(nil), onesOf(n)
		for i := range others {
			for j, sj := range s {
				if i != j {
					others[i] *= sj
				}
			}
		}
		sign := math.Round(mat.Det(&u) * mat.Det(&v))
		out.Product(&u, mat.NewDiagDense(n, others), v.T())
		out.Scale(sign, out)
	})
	return y
}

func onesOf(n int) []float64 { return Ones(n).data }

// hasNaN reports whether an entry is NaN or infinite.
func hasNaN(m *mat.Dense) bool {
	sum := 0.0
	for _, v := range m.RawMatrix().Data {
		sum += v * 0
	}
	return sum != 0
}
