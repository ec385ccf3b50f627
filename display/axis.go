package display

import (
	"math"
	"strings"

	"github.com/gojac/gojac/display/scene"
)

// An axis maps numbers to pixels.
type axis struct {
	low, high float64 // the numbers at the ends
	from, to  float64 // the pixels at the ends
	log       bool
}

// span widens to the finite numbers among xs.
func span(low, high float64, xs []float64) (float64, float64) {
	for _, x := range xs {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			low, high = min(low, x), max(high, x)
		}
	}
	return low, high
}

// newAxis covers low…high with a little air; an empty span becomes 0…1.
func newAxis(low, high, air float64, log bool) axis {
	switch {
	case low > high:
		low, high = 0, 1
	case low == high:
		d := max(math.Abs(low)*0.1, 0.5)
		low, high = low-d, high+d
	}
	a := axis{low: low, high: high, log: log && low > 0}
	if a.log {
		a.low, a.high = math.Log10(low), math.Log10(high)
	}
	d := (a.high - a.low) * air
	a.low, a.high = a.low-d, a.high+d
	return a
}

func (a axis) at(x float64) float64 {
	if a.log {
		x = math.Log10(x)
	}
	return a.from + (x-a.low)/(a.high-a.low)*(a.to-a.from)
}

// ticks are round numbers within the axis, at most about n.
func (a axis) ticks(n int) []float64 {
	if a.log {
		return a.decades(n)
	}
	step := niceStep((a.high - a.low) / float64(max(n, 1)))
	var ts []float64
	for k := math.Ceil(a.low / step); k*step <= a.high+step*1e-9; k++ {
		if len(ts) > 4*n {
			break
		}
		ts = append(ts, k*step+0)
	}
	return ts
}

func (a axis) decades(n int) []float64 {
	var ts []float64
	each := max(math.Ceil((a.high-a.low)/float64(n)), 1)
	for k := math.Ceil(a.low/each) * each; k <= a.high; k += each {
		ts = append(ts, math.Pow(10, k))
	}
	if len(ts) >= 2 {
		return ts
	}
	ts = nil
	for k := math.Floor(a.low); k <= a.high; k++ {
		for _, m := range []float64{1, 2, 5} {
			if x := m * math.Pow(10, k); math.Log10(x) >= a.low && math.Log10(x) <= a.high {
				ts = append(ts, x)
			}
		}
	}
	return ts
}

// niceStep is the least of 1, 2, 5 times a power of ten that is no less than x.
func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= x*(1-1e-12) {
			return m * power
		}
	}
	return 10 * power
}

// tickLabels writes the ticks of one axis alike: if one of them takes a power
// of ten, all that are such powers do.
func tickLabels(ts []float64) []string {
	labels := make([]string, len(ts))
	powers := false
	for i, t := range ts {
		labels[i] = num(t)
		powers = powers || strings.HasPrefix(labels[i], "10") && labels[i] != full(t)
	}
	for i, t := range ts {
		k := math.Round(math.Log10(t))
		if powers && t > 0 && k != 0 && math.Abs(t/math.Pow(10, k)-1) < 1e-9 {
			labels[i] = "10" + superscript(int(k))
		}
	}
	return labels
}

// frame paints grid lines, ticks and labels around the area of a plot.
func frame(s *scene.Scene, x, y axis, xLabel, yLabel string, grid bool) {
	line := scene.Style{Stroke: scene.Faint}
	ticks := y.ticks(5)
	labels := tickLabels(ticks)
	for i, t := range ticks {
		at := y.at(t)
		if grid {
			s.Add(scene.Path{Points: []scene.Point{{X: x.from, Y: at}, {X: x.to, Y: at}}, Style: line})
		}
		s.Add(scene.Text{X: x.from - 7, Y: at + 4, S: labels[i], Size: 11, Anchor: scene.End, Fill: scene.Muted})
	}
	ticks = x.ticks(7)
	labels = tickLabels(ticks)
	for i, t := range ticks {
		at := x.at(t)
		s.Add(scene.Path{Points: []scene.Point{{X: at, Y: y.from}, {X: at, Y: y.from + 4}}, Style: scene.Style{Stroke: scene.Line}},
			scene.Text{X: at, Y: y.from + 17, S: labels[i], Size: 11, Anchor: scene.Middle, Fill: scene.Muted})
	}
	s.Add(scene.Path{Points: []scene.Point{{X: x.from, Y: y.from}, {X: x.to, Y: y.from}}, Style: scene.Style{Stroke: scene.Line, Width: 1.2}})
	if xLabel != "" {
		s.Add(scene.Text{X: (x.from + x.to) / 2, Y: y.from + 36, S: xLabel, Size: 12, Anchor: scene.Middle, Fill: scene.Ink})
	}
	if yLabel != "" {
		s.Add(scene.Text{X: 16, Y: (y.from + y.to) / 2, S: yLabel, Size: 12, Anchor: scene.Middle, Fill: scene.Ink, Turned: true})
	}
}
