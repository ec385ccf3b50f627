package mathml

import (
	"fmt"
	"regexp"
	"strings"
)

// commands are the commands with arguments: a row is a name and how to read it.
var commands map[string]func(p *parser, name string) atom

func init() { // the rows call back into the parser, which looks into this table
	commands = map[string]func(p *parser, name string) atom{
		"frac":          fraction(""),
		"dfrac":         fraction("true"),
		"tfrac":         fraction("false"),
		"cfrac":         fraction("true"),
		"binom":         binomial,
		"sqrt":          root,
		"left":          fenced,
		"begin":         environment,
		"operatorname":  operatorName,
		"operatorname*": operatorName,
		"overset":       stacked("mover"),
		"stackrel":      stacked("mover"),
		"underset":      stacked("munder"),
		"xrightarrow":   labelledArrow("→"),
		"xleftarrow":    labelledArrow("←"),
		"substack":      substack,
		"phantom":       wrapped("<mphantom>", "</mphantom>"),
		"hphantom":      wrapped("<mphantom>", "</mphantom>"),
		"vphantom":      wrapped("<mpadded width=\"0\"><mphantom>", "</mphantom></mpadded>"),
		"mathstrut":     func(*parser, string) atom { return atom{kind: space} },
		"boxed":         wrapped(`<mrow class="tex-boxed">`, "</mrow>"),
		"cancel":        wrapped(`<mrow class="tex-cancel">`, "</mrow>"),
		"mathop":        ofKind(operator),
		"mathbin":       ofKind(binary),
		"mathrel":       ofKind(relation),
		"mathord":       ofKind(ordinary),
		"mathopen":      ofKind(opening),
		"mathclose":     ofKind(closing),
		"mathpunct":     ofKind(punctuation),
		"mathinner":     ofKind(inner),
		"smash":         ofKind(ordinary),
		"color":         colored,
		"textcolor":     colored,
		"not":           negated,
		"colon": func(*parser, string) atom {
			return atom{ml: sign(":", `lspace="0" rspace="0.222em"`), kind: punctuation}
		},
		"pmod": func(p *parser, _ string) atom {
			return atom{ml: `<mrow><mo stretchy="false">(</mo><mi>mod</mi><mspace width="0.333em"></mspace>` + p.arg() + `<mo stretchy="false">)</mo></mrow>`}
		},
		"hspace": func(p *parser, _ string) atom { p.text(); return spaceAtom("1") },
		"vspace": func(p *parser, _ string) atom { p.text(); return atom{kind: space} },
		"label":  func(p *parser, _ string) atom { p.text(); return atom{kind: space} },
		"tag": func(p *parser, _ string) atom {
			return atom{ml: `<mspace width="2em"></mspace><mtext>(` + textOf(p) + `)</mtext>`, kind: space}
		},
		"right": func(p *parser, _ string) atom { p.fail(`\right without \left`); return atom{} },
		"end":   func(p *parser, _ string) atom { p.fail(`\end without \begin`); return atom{} },
		`\`:     func(p *parser, _ string) atom { p.fail(`\\ outside of a table`); return atom{} },
		"":      func(p *parser, _ string) atom { p.fail(`a \ at the end`); return atom{} },
	}
}

func textOf(p *parser) string { return p.words(p.text(), "") }

func fraction(display string) func(*parser, string) atom {
	return func(p *parser, _ string) atom {
		ml := "<mfrac>" + p.arg() + p.arg() + "</mfrac>"
		if display != "" {
			ml = `<mstyle displaystyle="` + display + `">` + ml + "</mstyle>"
		}
		return atom{ml: ml, kind: inner}
	}
}

func binomial(p *parser, _ string) atom {
	top, bottom := p.arg(), p.arg()
	return atom{ml: "<mrow>" + sign("(", "") + `<mfrac linethickness="0">` + top + bottom + "</mfrac>" + sign(")", "") + "</mrow>", kind: inner}
}

func root(p *parser, _ string) atom {
	if n, ok := p.optional(); ok {
		index := p.sub(n)
		return atom{ml: "<mroot>" + p.arg() + index + "</mroot>"}
	}
	return atom{ml: "<msqrt>" + p.arg() + "</msqrt>"}
}

// fenced is \left…\middle…\right: the delimiters grow with what they hold.
func fenced(p *parser, _ string) atom {
	left := p.delimiter()
	ends := func(tok string, command bool) bool { return command && (tok == "right" || tok == "middle") }
	out := "<mrow>" + fence(left, "prefix")
	for {
		out += join(p.until(ends), p.script)
		tok, _ := p.next()
		d := p.delimiter()
		if tok == "right" {
			return atom{ml: out + fence(d, "postfix") + "</mrow>", kind: inner}
		}
		out += sign(d, `stretchy="true" symmetric="true" lspace="0.167em" rspace="0.167em"`)
	}
}

func fence(s, form string) string {
	if s == "" {
		return ""
	}
	return sign(s, `form="`+form+`" stretchy="true" symmetric="true" fence="true" lspace="0" rspace="0"`)
}

func operatorName(p *parser, name string) atom {
	text := strings.NewReplacer(`\,`, "\u2009", `\ `, " ", `\mathrm`, "", "{", "", "}", "", "-", "-").Replace(p.text())
	return function(text, strings.HasSuffix(name, "*"))
}

func stacked(tag string) func(*parser, string) atom {
	return func(p *parser, _ string) atom {
		label, kind := p.scriptArg(), ordinary
		atoms := p.group()
		if len(atoms) == 1 {
			kind = atoms[0].kind
		}
		return atom{ml: "<" + tag + ">" + one(atoms, p.script) + label + "</" + tag + ">", kind: kind}
	}
}

func labelledArrow(arrow string) func(*parser, string) atom {
	return func(p *parser, _ string) atom {
		mark := sign(arrow, `stretchy="true" minsize="2em"`)
		pad := func(ml string) string { return `<mpadded lspace="0.4em" width="+0.8em">` + ml + "</mpadded>" }
		if below, ok := p.optional(); ok {
			under := p.sub(below)
			return atom{ml: "<munderover>" + mark + pad(under) + pad(p.scriptArg()) + "</munderover>", kind: relation}
		}
		return atom{ml: "<mover>" + mark + pad(p.scriptArg()) + "</mover>", kind: relation}
	}
}

func wrapped(before, after string) func(*parser, string) atom {
	return func(p *parser, _ string) atom { return atom{ml: before + p.arg() + after} }
}

func ofKind(kind atomKind) func(*parser, string) atom {
	return func(p *parser, _ string) atom {
		out := atom{ml: p.arg(), kind: kind}
		if kind == operator {
			out.limits = movable
		}
		return out
	}
}

// colorName is what \color takes: a name, or #rgb; anything else could break out of the style attribute.
var colorName = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]+)$`)

// colored is \textcolor{c}{…}, and \color{c} which holds for the rest of its group; both are read as the former.
func colored(p *parser, name string) atom {
	color := strings.TrimSpace(p.text())
	if !colorName.MatchString(color) {
		p.fail("%q is no color, want a name or #rrggbb", color)
	}
	body := ""
	if name == "color" {
		body = join(p.until(func(tok string, command bool) bool {
			return tok == "" && !command || !command && (tok == "}" || tok == "&") || command && (tok == `\` || tok == "end" || tok == "right")
		}), p.script)
	} else {
		body = p.arg()
	}
	return atom{ml: fmt.Sprintf(`<mstyle style="color:%s">%s</mstyle>`, color, body)}
}

// negated strikes the relation that follows.
func negated(p *parser, _ string) atom {
	defer p.deeper()()
	next := p.atom()
	if next.text == "" {
		p.fail(`\not wants a relation, as \not=`)
	}
	return atom{ml: sign(next.text+"\u0338", ""), kind: relation, text: next.text}
}
