package fn

// A stack hands out frames. Frames already handed out stay where they are when it grows.
type stack[T any] struct {
	chunks [][]T
	chunk  int
	top    int
}

// A mark is a point of a stack to return to.
type mark struct{ chunk, top int }

func (s *stack[T]) mark() mark { return mark{s.chunk, s.top} }

func (s *stack[T]) release(m mark) { s.chunk, s.top = m.chunk, m.top }

// frame returns n elements with unspecified contents.
func (s *stack[T]) frame(n int) []T {
	for {
		if s.chunk < len(s.chunks) {
			c := s.chunks[s.chunk]
			if s.top+n <= len(c) {
				fr := c[s.top : s.top+n : s.top+n]
				s.top += n
				return fr
			}
			s.chunk, s.top = s.chunk+1, 0
			continue
		}
		s.chunks = append(s.chunks, make([]T, max(n, 256<<len(s.chunks))))
	}
}

// A frame is a call's registers.
type frame struct {
	f []float64
	n []int64
	s [][]float64
}

// A frameMark remembers the stacks of a machine before a frame.
type frameMark struct{ f, n, s mark }

func (m *machine) mark() frameMark { return frameMark{m.f.mark(), m.n.mark(), m.s.mark()} }

func (m *machine) release(k frameMark) {
	m.f.release(k.f)
	m.n.release(k.n)
	m.s.release(k.s)
}

// enter makes a frame for p with its constants in place.
func (m *machine) enter(p *proc) frame {
	fr := frame{f: m.f.frame(p.floats), n: m.n.frame(p.ints)}
	copy(fr.f[p.constF:], p.consF)
	copy(fr.n[p.constN:], p.consN)
	if p.slices > 1 {
		fr.s = m.s.frame(p.slices)
		clear(fr.s)
	}
	return fr
}
