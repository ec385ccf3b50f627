package display

import (
	"encoding/base64"
	"html"
	"net/http"
	"strings"
)

// HTML shows s as it is. Scripts and styles in it do not survive in notebooks that are
// not trusted.
func HTML(s string) Bundle { return raw(mimeHTML, s, "HTML") }

// Markdown shows s as a text cell would.
func Markdown(s string) Bundle { return raw(mimeMarkdown, s, s) }

// LaTeX typesets s, as display mathematics where it does not say otherwise.
func LaTeX(s string) Bundle { return raw(mimeLaTeX, displayMath(s), s) }

// SVG shows a drawing; it travels in an <img>, where front ends keep it.
func SVG(s string) Bundle {
	b := raw(mimeSVG, s, "SVG image")
	b.Data[mimeHTML] = img("drawing", s, 0, 0)
	return b
}

// PNG shows an encoded image.
func PNG(data []byte) Bundle {
	return raw(mimePNG, base64.StdEncoding.EncodeToString(data), "PNG image")
}

// Image shows an encoded image of a kind that browsers know: PNG, JPEG, GIF, WebP.
func Image(data []byte) Bundle {
	return raw(http.DetectContentType(data), base64.StdEncoding.EncodeToString(data), "image")
}

// Note shows a remark on what a cell does, in lines that wrap as prose does;
// what stands between backquotes is code.
func Note(s string) Bundle {
	var b strings.Builder
	for i, part := range strings.Split("note: "+s, "`") {
		if part = html.EscapeString(part); i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		b.WriteString(part)
	}
	return raw(mimeHTML, `<div style="font-size:13px;line-height:1.5;opacity:.85;margin:2px 0">`+b.String()+"</div>", "note: "+s)
}

// Text shows s as plain text.
func Text(s string) Bundle { return Bundle{Data: map[string]any{mimePlain: s}} }

// Raw shows data of any MIME type. The data of types ending in json may be any value
// that encodes to JSON; that of others is text, base64 where the type is binary.
func Raw(mime string, data any) Bundle {
	return Bundle{Data: map[string]any{mime: data, mimePlain: mime}}
}

func raw(mime, s, plain string) Bundle {
	return Bundle{Data: map[string]any{mime: s, mimePlain: plain}}
}
