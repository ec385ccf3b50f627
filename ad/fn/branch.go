package fn

import (
	"slices"
	"strings"
)

// branch prints the if at the end of block x. Conditions that decide nothing else are joined with && and ||.
func (p *printer) branch(x, next int) {
	cond := p.operand(p.f.Blocks[x].End.Cond)
	from := [2]int{x, x}
	to := p.f.Blocks[x].End.To
	for {
		b := to[1].Block
		if p.onlyDecides(b, to[1]) && sameEdge(p.f.Blocks[b].End.To[0], to[0]) {
			cond = term{cond.in(1) + " || " + p.operand(p.f.Blocks[b].End.Cond).in(2), 1}
			p.place(b)
			from[1], to[1] = b, p.f.Blocks[b].End.To[1]
			continue
		}
		b = to[0].Block
		if p.onlyDecides(b, to[0]) && sameEdge(p.f.Blocks[b].End.To[1], to[1]) {
			cond = term{cond.in(2) + " && " + p.operand(p.f.Blocks[b].End.Cond).in(3), 2}
			p.place(b)
			from[0], to[0] = b, p.f.Blocks[b].End.To[0]
			continue
		}
		break
	}
	if p.silent(to[0], next) && !p.silent(to[1], next) || p.departs(to[1], next) && !p.departs(to[0], next) {
		if from[0] == x && from[1] == x {
			cond = p.opposite(p.f.Blocks[x].End.Cond, cond)
		} else {
			cond = prefix("!", cond)
		}
		to[0], to[1], from[0], from[1] = to[1], to[0], from[1], from[0]
	}
	p.enter("if " + cond.text + " {")
	left := p.goTo(from[0], to[0], next)
	if !p.silent(to[1], next) {
		if left {
			p.leave("}")
			p.goTo(from[1], to[1], next)
			return
		}
		p.leave("} else {")
		p.indent++
		p.scopes++
		p.scope = append(p.scope, p.scopes)
		p.goTo(from[1], to[1], next)
	}
	p.leave("}")
}

// onlyDecides reports whether block b, reached by edge e alone, does nothing but branch again.
func (p *printer) onlyDecides(b int, e Edge) bool {
	blk := p.f.Blocks[b]
	return blk.End.Kind == Branch && len(e.Moves) == 0 && len(p.flow.preds[b]) == 1 && len(p.statements(blk)) == 0 && p.flow.loop(b) == nil
}

func sameEdge(a, b Edge) bool { return a.Block == b.Block && slices.Equal(a.Moves, b.Moves) }

// silent reports whether going along e to what follows needs no text.
func (p *printer) silent(e Edge, next int) bool { return e.Block == next && len(p.assignments(e)) == 0 }

// departs reports whether going along e is a short way out: a return, a break or a continue.
func (p *printer) departs(e Edge, next int) bool {
	if e.Block == next {
		return false
	}
	if p.isShortEnd(e.Block) {
		return true
	}
	for _, l := range p.loops {
		if e.Block == l.head || e.Block == l.exit {
			return true
		}
	}
	return false
}

var opposites = map[Op]string{OpEq: "!=", OpNe: "==", OpLt: ">=", OpLe: ">", OpGt: "<=", OpGe: "<"}

// opposite is the negation of the condition in register r, whose text is cond. For floats, which may be NaN, only == and !=
// have an opposite.
func (p *printer) opposite(r Reg, cond term) term {
	in := p.inline[r]
	if in == nil || opposites[in.Op] == "" || isFloat(p.f.Regs[in.In[0]].Type) && in.Op != OpEq && in.Op != OpNe {
		return prefix("!", cond)
	}
	return p.infix(opposites[in.Op], in)
}

// assignments are the moves of e between different variables.
func (p *printer) assignments(e Edge) (ms []Move) {
	for _, m := range e.Moves {
		if p.vars.class[m.Dst] != p.vars.class[m.Src] && p.needed[m.Dst] {
			ms = append(ms, m)
		}
	}
	return ms
}

// assign prints the moves of e: one by one where their order does not matter, else as one assignment.
func (p *printer) assign(e Edge) {
	ms := p.assignments(e)
	if len(ms) == 0 {
		return
	}
	var dst, src []string
	tangled := false
	for i, m := range ms {
		dst = append(dst, p.vars.name[p.vars.class[m.Dst]])
		src = append(src, p.operand(m.Src).text)
		for _, o := range ms[i+1:] {
			tangled = tangled || p.mentions(o.Src, p.vars.class[m.Dst])
		}
	}
	if tangled || len(ms) > 1 && !p.anyInline(ms) {
		p.line("%s = %s", strings.Join(dst, ", "), strings.Join(src, ", "))
		return
	}
	for i := range ms {
		p.line("%s = %s", dst[i], src[i])
	}
}

func (p *printer) anyInline(ms []Move) bool {
	return slices.ContainsFunc(ms, func(m Move) bool { return p.inline[m.Src] != nil })
}

// mentions reports whether the text of r reads a variable of class c.
func (p *printer) mentions(r, c Reg) bool {
	if p.vars.class[r] == c {
		return true
	}
	in := p.inline[r]
	return in != nil && slices.ContainsFunc(in.In, func(r Reg) bool { return p.mentions(r, c) })
}
