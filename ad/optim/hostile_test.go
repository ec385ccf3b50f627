package optim_test

import (
	"math"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/adtest"
	"github.com/gojac/gojac/ad/optim"
)

// moving holds a tensor, and can be in an interface.
type moving struct{ X *ad.Tensor }

func (moving) Step(model, grad any) {}

// TestRefusals: what an optimizer, a schedule or a clip can't do is refused
// before anything changes.
func TestRefusals(t *testing.T) {
	type net struct{ W, B *ad.Tensor }
	type hidden struct{ w *ad.Tensor }
	m, g := net{ad.Ones(2), ad.Ones(1)}, net{ad.Ones(2), ad.Ones(1)}
	sgd, adam := &optim.SGD{LR: 1}, &optim.Adam{}
	var tensor *ad.Tensor = ad.Ones(2)
	keys := map[string]*ad.Tensor{"a": ad.Ones(2)}
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"SGD: LR is 0", func() { (&optim.SGD{}).Step(&m, g) }},
		{"SGD: LR is -1", func() { (&optim.SGD{LR: -1}).Step(&m, g) }},
		{"SGD: LR is NaN", func() { (&optim.SGD{LR: math.NaN()}).Step(&m, g) }},
		{"SGD: LR is +Inf", func() { (&optim.SGD{LR: math.Inf(1)}).Step(&m, g) }},
		{"SGD: Momentum is -0.9", func() { (&optim.SGD{LR: 1, Momentum: -0.9}).Step(&m, g) }},
		{"SGD: Nesterov", func() { (&optim.SGD{LR: 1, Nesterov: true}).Step(&m, g) }},
		{"SGD: Nesterov", func() { (&optim.SGD{LR: 1, Momentum: 0.9, Dampening: 0.1, Nesterov: true}).Step(&m, g) }},
		{"Adam: LR is -1", func() { (&optim.Adam{LR: -1}).Step(&m, g) }},
		{"Adam: Beta1 is 1; it is at least 0 and less than 1", func() { (&optim.Adam{Beta1: 1}).Step(&m, g) }},
		{"Adam: Decay is -0.1", func() { optim.AdamW(0.1, -0.1).Apply(&m, g, optim.State{}) }},
		{"RMSProp: Decay is 2", func() { (&optim.RMSProp{Decay: 2}).Step(&m, g) }},
		{"Adagrad: Eps is NaN", func() { (&optim.Adagrad{Eps: math.NaN()}).Step(&m, g) }},
		{"SGD: the model is a <nil>", func() { sgd.Step(nil, g) }},
		{"Adam: the model is a <nil>", func() { adam.Step(nil, g) }},
		{"Adam: the model is a *optim_test.net, which", func() { adam.Step((*net)(nil), g) }},
		{"give its address: &m", func() { adam.Step(m, g) }},
		{"Adam: the model is a *ad.Tensor", func() { adam.Step(tensor, tensor) }},
		{"a gradient of type <nil>", func() { adam.Step(&m, nil) }},
		{"a gradient of type *optim_test.net", func() { adam.Step(&m, (*net)(nil)) }},
		{"SGD: a *struct { N string } holds no tensors", func() { sgd.Step(&struct{ N string }{}, struct{ N string }{}) }},
		{"only exported ones do", func() { sgd.Step(&hidden{ad.Ones(2)}, hidden{ad.Ones(2)}) }},
		{"the tensors of .Layers[0] are not found, since it is of interface type optim_test.stepper; give it the type optim_test.moving", func() {
			type net struct {
				Head   point
				Layers []stepper
			}
			m := net{point{ad.Ones(1)}, []stepper{moving{ad.Ones(2)}}}
			sgd.Step(&m, m)
		}},
		{"Adam: a <nil> holds no tensors", func() { adam.Init(nil) }},
		{"the model has .B where the gradient has no more numbers", func() { adam.Step(&m, net{W: g.W}) }},
		{"the gradient of .B has not its shape", func() { adam.Step(&m, net{g.W, g.W}) }},
		{`the model has ["a"] where the gradient has ["b"]`, func() { sgd.Step(&keys, map[string]*ad.Tensor{"b": ad.Ones(2)}) }},
		{"ClipNorm: the gradient is a optim_test.net", func() { optim.ClipNorm(g, 9) }},
		{"ClipNorm: the limit is -1", func() { optim.ClipNorm(&g, -1) }},
		{"Clip: the limit is NaN", func() { optim.Clip(&g, math.NaN()) }},
		{"ClipGlobalNorm: the gradient is a <nil>", func() { optim.ClipGlobalNorm(nil, 1) }},
		{"Cosine: it would last 0 steps", func() { optim.Cosine(1, 0) }},
		{"OneCycle: it would last -1 steps", func() { optim.OneCycle(1, -1) }},
		{"Linear: it would last 0", func() { optim.Linear(1, 0, 0) }},
		{"Warmup: it would last -1", func() { optim.Warmup(-1, optim.Cosine(1, 1)) }},
		{"Plateau: LR is 0", func() { new(optim.Plateau).Next(1) }},
		{"Plateau: Factor is 1", func() { (&optim.Plateau{LR: 1, Factor: 1}).Next(1) }},
		{"Plateau: Patience is -1", func() { (&optim.Plateau{LR: 1, Patience: -1}).Next(1) }},
	} {
		adtest.Refused(t, c.want, c.f)
	}
	for _, x := range []*ad.Tensor{m.W, m.B, keys["a"], tensor} {
		if x.Max().Item() != 1 {
			t.Errorf("something has become %v", x)
		}
	}
	if adam.Step(&m, g); math.Abs(m.W.At(0).Item()-0.999) > 1e-9 {
		t.Errorf("after what was refused the first step leads to %v", m.W)
	}
}

// TestEndOfSchedule: a schedule that ends at 0 stops the model, though an LR of
// 0 stands for another.
func TestEndOfSchedule(t *testing.T) {
	for name, s := range map[string]optim.Schedule{"Cosine": optim.Cosine(0.1, 5), "Linear": optim.Linear(0.1, 0, 5)} {
		for _, opt := range []stepper{&optim.Adam{LR: s(5)}, &optim.SGD{LR: s(99)}} {
			m := point{ad.Vec(1, 2)}
			if opt.Step(&m, m); m.X.At(0).Item() != 1 {
				t.Errorf("after the end of %s, %T goes on to %v", name, opt, m.X)
			}
		}
		if s(-3) != s(0) {
			t.Errorf("%s begins at %g, before that it is %g", name, s(0), s(-3))
		}
	}
}

// TestGroups: parts of a model have optimizers of their own, or none.
func TestGroups(t *testing.T) {
	type net struct{ Body, Head, Frozen point }
	m := net{point{ad.Vec(1)}, point{ad.Vec(1)}, point{ad.Vec(1)}}
	g := m
	body, head := optim.SGD{LR: 0.5}, optim.Adam{LR: 0.1}
	body.Step(&m.Body, g.Body)
	head.Step(&m.Head, g.Head)
	if m.Body.X.Item() != 0.5 || math.Abs(m.Head.X.Item()-0.9) > 1e-8 || m.Frozen.X.Item() != 1 {
		t.Errorf("the parts are %v, %v and %v", m.Body.X, m.Head.X, m.Frozen.X)
	}
}

// TestCenteredStaysFinite: the variance of a gradient that does not change is
// 0, which rounding must not make negative.
func TestCenteredStaysFinite(t *testing.T) {
	for _, g := range []float64{0.7, 1.1} {
		opt, m := optim.RMSProp{Centered: true, Decay: 0.5}, point{ad.Vec(1)}
		for range 200 {
			opt.Step(&m, point{ad.Vec(g)})
		}
		if x := m.X.Item(); math.IsNaN(x) {
			t.Errorf("a gradient of %g leads to %v", g, x)
		}
	}
}

// TestEmbedded: what is embedded learns, whether its type is exported or not;
// a model of float32 stays one whatever its gradient is.
func TestEmbedded(t *testing.T) {
	m := struct {
		*point
		moving
	}{&point{ad.Ones(1)}, moving{ad.Ones(1).Float32()}}
	g := m
	g.moving.X = ad.Ones(1)
	before := m.point
	(&optim.SGD{LR: 0.5}).Step(&m, g)
	if m.point.X.Item() != 0.5 || m.moving.X.Item() != 0.5 || before.X.Item() != 1 || m.moving.X.DType() != ad.Float32 {
		t.Errorf("embedded are %v and %v of %v; before it was %v", m.point.X, m.moving.X, m.moving.X.DType(), before.X)
	}
}
