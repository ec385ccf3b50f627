package lift

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
)

// formula is the one of a function body in x and y.
func formula(t *testing.T, body string) ad.Expression {
	t.Helper()
	u := build(t, "package p\nimport \"math\"\nvar _ = math.Pi\nfunc f(x, y float64) float64 {\n"+body+"\n}")
	e, err := fn.NewClosure(u.fn(t, "f"), nil).Symbolic(nil)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return e
}

func TestFormulas(t *testing.T) {
	tests := []struct{ body, text, tex, dx string }{
		{"return x + x", "2*x", `2 \, x`, "2"},
		{"return x*x*x", "x*x*x", `x^{3}`, "3*x*x"},
		{"return y*x + x*y - 0*x + 1*y", "2*x*y + y", `2 \, x \, y + y`, "2*y"},
		{"return x - y", "x - y", `x - y`, "1"},
		{"return -(x + y)", "-x - y", `-x - y`, "-1"},
		{"return y - 2*x", "y - 2*x", `y - 2 \, x`, "-2"},
		{"return 2 * (x + y) * x", "2*x*(x + y)", `2 \, x \, \left(x + y\right)`, ""},
		{"return x / y", "x/y", `\frac{x}{y}`, "1/y"},
		{"return x / (2 * y)", "0.5*x/y", `\frac{\frac{1}{2} \, x}{y}`, "0.5/y"},
		{"return 1 / (x + y)", "1/(x + y)", `\frac{1}{x + y}`, "-1/math.Pow(x + y, 2)"},
		{"return x / y / x", "1/y", `\frac{1}{y}`, "0"},
		{"return math.Sin(x * y)", "math.Sin(x*y)", `\sin(x \, y)`, "y*math.Cos(x*y)"},
		{"return math.Sin(x) * math.Sin(x)", "math.Pow(math.Sin(x), 2)", `\sin^{2}(x)`, "2*math.Cos(x)*math.Sin(x)"},
		{"return math.Exp(-x * x)", "math.Exp(-x*x)", `e^{-x^{2}}`, "-2*x*math.Exp(-x*x)"},
		{"return math.Log(x)", "math.Log(x)", `\ln(x)`, "1/x"},
		{"return math.Sqrt(x)", "math.Sqrt(x)", `\sqrt{x}`, ""},
		{"return math.Pow(x, 5)", "math.Pow(x, 5)", `x^{5}`, "5*math.Pow(x, 4)"},
		{"return math.Pow(x, y)", "math.Pow(x, y)", `x^{y}`, "y*math.Pow(x, y - 1)"},
		{"return math.Tanh(x) + math.Cos(0)", "math.Tanh(x) + 1", `\tanh(x) + 1`, ""},
		{"return math.Pi * x", "math.Pi*x", `\pi \, x`, "math.Pi"},
		{"theta := x\nreturn theta*theta + 3*theta + 1", "x*x + 3*x + 1", `x^{2} + 3 \, x + 1`, "2*x + 3"},
		{"p := [3]float64{x, y, x}\np[1] += 2\nreturn p[0]*p[1] + p[2]", "x*(y + 2) + x", `x \, \left(y + 2\right) + x`, "y + 3"},
		{"return (x + 1) / (x - 1)", "(x + 1)/(x - 1)", `\frac{x + 1}{x - 1}`, ""},
		{"return math.Max(x, y)", "math.Max(x, y)", `\max(x, y)`, ""},
	}
	for _, tt := range tests {
		e := formula(t, tt.body)
		if e.String() != tt.text {
			t.Errorf("%s: %s, want %s", tt.body, e, tt.text)
		}
		if e.TeX() != tt.tex {
			t.Errorf("%s: TeX %s, want %s", tt.body, e.TeX(), tt.tex)
		}
		if dx := e.Diff("x").String(); tt.dx != "" && dx != tt.dx {
			t.Errorf("∂/∂x of %s: %s, want %s", tt.body, dx, tt.dx)
		}
	}
}

// TestFormulasAreGo reads formulas and their derivatives back as Go.
func TestFormulasAreGo(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	at := map[string]float64{"x": 0.83, "y": 1.71}
	compared := 0
	for range 60 {
		e := formula(t, "return "+randomFormula(r, 4))
		for _, e := range []ad.Expression{e, e.Diff("x"), e.Diff("x").Diff("y")} {
			text := e.String()
			if strings.Contains(text, "ad.") { // primitives that Go has no name for
				continue
			}
			u := build(t, "package p\nimport \"math\"\nvar _ = math.Pi\nfunc f(x, y float64) float64 { return "+text+" }")
			got, want := u.fn(t, "f").Call([]float64{at["x"], at["y"]})[0], e.Eval(at)
			if !near(got, want, 1e-9) && !equal(got, want) {
				t.Errorf("%s is %v as Go, %v as a formula", text, got, want)
			}
			compared++
		}
	}
	if compared < 150 {
		t.Errorf("only %d formulas compared", compared)
	}
}

func randomFormula(r *rand.Rand, depth int) string {
	if depth == 0 || r.IntN(6) == 0 {
		return []string{"x", "y", "2.5", "x", "y", "3"}[r.IntN(6)]
	}
	a, b := randomFormula(r, depth-1), randomFormula(r, depth-1)
	switch k := r.IntN(11); k {
	case 0, 1, 2, 3:
		return fmt.Sprintf("(%s) %c (%s)", a, "+-*/"[k], b)
	case 4:
		return "-(" + a + ")"
	case 5:
		return "math.Pow(" + a + ", 3)"
	default:
		return "math." + []string{"Sin", "Exp", "Tanh", "Cos", "Atan"}[k-6] + "(" + a + ")"
	}
}
