package display

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gojac/gojac/ad"
)

// mostCards is the number of nodes that one drawing shows one by one.
const mostCards = 60

// mostColumns is the depth up to which it does so.
const mostColumns = 24

// An overlay is what a trace adds to the nodes of a graph, by ID.
type overlay struct {
	seeds    []string // the inputs of the tangents
	tangents map[int]string
	adjoints map[int]string
}

// graphBundle shows a computation graph with values and local derivatives.
func graphBundle(g *ad.DAG) Bundle {
	d := graphDiagram(g, overlay{})
	return figure{
		drawing: d.draw(),
		below:   details("The same as a table", graphTable(g)),
		plain:   g.String(),
	}.bundle()
}

// graphDiagram draws each node where they are few, and nodes of one kind and depth in
// one box where they are many.
func graphDiagram(g *ad.DAG, over overlay) *diagram {
	nodes := g.Nodes()
	d := &diagram{title: heading(g, nodes), seeds: over.seeds, alt: conclusion(g, nodes)}
	if len(nodes) > mostCards || slices.Max(append(depths(nodes), 0)) >= mostColumns {
		foldGraph(d, g, nodes)
		return d
	}
	outputs := map[int]bool{}
	for _, id := range g.Outputs() {
		outputs[id] = true
	}
	for i := range nodes {
		n := &nodes[i]
		c := nodeCard(n)
		c.output = outputs[n.ID]
		c.tangent, c.adjoint = over.tangents[n.ID], over.adjoints[n.ID]
		d.cards = append(d.cards, c)
		for k, from := range n.In {
			l := nodeLink(n, k, &nodes[from])
			d.partial = d.partial || l.label != ""
			d.links = append(d.links, l)
		}
	}
	return d
}

// heading is the function and its point: f(x₁, x₂) at x₁ = 2, x₂ = 5.
func heading(g *ad.DAG, nodes []ad.Node) string {
	var names, point []string
	for _, id := range g.Inputs() {
		names = append(names, nodes[id].Label())
		if nodes[id].Value.Size() == 1 {
			point = append(point, nodes[id].Label()+" = "+brief(nodes[id].Value))
		}
	}
	title := g.Name()
	if title == "" {
		title = "computation graph"
	} else if len(names) <= 6 {
		title += "(" + strings.Join(names, ", ") + ")"
	}
	if len(point) > 0 && len(point) <= 4 {
		title += "  at  " + strings.Join(point, ", ")
	}
	return title
}

// conclusion says in words what the picture shows.
func conclusion(g *ad.DAG, nodes []ad.Node) string {
	s := "Computation graph of " + heading(g, nodes) + ": " + plural(len(nodes), "node")
	for _, id := range g.Outputs() {
		s += fmt.Sprintf("; %s = %s", nodes[id].Label(), brief(nodes[id].Value))
	}
	return s
}

// roleKinds gives each role its card.
var roleKinds = map[ad.Role]kind{
	ad.DataRole: data, ad.ParameterRole: parameter, ad.ConstantRole: constant, ad.OperationRole: operation,
}

func nodeCard(n *ad.Node) card {
	c := card{kind: roleKinds[n.Role], badge: fmt.Sprint(n.ID + 1), name: elide(n.Label(), 24), alarm: !finite(n.Value)}
	if n.Role == ad.OperationRole {
		c.expr = elide(typeset(n.Expr), 34)
	}
	if len(n.Shape) > 0 {
		c.shape = shapeText(n.Shape)
	}
	if n.Role == ad.ConstantRole && n.Value.Size() == 1 {
		c.name = num(n.Value.Data()[0]) // its value is its name
	} else {
		c.value = brief(n.Value)
	}
	c.tip = nodeTip(n)
	return c
}

func nodeTip(n *ad.Node) string {
	lines := []string{n.Label()}
	if n.Expr != "" {
		lines[0] += " = " + typeset(n.Expr)
	}
	if n.Value != nil && n.Value.Size() == 1 {
		lines = append(lines, "value "+full(n.Value.Data()[0]))
	} else if n.Value != nil {
		lines = append(lines, "shape "+shapeText(n.Shape), statistics(n.Value.Data()))
	}
	if n.Op != "" {
		lines = append(lines, "operation "+n.Op)
	}
	if n.Pos != "" {
		lines = append(lines, n.Pos)
	}
	return strings.Join(lines, "\n")
}

// nodeLink is the edge from the k-th operand.
func nodeLink(n *ad.Node, k int, from *ad.Node) link {
	l := link{from: from.ID, to: n.ID}
	if k >= len(n.Partials) || n.Partials[k] == nil || from.Role == ad.ConstantRole {
		return l
	}
	v := n.Partials[k].Item()
	l.label = "∂ " + num(v)
	l.tip = fmt.Sprintf("∂%s/∂%s = %s", n.Label(), from.Label(), full(v))
	if count := slices.Index(n.In, from.ID); count != k {
		l.tip += " (as operand " + fmt.Sprint(k+1) + ")"
	}
	l.blocked = v == 0
	return l
}

// brief is a value in a card: a number, a few numbers, or their range.
func brief(t *ad.Tensor) string {
	if t == nil {
		return ""
	}
	d := t.Data()
	switch {
	case len(d) == 1:
		return num(d[0])
	case len(t.Shape()) == 1 && len(d) <= 4:
		parts := make([]string, len(d))
		for i, x := range d {
			parts[i] = num(x)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case len(d) == 0:
		return "empty"
	}
	low, high := span(math.Inf(1), math.Inf(-1), d)
	if low > high {
		return "NaN"
	}
	if low == high {
		return "all " + num(low)
	}
	return num(low) + " … " + num(high)
}

func finite(t *ad.Tensor) bool {
	if t == nil {
		return true
	}
	return !slices.ContainsFunc(t.Data(), func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
}

// mostRows bounds tables; what is left out, from the middle, is said.
const mostRows = 80

// middle is the rows of n that a table of at most so many leaves out: from…till−1.
func middle(n, most int) (from, till int) {
	if n <= most {
		return n, n
	}
	return most / 2, n - most/2
}

// graphTable is the text twin of the drawing.
func graphTable(g *ad.DAG) string {
	t := table{head: []cell{{text: "σ"}, {text: "node"}, {text: "expression"}, {text: "value"}, {text: "local derivatives"}, {text: "role"}, {text: "at"}}}
	nodes := g.Nodes()
	from, till := middle(len(nodes), mostRows)
	for i := range nodes {
		n := &nodes[i]
		if i == from {
			t.rows = append(t.rows, []cell{{text: fmt.Sprintf("… %s …", plural(till-from, "node")), span: 7, left: true}})
		}
		if i >= from && i < till {
			continue
		}
		var partials []string
		for k := range n.Partials {
			if l := nodeLink(n, k, &nodes[n.In[k]]); l.label != "" {
				partials = append(partials, escape(fmt.Sprintf("∂/∂%s = %s", nodes[n.In[k]].Label(), num(n.Partials[k].Item()))))
			}
		}
		tip := ""
		if n.Value.Size() == 1 {
			tip = full(n.Value.Item())
		}
		expr := typeset(n.Expr)
		if n.Role != ad.OperationRole {
			expr = ""
		}
		t.rows = append(t.rows, []cell{{text: fmt.Sprint(n.ID + 1)}, {text: escape(n.Label()), left: true}, {text: escape(expr), left: true},
			{text: escape(brief(n.Value)), tint: tintValue, tip: tip}, {text: strings.Join(partials, "<br>"), left: true},
			{text: n.Role.String(), left: true}, {text: escape(n.Pos), left: true}})
	}
	return t.html()
}
