package nn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gojac/gojac/ad"
)

// The cells below keep their weights as PyTorch does, gates one below the
// other: Wx of shape (gates·hidden, inputs), Wh of shape (gates·hidden,
// hidden), Bx and Bh of shape (gates·hidden). They are plain structs, to be
// fields of a model. Step takes a batch x of shape (n, inputs) with states of
// shape (n, hidden); Run takes a sequence of shape (steps, n, inputs) from a
// state of zeros and returns all hidden states, (steps, n, hidden). Layers are
// stacked by b.Run(a.Run(xs)); a second one reads backwards what is turned
// round: b.Run(xs.Flip(0)).Flip(0).

// An RNN is Elman's cell: h′ = tanh(Wx·x + Bx + Wh·h + Bh).
type RNN struct{ Wx, Wh, Bx, Bh *ad.Tensor }

// A GRU is a gated recurrent unit (Cho et al. 2014, as PyTorch has it), gates
// reset r, update z, new n: h′ = (1−z)·n + z·h.
type GRU struct{ Wx, Wh, Bx, Bh *ad.Tensor }

// An LSTM is a long short-term memory (Hochreiter and Schmidhuber 1997, with
// forget gate), gates input i, forget f, cell g, output o: c′ = f·c + i·g,
// h′ = o·tanh c′.
type LSTM struct{ Wx, Wh, Bx, Bh *ad.Tensor }

// NewRNN returns a cell whose weights are uniform in ±1/√hidden.
func NewRNN(seed, inputs, hidden int) RNN { return RNN(recurrent(seed, 1, inputs, hidden)) }

// NewGRU returns a cell whose weights are uniform in ±1/√hidden.
func NewGRU(seed, inputs, hidden int) GRU { return GRU(recurrent(seed, 3, inputs, hidden)) }

// NewLSTM returns a cell whose weights are uniform in ±1/√hidden.
func NewLSTM(seed, inputs, hidden int) LSTM { return LSTM(recurrent(seed, 4, inputs, hidden)) }

type gates struct{ Wx, Wh, Bx, Bh *ad.Tensor }

func recurrent(seed, n, inputs, hidden int) gates {
	if inputs < 1 || hidden < 1 {
		panic(&ad.Error{Op: "recurrent cell", Detail: fmt.Sprintf("%d inputs and %d hidden units", inputs, hidden), Hint: "it needs at least one of each"})
	}
	k := 1 / sqrt(hidden)
	return gates{
		Uniform(seed, -k, k, n*hidden, inputs), Uniform(seed+1, -k, k, n*hidden, hidden),
		Uniform(seed+2, -k, k, n*hidden), Uniform(seed+3, -k, k, n*hidden),
	}
}

// check panics unless the weights are those of n gates.
func (g gates) check(op string, n int) {
	for i, t := range []*ad.Tensor{g.Wx, g.Wh, g.Bx, g.Bh} {
		if t == nil {
			panic(&ad.Error{Op: op, Detail: [...]string{"Wx", "Wh", "Bx", "Bh"}[i] + " is nil", Hint: "New" + op + " makes the weights"})
		}
	}
	w := g.Wh.Shape()
	if len(w) != 2 || w[1] == 0 || w[0] != n*w[1] || g.Wx.Dims() != 2 || g.Wx.Shape()[0] != w[0] ||
		!slices.Equal(g.Bx.Shape(), w[:1]) || !slices.Equal(g.Bh.Shape(), w[:1]) {
		panic(&ad.Error{Op: op, Shapes: [][]int{g.Wx.Shape(), w, g.Bx.Shape(), g.Bh.Shape()}, Detail: "the weights Wx, Wh, Bx and Bh do not belong together",
			Hint: fmt.Sprintf("with k = %d·hidden they are (k, inputs), (k, hidden), (k) and (k); New%s makes them", n, op)})
	}
}

// takes panics unless x has the given shape; -1 stands for any length.
func takes(op, what, axes string, x *ad.Tensor, shape ...int) {
	if x == nil {
		panic(&ad.Error{Op: op, Detail: what + " is nil"})
	}
	s := x.Shape()
	ok, hint := len(s) == len(shape), what+" is ("+axes+")"
	for i, name := range strings.Split(axes, ", ") {
		ok = ok && (s[i] == shape[i] || shape[i] < 0)
		if shape[i] >= 0 {
			hint += fmt.Sprintf(", %s = %d", name, shape[i])
		}
	}
	if !ok {
		panic(&ad.Error{Op: op, Shapes: [][]int{s}, Detail: what + " does not belong to these weights", Hint: hint})
	}
}

// sums returns Wx·x + Bx and Wh·h + Bh of each gate.
func (g gates) sums(op string, n int, x, h *ad.Tensor) (fromX, fromH []*ad.Tensor) {
	g.check(op, n)
	takes(op, "the input", "n, inputs", x, -1, g.Wx.Shape()[1])
	takes(op, "the state", "n, hidden", h, x.Shape()[0], g.Wh.Shape()[1])
	return Linear(x, g.Wx, g.Bx).Split(1, n), Linear(h, g.Wh, g.Bh).Split(1, n)
}

// Step returns the next hidden state.
func (c RNN) Step(x, h *ad.Tensor) *ad.Tensor {
	a, b := gates(c).sums("RNN", 1, x, h)
	return a[0].Add(b[0]).Tanh()
}

// Step returns the next hidden state.
func (c GRU) Step(x, h *ad.Tensor) *ad.Tensor {
	a, b := gates(c).sums("GRU", 3, x, h)
	r, z := a[0].Add(b[0]).Sigmoid(), a[1].Add(b[1]).Sigmoid()
	n := a[2].Add(r.Mul(b[2])).Tanh()
	return n.Add(z.Mul(h.Sub(n)))
}

// Step returns the next hidden state and cell state.
func (c LSTM) Step(x, h, cell *ad.Tensor) (nextH, nextCell *ad.Tensor) {
	a, b := gates(c).sums("LSTM", 4, x, h)
	takes("LSTM", "the cell state", "n, hidden", cell, h.Shape()...)
	i, f := a[0].Add(b[0]).Sigmoid(), a[1].Add(b[1]).Sigmoid()
	g, o := a[2].Add(b[2]).Tanh(), a[3].Add(b[3]).Sigmoid()
	nextCell = f.Mul(cell).Add(i.Mul(g))
	return o.Mul(nextCell.Tanh()), nextCell
}

// Run returns the hidden state after each step.
func (c RNN) Run(xs *ad.Tensor) *ad.Tensor { return c.RunFrom(xs, gates(c).zeros("RNN", 1, xs)) }

// Run returns the hidden state after each step.
func (c GRU) Run(xs *ad.Tensor) *ad.Tensor { return c.RunFrom(xs, gates(c).zeros("GRU", 3, xs)) }

// Run returns the hidden state after each step.
func (c LSTM) Run(xs *ad.Tensor) *ad.Tensor {
	zero := gates(c).zeros("LSTM", 4, xs)
	hs, _ := c.RunFrom(xs, zero, zero)
	return hs
}

// RunFrom is Run from a state h, of shape (n, hidden).
func (c RNN) RunFrom(xs, h *ad.Tensor) *ad.Tensor {
	gates(c).sequence("RNN", 1, xs)
	return each(xs, func(x *ad.Tensor) *ad.Tensor { h = c.Step(x, h); return h })
}

// RunFrom is Run from a state h, of shape (n, hidden).
func (c GRU) RunFrom(xs, h *ad.Tensor) *ad.Tensor {
	gates(c).sequence("GRU", 3, xs)
	return each(xs, func(x *ad.Tensor) *ad.Tensor { h = c.Step(x, h); return h })
}

// RunFrom is Run from a state h and a cell state, both of shape (n, hidden).
// It returns the cell state after the last step, too.
func (c LSTM) RunFrom(xs, h, cell *ad.Tensor) (hs, last *ad.Tensor) {
	gates(c).sequence("LSTM", 4, xs)
	hs = each(xs, func(x *ad.Tensor) *ad.Tensor { h, cell = c.Step(x, h, cell); return h })
	return hs, cell
}

// sequence panics unless xs is a sequence for the weights of n gates.
func (g gates) sequence(op string, n int, xs *ad.Tensor) {
	g.check(op, n)
	takes(op, "the sequence", "steps, n, inputs", xs, -1, -1, g.Wx.Shape()[1])
	if xs.Shape()[0] == 0 {
		panic(&ad.Error{Op: op, Shapes: [][]int{xs.Shape()}, Detail: "the sequence has no steps", Hint: "it is (steps, n, inputs), steps > 0"})
	}
}

// zeros is the state to begin with.
func (g gates) zeros(op string, n int, xs *ad.Tensor) *ad.Tensor {
	g.sequence(op, n, xs)
	return ofType(xs, ad.Zeros(xs.Shape()[1], g.Wh.Shape()[1]))
}

func each(xs *ad.Tensor, step func(x *ad.Tensor) *ad.Tensor) *ad.Tensor {
	var hs []*ad.Tensor
	for k := range xs.Shape()[0] {
		hs = append(hs, step(xs.Row(k)))
	}
	return ad.Stack(hs...)
}
