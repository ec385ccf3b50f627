package ad_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

func valueOf(f any) reflect.Value { return reflect.ValueOf(f) }
func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func verbNamed(name string) *ad.Verb {
	for _, v := range ad.Verbs() {
		if v.Name == name {
			return v
		}
	}
	panic("no verb " + name)
}

// program is a numeric program written by hand on tensors.
type program func(in []*ad.Tensor) []*ad.Tensor

func (p program) Trace(in []*ad.Tensor) []*ad.Tensor       { return p(in) }
func (p program) Symbolic([]string) (ad.Expression, error) { return formula{}, nil }
func (p program) Source() string                           { return "func f(x1, x2 float64) float64" }

// formula is x1·x2 + sin(x1), and its derivative by the name it holds.
type formula struct{ by string }

func (f formula) String() string                 { return "d/d" + f.by }
func (f formula) TeX() string                    { return f.by }
func (f formula) Diff(name string) ad.Expression { return formula{name} }
func (f formula) Eval(at map[string]float64) float64 {
	switch f.by {
	case "x1":
		return at["x2"] + math.Cos(at["x1"])
	case "x2":
		return at["x1"]
	}
	return at["x1"]*at["x2"] + math.Sin(at["x1"])
}

type numeric = func(x1, x2 float64) float64

func numericSlide() *ad.Func {
	return &ad.Func{
		Value: valueOf(numeric(func(x1, x2 float64) float64 { return x1*x2 + math.Sin(x1) })),
		Name:  "f", Params: []string{"x1", "x2"},
		Program: program(func(in []*ad.Tensor) []*ad.Tensor { return []*ad.Tensor{slide(in[0], in[1])} }),
	}
}

func apply[T any](verb string, f *ad.Func, opts ...ad.Option) T {
	return ad.Apply(verbNamed(verb), f, opts, typeOf[T]()).Interface().(T)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-13*max(1, math.Abs(want))) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestNumericFunctions(t *testing.T) {
	f := numericSlide()
	d1, d2 := 5+math.Cos(2), 2.0
	grad := apply[func(a, b float64) (float64, float64)]("Grad", f)
	a, b := grad(2, 5)
	near(t, "∂f/∂x1", a, d1)
	near(t, "∂f/∂x2", b, d2)
	near(t, "∂f/∂x1, Wrt", apply[numeric]("Grad", f, ad.Wrt("x1"))(2, 5), d1)
	y, a, b := apply[func(a, b float64) (y, da, db float64)]("ValueAndGrad", f)(2, 5)
	near(t, "f", y, 10+math.Sin(2))
	near(t, "∂f/∂x1", a, d1)
	near(t, "∂f/∂x2", b, d2)
	push := apply[func(a, b float64) func(da, db float64) float64]("JVP", f)(2, 5)
	near(t, "pushforward", push(1, -1), d1-d2)
	y, back := apply[func(a, b float64) (float64, func(float64) (float64, float64))]("VJP", f)(2, 5)
	a, b = back(3)
	near(t, "f", y, 10+math.Sin(2))
	near(t, "pullback x1", a, 3*d1)
	near(t, "pullback x2", b, 3*d2)
	h := apply[func(a, b float64) *ad.JacobianMatrix]("Hessian", f)(2, 5)
	near(t, "∂²f/∂x1²", h.At(0, 0), -math.Sin(2))
	near(t, "∂²f/∂x1∂x2", h.At(0, 1), 1)
}

// TestGradOfGrad gives a verb the func value that a verb returned.
func TestGradOfGrad(t *testing.T) {
	first := apply[numeric]("Grad", numericSlide(), ad.Wrt("x1"))
	inner := ad.Resolve(valueOf(first))
	if inner.Program == nil || inner.Name != "Grad(f)" || inner.Results[0] != "∂f/∂x1" {
		t.Fatalf("the gradient is not known by its value: %+v", inner)
	}
	both := ad.Grad(first).(func(a, b float64) (float64, float64))
	a, b := both(2, 5)
	near(t, "∂²f/∂x1²", a, -math.Sin(2))
	near(t, "∂²f/∂x1∂x2", b, 1)
	push := apply[func(a, b float64) func(da, db float64) float64]("JVP", numericSlide())(2, 5)
	a, b = ad.Grad(push).(func(da, db float64) (float64, float64))(7, 8)
	near(t, "∂(pushforward)/∂dx1", a, 5+math.Cos(2))
	near(t, "∂(pushforward)/∂dx2", b, 2)
	_, back := apply[func(a, b float64) (float64, func(float64) (float64, float64))]("VJP", numericSlide())(2, 5)
	j := ad.Jacobian(back).(func(float64) *ad.JacobianMatrix)(7)
	near(t, "∂(pullback)/∂ȳ", j.At(0, 0), 5+math.Cos(2))
	third := ad.Grad(ad.Grad(first, ad.Wrt("x1")), ad.Wrt("x1")).(numeric)
	near(t, "∂³f/∂x1³", third(2, 5), -math.Cos(2))
}

func TestCompareAndCheck(t *testing.T) {
	c := apply[func(a, b float64) *ad.Comparison]("Compare", numericSlide())(2, 5)
	var methods []string
	for _, w := range c.Ways {
		methods = append(methods, w.Method)
		limit := 1e-13
		if w.Method == "numerical" {
			limit = 1e-8
		}
		if w.Error > limit {
			t.Errorf("%s: error %g", w.Method, w.Error)
		}
		if got := w.Value.Data()[0]; math.Abs(got-5-math.Cos(2)) > 1e-8 {
			t.Errorf("%s: ∂f/∂x1 = %v", w.Method, got)
		}
	}
	if got := strings.Join(methods, " "); got != "numerical symbolic forward reverse" {
		t.Errorf("methods: %s", got)
	}
	if w := c.Ways; w[0].Evaluations != 4 || w[2].ForwardSweeps != 2 || w[3].ReverseSweeps != 1 || w[3].TapeNodes != 5 || w[2].TapeBytes != 0 {
		t.Errorf("counters: %+v", c.Ways)
	}

	if v := apply[func(a, b float64) *ad.Verdict]("CheckGrad", numericSlide())(2, 5); !v.OK || v.MaxError > 1e-8 {
		t.Errorf("check: %v", v)
	}
	kink := func(x *ad.Tensor) *ad.Tensor { return x.Abs().Sum() }
	v := ad.CheckGrad(kink).(func(*ad.Tensor) *ad.Verdict)(ad.Vec(1, 1e-8))
	if !v.OK || v.Cause != ad.AtKink || len(v.Findings) != 1 || v.Findings[0].Of != "∂y/∂x[1]" || len(v.Kinks) != 0 {
		t.Errorf("check beside a kink: %v", v)
	}
	wrong := numericSlide()
	wrong.Program = program(func(in []*ad.Tensor) []*ad.Tensor {
		return []*ad.Tensor{slide(in[0].StopGradient(), in[1])}
	})
	if v := apply[func(a, b float64) *ad.Verdict]("CheckGrad", wrong)(2, 5); v.OK || v.Cause != ad.Bug || v.Worst != "∂f/∂x1" || len(v.Kinks) != 0 {
		t.Errorf("check of a wrong derivative: %v", v)
	}
}

// TestCost counts the lecture's three cases: tanh(W·x) from d inputs to c
// outputs.
func TestCost(t *testing.T) {
	for _, k := range []struct{ d, c int }{{1, 100}, {100, 1}, {10, 10}} {
		w := ad.Randn(1, k.c, k.d)
		f := func(x *ad.Tensor) *ad.Tensor { return w.MatMul(x).Tanh() }
		cost := ad.Cost(f).(func(*ad.Tensor) *ad.Costs)(ad.Randn(2, k.d))
		forward, reverse := cost.Modes[0], cost.Modes[1]
		if forward.ForwardSweeps != k.d || forward.ReverseSweeps != 0 || forward.TapeBytes != 0 {
			t.Errorf("d = %d: forward %+v", k.d, forward)
		}
		if reverse.ReverseSweeps != k.c || reverse.ForwardSweeps != 0 || reverse.TapeBytes < int64(8*(k.d+2*k.c)) {
			t.Errorf("c = %d: reverse %+v", k.c, reverse)
		}
		if want := map[bool]string{true: "reverse", false: "forward"}[k.d > k.c]; cost.Chosen != want {
			t.Errorf("d = %d, c = %d: %s chosen", k.d, k.c, cost.Chosen)
		}
		for _, opt := range []ad.Option{ad.Forward(), ad.Reverse()} {
			j := ad.Jacobian(f, opt).(func(*ad.Tensor) *ad.JacobianMatrix)(ad.Randn(2, k.d))
			if want := map[string]int{"forward": k.d, "reverse": k.c}[j.Mode]; j.Sweeps() != want {
				t.Errorf("%d × %d: %s mode took %d sweeps, want %d", k.c, k.d, j.Mode, j.Sweeps(), want)
			}
		}
	}
}

type block struct {
	W *ad.Tensor
	B []*ad.Tensor
	N int
}

type net struct {
	Name   string
	First  block
	Blocks []block
	Last   *block
	Pair   [2]*ad.Tensor
	Absent *ad.Tensor
	rate   float64
}

func newNet() net {
	b := func(k int) block { return block{ad.Randn(k, 2, 2), []*ad.Tensor{ad.Randn(k+10, 2)}, k} }
	last := b(3)
	return net{"net", b(0), []block{b(1), b(2)}, &last, [2]*ad.Tensor{ad.Scalar(2), ad.Scalar(3)}, nil, 0.5}
}

func (n net) run(x *ad.Tensor) *ad.Tensor {
	for _, b := range append([]block{n.First, *n.Last}, n.Blocks...) {
		x = b.W.MatMul(x).Add(b.B[0]).Tanh()
	}
	return x.Sum().Mul(n.Pair[0]).Mul(n.Pair[1]).MulC(n.rate)
}

// TestGradOfStruct wants a gradient of the type of the argument, by value and
// by pointer, and compares it with differences.
func TestGradOfStruct(t *testing.T) {
	m, x := newNet(), ad.Vec(0.3, -0.4)
	f := func(m net, x *ad.Tensor) *ad.Tensor { return m.run(x) }
	g, gx := ad.Grad(f).(func(net, *ad.Tensor) (net, *ad.Tensor))(m, x)
	if g.Name != "" || g.First.N != 0 || g.Absent != nil || len(g.Blocks) != 2 || g.Last == m.Last {
		t.Errorf("structure of the gradient: %+v", g)
	}
	near(t, "∂/∂Pair[0]", g.Pair[0].Item(), m.run(x).Item()/2)
	at := func(h float64) float64 {
		n := newNet()
		n.Blocks[1].W = n.Blocks[1].W.Add(ad.FromSlice([]float64{0, h, 0, 0}, 2, 2))
		return n.run(x).Item()
	}
	if got, want := g.Blocks[1].W.At(0, 1).Item(), (at(1e-5)-at(-1e-5))/2e-5; math.Abs(got-want) > 1e-9 {
		t.Errorf("∂/∂Blocks[1].W[0,1] = %v, want %v", got, want)
	}
	byPointer := func(m *net, x *ad.Tensor) *ad.Tensor { return m.run(x) }
	p, px := ad.Grad(byPointer).(func(*net, *ad.Tensor) (*net, *ad.Tensor))(&m, x)
	if !reflect.DeepEqual(p.Blocks[0].W.Data(), g.Blocks[0].W.Data()) || !reflect.DeepEqual(px.Data(), gx.Data()) {
		t.Error("a pointer and a value give different gradients")
	}
	if v := ad.CheckGrad(f).(func(net, *ad.Tensor) *ad.Verdict)(m, x); !v.OK {
		t.Error(v)
	}
}

// TestLayoutTypes differentiates by a struct as an interpreter lays it out: a
// zero-size tag in front, exported names that say nothing.
func TestLayoutTypes(t *testing.T) {
	tag := reflect.ArrayOf(0, reflect.TypeFor[int]())
	layout := reflect.StructOf([]reflect.StructField{
		{Name: "X_tag", Type: tag}, {Name: "F0", Type: reflect.TypeFor[*ad.Tensor]()}, {Name: "F1", Type: reflect.TypeFor[[2]int]()},
	})
	tensor := reflect.TypeFor[*ad.Tensor]()
	fnType := reflect.FuncOf([]reflect.Type{layout, tensor}, []reflect.Type{tensor}, false)
	f := reflect.MakeFunc(fnType, func(args []reflect.Value) []reflect.Value {
		w := args[0].Field(1).Interface().(*ad.Tensor)
		return []reflect.Value{reflect.ValueOf(w.Dot(args[1].Interface().(*ad.Tensor)))}
	})
	m := reflect.New(layout).Elem()
	m.Field(1).Set(reflect.ValueOf(ad.Vec(1, 2)))
	m.Field(2).Set(reflect.ValueOf([2]int{3, 4}))
	known := &ad.Func{Value: f, Params: []string{"m", "x"}, Fields: func(t reflect.Type) []string {
		if t == layout {
			return []string{"", "W", "B"}
		}
		return nil
	}}
	grad := ad.Apply(verbNamed("Grad"), known, []ad.Option{ad.Wrt("m")}, reflect.FuncOf([]reflect.Type{layout, tensor}, []reflect.Type{layout}, false))
	g := grad.Call([]reflect.Value{m, reflect.ValueOf(ad.Vec(5, 6))})[0]
	if got := g.Field(1).Interface().(*ad.Tensor).Data(); g.Type() != layout || got[0] != 5 || got[1] != 6 {
		t.Errorf("gradient %v", g)
	}
	graph := ad.Apply(verbNamed("Graph"), known, nil, reflect.FuncOf([]reflect.Type{layout, tensor}, []reflect.Type{reflect.TypeFor[*ad.DAG]()}, false))
	dag := graph.Call([]reflect.Value{m, reflect.ValueOf(ad.Vec(5, 6))})[0].Interface().(*ad.DAG)
	w, x := dag.Nodes()[0], dag.Nodes()[1]
	if w.Name != "m.W" || w.Role != ad.ParameterRole || x.Name != "x" || x.Role != ad.DataRole {
		t.Errorf("inputs of the graph: %s %v, %s %v", w.Name, w.Role, x.Name, x.Role)
	}
}

func TestVariadic(t *testing.T) {
	f := func(xs ...*ad.Tensor) *ad.Tensor { return xs[0].Mul(xs[1]) }
	g := ad.Grad(f).(func(...*ad.Tensor) []*ad.Tensor)(ad.Scalar(3), ad.Scalar(4))
	near(t, "∂/∂xs[0]", g[0].Item(), 4)
	near(t, "∂/∂xs[1]", g[1].Item(), 3)
}

// TestErrors lists what is refused and what the message has to say.
func TestErrors(t *testing.T) {
	v2, v3, m := ad.Vec(1, 2), ad.Vec(1, 2, 3), ad.Ones(3, 4)
	for _, c := range []struct {
		do   func()
		want string
	}{
		{func() { m.MatMul(ad.Ones(5, 2)) }, "ad: MatMul: (3, 4) × (5, 2): inner dimensions 4 and 5 differ"},
		{func() { m.MatMul(ad.Ones(2, 4)) }, "inner dimensions 4 and 2 differ; with the second transposed (T) it would fit"},
		{func() { m.MatMul(ad.Scalar(1)) }, "Mul multiplies element by element"},
		{func() { v2.Add(v3) }, "ad: Add: (2) × (3): shapes do not broadcast"},
		{func() { v2.Lt(v3) }, "ad: Lt: (2) × (3): shapes do not broadcast"},
		{func() { m.Reshape(5) }, "ad: Reshape: (3, 4) × (5): 12 elements do not fill (5)"},
		{func() { v2.Row(2) }, "there is no row 2"},
		{func() { m.SumAxis(2) }, "there is no axis 2; it has 2 axes"},
		{func() { v2.Item() }, "ad: Item: (2): it has 2 elements"},
		{func() { ad.FromSlice([]float64{1}, 2) }, "ad: FromSlice: (2): 1 numbers do not fill it; it holds 2"},
		{func() { ad.Mat([][]float64{{1}, {1, 2}}) }, "row 0 has 1 numbers, row 1 has 2"},
		{func() { ad.Zeros(1<<40, 1<<40) }, "too large to address"},
		{func() { ad.Zeros(0).Max() }, "an empty tensor has no largest or smallest element"},
		{func() { v2.Add(nil) }, "ad: Add: the second operand is nil"},
		{func() { ad.Grad(3) }, "this is not a function"},
		{func() { ad.Grad(math.Sin) }, "is compiled, so there is no source to differentiate by x, which is a plain float64; take *ad.Tensor"},
		{func() { ad.Grad(func(n int) *ad.Tensor { return nil }) }, "has no parameter that carries numbers"},
		{func() { ad.Grad(func(x *ad.Tensor) {}) }, "has no result"},
		{func() { ad.Grad(slide, ad.Wrt("x9")) }, `Wrt("x9"): there is no such parameter; its parameters are x1, x2`},
		{func() { rev(func(x *ad.Tensor) *ad.Tensor { return x })(v2) }, "the result of the function is not one number; use Jacobian"},
		{func() {
			type model struct {
				W     *ad.Tensor
				Scale float64
			}
			ad.Grad(func(m model) *ad.Tensor { return m.W.MulC(m.Scale) }).(func(model) model)(model{ad.Scalar(1), 2})
		}, "x.Scale is a plain float64 in a function on tensors"},
		{func() { slideGraph(1, 2).Forward("x3") }, "there is no input x3; the inputs are x1, x2"},
		{func() { slideGraph(1, 2).Reverse("g") }, "there is no result g; the results are f"},
		{func() {
			_, back := ad.VJP((*ad.Tensor).Exp).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(v2)
			back(1)
		}, "the cotangent has not the shape of the value"},
		{func() {
			_, back := ad.VJP((*ad.Tensor).Exp).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(v2)
			back("1")
		}, "give a number or a *ad.Tensor"},
	} {
		func() {
			defer func() {
				err, _ := recover().(*ad.Error)
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
			}()
			c.do()
		}()
	}
}
