package scene

import (
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A Face is one cut of the font.
type Face uint8

// The faces.
const (
	Regular Face = iota
	Bold
	Italic
	numberOfFaces = iota
)

// unitsPerEm is the grid on which outlines are asked for.
const unitsPerEm = 2048

// slack widens measurements: a browser takes the reader's own font for the SVG,
// and the widest of the usual ones (DejaVu Sans) runs this much longer than the Go fonts.
var slack = [numberOfFaces]float64{Regular: 1.08, Bold: 1.2, Italic: 1.08}

// A glyph is an outline in em units with y downwards, and its advance.
type glyph struct {
	segments sfnt.Segments
	advance  float64
	missing  bool
}

type font struct {
	mu     sync.Mutex
	sfnt   *sfnt.Font
	buffer sfnt.Buffer
	cache  map[rune]*glyph
}

var fonts = sync.OnceValue(func() (all [numberOfFaces]*font) {
	for face, data := range [numberOfFaces][]byte{goregular.TTF, gobold.TTF, goitalic.TTF} {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			panic("display: embedded font: " + err.Error())
		}
		all[face] = &font{sfnt: parsed, cache: map[rune]*glyph{}}
	}
	return all
})

func (f *font) glyph(r rune) *glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g, ok := f.cache[r]; ok {
		return g
	}
	g := f.load(r)
	f.cache[r] = g
	return g
}

func (f *font) load(r rune) *glyph {
	index, err := f.sfnt.GlyphIndex(&f.buffer, r)
	if index == 0 && unicode.Is(unicode.Zs, r) {
		return &glyph{advance: 0.2} // a thin space
	}
	if err != nil || index == 0 {
		return &glyph{missing: true, advance: 0.6}
	}
	ppem := fixed.I(unitsPerEm)
	segments, err := f.sfnt.LoadGlyph(&f.buffer, index, ppem, nil)
	if err != nil {
		return &glyph{missing: true, advance: 0.6}
	}
	kept := make(sfnt.Segments, len(segments))
	copy(kept, segments)
	advance, err := f.sfnt.GlyphAdvance(&f.buffer, index, ppem, 0)
	if err != nil {
		return &glyph{missing: true, advance: 0.6}
	}
	return &glyph{segments: kept, advance: float64(advance) / 64 / unitsPerEm}
}

// A piece is one outline to paint: a glyph or a mark over the glyph before it.
type piece struct {
	glyph       *glyph
	x, rise     float64 // in ems, from the start of the text and above its baseline
	scale       float64
	flip        bool
	mark        rune    // overBar or overDot: no glyph, a mark over the piece before
	width, tall float64 // of the glyph under a mark
}

const (
	overBar = '\u0304'
	overDot = '\u0307'
)

// decomposed lists letters with marks that the font lacks.
var decomposed = map[rune][2]rune{
	'ẇ': {'w', overDot}, 'ẋ': {'x', overDot}, 'ẏ': {'y', overDot}, 'ż': {'z', overDot}, 'ḣ': {'h', overDot},
	'ȧ': {'a', overDot}, 'ḃ': {'b', overDot}, 'ċ': {'c', overDot}, 'ḋ': {'d', overDot}, 'ḟ': {'f', overDot},
	'ṁ': {'m', overDot}, 'ṅ': {'n', overDot}, 'ṗ': {'p', overDot}, 'ṙ': {'r', overDot}, 'ṡ': {'s', overDot},
	'ṫ': {'t', overDot}, 'ė': {'e', overDot}, 'ġ': {'g', overDot}, 'ȯ': {'o', overDot}, 'Ẇ': {'W', overDot},
	'ȳ': {'y', overBar}, 'ḡ': {'g', overBar}, 'ā': {'a', overBar}, 'ē': {'e', overBar}, 'ō': {'o', overBar}, 'ū': {'u', overBar},
}

// standIn draws a character that the font lacks with another of its characters.
type standIn struct {
	base        rune
	scale, rise float64
	flip        bool
}

var standIns = map[rune]standIn{
	'∇': {'Δ', 1, 0, true},
	'ᵀ': {'T', 0.6, 0.36, false},
	'ᵢ': {'i', 0.62, -0.16, false},
	'ⱼ': {'j', 0.62, -0.16, false},
	'ˡ': {'l', 0.6, 0.36, false},
	'ᵏ': {'k', 0.6, 0.36, false},
	'∘': {'°', 1, -0.25, false},
	'⊙': {'○', 1, 0, false},
	'‖': {'║', 0.8, 0.08, false},
	'▸': {'►', 0.8, 0, false},
	'⊘': {'Ø', 1, 0, false},
	'⋯': {'…', 1, 0.25, false},
	'⁵': {'5', 0.6, 0.36, false},
	'⁶': {'6', 0.6, 0.36, false},
	'⁷': {'7', 0.6, 0.36, false},
	'⁸': {'8', 0.6, 0.36, false},
	'⁹': {'9', 0.6, 0.36, false},
	'⁽': {'(', 0.6, 0.36, false},
	'⁾': {')', 0.6, 0.36, false},
	'⁺': {'+', 0.6, 0.36, false},
}

// typeset places the outlines of a text; the second result is its width in ems.
func typeset(s string, face Face) ([]piece, float64) {
	f := fonts()[face]
	var pieces []piece
	x := 0.0
	put := func(r rune) {
		p := piece{glyph: f.glyph(r), x: x, scale: 1}
		if p.glyph.missing {
			if in, ok := standIns[r]; ok {
				p.glyph, p.scale, p.rise, p.flip = f.glyph(in.base), in.scale, in.rise, in.flip
			}
		}
		p.width = p.glyph.advance * p.scale
		p.tall = height(r)
		pieces = append(pieces, p)
		x += p.width
	}
	over := func(mark rune) {
		if len(pieces) == 0 {
			return
		}
		last := pieces[len(pieces)-1]
		pieces = append(pieces, piece{mark: mark, x: last.x, width: last.width, tall: last.tall})
	}
	for _, r := range s {
		switch pair, ok := decomposed[r]; {
		case r == overBar || r == overDot:
			over(r)
		case ok && f.glyph(r).missing:
			put(pair[0])
			over(pair[1])
		default:
			put(r)
		}
	}
	return pieces, x
}

// height is how far a letter reaches above the baseline, in ems.
func height(r rune) float64 {
	if unicode.IsUpper(r) || unicode.IsDigit(r) || (r < 128 && r > ' ' && unicode.IsLetter(r) && oneOf(r, "bdfhklt")) || oneOf(r, "λβδθζξ") {
		return 0.74
	}
	return 0.54
}

func oneOf(r rune, set string) bool {
	for _, s := range set {
		if r == s {
			return true
		}
	}
	return false
}

// Measure returns the width that a text may take, in pixels.
func Measure(s string, size float64, face Face) float64 {
	_, ems := typeset(s, face)
	return ems * size * slack[face]
}
