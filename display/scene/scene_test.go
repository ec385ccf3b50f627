package scene

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"
)

// everything holds each kind of shape.
func everything() *Scene {
	s := &Scene{W: 200, H: 100, Title: `a < b & "c"`}
	g := &Group{Tip: "x & y", DX: 5, DY: 5}
	g.Add(Rect{X: 10, Y: 10, W: 40, H: 20, R: 4, Style: Style{Fill: Card, Stroke: CardEdge, Width: 2}},
		Circle{X: 80, Y: 20, R: 8, Style: Style{Fill: Positive, Alpha: 0.5}})
	s.Add(g,
		Path{Points: []Point{{10, 60}, {40, 60}, {60, 80}, {90, 80}}, Curved: true, Style: Style{Stroke: Line, Dash: 4}},
		Arrow(Point{80, 80}, Point{95, 80}, 9, Line),
		Text{X: 100, Y: 50, S: "w̄₁ = ẇ₂·∂ <∇>", Anchor: Middle, Face: Bold, Fill: Ink},
		Text{X: 190, Y: 50, S: "up", Turned: true, Fill: Muted},
		Marks{Points: []Point{{20, 90}, {30, 90}}, Sign: 2, R: 4, Style: Style{Fill: Series1}},
		Picture{X: 150, Y: 60, W: 20, H: 20, Image: image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.Black})})
	return s
}

func TestSVGIsWellFormed(t *testing.T) {
	decoder := xml.NewDecoder(strings.NewReader(everything().SVG()))
	text := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok {
			text += string(c) + "\n"
		}
	}
	for _, want := range []string{`a < b & "c"`, "x & y", "w̄₁ = ẇ₂·∂ <∇>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

// TestSVGStandsAlone: nothing in it can collide with another picture on the page or
// reach out of it.
func TestSVGStandsAlone(t *testing.T) {
	svg := everything().SVG()
	if found := regexp.MustCompile(`\sid=|<defs|url\(|<script|xlink|https?://[^w]|style="`).FindString(svg); found != "" {
		t.Errorf("the SVG holds %q", found)
	}
}

func TestSVGRepaintsWhatItUses(t *testing.T) {
	svg := everything().SVG()
	for _, class := range regexp.MustCompile(`class="([^"]+)"`).FindAllStringSubmatch(svg, -1) {
		for name := range strings.FieldsSeq(class[1]) {
			if !strings.Contains(svg, "."+name+"{") {
				t.Errorf("class %s has no dark colour", name)
			}
		}
	}
}

func TestEscapeKeepsXML(t *testing.T) {
	for _, s := range []string{"\x00", "a\x07b", "\xff", "<&>\"", "\ufffe"} {
		scene := &Scene{W: 10, H: 10}
		scene.Add(Text{S: s, Fill: Ink})
		if err := xml.Unmarshal([]byte(scene.SVG()), new(struct{})); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestPNG(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(everything().PNG()))
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != (image.Point{400, 200}) {
		t.Errorf("size %v, want twice 200 × 100", got)
	}
	at := func(x, y float64) color.NRGBA {
		return color.NRGBAModel.Convert(img.At(int(2*x), int(2*y))).(color.NRGBA)
	}
	for _, c := range []struct {
		what string
		x, y float64
		want color.NRGBA
	}{
		{"ground", 2, 2, Ground.Light()},
		{"rectangle, moved by its group", 30, 25, Card.Light()},
		{"middle of the arrow head", 89, 80, Line.Light()},
		{"picture", 160, 70, color.NRGBA{A: 255}},
	} {
		if got := at(c.x, c.y); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	half := at(85, 25)
	if want := (255 + int(Positive.Light().R)) / 2; math.Abs(float64(int(half.R)-want)) > 3 {
		t.Errorf("a half opaque circle is %v, want red near %d", half, want)
	}
}

func TestDeterministic(t *testing.T) {
	if everything().SVG() != everything().SVG() || !bytes.Equal(everything().PNG(), everything().PNG()) {
		t.Error("two drawings of one scene differ")
	}
}

// TestLargeScene: the picture keeps its shape with fewer pixels.
func TestLargeScene(t *testing.T) {
	s := &Scene{W: 10000, H: 3000}
	size := s.Raster(2).Bounds().Size()
	if n := size.X * size.Y; n > maxPixels*101/100 {
		t.Errorf("%d pixels, want at most %d", n, maxPixels)
	}
	if ratio := float64(size.X) / float64(size.Y); math.Abs(ratio-10.0/3) > 0.01 {
		t.Errorf("%v is not 10 : 3", size)
	}
}

// TestGlyphs: every character that pictures use has an outline.
func TestGlyphs(t *testing.T) {
	const used = "abcxyzw₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾ẇẋẏżȳū∂∇·×−√∑∞≈≠≤≥→←↑↓αβγδεθλμσφψωΔΣΩ…⊙ᵀˡ∘σ\u202f"
	for _, r := range used {
		for face := range Face(numberOfFaces) {
			pieces, width := typeset(string(r), face)
			if len(pieces) == 0 || pieces[0].glyph.missing || width <= 0 {
				t.Errorf("face %d draws no %c (%U)", face, r, r)
			}
		}
	}
}

// TestMarks: a bar and a dot are drawn over the letter and take no room.
func TestMarks(t *testing.T) {
	plain, bare := typeset("w", Regular)
	for _, s := range []string{"w\u0304", "ẇ", "w\u0307"} {
		pieces, width := typeset(s, Regular)
		if width != bare || len(pieces) != len(plain)+1 {
			t.Errorf("%s: %d pieces %v wide, want one mark and %v", s, len(pieces), width, bare)
		}
	}
}

// TestContrast holds text paints to 4.5 : 1 on every ground they stand on, and edges of
// shapes to 3 : 1 on the ground (WCAG 2.1).
func TestContrast(t *testing.T) {
	for _, look := range []struct {
		name string
		of   func(Paint) color.NRGBA
	}{{"light", Paint.Light}, {"dark", Paint.Dark}} {
		for _, ground := range []Paint{Ground, Card, DataFill, ParamFill, ConstFill} {
			for _, p := range []Paint{Ink, Muted, Value, Adjoint, Tangent, Alarm} {
				if c := contrast(look.of(p), look.of(ground)); c < 4.5 {
					t.Errorf("%s: paint %d on ground %d has contrast %.2f", look.name, p, ground, c)
				}
			}
		}
		for _, p := range []Paint{Line, DataEdge, ParamEdge, Positive, Negative, Series1, Series2, Series3, Series4, Series5, Series6} {
			if c := contrast(look.of(p), look.of(Ground)); c < 3 {
				t.Errorf("%s: paint %d has contrast %.2f", look.name, p, c)
			}
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
