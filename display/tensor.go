package display

import (
	"fmt"
	"math"
	"reflect"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/display/scene"
)

// mostTensor is the number of rows and columns of a tensor shown as numbers.
const mostTensor = 8

// tensorBundle shows a tensor: numbers while they are few, a curve for a vector, tints
// for a matrix, one matrix for each index of the axes before the last two.
func tensorBundle(t *ad.Tensor) Bundle {
	if reflect.ValueOf(t).Elem().IsZero() { // new(ad.Tensor) has no numbers
		return Text(t.String())
	}
	return arrayBundle("Tensor", t.String(), t.Shape(), t.Data())
}

// arrayBundle shows an array of some kind, given row by row.
func arrayBundle(kind, plain string, shape []int, d []float64) Bundle {
	head := kind + " " + shapeText(shape)
	stats := statistics(d)
	f := figure{plain: plain}
	switch {
	case len(d) == 0 || len(shape) == 0:
		return Text(plain)
	case len(shape) == 1 && len(d) > mostTensor:
		xs := make([]float64, len(d))
		for i := range xs {
			xs[i] = float64(i)
		}
		p := Line(head+" · "+stats, xs, d).Labels("index", "").Size(560, 190)
		p.alt = head + ": " + stats
		f.drawing = p.draw()
	case len(shape) <= 2:
		m := tensorMatrix(shape, d)
		m.title, m.subtitle, m.alt = head, stats, head+": "+stats
		if m.rows > mostTensor || m.cols > mostTensor {
			f.drawing = m.draw()
			break
		}
		f.below = fmt.Sprintf(`<div style="font-size:12px;opacity:.8">%s</div>%s`, escape(head+" · "+stats), m.htmlTable())
		f.latex = m.latex()
	default:
		f.drawing = panels(head, stats, shape, d)
	}
	return f.bundle()
}

// tensorMatrix sees a vector as a column.
func tensorMatrix(shape []int, d []float64) *matrix {
	rows, cols := shape[0], 1
	if len(shape) == 2 {
		cols = shape[1]
	}
	return &matrix{rows: rows, cols: cols, at: func(i, j int) float64 { return d[i*cols+j] }}
}

// statistics says the least, mean and greatest number, and how many are not finite.
func statistics(d []float64) string {
	sum, n, zeros := 0.0, 0, 0
	low, high := span(math.Inf(1), math.Inf(-1), d)
	for _, x := range d {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			sum += x
			n++
		}
		if x == 0 {
			zeros++
		}
	}
	if n == 0 {
		return "no finite numbers"
	}
	s := fmt.Sprintf("min %s, mean %s, max %s", num(low), num(sum/float64(n)), num(high))
	if zeros > 0 && len(d) > 1 {
		s += ", " + plural(zeros, "zero")
	}
	if bad := len(d) - n; bad > 0 {
		s += fmt.Sprintf(", %d not finite", bad)
	}
	return s
}

// mostPanels bounds the matrices drawn of a tensor with more than two axes.
const mostPanels = 10

// panels draws the last two axes side by side for each index of those before.
func panels(head, stats string, shape []int, d []float64) *scene.Scene {
	n := len(shape)
	rows, cols := shape[n-2], shape[n-1]
	count := len(d) / (rows * cols)
	shown := min(count, mostPanels)
	side := min(112/float64(max(rows, cols)), 16)
	w, h := max(side*float64(cols), 24), max(side*float64(rows), 12)
	const perRow = 5
	across := min(shown, perRow)
	s := &scene.Scene{Title: head + ": " + stats, W: 2*margin + max(float64(across)*(w+16), scene.Measure(stats, 11.5, scene.Regular))}
	s.Add(scene.Text{X: margin, Y: 23, S: head, Fill: scene.Ink, Face: scene.Bold},
		scene.Text{X: margin, Y: 40, S: stats, Size: 11.5, Fill: scene.Muted})
	y := 54.0
	for k := range shown {
		x := margin + float64(k%perRow)*(w+16)
		if k > 0 && k%perRow == 0 {
			y += h + 28
		}
		part := d[k*rows*cols : (k+1)*rows*cols]
		r, c, at := pool(rows, cols, mostPixels, func(i, j int) float64 { return part[i*cols+j] })
		s.Add(scene.Text{X: x, Y: y + 10, S: "[" + indexText(k, shape[:n-2]) + "]", Size: 10.5, Fill: scene.Muted},
			scene.Picture{X: x, Y: y + 15, W: w, H: h, Image: heat(r, c, at)},
			scene.Rect{X: x, Y: y + 15, W: w, H: h, Style: scene.Style{Stroke: scene.CardEdge}})
	}
	s.H = y + h + 30
	if shown < count {
		s.Add(scene.Text{X: margin, Y: s.H, S: fmt.Sprintf("%d of %s slices", shown, grouped(count)), Size: 11.5, Fill: scene.Muted})
		s.H += 14
	}
	return s
}

// indexText writes the k-th index of the given axes.
func indexText(k int, axes []int) string {
	text := ""
	for i := len(axes) - 1; i >= 0; i-- {
		text = fmt.Sprintf("%d,%s", k%axes[i], text)
		k /= axes[i]
	}
	return text[:len(text)-1]
}
