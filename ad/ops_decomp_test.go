package ad_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestDecompositions multiplies the parts out again, of stacks too.
func TestDecompositions(t *testing.T) {
	same := func(what string, got, want *ad.Tensor) {
		t.Helper()
		if !slices.Equal(got.Shape(), want.Shape()) {
			t.Errorf("%s has shape %v, want %v", what, got.Shape(), want.Shape())
			return
		}
		for i, v := range want.Data() {
			if d := got.Data()[i]; !(math.Abs(d-v) < 1e-13*math.Max(1, math.Abs(v))) {
				t.Errorf("%s: %v, want %v", what, got, want)
				return
			}
		}
	}
	mT := func(x *ad.Tensor) *ad.Tensor { return x.SwapAxes(-1, -2) }
	for _, shape := range [][]int{{4, 3}, {3, 3}, {2, 5, 2}} {
		a := ad.Randn(5, shape...)
		q, r := a.QR()
		same("q·r", q.MatMul(r), a)
		same("r", r.Triu(0), r)
		same("qᵀ·q", mT(q).MatMul(q), ad.Eye(shape[len(shape)-1]).BroadcastTo(mT(q).MatMul(q).Shape()...))
		same("a⁺·a", a.PInv().MatMul(a), mT(q).MatMul(q))
		for what, x := range map[string]*ad.Tensor{"tall": a, "wide": mT(a)} {
			u, s, v := x.SVD()
			same(what+" u·diag(s)·vᵀ", u.Mul(s.ExpandDims(-2)).MatMul(mT(v)), x)
			b := ad.Randn(6, append(x.Shape()[:x.Dims()-1], 2)...)
			same(what+" normal equations", mT(x).MatMul(x.MatMul(x.LstSq(b)).Sub(b)), ad.Zeros(mT(x).MatMul(b).Shape()...))
		}
		g := mT(a).MatMul(a)
		w, v := g.Eigh()
		same("g·v", g.MatMul(v), v.Mul(w.ExpandDims(-2)))
		b := ad.Randn(7, append(g.Shape()[:g.Dims()-1], 2)...)
		same("triangular", g.Tril(0).MatMul(g.SolveTriangular(b, true)), b)
		same("triangular", g.Triu(0).MatMul(g.SolveTriangular(b, false)), b)
		sign, ln := g.Neg().SlogDet()
		same("det", sign.Mul(ln.Exp()), g.Neg().Det())
		same("g³", g.MatrixPower(3), g.MatMul(g).MatMul(g))
		same("g⁻¹", g.MatrixPower(-1).MatMul(g), g.MatrixPower(0))
		same("eᵍ", g.Expm(), v.Mul(w.Exp().ExpandDims(-2)).MatMul(mT(v)))
	}
	turn := ad.Mat([][]float64{{0, -20}, {20, 0}}).Expm()
	same("rotation by 20", turn, ad.Mat([][]float64{{math.Cos(20), -math.Sin(20)}, {math.Sin(20), math.Cos(20)}}))

	y, remarks := ad.Grad(func(x *ad.Tensor) *ad.Tensor { _, v := x.Eigh(); return v.Square().Sum() }).(fn), ""
	if g := y(ad.Eye(2)).Data(); slices.ContainsFunc(g, func(v float64) bool { return v != 0 }) {
		t.Errorf("derivative of a norm at equal eigenvalues: %v %s", g, remarks)
	}
	for want, f := range map[string]func(){
		"fewer rows than columns": func() { ad.Zeros(2, 3).QR() },
		"an entry is NaN":         func() { ad.Full(math.NaN(), 2, 2).SVD() },
		"diagonal entry 1 is 0":   func() { ad.Vec(1, 0).Diag().SolveTriangular(ad.Vec(1, 2), true) },
		"the matrix is singular":  func() { ad.Zeros(3, 2).LstSq(ad.Vec(1, 2, 3)) },
	} {
		if err, ok := caught(f).(*ad.Error); !ok || !strings.Contains(err.Error(), want) && !strings.Contains(err.Error(), "singular") {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestArrangements compares the operations that move, scan and reduce with
// what they say.
func TestArrangements(t *testing.T) {
	m := ad.Mat([][]float64{{3, 1, 2}, {-1, 5, 0}})
	v := ad.Vec(1, 2, 3, 4, 5)
	inf := math.Inf(1)
	u := ad.Randn(1, 2, 3, 4)
	for _, c := range []struct {
		what      string
		got, want *ad.Tensor
	}{
		{"every second", v.SliceStep(0, 0, 5, 2), ad.Vec(1, 3, 5)},
		{"backwards", v.SliceStep(0, 4, -1, -2), ad.Vec(5, 3, 1)},
		{"backwards to 1", v.SliceStep(0, 3, 0, -1), ad.Vec(4, 3, 2)},
		{"Flip", m.Flip(1), ad.Mat([][]float64{{2, 1, 3}, {0, 5, -1}})},
		{"Roll", v.Roll(0, 2), ad.Vec(4, 5, 1, 2, 3)},
		{"Roll back", v.Roll(0, -7), ad.Vec(3, 4, 5, 1, 2)},
		{"Repeat", ad.Vec(1, 2).Repeat(0, 2), ad.Vec(1, 1, 2, 2)},
		{"Tile", ad.Vec(1, 2).Tile(2, 2), ad.Mat([][]float64{{1, 2, 1, 2}, {1, 2, 1, 2}})},
		{"Pad", ad.Vec(1, 2).Pad(0, 1, 2), ad.Vec(0, 1, 2, 0, 0)},
		{"Split", m.Split(1, 3)[1], ad.Mat([][]float64{{1}, {5}})},
		{"StackAxis", ad.StackAxis(1, ad.Vec(1, 2), ad.Vec(3, 4)), ad.Mat([][]float64{{1, 3}, {2, 4}})},
		{"Squeeze", ad.Ones(1, 2, 1).Squeeze(), ad.Ones(2)},
		{"MoveAxis", u.MoveAxis(0, 2), u.Permute(1, 2, 0)},
		{"Flatten", u.Flatten(1), u.Reshape(2, 12)},
		{"Diff", v.Square().Diff(0), ad.Vec(3, 5, 7, 9)},
		{"Tril", m.Tril(0), ad.Mat([][]float64{{3, 0, 0}, {-1, 5, 0}})},
		{"Triu of infinities", ad.Full(inf, 2, 2).Triu(1), ad.Mat([][]float64{{0, inf}, {0, 0}})},
		{"Diag of an infinity", ad.Vec(inf, 1).Diag(), ad.Mat([][]float64{{inf, 0}, {0, 1}})},
		{"Kron", ad.Mat([][]float64{{1, 2}}).Kron(ad.Mat([][]float64{{1, 3}, {0, 1}})), ad.Mat([][]float64{{1, 3, 2, 6}, {0, 1, 0, 2}})},
		{"Cross", ad.Vec(1, 2, 3).Cross(ad.Vec(4, 5, 6)), ad.Vec(-3, 6, -3)},
		{"ArgSort", m.ArgSort(1), ad.Mat([][]float64{{1, 2, 0}, {0, 2, 1}})},
		{"TakeAlong", m.TakeAlong(1, m.ArgSort(1)), m.Sort(1)},
		{"TakeAlong, fewer", m.TakeAlong(0, ad.Mat([][]float64{{1, 0, 1}})), ad.Mat([][]float64{{-1, 1, 0}})},
		{"ArgMaxAxis", m.ArgMaxAxis(0), ad.Vec(0, 1, 0)},
		{"ArgMinAxis", m.ArgMinAxis(1), ad.Vec(1, 0)},
		{"CumProd", v.CumProd(0), ad.Vec(1, 2, 6, 24, 120)},
		{"CumMax", ad.Vec(1, 3, 2, 3, 5).CumMax(0), ad.Vec(1, 3, 3, 3, 5)},
		{"CumMin", m.CumMin(1), ad.Mat([][]float64{{3, 1, 1}, {-1, -1, -1}})},
		{"SumAxes", u.SumAxes(false, 0, 2), u.SumAxis(2).SumAxis(0)},
		{"SumAxes, kept", u.SumAxes(true, -1, 0), u.SumAxis(2).SumAxis(0).Reshape(1, 3, 1)},
		{"SumAxes of all", u.SumAxes(false), u.Sum()},
		{"MinAxes", m.MinAxes(false, 0), ad.Vec(-1, 1, 0)},
		{"MaxAxes", m.MaxAxes(true, 1), ad.Mat([][]float64{{3}, {5}})},
		{"ProdAxes", m.ProdAxes(false, 1), ad.Vec(6, 0)},
		{"VarAxes", ad.Vec(1, 2, 3, 4).VarAxes(false, 1), ad.Scalar(5. / 3)},
		{"Var", ad.Vec(1, 2, 3, 4).Var(), ad.Scalar(1.25)},
		{"Std", ad.Vec(1, 2, 3, 4).Std(), ad.Scalar(math.Sqrt(1.25))},
		{"1-norm", m.NormAxes(false, 1, 0), ad.Vec(4, 6, 2)},
		{"2-norm", m.NormAxes(false, 2), m.Norm()},
		{"3-norm", ad.Vec(-1, 2).NormAxes(false, 3), ad.Scalar(math.Cbrt(9))},
		{"∞-norm", m.NormAxes(true, inf, 1), ad.Mat([][]float64{{3}, {5}})},
		{"Clip", m.Clip(0, 2), ad.Mat([][]float64{{2, 1, 2}, {0, 2, 0}})},
	} {
		if !slices.Equal(c.got.Shape(), c.want.Shape()) {
			t.Errorf("%s has shape %v, want %v", c.what, c.got.Shape(), c.want.Shape())
			continue
		}
		for i, x := range c.got.Data() {
			if w := c.want.Data()[i]; x != w && !(math.Abs(x-w) < 1e-14) {
				t.Errorf("%s is %v, want %v", c.what, c.got, c.want)
				break
			}
		}
	}
	for what, f := range map[string]fn{
		"CumProd with zeros": func(x *ad.Tensor) *ad.Tensor { return x.CumProd(0).Mul(ad.Vec(1, -2, 3, 1)).Sum() },
		"CumMax":             func(x *ad.Tensor) *ad.Tensor { return x.CumMax(0).Mul(ad.Vec(1, -2, 3, 1)).Sum() },
		"SliceStep":          func(x *ad.Tensor) *ad.Tensor { return x.SliceStep(0, 3, -1, -2).Square().Sum() },
		"Repeat and Tile":    func(x *ad.Tensor) *ad.Tensor { return x.Repeat(0, 2).Mul(x.Tile(2)).Sum() },
		"VarAxes":            func(x *ad.Tensor) *ad.Tensor { return x.Reshape(2, 2).VarAxes(true, 1, 0).Sum() },
		"NormAxes 3":         func(x *ad.Tensor) *ad.Tensor { return x.Reshape(2, 2).NormAxes(true, 3, 0).Sum() },
		"Expm":               func(x *ad.Tensor) *ad.Tensor { return x.Reshape(2, 2).Expm().Norm() },
		"PInv":               func(x *ad.Tensor) *ad.Tensor { return ad.ConcatAxis(0, x.Reshape(2, 2), ad.Eye(2)).PInv().Norm() },
		"Kron":               func(x *ad.Tensor) *ad.Tensor { return x.Reshape(2, 2).Kron(x.Reshape(1, 4)).Sum() },
	} {
		if v := ad.CheckGrad(f).(func(*ad.Tensor) *ad.Verdict)(ad.Vec(2, 0, -3, 0.5)); v.Cause != ad.Agree {
			t.Errorf("%s: %v", what, v)
		}
	}
	for _, f := range []fn{(*ad.Tensor).Std, func(x *ad.Tensor) *ad.Tensor { return x.NormAxes(false, 2) }, func(x *ad.Tensor) *ad.Tensor { return x.NormAxes(false, 3) }} {
		for _, g := range rev(f)(ad.Zeros(3)).Data() {
			if g != 0 {
				t.Errorf("a norm has derivative %v at 0, want 0", g)
			}
		}
	}
}
