package ad_test

import (
	"slices"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestWhereToSecondOrder takes second derivatives of functions whose branch
// not taken is infinite or NaN, by each nesting of the modes.
func TestWhereToSecondOrder(t *testing.T) {
	zero := ad.Scalar(0)
	for name, c := range map[string]struct {
		f    func(x *ad.Tensor) *ad.Tensor
		at   *ad.Tensor
		want *ad.Tensor // diagonal of the Hessian of the sum
	}{
		"square root":   {func(x *ad.Tensor) *ad.Tensor { return ad.Where(x.Gt(zero), x.Sqrt(), x.Square()) }, ad.Vec(-1, 0, 4), ad.Vec(2, 2, -1./32)},
		"x·log x":       {func(x *ad.Tensor) *ad.Tensor { return ad.Where(x.Gt(zero), x.Log().Mul(x), x.Square()) }, ad.Vec(0, 2), ad.Vec(2, 0.5)},
		"quotient":      {func(x *ad.Tensor) *ad.Tensor { return ad.Where(x.Eq(zero), x.Exp(), ad.Scalar(1).Div(x)) }, ad.Vec(0, 2), ad.Vec(1, 0.25)},
		"power":         {func(x *ad.Tensor) *ad.Tensor { return ad.Where(x.Gt(zero), x.PowC(1.5), x) }, ad.Vec(-1, 0, 4), ad.Vec(0, 0, 0.375)},
		"chained inner": {func(x *ad.Tensor) *ad.Tensor { return ad.Where(x.Gt(zero), x.Log().Exp().Square(), x) }, ad.Vec(0, 3), ad.Vec(0, 2)},
	} {
		total := func(x *ad.Tensor) *ad.Tensor { return c.f(x).Sum() }
		v := ad.Ones(c.at.Shape()...)
		inner := func(x *ad.Tensor) *ad.Tensor { return ad.Grad(total).(fn)(x) }
		for how, got := range map[string]*ad.Tensor{
			"forward over reverse": ad.HVP(total, ad.Along(v)).(fn)(c.at),
			"reverse over reverse": ad.Grad(func(x *ad.Tensor) *ad.Tensor { return inner(x).Sum() }).(fn)(c.at),
			"forward over forward": ad.JVP(func(x *ad.Tensor) *ad.Tensor {
				return ad.JVP(c.f).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(v)
			}).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(c.at)(v),
			"compiled": ad.Compile(func(x *ad.Tensor) *ad.Tensor { return ad.HVP(total, ad.Along(v)).(fn)(x) }).(fn)(c.at),
			"batched":  ad.VMap(func(x *ad.Tensor) *ad.Tensor { return ad.HVP(total, ad.Along(v)).(fn)(x) }).(fn)(ad.Stack(c.at)).Row(0),
		} {
			if !(got.Sub(c.want).Norm().Item() < 1e-12) {
				t.Errorf("%s, %s: %v, want %v", name, how, got, c.want)
			}
		}
	}
}

// TestNoExamples wants the shapes of a batch of none.
func TestNoExamples(t *testing.T) {
	w := ad.Randn(1, 3, 2)
	for name, c := range map[string]struct {
		f    fn
		want []int
	}{
		"product":   {func(x *ad.Tensor) *ad.Tensor { return x.Sin().MatMul(w) }, []int{0, 2}},
		"matrix":    {func(x *ad.Tensor) *ad.Tensor { return x.Reshape(1, 3).MatMul(w) }, []int{0, 1, 2}},
		"sum":       {func(x *ad.Tensor) *ad.Tensor { return x.SumAxis(0).Add(x.Norm()) }, []int{0}},
		"gradient":  {func(x *ad.Tensor) *ad.Tensor { return ad.Grad((*ad.Tensor).Norm).(fn)(x) }, []int{0, 3}},
		"constant":  {func(x *ad.Tensor) *ad.Tensor { return w }, []int{0, 3, 2}},
		"one a row": {ad.CustomVJP("twice", func(x *ad.Tensor) *ad.Tensor { return x.MulC(2).Reshape(3, 1) }, func(_, _, g *ad.Tensor) *ad.Tensor { return g.MulC(2).Reshape(3) }, ad.Vec(1, 2, 3)), []int{0, 3, 1}},
	} {
		if y := ad.VMap(c.f).(fn)(ad.Zeros(0, 3)); !slices.Equal(y.Shape(), c.want) {
			t.Errorf("%s: %v, want %v", name, y.Shape(), c.want)
		}
	}
	if y := ad.Zeros(2, 3, 0).MatMul(ad.Zeros(0, 2)); !slices.Equal(y.Shape(), []int{2, 3, 2}) {
		t.Errorf("a product over nothing has shape %v", y.Shape())
	}
}

// TestExpmBatched wants one exponential for each example, though the matrices
// need different scales.
func TestExpmBatched(t *testing.T) {
	x := ad.Stack(ad.Randn(1, 3, 3), ad.Randn(2, 3, 3).MulC(30))
	f := func(x *ad.Tensor) *ad.Tensor { return x.Expm() }
	y := ad.VMap(f).(fn)(x)
	for i := range 2 {
		if d := y.Row(i).Sub(f(x.Row(i))).Norm().Item() / y.Row(i).Norm().Item(); !(d < 1e-11) {
			t.Errorf("example %d is off by %v", i, d)
		}
	}
	g := ad.Grad(func(x *ad.Tensor) *ad.Tensor { return ad.VMap(f).(fn)(x).Row(0).Square().Sum() }).(fn)(x).Row(0)
	want := ad.Grad(func(x *ad.Tensor) *ad.Tensor { return f(x).Square().Sum() }).(fn)(x.Row(0))
	if d := g.Sub(want).Norm().Item(); !(d < 1e-10) {
		t.Errorf("the gradient is off by %v", d)
	}
}

// TestDetOfSingular wants the cofactors where there is no inverse.
func TestDetOfSingular(t *testing.T) {
	for name, c := range map[string]struct{ at, want *ad.Tensor }{
		"rank 2":   {ad.Mat([][]float64{{1, 2, 3}, {2, 4, 6}, {1, 0, 1}}), ad.Mat([][]float64{{4, 4, -4}, {-2, -2, 2}, {0, 0, 0}})},
		"rank 1":   {ad.Ones(3, 3), ad.Zeros(3, 3)},
		"zero 2×2": {ad.Zeros(2, 2), ad.Zeros(2, 2)},
		"2×2":      {ad.Mat([][]float64{{1, 2}, {3, 6}}), ad.Mat([][]float64{{6, -3}, {-2, 1}})},
		"1×1":      {ad.Zeros(1, 1), ad.Ones(1, 1)},
		"regular":  {ad.Mat([][]float64{{1, 2}, {3, 4}}), ad.Mat([][]float64{{4, -3}, {-2, 1}})},
	} {
		if g := ad.Grad((*ad.Tensor).Det).(fn)(c.at); !(g.Sub(c.want).Norm().Item() < 1e-13) {
			t.Errorf("%s: %v, want %v", name, g, c.want)
		}
	}
}

// TestNormOfLarge wants a gradient of length 1 however large the vector.
func TestNormOfLarge(t *testing.T) {
	x := ad.Vec(3e200, -4e200)
	for how, g := range map[string]*ad.Tensor{
		"reverse": ad.Grad((*ad.Tensor).Norm).(fn)(x),
		"scaled":  ad.Grad(func(x *ad.Tensor) *ad.Tensor { return x.MulC(1e200).Norm().MulC(1e-200) }).(fn)(ad.Vec(3, -4)),
	} {
		if d := g.Sub(ad.Vec(0.6, -0.8)).Norm().Item(); !(d < 1e-15) {
			t.Errorf("%s: %v, want [0.6 -0.8]", how, g)
		}
	}
	if d := ad.JVP((*ad.Tensor).Norm).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(x); !(d.Item() < 5.1e200) {
		t.Errorf("the tangent is %v, want 5e200", d)
	}
}

// TestNilFunctions wants an *ad.Error of the verb for what is no function, and
// for functions that return nothing.
func TestNilFunctions(t *testing.T) {
	var none fn
	id, x := func(x *ad.Tensor) *ad.Tensor { return x }, ad.Vec(1, 2)
	nothing := func(*ad.Tensor) *ad.Tensor { return nil }
	m := struct{ W *ad.Tensor }{x}
	for name, f := range map[string]func(){
		"VMap":      func() { ad.VMap(none) },
		"Jacobian":  func() { ad.Jacobian(nil) },
		"HVP":       func() { ad.HVP(3) },
		"Custom":    func() { ad.Custom("f", id, nil) },
		"CustomVJP": func() { ad.CustomVJP("f", nil, func(_, _, g *ad.Tensor) *ad.Tensor { return g }, x) },
		"Update":    func() { ad.Update(&m, m, func(string, *ad.Tensor, *ad.Tensor) *ad.Tensor { return nil }) },
		"Grad":      func() { ad.Grad(nothing).(fn)(x) },
		"JVP":       func() { ad.JVP(nothing).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(x) },
	} {
		if err, _ := caught(f).(*ad.Error); err == nil || err.Op != name {
			t.Errorf("%s: %v", name, caught(f))
		}
	}
}
