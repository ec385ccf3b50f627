package scene

import "image"

// A Scene is a drawing of the given size in CSS pixels on an opaque ground.
type Scene struct {
	W, H  float64
	Title string // what the picture says, for readers who do not see it
	Root  Group
}

// Add appends shapes to the drawing; later shapes cover earlier ones.
func (s *Scene) Add(shapes ...Shape) { s.Root.Add(shapes...) }

// A Shape is one of Rect, Path, Polygon, Circle, Text, Picture and *Group.
type Shape interface {
	svg(w *svgWriter)
	raster(c *canvas)
}

// A Point is a place in CSS pixels, y downwards.
type Point struct{ X, Y float64 }

// Style says how a shape is painted. The zero Style paints nothing.
type Style struct {
	Fill, Stroke Paint
	Width        float64 // of the stroke; 0 means 1
	Dash         float64 // length of dashes and gaps; 0 means a solid line
	Alpha        float64 // opacity of the fill; 0 means opaque
}

// A Rect is a rectangle whose corners are rounded by R.
type Rect struct {
	X, Y, W, H, R float64
	Style
}

// A Circle has its centre at X, Y.
type Circle struct {
	X, Y, R float64
	Style
}

// A Polygon is closed.
type Polygon struct {
	Points []Point
	Style
}

// A Path starts at Points[0]. Curved paths take three more points for each cubic
// Bézier piece, straight ones a point for each line.
type Path struct {
	Points []Point
	Curved bool
	Style
}

// Anchor says which part of a text stands at its X.
type Anchor uint8

// The three anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// A Text is one line; Y is its baseline.
type Text struct {
	X, Y   float64
	S      string
	Size   float64 // in pixels; 0 means 13
	Anchor Anchor
	Face   Face
	Fill   Paint
	Turned bool // read upwards, turned by a quarter about X, Y
}

// A Picture is a raster image stretched over a rectangle without smoothing.
type Picture struct {
	X, Y, W, H float64
	Image      image.Image
}

// A Group paints its shapes in order. Tip is shown while a pointer rests on them,
// where the surroundings allow it.
type Group struct {
	Tip    string
	DX, DY float64
	Shapes []Shape
}

// Add appends shapes to the group.
func (g *Group) Add(shapes ...Shape) { g.Shapes = append(g.Shapes, shapes...) }

// Arrow returns the head of an arrow that points from one place to another with
// its tip at the latter.
func Arrow(from, tip Point, size float64, fill Paint) Polygon {
	dx, dy := unit(tip.X-from.X, tip.Y-from.Y)
	back := Point{tip.X - dx*size, tip.Y - dy*size}
	half := size * 0.45
	return Polygon{
		Points: []Point{tip, {back.X - dy*half, back.Y + dx*half}, {back.X + dy*half, back.Y - dx*half}},
		Style:  Style{Fill: fill},
	}
}
