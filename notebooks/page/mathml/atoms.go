package mathml

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom reads one piece of the formula, without its scripts.
func (p *parser) atom() atom {
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
func (p *parser) digits(first string) string {
	n := p.run(first, unicode.IsDigit)
	if rest := p.src[p.pos:]; !p.single && len(rest) > 1 && rest[0] == '.' && '0' <= rest[1] && rest[1] <= '9' {
		p.pos++
		n += p.run(".", unicode.IsDigit)
	}
	return styledTag("mn", n, p.font)
}

func (p *parser) letter(first string) atom {
	if p.font == "" || p.font == "it" {
		return atom{ml: "<mi>" + first + "</mi>"}
	}
	return atom{ml: styledTag("mi", p.run(first, unicode.IsLetter), p.font)}
}

// braced is {…}: one ordinary atom; an operator alone in braces loses its space, as the comma of 1{,}000.
func (p *parser) braced() atom {
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

// command looks the name up in the tables; what has arguments of its own is in commands.
func (p *parser) command(name string) atom {
	if read, ok := commands[name]; ok {
		return read(p, name)
	}
	if s, ok := letters[name]; ok {
		return atom{ml: styledTag("mi", s, p.font)}
	}
	if s, ok := upright[name]; ok {
		font := p.font
		if font == "" {
			font = "rm"
		}
		return atom{ml: styledTag("mi", s, font)}
	}
	if s, ok := binarySigns[name]; ok {
		return atom{ml: sign(s, ""), kind: binary, text: s}
	}
	if s, ok := relations[name]; ok {
		return atom{ml: sign(s, `stretchy="false"`), kind: relation, text: s}
	}
	if s, ok := bigOperators[name]; ok {
		limits := movable
		if strings.HasSuffix(name, "int") {
			limits = beside
		}
		return atom{ml: sign(s, ""), kind: operator, limits: limits}
	}
	if below, ok := functions[name]; ok {
		return function(name, below)
	}
	if a, ok := accents[name]; ok {
		return p.accent(a)
	}
	if em, ok := spaces[name]; ok {
		return spaceAtom(em)
	}
	if font, ok := fonts[name]; ok {
		defer func(old string) { p.font = old }(p.font)
		p.font = font
		return atom{ml: p.arg()}
	}
	if font, ok := textFonts[name]; ok {
		return atom{ml: p.words(p.text(), font)}
	}
	if s, ok := delimiters[barred(name)]; ok && name != "." {
		return delimiter(s, `stretchy="false"`)
	}
	if size, ok := bigSizes[strings.TrimRight(name, "lrm")]; ok {
		d := p.delimiter()
		return delimiter(d, fmt.Sprintf(`stretchy="true" symmetric="true" minsize="%sem" maxsize="%[1]sem"`, size))
	}
	if ignored[strings.TrimSuffix(name, "*")] {
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

func (p *parser) accent(a accent) atom {
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
func (p *parser) delimiter() string {
	tok, command := p.next()
	if command {
		tok = barred(tok)
	}
	s, ok := delimiters[tok]
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
	case opens[s]:
		return atom{ml: sign(s, `form="prefix" `+attrs), kind: opening}
	case closes[s]:
		return atom{ml: sign(s, `form="postfix" `+attrs), kind: closing}
	}
	return atom{ml: sign(s, attrs+` lspace="0" rspace="0"`)}
}

// words is the text of \text{…}; a part between dollars is mathematics again.
func (p *parser) words(text, font string) string {
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
