package fn

import (
	"slices"
	"strconv"
	"strings"
)

// tree prints block x and everything it dominates. Falling off the end of the text leads to block next (-1: nowhere).
func (p *printer) tree(x, next int) {
	after := p.merges(x)
	loop := p.flow.loop(x)
	exit := -1
	if loop != nil {
		exit = p.exit(x, loop)
	}
	// What follows x: its exit if it is a loop, and the blocks where branches inside it meet again, in order.
	var follow []int
	if exit >= 0 {
		follow = append(follow, exit)
	}
	if loop == nil {
		follow = append(follow, after...)
	}
	at := func(i int) int {
		if i < len(follow) {
			return follow[i]
		}
		return next
	}
	if loop != nil {
		p.loop(x, exit, at(0), after)
	} else {
		p.node(x, at(0))
	}
	for i, b := range follow {
		p.merge(b, at(i+1))
	}
}

// merge prints a block that several ways lead to, after the text of those ways.
func (p *printer) merge(b, next int) {
	if !p.labels[b] {
		p.tree(b, next)
		return
	}
	p.out.WriteString(label(b) + ":\n")
	p.enter("{")
	p.tree(b, next)
	p.leave("}")
}

func label(b int) string { return "L" + strconv.Itoa(b) }

func (p *printer) enter(open string) {
	p.line("%s", open)
	p.indent++
	p.scopes++
	p.scope = append(p.scope, p.scopes)
}

func (p *printer) leave(end string) {
	p.indent--
	p.scope = p.scope[:len(p.scope)-1]
	p.line("%s", end)
}

// merges lists the blocks that x immediately dominates and that several ways lead to, in order. Short ends that can be
// written at each place are not among them.
func (p *printer) merges(x int) (ms []int) {
	for _, b := range p.flow.order {
		if b != x && p.flow.idom[b] == x && p.joined(b) {
			ms = append(ms, b)
		}
	}
	return ms
}

// joined reports whether several forward edges lead to b.
func (p *printer) joined(b int) bool {
	if p.isShortEnd(b) {
		return false
	}
	n := 0
	for _, pred := range p.flow.preds[b] {
		if p.flow.rank[pred] >= 0 && p.flow.rank[pred] < p.flow.rank[b] {
			n++
		}
	}
	return n > 1
}

// isShortEnd reports whether b only returns or panics, so that it may be written several times.
func (p *printer) isShortEnd(b int) bool {
	blk := p.f.Blocks[b]
	return (blk.End.Kind == Return || blk.End.Kind == Panic) && len(p.statements(blk)) == 0
}

// statements lists the instructions of a block that are lines of their own.
func (p *printer) statements(b *Block) (list []*Instr) {
	for _, in := range b.Code {
		if len(in.Out) != 1 || p.inline[in.Out[0]] != in {
			list = append(list, in)
		}
	}
	return list
}

// exit chooses the block that is printed after the loop with head h: the last of those its blocks leave to.
func (p *printer) exit(h int, loop map[int]bool) int {
	if e := &p.f.Blocks[h].End; e.Kind == Branch && !loop[e.To[1].Block] && p.flow.dominates(h, e.To[1].Block) {
		return e.To[1].Block // its condition stands at its head
	}
	best := -1
	for _, b := range p.flow.order {
		if !loop[b] {
			continue
		}
		for _, s := range p.f.Blocks[b].succs() {
			if !loop[s] && p.flow.dominates(h, s) && !p.isShortEnd(s) && (best < 0 || p.flow.rank[s] > p.flow.rank[best]) {
				best = s
			}
		}
	}
	return best
}

// loop prints the loop with head h.
func (p *printer) loop(h, exit, next int, after []int) {
	p.loops = append(p.loops, loopContext{h, next})
	defer func() { p.loops = p.loops[:len(p.loops)-1] }()
	var inside []int // merges that belong to the body
	for _, b := range after {
		if b != exit {
			inside = append(inside, b)
		}
	}
	if p.labels[-1-h] {
		p.out.WriteString(strings.Repeat("\t", p.indent-1) + loopLabel(h) + ":\n")
	}
	blk := p.f.Blocks[h]
	if blk.End.Kind == Branch && len(p.statements(blk)) == 0 && blk.End.To[1].Block == exit && len(p.assignments(blk.End.To[1])) == 0 {
		p.place(h)
		p.enter("for " + p.operand(blk.End.Cond).text + " {")
		first := h
		if len(inside) > 0 {
			first = inside[0]
		}
		p.goTo(h, blk.End.To[0], first)
	} else {
		p.enter("for {")
		first := h
		if len(inside) > 0 {
			first = inside[0]
		}
		p.node(h, first)
	}
	for i, b := range inside {
		n := h
		if i+1 < len(inside) {
			n = inside[i+1]
		}
		p.merge(b, n)
	}
	p.leave("}")
}

func loopLabel(h int) string { return "Loop" + strconv.Itoa(h) }

func (p *printer) place(b int) {
	if old, ok := p.placed[b]; ok { // written more than once: what it reads must be visible from all of them
		n := 0
		for n < len(old) && n < len(p.scope) && old[n] == p.scope[n] {
			n++
		}
		p.placed[b] = old[:n]
		return
	}
	p.placed[b] = slices.Clone(p.scope)
}

// node prints the instructions of block x and where it goes.
func (p *printer) node(x, next int) {
	p.place(x)
	blk := p.f.Blocks[x]
	for _, in := range blk.Code {
		p.statement(in)
	}
	switch e := &blk.End; e.Kind {
	case Return:
		if len(e.Results) == 0 {
			p.line("return")
		} else {
			p.line("return %s", p.list(e.Results))
		}
	case Panic:
		p.line("panic(%s)", quoted(e.Message))
	case Jump:
		p.goTo(x, e.To[0], next)
	case Branch:
		p.branch(x, next)
	}
}

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

// goTo prints the way from block x along edge e: the moves, then whatever leads to the block. It reports whether the text
// never falls off its end.
func (p *printer) goTo(x int, e Edge, next int) (left bool) {
	p.assign(e)
	to := e.Block
	switch {
	case to == next:
		return false
	case p.isShortEnd(to):
		p.node(to, -1)
		return true
	}
	for i := len(p.loops) - 1; i >= 0; i-- {
		l, inner := p.loops[i], i == len(p.loops)-1
		word := ""
		switch to {
		case l.head:
			word = "continue"
		case l.exit:
			word = "break"
		}
		if word == "" {
			continue
		}
		if !inner {
			p.labels[-1-l.head] = true
			word += " " + loopLabel(l.head)
		}
		p.line("%s", word)
		return true
	}
	if p.flow.rank[to] > p.flow.rank[x] && !p.joined(to) {
		p.tree(to, next)
		return p.closed(to)
	}
	p.labels[to] = true
	p.line("goto %s", label(to))
	return true
}

// closed reports whether block b alone leaves the function.
func (p *printer) closed(b int) bool {
	k := p.f.Blocks[b].End.Kind
	return k == Return || k == Panic
}

// assignments are the moves of e between different variables.
func (p *printer) assignments(e Edge) (ms []Move) {
	for _, m := range e.Moves {
		if p.vars.class[m.Dst] != p.vars.class[m.Src] && p.used(p.vars.class[m.Dst]) {
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
