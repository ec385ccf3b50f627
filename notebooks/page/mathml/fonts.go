package mathml

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// styledTag writes a token element in a font. Bold, sans and typewriter are style sheet matters, since few systems have
// letters of their own for them; blackboard and script letters are characters.
func styledTag(tag, text, font string) string {
	attrs := ""
	switch font {
	case "rm", "bf", "sf", "tt":
		if tag == "mi" && utf8.RuneCountInString(text) == 1 {
			attrs = ` mathvariant="normal"`
		}
		if font != "rm" {
			attrs += ` class="tex-` + font + `"`
		}
	case "bi":
		attrs = ` class="tex-bf"`
	case "it":
		if tag == "mtext" || utf8.RuneCountInString(text) > 1 {
			attrs = ` class="tex-it"`
		}
	case "bb", "cal", "frak":
		text = alphabet(text, font)
	}
	return "<" + tag + attrs + ">" + html.EscapeString(text) + "</" + tag + ">"
}

// alphabet maps letters to Unicode's mathematical alphabets, minding the letters that had a place before.
func alphabet(text, font string) string {
	starts := map[string][3]rune{"bb": {0x1D538, 0x1D552, 0x1D7D8}, "cal": {0x1D49C, 0x1D4B6, '0'}, "frak": {0x1D504, 0x1D51E, '0'}}
	early := map[string]string{
		"bb":   "CℂHℍNℕPℙQℚRℝZℤ",
		"cal":  "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
		"frak": "CℭHℌIℑRℜZℨ",
	}[font]
	at := starts[font]
	return strings.Map(func(r rune) rune {
		if _, rest, ok := strings.Cut(early, string(r)); ok && r < unicode.MaxASCII {
			special, _ := utf8.DecodeRuneInString(rest)
			return special
		}
		switch {
		case 'A' <= r && r <= 'Z':
			return at[0] + r - 'A'
		case 'a' <= r && r <= 'z':
			return at[1] + r - 'a'
		case '0' <= r && r <= '9':
			return at[2] + r - '0'
		}
		return r
	}, text)
}
