package ad

// A function is what the transforms work on: tensors in, tensors out.
type function func(in []*Tensor) []*Tensor

// pushforward evaluates f at x and pushes the tangents dx through it, without
// a tape. A nil tangent is zero; so is a nil tangent of a result.
func pushforward(f function, x, dx []*Tensor) (y, dy []*Tensor) {
	lv := newLevel(nil)
	defer lv.closed.Store(true)
	in := make([]*Tensor, len(x))
	for i, t := range x {
		if in[i] = t; dx[i] != nil {
			in[i] = &Tensor{shape: t.shape, level: lv, primal: t, tangent: dx[i]}
		}
	}
	y = f(in)
	dy = make([]*Tensor, len(y))
	out := make([]*Tensor, len(y))
	for i, t := range y {
		if out[i] = t.below(lv); out[i].level == lv {
			dy[i], out[i] = out[i].tangent, out[i].primal
		}
	}
	return out, dy
}

// A pulling is a reverse level whose function has run: it turns cotangents of
// the results into cotangents of the inputs, as often as asked.
type pulling struct {
	tape *tape
	y    []*Tensor // results, one level down
	in   []int     // where the active inputs stand
	out  []int     // where the results stand; −1: they do not depend on the inputs
}

// What a tape records: what a derivative needs; steps that are at a kink
// besides; every step.
type recording int

const (
	recordDerivative recording = iota
	recordKinks
	recordAll
)

// record evaluates f at x on a fresh reverse level. Only the inputs marked
// active become variables.
func record(f function, x []*Tensor, active []bool, names []string, what recording) *pulling {
	lv := newLevel(&tape{keep: what == recordAll, watch: what >= recordKinks})
	defer lv.closed.Store(true)
	p := &pulling{tape: lv.tape}
	in := make([]*Tensor, len(x))
	for i, t := range x {
		if in[i] = t; active[i] {
			name := ""
			if names != nil {
				name = names[i]
			}
			in[i] = lv.input(t, name)
			p.in = append(p.in, in[i].node)
		}
	}
	for _, t := range f(in) {
		t = t.below(lv)
		at := -1
		if t.level == lv {
			at, t = t.node, t.primal
		}
		p.y = append(p.y, t)
		p.out = append(p.out, at)
	}
	return p
}

func (p *pulling) results() []*Tensor { return p.y }

// release has nothing to give back: others may have the values on the tape.
func (p *pulling) release() {}

// size returns the length of the tape and its bytes, with the most that a
// checkpoint on it needed besides.
func (p *pulling) size() (nodes int, bytes int64) {
	var held int64
	for i := range p.tape.nodes {
		if prim := p.tape.nodes[i].prim; prim != nil && prim.held != nil {
			held = max(held, prim.held())
		}
	}
	return len(p.tape.nodes), p.tape.bytes + held
}

// pull returns the cotangents of the active inputs, zeros where a result
// does not depend on them.
func (p *pulling) pull(g []*Tensor) []*Tensor {
	bar := p.adjoints(g)
	gx := make([]*Tensor, len(p.in))
	for i, at := range p.in {
		if gx[i] = bar[at]; gx[i] == nil {
			gx[i] = zerosLike(p.tape.nodes[at].Y)
		}
	}
	return gx
}

// zerosLike and onesLike have the shape and the type of t.
func zerosLike(t *Tensor) *Tensor { return blank(t.DType(), t.shape) }
func onesLike(t *Tensor) *Tensor  { return Ones(t.shape...).like(t) }
