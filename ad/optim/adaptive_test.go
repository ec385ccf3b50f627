package optim_test

import (
	"math"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/optim"
)

type point struct{ X *ad.Tensor }

// stepper is what all optimizers have.
type stepper interface{ Step(model, grad any) }

// TestOptimizersByHand takes two steps on ½(x² + 10y²) and compares with the
// published formulas worked out by hand for one component.
func TestOptimizersByHand(t *testing.T) {
	for _, c := range []struct {
		name string
		opt  stepper
		next func() func(x, g float64) float64 // the rule for one number
	}{
		{"Nesterov", &optim.SGD{LR: 0.1, Momentum: 0.9, Nesterov: true}, func() func(x, g float64) float64 {
			v := 0.0
			return func(x, g float64) float64 { v = 0.9*v + g; return x - 0.1*(g+0.9*v) }
		}},
		{"RMSProp", &optim.RMSProp{LR: 0.01}, func() func(x, g float64) float64 {
			v := 0.0
			return func(x, g float64) float64 { v = 0.9*v + 0.1*g*g; return x - 0.01*g/(math.Sqrt(v)+1e-8) }
		}},
		{"AdamW", optim.AdamW(0.01, 0.1), func() func(x, g float64) float64 {
			m, v, k := 0.0, 0.0, 0.0
			return func(x, g float64) float64 {
				k++
				m, v = 0.9*m+0.1*g, 0.999*v+0.001*g*g
				mh, vh := m/(1-math.Pow(0.9, k)), v/(1-math.Pow(0.999, k))
				return x - 0.01*0.1*x - 0.01*mh/(math.Sqrt(vh)+1e-8)
			}
		}},
	} {
		m := point{ad.Vec(1, -2)}
		x, y := 1.0, -2.0
		nx, ny := c.next(), c.next()
		for range 5 {
			c.opt.Step(&m, point{m.X.Mul(ad.Vec(1, 10))})
			x, y = nx(x, x), ny(y, 10*y)
		}
		if d := m.X.Data(); math.Abs(d[0]-x) > 1e-13 || math.Abs(d[1]-y) > 1e-13 {
			t.Errorf("%s: at %v after 5 steps, want %v, %v", c.name, d, x, y)
		}
	}
}

func TestClipAndSchedules(t *testing.T) {
	g := point{ad.Vec(3, -4)}
	if n := optim.ClipNorm(&g, 1); n != 5 || math.Abs(g.X.Norm().Item()-1) > 1e-15 {
		t.Errorf("norm %v, clipped to %v", n, g.X)
	}
	if optim.ClipNorm(&g, 2); math.Abs(g.X.Norm().Item()-1) > 1e-15 {
		t.Errorf("a short gradient was stretched to %v", g.X)
	}
	g = point{ad.Vec(3, -4)}
	if optim.Clip(&g, 2); g.X.Data()[0] != 2 || g.X.Data()[1] != -2 {
		t.Errorf("clipped to %v", g.X)
	}
	cosine := optim.Warmup(4, optim.Cosine(1, 10))
	for step, want := range map[int]float64{0: 0.25, 3: 1, 4: 1, 9: 0.5, 14: 0, 99: 0} {
		if got := cosine(step); math.Abs(got-want) > 1e-15 {
			t.Errorf("warm-up and cosine at %d: %v, want %v", step, got, want)
		}
	}
	if got := optim.Steps(1, 0.5, 10)(25); got != 0.25 {
		t.Errorf("steps: %v", got)
	}
}

// TestCompiledOptimizers wants a compiled step with a state to do what Step
// does.
func TestCompiledOptimizers(t *testing.T) {
	type both interface {
		stepper
		Init(any) optim.State
		Apply(model, grad any, s optim.State) optim.State
	}
	loss := func(p point) *ad.Tensor { return p.X.Mul(ad.Vec(1, 10)).Square().Sum() }
	grad := ad.Grad(loss).(func(point) point)
	for _, opt := range []both{&optim.SGD{LR: 0.01}, &optim.SGD{LR: 0.01, Momentum: 0.9, Nesterov: true}, &optim.RMSProp{}, &optim.Adam{}, optim.AdamW(0.01, 0.1),
		&optim.SGD{LR: 0.01, Momentum: 0.9, Dampening: 0.5, WeightDecay: 0.1}, &optim.RMSProp{Centered: true, Momentum: 0.9}, &optim.Adagrad{WeightDecay: 0.1}} {
		runs := 0
		step := ad.Compile(func(m point, s optim.State) (point, optim.State, *ad.Tensor) {
			runs++
			g := grad(m)
			n := optim.ClipGlobalNorm(&g, 5)
			s = opt.Apply(&m, g, s)
			return m, s, n
		}, ad.Donate("x1", "x2")).(func(point, optim.State) (point, optim.State, *ad.Tensor))
		m, want := point{ad.Vec(1, -2)}, point{ad.Vec(1, -2)}
		s := opt.Init(m)
		for range 10 {
			var n *ad.Tensor
			m, s, n = step(m, s)
			g := grad(want)
			if norm := optim.ClipNorm(&g, 5); math.Abs(n.Item()-norm) > 1e-12*norm {
				t.Errorf("%T: norm %v, want %v", opt, n, norm)
			}
			opt.Step(&want, g)
		}
		if d := m.X.Sub(want.X).Norm().Item(); d > 1e-14 || runs != 1 {
			t.Errorf("%T: off by %g after 10 steps; f ran %d times", opt, d, runs)
		}
	}
}

// TestRate: a compiled step follows a schedule through the state, and is not
// traced again for it.
func TestRate(t *testing.T) {
	type both interface {
		stepper
		Apply(model, grad any, s optim.State) optim.State
	}
	schedule := optim.Cosine(0.1, 10)
	for _, makes := range []func(lr float64) both{
		func(lr float64) both { return &optim.SGD{LR: lr, Momentum: 0.9} },
		func(lr float64) both { return &optim.RMSProp{LR: lr} },
		func(lr float64) both { return &optim.Adagrad{LR: lr} },
		func(lr float64) both { return optim.AdamW(lr, 0.1) },
	} {
		runs, opt := 0, makes(0)
		step := ad.Compile(func(m point, s optim.State) (point, optim.State) {
			runs++
			s = opt.Apply(&m, m, s)
			return m, s
		}).(func(point, optim.State) (point, optim.State))
		m, want, s := point{ad.Vec(1, -2)}, point{ad.Vec(1, -2)}, optim.State{}
		var kept optim.State
		for k := range 8 {
			s.Rate = ad.Scalar(schedule(k))
			m, s = step(m, s)
			kept = makes(schedule(k)).Apply(&want, want, kept)
		}
		if d := m.X.Sub(want.X).Norm().Item(); d > 1e-14 || runs > 2 { // the first state is another
			t.Errorf("%T: off by %g; it ran %d times", opt, d, runs)
		}
	}
}
