package nn

import (
	"slices"

	"github.com/gojac/gojac/ad"
)

// The cells below keep their weights as PyTorch does, gates one below the
// other: Wx of shape (gates·hidden, inputs), Wh of shape (gates·hidden,
// hidden), Bx and Bh of shape (gates·hidden). They are plain structs, to be
// fields of a model. Step takes a batch x of shape (n, inputs) with states of
// shape (n, hidden); Run takes a sequence of shape (steps, n, inputs) from a
// state of zeros and returns all hidden states, (steps, n, hidden).

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
		panic(&ad.Error{Op: "recurrent cell", Shapes: [][]int{{hidden, inputs}}, Detail: "it needs inputs and hidden units"})
	}
	k := 1 / sqrt(hidden)
	return gates{
		Uniform(seed, -k, k, n*hidden, inputs), Uniform(seed+1, -k, k, n*hidden, hidden),
		Uniform(seed+2, -k, k, n*hidden), Uniform(seed+3, -k, k, n*hidden),
	}
}

// sums returns Wx·x + Bx and Wh·h + Bh of each gate.
func (g gates) sums(op string, n int, x, h *ad.Tensor) (fromX, fromH []*ad.Tensor) {
	for _, t := range []*ad.Tensor{g.Wx, g.Wh, g.Bx, g.Bh, x, h} {
		if t == nil {
			panic(&ad.Error{Op: op, Detail: "a weight, the input or a state is nil", Hint: "New" + op + " makes the weights"})
		}
	}
	w, s, k := g.Wh.Shape(), x.Shape(), h.Shape()
	if len(w) != 2 || w[0] != n*w[1] || len(s) != 2 || len(k) != 2 || k[1] != w[1] || s[0] != k[0] ||
		!slices.Equal(g.Wx.Shape(), []int{w[0], s[1]}) || g.Bx.Size() != w[0] || g.Bh.Size() != w[0] {
		panic(&ad.Error{Op: op, Shapes: [][]int{g.Wx.Shape(), w, s, k}, Detail: "weights, input and state do not belong together",
			Hint: "an input is (n, inputs), a state (n, hidden)"})
	}
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
	if cell == nil || !slices.Equal(cell.Shape(), h.Shape()) {
		panic(&ad.Error{Op: "LSTM", Shapes: [][]int{h.Shape()}, Detail: "the cell state has not the shape of the hidden state"})
	}
	i, f := a[0].Add(b[0]).Sigmoid(), a[1].Add(b[1]).Sigmoid()
	g, o := a[2].Add(b[2]).Tanh(), a[3].Add(b[3]).Sigmoid()
	nextCell = f.Mul(cell).Add(i.Mul(g))
	return o.Mul(nextCell.Tanh()), nextCell
}

// Run returns the hidden state after each step.
func (c RNN) Run(xs *ad.Tensor) *ad.Tensor {
	h := start("RNN", xs, c.Wh)
	return each(xs, func(x *ad.Tensor) *ad.Tensor { h = c.Step(x, h); return h })
}

// Run returns the hidden state after each step.
func (c GRU) Run(xs *ad.Tensor) *ad.Tensor {
	h := start("GRU", xs, c.Wh)
	return each(xs, func(x *ad.Tensor) *ad.Tensor { h = c.Step(x, h); return h })
}

// Run returns the hidden state after each step.
func (c LSTM) Run(xs *ad.Tensor) *ad.Tensor {
	h := start("LSTM", xs, c.Wh)
	cell := h
	return each(xs, func(x *ad.Tensor) *ad.Tensor { h, cell = c.Step(x, h, cell); return h })
}

// start is a state of zeros.
func start(op string, xs, wh *ad.Tensor) *ad.Tensor {
	if xs == nil || wh == nil || xs.Dims() != 3 || xs.Shape()[0] == 0 || wh.Dims() != 2 {
		panic(&ad.Error{Op: op, Detail: "it runs over a sequence of shape (steps, n, inputs)", Hint: "New" + op + " makes the weights"})
	}
	return ofType(xs, ad.Zeros(xs.Shape()[1], wh.Shape()[1]))
}

func each(xs *ad.Tensor, step func(x *ad.Tensor) *ad.Tensor) *ad.Tensor {
	var hs []*ad.Tensor
	for k := range xs.Shape()[0] {
		hs = append(hs, step(xs.Row(k)))
	}
	return ad.Stack(hs...)
}
