package main

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

// A texRow is a row of a table; ruled: a line above it.
type texRow struct {
	cells [][]atom
	ruled bool
}

// rows reads cells between & and \\ up to \end{name}, or to the end of the formula if name is "".
func (p *texParser) rows(name string, env texEnvironment) []texRow {
	ends := func(tok string, command bool) bool {
		switch {
		case command:
			return tok == `\` || tok == "end" && name != "" || tok == "hline" || tok == "cr"
		case tok == "":
			return name == ""
		}
		return tok == "&"
	}
	rows := []texRow{{}}
	for {
		last := &rows[len(rows)-1]
		cell := p.until(ends)
		tok, command := p.next()
		switch {
		case command && tok == "hline":
			last.ruled = true
			continue
		case !command && tok == "&":
			last.cells = append(last.cells, cell)
			if n := len(last.cells); n > 500 {
				p.fail("a table with more than 500 columns")
			}
			continue
		}
		last.cells = append(last.cells, cell)
		if command && (tok == `\` || tok == "cr") {
			p.optional()
			rows = append(rows, texRow{})
			continue
		}
		if name != "" {
			if end := p.text(); end != name {
				p.fail(`\begin{%s} ends with \end{%s}`, name, end)
			}
		}
		if n := len(rows); n > 1 && len(rows[n-1].cells) == 1 && len(rows[n-1].cells[0]) == 0 && !rows[n-1].ruled {
			rows = rows[:n-1] // a \\ at the very end
		}
		return rows
	}
}

func environment(p *texParser, _ string) atom {
	name := p.text()
	env, ok := texEnvironments[strings.TrimSuffix(name, "*")]
	if !ok {
		p.fail(`unknown environment %q`, name)
	}
	spec := ""
	if env.align == "" || strings.HasPrefix(name, "alignedat") {
		p.optional()
		spec = p.text()
	}
	defer func(font string, script, single bool) { p.font, p.script, p.single = font, script, single }(p.font, p.script, p.single)
	p.font, p.single = "", false
	rows := p.rows(name, env)
	if env.align != "" {
		spec = ""
	}
	ml := table(rows, env, spec)
	if env.left == "" && env.right == "" {
		return atom{ml: ml, kind: inner}
	}
	return atom{ml: "<mrow>" + fence(env.left, "prefix") + ml + fence(env.right, "postfix") + "</mrow>", kind: inner}
}

func substack(p *texParser, _ string) atom {
	p.skipSpace()
	body := p.text()
	q := &texParser{src: body, font: p.font, script: true, depth: p.depth}
	rows := q.rows("", texEnvironments["substack"])
	p.unknown = append(p.unknown, q.unknown...)
	return atom{ml: table(rows, texEnvironments["substack"], "")}
}

// table writes rows as MathML. spec is array's column argument: l, c, r, and | for a line before that column.
func table(rows []texRow, env texEnvironment, spec string) string {
	align, bars := columns(spec, env.align)
	var out strings.Builder
	class := ""
	if env.pairs {
		class = ` class="tex-pairs"`
	}
	out.WriteString("<mtable" + class)
	if env.display {
		out.WriteString(` displaystyle="true"`)
	}
	out.WriteString(">")
	for _, row := range rows {
		out.WriteString("<mtr>")
		for i, cell := range row.cells {
			class := "tex-" + string(align[i%len(align)])
			if i < len(bars) && bars[i] {
				class += " tex-bar"
			}
			if i == len(row.cells)-1 && i+1 < len(bars) && bars[i+1] {
				class += " tex-bar-after"
			}
			if row.ruled {
				class += " tex-rule"
			}
			if env.pairs && i%2 == 1 && len(cell) > 0 && cell[0].kind == binary {
				cell = append([]atom{{ml: "<mrow></mrow>"}}, cell...) // the sign has the left column before it
			}
			out.WriteString(`<mtd class="` + class + `">` + join(cell, false) + "</mtd>")
		}
		out.WriteString("</mtr>")
	}
	out.WriteString("</mtable>")
	return out.String()
}

func columns(spec, align string) (letters string, bars []bool) {
	bar := false
	for _, r := range spec {
		switch r {
		case '|':
			bar = true
		case 'l', 'c', 'r':
			letters += string(r)
			bars = append(bars, bar)
			bar = false
		}
	}
	bars = append(bars, bar)
	if letters == "" {
		if align == "" {
			align = "c"
		}
		return align, nil
	}
	return letters, bars
}
