package display

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Plot is a drawing of numbers over axes. Make one with Curve, Line, Function,
// Scatter, Points, Field or Boundary; its methods add to it and return it, so that
// calls chain. As the last expression of a cell it is shown; Show shows it earlier.
type Plot struct {
	title, xLabel, yLabel string
	w, h                  float64
	logX, logY            bool
	series                []series
	field                 *field
	notes                 []string
	alt                   string // instead of a summary
}

// A series is a line, or the points of one class.
type series struct {
	name   string
	xs, ys []float64
	points bool
	sign   int
}

// Curve draws numbers in their order, as the losses of a training are: the first at
// step 1.
func Curve(name string, ys []float64) *Plot {
	return (&Plot{title: name, xLabel: "step"}).Add(name, ys)
}

// Line draws ys over xs.
func Line(name string, xs, ys []float64) *Plot {
	return (&Plot{title: name}).AddLine(name, xs, ys)
}

// Function draws f from a to b.
func Function(name string, f func(float64) float64, a, b float64) *Plot {
	return (&Plot{title: name}).AddFunction(name, f, a, b)
}

// Scatter draws points; class gives each its colour and sign and may be nil.
func Scatter(title string, xs, ys []float64, class []int) *Plot {
	return (&Plot{title: title}).AddScatter(xs, ys, class)
}

// Add draws one more curve over the steps 1, 2, ….
func (p *Plot) Add(name string, ys []float64) *Plot {
	xs := make([]float64, len(ys))
	for i := range xs {
		xs[i] = float64(i + 1)
	}
	return p.AddLine(name, xs, ys)
}

// AddLine draws one more line. It panics if xs and ys differ in length.
func (p *Plot) AddLine(name string, xs, ys []float64) *Plot {
	sameLength("Line", len(xs), len(ys))
	p.series = append(p.series, series{name: name, xs: copied(xs), ys: copied(ys)})
	return p
}

// AddFunction draws one more function, at 200 points.
func (p *Plot) AddFunction(name string, f func(float64) float64, a, b float64) *Plot {
	const n = 200
	xs, ys := make([]float64, n+1), make([]float64, n+1)
	for i := range xs {
		xs[i] = a + (b-a)*float64(i)/n
		ys[i] = f(xs[i])
	}
	return p.AddLine(name, xs, ys)
}

// AddScatter draws points over what is there.
func (p *Plot) AddScatter(xs, ys []float64, class []int) *Plot {
	sameLength("Scatter", len(xs), len(ys))
	if class != nil {
		sameLength("Scatter", len(xs), len(class))
	}
	var order []int
	groups := map[int]*series{}
	for i := range xs {
		c := 0
		if class != nil {
			c = class[i]
		}
		g := groups[c]
		if g == nil {
			name := ""
			if class != nil {
				name = fmt.Sprintf("class %d", c)
			}
			g = &series{name: name, points: true, sign: c}
			groups[c] = g
			order = append(order, c)
		}
		g.xs, g.ys = append(g.xs, xs[i]), append(g.ys, ys[i])
	}
	slices.Sort(order)
	for _, c := range order {
		p.series = append(p.series, *groups[c])
	}
	return p
}

// Title sets the heading.
func (p *Plot) Title(s string) *Plot { p.title = s; return p }

// Labels names the axes.
func (p *Plot) Labels(x, y string) *Plot { p.xLabel, p.yLabel = x, y; return p }

// LogY gives the vertical axis a logarithmic scale where all numbers are positive.
func (p *Plot) LogY() *Plot { p.logY = true; return p }

// LogX gives the horizontal axis a logarithmic scale where all numbers are positive.
func (p *Plot) LogX() *Plot { p.logX = true; return p }

// Size sets width and height in pixels; the default is 560 by 300.
func (p *Plot) Size(w, h int) *Plot { p.w, p.h = float64(w), float64(h); return p }

// Bundle returns the plot as SVG in HTML, as PNG and as text.
func (p *Plot) Bundle() Bundle {
	return figure{drawing: p.draw(), plain: p.String()}.bundle()
}

// String describes the plot in words and small bars.
func (p *Plot) String() string {
	var b strings.Builder
	b.WriteString(p.title)
	for _, s := range p.series {
		fmt.Fprintf(&b, "\n%s", s.summary())
		if !s.points {
			fmt.Fprintf(&b, "  %s", sparkline(s.ys, 40))
		}
	}
	if p.field != nil {
		fmt.Fprintf(&b, "\n%s", p.field.summary())
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// summary says what a reader would take from the series.
func (s *series) summary() string {
	name := s.name
	if name == "" {
		name = "points"
	}
	if s.points {
		return fmt.Sprintf("%s: %s", name, plural(len(s.xs), "point"))
	}
	if len(s.ys) == 0 {
		return name + ": no points"
	}
	low, bad := 0, 0
	for i, y := range s.ys {
		if math.IsNaN(y) || math.IsInf(y, 0) {
			bad++
		}
		if y < s.ys[low] || math.IsNaN(s.ys[low]) {
			low = i
		}
	}
	text := fmt.Sprintf("%s: %s, first %s, last %s, least %s at %s", name, plural(len(s.ys), "point"),
		num(s.ys[0]), num(s.ys[len(s.ys)-1]), num(s.ys[low]), num(s.xs[low]))
	if bad > 0 {
		text += fmt.Sprintf(", %d not finite", bad)
	}
	return text
}

// sparkline draws numbers as n block characters.
func sparkline(ys []float64, n int) string {
	blocks := []rune("▁▂▃▄▅▆▇█")
	low, high := span(math.Inf(1), math.Inf(-1), ys)
	n = min(n, len(ys))
	out := make([]rune, 0, n)
	for i := range n {
		y := ys[i*len(ys)/n]
		switch {
		case math.IsNaN(y) || math.IsInf(y, 0):
			out = append(out, '×')
		case high == low:
			out = append(out, blocks[3])
		default:
			out = append(out, blocks[int((y-low)/(high-low)*7.999)])
		}
	}
	return string(out)
}

func sameLength(op string, a, b int) {
	if a != b {
		panic(fmt.Errorf("display: %s: %d and %d numbers; give as many of each", op, a, b))
	}
}

func copied(xs []float64) []float64 { return append([]float64(nil), xs...) }
