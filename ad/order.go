package ad

import (
	"fmt"
	"strings"
)

// An Order is a numbering σ of the nodes of a graph: a bijection between the
// nodes and 1…n. It is topological if every edge leads from a smaller number
// to a larger one.
type Order struct {
	graph *DAG
	sigma []int // by ID; 0: the node is missing
	named []string
}

// Order returns the order in which the nodes were computed.
func (g *DAG) Order() *Order {
	o := &Order{graph: g, sigma: make([]int, len(g.nodes))}
	for i := range o.sigma {
		o.sigma[i] = i + 1
	}
	return o
}

// OrderBy returns the order in which the labels (or Go names) of nodes are
// given, to be checked: constants need not be listed.
func (g *DAG) OrderBy(labels ...string) *Order {
	o := &Order{graph: g, sigma: make([]int, len(g.nodes))}
	next := 0
	for _, n := range g.nodes {
		if n.Role == ConstantRole {
			next++
			o.sigma[n.ID] = next
		}
	}
	for _, label := range labels {
		next++
		found := false
		for _, n := range g.nodes {
			if n.Role != ConstantRole && (n.label == label || n.label == subscripted(label)) {
				found = true
				if o.sigma[n.ID] != 0 {
					o.named = append(o.named, label+" is listed twice")
				}
				o.sigma[n.ID] = next
			}
		}
		if !found {
			o.named = append(o.named, "there is no node "+label)
		}
	}
	return o
}

// Of returns σ of the node with the given ID, 0 if it has no number. It
// panics with an *Error if there is no such node.
func (o *Order) Of(id int) int {
	if id < 0 || id >= len(o.sigma) {
		fail("Of", "IDs run from 0 to "+itoa(len(o.sigma)-1), "there is no node %d", id)
	}
	return o.sigma[id]
}

// Check returns nil if σ is a bijection onto 1…n and every edge leads
// upwards, and otherwise an error that names what is wrong.
func (o *Order) Check() error {
	if o.graph == nil {
		return &Error{Op: "Order", Detail: "it is the order of no graph", Hint: "make it by Order or OrderBy of a graph"}
	}
	if len(o.named) > 0 {
		return &Error{Op: "Order", Detail: strings.Join(o.named, ", ")}
	}
	at := make([]int, len(o.sigma)+1)
	for id, s := range o.sigma {
		n := o.graph.nodes[id]
		switch {
		case s < 1 || s > len(o.sigma):
			return &Error{Op: "Order", Detail: n.label + " has no number"}
		case at[s] != 0:
			return &Error{Op: "Order", Detail: fmt.Sprintf("σ is not one to one: %d is the number of %s and of %s", s, o.graph.nodes[at[s]-1].label, n.label)}
		}
		at[s] = id + 1
	}
	for _, n := range o.graph.nodes {
		for _, from := range n.In {
			if o.sigma[from] >= o.sigma[n.ID] {
				f := o.graph.nodes[from]
				return &Error{Op: "Order", Detail: fmt.Sprintf("not topological: %s uses %s, but σ(%s) = %d is not below σ(%s) = %d",
					n.label, f.label, f.label, o.sigma[from], n.label, o.sigma[n.ID])}
			}
		}
	}
	return nil
}

// String lists σ and says whether it is a topological order.
func (o *Order) String() string {
	var parts []string
	for s := 1; s <= len(o.sigma); s++ {
		for id, k := range o.sigma {
			if k == s {
				parts = append(parts, fmt.Sprintf("σ(%s) = %d", o.graph.nodes[id].label, s))
			}
		}
	}
	verdict := "a topological order: every edge leads upwards"
	if err := o.Check(); err != nil {
		verdict = err.Error()
	}
	return strings.Join(parts, ", ") + "\n" + verdict
}
