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
