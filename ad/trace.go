package ad

import (
	"slices"
	"strconv"
	"strings"
)

// A Trace is a table of what a sweep over a graph computed: the value of every
// node, its tangent for every seeded input, its adjoint for the output.
type Trace struct {
	Remarks
	Graph  *DAG
	Seeds  []string // the inputs whose tangents are listed, one column each
	Output string   // the result whose adjoints are listed; "" if none
	Rows   []Row    // inputs and operations, in the order of the graph
}

// A Row is what a trace says of one node.
type Row struct {
	Node     int
	Label    string
	LabelTeX string

	Primal     *Tensor
	PrimalExpr Formula // empty for an input

	Tangents     []*Tensor // one for each seed
	TangentExprs []Formula // how each came about; empty for an input

	Adjoint       *Tensor        // nil in a forward trace
	Contributions []Contribution // what each use of the node adds to its adjoint
}

// A Contribution is what one use of a node adds to its adjoint: gradients add
// at branches.
type Contribution struct {
	From  int // the node that uses it; −1: it is the result itself
	Value *Tensor
	Expr  Formula // "w̄₂·x₂"
}

// A seed is one component of an input: a sweep from it gives one column of
// the Jacobian.
type seed struct {
	id, index int
	name      string
}

// maxSeeds bounds the tangent columns that Trace lists by itself.
const maxSeeds = 8

// Forward traces one forward sweep: the tangents ẇ of all nodes for the seed
// 1 at the named input and 0 at the others. A component of a vector is named
// as "x[0]".
func (g *DAG) Forward(input string) *Trace { return g.trace([]seed{g.seedNamed(input)}, -1) }

// Reverse traces one reverse sweep: the adjoints w̄ = ∂y/∂w of all nodes for
// the named result, the first if none is named. The result must be one
// number.
func (g *DAG) Reverse(output ...string) *Trace { return g.trace(nil, g.outputNamed(output)) }

// Trace lists primal, tangents (one column for each component of the inputs,
// if there are no more than 8) and the adjoint for the first result, if that
// is one number.
func (g *DAG) Trace() *Trace {
	var seeds []seed
	for i, id := range g.inputs {
		n := g.nodes[id]
		switch {
		case !g.active[i]:
		case n.Value.Size() == 1:
			seeds = append(seeds, seed{id, 0, n.Name})
		case len(seeds)+n.Value.Size() > maxSeeds:
			seeds = append(seeds, make([]seed, maxSeeds)...) // too many
		default:
			for k := range n.Value.Size() {
				seeds = append(seeds, seed{id, k, n.Name + "[" + strconv.Itoa(k) + "]"})
			}
		}
	}
	if len(seeds) > maxSeeds {
		seeds = nil
	}
	out := -1
	if len(g.outputs) > 0 && g.nodes[g.outputs[0]].Value.Size() == 1 {
		out = 0
	}
	return g.trace(seeds, out)
}

func (g *DAG) trace(seeds []seed, out int) *Trace {
	t := &Trace{Graph: g, Remarks: g.remarks}
	for _, n := range g.nodes {
		if n.Role != ConstantRole {
			t.Rows = append(t.Rows, Row{Node: n.ID, Label: n.label, LabelTeX: n.labelTeX, Primal: n.Value, PrimalExpr: g.primalFormula(n)})
		}
	}
	for _, s := range seeds {
		t.Seeds = append(t.Seeds, s.name)
		dot := g.tangents(s)
		for i := range t.Rows {
			r := &t.Rows[i]
			r.Tangents = append(r.Tangents, dot[r.Node])
			r.TangentExprs = append(r.TangentExprs, g.tangentFormula(g.nodes[r.Node], dot))
		}
	}
	if out >= 0 {
		t.Output = g.outName[out]
		bar, parts := g.adjoints(out)
		for i := range t.Rows {
			r := &t.Rows[i]
			r.Adjoint, r.Contributions = bar[r.Node], parts[r.Node]
		}
	}
	return t
}

// seedNamed finds an input, or a component of one.
func (g *DAG) seedNamed(name string) seed {
	base, index := name, -1
	if at := strings.LastIndexByte(name, '['); at >= 0 && strings.HasSuffix(name, "]") {
		if k, err := strconv.Atoi(name[at+1 : len(name)-1]); err == nil {
			base, index = name[:at], k
		}
	}
	var names []string
	for _, id := range g.inputs {
		n := g.nodes[id]
		names = append(names, n.Name)
		switch {
		case n.Name == name && n.Value.Size() == 1:
			return seed{id, 0, name}
		case n.Name == name:
			fail("Forward", "name a component: "+name+"[0]", "%s has %d components; a forward sweep follows one", name, n.Value.Size())
		case n.Name == base && index >= 0 && index < n.Value.Size():
			return seed{id, index, name}
		}
	}
	fail("Forward", "the inputs are "+list(names), "there is no input %s", name)
	return seed{}
}

// outputNamed finds a result that is one number; the first if none is named.
func (g *DAG) outputNamed(names []string) int {
	i := 0
	if len(names) > 0 {
		i = slices.Index(g.outName, names[0])
	}
	if i < 0 || i >= len(g.outputs) {
		fail("Reverse", "the results are "+list(g.outName), "there is no result %s", list(names))
	}
	if v := g.nodes[g.outputs[i]].Value; v.Size() != 1 {
		panic(&Error{Op: "Reverse", Shapes: shapesOf(v), Detail: "the result " + g.outName[i] + " is not one number",
			Hint: "return a component of it (At), or reduce it with Sum"})
	}
	return i
}

// tangents pushes a seed through the graph; nil where the node has no
// tangent.
func (g *DAG) tangents(s seed) []*Tensor {
	dot := make([]*Tensor, len(g.nodes))
	unit := Zeros(g.nodes[s.id].Value.shape...)
	unit.data[s.index] = 1
	dot[s.id] = unit
	for _, n := range g.nodes {
		if n.Role != OperationRole {
			continue
		}
		c, p := g.call(n)
		dot[n.ID] = p.pushAll(c, func(k int) *Tensor { return dot[n.In[k]] })
	}
	for i, n := range g.nodes {
		if dot[i] == nil {
			dot[i] = zerosLike(n.Value)
		}
	}
	return dot
}

// adjoints pulls 1 back from a result and lists what every use contributes.
func (g *DAG) adjoints(out int) (bar []*Tensor, parts [][]Contribution) {
	bar, parts = make([]*Tensor, len(g.nodes)), make([][]Contribution, len(g.nodes))
	id := g.outputs[out]
	bar[id] = onesLike(g.nodes[id].Value)
	parts[id] = []Contribution{{From: -1, Value: bar[id], Expr: Formula{"1", "1", "1"}}}
	for i := len(g.nodes) - 1; i >= 0; i-- {
		n := g.nodes[i]
		if n.Role != OperationRole || bar[i] == nil {
			continue
		}
		c, p := g.call(n)
		for k, from := range n.In {
			if g.nodes[from].Role == ConstantRole || !p.carries(k) {
				continue
			}
			if gx := p.pull(c, k, bar[i]); gx != nil {
				bar[from] = plus(bar[from], gx)
				parts[from] = append(parts[from], Contribution{From: i, Value: gx, Expr: g.pullFormula(n, k, bar[i])})
			}
		}
	}
	for i, n := range g.nodes {
		if bar[i] == nil {
			bar[i] = zerosLike(n.Value)
		}
	}
	return bar, parts
}

// call returns a node's step on the tape as its rules see it.
func (g *DAG) call(n Node) (*Call, *Prim) {
	s := &g.tape.nodes[g.node[n.ID]]
	return &s.Call, s.prim
}
