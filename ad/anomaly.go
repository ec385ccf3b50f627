package ad

import (
	"math"
	"slices"
)

// An Anomaly is the first step of a run that made a NaN or an infinity from
// numbers.
type Anomaly struct {
	Op      string // the primitive
	Name    string // the Go variable that holds the result; "" if it has none
	Pos     string // "cell 1:2:8", or ""
	Node    int    // ID of the node in a graph; −1 where there is no graph
	At      string // what was computed: "log(0)"
	Result  float64
	Reverse bool // it was made in the reverse sweep: the local derivative is at fault
}

// String writes for example "y = log(0) at cell 1:2:8 is -Inf"; of nil, that all results are numbers.
func (a *Anomaly) String() string {
	if a == nil {
		return "every step gives numbers"
	}
	text := a.At
	if a.Name != "" {
		text = a.Name + " = " + text
	}
	if a.Pos != "" {
		text += " at " + a.Pos
	}
	if a.Reverse {
		return "the derivative of " + text + " makes a cotangent " + num(a.Result)
	}
	return text + " is " + num(a.Result)
}

// Trap makes a verb look for the first step that makes a NaN or an infinity
// from numbers, in the function itself or in its reverse sweep. If there is
// one the verb panics with an *Error that names it, its operands and its
// line. The function runs once more for it.
func Trap() Option { return Option{kind: optTrap} }

// trap panics if a run of f, or its reverse sweep, makes a number that is
// none.
func (c *run) trap() {
	if _, on := given(c.opts, optTrap); !on {
		return
	}
	p := record(c.call, c.concreteIn(), c.activeLeaves(), c.paths(), recordAll)
	if a := p.anomaly(); a != nil {
		hint := ""
		if a.Reverse {
			hint = "where another branch is taken there, keep the operand away too: Where(ok, f(Where(ok, x, safe)), other)"
		}
		fail(c.verb.Name, hint, "%s", a)
	}
}

// anomaly returns the first step that is at fault, in a run that recorded all.
func (p *pulling) anomaly() *Anomaly {
	for at := range p.tape.nodes {
		n := &p.tape.nodes[at]
		if n.prim == nil || finite(n.Y) || !allFinite(n.X) {
			continue
		}
		return n.anomaly(at, firstNot(n.Y), false)
	}
	ones := make([]*Tensor, len(p.y))
	for i, y := range p.y {
		ones[i] = onesLike(y)
	}
	bar := p.adjoints(ones)
	for at := len(bar) - 1; at >= 0; at-- {
		n := &p.tape.nodes[at]
		if n.prim == nil || bar[at] == nil || !finite(bar[at]) || !allFinite(n.X) {
			continue
		}
		for i, from := range n.in {
			if from < 0 || !n.prim.carries(i) {
				continue
			}
			if g := n.prim.pull(&n.Call, i, bar[at]); g != nil && !finite(g) {
				return n.anomaly(at, firstNot(g), true)
			}
		}
	}
	return nil
}

func (n *tapeNode) anomaly(at int, result float64, reverse bool) *Anomaly {
	return &Anomaly{Op: n.prim.Name, Name: n.name, Pos: n.pos, Node: at, At: n.prim.kinkOf(&n.Call, 1).At, Result: result, Reverse: reverse}
}

// Anomaly returns the first step of the graph, or of a reverse sweep over it,
// that made a NaN or an infinity from numbers; nil if there is none, or no
// graph.
func (g *DAG) Anomaly() *Anomaly {
	if g == nil {
		return nil
	}
	return g.anomaly
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

func finite(t *Tensor) bool { return !slices.ContainsFunc(t.raw(), notFinite) }

func allFinite(ts []*Tensor) bool {
	return !slices.ContainsFunc(ts, func(t *Tensor) bool { return !finite(t) })
}

func firstNot(t *Tensor) float64 { return t.raw()[slices.IndexFunc(t.raw(), notFinite)] }
