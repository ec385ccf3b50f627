package mathml

import (
	"strings"
)

// join puts atoms side by side. The browser spaces operators by its own dictionary, which is TeX's but for three things
// that depend on the neighbours: a sign that is a prefix (x = −y), a name (2 sin x, but sin(x)), a fraction beside a letter.
func join(atoms []atom, script bool) string {
	var out strings.Builder
	before := space
	for i, a := range atoms {
		if a.kind == space && a.ml == "" {
			continue
		}
		if !script && thin(before, a.kind) {
			out.WriteString(`<mspace width="0.167em"></mspace>`)
		}
		if script && (a.kind == binary || a.kind == relation) && a.text != "" {
			a.ml = sign(a.text, `lspace="0" rspace="0"`) // TeX sets scripts tight, MathML does not by itself
		} else if a.kind == binary && a.text != "" {
			if i == 0 || before == binary || before == relation || before == opening || before == punctuation || before == operator {
				a.ml, a.kind = sign(a.text, `form="prefix"`), ordinary
			} else {
				a.ml = sign(a.text, `form="infix"`)
			}
		}
		out.WriteString(a.ml)
		before = a.kind
	}
	return out.String()
}

// thin reports whether TeX sets a thin space between two neighbours (The TeXbook, chapter 18).
func thin(left, right atomKind) bool {
	switch left {
	case operator:
		return right == ordinary || right == operator || right == inner
	case ordinary, closing:
		return right == operator || right == inner
	case inner:
		return right == ordinary || right == operator || right == inner || right == opening
	}
	return false
}

// one makes a single element of atoms, as scripts and fractions want.
func one(atoms []atom, script bool) string {
	if len(atoms) == 1 && atoms[0].ml != "" {
		return atoms[0].ml
	}
	return "<mrow>" + join(atoms, script) + "</mrow>"
}
