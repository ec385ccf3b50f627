package display

import (
	"html"
	"regexp"
	"strings"
)

var tags = regexp.MustCompile(`<br>|<[^>]*>`)

// latex writes the table as an array, which MathJax, KaTeX and TeX all know.
func (t table) latex() string {
	var b strings.Builder
	b.WriteString(`\begin{array}{`)
	for i, c := range t.head {
		if i > 0 {
			b.WriteByte('|')
		}
		if c.left {
			b.WriteByte('l')
		} else {
			b.WriteByte('r')
		}
	}
	b.WriteString("}\n")
	line := func(row []cell) {
		for i, c := range row {
			if i > 0 {
				b.WriteString(" & ")
			}
			b.WriteString(latexText(c.text))
		}
		b.WriteString(` \\`)
	}
	line(t.head)
	b.WriteString(" \\hline\n")
	for _, row := range t.rows {
		line(row)
		b.WriteByte('\n')
	}
	b.WriteString(`\end{array}`)
	return b.String()
}

// latexText turns the text of a cell into text mode; what TeX fonts lack becomes
// mathematics.
func latexText(s string) string {
	s = html.UnescapeString(tags.ReplaceAllString(s, " "))
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	return `\text{` + toTeX.Replace(s) + "}"
}

var toTeX = strings.NewReplacer(
	`\`, `$\backslash$`, "{", `\{`, "}", `\}`, "_", `\_`, "%", `\%`, "#", `\#`, "&", `\&`, "$", `\$`, "^", `$\wedge$`, "~", `$\sim$`,
	"∂", `$\partial$`, "−", "$-$", "∞", `$\infty$`, "×", `$\times$`, "·", `$\cdot$`, "←", `$\leftarrow$`, "µ", `$\mu$`, "–", "-",
	"⟨", `$\langle$`, "⟩", `$\rangle$`, "ᵀ", `$^T$`, "\u202f", `\,`, "⁻", "$^-$",
	"⁰", "$^0$", "¹", "$^1$", "²", "$^2$", "³", "$^3$", "⁴", "$^4$", "⁵", "$^5$", "⁶", "$^6$", "⁷", "$^7$", "⁸", "$^8$", "⁹", "$^9$",
	"₀", "$_0$", "₁", "$_1$", "₂", "$_2$", "₃", "$_3$", "₄", "$_4$", "₅", "$_5$", "₆", "$_6$", "₇", "$_7$", "₈", "$_8$", "₉", "$_9$",
)
