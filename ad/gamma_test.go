package ad

import (
	"math"
	"testing"
)

// TestGammaByShape wants the derivatives of P(a, x) by a that mpmath gives in
// 40 digits, on both sides of x = a and far out.
func TestGammaByShape(t *testing.T) {
	for _, c := range []struct{ a, x, first, second float64 }{
		{2, 1.5, -0.31348863782507932, 0.10058919839254356},
		{0.5, 0.3, -0.77057035137535192, 0.62614765583991265},
		{3, 7, -0.034996415852200247, -0.030169219013265379},
		{0.01, 0.5, -0.56554591171525777, -0.56772031689329352},
		{0.001, 2, -0.049053345839364881, -0.15289776820824403},
		{20, 3, -1.6044013530112161e-10, 3.0560484933854958e-10},
		{20, 19.5, -0.090143111470122127, 0.0023107172588143742},
		{20, 60, -7.2867872622103387e-10, -8.0368383917504929e-10},
		{150, 149, -0.032591423743701654, 0.0002182457083298296},
		{150, 170, -0.0089826187114896682, -0.0011248845130328054},
		{1000, 1010, -0.011945731337225442, -0.00011887289008597826},
		{1000, 900, -6.2457090358415652e-5, 6.5810647958908825e-6},
	} {
		f := func(a *Tensor) *Tensor { return GammaP(a, Scalar(c.x)) }
		first := Grad(f).(func(*Tensor) *Tensor)
		second := Grad(first).(func(*Tensor) *Tensor)
		near := func(got, want float64) bool { return math.Abs(got-want) <= 1e-11*math.Max(math.Abs(want), 1e-3) }
		if got := first(Scalar(c.a)).Item(); !near(got, c.first) {
			t.Errorf("∂P/∂a(%v, %v) = %v, want %v", c.a, c.x, got, c.first)
		}
		if got := second(Scalar(c.a)).Item(); !near(got, c.second) {
			t.Errorf("∂²P/∂a²(%v, %v) = %v, want %v", c.a, c.x, got, c.second)
		}
		q := Grad(func(a *Tensor) *Tensor { return GammaQ(a, Scalar(c.x)) }).(func(*Tensor) *Tensor)
		if got := q(Scalar(c.a)).Item(); !near(got, -c.first) {
			t.Errorf("∂Q/∂a(%v, %v) = %v, want %v", c.a, c.x, got, -c.first)
		}
		func() {
			defer func() {
				if _, ok := recover().(*Error); !ok {
					t.Error("the third derivative is not refused")
				}
			}()
			Grad(second).(func(*Tensor) *Tensor)(Scalar(c.a))
		}()
	}
}
