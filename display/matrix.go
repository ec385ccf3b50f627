package display

import (
	"fmt"
	"iter"
	"math"
	"strings"

	"github.com/gojac/gojac/display/scene"
)

// A matrix is a table of numbers ready to be drawn.
type matrix struct {
	title    string
	subtitle string
	alt      string
	rows     int
	cols     int
	at       func(i, j int) float64
	rowNames []string // may be nil
	colNames []string
	rowTitle string // what rows stand for
	colTitle string
	tip      func(i, j int) string
	notes    []string

	most    float64   // the largest finite magnitude, where at is nil
	patches []float64 // the entry of greatest magnitude of each patch, where at is nil
}

// patch sets a matrix that is too large to be written out: of each patch that
// a dot stands for, it keeps the entry of greatest magnitude.
func (m *matrix) patch(entries iter.Seq2[[2]int, float64]) {
	r, c := min(m.rows, mostPixels), min(m.cols, mostPixels)
	m.patches = make([]float64, r*c)
	for at, v := range entries {
		k := at[0]*r/m.rows*c + at[1]*c/m.cols
		if math.Abs(v) > math.Abs(m.patches[k]) || math.IsNaN(v) {
			m.patches[k] = v
		}
		if v = math.Abs(v); !math.IsInf(v, 0) && v > m.most {
			m.most = v
		}
	}
}

// How large a matrix may be for each way to draw it.
const (
	mostNumbers = 12 // numbers on tinted cells
	mostCells   = 64 // tinted cells
	mostPixels  = 400
)

func (m *matrix) numbered() bool { return m.rows <= mostNumbers && m.cols <= mostNumbers }

// greatest is the largest finite magnitude.
func (m *matrix) greatest() float64 {
	most := m.most
	if m.at == nil {
		return most
	}
	for i := range m.rows {
		for j := range m.cols {
			if v := math.Abs(m.at(i, j)); !math.IsInf(v, 0) && v > most {
				most = v
			}
		}
	}
	return most
}

func (m *matrix) draw() *scene.Scene {
	s := &scene.Scene{Title: m.alt}
	y := 14.0
	if m.title != "" {
		y = 23
		s.Add(scene.Text{X: margin, Y: y, S: m.title, Fill: scene.Ink, Face: scene.Bold})
		y += 17
	}
	if m.subtitle != "" {
		s.Add(scene.Text{X: margin, Y: y, S: m.subtitle, Size: 11.5, Fill: scene.Muted})
		y += 14
	}
	width := max(scene.Measure(m.title, 13, scene.Bold), scene.Measure(m.subtitle, 11.5, scene.Regular))
	cw, ch := m.cellSize()
	left := margin + m.labelWidth() + 6
	if m.colTitle != "" {
		left = max(left, margin+scene.Measure(m.rowTitle, smallSize, scene.Regular)+8)
		s.Add(scene.Text{X: left, Y: y + 8, S: m.colTitle, Size: smallSize, Fill: scene.Muted},
			scene.Text{X: margin, Y: y + 22, S: m.rowTitle, Size: smallSize, Fill: scene.Muted})
		y += 12
	}
	top := y + 8
	if m.colNames != nil && m.numbered() || m.colTitle != "" {
		top += 14
	}
	m.drawLabels(s, left, top, cw, ch)
	area := scene.Rect{X: left, Y: top, W: cw * float64(m.cols), H: ch * float64(m.rows)}
	m.drawCells(s, area, cw, ch)
	width = max(width, area.X+area.W-margin)
	y = area.Y + area.H + 10
	width = max(width, m.drawScale(s, y))
	y += 24
	for _, n := range m.notes {
		s.Add(scene.Text{X: margin, Y: y + 12, S: n, Size: 11.5, Fill: scene.Muted})
		width = max(width, scene.Measure(n, 11.5, scene.Regular))
		y += 18
	}
	s.W, s.H = width+2*margin, y+10
	return s
}

func (m *matrix) cellSize() (w, h float64) {
	if m.numbered() {
		w, h = 46, 30
		for i := range m.rows {
			for j := range m.cols {
				w = max(w, scene.Measure(num(m.at(i, j)), 12.5, scene.Regular)+18)
			}
		}
		for _, n := range m.colNames {
			w = max(w, min(scene.Measure(n, 12, scene.Regular)+10, 120))
		}
		return w, h
	}
	side := math.Floor(min(22, 480/float64(max(m.rows, m.cols))))
	if m.rows > mostCells || m.cols > mostCells {
		side = 480 / float64(max(m.rows, m.cols))
		if m.at != nil {
			side = max(side, 0.25)
		}
		// A very long and thin one is drawn wider than it is.
		return max(side, 60/float64(m.cols)), max(side, 60/float64(m.rows))
	}
	return side, side
}

func (m *matrix) labelWidth() float64 {
	w := 0.0
	if m.numbered() {
		for _, n := range m.rowNames {
			w = max(w, scene.Measure(elide(n, 24), 12, scene.Regular))
		}
	} else if m.rows > 1 {
		w = scene.Measure(fmt.Sprint(m.rows-1), 10, scene.Regular)
	}
	return w
}

func (m *matrix) drawLabels(s *scene.Scene, left, top, cw, ch float64) {
	if m.numbered() {
		for i, n := range m.rowNames {
			s.Add(scene.Text{X: left - 7, Y: top + ch*(float64(i)+0.5) + 4, S: elide(n, 24), Size: 12, Anchor: scene.End, Fill: scene.Ink})
		}
		for j, n := range m.colNames {
			s.Add(scene.Text{X: left + cw*(float64(j)+0.5), Y: top - 6, S: elide(n, 18), Size: 12, Anchor: scene.Middle, Fill: scene.Ink})
		}
		return
	}
	for _, k := range edgeTicks(m.rows) {
		s.Add(scene.Text{X: left - 5, Y: top + ch*(float64(k)+0.5) + 3.5, S: fmt.Sprint(k), Size: 10, Anchor: scene.End, Fill: scene.Muted})
	}
	for _, k := range edgeTicks(m.cols) {
		s.Add(scene.Text{X: left + cw*(float64(k)+0.5), Y: top - 3, S: fmt.Sprint(k), Size: 10, Anchor: scene.Middle, Fill: scene.Muted})
	}
}

// edgeTicks are the first, the last and a few rows between.
func edgeTicks(n int) []int {
	if n <= 1 {
		return nil
	}
	step := int(niceStep(float64(n) / 5))
	var ts []int
	for k := 0; k < n-1-step/2; k += max(step, 1) {
		ts = append(ts, k)
	}
	return append(ts, n-1)
}

func (m *matrix) drawCells(s *scene.Scene, area scene.Rect, cw, ch float64) {
	defer func() {
		area.Style = scene.Style{Stroke: scene.CardEdge, Width: 1.2}
		s.Add(area)
	}()
	if m.at == nil {
		r, c := min(m.rows, mostPixels), min(m.cols, mostPixels)
		image := heat(r, c, func(i, j int) float64 { return m.patches[i*c+j] })
		s.Add(scene.Picture{X: area.X, Y: area.Y, W: area.W, H: area.H, Image: image})
		return
	}
	if m.rows > mostCells || m.cols > mostCells {
		r, c, at := pool(m.rows, m.cols, mostPixels, m.at)
		s.Add(scene.Picture{X: area.X, Y: area.Y, W: area.W, H: area.H, Image: heat(r, c, at)})
		return
	}
	if !m.numbered() && m.rows*m.cols > 600 {
		s.Add(scene.Picture{X: area.X, Y: area.Y, W: area.W, H: area.H, Image: heat(m.rows, m.cols, m.at)})
		return
	}
	most := m.greatest()
	for i := range m.rows {
		for j := range m.cols {
			g := &scene.Group{}
			if m.tip != nil {
				g.Tip = m.tip(i, j)
			}
			m.drawCell(g, m.at(i, j), most, scene.Rect{X: area.X + cw*float64(j), Y: area.Y + ch*float64(i), W: cw, H: ch})
			s.Add(g)
		}
	}
}

// drawCell leaves a zero blank but for a stroke across it; other numbers are tinted by
// sign and size, and negative ones carry a minus sign as well.
func (m *matrix) drawCell(g *scene.Group, v, most float64, cell scene.Rect) {
	cell.Stroke = scene.Faint
	numbered := m.numbered()
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		cell.Fill, cell.Alpha = scene.Alarm, 0.35
	case v == 0:
		cell.Fill = scene.Ground
	default:
		cell.Fill = scene.Positive
		if v < 0 {
			cell.Fill = scene.Negative
		}
		cell.Alpha = 0.06 + 0.9*strength(v, most)
		if numbered {
			cell.Alpha = 0.05 + 0.4*strength(v, most)
		}
	}
	g.Add(cell)
	x, y := cell.X+cell.W/2, cell.Y+cell.H/2
	if v == 0 {
		d := min(cell.W, cell.H) * 0.16
		g.Add(scene.Path{Points: []scene.Point{{X: x - d, Y: y + d}, {X: x + d, Y: y - d}}, Style: scene.Style{Stroke: scene.Line}})
		return
	}
	if numbered {
		g.Add(scene.Text{X: x, Y: y + 4.4, S: num(v), Size: 12.5, Anchor: scene.Middle, Fill: scene.Ink})
	}
}

// drawScale explains tints and the mark for zero; it returns the width it took.
func (m *matrix) drawScale(s *scene.Scene, y float64) float64 {
	most := m.greatest()
	x := margin
	put := func(text string) {
		s.Add(scene.Text{X: x, Y: y + 13, S: text, Size: 11, Fill: scene.Muted})
		x += scene.Measure(text, 11, scene.Regular) + 8
	}
	if most > 0 {
		put(num(-most))
		const n = 15
		for k := range n {
			v := most * float64(k-n/2) / (n / 2)
			cell := scene.Rect{X: x, Y: y + 4, W: 8, H: 10}
			if v != 0 {
				cell.Fill, cell.Alpha = scene.Positive, 0.06+0.9*strength(v, most)
				if v < 0 {
					cell.Fill = scene.Negative
				}
			}
			s.Add(cell)
			x += 8
		}
		x += 8
		put(num(most))
	}
	if m.rows*m.cols <= 600 || m.numbered() {
		x += 8
		s.Add(scene.Path{Points: []scene.Point{{X: x, Y: y + 13}, {X: x + 7, Y: y + 5}}, Style: scene.Style{Stroke: scene.Line}})
		x += 13
		put("zero")
	}
	return x - margin
}

// htmlTable is the text twin of a matrix with numbers.
func (m *matrix) htmlTable() string {
	t := table{}
	if m.colNames != nil {
		t.head = append(t.head, cell{})
		for _, n := range m.colNames {
			t.head = append(t.head, cell{text: escape(n)})
		}
	}
	for i := range m.rows {
		var row []cell
		if m.rowNames != nil {
			row = append(row, cell{text: escape(m.rowNames[i]), head: true, tint: tintHead})
		}
		for j := range m.cols {
			v := m.at(i, j)
			row = append(row, cell{text: num(v), tip: full(v)})
		}
		t.rows = append(t.rows, row)
	}
	return t.html()
}

// latex writes a matrix with numbers in brackets.
func (m *matrix) latex() string {
	var b strings.Builder
	b.WriteString(`\begin{bmatrix}`)
	for i := range m.rows {
		if i > 0 {
			b.WriteString(` \\ `)
		}
		for j := range m.cols {
			if j > 0 {
				b.WriteString(" & ")
			}
			b.WriteString(texNum(m.at(i, j)))
		}
	}
	b.WriteString(`\end{bmatrix}`)
	return b.String()
}
