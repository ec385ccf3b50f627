package fn

import (
	"fmt"
	"reflect"

	"github.com/gojac/gojac/ad"
)

// A proc is a Func made ready for the machine: registers sit in three files (floats; integers and booleans; slices), each
// laid out as inputs, constants, the rest.
type proc struct {
	fn     *Func
	slot   []int32 // of each register
	code   []ins
	pos    []string // of each instruction
	floats int      // sizes of the register files
	ints   int
	slices int
	args   layout // how many of the inputs are in each file
	res    layout // where results lie when it returns: at the start of each file

	constF, constN int // where constants begin
	consF          []float64
	consN          []int64

	prims    []*ad.Prim
	partials [][]*partial              // of prims
	kinks    []func(x, y float64) bool // of prims; nil where there is none
	calls    []callSite
	gets     []func() any
	notes    []string // messages of panics
}

// An ins is one instruction of the machine.
type ins struct {
	op      uint16
	x       uint16 // a third operand, an integer type, or an index into a table of the proc
	d, a, b int32
}

// A layout counts registers by file.
type layout struct{ f, n, s int }

// A callSite says what a call passes and takes back, by slot.
type callSite struct {
	callee *Func
	in     *Instr
	args   fileMoves // destinations in the callee's frame
	res    fileMoves // sources in the callee's frame
}

// A file is one of the three register files.
type file uint8

const (
	fileF file = iota
	fileN
	fileS
)

func fileOf(k reflect.Kind) file {
	switch {
	case isFloat(k):
		return fileF
	case k == reflect.Slice:
		return fileS
	}
	return fileN
}

// compiled returns the machine's form of f.
func (f *Func) compiled() *proc {
	f.once.Do(func() { f.proc = assemble(f) })
	return f.proc
}

// An assembler turns one Func into its proc.
type assembler struct {
	*proc
	uses   []int   // of each register
	start  []int32 // pc of each block
	edges  []patch
	primAt map[*ad.Prim]int
}

// A patch is a jump whose target is not known yet.
type patch struct {
	pc   int
	edge Edge
	from int
}

func assemble(f *Func) *proc {
	a := &assembler{proc: &proc{fn: f}, primAt: map[*ad.Prim]int{}}
	a.place()
	a.countUses()
	a.coalesce()
	a.start = make([]int32, len(f.Blocks))
	for i, b := range f.Blocks {
		a.start[i] = int32(len(a.code))
		a.block(i, b)
	}
	for len(a.edges) > 0 {
		p := a.edges[0]
		a.edges = a.edges[1:]
		a.stub(p)
	}
	return a.proc
}

// place assigns slots: inputs, constants, then the rest.
func (a *assembler) place() {
	f := a.fn
	a.slot = make([]int32, len(f.Regs))
	next := [3]int32{}
	put := func(r int) {
		k := fileOf(f.Regs[r].Type)
		a.slot[r] = next[k]
		next[k]++
	}
	inputs := f.NumParams + f.NumFree
	for r := range inputs {
		put(r)
	}
	a.args = layout{int(next[0]), int(next[1]), int(next[2])}
	a.constF, a.constN = int(next[fileF]), int(next[fileN])
	for r := inputs; r < len(f.Regs); r++ {
		if v := f.Regs[r]; v.Const {
			put(r)
			switch fileOf(v.Type) {
			case fileF:
				a.consF = append(a.consF, v.F)
			case fileN:
				a.consN = append(a.consN, v.N)
			}
		}
	}
	for r := inputs; r < len(f.Regs); r++ {
		if !f.Regs[r].Const {
			put(r)
		}
	}
	for _, v := range f.Results {
		switch fileOf(v.Type) {
		case fileF:
			a.res.f++
		case fileN:
			a.res.n++
		case fileS:
			a.res.s++
		}
	}
	// One slot more than needed in each file, to break cycles of moves.
	a.floats = max(int(next[fileF]), a.res.f) + 1
	a.ints = max(int(next[fileN]), a.res.n) + 1
	a.slices = max(int(next[fileS]), a.res.s) + 1
}

func (a *assembler) countUses() {
	a.uses = make([]int, len(a.fn.Regs))
	for _, b := range a.fn.Blocks {
		for _, in := range b.Code {
			for _, r := range in.In {
				a.uses[r]++
			}
		}
		if b.End.Kind == Branch {
			a.uses[b.End.Cond]++
		}
		for _, r := range b.End.Results {
			a.uses[r]++
		}
		for _, e := range b.End.To {
			for _, m := range e.Moves {
				a.uses[m.Src]++
			}
		}
	}
}

// coalesce lets a value that only a phi takes be computed where the phi lies, so
// that nothing moves: as in i = i + 1. The phi may not be read any more between
// that and the end of the block.
func (a *assembler) coalesce() {
	for _, b := range a.fn.Blocks {
		if b.End.Kind != Jump {
			continue
		}
		last := map[Reg]int{} // where each register is read last, in this block
		made := map[Reg]int{}
		for k, in := range b.Code {
			for _, r := range in.In {
				last[r] = k
			}
			for _, r := range in.Out {
				made[r] = k
			}
		}
		moves := b.End.To[0].Moves
		for i, m := range moves {
			at, here := made[m.Src]
			if !here || a.uses[m.Src] != 1 || last[m.Dst] > at || len(b.Code[at].Out) != 1 {
				continue
			}
			if taken(moves, m.Dst, i) || b.Code[at].Op == OpSlice {
				continue
			}
			a.slot[m.Src] = a.slot[m.Dst]
		}
	}
}

// taken reports whether another of some parallel moves than number i reads r.
func taken(moves []Move, r Reg, i int) bool {
	for j, m := range moves {
		if j != i && m.Src == r {
			return true
		}
	}
	return false
}

func (a *assembler) emit(pos string, in ins) int {
	a.code = append(a.code, in)
	a.pos = append(a.pos, pos)
	return len(a.code) - 1
}

// block emits block number i. A comparison that only decides its branch is fused with it.
func (a *assembler) block(i int, b *Block) {
	code := b.Code
	var fused *Instr
	if b.End.Kind == Branch && len(code) > 0 {
		if last := code[len(code)-1]; fusable(a.fn, last) && last.Out[0] == b.End.Cond && a.uses[b.End.Cond] == 1 {
			fused, code = last, code[:len(code)-1]
		}
	}
	for _, in := range code {
		a.instr(in)
	}
	switch e := &b.End; e.Kind {
	case Jump:
		a.moves(e.Pos, a.edgeMoves(e.To[0]))
		a.jump(i, e.To[0], e.Pos)
	case Branch:
		br := ins{op: xBranch, a: a.slot[e.Cond]}
		if fused != nil {
			br = a.fuse(fused)
		}
		pc := a.emit(e.Pos, br)
		a.edges = append(a.edges, patch{pc, e.To[0], i})
		a.moves(e.Pos, a.edgeMoves(e.To[1]))
		a.jump(i, e.To[1], e.Pos)
	case Return:
		a.moves(e.Pos, a.resultMoves(e.Results))
		a.emit(e.Pos, ins{op: xReturn})
	case Panic:
		a.notes = append(a.notes, e.Message)
		a.emit(e.Pos, ins{op: xPanic, a: int32(len(a.notes) - 1)})
	}
}

// jump goes from block i to the block of e; going back checks for a stop.
func (a *assembler) jump(i int, e Edge, pos string) {
	switch {
	case e.Block == i+1: // it follows
	case e.Block <= i:
		a.emit(pos, ins{op: xLoop, d: a.start[e.Block]})
	default:
		pc := a.emit(pos, ins{op: xJump})
		a.edges = append(a.edges, patch{pc, Edge{Block: e.Block}, i})
	}
}

// stub aims the jump of p at its block, by way of the edge's moves if it has any.
func (a *assembler) stub(p patch) {
	if len(p.edge.Moves) == 0 && p.edge.Block > p.from {
		a.code[p.pc].d = a.start[p.edge.Block]
		return
	}
	a.code[p.pc].d = int32(len(a.code))
	a.moves(a.pos[p.pc], a.edgeMoves(p.edge))
	op := uint16(xJump)
	if p.edge.Block <= p.from {
		op = xLoop
	}
	a.emit(a.pos[p.pc], ins{op: op, d: a.start[p.edge.Block]})
}

func (a *assembler) prim(p *ad.Prim) uint16 {
	i, ok := a.primAt[p]
	if !ok {
		i = len(a.prims)
		a.prims = append(a.prims, p)
		a.partials = append(a.partials, partialsOf(p))
		a.kinks = append(a.kinks, p.Kink)
		a.primAt[p] = i
	}
	return uint16(i)
}

// site records a call's moves.
func (a *assembler) site(in *Instr) int32 {
	s := callSite{callee: in.Callee, in: in}
	if in.Op == OpCall {
		var next [3]int32
		for i, r := range in.In {
			k := in.Callee.Regs[i].Type
			s.args.add(k, next[fileOf(k)], a.slot[r])
			next[fileOf(k)]++
		}
		next = [3]int32{}
		for i, r := range in.Out {
			k := in.Callee.Results[i].Type
			if r >= 0 {
				s.res.add(k, a.slot[r], next[fileOf(k)])
			}
			next[fileOf(k)]++
		}
	} else if in.Op == OpSlice {
		for _, r := range in.In[1:] {
			s.args.add(a.fn.Regs[r].Type, a.slot[r], a.slot[r])
		}
	}
	a.calls = append(a.calls, s)
	return int32(len(a.calls) - 1)
}

func (a *assembler) unknown(in *Instr) string {
	return fmt.Sprintf("fn: %s: no machine code for %s", a.fn.Title(), in.Op)
}
