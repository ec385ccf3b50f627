package display

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// num writes a number with four significant digits for pictures: −0.4161, 1.5×10⁻⁷, ∞.
func num(x float64) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "−∞"
	case x == 0:
		return "0"
	}
	s := round(x)
	mantissa, exponent, scientific := strings.Cut(s, "e")
	mantissa = strings.Replace(mantissa, "-", "−", 1)
	if !scientific {
		return mantissa
	}
	n, _ := strconv.Atoi(exponent)
	if mantissa == "1" || mantissa == "−1" {
		return strings.TrimSuffix(mantissa, "1") + "10" + superscript(n)
	}
	return mantissa + "×10" + superscript(n)
}

// round gives four significant digits, scientific below 10⁻⁴ and from 10⁵.
func round(x float64) string {
	if a := math.Abs(x); a >= 99995 || a < 1e-4 {
		s := strconv.FormatFloat(x, 'e', 3, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		return mantissa + "e" + exponent
	}
	if a := math.Abs(x); a >= 9999.5 {
		return strconv.FormatFloat(x, 'f', 0, 64) // a count reads better whole
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// full writes every digit that matters, for tooltips.
func full(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "-", "−", 1)
}

// texNum writes a number with four significant digits for LaTeX.
func texNum(x float64) string {
	switch {
	case math.IsNaN(x):
		return `\mathrm{NaN}`
	case math.IsInf(x, 1):
		return `\infty`
	case math.IsInf(x, -1):
		return `-\infty`
	case x == 0:
		return "0"
	}
	mantissa, exponent, scientific := strings.Cut(round(x), "e")
	if !scientific {
		return mantissa
	}
	n, _ := strconv.Atoi(exponent)
	if mantissa == "1" || mantissa == "-1" {
		return fmt.Sprintf(`%s10^{%d}`, strings.TrimSuffix(mantissa, "1"), n)
	}
	return fmt.Sprintf(`%s\cdot 10^{%d}`, mantissa, n)
}

var superDigits = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
	"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

func superscript(n int) string { return superDigits.Replace(strconv.Itoa(n)) }

// grouped writes a count with thin spaces between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return grouped(n) + " " + noun + "s"
}

// sizeText joins dimensions: 3×4.
func sizeText(shape ...int) string {
	parts := make([]string, len(shape))
	for i, d := range shape {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, "×")
}
