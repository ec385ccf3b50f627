package fn

import (
	"github.com/gojac/gojac/ad"
)

// A hit is a place where a run met a kink: an operation or a comparison, and its operands.
type hit struct {
	p     *proc
	pc    int
	x, y  float64
	times int
}

// maxHits bounds the places that are kept.
const maxHits = 64

// hit notes a kink, once for each place in the code.
func (m *recorder) hit(p *proc, pc int, x, y float64) {
	for i := range m.hits {
		if m.hits[i].p == p && m.hits[i].pc == pc {
			m.hits[i].times++
			return
		}
	}
	if len(m.hits) < maxHits {
		m.hits = append(m.hits, hit{p, pc, x, y, 1})
	}
}

// tie notes a comparison of two equal floats, one of which depends on a variable.
func (m *recorder) tie(p *proc, pc int, fr recordFrame) {
	in := &p.code[pc]
	if x := fr.f[in.a]; x == fr.f[in.b] && fr.ix[in.a]|fr.ix[in.b] != 0 {
		m.hit(p, pc, x, x)
	}
}

// comparisons spell the machine's comparisons of floats.
var comparisons = map[uint16]string{
	xEqF: "==", xNeF: "!=", xLtF: "<", xLeF: "<=", xBrEqF: "==", xBrNeF: "!=", xBrLtF: "<", xBrLeF: "<=",
}

// kink says it in package ad's terms.
func (h hit) kink() ad.Kink {
	in := &h.p.code[h.pc]
	var k ad.Kink
	switch in.op {
	case xUnary:
		k, _ = h.p.prims[in.x].KinkAt(h.x)
	case xBinary:
		k, _ = h.p.prims[in.x].KinkAt(h.x, h.y)
	case xMinF:
		k, _ = ad.PrimOfGo("math.Min").KinkAt(h.x, h.y)
	case xMaxF:
		k, _ = ad.PrimOfGo("math.Max").KinkAt(h.x, h.y)
	default:
		k = ad.TieOf(tieText(h.x, comparisons[in.op]), "")
	}
	k.Pos, k.Places = h.p.pos[h.pc], h.times
	return k
}

// Kinks lists where the run met a kink.
func (a *Adjoint) Kinks() []ad.Kink {
	ks := make([]ad.Kink, len(a.hits))
	for i, h := range a.hits {
		ks[i] = h.kink()
	}
	return append(ks, a.met...)
}

// Reaches tells of each active parameter whether a result depends on it.
func (a *Adjoint) Reaches() []bool {
	nodes := a.tape.nodes
	on := make([]bool, len(nodes))
	for _, out := range a.out {
		for _, n := range out {
			on[n] = true
		}
	}
	for i := len(nodes) - 1; i > 0; i-- {
		if on[i] {
			on[nodes[i].a], on[nodes[i].b] = true, true
		}
	}
	var reached []bool
	for i, in := range a.in {
		if !a.on[i] {
			continue
		}
		some := false
		for _, n := range in {
			some = some || on[n]
		}
		reached = append(reached, some)
	}
	return reached
}

// steps shows the record as a graph.
func (a *Adjoint) steps() ad.Steps {
	g := ad.Steps{N: a.Nodes, Out: a.out, On: func(i int) (x, y int32) { n := &a.tape.nodes[i]; return n.a, n.b }}
	for i, nodes := range a.in {
		if a.on[i] {
			g.In = append(g.In, nodes)
		}
	}
	return g
}

var _ ad.Direct = (*Closure)(nil)

// Nests reports whether the function applies verbs itself.
func (c *Closure) Nests() bool { return c.Func.Nests() }

// Record runs the function at x and keeps what a reverse sweep needs.
func (c *Closure) Record(x [][]float64, active []bool) ad.Record {
	return c.Adjoint(x, active).Record()
}

// Record is what package ad needs of a for its verbs.
func (a *Adjoint) Record() ad.Record {
	return ad.Record{Y: a.Y, Pull: a.Pull, Nodes: a.Nodes, Bytes: a.Bytes, Kinks: a.Kinks(), Reaches: a.Reaches, Steps: a.steps, Release: a.release}
}
