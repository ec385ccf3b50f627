package fn

import (
	"math"
)

// A dualFrame is a call's registers with a tangent beside every float, in registers and in slices.
type dualFrame struct {
	frame
	d  []float64
	ds [][]float64
}

// A dual runs procs with tangents.
type dual struct {
	*machine
	d  stack[float64]
	ds stack[[]float64]
}

func (m *dual) enterDual(p *proc) dualFrame {
	fr := dualFrame{frame: m.enter(p), d: m.d.frame(p.floats)}
	clear(fr.d)
	if p.slices > 1 {
		fr.ds = m.ds.frame(p.slices)
		clear(fr.ds)
	}
	return fr
}

// run executes p in frame fr: the code of machine.run, with the chain rule for one direction.
func (m *dual) run(p *proc, fr dualFrame) {
	f, n, s, d, ds := fr.f, fr.n, fr.s, fr.d, fr.ds
	for pc := 0; ; pc++ {
		in := &p.code[pc]
		switch in.op {
		case xMoveF, xCopyF:
			f[in.d], d[in.d] = f[in.a], d[in.a]
		case xAddF:
			f[in.d], d[in.d] = f[in.a]+f[in.b], d[in.a]+d[in.b]
		case xSubF:
			f[in.d], d[in.d] = f[in.a]-f[in.b], d[in.a]-d[in.b]
		case xMulF:
			x, y := f[in.a], f[in.b]
			f[in.d], d[in.d] = x*y, float64(chain(y, d[in.a]))+float64(chain(x, d[in.b]))
		case xQuoF:
			x, y := f[in.a], f[in.b]
			z := x / y
			f[in.d], d[in.d] = z, float64(chain(1/y, d[in.a]))+float64(chain(-(z/y), d[in.b]))
		case xNegF:
			f[in.d], d[in.d] = -f[in.a], -d[in.a]
		case xUnary:
			x, dx, part := f[in.a], d[in.a], p.partials[in.x][0]
			if dx != 0 && part.both != nil {
				y, slope := part.both(x)
				f[in.d], d[in.d] = y, slope*dx
				continue
			}
			y := p.prims[in.x].Fun(x)
			f[in.d], d[in.d] = y, 0
			if dx != 0 {
				d[in.d] = part.at1(x, y) * dx
			}
		case xBinary:
			m.binary(in, p.prims[in.x].Fun2(f[in.a], f[in.b]), p.partials[in.x], fr)
		case xMinF:
			m.binary(in, min(f[in.a], f[in.b]), extremes(xMinF, f[in.a], f[in.b]), fr)
		case xMaxF:
			m.binary(in, max(f[in.a], f[in.b]), extremes(xMaxF, f[in.a], f[in.b]), fr)
		case xRound:
			y := float64(float32(f[in.a]))
			if f[in.d], d[in.d] = y, d[in.a]; math.IsInf(y, 0) {
				d[in.d] = 0
			}
		case xItoF:
			f[in.d], d[in.d] = float64(n[in.a]), 0
		case xUtoF:
			f[in.d], d[in.d] = float64(uint64(n[in.a])), 0
		case xLoad:
			f[in.d] = s[in.a][n[in.b]]
			d[in.d] = ds[in.a][n[in.b]]
		case xStore:
			s[in.a][n[in.b]] = f[in.d]
			ds[in.a][n[in.b]] = d[in.d]
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
		case xBrLtN:
			if n[in.a] < n[in.b] {
				pc = int(in.d) - 1
			}
		case xBranch, xBrEqF, xBrNeF, xBrLtF, xBrLeF, xBrEqN, xBrNeN, xBrLeN:
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
				d[in.d] = 0
			case fileS:
				ds[in.d] = likeSlice[float64](s[in.d])
			}
		default:
			if in.op == xMoveS || in.op >= xMake {
				shadow(in, p, n, s, ds)
			}
			if in.op >= xMake {
				cells(in, p, fr.frame)
			} else {
				step(p, pc, f, n, s)
			}
		}
	}
}

func (m *dual) binary(in *ins, z float64, ps []*partial, fr dualFrame) {
	x, y, dx, dy := fr.f[in.a], fr.f[in.b], fr.d[in.a], fr.d[in.b]
	dz := 0.0
	if dx != 0 {
		dz = ps[0].at2(x, y, z) * dx
	}
	if dy != 0 {
		dz += float64(ps[1].at2(x, y, z) * dy)
	}
	fr.f[in.d], fr.d[in.d] = z, dz
}

func (m *dual) call(p *proc, pc int, fr dualFrame) {
	site := &p.calls[p.code[pc].a]
	callee := site.callee.compiled()
	k, kd, kds := m.mark(), m.d.mark(), m.ds.mark()
	to := m.enterDual(callee)
	site.args.copyTo(to.frame, fr.frame)
	copyShadow(site.args, to.d, fr.d, to.ds, fr.ds)
	m.depth++
	m.check(p, pc)
	m.run(callee, to)
	m.depth--
	site.res.copyTo(fr.frame, to.frame)
	copyShadow(site.res, fr.d, to.d, fr.ds, to.ds)
	m.release(k)
	m.d.release(kd)
	m.ds.release(kds)
}

// copyTo copies registers from one frame to another.
func (mv *fileMoves) copyTo(to, from frame) {
	for _, m := range mv.f {
		to.f[m.dst] = from.f[m.src]
	}
	for _, m := range mv.n {
		to.n[m.dst] = from.n[m.src]
	}
	for _, m := range mv.s {
		to.s[m.dst] = from.s[m.src]
	}
}

// copyShadow copies what stands beside the registers: tangents, or places on a tape.
func copyShadow[T any](mv fileMoves, to, from []T, tos, froms [][]T) {
	for _, m := range mv.f {
		to[m.dst] = from[m.src]
	}
	for _, m := range mv.s {
		tos[m.dst] = froms[m.src]
	}
}

// shadow does to the shadow of slices what an instruction is about to do to the slices. T is as wide as a float64, so that
// append makes room alike.
func shadow[T float64 | int64](in *ins, p *proc, n []int64, s [][]float64, ds [][]T) {
	switch in.op {
	case xMoveS:
		ds[in.d] = ds[in.a]
	case xMake:
		ds[in.d] = make([]T, n[in.a], n[in.b])
	case xSlice:
		b := p.calls[in.b].args.n
		if len(b) == 2 {
			ds[in.d] = ds[in.a][n[b[0].src]:n[b[1].src]]
		} else {
			ds[in.d] = ds[in.a][n[b[0].src]:n[b[1].src]:n[b[2].src]]
		}
	case xAppend:
		ds[in.d] = append(ds[in.a], ds[in.b]...)
	case xCopy:
		copy(ds[in.a], ds[in.b])
	}
}

// likeSlice is the shadow of a slice of constants.
func likeSlice[T any](s []float64) []T {
	if s == nil {
		return nil
	}
	return make([]T, len(s), cap(s))
}

// Tangent runs the function at x and pushes the tangents dx through it, without a tape. There is one []float64 for each
// parameter and result, of one element where that is a number. It needs a function that applies no verbs itself; see
// [Func.Nests].
func (c *Closure) Tangent(x, dx [][]float64) (y, dy [][]float64) {
	f := c.Func
	p := f.compiled()
	m, ok := f.host().duals.Get().(*dual)
	if !ok {
		m = &dual{machine: &machine{host: f.host()}}
	}
	m.depth = 0
	k, kd, kds := m.mark(), m.d.mark(), m.ds.mark()
	fr := m.enterDual(p)
	var at layout
	for i, v := range f.Params() {
		switch fileOf(v.Type) {
		case fileF:
			fr.f[at.f], fr.d[at.f] = x[i][0], dx[i][0]
			at.f++
		case fileN:
			fr.n[at.n] = int64(x[i][0])
			at.n++
		case fileS:
			fr.s[at.s], fr.ds[at.s] = append([]float64(nil), x[i]...), append([]float64(nil), dx[i]...)
			at.s++
		}
	}
	c.place(fr.frame, at)
	for i := at.s; i < p.args.s; i++ {
		fr.ds[i] = likeSlice[float64](fr.s[i])
	}
	m.run(p, fr)
	at = layout{}
	for _, v := range f.Results {
		switch fileOf(v.Type) {
		case fileF:
			y, dy = append(y, []float64{fr.f[at.f]}), append(dy, []float64{fr.d[at.f]})
			at.f++
		case fileN:
			y, dy = append(y, []float64{float64(fr.n[at.n])}), append(dy, []float64{0})
			at.n++
		case fileS:
			y, dy = append(y, fr.s[at.s]), append(dy, fr.ds[at.s])
			at.s++
		}
	}
	m.release(k)
	m.d.release(kd)
	m.ds.release(kds)
	f.host().duals.Put(m)
	return y, dy
}

// place puts the captured values into a frame, behind the parameters.
func (c *Closure) place(fr frame, at layout) {
	for i, v := range c.free() {
		switch fileOf(c.Func.Regs[c.Func.NumParams+i].Type) {
		case fileF:
			fr.f[at.f] = v.f
			at.f++
		case fileN:
			fr.n[at.n] = v.n
			at.n++
		case fileS:
			fr.s[at.s] = make([]float64, len(v.s))
			for k := range v.s {
				fr.s[at.s][k] = v.s[k].f
			}
			at.s++
		}
	}
}
