package display

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pretty sets the digits at the end of a Go name low: x1 as x₁. ad's labels are so
// already.
func pretty(name string) string {
	stem := strings.TrimRight(name, "0123456789")
	if stem == "" || stem == name {
		return name
	}
	return stem + subDigits.Replace(name[len(stem):])
}

var subDigits = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄",
	"5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")

// prettyName does so in a name put together of several: ∂(f1, f2)/∂(x1, x2).
func prettyName(s string) string {
	var b strings.Builder
	after := false // a letter that may carry an index
	runes := []rune(s)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && runes[j] >= '0' && runes[j] <= '9' {
			j++
		}
		if j > i {
			digits := string(runes[i:j])
			ends := j == len(runes) || strings.ContainsRune("/, )^", runes[j])
			if after && ends {
				digits = subDigits.Replace(digits)
			}
			b.WriteString(digits)
			i, after = j, false
			continue
		}
		after = unicode.IsLetter(runes[i])
		b.WriteRune(runes[i])
		i++
	}
	return b.String()
}

// single reports whether a name is one letter with an index, which can carry a mark.
func single(name string) bool {
	return utf8.RuneCountInString(strings.TrimRight(name, "₀₁₂₃₄₅₆₇₈₉⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")) == 1
}

// marked puts a mark over the letter of a name: w̄₁, ẇ₁.
func marked(name string, mark rune) string {
	r, n := utf8.DecodeRuneInString(name)
	if whole, ok := composed[[2]rune{r, mark}]; ok {
		return string(whole) + name[n:]
	}
	return string(r) + string(mark) + name[n:]
}

const (
	bar = '\u0304'
	dot = '\u0307'
)

// composed letters look better than a letter with a combining mark in many fonts.
var composed = map[[2]rune]rune{
	{'a', dot}: 'ȧ', {'b', dot}: 'ḃ', {'c', dot}: 'ċ', {'d', dot}: 'ḋ', {'e', dot}: 'ė', {'f', dot}: 'ḟ', {'g', dot}: 'ġ',
	{'h', dot}: 'ḣ', {'m', dot}: 'ṁ', {'n', dot}: 'ṅ', {'o', dot}: 'ȯ', {'p', dot}: 'ṗ', {'r', dot}: 'ṙ', {'s', dot}: 'ṡ',
	{'t', dot}: 'ṫ', {'w', dot}: 'ẇ', {'x', dot}: 'ẋ', {'y', dot}: 'ẏ', {'z', dot}: 'ż',
	{'y', bar}: 'ȳ', {'u', bar}: 'ū', {'a', bar}: 'ā', {'e', bar}: 'ē', {'g', bar}: 'ḡ', {'i', bar}: 'ī', {'o', bar}: 'ō',
}

// adjointName is w̄₁, or bar(loss) as ad writes it for a name that is a word.
func adjointName(name string) string {
	if single(name) {
		return marked(name, bar)
	}
	return "bar(" + name + ")"
}

// tangentName is ẇ₁, or dot(loss) for a name that is a word.
func tangentName(name string) string {
	if single(name) {
		return marked(name, dot)
	}
	return "dot(" + name + ")"
}

// typeset gives a text of ad the minus sign of print.
func typeset(text string) string {
	var b strings.Builder
	var last rune
	for i, r := range text {
		if r == '-' && !(last == 'e' && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9') {
			r = '−'
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// elideMiddle shortens a text to n characters, half from either end.
func elideMiddle(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n/2]) + " … " + string(runes[len(runes)-n/2:])
}

// elide shortens a text to n characters.
func elide(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return string(runes[:n-1]) + "…"
}
