package ad

import "testing"

// TestFormulas prints expressions whose brackets are easy to get wrong.
func TestFormulas(t *testing.T) {
	s := newSymbols()
	a, b := s.leaf(Scalar(-2), "a", "a"), s.leaf(Scalar(3), "b", "b")
	for _, c := range []struct {
		x    *Tensor
		want Formula
	}{
		{a.Add(b).Mul(b), Formula{"(a + b)·b", `(a + b) \cdot b`, "(-2 + 3)·3"}},
		{a.Sub(b.Sub(a)), Formula{"a - (b - a)", "a - (b - a)", "-2 - (3 - (-2))"}},
		{a.Add(b.Neg()), Formula{"a - b", "a - b", "-2 - 3"}},
		{a.Sub(b.Neg()), Formula{"a - (-b)", "a - (-b)", "-2 - (-3)"}},
		{a.Div(b).Neg(), Formula{"-a/b", `-\frac{a}{b}`, "-(-2/3)"}},
		{a.Neg().Neg(), Formula{"-(-a)", "-(-a)", "-(-(-2))"}},
		{a.Add(b).Neg(), Formula{"-(a + b)", "-(a + b)", "-(-2 + 3)"}},
		{a.Mul(b).Square(), Formula{"(a·b)²", `(a \cdot b)^{2}`, "(-2·3)²"}},
		{a.Neg().Square(), Formula{"(-a)²", "(-a)^{2}", "(-(-2))²"}},
		{a.PowC(3), Formula{"a³", "a^{3}", "(-2)^3"}},
		{a.Pow(b.Add(a)), Formula{"a^(b + a)", "a^{b + a}", "(-2)^(3 - 2)"}},
		{a.Add(b).Sin().Exp(), Formula{"exp(sin(a + b))", `e^{\sin(a + b)}`, "exp(sin(-2 + 3))"}},
		{a.Div(b).Div(a.Mul(b)), Formula{"a/b/(a·b)", `\frac{\frac{a}{b}}{a \cdot b}`, "-2/3/(-2·3)"}},
		{a.Mul(Scalar(1)), Formula{"a", "a", "-2·1"}},
		{a.Mul(Scalar(-1)), Formula{"-a", "-a", "-2·(-1)"}},
		{a.Mul(Scalar(4)), Formula{"4·a", `4 \cdot a`, "-2·4"}},
		{a.Maximum(b).MulC(1e-7), Formula{"1e-07·max(a, b)", `1 \cdot 10^{-7} \cdot \max(a, b)`, "1e-07·max(-2, 3)"}},
		{b.Gt(a).Mul(b), Formula{"[b > a]·b", `[b > a] \cdot b`, "[3 > -2]·3"}},
	} {
		if got := s.formula(c.x); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
	w := s.leaf(Randn(1, 3, 2), "W", "W")
	if got := s.formula(w.SumAxis(1).Row(2).Mul(b)); got != (Formula{"sum(W, axis 1)[2]·b", `\operatorname{sum}_{1}(W)_{[2]} \cdot b`, ""}) {
		t.Errorf("got %q", got)
	}
	if got := s.formula(w.MatMul(Vec(1, 2)).Add(Randn(1, 3))); got != (Formula{"W [2] + [3]", "W [2] + [3]", ""}) {
		t.Errorf("got %q", got)
	}
}
