// Command logo draws the kernel's logos into the folder above: `go run ./logo` in install/. The mark is ∇, the gradient,
// drawn as what it is computed on: a graph whose two inputs meet in one output.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
)

func main() {
	for name, data := range files() {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func files() map[string][]byte {
	return map[string][]byte{"logo-svg.svg": svg(), "logo-32x32.png": raster(32), "logo-64x64.png": raster(64)}
}

// The mark lies in a square of 64 units.
var (
	tile    = shape{kind: box, x0: 2, y0: 2, x1: 62, y1: 62, r: 14, fill: color.NRGBA{0x0b, 0x3c, 0x49, 0xff}}
	strokes = []shape{
		{kind: line, x0: 15, y0: 18, x1: 49, y1: 18, r: 2.8, fill: cyan},
		{kind: line, x0: 15, y0: 18, x1: 32, y1: 48.5, r: 2.8, fill: cyan},
		{kind: line, x0: 49, y0: 18, x1: 32, y1: 48.5, r: 2.8, fill: cyan},
		{kind: disc, x0: 15, y0: 18, r: 6.2, fill: white},
		{kind: disc, x0: 49, y0: 18, r: 6.2, fill: white},
		{kind: disc, x0: 32, y0: 48.5, r: 7.4, fill: amber},
	}
	cyan  = color.NRGBA{0x4f, 0xc8, 0xe0, 0xff}
	white = color.NRGBA{0xf7, 0xfb, 0xfc, 0xff}
	amber = color.NRGBA{0xff, 0xb5, 0x4a, 0xff}
)

type shapeKind int

const (
	box shapeKind = iota
	line
	disc
)

// A shape is a box with corners of radius r, a line r to each side with round ends, or a disc of radius r around x0, y0.
type shape struct {
	kind              shapeKind
	x0, y0, x1, y1, r float64
	fill              color.NRGBA
}

// distance from the point to the edge, negative inside.
func (s shape) distance(x, y float64) float64 {
	switch s.kind {
	case box:
		dx := max(s.x0+s.r-x, x-(s.x1-s.r))
		dy := max(s.y0+s.r-y, y-(s.y1-s.r))
		return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - s.r
	case line:
		vx, vy := s.x1-s.x0, s.y1-s.y0
		t := ((x-s.x0)*vx + (y-s.y0)*vy) / (vx*vx + vy*vy)
		t = min(max(t, 0), 1)
		return math.Hypot(x-s.x0-t*vx, y-s.y0-t*vy) - s.r
	}
	return math.Hypot(x-s.x0, y-s.y0) - s.r
}

func (s shape) svg() string {
	fill := fmt.Sprintf("#%02x%02x%02x", s.fill.R, s.fill.G, s.fill.B)
	switch s.kind {
	case box:
		return fmt.Sprintf(`<rect x="%g" y="%g" width="%g" height="%g" rx="%g" fill="%s"/>`, s.x0, s.y0, s.x1-s.x0, s.y1-s.y0, s.r, fill)
	case line:
		return fmt.Sprintf(`<path d="M%g %gL%g %g" stroke="%s" stroke-width="%g" stroke-linecap="round"/>`, s.x0, s.y0, s.x1, s.y1, fill, 2*s.r)
	}
	return fmt.Sprintf(`<circle cx="%g" cy="%g" r="%g" fill="%s"/>`, s.x0, s.y0, s.r, fill)
}

func svg() []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><title>gojac</title>`)
	for _, s := range append([]shape{tile}, strokes...) {
		b.WriteString(s.svg())
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// raster draws at size × size pixels; a pixel on an edge gets the share of the shape that covers it.
func raster(size int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	scale := 64 / float64(size)
	for py := range size {
		for px := range size {
			x, y := (float64(px)+0.5)*scale, (float64(py)+0.5)*scale
			c := tile.fill
			c.A = uint8(math.Round(255 * cover(tile.distance(x, y)/scale)))
			for _, s := range strokes {
				c = mix(c, s.fill, cover(s.distance(x, y)/scale))
			}
			img.SetNRGBA(px, py, c)
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}

func cover(distance float64) float64 { return min(max(0.5-distance, 0), 1) }

func mix(a, b color.NRGBA, share float64) color.NRGBA {
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + share*(float64(y)-float64(x)))) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), a.A}
}
