package main

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// mathML turns TeX, the part of it that MathJax and KaTeX share and a lecture uses, into MathML, which browsers lay out
// without a script and without a network. A command it does not know is shown as written and listed in unknown; text that
// is no TeX (a brace missing) gives an error, which names the place.
func mathML(tex string, display bool) (ml string, unknown []string, err error) {
	p := &texParser{src: tex}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(texError)
			if !ok {
				panic(r)
			}
			ml, err = "", fmt.Errorf("TeX: %s at character %d of %s", e, utf8.RuneCountInString(tex[:p.pos]), tex)
		}
	}()
	rows := p.rows("", texEnvironment{align: "c", display: display})
	body := "<mrow>" + join(rows[0].cells[0], false) + "</mrow>"
	if len(rows) > 1 || len(rows[0].cells) > 1 {
		body = table(rows, texEnvironment{align: "rl", display: true, pairs: true}, "")
	}
	attr := ""
	if display {
		attr = ` display="block"`
	}
	return fmt.Sprintf(`<math%s alttext="%s">%s</math>`, attr, html.EscapeString(strings.TrimSpace(tex)), body), p.unknown, nil
}

type texError string

// A texParser reads its source once, from left to right. Trouble is a panic of texError, recovered in mathML.
type texParser struct {
	src     string
	pos     int
	font    string
	single  bool // an argument without braces: one digit of 12, not the number
	script  bool // inside a superscript or subscript, where TeX sets no space
	depth   int
	unknown []string
}

// An atom is a piece of a formula with the kind that decides the space around it.
type atom struct {
	ml     string
	kind   atomKind
	limits limitKind
	text   string // of an operator, while it can still become a prefix
}

type atomKind int

const (
	ordinary atomKind = iota
	operator          // a name as sin, or a sum
	binary
	relation
	opening
	closing
	punctuation
	inner // a fraction or a fenced group
	space
)

type limitKind int

const (
	beside      limitKind = iota // scripts are superscript and subscript
	movable                      // above and below in a display, beside in running text
	alwaysAbove                  // above and below
)

// next returns the token at pos and moves behind it: a command without its backslash (command true), or one character.
// Spaces before it are skipped. At the end it returns "".
func (p *texParser) next() (tok string, command bool) {
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

func (p *texParser) peek() (string, bool) {
	at := p.pos
	tok, command := p.next()
	p.pos = at
	return tok, command
}

func (p *texParser) skipSpace() {
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

func (p *texParser) fail(format string, args ...any) { panic(texError(fmt.Sprintf(format, args...))) }

// until collects atoms up to, not including, the first token that stop accepts.
func (p *texParser) until(stop func(tok string, command bool) bool) []atom {
	defer p.deeper()()
	var out []atom
	for {
		tok, command := p.peek()
		if stop(tok, command) {
			return out
		}
		if tok == "" && !command {
			p.fail("the formula ends too early")
		}
		if command && (tok == "displaystyle" || tok == "textstyle" || tok == "scriptstyle") {
			p.next()
			rest := join(p.until(stop), p.script)
			return append(out, atom{ml: fmt.Sprintf(`<mstyle displaystyle="%t">%s</mstyle>`, tok == "displaystyle", rest)})
		}
		if command && texFonts[tok] != "" && len(tok) == 2 { // \bf and \rm hold to the end of the group
			p.next()
			defer func(old string) { p.font = old }(p.font)
			p.font = texFonts[tok]
			continue
		}
		out = append(out, p.withScripts(p.atom()))
	}
}

// deeper counts a level of nesting; what it returns takes the level back.
func (p *texParser) deeper() func() {
	if p.depth++; p.depth > 200 {
		p.fail("nested too deeply")
	}
	return func() { p.depth-- }
}

// group reads {…}, or one atom, as the argument of a command.
func (p *texParser) group() []atom {
	defer p.deeper()()
	tok, command := p.peek()
	if tok != "{" || command {
		if tok == "" || tok == "}" && !command || tok == "&" && !command {
			p.fail("an argument is missing")
		}
		defer func(old bool) { p.single = old }(p.single)
		p.single = true
		return []atom{p.atom()}
	}
	p.next()
	defer func(old bool) { p.single = old }(p.single)
	p.single = false
	out := p.until(func(tok string, command bool) bool { return tok == "}" && !command })
	p.next()
	return out
}

func (p *texParser) arg() string { return one(p.group(), p.script) }

// scriptArg is an argument in script style.
func (p *texParser) scriptArg() string {
	defer func(old bool) { p.script = old }(p.script)
	p.script = true
	return one(p.group(), true)
}

// text reads {…} as characters.
func (p *texParser) text() string {
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
func (p *texParser) optional() (string, bool) {
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

// sub converts a piece of text by itself, in script style.
func (p *texParser) sub(tex string) string {
	q := &texParser{src: tex, font: p.font, script: true, depth: p.depth}
	out := join(q.until(func(tok string, command bool) bool { return tok == "" && !command }), true)
	p.unknown = append(p.unknown, q.unknown...)
	return "<mrow>" + out + "</mrow>"
}

// withScripts attaches what follows as ^, _ or '.
func (p *texParser) withScripts(base atom) atom {
	var sub, sup, primes string
	for {
		tok, command := p.peek()
		switch {
		case command && (tok == "limits" || tok == "nolimits"):
			p.next()
			base.limits = map[bool]limitKind{true: alwaysAbove, false: beside}[tok == "limits"]
		case !command && tok == "'":
			p.next()
			primes += "′"
		case !command && tok == "^" && sup == "":
			p.next()
			sup = p.scriptArg()
		case !command && tok == "_" && sub == "":
			p.next()
			sub = p.scriptArg()
		case !command && (tok == "^" || tok == "_"):
			p.fail("two %s on one base", map[string]string{"^": "superscripts", "_": "subscripts"}[tok])
		default:
			return scripted(base, sub, primed(sup, primes))
		}
	}
}

func primed(sup, primes string) string {
	if primes == "" {
		return sup
	}
	mark := `<mo lspace="0" rspace="0">` + primes + `</mo>`
	if sup == "" {
		return mark
	}
	return "<mrow>" + mark + sup + "</mrow>"
}

func scripted(base atom, sub, sup string) atom {
	if sub == "" && sup == "" {
		return base
	}
	tags := [3]string{"msub", "msup", "msubsup"}
	if base.limits != beside {
		tags = [3]string{"munder", "mover", "munderover"}
	}
	out := atom{kind: base.kind}
	if out.kind == space {
		out.kind = ordinary
	}
	ml := base.ml
	if ml == "" {
		ml = "<mrow></mrow>"
	}
	switch {
	case sup == "":
		out.ml = fmt.Sprintf("<%s>%s%s</%[1]s>", tags[0], ml, sub)
	case sub == "":
		out.ml = fmt.Sprintf("<%s>%s%s</%[1]s>", tags[1], ml, sup)
	default:
		out.ml = fmt.Sprintf("<%s>%s%s%s</%[1]s>", tags[2], ml, sub, sup)
	}
	return out
}

// run collects the letters or digits that follow, for a number or a word in one style.
func (p *texParser) run(first string, is func(rune) bool) string {
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
