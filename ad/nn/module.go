package nn

import (
	"fmt"
	"math"
	"slices"

	"github.com/gojac/gojac/ad"
)

// A Module is a layer with its derivatives written by hand. Plugged together
// by Chain, modules hand ∂h/∂x forward or ∂L/∂h backward, without the engine;
// Check holds them against it.
type Module struct {
	Name    string
	Forward func(x *ad.Tensor) *ad.Tensor

	// Push hands a tangent on: given x and dx, it returns ∂h/∂x · dx.
	Push func(x, dx *ad.Tensor) *ad.Tensor
	// Pull hands a cotangent on: given x and g = ∂L/∂h, it returns ∂L/∂x.
	Pull func(x, g *ad.Tensor) *ad.Tensor

	// A layer with parameters lists them, returns ∂L/∂θ for each, and makes
	// itself anew with others. Left out, there are none.
	Params     []*ad.Tensor
	PullParams func(x, g *ad.Tensor) []*ad.Tensor
	With       func(params []*ad.Tensor) *Module
}

// LinearModule is Linear with its Jacobians: ∂h/∂x is W, and ∂L/∂W = gᵀ·X.
func LinearModule(w, b *ad.Tensor) *Module {
	return &Module{
		Name:    "Linear",
		Forward: func(x *ad.Tensor) *ad.Tensor { return Linear(x, w, b) },
		Push: func(x, dx *ad.Tensor) *ad.Tensor {
			if x.Dims() == 1 {
				return w.MatMul(dx)
			}
			return dx.MatMul(w.T())
		},
		Pull:   func(x, g *ad.Tensor) *ad.Tensor { return g.MatMul(w) },
		Params: []*ad.Tensor{w, b},
		PullParams: func(x, g *ad.Tensor) []*ad.Tensor {
			if x.Dims() == 1 {
				return []*ad.Tensor{g.Outer(x), g}
			}
			return []*ad.Tensor{g.T().MatMul(x), g.SumAxis(0)}
		},
		With: func(p []*ad.Tensor) *Module { return LinearModule(p[0], p[1]) },
	}
}

// ReLUModule is max(x, 0), whose Jacobian is diagonal: the mask x > 0.
func ReLUModule() *Module {
	mask := func(x, d *ad.Tensor) *ad.Tensor { return d.Mul(x.Gt(ad.Scalar(0))) }
	return &Module{Name: "ReLU", Forward: (*ad.Tensor).ReLU, Push: mask, Pull: mask}
}

// TanhModule is tanh, whose Jacobian is diagonal: 1 − tanh²x.
func TanhModule() *Module {
	slope := func(x, d *ad.Tensor) *ad.Tensor { return d.Mul(ad.Scalar(1).Sub(x.Tanh().Square())) }
	return &Module{Name: "Tanh", Forward: (*ad.Tensor).Tanh, Push: slope, Pull: slope}
}

// CrossEntropyModule is SoftmaxCrossEntropy of the scores for fixed labels;
// its gradient is (softmax(scores) − onehot(labels)) / n.
func CrossEntropyModule(labels *ad.Tensor) *Module {
	gradient := func(s *ad.Tensor) *ad.Tensor {
		return s.Softmax().Sub(OneHot(labels, s.Shape()[1])).MulC(1 / float64(labels.Size()))
	}
	return &Module{
		Name:    "CrossEntropy",
		Forward: func(s *ad.Tensor) *ad.Tensor { return SoftmaxCrossEntropy(s, labels) },
		Push:    func(s, ds *ad.Tensor) *ad.Tensor { return gradient(s).Dot(ds) },
		Pull:    func(s, g *ad.Tensor) *ad.Tensor { return gradient(s).Mul(g) },
	}
}

// Chain composes modules, the first applied first. Its Push goes through them
// forwards, its Pull backwards; its parameters are all of theirs, in order.
func Chain(modules ...*Module) *Module {
	for i, m := range modules {
		if m == nil {
			panic(&ad.Error{Op: "Chain", Detail: fmt.Sprintf("module %d is nil", i)})
		}
	}
	c := chain(slices.Clone(modules))
	m := &Module{Name: c.name(), Forward: c.forward, Push: c.push, Pull: c.pull, PullParams: c.pullParams, With: c.with}
	for _, k := range c {
		m.Params = append(m.Params, k.Params...)
	}
	return m
}

// needs returns m, and panics unless it has a rule.
func (m *Module) needs(rule string, has bool) *Module {
	if !has {
		panic(&ad.Error{Op: "Chain", Detail: fmt.Sprintf("module %q has no %s", m.Name, rule)})
	}
	return m
}

type chain []*Module

func (c chain) name() string {
	name := ""
	for i, m := range c {
		if i > 0 {
			name += " → "
		}
		name += m.Name
	}
	return name
}

// inputs returns what each module is given: step 1 of backpropagation.
func (c chain) inputs(x *ad.Tensor) []*ad.Tensor {
	in := make([]*ad.Tensor, len(c))
	for i, m := range c {
		in[i] = x
		if i < len(c)-1 {
			x = m.needs("Forward", m.Forward != nil).Forward(x)
		}
	}
	return in
}

func (c chain) forward(x *ad.Tensor) *ad.Tensor {
	for _, m := range c {
		x = m.needs("Forward", m.Forward != nil).Forward(x)
	}
	return x
}

func (c chain) push(x, dx *ad.Tensor) *ad.Tensor {
	for i, in := range c.inputs(x) {
		dx = c[i].needs("Push", c[i].Push != nil).Push(in, dx)
	}
	return dx
}

func (c chain) pull(x, g *ad.Tensor) *ad.Tensor {
	for i, in := range slices.Backward(c.inputs(x)) {
		g = c[i].needs("Pull", c[i].Pull != nil).Pull(in, g)
	}
	return g
}

func (c chain) pullParams(x, g *ad.Tensor) []*ad.Tensor {
	var all []*ad.Tensor
	for i, in := range slices.Backward(c.inputs(x)) {
		if len(c[i].Params) > 0 {
			c[i].needs("PullParams", c[i].PullParams != nil)
			all = append(c[i].PullParams(in, g), all...)
		}
		if i > 0 {
			g = c[i].needs("Pull", c[i].Pull != nil).Pull(in, g)
		}
	}
	return all
}

func (c chain) with(params []*ad.Tensor) *Module {
	n := 0
	for _, m := range c {
		n += len(m.Params)
	}
	if len(params) != n {
		panic(&ad.Error{Op: "Chain", Detail: fmt.Sprintf("%d parameters for modules that have %d", len(params), n)})
	}
	var made []*Module
	for _, m := range c {
		if n := len(m.Params); n > 0 {
			m, params = m.needs("With", m.With != nil).With(params[:n]), params[n:]
		}
		made = append(made, m)
	}
	return Chain(made...)
}

// Check compares the module's derivatives at x with the engine's, for random
// tangents and cotangents, and returns an error that names the rule that
// differs; nil if all agree to 1e-9.
func (m *Module) Check(x *ad.Tensor) error {
	switch {
	case m == nil || m.Forward == nil || m.Push == nil || m.Pull == nil:
		return fmt.Errorf("nn: a module to check has Forward, Push and Pull")
	case len(m.Params) > 0 && (m.PullParams == nil || m.With == nil):
		return fmt.Errorf("nn: %s: a module with parameters has PullParams and With", m.Name)
	}
	y, back := ad.VJP(m.Forward).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(x)
	dx, g := ad.Randn(1, x.Shape()...), ad.Randn(2, y.Shape()...)
	push := ad.JVP(m.Forward).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)
	if err := m.compare("Push", m.Push(x, dx), push(dx)); err != nil {
		return err
	}
	if err := m.compare("Pull", m.Pull(x, g), back(g)); err != nil {
		return err
	}
	if len(m.Params) == 0 {
		return nil
	}
	by := func(params []*ad.Tensor) *ad.Tensor { return m.With(params).Forward(x) }
	_, backParams := ad.VJP(by).(func([]*ad.Tensor) (*ad.Tensor, func(any) []*ad.Tensor))(m.Params)
	want, got := backParams(g), m.PullParams(x, g)
	if len(got) != len(want) {
		return fmt.Errorf("nn: %s: PullParams gives %d gradients for %d parameters", m.Name, len(got), len(want))
	}
	for i := range want {
		if err := m.compare(fmt.Sprintf("PullParams %d", i), got[i], want[i]); err != nil {
			return err
		}
	}
	return nil
}

func (m *Module) compare(rule string, got, want *ad.Tensor) error {
	if got == nil {
		return fmt.Errorf("nn: %s: %s is nil, want shape %v", m.Name, rule, want.Shape())
	}
	if !slices.Equal(got.Shape(), want.Shape()) {
		return fmt.Errorf("nn: %s: %s has shape %v, want %v", m.Name, rule, got.Shape(), want.Shape())
	}
	a, b := got.Data(), want.Data()
	for i := range a {
		if e := math.Abs(a[i] - b[i]); !(e <= 1e-9*max(1, math.Abs(b[i]))) {
			return fmt.Errorf("nn: %s: %s differs from the engine at element %d: %v, want %v", m.Name, rule, i, a[i], b[i])
		}
	}
	return nil
}
