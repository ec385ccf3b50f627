package fn

import (
	"fmt"
	"math"
	"reflect"
)

// A machine runs procs. It belongs to one goroutine at a time; Host keeps idle ones.
type machine struct {
	host  *Host
	depth int
	f     stack[float64]
	n     stack[int64]
	s     stack[[]float64]
}

func (h *Host) machine() *machine {
	if m, ok := h.machines.Get().(*machine); ok {
		return m
	}
	return &machine{host: h}
}

// check panics if the machine was told to stop, or calls nest too deep.
func (m *machine) check(p *proc, pc int) {
	if m.host.Stop != nil && m.host.Stop.Load() {
		panic(ErrStopped)
	}
	limit := m.host.MaxDepth
	if limit == 0 {
		limit = DefaultDepth
	}
	if m.depth > limit {
		panic(&Error{Func: p.fn.Title(), Pos: p.pos[pc], Detail: fmt.Sprintf("calls nest deeper than %d: does the recursion end?", limit)})
	}
}

// run executes p in frame fr.
func (m *machine) run(p *proc, fr frame) {
	f, n, s := fr.f, fr.n, fr.s
	code := p.code
	for pc := 0; ; pc++ {
		in := &code[pc]
		switch in.op {
		case xMoveF, xCopyF:
			f[in.d] = f[in.a]
		case xAddF:
			f[in.d] = f[in.a] + f[in.b]
		case xSubF:
			f[in.d] = f[in.a] - f[in.b]
		case xMulF:
			f[in.d] = f[in.a] * f[in.b]
		case xQuoF:
			f[in.d] = f[in.a] / f[in.b]
		case xNegF:
			f[in.d] = -f[in.a]
		case xUnary:
			f[in.d] = p.prims[in.x].Fun(f[in.a])
		case xBinary:
			f[in.d] = p.prims[in.x].Fun2(f[in.a], f[in.b])
		case xMinF:
			f[in.d] = min(f[in.a], f[in.b])
		case xMaxF:
			f[in.d] = max(f[in.a], f[in.b])
		case xRound:
			f[in.d] = float64(float32(f[in.a]))
		case xItoF:
			f[in.d] = float64(n[in.a])
		case xUtoF:
			f[in.d] = float64(uint64(n[in.a]))
		case xMoveN:
			n[in.d] = n[in.a]
		case xAddN:
			n[in.d] = n[in.a] + n[in.b]
		case xSubN:
			n[in.d] = n[in.a] - n[in.b]
		case xMulN:
			n[in.d] = n[in.a] * n[in.b]
		case xLoad:
			f[in.d] = s[in.a][n[in.b]]
		case xStore:
			s[in.a][n[in.b]] = f[in.d]
		case xJump:
			pc = int(in.d) - 1
		case xLoop:
			if m.host.Stop != nil && m.host.Stop.Load() {
				panic(ErrStopped)
			}
			pc = int(in.d) - 1
		case xBrLtF:
			if f[in.a] < f[in.b] {
				pc = int(in.d) - 1
			}
		case xBrLeF:
			if f[in.a] <= f[in.b] {
				pc = int(in.d) - 1
			}
		case xBrLtN:
			if n[in.a] < n[in.b] {
				pc = int(in.d) - 1
			}
		case xBrLeN:
			if n[in.a] <= n[in.b] {
				pc = int(in.d) - 1
			}
		case xBranch, xBrEqF, xBrNeF, xBrEqN, xBrNeN:
			if branch(in, f, n) {
				pc = int(in.d) - 1
			}
		case xReturn:
			return
		case xCall:
			m.call(p, pc, fr)
		case xApply:
			m.apply(p, in, fr)
		default:
			if in.op < xMake {
				step(p, pc, f, n, s)
				continue
			}
			cells(in, p, fr)
		}
	}
}

// branch reports whether a conditional jump is taken.
func branch(in *ins, f []float64, n []int64) bool {
	switch in.op {
	case xBrEqF:
		return f[in.a] == f[in.b]
	case xBrNeF:
		return f[in.a] != f[in.b]
	case xBrLtF:
		return f[in.a] < f[in.b]
	case xBrLeF:
		return f[in.a] <= f[in.b]
	case xBrEqN:
		return n[in.a] == n[in.b]
	case xBrNeN:
		return n[in.a] != n[in.b]
	case xBrLtN:
		return n[in.a] < n[in.b]
	case xBrLeN:
		return n[in.a] <= n[in.b]
	}
	return n[in.a] != 0
}

// call runs the callee of a call instruction in a frame of its own.
func (m *machine) call(p *proc, pc int, fr frame) {
	site := &p.calls[p.code[pc].a]
	callee := site.callee.compiled()
	k := m.mark()
	to := m.enter(callee)
	site.args.copyTo(to, fr)
	m.depth++
	m.check(p, pc)
	m.run(callee, to)
	m.depth--
	site.res.copyTo(fr, to)
	m.release(k)
}

// step executes the instructions that derivatives do not pass through, and that are too rare for the loop of run.
func step(p *proc, pc int, f []float64, n []int64, s [][]float64) {
	in := &p.code[pc]
	switch in.op {
	case xMoveN:
		n[in.d] = n[in.a]
	case xMoveS:
		s[in.d] = s[in.a]
	case xAddN:
		n[in.d] = n[in.a] + n[in.b]
	case xSubN:
		n[in.d] = n[in.a] - n[in.b]
	case xMulN:
		n[in.d] = n[in.a] * n[in.b]
	case xItoF:
		f[in.d] = float64(n[in.a])
	case xUtoF:
		f[in.d] = float64(uint64(n[in.a]))
	case xFtoI:
		n[in.d] = toInt(f[in.a], reflect.Kind(in.x))
	case xWrap:
		n[in.d] = wrap(n[in.a], reflect.Kind(in.x))
	case xEqF:
		n[in.d] = bit(f[in.a] == f[in.b])
	case xNeF:
		n[in.d] = bit(f[in.a] != f[in.b])
	case xLtF:
		n[in.d] = bit(f[in.a] < f[in.b])
	case xLeF:
		n[in.d] = bit(f[in.a] <= f[in.b])
	case xIsNaN:
		n[in.d] = bit(math.IsNaN(f[in.a]))
	case xIsInf:
		n[in.d] = bit(math.IsInf(f[in.a], int(n[in.b])))
	case xSignbit:
		n[in.d] = bit(math.Signbit(f[in.a]))
	case xPanic:
		panic(&Error{Func: p.fn.Title(), Pos: p.pos[pc], Detail: p.notes[in.a]})
	case xGlobal:
		switch file(in.x) {
		case fileF:
			f[in.d] = p.gets[in.a]().(float64)
		case fileN:
			n[in.d] = p.gets[in.a]().(int64)
		case fileS:
			s[in.d] = p.gets[in.a]().([]float64)
		}
	default:
		whole(in, n)
	}
}

// cells executes the operations on slices that move no derivative by themselves.
func cells(in *ins, p *proc, fr frame) {
	n, s := fr.n, fr.s
	switch in.op {
	case xMake:
		s[in.d] = make([]float64, n[in.a], n[in.b])
	case xLen:
		n[in.d] = int64(len(s[in.a]))
	case xCap:
		n[in.d] = int64(cap(s[in.a]))
	case xSlice:
		b := p.calls[in.b].args.n
		if len(b) == 2 {
			s[in.d] = s[in.a][n[b[0].src]:n[b[1].src]]
		} else {
			s[in.d] = s[in.a][n[b[0].src]:n[b[1].src]:n[b[2].src]]
		}
	case xAppend:
		s[in.d] = append(s[in.a], s[in.b]...)
	case xCopy:
		n[in.d] = int64(copy(s[in.a], s[in.b]))
	case xIsNil:
		n[in.d] = bit(s[in.a] == nil)
	default:
		panic("fn: bad instruction")
	}
}
