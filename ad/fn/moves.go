package fn

import "reflect"

// fileMoves holds moves sorted by file.
type fileMoves struct{ f, n, s []slotMove }

type slotMove struct{ dst, src int32 }

func (a *assembler) edgeMoves(e Edge) fileMoves {
	var m fileMoves
	for _, mv := range e.Moves {
		m.add(a.fn.Regs[mv.Dst].Type, a.slot[mv.Dst], a.slot[mv.Src])
	}
	return m
}

func (a *assembler) resultMoves(results []Reg) fileMoves {
	var m fileMoves
	var next [3]int32
	for i, r := range results {
		k := a.fn.Results[i].Type
		m.add(k, next[fileOf(k)], a.slot[r])
		next[fileOf(k)]++
	}
	return m
}

func (m *fileMoves) add(k reflect.Kind, dst, src int32) {
	switch fileOf(k) {
	case fileF:
		m.f = append(m.f, slotMove{dst, src})
	case fileN:
		m.n = append(m.n, slotMove{dst, src})
	case fileS:
		m.s = append(m.s, slotMove{dst, src})
	}
}

func (a *assembler) moves(pos string, m fileMoves) {
	a.sequence(pos, xMoveF, m.f, int32(a.floats-1))
	a.sequence(pos, xMoveN, m.n, int32(a.ints-1))
	a.sequence(pos, xMoveS, m.s, int32(a.slices-1))
}

// sequence emits parallel moves one after the other, using spare to break cycles.
func (a *assembler) sequence(pos string, op uint16, moves []slotMove, spare int32) {
	var todo []slotMove
	for _, m := range moves {
		if m.dst != m.src {
			todo = append(todo, m)
		}
	}
	for len(todo) > 0 {
		i := free(todo)
		if i < 0 { // every destination is still to be read: put one source aside
			m := todo[0]
			a.emit(pos, ins{op: op, d: spare, a: m.dst})
			for j := range todo {
				if todo[j].src == m.dst {
					todo[j].src = spare
				}
			}
			continue
		}
		a.emit(pos, ins{op: op, d: todo[i].dst, a: todo[i].src})
		todo = append(todo[:i], todo[i+1:]...)
	}
}

// free finds a move whose destination no other move reads, or returns -1.
func free(todo []slotMove) int {
	for i, m := range todo {
		read := false
		for j, o := range todo {
			read = read || i != j && o.src == m.dst
		}
		if !read {
			return i
		}
	}
	return -1
}
