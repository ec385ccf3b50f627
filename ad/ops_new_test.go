package ad_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestArrays compares array operations with what they say, and their
// gradients with numerical ones where they are compositions.
func TestArrays(t *testing.T) {
	m := ad.Mat([][]float64{{3, 1, 2}, {-1, 5, 0}})
	b := ad.Randn(3, 3, 2)
	for _, c := range []struct {
		what      string
		got, want *ad.Tensor
	}{
		{"Sort", m.Sort(1), ad.Mat([][]float64{{1, 2, 3}, {-1, 0, 5}})},
		{"Sort by columns", m.Sort(0), ad.Mat([][]float64{{-1, 1, 0}, {3, 5, 2}})},
		{"CumSum", m.CumSum(1), ad.Mat([][]float64{{3, 4, 6}, {-1, 4, 4}})},
		{"Gather", m.Gather(1, 2, 2, 0), ad.Mat([][]float64{{2, 2, 3}, {0, 0, -1}})},
		{"ScatterAdd", m.ScatterAdd(1, 2, 0, 1, 0), ad.Mat([][]float64{{5, 1}, {-1, 5}})},
		{"ProdAxis", m.ProdAxis(0), ad.Vec(-3, 5, 0)},
		{"Prod", m.Prod(), ad.Scalar(0)},
		{"Prod of nothing", ad.Zeros(0).Prod(), ad.Scalar(1)},
		{"Permute", m.Permute(1, 0), m.T()},
		{"ConcatAxis", ad.ConcatAxis(1, m, m.Slice(0, 2)).Row(0), ad.Vec(3, 1, 2, 3, 1, 2)},
		{"SoftmaxAxis", m.SoftmaxAxis(0).SumAxis(0), ad.Ones(3)},
		{"LogSoftmax", m.LogSoftmax().Exp(), m.Softmax()},
		{"Einsum, product", ad.Einsum("ij,jk->ik", m, b), m.MatMul(b)},
		{"Einsum, transposed", ad.Einsum("ij, jk -> ki", m, b), m.MatMul(b).T()},
		{"Einsum, sum", ad.Einsum("ij->j", m), m.SumAxis(0)},
		{"Einsum, outer", ad.Einsum("i,j->ij", m.Row(0), m.Row(1)), m.Row(0).Outer(m.Row(1))},
		{"Einsum, three", ad.Einsum("ij,jk,k->i", m, b, ad.Vec(1, 2)), m.MatMul(b).MatMul(ad.Vec(1, 2))},
		{"Einsum, along", ad.Einsum("ij,ij->i", m, m), m.Square().SumAxis(1)},
		{"Einsum, all", ad.Einsum("ij,ij->", m, m), m.Square().Sum()},
		{"batched MatMul", ad.Stack(m, m.MulC(2)).MatMul(b).Row(1), m.MulC(2).MatMul(b)},
		{"MatMul by a stack", m.MatMul(ad.Stack(b, b.MulC(3))).Row(1), m.MatMul(b.MulC(3))},
	} {
		if !slices.Equal(c.got.Shape(), c.want.Shape()) {
			t.Errorf("%s has shape %v, want %v", c.what, c.got.Shape(), c.want.Shape())
			continue
		}
		for i, v := range c.got.Data() {
			near(t, c.what, v, c.want.Data()[i])
		}
	}
	for what, f := range map[string]fn{
		"Prod with a zero": func(x *ad.Tensor) *ad.Tensor { return x.Prod() },
		"Einsum": func(x *ad.Tensor) *ad.Tensor {
			return ad.Einsum("ij,kj,j->", x.Reshape(3, 1), x.Reshape(3, 1), ad.Vec(2))
		},
		"SoftmaxAxis": func(x *ad.Tensor) *ad.Tensor { return x.Reshape(3, 1).SoftmaxAxis(0).Row(1).Sum() },
		"LogDet":      func(x *ad.Tensor) *ad.Tensor { return x.Outer(x).Add(ad.Eye(3)).LogDet() },
	} {
		if v := ad.CheckGrad(f).(func(*ad.Tensor) *ad.Verdict)(ad.Vec(2, 0, -3)); v.Cause != ad.Agree {
			t.Errorf("%s: %v", what, v)
		}
	}
}

func TestLinearAlgebra(t *testing.T) {
	a := ad.Mat([][]float64{{4, 1, 0.5}, {1, 3, -0.7}, {0.5, -0.7, 2}})
	same := func(what string, got, want *ad.Tensor) {
		t.Helper()
		for i, v := range want.Data() {
			if d := got.Data()[i]; math.Abs(d-v) > 1e-14 {
				t.Errorf("%s: %v, want %v", what, got, want)
				return
			}
		}
	}
	same("A·A⁻¹", a.MatMul(a.Inverse()), ad.Eye(3))
	same("A·(A\\b)", a.MatMul(a.Solve(ad.Vec(1, 2, 3))), ad.Vec(1, 2, 3))
	l := a.Cholesky()
	same("L·Lᵀ", l.MatMul(l.T()), a)
	same("ln det", a.LogDet(), a.Det().Log())
	same("trace", a.Trace(), ad.Scalar(9))
	for want, f := range map[string]func(){
		"the matrix is singular":      func() { ad.Zeros(2, 2).Inverse() },
		"is not positive definite":    func() { a.Neg().Cholesky() },
		"it takes a square matrix":    func() { ad.Zeros(2, 3).Det() },
		"the right side does not fit": func() { a.Solve(ad.Vec(1, 2)) },
		"is no axis of an operand":    func() { ad.Einsum("ij->k", a) },
		"there is no entry 3":         func() { a.Gather(0, 3) },
	} {
		if err, ok := caught(f).(*ad.Error); !ok || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestSpecialFunctions compares with values from the tables of Abramowitz and
// Stegun, and with identities.
func TestSpecialFunctions(t *testing.T) {
	const euler = 0.57721566490153286061
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"ψ(1)", ad.Scalar(1).Digamma().Item(), -euler},
		{"ψ(½)", ad.Scalar(0.5).Digamma().Item(), -euler - 2*math.Ln2},
		{"ψ(−½)", ad.Scalar(-0.5).Digamma().Item(), 2 - euler - 2*math.Ln2},
		{"ψ′(1)", rev((*ad.Tensor).Digamma)(ad.Scalar(1)).Item(), math.Pi * math.Pi / 6},
		{"ψ′(½)", rev((*ad.Tensor).Digamma)(ad.Scalar(0.5)).Item(), math.Pi * math.Pi / 2},
		{"ψ″(1)", rev(rev((*ad.Tensor).Digamma))(ad.Scalar(1)).Item(), -2 * 1.2020569031595942854},
		{"Γ′(1)", rev((*ad.Tensor).Gamma)(ad.Scalar(1)).Item(), -euler},
		{"erf(erfinv 0.3)", ad.Scalar(0.3).Erfinv().Erf().Item(), 0.3},
		{"J₂(3)", ad.Scalar(3).BesselJ(2).Item(), math.Jn(2, 3)},
	} {
		near(t, c.what, c.got, c.want)
	}
}

// TestBesselOrders: an order beyond what a loop can count to has its limit.
func TestBesselOrders(t *testing.T) {
	for _, n := range []float64{1e18, math.MaxFloat64, math.Inf(1)} {
		for _, x := range []float64{0, 1, 50, 1e300} {
			ad.PrimNamed("BesselI").Apply(ad.Scalar(n), ad.Scalar(x))
		}
	}
}
