package ad_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestEveryNesting composes transforms in every order of four and compares
// with the derivative of that order: half of them differentiate, the others
// must not be seen.
func TestEveryNesting(t *testing.T) {
	sum := func(f fn) fn { return func(x *ad.Tensor) *ad.Tensor { return f(x).Sum() } }
	type pushes = func(*ad.Tensor) (*ad.Tensor, func(*ad.Tensor) *ad.Tensor)
	transforms := []struct {
		name  string
		order int
		of    func(fn) fn
	}{
		{"Grad", 1, func(f fn) fn { return ad.Grad(sum(f)).(fn) }},
		{"JVP", 1, fwd},
		{"VJP", 1, func(f fn) fn {
			return func(x *ad.Tensor) *ad.Tensor {
				_, back := ad.VJP(f).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(x)
				return back(ad.Ones(x.Shape()...))
			}
		}},
		{"Linearize", 1, func(f fn) fn {
			return func(x *ad.Tensor) *ad.Tensor {
				_, push := ad.Linearize(f).(pushes)(x)
				return push(ad.Ones(x.Shape()...))
			}
		}},
		{"HVP", 2, func(f fn) fn {
			return func(x *ad.Tensor) *ad.Tensor { return ad.HVP(sum(f), ad.Along(ad.Ones(x.Shape()...))).(fn)(x) }
		}},
		{"VMap", 0, func(f fn) fn {
			return func(x *ad.Tensor) *ad.Tensor {
				if x.Dims() == 0 {
					return f(x)
				}
				return ad.VMap(f).(fn)(x)
			}
		}},
		{"Checkpoint", 0, func(f fn) fn { return ad.Checkpoint(f).(fn) }},
	}
	sine := ad.Custom("sine", (*ad.Tensor).Sin, func(x, _ *ad.Tensor) *ad.Tensor { return x.Cos() })
	x := ad.Vec(0.3, 0.7, -1.1)
	var compose func(f fn, names []string, order, depth int)
	compose = func(f fn, names []string, order, depth int) {
		if depth > 0 {
			for _, tr := range transforms {
				compose(tr.of(f), append(names[:len(names):len(names)], tr.name), order+tr.order, depth-1)
			}
			return
		}
		if order > 4 {
			return
		}
		got := f(x).Data()
		for i, v := range x.Data() {
			want := []float64{math.Sin(v), math.Cos(v), -math.Sin(v), -math.Cos(v), math.Sin(v)}[order]
			if !(math.Abs(got[i]-want) < 1e-12) {
				t.Fatalf("%s of sin at %g is %v, want %v", strings.Join(names, " inside "), v, got[i], want)
			}
		}
	}
	compose(sine, nil, 0, 4)
	compose((*ad.Tensor).Sin, nil, 0, 3)
}

func TestHVP(t *testing.T) {
	type grad = func(a, b float64) (float64, float64)
	a, b := apply[grad]("HVP", numericSlide(), ad.Along(3, 4))(2, 5)
	near(t, "H·v, x1", a, -3*math.Sin(2)+4)
	near(t, "H·v, x2", b, 3)
	f := func(x *ad.Tensor) *ad.Tensor { return x.Square().Sum().Sin() }
	x, v := ad.Randn(1, 4), ad.Randn(2, 4)
	h := ad.Hessian(f).(func(*ad.Tensor) *ad.JacobianMatrix)(x)
	want, got := h.MulVec(v).Data(), ad.HVP(f, ad.Along(v)).(fn)(x).Data()
	for i := range want {
		near(t, "H·v", got[i], want[i])
	}
}

// TestDiagonalHessian wants one sweep for a sum of functions of one component.
func TestDiagonalHessian(t *testing.T) {
	hessian := func(f fn, x *ad.Tensor) *ad.JacobianMatrix {
		return ad.Hessian(f).(func(*ad.Tensor) *ad.JacobianMatrix)(x)
	}
	h := hessian(func(x *ad.Tensor) *ad.Tensor { return x.Sin().Mul(x).Sum().MulC(3).Sub(x.Exp().Mean()) }, ad.Vec(0.2, 0.4, 0.8))
	if h.Kind != "diagonal" || h.ForwardSweeps != 1 || h.Stored() != 24 {
		t.Errorf("kind %s, %d sweeps, %d bytes", h.Kind, h.ForwardSweeps, h.Stored())
	}
	near(t, "∂²f/∂x₁²", h.At(1, 1), 3*(2*math.Cos(0.4)-0.4*math.Sin(0.4))-math.Exp(0.4)/3)
	near(t, "∂²f/∂x₁∂x₂", h.At(1, 2), 0)
	for _, f := range []fn{
		func(x *ad.Tensor) *ad.Tensor { return x.Sum().Square() },
		func(x *ad.Tensor) *ad.Tensor { return x.Mul(x.Sum()).Sum() },
		func(x *ad.Tensor) *ad.Tensor { return x.Mul(ad.ConcatAxis(0, x.Slice(1, 3), x.Slice(0, 1))).Sum() },
	} {
		if h := hessian(f, ad.Vec(1, 2, 3)); h.Kind == "diagonal" || h.At(0, 1) == 0 {
			t.Errorf("a full Hessian is taken for a diagonal one: %v", h)
		}
	}
}

func TestLinearizeRunsOnce(t *testing.T) {
	runs := 0
	f := func(x *ad.Tensor) *ad.Tensor { runs++; return x.Exp().Mul(x) }
	y, push := ad.Linearize(f).(func(*ad.Tensor) (*ad.Tensor, func(*ad.Tensor) *ad.Tensor))(ad.Scalar(2))
	near(t, "f", y.Item(), 2*math.Exp(2))
	for k := range 5 {
		near(t, "df", push(ad.Scalar(float64(k))).Item(), 3*math.Exp(2)*float64(k))
	}
	if runs != 1 {
		t.Errorf("f ran %d times", runs)
	}
}

// TestCheckpoint runs a chain in √n pieces of √n steps: the gradient is the
// same, each piece runs twice, and the tape grows as √n.
func TestCheckpoint(t *testing.T) {
	steps := 0
	piece := func(n int) fn {
		return func(x *ad.Tensor) *ad.Tensor {
			for range n {
				steps++
				x = x.Sin().Add(x)
			}
			return x
		}
	}
	chain := func(pieces, each int, save bool) fn {
		f := piece(each)
		if save {
			f = ad.Checkpoint(f).(fn)
		}
		return func(x *ad.Tensor) *ad.Tensor {
			for range pieces {
				x = f(x)
			}
			return x.Sum()
		}
	}
	x := ad.Randn(3, 100)
	cost := func(f fn) (int64, []float64) {
		j := ad.Jacobian(f, ad.Reverse()).(func(*ad.Tensor) *ad.JacobianMatrix)(x)
		return j.TapeBytes, j.Dense().Data()
	}
	whole, want := cost(chain(1, 256, false))
	steps = 0
	some, got := cost(chain(16, 16, true))
	if steps != 2*256 {
		t.Errorf("%d steps, want twice 256", steps)
	}
	more, _ := cost(chain(32, 32, true))
	if ratio := float64(more) / float64(some); some*5 > whole || ratio > 2.2 {
		t.Errorf("tape of %d B for 256 steps with checkpoints, %d B without; four times the steps take %.2g as much", some, whole, ratio)
	}
	for i := range want {
		near(t, "gradient through checkpoints", got[i], want[i])
	}
	two := ad.Checkpoint(func(a, b *ad.Tensor) (*ad.Tensor, *ad.Tensor) { return a.Mul(b), a.Sum() }).(func(a, b *ad.Tensor) (*ad.Tensor, *ad.Tensor))
	g := ad.Grad(func(a *ad.Tensor) *ad.Tensor { p, s := two(a, ad.Vec(3, 4)); return p.Sum().Mul(s) }).(fn)(ad.Vec(1, 2)).Data()
	near(t, "of two results", g[0], 3*3+11)
	near(t, "of two results", g[1], 4*3+11)
	defer func() {
		if err, ok := recover().(*ad.Error); !ok || !strings.Contains(err.Error(), "make it a parameter") {
			t.Errorf("a captured variable: %v", err)
		}
	}()
	ad.Grad(func(w *ad.Tensor) *ad.Tensor {
		return ad.Checkpoint(func(x *ad.Tensor) *ad.Tensor { return x.Mul(w) }).(fn)(ad.Scalar(1))
	}).(fn)(ad.Scalar(2))
}

func TestCustom(t *testing.T) {
	refused := func(make func(), want string) {
		t.Helper()
		defer func() {
			if err, ok := recover().(*ad.Error); !ok || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}()
		make()
	}
	refused(func() {
		ad.Custom("cube", func(x *ad.Tensor) *ad.Tensor { return x.PowC(3) }, func(x, _ *ad.Tensor) *ad.Tensor { return x.Square() })
	},
		"cube: at -1.7 its derivative is wrong: bug: ∂y/∂x: reverse gives 2.89, differences converge to 8.67")
	pull := func(k float64) func(x, y, g *ad.Tensor) *ad.Tensor {
		return func(x, y, g *ad.Tensor) *ad.Tensor { return y.Mul(g.Sub(y.Mul(g).Sum())).MulC(k) }
	}
	refused(func() { ad.CustomVJP("softmax", (*ad.Tensor).Softmax, pull(2), ad.Randn(1, 3)) }, "its derivative is wrong")
	refused(func() { ad.CustomVJP("softmax", (*ad.Tensor).Softmax, pull(1)) }, "give a point")
	soft := ad.CustomVJP("softmax", (*ad.Tensor).Softmax, pull(1), ad.Randn(1, 3))
	x := ad.Randn(2, 4)
	for mode, opt := range map[string]ad.Option{"forward": ad.Forward(), "reverse": ad.Reverse()} {
		jac := func(f fn) []float64 {
			return ad.Jacobian(f, opt).(func(*ad.Tensor) *ad.JacobianMatrix)(x).Dense().Data()
		}
		want := jac((*ad.Tensor).Softmax)
		for i, v := range jac(soft) {
			near(t, mode, v, want[i])
		}
	}
	g := ad.Graph(soft).(func(*ad.Tensor) *ad.DAG)(x)
	if got := g.String(); !strings.Contains(got, "softmax(x)") {
		t.Errorf("the graph shows %s", got)
	}
	many := ad.VMap(soft).(fn)(ad.Randn(2, 2, 4))
	near(t, "batched", many.Row(1).At(2).Item(), soft(ad.Randn(2, 2, 4).Row(1)).At(2).Item())
}
