package ad

import (
	"slices"
	"sync"
	"sync/atomic"
)

// A level is one running transform. Levels are numbered in the order they
// start, so an inner transform always has the higher number, and two of them
// can't confuse their perturbations (Siskind and Pearlmutter, 2005).
type level struct {
	id     int64
	closed atomic.Bool
	tape   *tape // nil: forward, or a batch

	batch    bool // carries examples
	examples int  // so many
	object   bool // of a Tape

	rec  *recorder // a function being compiled
	gone string    // not "": the tensors of this level were given away, and to whom
}

var levels atomic.Int64

func newLevel(t *tape) *level { return &level{id: levels.Add(1), tape: t} }

// A tape is the Wengert list of a reverse level: nodes in the order they were
// computed, so every node stands behind its inputs.
type tape struct {
	mu    sync.Mutex // a function under a transform may start goroutines
	nodes []tapeNode
	bytes int64
	keep  bool // record steps without derivative too, for a graph
	watch bool // record steps at which a convention decides
	ties  []Kink
}

type tapeNode struct {
	prim *Prim // nil: an input
	Call       // operands and result, one level down
	in   []int // where the operands stand on the tape; -1: not on it
	name string
	pos  string
}

// nodeBytes is what one node costs besides its value.
const nodeBytes = 160

func (tp *tape) add(n tapeNode) int {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	tp.nodes = append(tp.nodes, n)
	tp.bytes += nodeBytes + n.Y.DType().size()*int64(n.Y.Size())
	return len(tp.nodes) - 1
}

func (tp *tape) annotate(node int, name, pos string) {
	tp.mu.Lock()
	defer tp.mu.Unlock()
	n := &tp.nodes[node]
	if n.name == "" {
		n.name = name
	}
	if n.pos == "" {
		n.pos = pos
	}
}

// input makes x a variable of reverse level lv.
func (lv *level) input(x *Tensor, name string) *Tensor {
	n := lv.tape.add(tapeNode{Call: Call{Y: x}, name: name})
	return &Tensor{shape: x.shape, level: lv, primal: x, node: n}
}

// open strips levels whose transform has ended: a tracer that outlived its
// transform is the value it had.
func (t *Tensor) open() *Tensor {
	for t.given().level != nil && t.level.closed.Load() {
		t = t.primal
	}
	return t
}

// apply computes p on the highest level among its operands.
func (p *Prim) apply(a *Attr, in ...*Tensor) *Tensor {
	var top *level
	for i, t := range in {
		if !t.made() {
			failUnmade(t, i)
		}
		if t.level == nil {
			continue
		}
		if t = t.open(); t != in[i] {
			in = append([]*Tensor(nil), in...)
			in[i] = t
		}
		if t.level != nil && (top == nil || t.level.id > top.id) {
			top = t.level
		}
	}
	in = p.unified(in)
	if top == nil {
		return p.evaluate(a, in)
	}
	switch {
	case top.batch:
		return p.batched(top, a, in)
	case top.rec != nil:
		return p.recorded(top, a, in)
	case top.gone != "":
		top.refuse(p.Name)
	}
	x := make([]*Tensor, len(in))
	for i, t := range in {
		if x[i] = t; t.level == top {
			x[i] = t.primal
		} else if t.level != nil && t.level.object && top.object {
			fail(p.Name, "make them variables of one: tape := ad.NewTape(); x, w := tape.Var(x), tape.Var(w)", "its operands are variables of two tapes")
		}
	}
	c := Call{Attr: a, X: x, Y: p.apply(a, x...)}
	if top.tape == nil {
		return p.pushed(top, &c, in)
	}
	return p.taped(top, c, in)
}

// pushed finishes apply on a forward level.
func (p *Prim) pushed(lv *level, c *Call, in []*Tensor) *Tensor {
	dy := p.pushAll(c, func(i int) *Tensor {
		if in[i].level != lv {
			return nil
		}
		return in[i].tangent
	})
	if dy == nil {
		return c.Y
	}
	return &Tensor{shape: c.Y.shape, level: lv, primal: c.Y, tangent: dy}
}

// pushAll pushes the tangents dx(i) of the inputs forward, nil where they are
// zero, and returns that of y, of the shape of y; nil if it is zero.
func (p *Prim) pushAll(c *Call, dx func(i int) *Tensor) *Tensor {
	var dy *Tensor
	for i := range c.X {
		d := dx(i)
		switch {
		case d == nil || !p.carries(i):
		case p.Joint:
			x := make([]*Tensor, len(c.X))
			for k := range x {
				if x[k] = dx(k); x[k] == nil {
					x[k] = zerosLike(c.X[k])
				}
			}
			return p.apply(c.Attr, x...)
		default:
			dy = plus(dy, p.push(c, i, d))
		}
	}
	if dy == nil {
		return nil
	}
	return broadcastTo(dy, c.Y.shape)
}

// taped finishes apply on a reverse level.
func (p *Prim) taped(lv *level, c Call, in []*Tensor) *Tensor {
	at := make([]int, len(in))
	active := lv.tape.keep
	for i, t := range in {
		at[i] = -1
		if t.level == lv {
			at[i] = t.node
			active = active || p.carries(i)
		}
	}
	if !active && !(lv.tape.watch && p.Steps && slices.Max(at) >= 0 && p.atKink(c)) {
		return c.Y
	}
	n := lv.tape.add(tapeNode{prim: p, Call: c, in: at})
	return &Tensor{shape: c.Y.shape, level: lv, primal: c.Y, node: n}
}

// atKink takes a copy of c, for c to stay off the heap where no one asks.
func (p *Prim) atKink(c Call) bool { return p.kinks(&c) > 0 }

// carries reports whether the derivative passes through input i.
func (p *Prim) carries(i int) bool {
	if p.Steps {
		return false
	}
	for _, k := range p.Passive {
		if k == i {
			return false
		}
	}
	return true
}

// push returns what the tangent dx of input i adds to the tangent of y, in
// the type of y.
func (p *Prim) push(c *Call, i int, dx *Tensor) *Tensor {
	var dy *Tensor
	switch {
	case p.Partial != nil:
		dy = p.chain(c, i, dx)
	case p.Push != nil:
		dy = p.Push(c, i, dx)
	default:
		x := append([]*Tensor(nil), c.X...)
		for k := range x {
			if p.Joint {
				x[k] = zerosLike(x[k])
			}
		}
		x[i] = dx
		dy = p.apply(c.Attr, x...)
	}
	if dy == nil {
		return nil
	}
	return dy.like(c.Y)
}

// pull returns what the cotangent g of y adds to the cotangent of input i, in
// the type of that input.
func (p *Prim) pull(c *Call, i int, g *Tensor) *Tensor {
	var gx *Tensor
	if p.Partial == nil {
		gx = p.Transpose(c, i, g)
	} else if gx = p.chain(c, i, g); gx != nil {
		gx = unbroadcast(gx, c.X[i].shape)
	}
	if gx == nil {
		return nil
	}
	return gx.like(c.X[i])
}

// chain multiplies the local derivative by input i with a tangent or cotangent.
func (p *Prim) chain(c *Call, i int, d *Tensor) *Tensor {
	partial := p.Partial(c, i)
	if partial == nil {
		return nil
	}
	if p == zeroMul || p == strongMul && i == 0 {
		return zeroMul.apply2(partial, d) // the product is 0 for every value of input i, so nothing that it does counts
	}
	if partial.level == nil && partial.kind == Float64 && partial.shape == nil {
		switch partial.data[0] {
		case 1:
			return d
		case -1:
			return d.Neg()
		}
	}
	return strongMul.apply2(partial, d)
}

func plus(a, b *Tensor) *Tensor {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return a.Add(b)
}
