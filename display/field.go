package display

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display/scene"
)

// A field is a function on a rectangle, sampled on a grid from the top left.
type field struct {
	x0, x1, y0, y1 float64
	n              int         // samples in each direction
	score          []float64   // of the winning class, or the value itself
	class          []int       // nil for a function with values of either sign
	leads          [][]float64 // their zeros are the lines between classes
}

const samples = 110

// Field draws a function of two numbers on the rectangle x0…x1, y0…y1: positive and
// negative values in two colours and the line between them.
func Field(title string, f func(x, y float64) float64, x0, x1, y0, y1 float64) *Plot {
	fd := &field{x0: x0, x1: x1, y0: y0, y1: y1, n: samples, score: make([]float64, samples*samples)}
	for i := range samples {
		for j := range samples {
			x, y := fd.place(i, j)
			fd.score[i*samples+j] = f(x, y)
		}
	}
	fd.leads = [][]float64{fd.score}
	return &Plot{title: title, field: fd}
}

// place is the middle of a sample.
func (f *field) place(i, j int) (x, y float64) {
	n := float64(f.n)
	return f.x0 + (f.x1-f.x0)*(float64(j)+0.5)/n, f.y1 - (f.y1-f.y0)*(float64(i)+0.5)/n
}

// Points draws the rows of x, which has two columns. y holds their classes: a number
// for each row, or one column for each class with the greatest one winning.
func Points(title string, x, y *ad.Tensor) *Plot {
	xs, ys := columns("Points", x)
	return Scatter(title, xs, ys, classes("Points", y, len(xs)))
}

// Boundary draws where a classifier decides for what, and the points it was meant for.
// model gets a matrix with one point in each row and gives one column for each class,
// or one column whose sign decides.
func Boundary(title string, model func(*ad.Tensor) *ad.Tensor, x, y *ad.Tensor) *Plot {
	xs, ys := columns("Boundary", x)
	fd := &field{n: samples}
	fd.x0, fd.x1 = widened(xs)
	fd.y0, fd.y1 = widened(ys)
	grid := make([]float64, 0, 2*samples*samples)
	for i := range samples {
		for j := range samples {
			px, py := fd.place(i, j)
			grid = append(grid, px, py)
		}
	}
	out := model(ad.FromSlice(grid, samples*samples, 2))
	fd.decide(out.Data())
	return (&Plot{title: title, field: fd}).AddScatter(xs, ys, classes("Boundary", y, len(xs)))
}

func widened(xs []float64) (low, high float64) {
	low, high = span(math.Inf(1), math.Inf(-1), xs)
	if low >= high {
		return low - 1, low + 1
	}
	d := (high - low) * 0.08
	return low - d, high + d
}

// decide turns a model's output into the class and its lead over the next one.
func (f *field) decide(out []float64) {
	points := f.n * f.n
	k := len(out) / points
	if k == 0 || k*points != len(out) {
		panic(fmt.Errorf("display: Boundary: the model gave %d numbers for %d points; give one row for each point", len(out), points))
	}
	if k == 1 {
		f.score, f.leads = out, [][]float64{out}
		return
	}
	f.class, f.score = make([]int, points), make([]float64, points)
	f.leads = make([][]float64, k)
	for c := range f.leads {
		f.leads[c] = make([]float64, points)
	}
	for p := range points {
		row := out[p*k : (p+1)*k]
		for c := range row {
			lead := math.Inf(1)
			for other := range row {
				if other != c {
					lead = min(lead, row[c]-row[other])
				}
			}
			f.leads[c][p] = lead
			if row[c] > row[f.class[p]] {
				f.class[p] = c
			}
		}
		f.score[p] = f.leads[f.class[p]][p]
	}
	if k == 2 {
		f.leads = f.leads[:1]
	}
}

func columns(op string, x *ad.Tensor) (xs, ys []float64) {
	shape := x.Shape()
	if len(shape) != 2 || shape[1] != 2 {
		panic(fmt.Errorf("display: %s: points of shape %s; give one row for each point and two columns", op, shapeText(shape)))
	}
	d := x.Data()
	for i := 0; i < len(d); i += 2 {
		xs, ys = append(xs, d[i]), append(ys, d[i+1])
	}
	return xs, ys
}

func classes(op string, y *ad.Tensor, n int) []int {
	if y == nil {
		return nil
	}
	d := y.Data()
	if n == 0 || len(d)%n != 0 {
		panic(fmt.Errorf("display: %s: classes of shape %s for %d points; give one row for each point", op, shapeText(y.Shape()), n))
	}
	k := len(d) / n
	out := make([]int, n)
	for i := range n {
		if k == 1 {
			out[i] = int(math.Round(max(d[i], 0))) // −1 and +1 are classes 0 and 1
			continue
		}
		for c := 1; c < k; c++ {
			if d[i*k+c] > d[i*k+out[i]] {
				out[i] = c
			}
		}
	}
	return out
}

func (f *field) summary() string {
	if f.class == nil {
		low, high := span(math.Inf(1), math.Inf(-1), f.score)
		return fmt.Sprintf("values from %s to %s", num(low), num(high))
	}
	count := map[int]int{}
	for _, c := range f.class {
		count[c]++
	}
	return fmt.Sprintf("the plane falls into regions of %s", plural(len(count), "class"))
}

func (f *field) draw(s *scene.Scene, x, y axis) {
	at := func(i, j int) float64 { return f.score[i*f.n+j] }
	picture := scene.Picture{X: x.from, Y: y.to, W: x.to - x.from, H: y.from - y.to}
	if f.class == nil {
		picture.Image = heat(f.n, f.n, at)
	} else {
		picture.Image = f.regions()
	}
	s.Add(picture)
	f.boundary(s, picture)
	if f.class == nil {
		f.extremes(s, picture)
	}
}

// extremes writes the least and the greatest value where they are, so that the sign of
// a side does not hang on its colour.
func (f *field) extremes(s *scene.Scene, area scene.Picture) {
	low, high := -1, -1
	for i, v := range f.score {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if low < 0 || v < f.score[low] {
			low = i
		}
		if high < 0 || v > f.score[high] {
			high = i
		}
	}
	if low < 0 || f.score[low] == f.score[high] {
		return
	}
	for _, i := range []int{low, high} {
		text := num(f.score[i])
		half := scene.Measure(text, 11.5, scene.Regular)/2 + 5
		x := area.X + area.W*(float64(i%f.n)+0.5)/float64(f.n)
		y := area.Y + area.H*(float64(i/f.n)+0.5)/float64(f.n)
		x, y = min(max(x, area.X+half+2), area.X+area.W-half-2), min(max(y, area.Y+11), area.Y+area.H-11)
		s.Add(scene.Rect{X: x - half, Y: y - 9, W: 2 * half, H: 18, R: 9, Style: scene.Style{Fill: scene.Ground, Stroke: scene.Faint}},
			scene.Text{X: x, Y: y + 4, S: text, Size: 11.5, Anchor: scene.Middle, Fill: scene.Ink})
	}
}

// regions tints each sample by its class, stronger where the lead is larger.
func (f *field) regions() image.Image {
	const levels = 12
	_, most := span(0, 0, f.score)
	var palette color.Palette
	for c := range 6 {
		for k := range levels {
			shade := scene.Series(c).Light()
			shade.A = uint8(40 + 90*k/(levels-1))
			palette = append(palette, shade)
		}
	}
	img := image.NewPaletted(image.Rect(0, 0, f.n, f.n), palette)
	for i := range f.score {
		k := int(strength(f.score[i], most) * (levels - 1))
		img.Pix[i] = uint8(f.class[i]%6*levels + max(min(k, levels-1), 0))
	}
	return img
}

// boundary draws where the decision changes.
func (f *field) boundary(s *scene.Scene, area scene.Picture) {
	style := scene.Style{Stroke: scene.Ink, Width: 1.4}
	for _, lead := range f.leads {
		for _, run := range contour(f.n, lead) {
			for i, p := range run {
				run[i] = scene.Point{X: area.X + p.X*area.W, Y: area.Y + p.Y*area.H}
			}
			s.Add(scene.Path{Points: run, Style: style})
		}
	}
}

// shapeText writes a shape as ad does: (3, 4).
func shapeText(shape []int) string {
	s := "("
	for i, d := range shape {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprint(d)
	}
	return s + ")"
}
