package ad

import "slices"

// A Direct program runs on float64 itself, which is much faster than on
// tensors. The verbs prefer it where no other transform runs around them.
//
// Slices stand for leaves, one for each and of one element for a number, in
// the order of Trace.
type Direct interface {
	// Nests reports whether the function applies verbs itself, so that only
	// Trace will do.
	Nests() bool
	// Tangent evaluates at x and pushes the tangents dx forward.
	Tangent(x, dx [][]float64) (y, dy [][]float64)
	// Record evaluates at x and keeps what a reverse sweep needs.
	Record(x [][]float64, active []bool) Record
}

// A Record is a function that has run at a point. Pull takes a cotangent for
// each result and returns one for each active leaf.
type Record struct {
	Y     [][]float64
	Pull  func(w [][]float64) [][]float64
	Nodes int   // steps kept
	Bytes int64 // what they take

	Release func() // gives back what was kept: nothing else may be asked after that; nil: there is nothing to give

	Kinks   []Kink        // where a convention decided
	Steps   func() Steps  // what was done, as a graph; nil: not known
	Reaches func() []bool // by active leaf: whether a derivative of the results reaches it; nil: not known
}

// A reversible is a function that has run and can be swept backwards.
type reversible interface {
	results() []*Tensor
	pull(g []*Tensor) []*Tensor // cotangents of the active leaves
	size() (nodes int, bytes int64)
	kinks() []Kink
	reaches() []bool // by active leaf
	release()        // nothing else may be asked after that
}

// record runs f and keeps what a reverse sweep needs.
func (c *run) record(in []*Tensor) reversible {
	if d := c.direct(in); d != nil {
		x := make([][]float64, len(in))
		for i, t := range in {
			x[i] = t.data
		}
		r := &directRun{c: c, in: in, Record: d.Record(x, c.activeLeaves())}
		c.learn(len(r.Y))
		return r
	}
	return record(c.call, in, c.activeLeaves(), nil, recordDerivative)
}

// told is record, and tells the remarks to whoever watches f.
func (c *run) told(in []*Tensor) reversible {
	if c.f.Watch == nil {
		return c.record(in)
	}
	tell := c.f.Watch()
	if tell == nil {
		return c.record(in)
	}
	p := c.watched(in)
	tell(c.remarks(p))
	return p
}

// watched is record, and notes where conventions decide.
func (c *run) watched(in []*Tensor) reversible {
	if c.direct(in) != nil {
		return c.record(in)
	}
	return record(c.call, in, c.activeLeaves(), nil, recordKinks)
}

// direct returns f's program if it can run on float64 with these leaves.
func (c *run) direct(in []*Tensor) Direct {
	d, ok := c.f.Program.(Direct)
	if !ok || slices.ContainsFunc(in, (*Tensor).Traced) || d.Nests() {
		return nil
	}
	return d
}

// A directRun is a Record as the verbs see it.
type directRun struct {
	Record
	c  *run
	in []*Tensor
}

func (r *directRun) results() []*Tensor             { return r.c.outTensors(r.Y) }
func (r *directRun) size() (nodes int, bytes int64) { return r.Nodes, r.Bytes }
func (r *directRun) kinks() []Kink                  { return r.Kinks }

func (r *directRun) reaches() []bool {
	if r.Reaches == nil {
		return nil
	}
	return r.Reaches()
}

func (r *directRun) release() {
	if r.Release != nil {
		r.Release()
	}
}

func (r *directRun) pattern(limit int64) (rows []set, ok bool) {
	if r.Steps == nil {
		return nil, false
	}
	return r.Steps().pattern(limit)
}

func (r *directRun) pull(g []*Tensor) []*Tensor {
	active := r.c.activeLeaves()
	w := make([][]float64, len(r.Y))
	for i, y := range r.Y {
		switch {
		case g[i] == nil:
			w[i] = make([]float64, len(y))
		case g[i].Traced(): // a transform of the pullback: only the general path will do
			return record(r.c.call, r.in, active, nil, recordDerivative).pull(g)
		default:
			w[i] = g[i].raw()
		}
	}
	gx := make([]*Tensor, 0, len(r.in))
	pulled := r.Pull(w)
	for i, on := range active {
		if on {
			gx = append(gx, FromSlice(pulled[len(gx)], r.in[i].shape...))
		}
	}
	return gx
}

// outTensors makes tensors of results: a number is a scalar, a slice a vector.
func (c *run) outTensors(y [][]float64) []*Tensor {
	ts := make([]*Tensor, len(y))
	for i := range y {
		if c.outs != nil && isNumber(c.outs[i].typ.Kind()) {
			ts[i] = Scalar(y[i][0])
		} else {
			ts[i] = Vec(y[i]...)
		}
	}
	return ts
}

// pushed evaluates f at x and pushes the tangents dx through it, on float64
// where it can; a nil tangent of a result is zero.
func (c *run) pushed(x, dx []*Tensor) (y, dy []*Tensor) {
	d := c.direct(x)
	if d == nil || slices.ContainsFunc(dx, func(t *Tensor) bool { return t != nil && t.Traced() }) {
		return pushforward(c.call, x, dx)
	}
	at, along := make([][]float64, len(x)), make([][]float64, len(x))
	for i, t := range x {
		if at[i] = t.data; dx[i] == nil {
			along[i] = make([]float64, len(t.data))
		} else {
			along[i] = dx[i].raw()
		}
	}
	values, tangents := d.Tangent(at, along)
	c.learn(len(values))
	return c.outTensors(values), c.outTensors(tangents)
}
