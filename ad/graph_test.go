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
