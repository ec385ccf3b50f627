package ad

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Kink is a place where a function has no derivative, so that the
// convention says what was taken for it.
type Kink struct {
	Op     string // the primitive, or the comparison of a branch: "ReLU", "<"
	Name   string // the Go variable that holds the result; "" if it has none
	Pos    string // "cell 1:2:8", or ""
	Node   int    // ID of the node in a graph; −1 where there is no graph
	At     string // what was computed: "ReLU(0)"; a tensor's shape where it is no number
	Places int    // elements at which it was hit
	Rule   string // the convention: "the slope at 0 is taken as 0"
}

// String writes for example
// "kink: h = ReLU((4)) at cell 1:2:7, 2 places: the slope at 0 is taken as 0".
func (k Kink) String() string {
	text := "kink: "
	if k.Name != "" {
		text += k.Name + " = "
	}
	text += k.At
	if k.Pos != "" {
		text += " at " + k.Pos
	}
	if k.Places > 1 {
		text += fmt.Sprintf(", %d places", k.Places)
	}
	return text + ": " + k.Rule
}

// jump is the convention for steps.
const jump = "it jumps here; its derivative is taken as 0"

func atZero(x, _ float64) bool  { return x == 0 }
func tie(x, y float64) bool     { return x == y }
func whole(x, _ float64) bool   { return x == math.Trunc(x) && !math.IsInf(x, 0) }
func halfway(x, _ float64) bool { return math.Abs(x-math.Trunc(x)) == 0.5 }

// KinkAt tells what an elementwise primitive does at operands where its
// convention decides; ok is false elsewhere.
func (p *Prim) KinkAt(x ...float64) (k Kink, ok bool) {
	p.takes(len(x))
	two := append(slices.Clone(x), 0)
	if p.Kink == nil || !p.Kink(two[0], two[1]) {
		return Kink{}, false
	}
	in := make([]*Tensor, len(x))
	for i, v := range x {
		in[i] = Scalar(v)
	}
	return p.kinkOf(&Call{Attr: &noAttr, X: in}, 1), true
}

func (p *Prim) kinkOf(c *Call, places int) Kink {
	args, precs := make([]string, len(c.X)), make([]int, len(c.X))
	for i, x := range c.X {
		if args[i] = shapeString(x.shape); x.Size() == 1 {
			args[i] = num(x.raw()[0])
		}
	}
	text, _ := p.format(asNumbers, c.Attr, args, precs)
	return Kink{Op: p.Name, Node: -1, At: text, Places: places, Rule: p.Rule}
}

// kinks counts the elements of one application at which the convention of p
// decides.
func (p *Prim) kinks(c *Call) int {
	switch {
	case slices.ContainsFunc(c.X, (*Tensor).batched):
		return 0
	case p.Ties != nil:
		return p.Ties(c)
	case p.Kink == nil:
		return 0
	}
	n := 0
	x := stretch(c.X[0].concrete(), c.Y.shape)
	y := make([]float64, len(x))
	if len(c.X) > 1 {
		y = stretch(c.X[1].concrete(), c.Y.shape)
	}
	for i, v := range x {
		if p.Kink(v, y[i]) {
			n++
		}
	}
	return n
}

// Tie reports, for a function that branches by comparing t, that the operands
// were equal: the derivative is that of the branch taken. It does nothing to
// a plain tensor.
func (t *Tensor) Tie(comparison, pos string) {
	for ; t.given().level != nil; t = t.primal {
		if tp := t.level.tape; tp != nil && tp.watch {
			tp.mu.Lock()
			tp.ties = append(tp.ties, TieOf(comparison, pos))
			tp.mu.Unlock()
		}
	}
}

// TieOf is the kink of a branch whose operands are equal.
func TieOf(comparison, pos string) Kink {
	return Kink{Op: comparison, Pos: pos, Node: -1, At: comparison, Places: 1, Rule: "the operands are equal; the derivative is that of the branch taken"}
}

// kinks lists what a run hit: one entry for each operation in the source.
func (p *pulling) kinks() []Kink {
	reached := p.reached()
	ks := slices.Clone(p.tape.ties)
	for at := range p.tape.nodes {
		n := &p.tape.nodes[at]
		if n.prim == nil || !reached[at] && !n.prim.Steps || !slices.ContainsFunc(n.in, func(i int) bool { return i >= 0 }) {
			continue
		}
		if places := n.prim.kinks(&n.Call); places > 0 {
			k := n.prim.kinkOf(&n.Call, places)
			k.Name, k.Pos, k.Node = n.name, n.pos, at
			ks = append(ks, k)
		}
	}
	return merged(ks)
}

// merged joins kinks of one operation at one position, as a loop hits it.
func merged(ks []Kink) []Kink {
	var out []Kink
	for _, k := range ks {
		same := func(o Kink) bool { return k.Pos != "" && o.Pos == k.Pos && o.Op == k.Op && o.At == k.At }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].Places += k.Places
			continue
		}
		out = append(out, k)
	}
	return out
}

// reached marks the nodes that a derivative of the results passes through.
func (p *pulling) reached() []bool {
	on := make([]bool, len(p.tape.nodes))
	for _, at := range p.out {
		if at >= 0 {
			on[at] = true
		}
	}
	for at := len(on) - 1; at >= 0; at-- {
		n := &p.tape.nodes[at]
		if !on[at] || n.prim == nil {
			continue
		}
		for i, from := range n.in {
			if from >= 0 && n.prim.carries(i) {
				on[from] = true
			}
		}
	}
	return on
}

// reaches tells of each active leaf whether a derivative reaches it.
func (p *pulling) reaches() []bool {
	on := p.reached()
	out := make([]bool, len(p.in))
	for i, at := range p.in {
		out[i] = on[at]
	}
	return out
}

// Remarks are what a derivative has to say besides its numbers.
type Remarks struct {
	Kinks       []Kink   // where a convention decided
	Independent []string // inputs that no derivative reaches: zero because the results do not depend on them
}

// remarks asks a run what there is to say of it.
func (c *run) remarks(p reversible) Remarks {
	r := Remarks{Kinks: p.kinks()}
	reaches := p.reaches()
	k := 0
	for i, on := range c.activeLeaves() {
		if on {
			if k < len(reaches) && !reaches[k] {
				r.Independent = append(r.Independent, c.leaves[i].path)
			}
			k++
		}
	}
	return r
}

// Note makes a verb write into r, at each call, what the derivatives do not say
// by themselves: the kinks at which a convention decided, and the inputs that
// no derivative reaches, whose derivatives are zero. It works alike for all
// verbs but Compile; the function runs once more for it, and nothing is
// printed. Calls at the same time need an r each. It panics with an *Error if
// r is nil.
func Note(r *Remarks) Option {
	if r == nil {
		fail("Note", "give the address of one: var r ad.Remarks; ad.Note(&r)", "there are no Remarks to write into")
	}
	return Option{kind: optNote, note: r}
}

// note fills in the Remarks that were asked for.
func (c *run) note() {
	for _, o := range c.opts {
		if o.kind != optNote {
			continue
		}
		x := c.concreteIn()
		if c.verb.whole == nil {
			*o.note = c.remarks(c.watched(x))
		} else {
			*o.note = c.remarks(record(c.verb.whole(c), x, c.activeLeaves(), nil, recordKinks))
		}
	}
}

// String writes the remarks, a line each; "" if there are none.
func (r Remarks) String() string { return strings.TrimPrefix(r.text(), "\n") }

// maxRemarks bounds how many kinks are written out.
const maxRemarks = 6

// text writes the remarks, each on a line of its own that begins with a line
// break.
func (r Remarks) text() string {
	text := ""
	for i, k := range r.Kinks {
		if i == maxRemarks {
			text += fmt.Sprintf("\nand %d kinks more", len(r.Kinks)-i)
			break
		}
		text += "\n" + k.String()
	}
	if len(r.Independent) > 0 {
		text += "\nno derivative reaches " + list(subscriptedAll(r.Independent)) + ": the result does not depend on it, or only by steps, so it is zero"
	}
	return text
}
