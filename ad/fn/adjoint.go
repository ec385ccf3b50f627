package fn

import "github.com/gojac/gojac/ad"

// An Adjoint is a function that has run at a point and can be differentiated backwards from there, as often as asked.
type Adjoint struct {
	Y     [][]float64 // results: one []float64 each, of one element where that is a number
	Nodes int         // steps recorded
	Bytes int64       // what the record takes

	c    *Closure // nil: not known
	host *Host
	tape tape
	hits []hit
	met  []ad.Kink // by those who have no code to show
	on   []bool    // which parameters are active
	in   [][]int64 // nodes of the parameters
	out  [][]int64 // nodes of the results
}

// Adjoint runs the function at x and records it. Active says which parameters count; nil means all that carry floats. It needs
// a function that applies no verbs itself; see [Func.Nests].
func (c *Closure) Adjoint(x [][]float64, active []bool) *Adjoint {
	h := c.Func.host()
	m := h.recorder()
	a := &Adjoint{c: c, host: h}
	a.record(m, x, active)
	a.tape, m.tape = m.tape, tape{}
	h.recorders.Put(m)
	return a
}

// Gradient runs the function at x and back once, from the cotangents w of its results. It reuses one tape from call to call.
func (c *Closure) Gradient(x [][]float64, active []bool, w [][]float64) (y, g [][]float64) {
	h := c.Func.host()
	m := h.recorder()
	a := &Adjoint{c: c, host: h}
	a.record(m, x, active)
	a.tape = m.tape
	g = a.Pull(w)
	m.tape = a.tape
	h.recorders.Put(m)
	return a.Y, g
}

// release keeps the memory of the tape for the next run.
func (a *Adjoint) release() {
	m := a.host.recorder()
	if cap(m.tape.nodes) < cap(a.tape.nodes) {
		m.tape = a.tape
	}
	a.tape = tape{}
	a.host.recorders.Put(m)
}

// spare returns memory for a tape.
func (h *Host) spare() (t tape) {
	m := h.recorder()
	t, m.tape = m.tape, tape{}
	h.recorders.Put(m)
	return t
}

func (h *Host) recorder() *recorder {
	if m, ok := h.recorders.Get().(*recorder); ok {
		return m
	}
	return &recorder{machine: &machine{host: h}}
}

// record runs the function on m.
func (a *Adjoint) record(m *recorder, x [][]float64, active []bool) {
	f := a.c.Func
	p := f.compiled()
	m.depth = 0
	m.tape.reset()
	m.hits = m.hits[:0]
	k, kx, kxs := m.mark(), m.ix.mark(), m.ixs.mark()
	fr := m.enterRecord(p)
	var at layout
	for i, v := range f.Params() {
		on := isActive(v, active, i)
		var nodes []int64
		switch fileOf(v.Type) {
		case fileF:
			if fr.f[at.f] = x[i][0]; on {
				fr.ix[at.f] = m.tape.input()
				nodes = []int64{fr.ix[at.f]}
			}
			at.f++
		case fileN:
			fr.n[at.n] = int64(x[i][0])
			at.n++
		case fileS:
			fr.s[at.s] = append([]float64(nil), x[i]...)
			fr.ixs[at.s] = likeSlice[int64](fr.s[at.s])
			for k := range x[i] {
				if on {
					fr.ixs[at.s][k] = m.tape.input()
				}
			}
			nodes = append(nodes, fr.ixs[at.s]...)
			at.s++
		}
		a.in, a.on = append(a.in, nodes), append(a.on, on)
	}
	a.c.place(fr.frame, at)
	for i := at.s; i < p.args.s; i++ {
		fr.ixs[i] = likeSlice[int64](fr.s[i])
	}
	m.run(p, fr)
	a.results(fr)
	m.release(k)
	m.ix.release(kx)
	m.ixs.release(kxs)
	a.hits = append(a.hits, m.hits...)
	a.Nodes, a.Bytes = m.tape.size()
}

func (a *Adjoint) results(fr recordFrame) {
	var at layout
	for _, v := range a.c.Func.Results {
		switch fileOf(v.Type) {
		case fileF:
			a.Y, a.out = append(a.Y, []float64{fr.f[at.f]}), append(a.out, []int64{fr.ix[at.f]})
			at.f++
		case fileN:
			a.Y, a.out = append(a.Y, []float64{float64(fr.n[at.n])}), append(a.out, []int64{0})
			at.n++
		case fileS:
			a.Y, a.out = append(a.Y, fr.s[at.s]), append(a.out, fr.ixs[at.s])
			at.s++
		}
	}
}

// Pull returns the cotangents of the active parameters, from those of the results.
func (a *Adjoint) Pull(w [][]float64) (g [][]float64) {
	t := &a.tape
	t.clearBar()
	for i, nodes := range a.out {
		for k, node := range nodes {
			if node > 0 {
				t.bar[node] += w[i][k]
			}
		}
	}
	t.sweep()
	for i, nodes := range a.in {
		if !a.on[i] {
			continue
		}
		x := make([]float64, len(nodes))
		for k, node := range nodes {
			x[k] = t.bar[node]
		}
		g = append(g, x)
	}
	return g
}
