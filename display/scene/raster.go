package scene

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// A canvas paints the light theme, scaled.
type canvas struct {
	img    *image.RGBA
	scale  float64
	dx, dy float64 // of the groups around, in CSS pixels
	// buffer is reused: one rasterizer for each shape, cut to its bounds.
	buffer vector.Rasterizer
}

// maxPixels bounds a PNG; larger drawings get fewer pixels for each unit.
const maxPixels = 2 << 20

// Raster paints the drawing in the light theme with the given number of pixels for
// each CSS pixel, or fewer for very large drawings.
func (s *Scene) Raster(scale float64) *image.RGBA {
	if most := math.Sqrt(maxPixels / (s.W * s.H)); scale > most {
		scale = most
	}
	w, h := int(math.Ceil(s.W*scale)), int(math.Ceil(s.H*scale))
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1))), scale: scale}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(Ground.Light()), image.Point{}, draw.Src)
	s.Root.raster(c)
	return c.img
}

// PNG returns the drawing at two pixels for each CSS pixel, for paper and for
// readers that take no SVG.
func (s *Scene) PNG() []byte {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&b, fewColours(s.Raster(2))); err != nil {
		panic("display: png: " + err.Error())
	}
	return b.Bytes()
}

// outline is a set of closed contours, in pixels.
type outline [][]Point

func (c *canvas) at(p Point) Point { return Point{(p.X + c.dx) * c.scale, (p.Y + c.dy) * c.scale} }

// fill paints contours by the non-zero rule as far as they run the same way round.
func (c *canvas) fill(o outline, paint color.NRGBA) {
	bounds := image.Rectangle{}
	first := true
	for _, contour := range o {
		for _, p := range contour {
			box := image.Rect(int(math.Floor(p.X)), int(math.Floor(p.Y)), int(math.Floor(p.X))+1, int(math.Floor(p.Y))+1)
			if first {
				bounds, first = box, false
			}
			bounds = bounds.Union(box)
		}
	}
	bounds = bounds.Intersect(c.img.Bounds().Inset(-1 << 12))
	if bounds.Empty() {
		return
	}
	c.buffer.Reset(bounds.Dx(), bounds.Dy())
	x0, y0 := float64(bounds.Min.X), float64(bounds.Min.Y)
	for _, contour := range o {
		for i, p := range contour {
			x, y := float32(p.X-x0), float32(p.Y-y0)
			if i == 0 {
				c.buffer.MoveTo(x, y)
			} else {
				c.buffer.LineTo(x, y)
			}
		}
		c.buffer.ClosePath()
	}
	c.buffer.Draw(c.img, bounds, image.NewUniform(paint), image.Point{})
}

// paint fills and strokes contours; open ones are only stroked.
func (c *canvas) paint(contour []Point, closed bool, s Style) {
	if closed && s.Fill != None {
		colour := s.Fill.Light()
		if s.Alpha > 0 && s.Alpha < 1 {
			colour.A = uint8(math.Round(s.Alpha * 255))
		}
		c.fill(outline{contour}, colour)
	}
	if s.Stroke == None {
		return
	}
	width := s.Width
	if width == 0 {
		width = 1
	}
	if closed && len(contour) > 0 {
		contour = append(contour[:len(contour):len(contour)], contour[0])
	}
	c.fill(stroke(contour, width*c.scale, s.Dash*c.scale), s.Stroke.Light())
}

func (r Rect) raster(c *canvas) {
	a, b := c.at(Point{r.X, r.Y}), c.at(Point{r.X + r.W, r.Y + r.H})
	round := math.Min(r.R*c.scale, math.Min(b.X-a.X, b.Y-a.Y)/2)
	if round <= 0 {
		c.paint([]Point{a, {b.X, a.Y}, b, {a.X, b.Y}}, true, r.Style)
		return
	}
	var contour []Point
	contour = arc(contour, Point{b.X - round, a.Y + round}, round, -math.Pi/2, 0)
	contour = arc(contour, Point{b.X - round, b.Y - round}, round, 0, math.Pi/2)
	contour = arc(contour, Point{a.X + round, b.Y - round}, round, math.Pi/2, math.Pi)
	contour = arc(contour, Point{a.X + round, a.Y + round}, round, math.Pi, 3*math.Pi/2)
	c.paint(contour, true, r.Style)
}

func (o Circle) raster(c *canvas) {
	c.paint(arc(nil, c.at(Point{o.X, o.Y}), o.R*c.scale, 0, 2*math.Pi), true, o.Style)
}

func (p Polygon) raster(c *canvas) {
	contour := make([]Point, len(p.Points))
	for i, at := range p.Points {
		contour[i] = c.at(at)
	}
	c.paint(contour, true, p.Style)
}

func (p Path) raster(c *canvas) {
	points := make([]Point, len(p.Points))
	for i, at := range p.Points {
		points[i] = c.at(at)
	}
	if p.Curved {
		points = flatten(points)
	}
	closed := p.Fill != None
	c.paint(points, closed, p.Style)
}

func (g *Group) raster(c *canvas) {
	c.dx, c.dy = c.dx+g.DX, c.dy+g.DY
	for _, s := range g.Shapes {
		s.raster(c)
	}
	c.dx, c.dy = c.dx-g.DX, c.dy-g.DY
}

func (p Picture) raster(c *canvas) {
	a, b := c.at(Point{p.X, p.Y}), c.at(Point{p.X + p.W, p.Y + p.H})
	from := p.Image.Bounds()
	for y := int(a.Y); y < int(math.Ceil(b.Y)); y++ {
		for x := int(a.X); x < int(math.Ceil(b.X)); x++ {
			sx := from.Min.X + int((float64(x)+0.5-a.X)/(b.X-a.X)*float64(from.Dx()))
			sy := from.Min.Y + int((float64(y)+0.5-a.Y)/(b.Y-a.Y)*float64(from.Dy()))
			if at := (image.Point{sx, sy}); at.In(from) {
				draw.Draw(c.img, image.Rect(x, y, x+1, y+1), image.NewUniform(p.Image.At(sx, sy)), image.Point{}, draw.Over)
			}
		}
	}
}

func (t Text) raster(c *canvas) {
	size := t.Size
	if size == 0 {
		size = defaultSize
	}
	pieces, ems := typeset(t.S, t.Face)
	start := 0.0
	switch t.Anchor {
	case Middle:
		start = -ems / 2
	case End:
		start = -ems
	}
	place := func(x, y float64) Point { // ems from the anchor, y downwards
		if t.Turned {
			x, y = y, -x
		}
		return c.at(Point{t.X + x*size, t.Y + y*size})
	}
	var o outline
	for _, p := range pieces {
		o = append(o, p.outline(func(x, y float64) Point { return place(start+x, y) })...)
	}
	c.fill(o, t.Fill.Light())
}

// outline gives the contours of a piece; place maps ems to pixels.
func (p piece) outline(place func(x, y float64) Point) outline {
	switch p.mark {
	case overBar:
		y, left, right := -p.tall-0.12, p.x+p.width*0.12, p.x+p.width*0.88
		return outline{{place(left, y), place(right, y), place(right, y+0.07), place(left, y+0.07)}}
	case overDot:
		var dot []Point
		for i := range 12 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 12)
			dot = append(dot, place(p.x+p.width/2+0.065*cos, -p.tall-0.11+0.065*sin))
		}
		return outline{dot}
	}
	if p.glyph.missing {
		l, r := p.x+0.06, p.x+p.width-0.06
		return outline{{place(l, 0), place(r, 0), place(r, -0.6), place(l, -0.6)},
			{place(l+0.05, -0.05), place(l+0.05, -0.55), place(r-0.05, -0.55), place(r-0.05, -0.05)}}
	}
	em := func(x, y float64) Point {
		x, y = x/64/unitsPerEm*p.scale, y/64/unitsPerEm*p.scale
		if p.flip {
			y = -0.72*p.scale - y
		}
		return place(p.x+x, y-p.rise)
	}
	return contours(p.glyph.segments, em)
}

func contours(segments sfnt.Segments, em func(x, y float64) Point) outline {
	var o outline
	var now []Point
	for _, s := range segments {
		at := func(i int) Point { return em(float64(s.Args[i].X), float64(s.Args[i].Y)) }
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(now) > 0 {
				o = append(o, now)
			}
			now = []Point{at(0)}
		case sfnt.SegmentOpLineTo:
			now = append(now, at(0))
		case sfnt.SegmentOpQuadTo:
			a, b, d := now[len(now)-1], at(0), at(1)
			now = bezier(now, a, between(a, b, 2.0/3), between(d, b, 2.0/3), d)
		case sfnt.SegmentOpCubeTo:
			now = bezier(now, now[len(now)-1], at(0), at(1), at(2))
		}
	}
	if len(now) > 0 {
		o = append(o, now)
	}
	return o
}
