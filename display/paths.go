package display

import (
	"fmt"
	"strings"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display/scene"
)

// pathsBundle shows a derivative as a sum over paths: a row of factors for each path.
func pathsBundle(p *ad.Paths) Bundle {
	lines := strings.Split(p.String(), "\n")
	for i, l := range lines {
		lines[i] = elideMiddle(l, 200)
	}
	return figure{drawing: drawPaths(p), latex: p.TeX(), plain: strings.Join(lines, "\n")}.bundle()
}

// mostPaths and mostFactors bound what is drawn; the picture says what it leaves out.
const (
	mostPaths   = 12
	mostFactors = 8
)

func drawPaths(p *ad.Paths) *scene.Scene {
	total := fmt.Sprintf("∂%s/∂%s = %s", pretty(p.Output), pretty(p.Input), num(p.Total))
	count := plural(p.Count, "path")
	if p.Count < 0 {
		count = "more than 10¹⁸ paths"
	}
	s := &scene.Scene{Title: fmt.Sprintf("Sum over paths from %s to %s: %s, %s", pretty(p.Input), pretty(p.Output), count, total)}
	s.Add(scene.Text{X: margin, Y: 23, S: fmt.Sprintf("∂%s/∂%s as a sum over paths", pretty(p.Output), pretty(p.Input)), Fill: scene.Ink, Face: scene.Bold})
	s.Add(scene.Text{X: margin, Y: 40, S: count + "; along each, multiply the local derivatives", Size: 11.5, Fill: scene.Muted})
	w := pathRows{scene: s, y: 56}
	labels := pathLabels(p)
	shown := min(len(p.List), mostPaths)
	var greatest float64
	for i := range shown {
		greatest = max(greatest, abs(p.List[i].Product))
		w.measure(&p.List[i], labels[i])
	}
	for i := range shown {
		w.draw(&p.List[i], labels[i], greatest)
	}
	if more := p.Count - shown; more > 0 || p.Count < 0 {
		text := "… and more: their number can grow exponentially, which is why no sweep lists them"
		if more > 0 {
			text = "… and " + plural(more, "more path") + ", in the sum below"
		}
		s.Add(scene.Text{X: margin, Y: w.y + 14, S: text, Size: 11.5, Fill: scene.Muted})
		w.wide(margin + scene.Measure(text, 11.5, scene.Regular))
		w.y += 24
	}
	w.sum(total)
	s.W, s.H = max(w.width, w.right, 360)+margin, w.y
	return s
}

// pathLabels reads the labels of the nodes on each path out of the list that ad
// prints, one path to a line.
func pathLabels(p *ad.Paths) [][]string {
	lines := strings.Split(p.String(), "\n")
	all := make([][]string, len(p.List))
	for i := range p.List {
		chain, _, _ := strings.Cut(lines[i], "  ")
		all[i] = strings.Split(chain, " → ")
	}
	return all
}

func abs(x float64) float64 { return max(x, -x) }

// pathRows lays rows out in columns: the factors, the product, its bar.
type pathRows struct {
	scene        *scene.Scene
	y            float64
	right, width float64 // where the factors of the longest row end, and the bars
}

func (w *pathRows) wide(x float64) { w.width = max(w.width, x) }

// chain writes the nodes of a path, the middle of a long one left out.
func chain(labels []string) string {
	if len(labels) > mostFactors+1 {
		short := append([]string{}, labels[:mostFactors]...)
		labels = append(short, "…", labels[len(labels)-1])
	}
	return strings.Join(labels, " → ")
}

func chips(labels []string, p *ad.Path) (tops, numbers []string) {
	for k, f := range p.Factors {
		if k == mostFactors-1 && len(p.Factors) > mostFactors {
			return append(tops, "…"), append(numbers, fmt.Sprintf("%d more", len(p.Factors)-k))
		}
		tops = append(tops, fmt.Sprintf("∂%s/∂%s", labels[k+1], labels[k]))
		numbers = append(numbers, num(f))
	}
	return tops, numbers
}

func chipWidth(top, number string) float64 {
	return max(scene.Measure(top, 11, scene.Regular), scene.Measure(number, 13, scene.Bold)) + 16
}

func (w *pathRows) measure(p *ad.Path, labels []string) {
	x := margin
	tops, numbers := chips(labels, p)
	for k := range tops {
		x += chipWidth(tops[k], numbers[k]) + 16
	}
	w.right = max(w.right, x, margin+scene.Measure(chain(labels), 12, scene.Regular))
}

func (w *pathRows) draw(p *ad.Path, labels []string, greatest float64) {
	s := w.scene
	s.Add(scene.Text{X: margin, Y: w.y + 12, S: chain(labels), Size: 12, Fill: scene.Ink})
	w.y += 19
	x := margin
	tops, numbers := chips(labels, p)
	for k := range tops {
		width := chipWidth(tops[k], numbers[k])
		if k > 0 {
			s.Add(scene.Text{X: x - 8, Y: w.y + 23, S: "·", Size: 16, Anchor: scene.Middle, Face: scene.Bold, Fill: scene.Muted})
		}
		chip := &scene.Group{}
		if k < len(p.Factors) {
			chip.Tip = fmt.Sprintf("%s = %s", tops[k], full(p.Factors[k]))
		}
		chip.Add(scene.Rect{X: x, Y: w.y, W: width, H: 36, R: 6, Style: scene.Style{Fill: scene.Card, Stroke: scene.CardEdge}},
			scene.Text{X: x + width/2, Y: w.y + 14, S: tops[k], Size: 11, Anchor: scene.Middle, Fill: scene.Muted},
			scene.Text{X: x + width/2, Y: w.y + 30, S: numbers[k], Anchor: scene.Middle, Face: scene.Bold, Fill: scene.Ink})
		s.Add(chip)
		x += width + 16
	}
	if len(tops) == 0 {
		s.Add(scene.Text{X: x, Y: w.y + 23, S: "the result is the input itself: 1", Size: 12, Fill: scene.Muted})
	}
	w.product(p, greatest)
	w.y += 50
}

// product writes the product, and its size and sign as a bar about a zero line.
func (w *pathRows) product(p *ad.Path, greatest float64) {
	x := w.right + 4
	text := "= " + num(p.Product)
	w.scene.Add(scene.Text{X: x, Y: w.y + 23, S: text, Size: 14, Face: scene.Bold, Fill: scene.Ink})
	const half = 50.0
	zero := x + 96 + half
	if greatest > 0 {
		bar := scene.Rect{X: zero, Y: w.y + 11, W: half * abs(p.Product) / greatest, H: 14, Style: scene.Style{Fill: scene.Positive}}
		if p.Product < 0 {
			bar.X, bar.Fill = zero-bar.W, scene.Negative
		}
		w.scene.Add(bar)
	}
	w.scene.Add(scene.Path{Points: []scene.Point{{X: zero, Y: w.y + 5}, {X: zero, Y: w.y + 31}}, Style: scene.Style{Stroke: scene.Muted}})
	w.wide(zero + half)
}

func (w *pathRows) sum(total string) {
	s := w.scene
	s.Add(scene.Path{Points: []scene.Point{{X: margin, Y: w.y}, {X: max(w.width, w.right), Y: w.y}}, Style: scene.Style{Stroke: scene.Line}})
	name, value, _ := strings.Cut(total, " = ")
	x := max(w.right+4, margin+8+scene.Measure(name, 14, scene.Bold))
	s.Add(scene.Text{X: x - 8, Y: w.y + 22, S: name, Size: 14, Face: scene.Bold, Anchor: scene.End, Fill: scene.Adjoint},
		scene.Text{X: x, Y: w.y + 22, S: "= " + value, Size: 14, Face: scene.Bold, Fill: scene.Adjoint})
	w.wide(x + scene.Measure("= "+value, 14, scene.Bold))
	w.y += 40
}
