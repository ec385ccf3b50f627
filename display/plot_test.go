package display_test

import (
	"image"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display"
)

func TestCurve(t *testing.T) {
	p := display.Curve("loss", []float64{4, 2, 1, 3})
	drawing, alt := svg(t, bundle(t, p))
	holds(t, "curve", texts(t, drawing), "loss", "step", "1", "4")
	for _, want := range []string{"4 points", "first 4", "last 3", "least 1 at 3"} {
		if !strings.Contains(alt, want) {
			t.Errorf("alt %q lacks %q", alt, want)
		}
	}
	if s := p.String(); !strings.Contains(s, "█▃▁▆") {
		t.Errorf("text without its bars: %s", s)
	}
}

var badCoordinate = regexp.MustCompile(`\s(d|x|y|cx|cy|r|width|height|points)="[^"]*(NaN|Inf)[^"]*"`)

// TestPlotsBear what training throws at them.
func TestPlotsBear(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, p := range map[string]*display.Plot{
		"nothing":      display.Curve("loss", nil),
		"one":          display.Curve("loss", []float64{1}),
		"constant":     display.Curve("loss", []float64{2, 2, 2}),
		"not finite":   display.Curve("loss", []float64{1, nan, inf, 2}),
		"only NaN":     display.Curve("loss", []float64{nan, nan}),
		"log":          display.Curve("loss", []float64{1e-8, 1, 1e8}).LogY(),
		"log of zero":  display.Curve("loss", []float64{0, 1}).LogY(),
		"tiny":         display.Curve("loss", []float64{1e-300, 2e-300}),
		"huge":         display.Curve("loss", []float64{-1e300, 1e300}),
		"long":         display.Curve("loss", make([]float64, 100_000)),
		"many points":  display.Scatter("s", make([]float64, 20_000), make([]float64, 20_000), nil),
		"no points":    display.Scatter("s", nil, nil, nil),
		"many classes": display.Scatter("s", []float64{1, 2}, []float64{1, 2}, []int{-5, 100}),
		"flat field":   display.Field("f", func(x, y float64) float64 { return 0 }, 0, 1, 0, 1),
		"NaN field":    display.Field("f", func(x, y float64) float64 { return nan }, 0, 1, 0, 1),
	} {
		t.Run(name, func(t *testing.T) {
			drawing, _ := svg(t, bundle(t, p))
			if found := badCoordinate.FindString(drawing); found != "" {
				t.Errorf("a coordinate is not a number: %s", found)
			}
		})
	}
}

func TestLongCurveKeepsItsSpike(t *testing.T) {
	ys := make([]float64, 50_000)
	ys[31_234] = 7
	drawing, _ := svg(t, bundle(t, display.Curve("loss", ys)))
	if len(drawing) > 20_000 {
		t.Errorf("%d bytes for a curve", len(drawing))
	}
	holds(t, "axis", texts(t, drawing), "6")
}

func TestPointsAreCountedHonestly(t *testing.T) {
	n := 4000
	drawing, _ := svg(t, bundle(t, display.Scatter("s", ad.Randn(1, n).Data(), ad.Randn(2, n).Data(), nil)))
	holds(t, "scatter", texts(t, drawing), "one in 3 of 4000 points drawn")
}

// TestBoundary puts the line where the classifier changes its mind.
func TestBoundary(t *testing.T) {
	X := ad.Mat([][]float64{{-1, -1}, {1, 1}, {-1, 1}, {1, -1}})
	right := func(p *ad.Tensor) *ad.Tensor { // class 1 where the first number is positive
		d := p.Data()
		out := make([]float64, len(d))
		for i := 0; i < len(d); i += 2 {
			out[i+1] = d[i]
		}
		return ad.FromSlice(out, len(d)/2, 2)
	}
	drawing, alt := svg(t, bundle(t, display.Boundary("b", right, X, ad.Vec(0, 1, 0, 1))))
	holds(t, "boundary", texts(t, drawing), "class 0", "class 1")
	if !strings.Contains(alt, "2 classes") {
		t.Errorf("alt %q", alt)
	}
	if strings.Count(drawing, `stroke="#1b2430"`) != 1 {
		t.Error("a straight boundary is not one line")
	}
	for _, y := range []*ad.Tensor{ad.Mat([][]float64{{1, 0}, {0, 1}, {1, 0}, {0, 1}}), ad.Vec(-1, 1, -1, 1)} {
		drawing, _ := svg(t, bundle(t, display.Points("p", X, y)))
		holds(t, "points", texts(t, drawing), "class 0", "class 1")
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"Line: 2 and 1 numbers", func() { display.Line("l", []float64{1, 2}, []float64{1}) }},
		{"Points: points of shape (3)", func() { display.Points("p", ad.Vec(1, 2, 3), nil) }},
		{"classes of shape (3) for 2 points", func() { display.Points("p", ad.Zeros(2, 2), ad.Vec(1, 2, 3)) }},
		{"Boundary: the model gave 3 numbers", func() {
			display.Boundary("b", func(*ad.Tensor) *ad.Tensor { return ad.Vec(1, 2, 3) }, ad.Zeros(2, 2), nil)
		}},
	} {
		func() {
			defer func() {
				err, _ := recover().(error)
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
			}()
			c.f()
		}()
	}
}

type shape struct{}

func (shape) SVG() string    { return `<svg xmlns="http://www.w3.org/2000/svg"/>` }
func (shape) String() string { return "a shape" }

type formula struct{}

func (formula) LaTeX() string { return "x^2" }

// symbol is a formula as ad's symbolic derivatives are.
type symbol struct{}

func (symbol) String() string                  { return "x1*x2" }
func (symbol) TeX() string                     { return "x_{1} x_{2}" }
func (symbol) Diff(string) ad.Expression       { return symbol{} }
func (symbol) Eval(map[string]float64) float64 { return 0 }

type page struct{}

func (page) HTML() string     { return "<b>hi</b>" }
func (page) Markdown() string { return "**hi**" }

func TestValuesWithForms(t *testing.T) {
	for _, c := range []struct {
		v    any
		mime string
		want string
	}{
		{shape{}, "image/svg+xml", "<svg"},
		{shape{}, "text/html", `<img src="data:image/svg+xml`},
		{shape{}, "text/plain", "a shape"},
		{formula{}, "text/latex", "$$x^2$$"},
		{symbol{}, "text/latex", "$$x_{1} x_{2}$$"},
		{symbol{}, "text/plain", "x1*x2"},
		{page{}, "text/html", "<b>hi</b>"},
		{page{}, "text/markdown", "**hi**"},
		{image.NewGray(image.Rect(0, 0, 3, 2)), "text/plain", "image 3×2"},
		{display.HTML("<i>x</i>"), "text/html", "<i>x</i>"},
		{display.LaTeX(`\alpha`), "text/latex", `$$\alpha$$`},
		{display.LaTeX(`$\alpha$`), "text/latex", `$\alpha$`},
		{display.Markdown("# t"), "text/plain", "# t"},
		{display.Raw("application/json", 3), "text/plain", "application/json"},
	} {
		b, ok := display.Of(c.v)
		got, _ := b.Data[c.mime].(string)
		if !ok || !strings.Contains(got, c.want) {
			t.Errorf("%T: %s is %q, want %q", c.v, c.mime, got, c.want)
		}
	}
	for _, v := range []any{nil, 3, "text", (*ad.Tensor)(nil), (*ad.DAG)(nil), []int(nil), struct{}{}} {
		if _, ok := display.Of(v); ok {
			t.Errorf("%#v has a rich form", v)
		}
	}
}

func TestEvents(t *testing.T) {
	var got []display.Event
	display.SetPublisher(func(e display.Event) { got = append(got, e) })
	defer display.SetPublisher(nil)
	display.Show(1, ad.Vec(2))
	display.ShowAs("p", "a")
	display.Update("p", "b")
	display.Clear(true)
	want := []struct {
		kind display.Kind
		id   string
		text string
	}{{display.KindDisplay, "", "1"}, {display.KindDisplay, "", ad.Vec(2).String()}, {display.KindDisplay, "p", "a"}, {display.KindUpdate, "p", "b"}, {display.KindClear, "", ""}}
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for i, w := range want {
		text, _ := got[i].Bundle.Data["text/plain"].(string)
		if got[i].Kind != w.kind || got[i].ID != w.id || text != w.text {
			t.Errorf("event %d is %+v, want %+v", i, got[i], w)
		}
	}
	if !got[4].Wait {
		t.Error("Clear(true) does not wait")
	}
}
