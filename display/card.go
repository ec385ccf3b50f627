package display

import (
	"fmt"
	"strings"

	"github.com/gojac/gojac/display/layout"
	"github.com/gojac/gojac/display/scene"
)

// kind is what a card stands for; each has a shape and a word of its own.
type kind uint8

const (
	operation kind = iota
	data
	parameter
	constant
	numberOfKinds = iota
)

var kinds = [numberOfKinds]struct {
	word       string
	fill, edge scene.Paint
}{
	operation: {"", scene.Card, scene.CardEdge},
	data:      {"data", scene.DataFill, scene.DataEdge},
	parameter: {"parameter", scene.ParamFill, scene.ParamEdge},
	constant:  {"constant", scene.ConstFill, scene.None},
}

// A line of a card: a mark or label, and what it says.
type line struct {
	text  string
	paint scene.Paint
}

// A card is a node of the graph as it is drawn, or several of them in one box.
type card struct {
	kind    kind
	badge   string // place in the topological order
	name    string
	expr    string // behind the name
	shape   string // of a tensor
	value   string
	tangent string
	adjoint string
	output  bool
	alarm   bool // holds NaN or Inf
	count   int  // nodes in this box, when more than one
	tip     string
}

// A link is an edge of the graph as it is drawn.
type link struct {
	from, to int
	label    string // local derivative
	tip      string
	blocked  bool // the local derivative is zero
	count    int
}

// The measures of a card, in pixels.
const (
	titleSize = 13.5
	valueSize = 14.0
	smallSize = 10.5
	labelSize = 11.0
	padX      = 14.0
	rowH      = 19.0
	titleH    = 27.0
	wordH     = 12.0 // above the card, for its badge and its word
)

// lines lists what stands under the title.
func (c *card) lines() []line {
	var ls []line
	if c.value != "" {
		paint := scene.Value
		if c.alarm {
			paint = scene.Alarm
		}
		ls = append(ls, line{c.value, paint})
	}
	if c.tangent != "" {
		ls = append(ls, line{c.tangent, scene.Tangent})
	}
	if c.adjoint != "" {
		ls = append(ls, line{c.adjoint, scene.Adjoint})
	}
	return ls
}

// word is what stands above the card.
func (c *card) word() string {
	w := kinds[c.kind].word
	if c.output {
		if w != "" {
			w += ", "
		}
		w += "output"
	}
	if c.alarm {
		w = strings.TrimPrefix(w+", not finite", ", ")
	}
	if c.shape != "" {
		if w != "" {
			w += " "
		}
		w += c.shape
	}
	return w
}

func (c *card) title() string {
	if c.expr == "" {
		return c.name
	}
	return " = " + c.expr
}

func (c *card) titleWidth() float64 {
	w := scene.Measure(c.name, titleSize, scene.Bold)
	if c.expr != "" {
		w += scene.Measure(" = "+c.expr, titleSize, scene.Regular)
	}
	return w
}

// box is the room a card needs.
func (c *card) box() layout.Box {
	w := c.titleWidth()
	for _, l := range c.lines() {
		w = max(w, scene.Measure(l.text, valueSize, scene.Regular))
	}
	w = max(w+2*padX, scene.Measure(c.word(), smallSize, scene.Regular)+22, 64)
	h := titleH + rowH*float64(len(c.lines())) + 6
	if len(c.lines()) == 0 {
		h = titleH + 4
	}
	return layout.Box{W: w, H: h + 2*wordH} // as much below, so that edges meet the middle
}

// draw paints a card with its middle at the given place.
func (c *card) draw(at layout.Point, box layout.Box) *scene.Group {
	w, h := box.W, box.H-2*wordH
	x, y := at.X-w/2, at.Y-h/2
	g := &scene.Group{Tip: c.tip}
	look := kinds[c.kind]
	style := scene.Style{Fill: look.fill, Stroke: look.edge, Width: 1.3}
	if c.alarm {
		style.Stroke, style.Width = scene.Alarm, 2
	}
	if c.count > 1 { // a stack of cards
		for k := 2.0; k > 0; k-- {
			g.Add(outlineOf(c.kind, x+3*k, y+3*k, w, h, style))
		}
	}
	if c.output {
		g.Add(outlineOf(c.kind, x-3.5, y-3.5, w+7, h+7, scene.Style{Stroke: scene.Ink, Width: 1.3}))
	}
	g.Add(outlineOf(c.kind, x, y, w, h, style))
	c.drawText(g, at.X, y)
	if c.badge != "" {
		r := max(8.5, scene.Measure(c.badge, smallSize, scene.Bold)/2+3.5)
		g.Add(scene.Rect{X: x - 6, Y: y - 8.5, W: 2 * r, H: 17, R: 8.5, Style: scene.Style{Fill: scene.Ground, Stroke: scene.Muted}},
			scene.Text{X: x - 6 + r, Y: y + 3.7, S: c.badge, Size: smallSize, Anchor: scene.Middle, Face: scene.Bold, Fill: scene.Muted})
	}
	if word := c.word(); word != "" {
		lift := 4.0
		if c.output {
			lift = 7
		}
		g.Add(scene.Text{X: x + w - 2, Y: y - lift, S: word, Size: smallSize, Anchor: scene.End, Fill: wordPaint(c)})
	}
	return g
}

func wordPaint(c *card) scene.Paint {
	if c.alarm {
		return scene.Alarm
	}
	return scene.Muted
}

func (c *card) drawText(g *scene.Group, x, y float64) {
	left := x - c.titleWidth()/2
	baseline := y + 18.5
	if c.expr == "" {
		g.Add(scene.Text{X: x, Y: baseline, S: c.name, Size: titleSize, Anchor: scene.Middle, Face: scene.Bold, Fill: scene.Ink})
	} else {
		// The name ends and the expression starts at one place, whatever the reader's font.
		split := left + scene.Measure(c.name, titleSize, scene.Bold)
		g.Add(scene.Text{X: split, Y: baseline, S: c.name, Size: titleSize, Anchor: scene.End, Face: scene.Bold, Fill: scene.Ink},
			scene.Text{X: split + 3, Y: baseline, S: "= " + c.expr, Size: titleSize, Fill: scene.Ink})
	}
	for i, l := range c.lines() {
		g.Add(scene.Text{X: x, Y: y + titleH + rowH*float64(i) + 12, S: l.text, Size: valueSize, Anchor: scene.Middle, Fill: l.paint})
	}
}

// outlineOf gives each kind its shape: operations rounded, data a pill, parameters
// with pointed sides, constants square.
func outlineOf(k kind, x, y, w, h float64, s scene.Style) scene.Shape {
	switch k {
	case data:
		return scene.Rect{X: x, Y: y, W: w, H: h, R: min(h/2, 22), Style: s}
	case parameter:
		in := min(10.0, h/4)
		return scene.Polygon{Points: []scene.Point{{X: x + in, Y: y}, {X: x + w - in, Y: y}, {X: x + w, Y: y + h/2},
			{X: x + w - in, Y: y + h}, {X: x + in, Y: y + h}, {X: x, Y: y + h/2}}, Style: s}
	case constant:
		return scene.Rect{X: x, Y: y, W: w, H: h, Style: s}
	}
	return scene.Rect{X: x, Y: y, W: w, H: h, R: 7, Style: s}
}

func (l *link) box() layout.Box {
	if l.label == "" {
		return layout.Box{}
	}
	return layout.Box{W: scene.Measure(l.label, labelSize, scene.Regular) + 10, H: 17}
}

// draw paints an edge and its arrow head; the label comes later, above all edges.
func (l *link) draw(r layout.Route, dx, dy float64) *scene.Group {
	points := make([]scene.Point, len(r.Points))
	for i, p := range r.Points {
		points[i] = scene.Point{X: p.X + dx, Y: p.Y + dy}
	}
	tip := points[len(points)-1]
	style := scene.Style{Stroke: scene.Line, Width: 1.5}
	if l.count > 1 {
		style.Width = min(1.5+0.5*float64(len(fmt.Sprint(l.count))), 4)
	}
	if l.blocked {
		style.Dash = 4
	}
	points[len(points)-1].X -= 5 // the line ends inside the head
	g := &scene.Group{Tip: l.tip}
	g.Add(scene.Path{Points: points, Curved: true, Style: style},
		scene.Arrow(scene.Point{X: tip.X - 10, Y: tip.Y}, tip, 9, scene.Line))
	return g
}

func (l *link) drawLabel(at layout.Point, dx, dy float64) *scene.Group {
	b := l.box()
	g := &scene.Group{Tip: l.tip}
	g.Add(scene.Rect{X: at.X + dx - b.W/2, Y: at.Y + dy - b.H/2, W: b.W, H: b.H, R: 8.5, Style: scene.Style{Fill: scene.Ground, Stroke: scene.Faint}},
		scene.Text{X: at.X + dx, Y: at.Y + dy + 3.9, S: l.label, Size: labelSize, Anchor: scene.Middle, Fill: scene.Ink})
	return g
}
