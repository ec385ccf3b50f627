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
