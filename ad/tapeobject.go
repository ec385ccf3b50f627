package ad

// A Tape is the object style of reverse mode, for those who know it from
// PyTorch: variables remember what is computed of them, and Backward on a
// number computed so returns the gradients.
//
//	x := ad.Var(ad.Vec(1, 2))
//	L := x.Square().Sum()
//	g := L.Backward()
//	g.Of(x) // (2, 4)
//
// Nothing is accumulated: Backward changes nothing, and gives the same as
// often as it is called. There is no tape for all: each Tape holds what was
// computed of its own variables, and is let go with them. Tensors do not
// change, so a step of training makes its variables anew from the new values.
type Tape struct{ level *level }

// NewTape returns an empty tape. Variables that meet in one computation have
// to be of one tape.
func NewTape() *Tape {
	lv := newLevel(&tape{watch: true})
	lv.object = true
	return &Tape{lv}
}

// Var returns t as a variable of the tape. The name is for messages and may
// be left out.
func (tp *Tape) Var(t *Tensor, name ...string) *Tensor {
	if tp.level == nil {
		fail("Var", "make one by ad.NewTape()", "there is no tape")
	}
	called := ""
	if len(name) > 0 {
		called = name[0]
	}
	if t = t.open(); t.given().level == tp.level {
		t = t.primal
	}
	return tp.level.input(t, called)
}

// Var returns t as a variable of a tape of its own; NewTape makes one for
// several.
func Var(t *Tensor) *Tensor { return NewTape().Var(t, "x") }

// Gradients are the derivatives of one number by everything on its tape that
// it was computed of.
type Gradients struct {
	Counters
	Remarks
	level *level
	bar   []*Tensor
}

// Backward returns the gradients of t, which must be one number computed of
// variables (see Var), by one reverse sweep. It panics with an *Error inside
// a verb whose variables t was computed of, too.
func (t *Tensor) Backward() *Gradients {
	if t = t.open(); t.Size() != 1 {
		panic(&Error{Op: "Backward", Shapes: shapesOf(t), Detail: "a gradient is that of one number", Hint: "reduce it with Sum or Mean"})
	}
	switch lv := t.given().level; {
	case lv == nil:
		return &Gradients{}
	case !lv.object:
		fail("Backward", "take it outside of the verb, or use ad.VJP inside", "the tensor is traced by a verb that is running")
	}
	tp := t.level.tape
	tp.mu.Lock()
	nodes, ties := tp.nodes[:t.node+1:t.node+1], tp.ties
	tp.mu.Unlock()
	p := &pulling{tape: &tape{nodes: nodes, ties: ties, bytes: tp.bytes}, y: []*Tensor{t.primal}, out: []int{t.node}}
	g := &Gradients{level: t.level, bar: p.adjoints([]*Tensor{onesLike(t.primal)})}
	g.ReverseSweeps = 1
	g.taped(p)
	g.Kinks = p.kinks()
	reached := p.reached()
	for at, n := range nodes {
		if n.prim == nil && !reached[at] && n.name != "" {
			g.Independent = append(g.Independent, n.name)
		}
	}
	return g
}

// Of returns the derivative by x, a variable or a value on the way, in the
// shape of x: zeros if the number does not depend on it.
func (g *Gradients) Of(x *Tensor) *Tensor {
	if x = x.open(); x.given().level == nil || !x.level.object {
		panic(&Error{Op: "Of", Shapes: shapesOf(x), Detail: "the tensor is no variable, and not computed of one", Hint: "make it one before it is used: x = ad.Var(x)"})
	}
	if x.level != g.level || x.node >= len(g.bar) || g.bar[x.node] == nil {
		return zerosLike(x)
	}
	return g.bar[x.node]
}

// String says what the sweep took, and what there is to remark.
func (g *Gradients) String() string {
	return "gradients by " + plural(g.ReverseSweeps, "reverse sweep") + " over " + plural(g.TapeNodes, "node") + g.Remarks.text()
}

// below strips the variables' levels of the object style that were opened
// inside the transform of lv and are still open.
func (t *Tensor) below(lv *level) *Tensor {
	for t = t.open(); t.level != nil && t.level.id > lv.id; t = t.open() {
		t = t.primal
	}
	return t
}
