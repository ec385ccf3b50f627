package display

import (
	"encoding/base64"
	"fmt"
	"html"
	"strings"
)

// img carries an SVG where front ends keep it even in notebooks that are not trusted.
func img(alt, svg string, w, h float64) string {
	size := ""
	if w > 0 {
		size = fmt.Sprintf(` width="%.0f" height="%.0f"`, w, h)
	}
	fit := "max-width:100%;height:auto"
	if w > readable {
		fit = fmt.Sprintf("width:100%%;max-width:%.0fpx;min-width:%.0fpx;height:auto", w, max(readable, w*leastScale))
	}
	s := fmt.Sprintf(`<img src="data:image/svg+xml;base64,%s" alt="%s"%s style="%s">`,
		base64.StdEncoding.EncodeToString([]byte(svg)), html.EscapeString(alt), size, fit)
	if w > readable {
		return scrolled(s)
	}
	return s
}

// Pictures shrink to the page, but wide ones no further than can be read; then they
// scroll.
const (
	readable   = 640.0
	leastScale = 0.7
)

// scrolled lets what is wide move under the reader's hand.
func scrolled(s string) string { return `<div style="overflow-x:auto">` + s + "</div>" }

// displayMath wraps LaTeX that is not already in math mode.
func displayMath(tex string) string {
	trimmed := strings.TrimSpace(tex)
	for _, open := range []string{"$", `\[`, `\(`, `\begin{`} {
		if strings.HasPrefix(trimmed, open) && !strings.HasPrefix(trimmed, `\begin{array}`) && !strings.HasPrefix(trimmed, `\begin{aligned}`) {
			return tex
		}
	}
	return "$$" + tex + "$$"
}

// Tints of table cells: translucent, so that they sit on light and dark pages alike,
// and the page's own colour of text stays readable on them.
const (
	tintValue   = "rgba(0,150,130,.14)"
	tintTangent = "rgba(120,90,230,.15)"
	tintAdjoint = "rgba(225,90,25,.15)"
	tintHead    = "rgba(128,140,160,.16)"
	tintAlarm   = "rgba(220,30,80,.22)"
	tintGood    = "rgba(30,160,80,.18)"
	ruleColour  = "rgba(128,140,160,.45)"
)

// A cell of a table. The text is HTML.
type cell struct {
	text string
	tip  string
	tint string
	head bool
	left bool
	span int
}

// A table of cells with a heading row. All looks are inline, which is what survives.
type table struct {
	caption string
	head    []cell
	rows    [][]cell
}

func (t table) html() string {
	var b strings.Builder
	b.WriteString(`<table style="border-collapse:collapse;font-size:13px;line-height:1.5;margin:6px 0">`)
	if t.caption != "" {
		fmt.Fprintf(&b, `<caption style="text-align:left;padding:2px 0 4px;caption-side:top">%s</caption>`, t.caption)
	}
	if len(t.head) > 0 {
		b.WriteString("<thead><tr>")
		for _, c := range t.head {
			c.head = true
			if c.tint == "" {
				c.tint = tintHead
			}
			c.write(&b)
		}
		b.WriteString("</tr></thead>")
	}
	b.WriteString("<tbody>")
	for _, row := range t.rows {
		b.WriteString(`<tr style="background-color:transparent">`) // no stripes under the tints
		for _, c := range row {
			c.write(&b)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
}

func (c cell) write(b *strings.Builder) {
	tag, align := "td", "right"
	if c.head {
		tag, align = "th", "center"
	}
	if c.left {
		align = "left"
	}
	style := fmt.Sprintf("text-align:%s;vertical-align:top;white-space:nowrap;padding:3px 10px;border-bottom:1px solid %s", align, ruleColour)
	if c.tint != "" {
		style += ";background-color:" + c.tint
	}
	attributes := ""
	if c.span > 1 {
		attributes += fmt.Sprintf(` colspan="%d"`, c.span)
	}
	if c.tip != "" {
		attributes += fmt.Sprintf(` title="%s"`, html.EscapeString(c.tip))
	}
	fmt.Fprintf(b, `<%s style="%s"%s>%s</%s>`, tag, style, attributes, c.text, tag)
}

// details folds the text twin of a picture away.
func details(summary, body string) string {
	return fmt.Sprintf(`<details><summary style="cursor:pointer">%s</summary>%s</details>`, html.EscapeString(summary), body)
}

func note(text string) string {
	return fmt.Sprintf(`<div style="font-size:12px;opacity:.8;margin:4px 0">%s</div>`, html.EscapeString(text))
}

func escape(s string) string { return html.EscapeString(s) }
