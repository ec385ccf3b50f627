package display

import (
	"fmt"
	"strings"

	"github.com/gojac/gojac/ad"
)

// mostEntries bounds the Jacobians that are written out to be drawn; larger ones,
// which ad never forms, are described.
const mostEntries = 4 << 20

// jacobianBundle shows a matrix of derivatives: rows are outputs, columns are inputs.
func jacobianBundle(j *ad.JacobianMatrix) Bundle {
	c, d := j.Shape()
	large := c*d > mostEntries
	if c*d == 0 || large && (j.Kind == "dense" || j.Kind == "symmetric" || j.NNZ() > 16*mostEntries || j.NNZ() == int64(c)*int64(d)) {
		return Text(j.String())
	}
	m := &matrix{rows: c, cols: d, rowTitle: "outputs ↓", colTitle: "inputs →"}
	if large {
		m.patch(j.Entries())
	} else {
		dense := j.Dense().Data()
		m.at = func(i, k int) float64 { return dense[i*d+k] }
	}
	if m.numbered() {
		m.rowNames, m.colNames = prettyAll(j.RowLabels()), prettyAll(j.ColLabels())
		m.tip = func(i, k int) string { return entryName(j, m, i, k) + " = " + full(m.at(i, k)) }
	}
	word := "Jacobian"
	if hessian(j) {
		word, m.rowTitle = "Hessian", "inputs ↓"
	}
	name := prettyName(j.Name)
	m.title = fmt.Sprintf("%s · %d × %d", name, c, d)
	m.subtitle = jacobianFacts(j)
	m.alt = fmt.Sprintf("%s %s, %d by %d, %s", word, name, c, d, m.subtitle)
	if m.numbered() && c*d <= 12 {
		m.alt += ": " + entriesText(j, m)
	}
	if c > mostPixels || d > mostPixels {
		m.notes = append(m.notes, "each dot is the entry of greatest magnitude in its patch")
	}
	f := figure{drawing: m.draw(), plain: j.String()}
	if m.numbered() {
		f.latex = m.latex()
		f.below = details("The same as a table", m.htmlTable())
	}
	f.below += remarksNote(j.Remarks)
	return f.bundle()
}

// jacobianFacts names the structure, the share of zeros and how it was computed.
func jacobianFacts(j *ad.JacobianMatrix) string {
	facts := []string{j.Kind}
	c, d := j.Shape()
	all := float64(c) * float64(d)
	zeros := all
	for _, v := range j.Entries() {
		if v != 0 {
			zeros--
		}
	}
	switch {
	case zeros > 0.999*all:
		facts = append(facts, fmt.Sprintf("%d entries", j.NNZ()))
	case zeros > 0:
		facts = append(facts, fmt.Sprintf("%.3g %% zeros", 100*zeros/all))
	}
	switch {
	case j.Colors > 0 && j.ForwardSweeps > 0 && j.ReverseSweeps > 0:
		facts = append(facts, plural(j.ForwardSweeps, "forward sweep")+" over reverse, one for each color of the inputs")
	case j.Colors > 0:
		side := "row"
		if j.ForwardSweeps > 0 {
			side = "column"
		}
		facts = append(facts, plural(j.Sweeps(), j.Mode+" sweep")+", one for each color of the "+side+"s")
	case j.ForwardSweeps > 0 && j.ReverseSweeps > 0:
		facts = append(facts, plural(j.ForwardSweeps, "forward sweep")+" over "+plural(j.ReverseSweeps, "reverse sweep"))
	case j.ForwardSweeps > 0:
		facts = append(facts, plural(j.ForwardSweeps, "forward sweep")+", one for each column")
	case j.ReverseSweeps > 0:
		facts = append(facts, plural(j.ReverseSweeps, "reverse sweep")+", one for each row")
	default:
		facts = append(facts, "no sweep: known by its structure")
	}
	return strings.Join(facts, " · ")
}

// hessian reports whether the rows are inputs too.
func hessian(j *ad.JacobianMatrix) bool { return strings.HasPrefix(j.Name, "∂²") }

func entryName(j *ad.JacobianMatrix, m *matrix, i, k int) string {
	if hessian(j) {
		return fmt.Sprintf("∂²/∂%s∂%s", m.rowNames[i], m.colNames[k])
	}
	return fmt.Sprintf("∂%s/∂%s", m.rowNames[i], m.colNames[k])
}

func entriesText(j *ad.JacobianMatrix, m *matrix) string {
	var parts []string
	for i := range m.rows {
		for k := range m.cols {
			parts = append(parts, entryName(j, m, i, k)+" = "+num(m.at(i, k)))
		}
	}
	return strings.Join(parts, ", ")
}

func prettyAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = pretty(n)
	}
	return out
}
