package ad

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A Role says what a node of a graph is.
type Role int

const (
	DataRole      Role = iota // an input given from outside
	ParameterRole             // an input to be learnt
	ConstantRole              // a number in the code, or a tensor from outside
	OperationRole             // the result of a primitive
)

// String returns "data", "parameter", "constant" or "operation".
func (r Role) String() string {
	if r < DataRole || r > OperationRole {
		return "Role(" + itoa(int(r)) + ")"
	}
	return [...]string{"data", "parameter", "constant", "operation"}[r]
}

// A Node is one step of a computation. Nodes stand in the order they were
// computed.
type Node struct {
	ID       int
	Op       string // name of the primitive; "" for an input, "Const" for a constant
	Role     Role
	In       []int // always smaller than ID
	Shape    []int
	Value    *Tensor
	Partials []*Tensor // ∂node/∂In[k] where all are single numbers; nil otherwise
	Name     string    // Go variable, or ""
	Pos      string    // "cell 1:2:8", or ""
	Expr     string    // "x₁·x₂", in labels
	TeX      string    // the same in TeX

	label, labelTeX string
}

// Label returns the node's name in formulas: its Go variable with digits set
// low ("x₁"), or w₁, w₂, … counted over the operations.
func (n Node) Label() string { return n.label }

// LabelTeX returns the label in TeX: "x_{1}".
func (n Node) LabelTeX() string { return n.labelTeX }

// A DAG is what a function computed at a point: a directed acyclic graph
// whose nodes stand in the order of computation. Everything that is shown of
// a computation is read from it.
type DAG struct {
	name    string
	nodes   []Node
	inputs  []int
	outputs []int
	outName []string
	tape    *tape
	place   []int // node on the tape → ID
	node    []int // ID → node on the tape; −1 for constants
	active  []bool
	remarks Remarks
	anomaly *Anomaly
}

var graphVerb = defineVerb(Verb{
	Name: "Graph", Out: []Part{Value}, Type: reflect.TypeFor[*DAG](),
	Doc: "Graph(f)(x) runs f at x and returns what it computed: the nodes in order, the forward and reverse traces, the sum over paths.",
})

func init() {
	graphVerb.run = func(c *run) []reflect.Value { return []reflect.Value{reflect.ValueOf(c.graph())} }
}

// graph runs f and turns the tape into a DAG.
func (c *run) graph() *DAG {
	in := c.in()
	floats := make([]bool, len(in))
	for i, l := range c.leaves {
		in[i] = l.t.concrete()
		floats[i] = !l.passive && (c.f.Program != nil || l.typ == tensorType)
	}
	p := record(c.call, in, floats, c.paths(), recordAll)
	g := &DAG{name: c.f.title(), tape: p.tape, place: make([]int, len(p.tape.nodes))}
	active, roles := c.activeLeaves(), c.roles()
	k := 0
	for i, on := range floats {
		if on {
			g.place[p.in[k]] = g.add(Node{Role: roles[c.leaves[i].param], Value: in[i], Name: c.leaves[i].path}, p.in[k])
			g.inputs = append(g.inputs, g.place[p.in[k]])
			g.active = append(g.active, active[i])
			k++
		}
	}
	constants := map[*Tensor]int{}
	for at := range p.tape.nodes {
		g.addStep(at, constants)
	}
	g.addOutputs(p, c.outputNames(len(p.y)), constants)
	g.labels()
	g.formulas()
	g.remark(p)
	if g.anomaly = p.anomaly(); g.anomaly != nil {
		g.anomaly.Node = g.place[g.anomaly.Node]
		g.anomaly.Name = g.nodes[g.anomaly.Node].label
	}
	return g
}

// remark lists the kinks by the IDs and labels of the nodes, and the active
// inputs that no derivative reaches.
func (g *DAG) remark(p *pulling) {
	for _, k := range p.kinks() {
		if k.Node >= 0 {
			k.Node = g.place[k.Node]
			k.Name = g.nodes[k.Node].label
		}
		g.remarks.Kinks = append(g.remarks.Kinks, k)
	}
	for i, reached := range p.reaches() {
		if !reached && g.active[i] {
			g.remarks.Independent = append(g.remarks.Independent, g.nodes[g.inputs[i]].Name)
		}
	}
}

// Remarks returns the kinks that were hit, each with the ID of its node, and
// the inputs that no derivative reaches.
func (g *DAG) Remarks() Remarks { return g.remarks }

// roles returns the role of each parameter's leaves.
func (c *run) roles() []Role {
	data, _ := given(c.opts, optData)
	params, _ := given(c.opts, optParams)
	roles := make([]Role, len(c.params))
	for i, name := range c.params {
		t := c.f.Value.Type().In(i)
		for t.Kind() == reflect.Pointer && t != tensorType {
			t = t.Elem()
		}
		model := t.Kind() == reflect.Struct && c.f.Program == nil
		if model || slices.Contains(params, name) {
			roles[i] = ParameterRole
		}
		if slices.Contains(data, name) {
			roles[i] = DataRole
		}
	}
	return roles
}

func (c *run) outputNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		if c.outs != nil {
			names[i] = c.outs[i].path
		} else {
			names[i] = c.resultName(i)
		}
	}
	return names
}

// add appends a node; at is its place on the tape.
func (g *DAG) add(n Node, at int) int {
	n.ID = len(g.nodes)
	n.Shape = n.Value.Shape()
	g.nodes = append(g.nodes, n)
	g.node = append(g.node, at)
	return n.ID
}

// addStep appends the operation at a place of the tape, and the constants it
// is first to use.
func (g *DAG) addStep(at int, constants map[*Tensor]int) {
	s := &g.tape.nodes[at]
	if s.prim == nil {
		return
	}
	in := make([]int, len(s.in))
	for i, from := range s.in {
		if from >= 0 {
			in[i] = g.place[from]
			continue
		}
		in[i] = g.constant(s.X[i], constants)
	}
	g.place[at] = g.add(Node{
		Op: s.prim.Name, Role: OperationRole, In: in, Value: s.Y, Partials: s.partials(), Name: s.name, Pos: s.pos,
	}, at)
}

func (g *DAG) constant(t *Tensor, constants map[*Tensor]int) int {
	t = t.concrete()
	id, ok := constants[t]
	if !ok {
		id = g.add(Node{Op: "Const", Role: ConstantRole, Value: t}, -1)
		constants[t] = id
	}
	return id
}

func (g *DAG) addOutputs(p *pulling, names []string, constants map[*Tensor]int) {
	for i, at := range p.out {
		if at >= 0 {
			g.outputs = append(g.outputs, g.place[at])
		} else {
			g.outputs = append(g.outputs, g.constant(p.y[i], constants))
		}
		g.outName = append(g.outName, names[i])
	}
}

// partials returns the local derivatives of a step on single numbers.
func (s *tapeNode) partials() []*Tensor {
	if s.Y.Size() != 1 || slices.ContainsFunc(s.X, func(t *Tensor) bool { return t.Size() != 1 }) {
		return nil
	}
	ds := make([]*Tensor, len(s.X))
	for i := range ds {
		if s.prim.carries(i) {
			ds[i] = s.prim.pull(&s.Call, i, onesLike(s.Y))
		}
		if ds[i] == nil {
			ds[i] = zerosLike(s.X[i])
		}
		ds[i] = ds[i].Reshape()
	}
	return ds
}

// Name returns the name of the function.
func (g *DAG) Name() string { return g.name }

// Nodes returns the nodes in the order they were computed; a node's ID is its
// index.
func (g *DAG) Nodes() []Node { return slices.Clone(g.nodes) }

// Inputs returns the IDs of the inputs.
func (g *DAG) Inputs() []int { return slices.Clone(g.inputs) }

// Outputs returns the IDs of the results, in order; one node may be several
// results, or an input.
func (g *DAG) Outputs() []int { return slices.Clone(g.outputs) }

// OutputNames returns the names of the results, in order.
func (g *DAG) OutputNames() []string { return slices.Clone(g.outName) }

// String writes the graph as a list of assignments with their values.
func (g *DAG) String() string {
	t := table{{g.signature(), "", "", ""}}
	for _, n := range g.nodes {
		switch n.Role {
		case ConstantRole:
		case OperationRole:
			t = append(t, []string{"  " + n.label, "= " + n.Expr, "= " + brief(n.Value), n.Pos})
		default:
			t = append(t, []string{"  " + n.label, "", "= " + brief(n.Value), n.Role.String()})
		}
	}
	for i, id := range g.outputs {
		t = append(t, []string{"  " + subscripted(g.outName[i]), "= " + g.nodes[id].label, "= " + brief(g.nodes[id].Value), "result"})
	}
	return t.String()
}

func (g *DAG) signature() string {
	var in []string
	for _, id := range g.inputs {
		in = append(in, g.nodes[id].Name)
	}
	name := g.name
	if name == (&Func{}).title() {
		name = "func"
	}
	return fmt.Sprintf("%s(%s)", name, strings.Join(in, ", "))
}

// brief writes a value on one line: the number, the short vector, the shape.
func brief(t *Tensor) string {
	switch {
	case t == nil:
		return "0"
	case t.Size() == 1:
		return num(t.raw()[0])
	case len(t.shape) == 1 && t.Size() <= 4:
		return t.String()
	}
	return "shape " + shapeString(t.shape)
}
