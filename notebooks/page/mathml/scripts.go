package mathml

import "fmt"

// withScripts attaches what follows as ^, _ or '.
func (p *parser) withScripts(base atom) atom {
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
