package sym

import (
	"math"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
)

func prim(name string) *ad.Prim { return ad.PrimNamed(name) }

// TestOneNode holds that equal formulas are one node, however they came about.
func TestOneNode(t *testing.T) {
	s := NewSpace()
	x, y, two := s.Var("x"), s.Var("y"), s.Number(2)
	sin := s.Apply(prim("Sin"), x)
	for name, pair := range map[string][2]*Node{
		"x+y = y+x":       {s.Apply(prim("Add"), x, y), s.Apply(prim("Add"), y, x)},
		"x+x = 2x":        {s.Apply(prim("Add"), x, x), s.Apply(prim("Mul"), two, x)},
		"x·y/y = x":       {s.Apply(prim("Div"), s.Apply(prim("Mul"), x, y), y), x},
		"x−x = 0":         {s.Apply(prim("Sub"), x, x), s.Number(0)},
		"x·x = x²":        {s.Apply(prim("Mul"), x, x), s.Apply(prim("Square"), x)},
		"sin·sin = sin²":  {s.Apply(prim("Mul"), sin, sin), s.Apply(prim("Pow"), sin, two)},
		"−(−x) = x":       {s.Apply(prim("Neg"), s.Apply(prim("Neg"), x)), x},
		"x·0 = 0":         {s.Apply(prim("Mul"), x, s.Number(0)), s.Number(0)},
		"√x·√x = x":       {s.Apply(prim("Square"), s.Apply(prim("Sqrt"), x)), x},
		"x⁰ = 1":          {s.Apply(prim("Pow"), x, s.Number(0)), s.Number(1)},
		"exp 0 = 1":       {s.Apply(prim("Exp"), s.Number(0)), s.Number(1)},
		"−0 = 0":          {s.Number(math.Copysign(0, -1)), s.Number(0)},
		"(x+y)−y = x":     {s.Apply(prim("Sub"), s.Apply(prim("Add"), x, y), y), x},
		"d(x·sin x)/dy=0": {s.Apply(prim("Mul"), x, sin).Derivative("y"), s.Number(0)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s and %s", name, pair[0], pair[1])
		}
	}
	if s.Apply(prim("Sin"), s.Number(1)).String() != "math.Sin(1)" {
		t.Error("sin(1) is written as a rounded number")
	}
}

// TestEveryPrimitive differentiates each primitive as a formula, and compares with its rule at its own points.
func TestEveryPrimitive(t *testing.T) {
	names := []string{"x", "y"}
	for _, p := range ad.Prims() {
		if !p.Elementwise() {
			continue
		}
		s := NewSpace()
		vars := []*Node{s.Var("x"), s.Var("y")}[:p.Arity()]
		e := s.Apply(p, vars...)
		for _, at := range p.At {
			point := map[string]float64{}
			x := make([]*ad.Tensor, len(at))
			for i, v := range at {
				point[names[i]], x[i] = v, ad.Scalar(v)
			}
			y := p.Apply(x...)
			if got := e.Eval(point); math.Abs(got-y.Item()) > 1e-14*math.Abs(got) {
				t.Errorf("%s at %v: %v, want %v", e, at, got, y.Item())
			}
			for i := range at {
				want := 0.0
				if p.Partial != nil {
					if d := p.Partial(&ad.Call{X: x, Y: y}, i); d != nil {
						want = d.Item()
					}
				}
				if got := e.Diff(names[i]).Eval(point); math.Abs(got-want) > 1e-12*(1+math.Abs(want)) {
					t.Errorf("∂/∂%s of %s at %v: %v, want %v", names[i], e, at, got, want)
				}
			}
		}
		if e.TeX() == "" || e.String() == "" {
			t.Errorf("%s has no text", p.Name)
		}
	}
}

// TestSwell counts how formulas grow as trees, and how little as graphs.
func TestSwell(t *testing.T) {
	s := NewSpace()
	e := s.Var("x")
	for range 10 {
		e = s.Apply(prim("Sin"), s.Apply(prim("Mul"), e, s.Apply(prim("Exp"), e)))
	}
	parts, tree := e.Size()
	if parts > 40 || tree < 1000 {
		t.Errorf("%d parts, %d as a tree", parts, tree)
	}
	if parts, tree := e.Derivative("x").Size(); parts > 400 || tree < 4000 {
		t.Errorf("derivative: %d parts, %d as a tree", parts, tree)
	}
}

func TestEvalNamesWhatIsMissing(t *testing.T) {
	defer func() {
		if e, ok := recover().(*ad.Error); !ok || e.Error() != "ad: Eval: no value given for x" {
			t.Errorf("panic %v", e)
		}
	}()
	NewSpace().Var("x").Eval(nil)
}

// TestFormulasTooLongToWrite square a formula a hundred times: it can be
// differentiated and evaluated, but not written out.
func TestFormulasTooLongToWrite(t *testing.T) {
	s := NewSpace()
	e := s.Var("x")
	for range 100 {
		e = s.Apply(ad.PrimOfGo("+"), s.Apply(ad.PrimOfGo("math.Sin"), e), e)
	}
	d := e.Diff("x").(*Node)
	if v := d.Eval(map[string]float64{"x": 1}); v != v {
		t.Errorf("derivative %v", v)
	}
	for _, text := range []string{e.String(), d.String(), d.TeX()} {
		if len(text) > 200 || !strings.Contains(text, "parts") {
			t.Errorf("got %.200q", text)
		}
	}
}
