package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom reads one piece of the formula, without its scripts.
func (p *texParser) atom() atom {
	tok, command := p.next()
	if command {
		return p.command(tok)
	}
	r, _ := utf8.DecodeRuneInString(tok)
	switch {
	case tok == "{":
		p.pos--
		return p.braced()
	case tok == "}":
		p.pos--
		p.fail("a } too many")
	case tok == "&":
		p.pos--
		p.fail("a & outside of a table")
	case tok == "^" || tok == "_":
		p.pos--
		return atom{} // a script on nothing
	case tok == "~":
		return spaceAtom("0.25")
	case unicode.IsDigit(r):
		return atom{ml: p.digits(tok)}
	case unicode.IsLetter(r):
		return p.letter(tok)
	}
	return signAtom(tok)
}

// digits reads a number with its decimal point.
func (p *texParser) digits(first string) string {
	n := p.run(first, unicode.IsDigit)
	if rest := p.src[p.pos:]; !p.single && len(rest) > 1 && rest[0] == '.' && '0' <= rest[1] && rest[1] <= '9' {
		p.pos++
		n += p.run(".", unicode.IsDigit)
	}
	return styledTag("mn", n, p.font)
}

func (p *texParser) letter(first string) atom {
	if p.font == "" || p.font == "it" {
		return atom{ml: "<mi>" + first + "</mi>"}
	}
	return atom{ml: styledTag("mi", p.run(first, unicode.IsLetter), p.font)}
}

// braced is {…}: one ordinary atom; an operator alone in braces loses its space, as the comma of 1{,}000.
func (p *texParser) braced() atom {
	atoms := p.group()
	if len(atoms) == 1 && atoms[0].text != "" {
		return atom{ml: sign(atoms[0].text, `lspace="0" rspace="0"`)}
	}
	return atom{ml: one(atoms, p.script)}
}

// signAtom is a character that is neither letter nor digit.
func signAtom(tok string) atom {
	switch tok {
	case "-":
		return signAtom("−")
	case "*":
		return signAtom("∗")
	case "+", "−", "∗":
		return atom{ml: sign(tok, ""), kind: binary, text: tok}
	case "=", "<", ">", ":", "≤", "≥", "≠", "≈", "→", "←", "∈", "↦", "⇒":
		return atom{ml: sign(tok, ""), kind: relation, text: tok}
	case ",", ";":
		return atom{ml: sign(tok, ""), kind: punctuation, text: tok}
	case "(", "[":
		return atom{ml: sign(tok, `stretchy="false" form="prefix"`), kind: opening}
	case ")", "]":
		return atom{ml: sign(tok, `stretchy="false" form="postfix"`), kind: closing}
	case "·", "×", "±", "∘":
		return atom{ml: sign(tok, ""), kind: binary, text: tok}
	case "|", "/", "!", "?", ".", "‖":
		return atom{ml: sign(tok, `stretchy="false" lspace="0" rspace="0"`)}
	}
	return atom{ml: "<mtext>" + html.EscapeString(tok) + "</mtext>"}
}

func sign(text, attrs string) string {
	if attrs != "" {
		attrs = " " + attrs
	}
	return "<mo" + attrs + ">" + html.EscapeString(text) + "</mo>"
}

func spaceAtom(em string) atom {
	return atom{ml: `<mspace width="` + em + `em"></mspace>`, kind: space}
}

// command looks the name up in the tables; what has arguments of its own is in texCommands.
func (p *texParser) command(name string) atom {
	if read, ok := texCommands[name]; ok {
		return read(p, name)
	}
	if s, ok := texLetters[name]; ok {
		return atom{ml: styledTag("mi", s, p.font)}
	}
	if s, ok := texUpright[name]; ok {
		font := p.font
		if font == "" {
			font = "rm"
		}
		return atom{ml: styledTag("mi", s, font)}
	}
	if s, ok := texBinary[name]; ok {
		return atom{ml: sign(s, ""), kind: binary, text: s}
	}
	if s, ok := texRelations[name]; ok {
		return atom{ml: sign(s, `stretchy="false"`), kind: relation, text: s}
	}
	if s, ok := texBig[name]; ok {
		limits := movable
		if strings.HasSuffix(name, "int") {
			limits = beside
		}
		return atom{ml: sign(s, ""), kind: operator, limits: limits}
	}
	if below, ok := texFunctions[name]; ok {
		return function(name, below)
	}
	if a, ok := texAccents[name]; ok {
		return p.accent(a)
	}
	if em, ok := texSpaces[name]; ok {
		return spaceAtom(em)
	}
	if font, ok := texFonts[name]; ok {
		defer func(old string) { p.font = old }(p.font)
		p.font = font
		return atom{ml: p.arg()}
	}
	if font, ok := texTexts[name]; ok {
		return atom{ml: p.words(p.text(), font)}
	}
	if s, ok := texDelimiters[barred(name)]; ok && name != "." {
		return delimiter(s, `stretchy="false"`)
	}
	if size, ok := texBigSizes[strings.TrimRight(name, "lrm")]; ok {
		d := p.delimiter()
		return delimiter(d, fmt.Sprintf(`stretchy="true" symmetric="true" minsize="%sem" maxsize="%[1]sem"`, size))
	}
	if texIgnored[strings.TrimSuffix(name, "*")] {
		return atom{kind: space}
	}
	p.unknown = append(p.unknown, `\`+name)
	return atom{ml: `<mtext class="tex-unknown">\` + html.EscapeString(name) + `</mtext>`}
}

func function(name string, below bool) atom {
	switch name {
	case "limsup", "liminf":
		name = name[:3] + "\u2009" + name[3:]
	case "argmax", "argmin":
		name = name[:3] + "\u2009" + name[3:]
	}
	limits := beside
	attrs := `lspace="0" rspace="0"`
	if below {
		limits, attrs = movable, `movablelimits="true" `+attrs
	}
	return atom{ml: sign(name, attrs), kind: operator, limits: limits}
}

func (p *texParser) accent(a texAccent) atom {
	base := p.arg()
	mark := sign(a.sign, fmt.Sprintf(`stretchy="%t"`, a.stretch))
	out := atom{}
	switch {
	case a.brace:
		out.limits = alwaysAbove
		fallthrough
	case a.stretch && !a.under:
		out.ml = "<mover>" + base + mark + "</mover>"
	default:
		out.ml = `<mover accent="true">` + base + mark + "</mover>"
	}
	if a.under {
		if a.brace {
			base = "<mrow class=\"tex-braced\">" + base + "</mrow>"
		}
		out.ml = "<munder>" + base + mark + "</munder>"
	}
	return out
}

// delimiter reads what stands after \left, \right, \middle or \big.
func (p *texParser) delimiter() string {
	tok, command := p.next()
	if command {
		tok = barred(tok)
	}
	s, ok := texDelimiters[tok]
	if !ok {
		p.fail("%q is no delimiter, want one as ( [ | . or \\{", tok)
	}
	return s
}

// barred tells \| from the character.
func barred(command string) string {
	if command == "|" {
		return "Vert"
	}
	return command
}

func delimiter(s, attrs string) atom {
	switch {
	case texOpening[s]:
		return atom{ml: sign(s, `form="prefix" `+attrs), kind: opening}
	case texClosing[s]:
		return atom{ml: sign(s, `form="postfix" `+attrs), kind: closing}
	}
	return atom{ml: sign(s, attrs+` lspace="0" rspace="0"`)}
}

// words is the text of \text{…}; a part between dollars is mathematics again.
func (p *texParser) words(text, font string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, "$") {
		if i%2 == 1 {
			out.WriteString(p.sub(part))
		} else if part != "" {
			part = strings.NewReplacer("~", "\u00a0", `\ `, "\u00a0", `\_`, "_", `\%`, "%", `\&`, "&", `\{`, "{", `\}`, "}", `\#`, "#", "---", "—", "--", "–").Replace(part)
			if t := strings.TrimLeft(part, " "); t != part {
				part = "\u00a0" + t
			}
			if t := strings.TrimRight(part, " "); t != part {
				part = t + "\u00a0"
			}
			out.WriteString(styledTag("mtext", part, font))
		}
	}
	return "<mrow>" + out.String() + "</mrow>"
}

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

// texColor is what \color takes: a name, or #rgb; anything else could break out of the style attribute.
var texColor = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]+)$`)
