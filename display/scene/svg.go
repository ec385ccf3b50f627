package scene

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"math"
	"strconv"
	"strings"
)

// fontFamily is what a browser takes; the names are the usual ones of each system.
const fontFamily = "ui-sans-serif,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Noto Sans,DejaVu Sans,sans-serif"

const defaultSize = 13

type svgWriter struct {
	body strings.Builder
	used [numberOfPaint]bool
}

// SVG returns the drawing as one SVG document.
func (s *Scene) SVG() string {
	w := &svgWriter{}
	w.used[Ground] = true
	s.Root.svg(w)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" font-family="%s" font-size="%d">`,
		number(s.W), number(s.H), number(s.W), number(s.H), fontFamily, defaultSize)
	if s.Title != "" {
		fmt.Fprintf(&b, "<title>%s</title>", escape(s.Title))
	}
	b.WriteString(w.style())
	fmt.Fprintf(&b, `<rect width="%s" height="%s" rx="6"%s/>`, number(s.W), number(s.H), w.paint("fill", Ground))
	b.WriteString(w.body.String())
	b.WriteString("</svg>")
	return b.String()
}

// style repaints for readers who prefer dark; f is for fills, s for strokes.
func (w *svgWriter) style() string {
	var b strings.Builder
	b.WriteString("<style>@media(prefers-color-scheme:dark){")
	for p, shade := range theme {
		if w.used[p] && p != int(None) {
			fmt.Fprintf(&b, ".f%s{fill:%s}.s%s{stroke:%s}", shade.class, shade.dark, shade.class, shade.dark)
		}
	}
	b.WriteString("}</style>")
	return b.String()
}

func (w *svgWriter) paint(attribute string, p Paint) string {
	if p == None {
		return fmt.Sprintf(` %s="none"`, attribute)
	}
	w.used[p] = true
	return fmt.Sprintf(` class="%c%s" %s="%s"`, attribute[0], theme[p].class, attribute, theme[p].light)
}

// look writes the attributes of a style. Classes of fill and stroke share one attribute.
func (w *svgWriter) look(s Style) string {
	var classes []string
	attributes := ""
	set := func(attribute string, p Paint) {
		attributes += fmt.Sprintf(` %s="%s"`, attribute, theme[p].light)
		if p != None {
			w.used[p] = true
			classes = append(classes, attribute[:1]+theme[p].class)
		}
	}
	set("fill", s.Fill)
	if s.Alpha > 0 && s.Alpha < 1 {
		attributes += fmt.Sprintf(` fill-opacity="%s"`, number(s.Alpha))
	}
	if s.Stroke != None {
		set("stroke", s.Stroke)
		if s.Width > 0 && s.Width != 1 {
			attributes += fmt.Sprintf(` stroke-width="%s"`, number(s.Width))
		}
		if s.Dash > 0 {
			attributes += fmt.Sprintf(` stroke-dasharray="%s"`, number(s.Dash))
		}
	}
	if len(classes) > 0 {
		attributes = fmt.Sprintf(` class="%s"`, strings.Join(classes, " ")) + attributes
	}
	return attributes
}

func (r Rect) svg(w *svgWriter) {
	round := ""
	if r.R > 0 {
		round = fmt.Sprintf(` rx="%s"`, number(r.R))
	}
	fmt.Fprintf(&w.body, `<rect x="%s" y="%s" width="%s" height="%s"%s%s/>`,
		number(r.X), number(r.Y), number(r.W), number(r.H), round, w.look(r.Style))
}

func (c Circle) svg(w *svgWriter) {
	fmt.Fprintf(&w.body, `<circle cx="%s" cy="%s" r="%s"%s/>`, number(c.X), number(c.Y), number(c.R), w.look(c.Style))
}

func (p Polygon) svg(w *svgWriter) {
	var b strings.Builder
	for i, at := range p.Points {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(at.X) + "," + number(at.Y))
	}
	fmt.Fprintf(&w.body, `<polygon points="%s"%s/>`, b.String(), w.look(p.Style))
}

func (p Path) svg(w *svgWriter) {
	if len(p.Points) == 0 {
		return
	}
	var b strings.Builder
	for i, at := range p.Points {
		switch {
		case i == 0:
			b.WriteByte('M')
		case p.Curved && i%3 == 1:
			b.WriteByte('C')
		case !p.Curved && i == 1:
			b.WriteByte('L')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(number(at.X) + " " + number(at.Y))
	}
	fmt.Fprintf(&w.body, `<path d="%s"%s/>`, b.String(), w.look(p.Style))
}

func (t Text) svg(w *svgWriter) {
	attributes := ""
	if t.Size > 0 && t.Size != defaultSize {
		attributes += fmt.Sprintf(` font-size="%s"`, number(t.Size))
	}
	switch t.Anchor {
	case Middle:
		attributes += ` text-anchor="middle"`
	case End:
		attributes += ` text-anchor="end"`
	}
	switch t.Face {
	case Bold:
		attributes += ` font-weight="600"`
	case Italic:
		attributes += ` font-style="italic"`
	}
	if t.Turned {
		attributes += fmt.Sprintf(` transform="rotate(-90 %s %s)"`, number(t.X), number(t.Y))
	}
	fmt.Fprintf(&w.body, `<text x="%s" y="%s"%s%s>%s</text>`,
		number(t.X), number(t.Y), attributes, w.paint("fill", t.Fill), escape(t.S))
}

func (p Picture) svg(w *svgWriter) {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, p.Image); err != nil {
		panic("display: image: " + err.Error())
	}
	fmt.Fprintf(&w.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,%s"/>`,
		number(p.X), number(p.Y), number(p.W), number(p.H), base64.StdEncoding.EncodeToString(b.Bytes()))
}

func (g *Group) svg(w *svgWriter) {
	plain := g.Tip == "" && g.DX == 0 && g.DY == 0
	if !plain {
		w.body.WriteString("<g")
		if g.DX != 0 || g.DY != 0 {
			fmt.Fprintf(&w.body, ` transform="translate(%s %s)"`, number(g.DX), number(g.DY))
		}
		w.body.WriteByte('>')
		if g.Tip != "" {
			fmt.Fprintf(&w.body, "<title>%s</title>", escape(g.Tip))
		}
	}
	for _, s := range g.Shapes {
		s.svg(w)
	}
	if !plain {
		w.body.WriteString("</g>")
	}
}

// number writes a coordinate with at most two decimals.
func number(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "0"
	}
	x = math.Round(x*100) / 100
	if x == 0 {
		x = 0 // not -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\x00", "\ufffd")

// escape also drops what XML cannot hold.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return escaper.Replace(s)
}
