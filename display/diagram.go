package display

import (
	"strings"

	"github.com/gojac/gojac/display/layout"
	"github.com/gojac/gojac/display/scene"
)

// A diagram is a graph ready to be drawn.
type diagram struct {
	title   string // above the drawing
	alt     string // the conclusion, for readers who do not see it
	cards   []card
	links   []link
	seeds   []string // the inputs of the tangents
	partial bool     // edge labels are local derivatives
	notes   []string
	folded  bool // cards stand for several nodes
}

const (
	margin  = 20.0
	headH   = 34.0
	legendH = 30.0
)

// draw lays the diagram out and paints it.
func (d *diagram) draw() *scene.Scene {
	boxes := make([]layout.Box, len(d.cards))
	for i := range d.cards {
		boxes[i] = d.cards[i].box()
	}
	edges := make([]layout.Edge, len(d.links))
	for i := range d.links {
		l := &d.links[i]
		edges[i] = layout.Edge{From: l.from, To: l.to, Label: l.box()}
	}
	placed, err := layout.Layered(boxes, edges, layout.Spacing{Within: 8, Between: 48})
	if err != nil {
		panic(err) // ad checks that operands come before their consumer
	}
	legend := d.legend()
	width := max(placed.W, legend.width, scene.Measure(d.title, 13, scene.Bold))
	for _, n := range d.notes {
		width = max(width, scene.Measure(n, 11.5, scene.Regular))
	}
	s := &scene.Scene{W: width + 2*margin, Title: d.alt}
	dx, dy := margin+(width-placed.W)/2, 8.0
	if d.title != "" {
		s.Add(scene.Text{X: margin, Y: 23, S: d.title, Fill: scene.Ink, Face: scene.Bold})
		dy = headH
	}
	for i := range d.links {
		s.Add(d.links[i].draw(placed.Routes[i], dx, dy))
	}
	for i := range d.cards {
		at := placed.Boxes[i]
		s.Add(d.cards[i].draw(layout.Point{X: at.X + dx, Y: at.Y + dy}, boxes[i]))
	}
	for i := range d.links {
		if d.links[i].label != "" {
			s.Add(d.links[i].drawLabel(placed.Routes[i].At, dx, dy))
		}
	}
	y := dy + placed.H + 8
	for _, n := range d.notes {
		s.Add(scene.Text{X: margin, Y: y + 14, S: n, Size: 11.5, Fill: scene.Muted})
		y += 20
	}
	legend.group.DX, legend.group.DY = margin, y
	s.Add(legend.group)
	s.H = y + legendH
	return s
}

type legend struct {
	group *scene.Group
	width float64
}

// legend explains what is in this drawing, and only that.
func (d *diagram) legend() legend {
	l := legend{group: &scene.Group{}}
	var used [numberOfKinds]bool
	var value, tangent, adjoint, blocked bool
	for i := range d.cards {
		c := &d.cards[i]
		used[c.kind] = true
		value = value || c.value != ""
		tangent = tangent || c.tangent != ""
		adjoint = adjoint || c.adjoint != ""
	}
	for _, e := range d.links {
		blocked = blocked || e.blocked
	}
	for _, k := range []kind{data, parameter, constant} {
		if used[k] {
			l.shape(k)
		}
	}
	if value {
		l.word("value", scene.Value, "")
	}
	if tangent {
		meaning := "tangent"
		if len(d.seeds) > 0 {
			meaning += " by " + strings.Join(d.seeds, ", ")
		}
		l.word("ẇ", scene.Tangent, meaning)
	}
	if adjoint {
		l.word("w̄", scene.Adjoint, "adjoint")
	}
	if d.partial {
		l.word("∂", scene.Ink, "local derivative")
	}
	if blocked {
		l.group.Add(scene.Path{Points: []scene.Point{{X: l.width, Y: 10}, {X: l.width + 24, Y: 10}}, Style: scene.Style{Stroke: scene.Line, Width: 1.5, Dash: 4}})
		l.width += 30
		l.text("derivative 0")
	}
	return l
}

func (l *legend) text(s string) {
	l.group.Add(scene.Text{X: l.width, Y: 14, S: s, Size: 11, Fill: scene.Muted})
	l.width += scene.Measure(s, 11, scene.Regular) + 18
}

func (l *legend) word(sample string, paint scene.Paint, meaning string) {
	l.group.Add(scene.Text{X: l.width, Y: 14, S: sample, Size: 12.5, Fill: paint})
	l.width += scene.Measure(sample, 12.5, scene.Regular) + 5
	if meaning == "" {
		l.width += 13
		return
	}
	l.text(meaning)
}

func (l *legend) shape(k kind) {
	look := kinds[k]
	l.group.Add(outlineOf(k, l.width, 3.5, 24, 13, scene.Style{Fill: look.fill, Stroke: look.edge, Width: 1.2}))
	l.width += 30
	l.text(look.word)
}
