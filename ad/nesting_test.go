package ad_test

import (
	"math"
	"testing"

	"github.com/gojac/gojac/ad"
)

type fn = func(*ad.Tensor) *ad.Tensor

func rev(f fn) fn { return ad.Grad(f).(fn) }

func fwd(f fn) fn {
	return func(x *ad.Tensor) *ad.Tensor {
		return ad.JVP(f).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(ad.Ones(x.Shape()...))
	}
}

var modes = []struct {
	name string
	d    func(fn) fn
}{{"forward", fwd}, {"reverse", rev}}

// TestPerturbationConfusion differentiates functions that differentiate; a
// tool that mixes up the two perturbations answers 2 and 16, or 1.
func TestPerturbationConfusion(t *testing.T) {
	for _, outer := range modes {
		for _, inner := range modes {
			sum := func(x *ad.Tensor) *ad.Tensor {
				return x.Mul(inner.d(func(y *ad.Tensor) *ad.Tensor { return x.Add(y) })(ad.Scalar(1)))
			}
			if got := outer.d(sum)(ad.Scalar(1)).Item(); got != 1 {
				t.Errorf("%s over %s: D(x → x·D(y → x+y, 1), 1) = %v, want 1", outer.name, inner.name, got)
			}
			product := func(x *ad.Tensor) *ad.Tensor {
				return x.Mul(inner.d(func(y *ad.Tensor) *ad.Tensor { return x.Mul(y) })(ad.Scalar(1)))
			}
			if got := outer.d(product)(ad.Scalar(4)).Item(); got != 8 {
				t.Errorf("%s over %s: D(x → x·D(y → x·y, 1), 4) = %v, want 8", outer.name, inner.name, got)
			}
			same := func(x *ad.Tensor) *ad.Tensor {
				return inner.d(func(y *ad.Tensor) *ad.Tensor { return x.Mul(y) })(x)
			}
			if got := outer.d(same)(ad.Scalar(3)).Item(); got != 1 {
				t.Errorf("%s over %s: D(x → D(y → x·y, x), 3) = %v, want 1", outer.name, inner.name, got)
			}
		}
	}
}

// TestThirdOrder goes through every nesting of three.
func TestThirdOrder(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.Sin().Mul(x) } // f‴ = −3 sin x − x cos x
	want := -3*math.Sin(0.7) - 0.7*math.Cos(0.7)
	for _, a := range modes {
		for _, b := range modes {
			for _, c := range modes {
				if got := a.d(b.d(c.d(f)))(ad.Scalar(0.7)).Item(); math.Abs(got-want) > 1e-14 {
					t.Errorf("%s, %s, %s: %v, want %v", a.name, b.name, c.name, got, want)
				}
			}
		}
	}
}

// gradient differentiates by either mode a function of a vector.
func gradient(mode string, f fn) fn {
	if mode == "reverse" {
		return rev(f)
	}
	return func(x *ad.Tensor) *ad.Tensor {
		n := x.Size()
		push := ad.JVP(f).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)
		parts := make([]*ad.Tensor, n)
		for i := range n {
			parts[i] = push(ad.Eye(n).Row(i))
		}
		return ad.Stack(parts...)
	}
}

// descend follows the gradient until it is small.
func descend(mode string, f fn, x *ad.Tensor, rate float64, steps int) *ad.Tensor {
	g := gradient(mode, f)
	for range steps {
		x = x.Sub(g(x).MulC(rate))
	}
	return x
}

// TestSaddle finds min over x of max over y of (x₁²+x₂²)−(y₁²+y₂²), a saddle
// at 0, by gradients of a function that itself descends (Siskind and
// Pearlmutter's example), in all four nestings.
func TestSaddle(t *testing.T) {
	for _, outer := range []string{"forward", "reverse"} {
		for _, inner := range []string{"forward", "reverse"} {
			worst := func(x *ad.Tensor) *ad.Tensor {
				minus := func(y *ad.Tensor) *ad.Tensor { return y.Square().Sum().Sub(x.Square().Sum()) }
				y := descend(inner, minus, ad.Vec(1, 1), 0.2, 20)
				return x.Square().Sum().Sub(y.Square().Sum())
			}
			x := descend(outer, worst, ad.Vec(1, 1), 0.2, 40)
			if n := x.Norm().Item(); n > 1e-8 {
				t.Errorf("%s over %s: ends at %v, want the saddle at 0", outer, inner, x)
			}
		}
	}
}

// TestParticle steers a charged particle (Siskind and Pearlmutter's other
// example): its path integrates the gradient of a potential, and Newton's
// method takes the derivative of where it lands by the position of a charge.
func TestParticle(t *testing.T) {
	for _, outer := range modes {
		for _, inner := range []string{"forward", "reverse"} {
			land := func(w *ad.Tensor) *ad.Tensor {
				potential := func(x *ad.Tensor) *ad.Tensor {
					high := ad.Stack(ad.Scalar(10), ad.Scalar(10).Sub(w))
					a, b := x.Sub(high).Norm(), x.Sub(ad.Vec(10, 0)).Norm()
					return ad.Scalar(1).Div(a).Add(ad.Scalar(1).Div(b))
				}
				x, v := ad.Vec(0, 8), ad.Vec(0.75, 0)
				force := gradient(inner, potential)
				const dt = 0.1
				for range 1000 {
					next := x.Add(v.MulC(dt))
					if next.At(1).Item() <= 0 {
						break
					}
					v = v.Sub(force(x).MulC(dt))
					x = next
				}
				left := ad.Scalar(0).Sub(x.At(1)).Div(v.At(1)) // Euler's last step, to the ground
				return x.At(0).Add(v.At(0).Mul(left)).Square()
			}
			w := ad.Scalar(0.2)
			slope := outer.d(land)
			curve := outer.d(slope)
			for range 3 {
				w = w.Sub(slope(w).Div(curve(w)))
			}
			if g := slope(w).Item(); math.Abs(g) > 1e-9 {
				t.Errorf("%s over %s: slope %v at w = %v", outer.name, inner, g, w)
			}
			// GradBench's golden value, where its descent stops.
			if math.Abs(w.Item()-0.20719187464861194) > 1e-5 {
				t.Errorf("%s over %s: w = %#v, want 0.207192", outer.name, inner, w)
			}
		}
	}
}

// TestNoLeaks keeps a traced tensor beyond its transform: it is then the
// plain value it had.
func TestNoLeaks(t *testing.T) {
	var kept *ad.Tensor
	g := rev(func(x *ad.Tensor) *ad.Tensor {
		kept = x.Sin()
		if !kept.Traced() {
			t.Error("not traced while the transform runs")
		}
		return kept
	})(ad.Scalar(2))
	if g.Traced() || kept.Traced() {
		t.Errorf("traced after the transform: gradient %v, kept %v", g.Traced(), kept.Traced())
	}
	if got := kept.Mul(kept).Item(); got != math.Sin(2)*math.Sin(2) {
		t.Errorf("the kept value is %v", got)
	}
	h := rev(func(x *ad.Tensor) *ad.Tensor { return x.Mul(kept) })(ad.Scalar(2))
	if h.Item() != math.Sin(2) {
		t.Errorf("a kept value has to be a constant of the next transform; got %v", h)
	}
}

// TestPullbackLater calls a pullback twice and after its transform, inside
// another transform: it is linear in the cotangent.
func TestPullbackLater(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor { return x.Exp() }
	_, back := ad.VJP(f).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(ad.Vec(0, 1))
	g := rev(func(w *ad.Tensor) *ad.Tensor { return back(w).Sum() })(ad.Vec(1, 1))
	e := f(ad.Vec(0, 1)).Data()[1]
	if d := g.Data(); d[0] != 1 || d[1] != e || math.Abs(e-math.E) > 0x1p-51 {
		t.Errorf("derivative of the pullback by its cotangent is %v, want (1, e)", g)
	}
	if a, b := back(ad.Vec(1, 0)).Data(), back(ad.Vec(1, 0)).Data(); a[0] != 1 || b[0] != 1 {
		t.Errorf("a pullback used twice gives %v and %v, want 1", a, b)
	}
}
