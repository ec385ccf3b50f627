package mathml

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// Convert returns the formula as a math element: a block of its own if display is set, else one for running text. A command
// it does not know is shown as written and listed in unknown; text that is no TeX (a brace missing) gives an error, which
// names the place.
func Convert(tex string, display bool) (ml string, unknown []string, err error) {
	p := &parser{src: tex}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(fault)
			if !ok {
				panic(r)
			}
			ml, err = "", fmt.Errorf("TeX: %s at character %d of %s", e, utf8.RuneCountInString(tex[:p.pos]), tex)
		}
	}()
	rows := p.rows("", grid{align: "c", display: display})
	body := "<mrow>" + join(rows[0].cells[0], false) + "</mrow>"
	if len(rows) > 1 || len(rows[0].cells) > 1 {
		body = table(rows, grid{align: "rl", display: true, pairs: true}, "")
	}
	attr := ""
	if display {
		attr = ` display="block"`
	}
	return fmt.Sprintf(`<math%s alttext="%s">%s</math>`, attr, html.EscapeString(strings.TrimSpace(tex)), body), p.unknown, nil
}

type fault string

// A parser reads its source once, from left to right. Trouble is a panic of fault, recovered in Convert.
type parser struct {
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
func (p *parser) until(stop func(tok string, command bool) bool) []atom {
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
		if command && fonts[tok] != "" && len(tok) == 2 { // \bf and \rm hold to the end of the group
			p.next()
			defer func(old string) { p.font = old }(p.font)
			p.font = fonts[tok]
			continue
		}
		out = append(out, p.withScripts(p.atom()))
	}
}

// deeper counts a level of nesting; what it returns takes the level back.
func (p *parser) deeper() func() {
	if p.depth++; p.depth > 200 {
		p.fail("nested too deeply")
	}
	return func() { p.depth-- }
}

// group reads {…}, or one atom, as the argument of a command.
func (p *parser) group() []atom {
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

func (p *parser) arg() string { return one(p.group(), p.script) }

// scriptArg is an argument in script style.
func (p *parser) scriptArg() string {
	defer func(old bool) { p.script = old }(p.script)
	p.script = true
	return one(p.group(), true)
}

// sub converts a piece of text by itself, in script style.
func (p *parser) sub(tex string) string {
	q := &parser{src: tex, font: p.font, script: true, depth: p.depth}
	out := join(q.until(func(tok string, command bool) bool { return tok == "" && !command }), true)
	p.unknown = append(p.unknown, q.unknown...)
	return "<mrow>" + out + "</mrow>"
}
