package scene

import (
	"fmt"
	"math"
	"strings"
)

// Marks are many equal signs, one for each point: one path in the SVG, whatever their
// number. Sign counts through circle, square, triangle, diamond, plus and cross, so
// that classes differ without colour.
type Marks struct {
	Points []Point
	Sign   int
	R      float64
	Style
}

var signs = [][][2]float64{
	nil, // a circle
	{{-0.88, -0.88}, {0.88, -0.88}, {0.88, 0.88}, {-0.88, 0.88}},
	{{0, -1.2}, {1.1, 0.8}, {-1.1, 0.8}},
	{{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}},
	{{-0.35, -1.1}, {0.35, -1.1}, {0.35, -0.35}, {1.1, -0.35}, {1.1, 0.35}, {0.35, 0.35}, {0.35, 1.1}, {-0.35, 1.1}, {-0.35, 0.35}, {-1.1, 0.35}, {-1.1, -0.35}, {-0.35, -0.35}},
	{{0, -0.5}, {0.6, -1.1}, {1.1, -0.6}, {0.5, 0}, {1.1, 0.6}, {0.6, 1.1}, {0, 0.5}, {-0.6, 1.1}, {-1.1, 0.6}, {-0.5, 0}, {-1.1, -0.6}, {-0.6, -1.1}},
}

func (m Marks) sign() [][2]float64 { return signs[((m.Sign%len(signs))+len(signs))%len(signs)] }

func (m Marks) svg(w *svgWriter) {
	var b strings.Builder
	sign := m.sign()
	for _, p := range m.Points {
		if sign == nil {
			r := number(m.R)
			fmt.Fprintf(&b, "M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 -%s 0", short(p.X-m.R), short(p.Y), r, r, number(2*m.R), r, r, number(2*m.R))
			continue
		}
		x, y := p.X+sign[0][0]*m.R, p.Y+sign[0][1]*m.R
		fmt.Fprintf(&b, "M%s %sl", short(x), short(y))
		for i := 1; i < len(sign); i++ {
			fmt.Fprintf(&b, "%s %s ", short((sign[i][0]-sign[i-1][0])*m.R), short((sign[i][1]-sign[i-1][1])*m.R))
		}
		b.WriteByte('z')
	}
	if b.Len() > 0 {
		fmt.Fprintf(&w.body, `<path d="%s"%s/>`, b.String(), w.look(m.Style))
	}
}

func (m Marks) raster(c *canvas) {
	sign := m.sign()
	for _, p := range m.Points {
		if sign == nil {
			Circle{p.X, p.Y, m.R, m.Style}.raster(c)
			continue
		}
		polygon := Polygon{Style: m.Style}
		for _, s := range sign {
			polygon.Points = append(polygon.Points, Point{p.X + s[0]*m.R, p.Y + s[1]*m.R})
		}
		polygon.raster(c)
	}
}

// short writes a coordinate with one decimal.
func short(x float64) string { return number(math.Round(x*10) / 10) }
