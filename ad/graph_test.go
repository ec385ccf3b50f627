package ad_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

// slide is x1·x2 + sin(x1) in the order of the lecture.
func slide(x1, x2 *ad.Tensor) *ad.Tensor {
	w1 := x1.Sin()
	w2 := x1.Mul(x2)
	return w1.Add(w2)
}

func slideGraph(a, b float64) *ad.DAG {
	f := &ad.Func{Value: valueOf(slide), Name: "f", Params: []string{"x1", "x2"}}
	fn := ad.Apply(verbNamed("Graph"), f, nil, typeOf[func(a, b *ad.Tensor) *ad.DAG]())
	return fn.Interface().(func(a, b *ad.Tensor) *ad.DAG)(ad.Scalar(a), ad.Scalar(b))
}

func TestGraphText(t *testing.T) {
	g := slideGraph(2, 5)
	for _, c := range []struct{ what, got, want string }{
		{"graph", g.String(), `
f(x1, x2)
  x₁             = 2       data
  x₂             = 5       data
  w₁  = sin(x₁)  = 0.9093
  w₂  = x₁·x₂    = 10
  w₃  = w₁ + w₂  = 10.909
  f   = w₃       = 10.909  result`},
		{"trace", g.Trace().String(), `
              primal  ∂/∂x₁     ∂/∂x₂  ∂f/∂
x₁            2       1         0      4.5839
x₂            5       0         1      2
w₁ = sin(x₁)  0.9093  -0.41615  0      1
w₂ = x₁·x₂    10      5         2      1
w₃ = w₁ + w₂  10.909  4.5839    2      1`},
		{"forward", g.Forward("x1").String(), `
              primal  ∂/∂x₁     tangent
x₁            2       1         ẋ₁ = 1
x₂            5       0         ẋ₂ = 0
w₁ = sin(x₁)  0.9093  -0.41615  ẇ₁ = cos(x₁)·ẋ₁ = cos(2)·1
w₂ = x₁·x₂    10      5         ẇ₂ = x₂·ẋ₁ + x₁·ẋ₂ = 5·1 + 2·0
w₃ = w₁ + w₂  10.909  4.5839    ẇ₃ = ẇ₁ + ẇ₂ = -0.41615 + 5`},
		{"reverse", g.Reverse().String(), `
              primal  ∂f/∂    adjoint, from the bottom up
x₁            2       4.5839  x̄₁ = x₂·w̄₂ + cos(x₁)·w̄₁ = 5·1 + cos(2)·1
x₂            5       2       x̄₂ = x₁·w̄₂ = 2·1
w₁ = sin(x₁)  0.9093  1       w̄₁ = w̄₃
w₂ = x₁·x₂    10      1       w̄₂ = w̄₃
w₃ = w₁ + w₂  10.909  1       w̄₃ = 1`},
		{"paths", g.Paths("x1").String(), `
x₁ → w₁ → w₃  (-0.41615)·1 = -0.41615
x₁ → w₂ → w₃  5·1 = 5
∂f/∂x₁ = sum over 2 paths = 4.5839`},
		{"order", g.Order().String(), `
σ(x₁) = 1, σ(x₂) = 2, σ(w₁) = 3, σ(w₂) = 4, σ(w₃) = 5
a topological order: every edge leads upwards`},
	} {
		if got := strings.TrimRight(c.got, "\n"); got != c.want[1:] {
			t.Errorf("%s:\n%s\nwant\n%s", c.what, got, c.want[1:])
		}
	}
}

// TestGraphFollowsThePoint makes sure that nothing is typed in.
func TestGraphFollowsThePoint(t *testing.T) {
	g := slideGraph(-1, 0.5)
	rows := g.Trace().Rows
	if got, want := rows[0].Adjoint.Item(), 0.5+math.Cos(-1); got != want {
		t.Errorf("∂f/∂x1 = %v, want %v", got, want)
	}
	if got := len(rows[0].Contributions); got != 2 {
		t.Errorf("x1 has %d contributions, want one for each of its 2 uses", got)
	}
}

func TestOrderCheck(t *testing.T) {
	g := slideGraph(2, 5)
	if err := g.Order().Check(); err != nil {
		t.Error(err)
	}
	if err := g.OrderBy("x2", "x1", "w2", "w1", "w3").Check(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		labels string
		want   string
	}{
		{"x1 w1 w2 x2 w3", "not topological: w₂ uses x₂"},
		{"x1 x2 w1 w2", "w₃ has no number"},
		{"x1 x1 x2 w1 w2 w3", "x1 is listed twice"},
		{"x1 x2 w1 w2 w3 w4", "there is no node w4"},
	} {
		err := g.OrderBy(strings.Fields(c.labels)...).Check()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.labels, err, c.want)
		}
	}
}

// run12 is a function of three inputs with several results: f1 is slide plus
// cos(x3), f2 is cos(x2), f3 the input x1 itself and f4 a constant.
func run12(x1, x2, x3 *ad.Tensor) (f1, f2, f3, f4 *ad.Tensor) {
	w := slide(x1, x2)
	w.Annotate("w", "cell 1:2:3")
	w.Annotate("again", "cell 9:9:9")
	return w.Add(x3.Cos()), x2.Cos(), x1, ad.Scalar(7)
}

func TestGraphOfSeveral(t *testing.T) {
	f := &ad.Func{Value: valueOf(run12), Name: "f", Params: []string{"x1", "x2", "x3"}, Results: []string{"f1", "f2", "f3", "f4"}}
	g := apply[func(a, b, c *ad.Tensor) *ad.DAG]("Graph", f)(ad.Scalar(2), ad.Scalar(5), ad.Scalar(1))
	want := `
f(x1, x2, x3)
  x₁             = 2        data
  x₂             = 5        data
  x₃             = 1        data
  w₁  = sin(x₁)  = 0.9093
  w₂  = x₁·x₂    = 10
  w   = w₁ + w₂  = 10.909   cell 1:2:3
  w₄  = cos(x₃)  = 0.5403
  w₅  = w + w₄   = 11.45
  w₆  = cos(x₂)  = 0.28366
  f₁  = w₅       = 11.45    result
  f₂  = w₆       = 0.28366  result
  f₃  = x₁       = 2        result
  f₄  = 7        = 7        result`
	if got := g.String(); got != want[1:] {
		t.Errorf("%s\nwant\n%s", got, want[1:])
	}
	for _, n := range g.Nodes() {
		for _, from := range n.In {
			if from >= n.ID {
				t.Errorf("node %d uses node %d, which comes later", n.ID, from)
			}
		}
	}
	row := func(out string) (d [3]float64) {
		for i, r := range g.Reverse(out).Rows[:3] {
			d[i] = r.Adjoint.Item()
		}
		return d
	}
	for out, want := range map[string][3]float64{
		"f1": {5 + math.Cos(2), 2, -math.Sin(1)}, "f2": {0, -math.Sin(5), 0}, "f3": {1, 0, 0}, "f4": {},
	} {
		if got := row(out); got != want {
			t.Errorf("row %s: %v, want %v", out, got, want)
		}
	}
	rows := g.Forward("x3").Rows
	if got := rows[7].Tangents[0].Item(); got != -math.Sin(1) {
		t.Errorf("tangent of f1 along x3: %v", got)
	}
	if p := g.Paths("x2", "f2"); p.Count != 1 || p.Total != -math.Sin(5) {
		t.Errorf("paths: %v", p)
	}
	if p := g.Paths("x1", "f2"); p.Count != 0 || p.Total != 0 {
		t.Errorf("paths where there is none: %v", p)
	}
}

// TestManyPaths doubles: there are 2ⁿ paths, and the derivative is 2ⁿ.
func TestManyPaths(t *testing.T) {
	for _, n := range []int{3, 20, 100} {
		f := func(x *ad.Tensor) *ad.Tensor {
			for range n {
				x = x.Add(x)
			}
			return x
		}
		p := ad.Graph(f).(func(*ad.Tensor) *ad.DAG)(ad.Scalar(1)).Paths("x")
		want := -1
		if n < 63 {
			want = 1 << n
		}
		if p.Count != want || p.Total != math.Pow(2, float64(n)) || len(p.List) != min(1<<min(n, 10), ad.MaxPaths) {
			t.Errorf("%d doublings: %d paths, %d listed, derivative %v", n, p.Count, len(p.List), p.Total)
		}
	}
}

// TestLabels gives names that collide.
func TestLabels(t *testing.T) {
	f := func(x *ad.Tensor) *ad.Tensor {
		s := x.Sin()
		w1 := s.Mul(x)
		w1.Annotate("w1", "")
		for range 2 {
			w1 = w1.Add(x)
			w1.Annotate("total", "")
		}
		return w1
	}
	g := ad.Graph(f).(func(*ad.Tensor) *ad.DAG)(ad.Scalar(1))
	var got, tex []string
	for _, n := range g.Nodes() {
		got, tex = append(got, n.Label()), append(tex, n.LabelTeX())
	}
	if want := "x v₁ w₁ total total⁽²⁾"; strings.Join(got, " ") != want {
		t.Errorf("labels %s, want %s", got, want)
	}
	if want := `x v_{1} w_{1} \mathrm{total} {\mathrm{total}}^{(2)}`; strings.Join(tex, " ") != want {
		t.Errorf("TeX %s, want %s", tex, want)
	}
	tangent := g.Forward("x").Rows[3].TangentExprs[0]
	if tangent.Text != "ẇ₁ + ẋ" || tangent.TeX != `\dot{w}_{1} + \dot{x}` {
		t.Errorf("tangent %+v", tangent)
	}
}
