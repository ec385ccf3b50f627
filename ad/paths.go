package ad

import (
	"fmt"
	"strings"
)

// Paths is a derivative as a sum over paths: each path from an input to a
// result contributes the product of the local derivatives along its edges.
type Paths struct {
	Input, Output string
	Count         int     // all paths; −1 if they are more than an int can count
	List          []Path  // the first MaxPaths of them
	Total         float64 // the derivative, also where List is cut short
	graph         *DAG
}

// A Path is one way from an input to a result.
type Path struct {
	Nodes   []int     // from the input to the result
	Factors []float64 // ∂Nodes[k+1]/∂Nodes[k]
	Product float64
}

// MaxPaths is how many paths are listed. Their number can grow exponentially
// in the number of nodes, which is why no mode of differentiation lists them.
const MaxPaths = 64

// Paths lists the paths from an input to a result, the first if none is
// named. It panics unless every node between them is a single number.
func (g *DAG) Paths(input string, output ...string) *Paths {
	in, out := g.seedNamed(input), g.outputNamed(output)
	p := &Paths{Input: input, Output: g.outName[out], graph: g}
	to := g.outputs[out]
	count := g.pathCounts(to)
	if p.Count = count[in.id]; p.Count < 0 {
		p.Count = -1
	}
	bar, _ := g.adjoints(out)
	p.Total = bar[in.id].raw()[in.index]
	p.walk(in.id, to, count, g.uses(), Path{Nodes: []int{in.id}, Product: 1})
	return p
}

// pathCounts returns how many paths lead from each node to the node to,
// counted backwards over the edges; negative if too many.
func (g *DAG) pathCounts(to int) []int {
	count := make([]int, len(g.nodes))
	count[to] = 1
	for i := to; i >= 0; i-- {
		for _, from := range g.nodes[i].In {
			if sum := count[from] + count[i]; count[from] < 0 || count[i] < 0 || sum < 0 {
				count[from] = -1
			} else {
				count[from] = sum
			}
		}
	}
	return count
}

// An edge leads from a node to one that uses it as operand k.
type graphEdge struct{ to, k int }

func (g *DAG) uses() [][]graphEdge {
	uses := make([][]graphEdge, len(g.nodes))
	for _, n := range g.nodes {
		for k, from := range n.In {
			uses[from] = append(uses[from], graphEdge{n.ID, k})
		}
	}
	return uses
}

func (p *Paths) walk(at, to int, count []int, uses [][]graphEdge, path Path) {
	if len(p.List) == MaxPaths {
		return
	}
	if at == to {
		p.List = append(p.List, path)
		return
	}
	for _, e := range uses[at] {
		if count[e.to] == 0 {
			continue
		}
		n := p.graph.nodes[e.to]
		if n.Partials == nil {
			fail("Paths", "use a function on single numbers", "%s = %s is not a single number on single numbers, so its edge has no single factor", n.label, n.Expr)
		}
		d := n.Partials[e.k].Item()
		p.walk(e.to, to, count, uses, Path{
			Nodes:   append(append([]int(nil), path.Nodes...), e.to),
			Factors: append(append([]float64(nil), path.Factors...), d),
			Product: path.Product * d,
		})
	}
}

// String lists the paths with their factors and products, and the sum.
func (p *Paths) String() string {
	rows := table{}
	for _, path := range p.List {
		var labels, factors []string
		for _, id := range path.Nodes {
			labels = append(labels, p.graph.nodes[id].label)
		}
		for _, f := range path.Factors {
			text := num(f)
			if f < 0 {
				text = "(" + text + ")"
			}
			factors = append(factors, text)
		}
		product := num(path.Product)
		if len(factors) > 1 {
			product = strings.Join(factors, "·") + " = " + product
		}
		rows = append(rows, []string{strings.Join(labels, " → "), product})
	}
	text := rows.String()
	if p.Count != len(p.List) {
		text += fmt.Sprintf("\n… %s paths in all", countText(p.Count))
	}
	if text != "" {
		text += "\n"
	}
	return text + fmt.Sprintf("∂%s/∂%s = sum over %s paths = %s", subscripted(p.Output), subscripted(p.Input), countText(p.Count), num(p.Total))
}

func countText(n int) string {
	if n < 0 {
		return "more than 10¹⁸"
	}
	return itoa(n)
}

// TeX writes the sum over paths as an equation.
func (p *Paths) TeX() string {
	var terms []string
	for _, path := range p.List {
		var factors []string
		for k := len(path.Nodes) - 1; k > 0; k-- {
			factors = append(factors, fmt.Sprintf(`\frac{\partial %s}{\partial %s}`,
				p.graph.nodes[path.Nodes[k]].labelTeX, p.graph.nodes[path.Nodes[k-1]].labelTeX))
		}
		if len(factors) == 0 {
			factors = []string{"1"}
		}
		terms = append(terms, strings.Join(factors, " "))
	}
	if p.Count != len(p.List) {
		terms = append(terms, `\cdots`)
	}
	if len(terms) == 0 {
		terms = []string{"0"}
	}
	return fmt.Sprintf(`\frac{\partial %s}{\partial %s} = %s = %s`, texName(p.Output), texName(p.Input), strings.Join(terms, " + "), numIn(p.Total, asTeX))
}
