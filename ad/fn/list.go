package fn

import (
	"sync"

	"github.com/gojac/gojac/ad"
)

// A List is a Wengert list of operations that someone else computes, number by number: for each that depends on a variable,
// where its operands stand and the partial derivatives by them. Place 0 is that of every constant. A List may be used from
// several goroutines.
type List struct {
	mu   sync.Mutex
	host *Host
	tape tape
	met  []met // kinks
}

// A met is a kink that an operation met, and how often.
type met struct {
	p     *ad.Prim
	x, y  float64
	times int
}

// NewList returns an empty List in memory of h.
func NewList(h *Host) *List {
	l := &List{host: h, tape: h.spare()}
	l.tape.reset()
	return l
}

// Inputs adds n variables and returns their places.
func (l *List) Inputs(n int) []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := make([]int64, n)
	for i := range at {
		at[i] = l.tape.input()
	}
	return at
}

func (l *List) push(n tapeNode) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tape.push(n)
}

// Two adds an operation on the numbers at a and b, whose partial derivatives are da and db, and returns the place of its
// result.
func (l *List) Two(a, b int64, da, db float64) int64 {
	if a|b == 0 {
		return 0
	}
	return l.push(tapeNode{int32(a), int32(b), da, db})
}

// Apply1 computes elementwise primitive p of the number x at place a.
func (l *List) Apply1(p *ad.Prim, x float64, a int64) (y float64, at int64) {
	part := partialsOf(p)[0]
	if a > 0 && part.both != nil {
		y, d := part.both(x)
		return y, l.Two(a, 0, d, 0)
	}
	y = p.Fun(x)
	if a == 0 {
		return y, 0
	}
	l.meet(p, x, 0)
	if part.zero {
		return y, 0
	}
	return y, l.Two(a, 0, part.at1(x, y), 0)
}

// Apply2 computes elementwise primitive p of the numbers x and y at places a and b.
func (l *List) Apply2(p *ad.Prim, x, y float64, a, b int64) (z float64, at int64) {
	z = p.Fun2(x, y)
	if a|b == 0 {
		return z, 0
	}
	l.meet(p, x, y)
	n, ps := tapeNode{}, partialsOf(p)
	if a > 0 && !ps[0].zero {
		n.a, n.da = int32(a), ps[0].at2(x, y, z)
	}
	if b > 0 && !ps[1].zero {
		n.b, n.db = int32(b), ps[1].at2(x, y, z)
	}
	return z, l.Two(int64(n.a), int64(n.b), n.da, n.db)
}

// meet notes a kink, if there is one.
func (l *List) meet(p *ad.Prim, x, y float64) {
	if p.Kink == nil || !p.Kink(x, y) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.met {
		if m := &l.met[i]; m.p == p && m.x == x && m.y == y {
			m.times++
			return
		}
	}
	if len(l.met) < maxHits {
		l.met = append(l.met, met{p, x, y, 1})
	}
}

// Adjoint ends the list: y are the results, out their places, in those of the active parameters.
func (l *List) Adjoint(y [][]float64, in, out [][]int64) *Adjoint {
	l.mu.Lock() // a goroutine may be late
	defer l.mu.Unlock()
	a := &Adjoint{Y: y, host: l.host, tape: l.tape, in: in, out: out}
	for range in {
		a.on = append(a.on, true)
	}
	for _, m := range l.met {
		k, _ := m.p.KinkAt([]float64{m.x, m.y}[:m.p.Arity()]...)
		k.Places = m.times
		a.met = append(a.met, k)
	}
	l.tape = tape{}
	l.tape.reset()
	a.Nodes, a.Bytes = a.tape.size()
	return a
}

// Push returns the tangents of the results, from those of the active parameters.
func (a *Adjoint) Push(dx [][]float64) (dy [][]float64) {
	t := &a.tape
	t.clearBar()
	for i, nodes := range a.in {
		for k, node := range nodes {
			t.bar[node] = dx[i][k]
		}
	}
	for i := range t.nodes {
		if n := &t.nodes[i]; n.a|n.b != 0 {
			t.bar[i] = chain(n.da, t.bar[n.a]) + chain(n.db, t.bar[n.b])
		}
	}
	for _, nodes := range a.out {
		d := make([]float64, len(nodes))
		for k, node := range nodes {
			d[k] = t.bar[node]
		}
		dy = append(dy, d)
	}
	return dy
}
