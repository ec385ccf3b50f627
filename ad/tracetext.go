package ad

import "strings"

// String writes the trace as an aligned table. A forward trace says how each
// tangent came about; a reverse trace, read from the bottom, lists the
// contributions to each adjoint.
func (t *Trace) String() string {
	if len(t.Seeds) == 0 && t.Output != "" {
		return t.reverseText()
	}
	head := []string{"", "primal"}
	for _, s := range t.Seeds {
		head = append(head, "∂/∂"+subscripted(s))
	}
	if t.Output != "" {
		head = append(head, "∂"+subscripted(t.Output)+"/∂")
	}
	if len(t.Seeds) == 1 {
		head = append(head, "tangent")
	}
	rows := table{head}
	for _, r := range t.Rows {
		row := []string{equation(r.Label, r.PrimalExpr.Text), brief(r.Primal)}
		for _, d := range r.Tangents {
			row = append(row, brief(d))
		}
		if t.Output != "" {
			row = append(row, brief(r.Adjoint))
		}
		if len(t.Seeds) == 1 {
			row = append(row, steps(dotted(r.Label), r.TangentExprs[0], r.Tangents[0]))
		}
		rows = append(rows, row)
	}
	return rows.String() + t.remarksText()
}

// remarksText writes what there is to say besides the numbers, each on a line
// that begins with a line break.
func (t *Trace) remarksText() string {
	if a := t.Graph.Anomaly(); a != nil {
		return t.Remarks.text() + "\nfirst that is no number: " + a.String()
	}
	return t.Remarks.text()
}

// equation writes "w₁ = sin(x₁)", or the label alone for an input.
func equation(label, expr string) string {
	if expr == "" {
		return label
	}
	return label + " = " + expr
}

// steps writes "ẇ₁ = cos(x₁)·ẋ₁ = cos(2)·1".
func steps(label string, f Formula, v *Tensor) string {
	if f.Text == "" {
		return label + " = " + brief(v)
	}
	if f.Numbers == "" || f.Numbers == brief(v) || f.Numbers == f.Text {
		return label + " = " + f.Text
	}
	return label + " = " + f.Text + " = " + f.Numbers
}

func (t *Trace) reverseText() string {
	rows := table{{"", "primal", "∂" + subscripted(t.Output) + "/∂", "adjoint, from the bottom up"}}
	for _, r := range t.Rows {
		var parts []string
		for _, c := range r.Contributions {
			parts = append(parts, c.Expr.Text)
		}
		how := barred(r.Label) + " = " + sumText(parts)
		switch {
		case len(parts) == 0:
			how = barred(r.Label) + " = 0, the result does not depend on it"
		case len(parts) > 1 || r.Adjoint.Size() == 1:
			how += numbersOf(r)
		}
		rows = append(rows, []string{equation(r.Label, r.PrimalExpr.Text), brief(r.Primal), brief(r.Adjoint), how})
	}
	return rows.String() + t.remarksText()
}

func numbersOf(r Row) string {
	var parts []string
	for _, c := range r.Contributions {
		if c.Expr.Numbers == "" {
			return ""
		}
		parts = append(parts, c.Expr.Numbers)
	}
	text := sumText(parts)
	if text == brief(r.Adjoint) {
		return ""
	}
	return " = " + text
}

// sumText joins terms by plus, or minus where a term begins with it.
func sumText(terms []string) string {
	text := strings.Join(terms, " + ")
	return strings.ReplaceAll(text, "+ -", "- ")
}

// TeX writes the trace as an array.
func (t *Trace) TeX() string {
	var b strings.Builder
	b.WriteString(`\begin{array}{l|r`)
	head := []string{`w`, `\text{primal}`}
	for _, s := range t.Seeds {
		b.WriteString("|lr")
		head = append(head, `\dot w`, `\partial/\partial `+texName(s))
	}
	if t.Output != "" {
		b.WriteString("|lr")
		head = append(head, `\bar w`, `\partial `+texName(t.Output)+`/\partial w`)
	}
	b.WriteString("}\n" + strings.Join(head, " & ") + ` \\ \hline` + "\n")
	for _, r := range t.Rows {
		row := []string{equation(r.LabelTeX, r.PrimalExpr.TeX), briefTeX(r.Primal)}
		for i, d := range r.Tangents {
			row = append(row, equation(dottedTeX(r.LabelTeX), r.TangentExprs[i].TeX), briefTeX(d))
		}
		if t.Output != "" {
			var parts []string
			for _, c := range r.Contributions {
				parts = append(parts, c.Expr.TeX)
			}
			row = append(row, equation(barredTeX(r.LabelTeX), sumText(parts)), briefTeX(r.Adjoint))
		}
		b.WriteString(strings.Join(row, " & ") + ` \\` + "\n")
	}
	b.WriteString(`\end{array}`)
	return b.String()
}

func briefTeX(t *Tensor) string {
	if t.Size() == 1 {
		return numIn(t.raw()[0], asTeX)
	}
	return `\text{` + brief(t) + "}"
}
