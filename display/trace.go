package display

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad"
)

// traceBundle shows a trace as the graph with its tangents and adjoints, and as the
// table of the lecture: primal and tangents read downwards, adjoints upwards.
func traceBundle(t *ad.Trace) Bundle {
	d := graphDiagram(t.Graph, traceOverlay(t))
	d.alt = traceWords(t)
	f := figure{below: scrolled(traceTable(t)), latex: t.TeX(), plain: t.String()}
	if d.folded {
		f.paper = d.draw() // without tangents and adjoints: the table has them
	} else {
		f.drawing = d.draw()
	}
	f.below += remarksNote(t.Remarks)
	if a := t.Graph.Anomaly(); a != nil {
		f.below += note("first that is no number: " + a.String())
	}
	return f.bundle()
}

// mostTangents is the number of tangents that a card has room for.
const mostTangents = 3

// traceOverlay writes tangents and adjoints onto the cards.
func traceOverlay(t *ad.Trace) overlay {
	o := overlay{tangents: map[int]string{}, adjoints: map[int]string{}}
	for _, seed := range t.Seeds {
		o.seeds = append(o.seeds, pretty(seed))
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		if n := len(r.Tangents); n > 0 && n <= mostTangents {
			values := make([]string, n)
			for k, dot := range r.Tangents {
				values[k] = brief(dot)
			}
			o.tangents[r.Node] = cardLabel(r.Label, "tangent", dot) + strings.Join(values, ", ")
		}
		if r.Adjoint != nil {
			o.adjoints[r.Node] = cardLabel(r.Label, "adjoint", bar) + brief(r.Adjoint)
		}
	}
	return o
}

// cardLabel starts a line of a card: "w̄₁ = ", or "adjoint = " where the name is a word.
func cardLabel(name, word string, mark rune) string {
	if single(name) {
		return marked(name, mark) + " = "
	}
	return word + " = "
}

// traceWords is the conclusion: the derivatives by the inputs.
func traceWords(t *ad.Trace) string {
	nodes := t.Graph.Nodes()
	words := []string{conclusion(t.Graph, nodes)}
	for _, id := range t.Graph.Outputs() {
		for i := range t.Rows {
			if t.Rows[i].Node != id {
				continue
			}
			for k, dot := range t.Rows[i].Tangents {
				words = append(words, fmt.Sprintf("∂%s/∂%s = %s", t.Rows[i].Label, pretty(t.Seeds[k]), brief(dot)))
			}
		}
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Adjoint != nil && nodes[r.Node].Role != ad.OperationRole {
			words = append(words, fmt.Sprintf("∂%s/∂%s = %s", pretty(t.Output), r.Label, brief(r.Adjoint)))
		}
	}
	return strings.Join(words, "; ")
}

// traceTable lists the nodes with how each number came about.
func traceTable(t *ad.Trace) string {
	tb := table{head: []cell{{text: "primal ↓", left: true, span: 2}}}
	for _, s := range t.Seeds {
		tb.head = append(tb.head, cell{text: fmt.Sprintf("tangent ↓ &nbsp; ẇ = ∂w/∂%s", mathHTML(pretty(s))), left: true, span: 2, tint: tintTangent})
	}
	if t.Output != "" {
		tb.head = append(tb.head, cell{text: fmt.Sprintf("adjoint ↑ &nbsp; w̄ = ∂%s/∂w", mathHTML(pretty(t.Output))), left: true, span: 2, tint: tintAdjoint})
	}
	nodes := t.Graph.Nodes()
	from, till := middle(len(t.Rows), max(mostRows*2/len(tb.head), 12))
	for i := range t.Rows {
		if i == from {
			tb.rows = append(tb.rows, []cell{{text: fmt.Sprintf("… %s …", plural(till-from, "row")), span: 2 * len(tb.head), left: true}})
		}
		if i >= from && i < till {
			continue
		}
		tb.rows = append(tb.rows, traceRow(t, &t.Rows[i], nodes))
	}
	return tb.html()
}

func traceRow(t *ad.Trace, r *ad.Row, nodes []ad.Node) []cell {
	name := "<b>" + mathHTML(r.Label) + "</b>"
	row := []cell{
		{text: primalText(name, r), left: true, tip: nodes[r.Node].Pos},
		valueCell(r.Primal, tintValue),
	}
	for k, dot := range r.Tangents {
		row = append(row,
			cell{text: equation(mathHTML(tangentName(r.Label)), r.TangentExprs[k], dot), left: true},
			valueCell(dot, tintTangent))
	}
	if t.Output != "" {
		row = append(row, cell{text: contributions(t, r, nodes), left: true}, valueCell(r.Adjoint, tintAdjoint))
	}
	return row
}

func primalText(name string, r *ad.Row) string {
	if r.PrimalExpr.Text == "" {
		return name
	}
	return equation(name, r.PrimalExpr, r.Primal)
}

func valueCell(v *ad.Tensor, tint string) cell {
	c := cell{text: "<b>" + escape(brief(v)) + "</b>", tint: tint}
	if !finite(v) {
		c.tint = tintAlarm
	}
	if v != nil && v.Size() == 1 {
		c.tip = full(v.Item())
	}
	return c
}

const smallHTML = `<span style="opacity:.75;font-size:12px">%s</span>`

// equation writes a formula, and below it the same in numbers.
func equation(name string, f ad.Formula, v *ad.Tensor) string {
	if f.Text == "" {
		return name + " " + fmt.Sprintf(smallHTML, "seed")
	}
	s := name + " = " + mathHTML(typeset(f.Text))
	if v != nil && v.Size() == 1 && f.Numbers != "" && f.Numbers != f.Text {
		s += "<br>" + fmt.Sprintf(smallHTML, "= "+escape(typeset(f.Numbers)))
	}
	return s
}

// contributions lists what each use of a node adds to its adjoint, one line for each:
// gradients add at branches.
func contributions(t *ad.Trace, r *ad.Row, nodes []ad.Node) string {
	name := mathHTML(adjointName(r.Label))
	switch {
	case len(r.Contributions) == 0:
		return name + " = 0 " + fmt.Sprintf(smallHTML, "the result does not depend on it")
	case len(r.Contributions) == 1:
		c := r.Contributions[0]
		if c.From < 0 {
			return name + " = 1 " + fmt.Sprintf(smallHTML, "seed")
		}
		return equation(name, c.Expr, c.Value)
	}
	lines := make([]string, len(r.Contributions))
	for i, c := range r.Contributions {
		sign := name + " ="
		if i > 0 {
			sign = `<span style="opacity:0">` + name + `</span> +`
		}
		from := "the result itself"
		if c.From >= 0 {
			from = "from " + nodes[c.From].Label()
		}
		numbers := ""
		if c.Value.Size() == 1 && c.Expr.Numbers != "" {
			numbers = " = " + num(c.Value.Item())
			if _, err := strconv.ParseFloat(c.Expr.Numbers, 64); err != nil { // not a number yet
				numbers = " = " + typeset(c.Expr.Numbers) + numbers
			}
		}
		lines[i] = fmt.Sprintf("%s %s %s", sign, mathHTML(typeset(c.Expr.Text)), fmt.Sprintf(smallHTML, escape(numbers)+" &nbsp;"+mathHTML(from)))
	}
	return strings.Join(lines, "<br>")
}

// accents are how ad marks names of several letters, and how HTML can.
var accents = []struct{ open, style string }{
	{"bar(", "text-decoration:overline"},
	{"dot(", "border-top:2px dotted"},
}

// mathHTML escapes a text and draws bar(word) and dot(word) as a word under a line or
// under dots.
func mathHTML(s string) string {
	s = escape(s)
	for _, a := range accents {
		for {
			at := strings.Index(s, a.open)
			if at < 0 {
				break
			}
			end := strings.IndexByte(s[at:], ')')
			if end < 0 {
				break
			}
			word := s[at+len(a.open) : at+end]
			s = s[:at] + `<span style="` + a.style + `">` + word + "</span>" + s[at+end+1:]
		}
	}
	return s
}

// orderBundle shows a numbering of the nodes and whether it is a topological order.
func orderBundle(o *ad.Order) Bundle { return Text(o.String()) }
