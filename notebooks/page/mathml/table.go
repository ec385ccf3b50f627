package mathml

import "strings"

// A row is one line of a table; ruled: a line above it.
type row struct {
	cells [][]atom
	ruled bool
}

// rows reads cells between & and \\ up to \end{name}, or to the end of the formula if name is "".
func (p *parser) rows(name string, env grid) []row {
	ends := func(tok string, command bool) bool {
		switch {
		case command:
			return tok == `\` || tok == "end" && name != "" || tok == "hline" || tok == "cr"
		case tok == "":
			return name == ""
		}
		return tok == "&"
	}
	rows := []row{{}}
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
			rows = append(rows, row{})
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

func environment(p *parser, _ string) atom {
	name := p.text()
	env, ok := environments[strings.TrimSuffix(name, "*")]
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

func substack(p *parser, _ string) atom {
	p.skipSpace()
	body := p.text()
	q := &parser{src: body, font: p.font, script: true, depth: p.depth}
	rows := q.rows("", environments["substack"])
	p.unknown = append(p.unknown, q.unknown...)
	return atom{ml: table(rows, environments["substack"], "")}
}

// table writes rows as MathML. spec is array's column argument: l, c, r, and | for a line before that column.
func table(rows []row, env grid, spec string) string {
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
