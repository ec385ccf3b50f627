package mathml

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// next returns the token at pos and moves behind it: a command without its backslash (command true), or one character.
// Spaces before it are skipped. At the end it returns "".
func (p *parser) next() (tok string, command bool) {
	p.skipSpace()
	if p.pos >= len(p.src) {
		return "", false
	}
	r, size := utf8.DecodeRuneInString(p.src[p.pos:])
	start := p.pos
	p.pos += size
	if r != '\\' {
		return p.src[start:p.pos], false
	}
	start = p.pos
	for p.pos < len(p.src) && isLetter(p.src[p.pos]) {
		p.pos++
	}
	if p.pos == start && p.pos < len(p.src) {
		_, size = utf8.DecodeRuneInString(p.src[p.pos:])
		p.pos += size
	}
	name := p.src[start:p.pos]
	if name == "operatorname" && strings.HasPrefix(p.src[p.pos:], "*") {
		p.pos++
		name += "*"
	}
	return name, true
}

func (p *parser) peek() (string, bool) {
	at := p.pos
	tok, command := p.next()
	p.pos = at
	return tok, command
}

func (p *parser) skipSpace() {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			p.pos++
		case c == '%':
			for p.pos < len(p.src) && p.src[p.pos] != '\n' {
				p.pos++
			}
		default:
			return
		}
	}
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func (p *parser) fail(format string, args ...any) { panic(fault(fmt.Sprintf(format, args...))) }

// run collects the letters or digits that follow, for a number or a word in one style.
func (p *parser) run(first string, is func(rune) bool) string {
	end := p.pos
	for !p.single && end < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[end:])
		if !is(r) {
			break
		}
		end += size
	}
	word := first + p.src[p.pos:end]
	p.pos = end
	return word
}

// text reads {…} as characters.
func (p *parser) text() string {
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '{' {
		p.fail("want { with text")
	}
	depth, start := 0, p.pos+1
	for ; p.pos < len(p.src); p.pos++ {
		switch p.src[p.pos] {
		case '\\':
			p.pos++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				p.pos++
				return p.src[start : p.pos-1]
			}
		}
	}
	p.pos = len(p.src)
	p.fail("a } is missing")
	return ""
}

// optional reads […], if it is there.
func (p *parser) optional() (string, bool) {
	if tok, command := p.peek(); tok != "[" || command {
		return "", false
	}
	p.next()
	end := strings.IndexByte(p.src[p.pos:], ']')
	if end < 0 {
		p.fail("a ] is missing")
	}
	text := p.src[p.pos : p.pos+end]
	p.pos += end + 1
	return text, true
}
