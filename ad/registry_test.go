package ad

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPrims checks every primitive at its points and shapes: forward against
// reverse by ⟨Jv, w⟩ = ⟨v, Jᵀw⟩, reverse against differences, and the same
// for the gradient as a function, which is the second order.
func TestPrims(t *testing.T) {
	for _, p := range prims {
		t.Run(p.Name, func(t *testing.T) {
			examples := examplesOf(p)
			switch p {
			case stop:
				t.Skip("its derivative is not that of its value; see TestStops")
			case toFloat32, toFloat64:
				t.Skip("it rounds; see TestCasts")
			}
			if len(examples) == 0 {
				t.Fatal("nothing to check it at: give it At or Shapes")
			}
			for _, e := range examples {
				if err := checkPrim(p, e); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// broadcasts are the shapes that elementwise primitives are checked on.
var broadcasts = [][][]int{
	{nil, nil}, {{3}, {3}}, {{2, 3}, {3}}, {{2, 1}, {1, 3}}, {nil, {2, 2}}, {{2, 3}, nil}, {{1}, {2, 2}},
}

// examplesOf turns the points of an elementwise primitive into operands: each
// point as numbers, and tensors filled from the points in every broadcast.
func examplesOf(p *Prim) []Example {
	if p.Arity() == 0 || len(p.At) == 0 {
		return p.Shapes
	}
	var es []Example
	for _, at := range p.At {
		var in []*Tensor
		for _, v := range at {
			in = append(in, Scalar(v))
		}
		es = append(es, Example{In: in})
	}
	// Broadcasting pairs any element with any other, so it needs points that
	// can be mixed: the first one, moved a little.
	for _, shapes := range broadcasts {
		var in []*Tensor
		for i := range p.Arity() {
			x := Zeros(shapes[i]...)
			for k := range x.data {
				x.data[k] = p.At[0][i] * (1 + 0.01*float64(k))
			}
			in = append(in, x)
		}
		es = append(es, Example{In: in})
	}
	return es
}

func checkPrim(p *Prim, e Example) error {
	apply := func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&e.Attr, slices.Clone(in)...)} }
	active := make([]bool, len(e.In))
	for i := range active {
		active[i] = !slices.Contains(p.Passive, i)
	}
	if err := checkFunction(apply, e.In, active); err != nil {
		return fmt.Errorf("at %v: %w", e.In, err)
	}
	gradient := func(in []*Tensor) []*Tensor {
		y := record(apply, in, active, nil, recordDerivative)
		g := Randn(7, y.y[0].shape...)
		return y.pull([]*Tensor{g})
	}
	if err := checkFunction(gradient, e.In, active); err != nil {
		return fmt.Errorf("second order, at %v: %w", e.In, err)
	}
	return nil
}

// checkFunction compares reverse mode with forward mode and with differences, and the Jacobian with its pattern.
func checkFunction(f function, x []*Tensor, active []bool) error {
	p := record(f, x, active, nil, recordDerivative)
	if err := checkPattern(p); err != nil {
		return err
	}
	w := make([]*Tensor, len(p.y))
	for i, y := range p.y {
		w[i] = Randn(20+i, y.shape...)
	}
	back := make([]*Tensor, len(x))
	k := 0
	pulled := p.pull(w)
	dx := make([]*Tensor, len(x))
	for i, on := range active {
		if on {
			dx[i], back[i] = Randn(40+i, x[i].shape...), pulled[k]
			k++
		}
	}
	y, dy := pushforward(f, x, dx)
	var forward, reverse float64
	for i := range y {
		if y[i].Traced() || dy[i] != nil && !slices.Equal(dy[i].shape, y[i].shape) {
			return fmt.Errorf("tangent of shape %v for a value of shape %v, traced %v", dy[i].shape, y[i].shape, y[i].Traced())
		}
		if dy[i] != nil {
			forward += dot64(dy[i], w[i])
		}
	}
	for i := range x {
		if back[i] == nil {
			continue
		}
		if !slices.Equal(back[i].shape, x[i].shape) {
			return fmt.Errorf("cotangent of shape %v for a value of shape %v", back[i].shape, x[i].shape)
		}
		reverse += dot64(back[i], dx[i])
	}
	if relative(forward, reverse) > 1e-12 {
		return fmt.Errorf("⟨Jv, w⟩ = %v, ⟨v, Jᵀw⟩ = %v", forward, reverse)
	}
	rows := 0
	for _, y := range p.y {
		rows += y.Size()
	}
	for i := range x {
		for e := range x[i].Size() {
			if !active[i] {
				break
			}
			numerical := 0.0
			at := 0
			col := slopes(f, x, i, e, rows)
			for m := range w {
				for _, v := range w[m].data {
					numerical += v * col[at]
					at++
				}
			}
			if relative(back[i].data[e], numerical) > 2e-7 {
				return fmt.Errorf("input %d[%d]: reverse %v, numerical %v", i, e, back[i].data[e], numerical)
			}
		}
	}
	return nil
}

func dot64(a, b *Tensor) float64 {
	var s float64
	for i, v := range a.raw() {
		s += v * b.raw()[i]
	}
	return s
}

// TestPrimsCanFail breaks a rule of each kind and expects the check to see it.
func TestPrimsCanFail(t *testing.T) {
	wrongPartial := Prim{Name: "Wrong", Fun: math.Sin, Partial: func(c *Call, _ int) *Tensor { return c.X[0].Sin() }}
	wrongSecond := Prim{Name: "Wrong2", Fun: math.Sin, Partial: func(c *Call, _ int) *Tensor { return c.X[0].StopGradient().Cos() }}
	wrongTranspose := *matmul
	wrongTranspose.Transpose = func(c *Call, i int, g *Tensor) *Tensor {
		return matmul.Transpose(c, i, g).MulC(2)
	}
	for _, c := range []struct {
		p    *Prim
		e    Example
		want string
	}{
		{&wrongPartial, Example{In: []*Tensor{Scalar(2)}}, "numerical"},
		{&wrongSecond, Example{In: []*Tensor{Scalar(2)}}, "second order"},
		{&wrongTranspose, matmul.Shapes[0], "⟨Jv, w⟩"},
	} {
		if err := checkPrim(c.p, c.e); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.p.Name, err, c.want)
		}
	}
}

// TestKinks checks the documented convention where limits do not decide.
func TestKinks(t *testing.T) {
	want := map[string][][]float64{ // derivative by each input at each of the points
		"Pow":      {{0, 0}, {0, 0}, {1, 0}},
		"Maximum":  {{0.5, 0.5}},
		"Minimum":  {{0.5, 0.5}},
		"Abs":      {{0}},
		"ReLU":     {{0}},
		"Sqrt":     {{math.Inf(1)}},
		"Cbrt":     {{math.Inf(1)}},
		"Hypot":    {{0, 0}},
		"Dim":      {{0, 0}},
		"Copysign": {{0, 0}},
	}
	for _, p := range prims {
		if len(p.Kinks) != len(want[p.Name]) {
			t.Errorf("%s has %d kinks, %d are checked", p.Name, len(p.Kinks), len(want[p.Name]))
			continue
		}
		if (p.Kink != nil || p.Ties != nil) != (p.Rule != "") {
			t.Errorf("%s: a kink and the rule for it come together", p.Name)
		}
		for _, at := range p.At {
			if k, ok := p.KinkAt(at...); ok {
				t.Errorf("%s at %v is taken for a kink: %v", p.Name, at, k)
			}
		}
		for k, at := range p.Kinks {
			if _, ok := p.KinkAt(at...); !ok && !(p.Name == "Pow" && at[1] >= 1) { // 0¹ and 0² have a derivative
				t.Errorf("%s at %v is not known as a kink", p.Name, at)
			}
			for i := range at {
				if p.Name == "Pow" && i == 1 && at[1] == 0 {
					continue // 0⁰ by its exponent: no convention
				}
				in := make([]*Tensor, len(at))
				active := make([]bool, len(at))
				for j := range at {
					in[j] = Scalar(at[j])
				}
				active[i] = true
				r := record(func(in []*Tensor) []*Tensor { return []*Tensor{p.apply(&noAttr, slices.Clone(in)...)} }, in, active, nil, recordDerivative)
				if got := r.pull([]*Tensor{one})[0].Item(); got != want[p.Name][k][i] {
					t.Errorf("∂%s/∂x%d at %v is %v, want %v", p.Name, i+1, at, got, want[p.Name][k][i])
				}
			}
		}
	}
}

// TestStops checks that nothing passes through StopGradient; in the registry
// it is a step, whose derivative is zero although its slope is not.
func TestStops(t *testing.T) {
	f := func(in []*Tensor) []*Tensor { return []*Tensor{in[0].StopGradient().Mul(in[0])} }
	if got := record(f, []*Tensor{Scalar(3)}, []bool{true}, nil, recordDerivative).pull([]*Tensor{one})[0].Item(); got != 3 {
		t.Errorf("d(stop(x)·x) at 3 is %v, want 3", got)
	}
}

// TestSpecialValues looks where overflow and cancellation lurk.
func TestSpecialValues(t *testing.T) {
	for _, c := range []struct {
		what string
		got  float64
		want float64
	}{
		{"sigmoid(−800)", Scalar(-800).Sigmoid().Item(), 0},
		{"softplus(800)", Scalar(800).Softplus().Item(), 800},
		{"logsumexp(1000, 1000)", Vec(1000, 1000).LogSumExp().Item(), 1000 + math.Ln2},
		{"softmax(1000, 0)", Vec(1000, 0).Softmax().At(0).Item(), 1},
		{"softmax(10²⁰⁰, 10²⁰⁰)", Vec(1e200, 1e200).Softmax().At(1).Item(), 0.5},
		{"softmax(10⁸, 10⁸+1)", Vec(1e8, 1e8+1).Softmax().At(1).Item(), 1 / (1 + math.Exp(-1))},
		{"softmax(1000, 1001) of float32", Vec(1000, 1001).Float32().Softmax().At(1).Item(), float64(float32(1 / (1 + math.Exp(-1))))},
		{"max(NaN, 1)", Vec(math.NaN(), 1).Max().Item(), math.NaN()},
		{"logsumexp(−∞, −∞)", Vec(math.Inf(-1), math.Inf(-1)).LogSumExp().Item(), math.Inf(-1)},
		{"logsumexp(∞, 0)", Vec(math.Inf(1), 0).LogSumExp().Item(), math.Inf(1)},
		{"norm of an example (10²⁰⁰, 10²⁰⁰)", VMap((*Tensor).Norm).(func(*Tensor) *Tensor)(Mat([][]float64{{1e200, 1e200}})).At(0).Item(), math.Sqrt2 * 1e200},
		{"norm(10²⁰⁰, 10²⁰⁰)", Vec(1e200, 1e200).Norm().Item(), math.Sqrt2 * 1e200},
		{"norm(∞, 1)", Vec(math.Inf(1), 1).Norm().Item(), math.Inf(1)},
		{"the last of sort(NaN, 1, 0)", Vec(math.NaN(), 1, 0).Sort(0).At(2).Item(), math.NaN()},
		{"I₀(2, 3)", Scalar(0).BetaInc(2, 3).Item(), 0},
		{"I₁(2, 3)", Scalar(1).BetaInc(2, 3).Item(), 1},
		{"I of 2", Scalar(2).BetaInc(2, 3).Item(), math.NaN()},
		{"I of NaN", Scalar(math.NaN()).BetaInc(2, 3).Item(), math.NaN()},
		{"argmax(1, NaN, 2)", Vec(1, math.NaN(), 2).ArgMax().Item(), 1},
		{"the last of argsort(NaN, 1, 0)", Vec(math.NaN(), 1, 0).ArgSort(0).At(2).Item(), 0},
		{"std(1, 1)", Vec(1, 1).Std().Item(), 0},
		{"norm(0)", Zeros(3).Norm().Item(), 0},
		{"relu(NaN)", Scalar(math.NaN()).ReLU().Item(), math.NaN()},
		{"sinh(0)", Scalar(0).Sinh().Item(), 0},
		{"tanh(1000)", Scalar(1000).Tanh().Item(), 1},
	} {
		if c.got != c.want && !(c.got != c.got && c.want != c.want) {
			t.Errorf("%s = %v, want %v", c.what, c.got, c.want)
		}
	}
	grad := func(f func(*Tensor) *Tensor, x *Tensor) *Tensor {
		return Grad(f).(func(*Tensor) *Tensor)(x)
	}
	trap := func(x *Tensor) *Tensor { return Where(x.Gt(Scalar(0)), x.Log(), Scalar(0)).Sum() }
	if got := grad(trap, Vec(0, 2)).Data(); got[0] != 0 || got[1] != 0.5 {
		t.Errorf("gradient of where(x > 0, log x, 0) at (0, 2) is %v, want [0 0.5]", got)
	}
	if got := grad((*Tensor).Norm, Zeros(2)).Data(); got[0] != 0 || got[1] != 0 {
		t.Errorf("gradient of the norm at 0 is %v, want zeros", got)
	}
	if got := grad((*Tensor).LogSumExp, Vec(1000, 0)).Data(); got[0] != 1 || got[1] != 0 {
		t.Errorf("gradient of logsumexp at (1000, 0) is %v, want [1 0]", got)
	}
	if got := grad((*Tensor).LogSumExp, Vec(1e200, 1e200)).Data(); got[0] != 0.5 || got[1] != 0.5 {
		t.Errorf("gradient of logsumexp at (10²⁰⁰, 10²⁰⁰) is %v, want halves", got)
	}
	if got := grad((*Tensor).Prod, Vec(0, 2, 3)).Data(); got[0] != 6 || got[1] != 0 || got[2] != 0 {
		t.Errorf("gradient of the product at (0, 2, 3) is %v, want [6 0 0]", got)
	}
	if got := grad((*Tensor).Max, Vec(3, 1, 3)).Data(); got[0] != 0.5 || got[1] != 0 || got[2] != 0.5 {
		t.Errorf("gradient of max at (3, 1, 3) is %v, want ties shared", got)
	}
}

// TestOpsHaveDocs checks that exported functions of the ops files say what
// they do.
func TestOpsHaveDocs(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	decl := regexp.MustCompile(`(?m)^(// (\w+) [^\n]*\n(?://[^\n]*\n)*)?func (?:\(\w+ \*?\w+\) )?([A-Z]\w*)\(`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range decl.FindAllStringSubmatch(string(src), -1) {
			if m[2] != m[3] && !(m[2] == "RowLabels" && m[3] == "ColLabels") {
				t.Errorf("%s: %s has no doc comment that begins with its name", name, m[3])
			}
		}
	}
}
