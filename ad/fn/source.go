package fn

import (
	"fmt"
	"go/format"
	"slices"
	"strconv"
	"strings"
)

// Source prints f and the functions it calls as Go. Closures become functions whose captured values are parameters.
func (f *Func) Source() string {
	names := &funcNames{seen: map[*Func]string{}, used: map[string]bool{}}
	names.of(f)
	var b strings.Builder
	for i := 0; i < len(names.list); i++ {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(printFunc(names.list[i], names))
	}
	text, err := format.Source([]byte(b.String()))
	if err != nil {
		panic(fmt.Sprintf("fn: %s printed as %v\n%s", f.Title(), err, b.String()))
	}
	return string(text)
}

// funcNames names the functions that a listing mentions.
type funcNames struct {
	seen map[*Func]string
	used map[string]bool
	list []*Func
}

func (n *funcNames) of(f *Func) string {
	s, ok := n.seen[f]
	if !ok {
		s = f.Name
		if identifier(s) != s {
			s = "literal"
		}
		s = unique(s, n.used)
		n.seen[f] = s
		n.list = append(n.list, f)
	}
	return s
}

// A printer writes one Func with structured control flow (Ramsey, Beyond Relooper, 2022).
type printer struct {
	f      *Func
	names  *funcNames
	flow   *flow
	vars   *variables
	needed []bool         // registers that what the function does depends on
	inline map[Reg]*Instr // instructions written where their result is used
	out    strings.Builder
	indent int
	loops  []loopContext
	labels map[int]bool // blocks that a goto leads to
	local  map[Reg]bool // classes declared where they are set
	scope  []int        // of the text being written: nested scopes by number
	scopes int
	placed map[int][]int // scope of each block
}

// A loopContext is a loop around the text being written.
type loopContext struct{ head, exit int }

func printFunc(f *Func, names *funcNames) string {
	w := flowOf(f)
	p := &printer{f: f, names: names, flow: w, vars: variablesOf(w)}
	p.needed = w.needed()
	p.inlining()
	p.labels, p.local = map[int]bool{}, map[Reg]bool{}
	p.write() // finds out what is labelled and where variables belong
	p.localise()
	p.write()
	return p.out.String()
}

// write prints the function.
func (p *printer) write() {
	p.out.Reset()
	p.loops, p.scope, p.scopes, p.placed = nil, nil, 0, map[int][]int{}
	var params []string
	for i, v := range p.f.Inputs() {
		name := p.operand(Reg(i)).text
		if i+1 == len(p.f.Inputs()) || p.f.Regs[i+1].Type != v.Type {
			name += " " + typeName(v.Type)
		}
		params = append(params, name)
	}
	result := ""
	if len(p.f.Results) > 0 {
		result = " " + resultList(p.f)
	}
	p.line("func %s(%s)%s {", p.names.of(p.f), strings.Join(params, ", "), result)
	p.indent++
	p.declare()
	p.tree(0, -1)
	p.indent--
	p.line("}")
}

func (p *printer) line(format string, args ...any) {
	p.out.WriteString(strings.Repeat("\t", p.indent))
	fmt.Fprintf(&p.out, format, args...)
	p.out.WriteString("\n")
}

// declare declares the variables that are set in several places, or read outside the scope they are set in.
func (p *printer) declare() {
	byType := map[string][]string{}
	var types []string
	seen := map[Reg]bool{}
	for r, v := range p.f.Regs {
		c := p.vars.class[r]
		if r < len(p.f.Inputs()) {
			seen[c] = true
		}
		if v.Const || seen[c] || p.local[c] || p.inline[Reg(r)] != nil || p.vars.defs[c] == 0 || !p.used(c) {
			continue
		}
		seen[c] = true
		t := typeName(v.Type)
		if byType[t] == nil {
			types = append(types, t)
		}
		byType[t] = append(byType[t], p.vars.name[c])
	}
	for _, t := range types {
		p.line("var %s %s", strings.Join(byType[t], ", "), t)
	}
}

// used reports whether a register of class c is ever read.
func (p *printer) used(c Reg) bool {
	for _, b := range p.flow.order {
		if len(p.readers(b, c)) > 0 {
			return true
		}
	}
	return false
}

// readers lists the registers of class c that block b reads, its moves included.
func (p *printer) readers(b int, c Reg) (rs []Reg) {
	blk := p.f.Blocks[b]
	read := func(regs []Reg) {
		for _, r := range regs {
			if p.vars.class[r] == c {
				rs = append(rs, r)
			}
		}
	}
	for _, in := range blk.Code {
		if acts(in) || p.wanted(in.Out) {
			read(in.In)
		}
	}
	read(blk.End.reads())
	for k := range blk.succs() {
		for _, m := range blk.End.To[k].Moves {
			if p.vars.class[m.Dst] != p.vars.class[m.Src] && p.needed[m.Dst] {
				read([]Reg{m.Src})
			}
		}
	}
	return rs
}

// localise finds the variables that can be declared where they are set: in one place, whose scope holds every use.
func (p *printer) localise() {
	for b := range p.labels {
		if b >= 0 {
			return // a goto must not jump over a declaration
		}
	}
	for _, b := range p.flow.order {
		for _, in := range p.f.Blocks[b].Code {
			for _, r := range in.Out {
				c := p.vars.class[r]
				if p.vars.defs[c] != 1 || int(r) < len(p.f.Inputs()) {
					continue
				}
				p.local[c] = true
				for _, u := range p.flow.order {
					if len(p.readers(u, c)) > 0 && !within(p.placed[u], p.placed[b]) {
						p.local[c] = false
					}
				}
			}
		}
	}
}

func (p *printer) wanted(regs []Reg) bool {
	return slices.ContainsFunc(regs, func(r Reg) bool { return p.needed[r] })
}

// within reports whether scope in lies in scope out.
func within(in, out []int) bool { return len(in) >= len(out) && slices.Equal(in[:len(out)], out) }

// statement prints one instruction, unless it is written where its result is used.
func (p *printer) statement(in *Instr) {
	switch {
	case in.Op == OpStore:
		p.line("%s[%s] = %s", p.operand(in.In[0]).in(atom), p.operand(in.In[1]).text, p.operand(in.In[2]).text)
		return
	case len(in.Out) == 1 && p.inline[in.Out[0]] == in:
		return
	}
	if !acts(in) && !p.wanted(in.Out) {
		return
	}
	var dst []string
	declared, live := true, false
	for _, r := range in.Out {
		c := p.vars.class[r]
		switch {
		case !p.used(c):
			dst = append(dst, "_")
		default:
			dst = append(dst, p.vars.name[c])
			declared = declared && p.local[c]
			live = true
		}
	}
	text := p.expr(in).text
	if _, ok := p.known(in); ok && declared {
		text = "float64(" + text + ")"
	}
	switch {
	case live && !declared && p.updates(in):
		p.line("%s", p.update(in))
	case live && declared:
		p.line("%s := %s", strings.Join(dst, ", "), text)
	case live:
		p.line("%s = %s", strings.Join(dst, ", "), text)
	case in.Op == OpCall || in.Op == OpCopy || in.Op == OpApply:
		p.line("%s", text)
	default:
		p.line("_ = %s", text)
	}
}

// updates reports whether in changes a variable by an operator, as x += y does.
func (p *printer) updates(in *Instr) bool {
	return len(in.In) == 2 && len(in.Out) == 1 && p.inline[in.In[0]] == nil && !p.f.Regs[in.In[0]].Const &&
		p.vars.class[in.In[0]] == p.vars.class[in.Out[0]] && p.token(in) != "" && tokenPrec[p.token(in)] > tokenPrec["=="]
}

func (p *printer) update(in *Instr) string {
	x, y := p.operand(in.In[0]).text, p.operand(in.In[1]).text
	if op := p.token(in); y == "1" && (op == "+" || op == "-") {
		return x + op + op
	}
	return x + " " + p.token(in) + "= " + y
}

// token is the operator that Go writes for in, or "".
func (p *printer) token(in *Instr) string {
	if in.Op == OpPrim {
		return in.Prim.Go
	}
	return ops[in.Op].token
}

func quoted(message string) string { return strconv.Quote(strings.TrimPrefix(message, "panic: ")) }
