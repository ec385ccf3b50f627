package display_test

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display"
)

var update = flag.Bool("update", false, "rewrite the expected files in testdata")

// slide is the function of the lecture, x1·x2 + sin(x1).
func slide(x1, x2 *ad.Tensor) *ad.Tensor {
	w1 := x1.Sin()
	w2 := x1.Mul(x2)
	return w1.Add(w2)
}

// apply runs a verb of ad on a function of tensors.
func apply(t testing.TB, name string, f any, params []string, options []ad.Option, at ...*ad.Tensor) any {
	t.Helper()
	for _, v := range ad.Verbs() {
		if v.Name != name {
			continue
		}
		in := make([]reflect.Type, len(at))
		args := make([]reflect.Value, len(at))
		for i, x := range at {
			in[i], args[i] = reflect.TypeOf(x), reflect.ValueOf(x)
		}
		fn := &ad.Func{Value: reflect.ValueOf(f), Name: "f", Params: params}
		return ad.Apply(v, fn, options, reflect.FuncOf(in, []reflect.Type{v.Type}, false)).Call(args)[0].Interface()
	}
	t.Fatalf("ad has no verb %s", name)
	return nil
}

func graph(t testing.TB, f any, params string, at ...float64) *ad.DAG {
	t.Helper()
	x := make([]*ad.Tensor, len(at))
	for i := range at {
		x[i] = ad.Scalar(at[i])
	}
	return apply(t, "Graph", f, strings.Fields(params), nil, x...).(*ad.DAG)
}

func lecture(t testing.TB) *ad.DAG { t.Helper(); return graph(t, slide, "x1 x2", 2, 5) }

// bundle is Of, with what every bundle owes a front end checked.
func bundle(t testing.TB, v any) display.Bundle {
	t.Helper()
	b, ok := display.Of(v)
	if !ok {
		t.Fatalf("%T has no rich form", v)
	}
	if text, _ := b.Data["text/plain"].(string); text == "" {
		t.Errorf("%T: no text/plain", v)
	}
	rich, _ := b.Data["text/html"].(string)
	if len(rich) > 150_000 {
		t.Errorf("%T: %d bytes of HTML", v, len(rich))
	}
	if rich != "" && b.Data["image/png"] == nil && b.Data["text/latex"] == nil {
		t.Errorf("%T: HTML without image/png or text/latex: nothing is left on paper", v)
	}
	if found := unwelcome.FindString(rich); found != "" {
		t.Errorf("%T: the HTML holds %q", v, found)
	}
	if s := b.Data["image/png"]; s != nil {
		decodePNG(t, s.(string))
	}
	return b
}

// unwelcome is what front ends strip from notebooks that are not trusted, or what could
// collide on the page.
var unwelcome = regexp.MustCompile(`<(script|style|svg|iframe)|\s(id|class|on\w+)="|url\(|var\(|https?:`)

func decodePNG(t testing.TB, s string) image.Image {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

var picture = regexp.MustCompile(`<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]*)" width="(\d+)" height="(\d+)"`)

// svg returns the drawing that a bundle's HTML carries, and its alternative text.
func svg(t testing.TB, b display.Bundle) (drawing, alt string) {
	t.Helper()
	m := picture.FindStringSubmatch(b.Data["text/html"].(string))
	if m == nil {
		t.Fatal("the HTML carries no picture")
	}
	data, err := base64.StdEncoding.DecodeString(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(data), m[2]
}

// texts lists the visible texts of a drawing, in the order they are painted.
func texts(t testing.TB, drawing string) []string {
	t.Helper()
	var all []string
	in := false
	decoder := xml.NewDecoder(strings.NewReader(drawing))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local == "text"
		case xml.CharData:
			if in {
				all = append(all, string(token))
			}
		case xml.EndElement:
			in = false
		}
	}
}

func holds(t testing.TB, what string, all []string, want ...string) {
	t.Helper()
	joined := "\n" + strings.Join(all, "\n") + "\n"
	for _, w := range want {
		if !strings.Contains(joined, "\n"+w+"\n") {
			t.Errorf("%s: no text %q among %q", what, w, all)
		}
	}
}

// TestGolden keeps the drawings of small values as they were looked at; -update
// rewrites them.
func TestGolden(t *testing.T) {
	g := lecture(t)
	for _, c := range []struct {
		name string
		v    any
	}{
		{"graph", g}, {"forward", g.Forward("x1")}, {"reverse", g.Reverse()}, {"paths", g.Paths("x1")},
		{"jacobian", apply(t, "Jacobian", slide, []string{"x1", "x2"}, nil, ad.Scalar(2), ad.Scalar(5))},
		{"curve", display.Curve("loss", []float64{1, 0.5, 0.3, 0.25})},
	} {
		drawing, _ := svg(t, bundle(t, c.v))
		file := filepath.Join("testdata", c.name+".svg")
		if *update {
			if err := os.WriteFile(file, []byte(drawing), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if drawing != string(want) {
			t.Errorf("%s is drawn otherwise than in %s; look at both, then rewrite with -update", c.name, file)
		}
	}
}

func TestGraphShowsValues(t *testing.T) {
	drawing, alt := svg(t, bundle(t, lecture(t)))
	holds(t, "graph", texts(t, drawing), "x₁", "w₁", "= sin(x₁)", "0.9093", "10.91", "∂ −0.4161", "∂ 5", "∂ 2", "data", "output", "5")
	if !strings.Contains(alt, "w₃ = 10.91") {
		t.Errorf("alt %q lacks the result", alt)
	}
}

// TestGraphFollowsThePoint makes sure that nothing in the picture is typed in.
func TestGraphFollowsThePoint(t *testing.T) {
	drawing, _ := svg(t, bundle(t, graph(t, slide, "x1 x2", -1, 0.5).Reverse()))
	holds(t, "graph", texts(t, drawing), "−0.8415", "−1.341", "x̄₁ = 1.04", "x̄₂ = −1")
}

func TestTrace(t *testing.T) {
	b := bundle(t, lecture(t).Trace())
	drawing, alt := svg(t, b)
	holds(t, "trace", texts(t, drawing), "ẇ₃ = 4.584, 2", "x̄₁ = 4.584", "tangent by x₁, x₂")
	for _, want := range []string{"∂f/∂x₁ = 4.584", "∂f/∂x₂ = 2"} {
		if !strings.Contains(alt, want) {
			t.Errorf("alt %q lacks %q", alt, want)
		}
	}
	rich := b.Data["text/html"].(string)
	for _, want := range []string{"adjoint ↑", "ẇ₁ = cos(x₁)·ẋ₁", "from w₂", "from w₁", "= cos(2)·1 = −0.4161"} {
		if !strings.Contains(rich, want) {
			t.Errorf("the table lacks %q", want)
		}
	}
	if tex := b.Data["text/latex"].(string); !strings.HasPrefix(tex, "$$") || !strings.HasSuffix(tex, "$$") {
		t.Errorf("latex is not in display mathematics: %.60q", tex)
	}
}

// TestRolesDifferWithoutColour: data and parameters have their own shapes and words.
func TestRolesDifferWithoutColour(t *testing.T) {
	g := apply(t, "Graph", slide, []string{"x1", "x2"}, []ad.Option{ad.Params("x2")}, ad.Scalar(2), ad.Scalar(5))
	drawing, _ := svg(t, bundle(t, g))
	holds(t, "graph", texts(t, drawing), "data", "parameter")
	plain, _ := svg(t, bundle(t, lecture(t)))
	if a, b := strings.Count(drawing, "<polygon"), strings.Count(plain, "<polygon"); a != b+2 { // card and legend
		t.Errorf("%d polygons with a parameter, %d without: its shape is no different", a, b)
	}
}

// TestManyNodesAreFolded: no hairball, and the picture says what it left out.
func TestManyNodesAreFolded(t *testing.T) {
	g := graph(t, func(x, r *ad.Tensor) *ad.Tensor {
		for range 60 {
			x = r.Mul(x).Mul(ad.Scalar(1).Sub(x))
		}
		return x
	}, "x r", 0.3, 3.7)
	drawing, _ := svg(t, bundle(t, g))
	all := strings.Join(texts(t, drawing), "\n")
	if !regexp.MustCompile(`\d+ nodes drawn as \d+ boxes`).MatchString(all) {
		t.Error("nothing says that nodes were folded")
	}
	if n := strings.Count(drawing, "<rect"); n > 150 {
		t.Errorf("%d rectangles in a folded drawing", n)
	}
	bundle(t, g.Trace())
	bundle(t, g.Paths("x"))
}

func TestNotFiniteIsSaid(t *testing.T) {
	g := graph(t, func(x *ad.Tensor) *ad.Tensor { return x.Log() }, "x", -1)
	drawing, _ := svg(t, bundle(t, g))
	holds(t, "graph", texts(t, drawing), "NaN", "output, not finite")
}

func TestJacobian(t *testing.T) {
	relu := func(x *ad.Tensor) *ad.Tensor { return x.ReLU() }
	b := bundle(t, apply(t, "Jacobian", relu, []string{"x"}, nil, ad.Vec(-1, 2, 3)))
	drawing, alt := svg(t, b)
	all := texts(t, drawing)
	holds(t, "jacobian", all, "∂f/∂x · 3 × 3", "f[0]", "x[2]", "outputs ↓", "inputs →", "zero")
	if n := strings.Count(strings.Join(all, "\n"), "\n1\n"); n < 2 {
		t.Errorf("the diagonal's ones are shown %d times", n)
	}
	if !strings.Contains(alt, "diagonal") {
		t.Errorf("alt %q does not name the structure", alt)
	}
	if !strings.Contains(b.Data["text/latex"].(string), `\begin{bmatrix}0 & 0 & 0 \\ 0 & 1 & 0`) {
		t.Errorf("latex: %s", b.Data["text/latex"])
	}
	for _, n := range []int{13, 64, 65, 300} {
		W := ad.Randn(n, n, n)
		mul := func(x *ad.Tensor) *ad.Tensor { return W.MatMul(x) }
		bundle(t, apply(t, "Jacobian", mul, []string{"x"}, nil, ad.Ones(n)))
	}
}

func TestHessian(t *testing.T) {
	drawing, alt := svg(t, bundle(t, apply(t, "Hessian", slide, []string{"x1", "x2"}, nil, ad.Scalar(2), ad.Scalar(5))))
	holds(t, "hessian", texts(t, drawing), "inputs ↓", "inputs →", "−0.9093", "1")
	if !strings.Contains(alt, "Hessian") || !strings.Contains(alt, "∂²/∂x₁∂x₂ = 1") {
		t.Errorf("alt %q", alt)
	}
}

func TestTensors(t *testing.T) {
	for _, x := range []*ad.Tensor{
		ad.Scalar(3), ad.Vec(1, 2), ad.Zeros(0), ad.Zeros(0, 3), ad.Randn(1, 5, 5), ad.Randn(1, 200), ad.Randn(1, 30, 9), ad.Randn(1, 2000, 3),
		ad.Randn(1, 20, 3, 4), ad.Vec(math.NaN(), math.Inf(1)), ad.Full(math.NaN(), 20, 20), ad.Full(math.Inf(-1), 30),
	} {
		bundle(t, x)
	}
	rich := bundle(t, ad.Vec(-0.5, 1e-9, 12345678)).Data["text/html"].(string)
	for _, want := range []string{">−0.5<", ">10⁻⁹<", ">1.235×10⁷<", `title="1.2345678e+07"`} {
		if !strings.Contains(rich, want) {
			t.Errorf("no %s in %s", want, rich)
		}
	}
}

func TestReports(t *testing.T) {
	at := []*ad.Tensor{ad.Scalar(2), ad.Scalar(5)}
	for _, c := range []struct{ verb, want string }{
		{"Compare", "numerical"}, {"Compare", "4.5838531634529"}, {"CheckGrad", "✓"}, {"Cost", "d = 2 inputs"},
	} {
		b := bundle(t, apply(t, c.verb, slide, []string{"x1", "x2"}, nil, at...))
		if !strings.Contains(b.Data["text/html"].(string), c.want) {
			t.Errorf("%s lacks %q", c.verb, c.want)
		}
	}
	wrong := &ad.Verdict{MaxError: 0.5, Worst: "∂f/∂x1", Reverse: 1, Numerical: 2, Tolerance: 1e-6}
	if s := bundle(t, wrong).Data["text/html"].(string); !strings.Contains(s, "✗") || !strings.Contains(s, "differ") {
		t.Error("a failed check does not look failed")
	}
}

// TestSameBytes: equal values give equal bundles.
func TestSameBytes(t *testing.T) {
	for _, make := range []func() any{
		func() any { return lecture(t).Trace() },
		func() any { return lecture(t).Paths("x1") },
		func() any { return display.Scatter("s", []float64{1, 2, 3}, []float64{3, 1, 2}, []int{2, 0, 1}) },
	} {
		if a, b := bundle(t, make()), bundle(t, make()); !reflect.DeepEqual(a, b) {
			t.Errorf("two bundles of one %T differ", make())
		}
	}
}

func TestNote(t *testing.T) {
	b := display.Note("^ is exclusive or; for a power write `math.Pow(x, y)` where x < y")
	if got, want := b.Data["text/plain"], "note: ^ is exclusive or; for a power write `math.Pow(x, y)` where x < y"; got != want {
		t.Errorf("plain: %s", got)
	}
	if got := b.Data["text/html"].(string); !strings.Contains(got, "write <code>math.Pow(x, y)</code> where x &lt; y</div>") {
		t.Errorf("html: %s", got)
	}
}
