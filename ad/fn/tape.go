package fn

import "math"

// A tape is the record of a run: for each float that depends on a variable, where its operands stand and the partial
// derivatives by them. Nodes stand behind their operands; node 0 is nothing.
type tape struct {
	nodes []tapeNode
	bar   []float64
}

type tapeNode struct {
	a, b   int32
	da, db float64
}

// tapeNodeBytes is what a node takes, with its adjoint.
const tapeNodeBytes = 32

func (t *tape) reset() { t.nodes = append(t.nodes[:0], tapeNode{}) }

func (t *tape) input() int64 { return t.push(tapeNode{}) }

func (t *tape) push(n tapeNode) int64 {
	t.nodes = append(t.nodes, n)
	return int64(len(t.nodes) - 1)
}

// size is how many steps are recorded and what they take.
func (t *tape) size() (nodes int, bytes int64) {
	nodes = len(t.nodes) - 1
	return nodes, int64(nodes) * tapeNodeBytes
}

// clearBar makes all adjoints zero.
func (t *tape) clearBar() {
	if cap(t.bar) < len(t.nodes) {
		t.bar = make([]float64, len(t.nodes)+len(t.nodes)/2)
	}
	t.bar = t.bar[:len(t.nodes)]
	clear(t.bar)
}

// sweep runs the tape backwards: afterwards bar holds the adjoint of every node.
func (t *tape) sweep() {
	bar := t.bar
	for i := len(t.nodes) - 1; i > 0; i-- {
		g := bar[i]
		if g == 0 {
			continue
		}
		n := &t.nodes[i]
		if n.a > 0 {
			bar[n.a] += float64(n.da * g)
		}
		if n.b > 0 {
			bar[n.b] += float64(n.db * g)
		}
	}
}

// A recorder runs procs and records them on a tape. Beside every float, in registers and in slices, stands its node.
type recorder struct {
	*machine
	tape tape
	hits []hit // kinks
	ix   stack[int64]
	ixs  stack[[]int64]
}

type recordFrame struct {
	frame
	ix  []int64
	ixs [][]int64
}

func (m *recorder) enterRecord(p *proc) recordFrame {
	fr := recordFrame{frame: m.enter(p), ix: m.ix.frame(p.floats)}
	clear(fr.ix)
	if p.slices > 1 {
		fr.ixs = m.ixs.frame(p.slices)
		clear(fr.ixs)
	}
	return fr
}

// run executes p in frame fr: the code of machine.run, recorded.
func (m *recorder) run(p *proc, fr recordFrame) {
	f, n, s, ix, ixs := fr.f, fr.n, fr.s, fr.ix, fr.ixs
	t := &m.tape
	for pc := 0; ; pc++ {
		in := &p.code[pc]
		switch in.op {
		case xMoveF, xCopyF:
			f[in.d], ix[in.d] = f[in.a], ix[in.a]
		case xAddF:
			f[in.d], ix[in.d] = f[in.a]+f[in.b], t.two(ix[in.a], ix[in.b], 1, 1)
		case xSubF:
			f[in.d], ix[in.d] = f[in.a]-f[in.b], t.two(ix[in.a], ix[in.b], 1, -1)
		case xMulF:
			x, y := f[in.a], f[in.b]
			f[in.d], ix[in.d] = x*y, t.two(ix[in.a], ix[in.b], y, x)
		case xQuoF:
			x, y := f[in.a], f[in.b]
			z := x / y
			f[in.d], ix[in.d] = z, t.two(ix[in.a], ix[in.b], 1/y, -(z/y))
		case xNegF:
			f[in.d], ix[in.d] = -f[in.a], t.two(ix[in.a], 0, -1, 0)
		case xUnary:
			x, a, part := f[in.a], ix[in.a], p.partials[in.x][0]
			if a > 0 && part.both != nil {
				y, d := part.both(x)
				f[in.d], ix[in.d] = y, t.push(tapeNode{a: int32(a), da: d})
				continue
			}
			y := p.prims[in.x].Fun(x)
			f[in.d], ix[in.d] = y, 0
			if a > 0 && !part.zero {
				ix[in.d] = t.push(tapeNode{a: int32(a), da: part.at1(x, y)})
			}
			if kink := p.kinks[in.x]; kink != nil && a > 0 && kink(x, 0) {
				m.hit(p, pc, x, 0)
			}
		case xBinary:
			if kink := p.kinks[in.x]; kink != nil && ix[in.a]|ix[in.b] != 0 && kink(f[in.a], f[in.b]) {
				m.hit(p, pc, f[in.a], f[in.b])
			}
			m.binary(in, p.prims[in.x].Fun2(f[in.a], f[in.b]), p.partials[in.x], fr)
		case xMinF:
			m.tie(p, pc, fr)
			m.binary(in, min(f[in.a], f[in.b]), extremes(xMinF, f[in.a], f[in.b]), fr)
		case xMaxF:
			m.tie(p, pc, fr)
			m.binary(in, max(f[in.a], f[in.b]), extremes(xMaxF, f[in.a], f[in.b]), fr)
		case xRound:
			y := float64(float32(f[in.a]))
			if f[in.d], ix[in.d] = y, ix[in.a]; math.IsInf(y, 0) {
				ix[in.d] = 0
			}
		case xItoF:
			f[in.d], ix[in.d] = float64(n[in.a]), 0
		case xUtoF:
			f[in.d], ix[in.d] = float64(uint64(n[in.a])), 0
		case xLoad:
			f[in.d] = s[in.a][n[in.b]]
			ix[in.d] = ixs[in.a][n[in.b]]
		case xStore:
			s[in.a][n[in.b]] = f[in.d]
			ixs[in.a][n[in.b]] = ix[in.d]
		case xMoveN:
			n[in.d] = n[in.a]
		case xAddN:
			n[in.d] = n[in.a] + n[in.b]
		case xSubN:
			n[in.d] = n[in.a] - n[in.b]
		case xMulN:
			n[in.d] = n[in.a] * n[in.b]
		case xJump:
			pc = int(in.d) - 1
		case xLoop:
			if m.host.Stop != nil && m.host.Stop.Load() {
				panic(ErrStopped)
			}
			pc = int(in.d) - 1
		case xBrEqF, xBrNeF, xBrLtF, xBrLeF:
			m.tie(p, pc, fr)
			if branch(in, f, n) {
				pc = int(in.d) - 1
			}
		case xBrLtN:
			if n[in.a] < n[in.b] {
				pc = int(in.d) - 1
			}
		case xBranch, xBrEqN, xBrNeN, xBrLeN:
			if branch(in, f, n) {
				pc = int(in.d) - 1
			}
		case xReturn:
			return
		case xCall:
			m.call(p, pc, fr)
		case xGlobal:
			step(p, pc, f, n, s)
			switch file(in.x) {
			case fileF:
				ix[in.d] = 0
			case fileS:
				ixs[in.d] = likeSlice[int64](s[in.d])
			}
		default:
			if in.op >= xEqF && in.op <= xLeF {
				m.tie(p, pc, fr)
			}
			if in.op == xMoveS || in.op >= xMake {
				shadow(in, p, n, s, ixs)
			}
			if in.op >= xMake {
				cells(in, p, fr.frame)
			} else {
				step(p, pc, f, n, s)
			}
		}
	}
}

// two records an operation on nodes a and b, unless both are constants.
func (t *tape) two(a, b int64, da, db float64) int64 {
	if a|b == 0 {
		return 0
	}
	t.nodes = append(t.nodes, tapeNode{int32(a), int32(b), da, db})
	return int64(len(t.nodes) - 1)
}

func (m *recorder) binary(in *ins, z float64, ps []*partial, fr recordFrame) {
	x, y := fr.f[in.a], fr.f[in.b]
	node := tapeNode{}
	if a := fr.ix[in.a]; a > 0 && !ps[0].zero {
		node.a, node.da = int32(a), ps[0].at2(x, y, z)
	}
	if b := fr.ix[in.b]; b > 0 && !ps[1].zero {
		node.b, node.db = int32(b), ps[1].at2(x, y, z)
	}
	fr.f[in.d], fr.ix[in.d] = z, 0
	if node.a|node.b != 0 {
		fr.ix[in.d] = m.tape.push(node)
	}
}

func (m *recorder) call(p *proc, pc int, fr recordFrame) {
	site := &p.calls[p.code[pc].a]
	callee := site.callee.compiled()
	k, kx, kxs := m.mark(), m.ix.mark(), m.ixs.mark()
	to := m.enterRecord(callee)
	site.args.copyTo(to.frame, fr.frame)
	copyShadow(site.args, to.ix, fr.ix, to.ixs, fr.ixs)
	m.depth++
	m.check(p, pc)
	m.run(callee, to)
	m.depth--
	site.res.copyTo(fr.frame, to.frame)
	copyShadow(site.res, fr.ix, to.ix, fr.ixs, to.ixs)
	m.release(k)
	m.ix.release(kx)
	m.ixs.release(kxs)
}
