package display

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/gojac/gojac/display/scene"
)

// maxMarks bounds the points of a scatter that are drawn.
const maxMarks = 1500

// maxPoints bounds the points of a line that are drawn.
const maxPoints = 400

// Margins of the area inside the axes.
const (
	plotLeft, plotRight, plotTop, plotBottom = 66.0, 22.0, 52.0, 50.0
)

func (p *Plot) draw() *scene.Scene {
	w, h := p.size()
	s := &scene.Scene{W: w, H: h, Title: cmp.Or(p.alt, p.words())}
	x, y := p.axes(w, h)
	if p.title != "" {
		s.Add(scene.Text{X: 16, Y: 23, S: p.title, Fill: scene.Ink, Face: scene.Bold})
	}
	if p.field != nil {
		p.field.draw(s, x, y)
	}
	frame(s, x, y, p.xLabel, p.yLabel, p.field == nil)
	notes := p.notes
	for i := range p.series {
		if p.series[i].points {
			notes = append(notes, p.drawPoints(s, i, x, y)...)
		} else {
			p.drawLine(s, i, x, y)
		}
	}
	p.drawLegend(s, w)
	if len(notes) > 0 {
		s.H += 18
		s.Add(scene.Text{X: 16, Y: s.H - 10, S: strings.Join(notes, "; "), Size: 11, Fill: scene.Muted})
	}
	return s
}

// size is what was asked for; points and fields default to one scale for both axes, as
// far as that is not too flat or too tall.
func (p *Plot) size() (w, h float64) {
	if p.w > 0 {
		return p.w, p.h
	}
	if p.field == nil && !p.onlyPoints() {
		return 560, 300
	}
	const width = 480.0
	x, y := p.axes(width, width)
	ratio := (y.high - y.low) / (x.high - x.low)
	return width, (x.to-x.from)*min(max(ratio, 0.6), 1.2) + width - (y.from - y.to)
}

func (p *Plot) words() string {
	parts := []string{p.title}
	for i := range p.series {
		parts = append(parts, p.series[i].summary())
	}
	if p.field != nil {
		parts = append(parts, p.field.summary())
	}
	return strings.Join(parts, "; ")
}

func (p *Plot) onlyPoints() bool {
	for _, s := range p.series {
		if !s.points {
			return false
		}
	}
	return len(p.series) > 0
}

func (p *Plot) axes(w, h float64) (x, y axis) {
	x0, x1, y0, y1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, s := range p.series {
		x0, x1 = span(x0, x1, s.xs)
		y0, y1 = span(y0, y1, s.ys)
	}
	air := 0.04
	if f := p.field; f != nil {
		x0, x1, y0, y1, air = f.x0, f.x1, f.y0, f.y1, 0
	}
	if !p.logY && p.field == nil && !p.onlyPoints() && y0 > 0 && y0 < 0.3*y1 {
		y0 = 0 // losses and the like read from zero
	}
	x, y = newAxis(x0, x1, air/2, p.logX), newAxis(y0, y1, air, p.logY)
	left := plotLeft
	if p.yLabel == "" {
		left -= 16
	}
	x.from, x.to = left, w-plotRight
	y.from, y.to = h-plotBottom, plotTop
	if p.xLabel == "" {
		y.from += 16
	}
	return x, y
}

// dashes tell lines apart without colour: solid first.
var dashes = []float64{0, 7, 3, 12, 5, 2}

func (p *Plot) drawLine(s *scene.Scene, i int, x, y axis) {
	style := scene.Style{Stroke: scene.Series(i), Width: 2, Dash: dashes[i%len(dashes)]}
	var run []scene.Point
	flush := func() {
		if len(run) == 1 {
			s.Add(scene.Circle{X: run[0].X, Y: run[0].Y, R: 2.5, Style: scene.Style{Fill: style.Stroke}})
		} else if len(run) > 1 {
			s.Add(scene.Path{Points: run, Style: style})
		}
		run = nil
	}
	xs, ys := decimate(p.series[i].xs, p.series[i].ys, maxPoints)
	for k := range xs {
		at := scene.Point{X: x.at(xs[k]), Y: y.at(ys[k])}
		if math.IsNaN(at.X+at.Y) || math.IsInf(at.X+at.Y, 0) {
			flush()
			continue
		}
		run = append(run, at)
	}
	flush()
}

// decimate keeps the least and the greatest number of each stretch.
func decimate(xs, ys []float64, n int) ([]float64, []float64) {
	if len(xs) <= n {
		return xs, ys
	}
	var outX, outY []float64
	for k := range n / 2 {
		from, to := k*len(xs)/(n/2), (k+1)*len(xs)/(n/2)
		low, high := from, from
		for i := from; i < to; i++ {
			if ys[i] < ys[low] || math.IsNaN(ys[low]) {
				low = i
			}
			if ys[i] > ys[high] || math.IsNaN(ys[high]) {
				high = i
			}
		}
		for _, i := range []int{min(low, high), max(low, high)} {
			outX, outY = append(outX, xs[i]), append(outY, ys[i])
		}
	}
	outX[len(outX)-1], outY[len(outY)-1] = xs[len(xs)-1], ys[len(ys)-1]
	return outX, outY
}

func (p *Plot) drawPoints(s *scene.Scene, i int, x, y axis) (notes []string) {
	se := p.series[i]
	total := 0
	for _, other := range p.series {
		if other.points {
			total += len(other.xs)
		}
	}
	each := (total + maxMarks - 1) / maxMarks
	if each > 1 && (i == 0 || !p.series[i-1].points) {
		notes = append(notes, fmt.Sprintf("one in %d of %s points drawn", each, grouped(total)))
	}
	m := scene.Marks{Sign: se.sign, R: 3.6, Style: scene.Style{Fill: scene.Series(se.sign), Stroke: scene.Ground, Width: 0.8}}
	for k := 0; k < len(se.xs); k += max(each, 1) {
		at := scene.Point{X: x.at(se.xs[k]), Y: y.at(se.ys[k])}
		if !math.IsNaN(at.X+at.Y) && !math.IsInf(at.X+at.Y, 0) {
			m.Points = append(m.Points, at)
		}
	}
	s.Add(m)
	return notes
}

// drawLegend names the series at the top right, where there is more than one.
func (p *Plot) drawLegend(s *scene.Scene, w float64) {
	if len(p.series) < 2 {
		return
	}
	at := w - plotRight
	for i := len(p.series) - 1; i >= 0; i-- {
		se := p.series[i]
		if se.name == "" {
			continue
		}
		at -= scene.Measure(se.name, 11.5, scene.Regular)
		s.Add(scene.Text{X: at, Y: 42, S: se.name, Size: 11.5, Fill: scene.Ink})
		if se.points {
			s.Add(scene.Marks{Points: []scene.Point{{X: at - 9, Y: 38}}, Sign: se.sign, R: 4, Style: scene.Style{Fill: scene.Series(se.sign)}})
			at -= 28
			continue
		}
		s.Add(scene.Path{Points: []scene.Point{{X: at - 28, Y: 38}, {X: at - 5, Y: 38}},
			Style: scene.Style{Stroke: scene.Series(i), Width: 2, Dash: dashes[i%len(dashes)]}})
		at -= 44
	}
}
