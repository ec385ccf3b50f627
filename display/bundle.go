package display

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"image"
	"image/png"
	"reflect"
	"strings"

	"github.com/gojac/gojac/display/scene"
)

// The MIME types of bundles.
const (
	mimeHTML     = "text/html"
	mimeLaTeX    = "text/latex"
	mimeMarkdown = "text/markdown"
	mimePlain    = "text/plain"
	mimePNG      = "image/png"
	mimeSVG      = "image/svg+xml"
)

// A Bundle is one output in several forms; a front end shows the richest it can.
// Binary forms are base64 text.
type Bundle struct {
	Data     map[string]any // MIME type → string, or a JSON value
	Metadata map[string]any
}

// A Picture is anything that gives its own bundle, as plots do.
type Picture interface{ Bundle() Bundle }

// Of returns the richest form of a value. It is false where v has none and is best
// shown as Go would write it.
//
// Values of ad have pictures. Images are shown. A value of any other type is shown by
// its methods HTML(), SVG(), LaTeX() and Markdown(), each returning a string, with
// String() as plain text; or, as gonum's matrices, by Dims() and At(i, j).
func Of(v any) (Bundle, bool) {
	if isNil(v) {
		return Bundle{}, false
	}
	switch v := v.(type) {
	case Bundle:
		return v, true
	case Picture:
		return v.Bundle(), true
	case image.Image:
		return ofImage(v), true
	}
	if b, ok := ofAD(v); ok {
		return b, true
	}
	if b, ok := ofMethods(v); ok {
		return b, true
	}
	if m, ok := v.(grid); ok {
		return ofGrid(m)
	}
	return Bundle{}, false
}

func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan:
		return r.IsNil()
	}
	return false
}

// ofMethods reads the forms that a value knows of itself.
func ofMethods(v any) (Bundle, bool) {
	b := Bundle{Data: map[string]any{}}
	if m, ok := v.(interface{ HTML() string }); ok {
		b.Data[mimeHTML] = m.HTML()
	}
	if m, ok := v.(interface{ SVG() string }); ok {
		s := m.SVG()
		b.Data[mimeSVG] = s
		if b.Data[mimeHTML] == nil {
			b.Data[mimeHTML] = img("drawing", s, 0, 0)
		}
	}
	if m, ok := v.(interface{ LaTeX() string }); ok {
		b.Data[mimeLaTeX] = displayMath(m.LaTeX())
	}
	if m, ok := v.(interface{ Markdown() string }); ok {
		b.Data[mimeMarkdown] = m.Markdown()
	}
	if len(b.Data) == 0 {
		return Bundle{}, false
	}
	b.Data[mimePlain] = plainText(v)
	return b, true
}

func plainText(v any) string {
	if s, ok := v.(interface{ String() string }); ok {
		return s.String()
	}
	return reflect.TypeOf(v).String()
}

func ofImage(m image.Image) Bundle {
	var b bytes.Buffer
	size := m.Bounds().Size()
	plain := "image " + sizeText(size.X, size.Y)
	if err := png.Encode(&b, m); err != nil {
		return Bundle{Data: map[string]any{mimePlain: plain + ": " + err.Error()}}
	}
	return Bundle{Data: map[string]any{
		mimePNG:   base64.StdEncoding.EncodeToString(b.Bytes()),
		mimePlain: plain,
	}}
}

// A figure is a drawing with what stands beside it.
type figure struct {
	drawing *scene.Scene // nil for a table alone
	below   string       // HTML under the drawing
	latex   string       // without $$; takes the place of the PNG while it is short
	paper   *scene.Scene // for the PNG where drawing is nil and latex is long
	plain   string
}

// mostLines bounds a plain text; what is left out, from its middle, is said.
const mostLines = 200

func bounded(s string) string {
	lines := strings.Split(s, "\n")
	from, till := middle(len(lines), mostLines)
	if from == till {
		return s
	}
	left := append(lines[:from:from], "… "+plural(till-from, "line")+" …")
	return strings.Join(append(left, lines[till:]...), "\n")
}

// longLaTeX is the size of formulas that no page holds.
const longLaTeX = 12_000

func (f figure) bundle() Bundle {
	data := map[string]any{mimePlain: bounded(f.plain)}
	html := ""
	if f.drawing != nil {
		html = img(f.drawing.Title, f.drawing.SVG(), f.drawing.W, f.drawing.H)
	}
	data[mimeHTML] = "<div>" + html + f.below + "</div>"
	onPaper := cmp.Or(f.drawing, f.paper)
	switch {
	case f.latex != "" && (len(f.latex) <= longLaTeX || onPaper == nil):
		data[mimeLaTeX] = displayMath(f.latex)
	case onPaper != nil:
		data[mimePNG] = base64.StdEncoding.EncodeToString(onPaper.PNG())
	}
	return Bundle{Data: data}
}
