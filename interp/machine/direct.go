package machine

// Compiled functions of common types are called as functions of types that
// travel alike (classOf), without a plan.

// directly calls the compiled function whose closure is ctx; nil if its type
// is not one of those.
func directly(ctx ptr, s *site) instr {
	var in []byte
	for _, t := range s.types {
		in = append(in, classOf(t))
	}
	out := byte(' ')
	if len(s.results) == 1 {
		out = classOf(s.results[0])
	}
	if len(s.results) > 1 || len(in) > 2 || !haveCallRegs {
		return nil
	}
	switch len(in) {
	case 0:
		return direct0(ctx, out, s)
	case 1:
		return direct1(ctx, in[0], out, s)
	}
	return direct2(ctx, in, out, s)
}

// function is the func value whose closure is ctx.
func function[F any](ctx ptr) F { return *(*F)(ptr(&ctx)) }

func direct0(ctx ptr, out byte, s *site) instr {
	switch out {
	case ' ':
		f := function[func()](ctx)
		return func(fr *frame) {
			f()
			fr.returned()
		}
	case 'I':
		return call0[uint64](ctx, s)
	case 'F':
		return call0[float64](ctx, s)
	case 'P':
		return call0[ptr](ctx, s)
	}
	return nil
}

func call0[R any](ctx ptr, s *site) instr {
	f, d := function[func() R](ctx), s.resAt[0]
	return func(fr *frame) {
		set(fr, d, f())
		fr.returned()
	}
}

func direct1(ctx ptr, in, out byte, s *site) instr {
	switch in {
	case 'I':
		return direct1of[uint64](ctx, out, s)
	case 'R':
		return direct1of[uint32](ctx, out, s)
	case 'F':
		return direct1of[float64](ctx, out, s)
	case 'P':
		return direct1of[ptr](ctx, out, s)
	case 'S':
		return direct1of[string](ctx, out, s)
	case 'L':
		return direct1of[sliceHeader](ctx, out, s)
	case 'E':
		return direct1of[iface](ctx, out, s)
	}
	return nil
}

func direct1of[A any](ctx ptr, out byte, s *site) instr {
	switch out {
	case ' ':
		f, a := function[func(A)](ctx), s.args[0]
		return func(fr *frame) {
			f(get[A](fr, a))
			fr.returned()
		}
	case 'I':
		return call1[A, uint64](ctx, s)
	case 'R':
		return call1[A, uint32](ctx, s)
	case 'B':
		return call1[A, uint8](ctx, s)
	case 'F':
		return call1[A, float64](ctx, s)
	case 'P':
		return call1[A, ptr](ctx, s)
	case 'S':
		return call1[A, string](ctx, s)
	case 'E':
		return call1[A, iface](ctx, s)
	}
	return nil
}

func call1[A, R any](ctx ptr, s *site) instr {
	f, a, d := function[func(A) R](ctx), s.args[0], s.resAt[0]
	return func(fr *frame) {
		set(fr, d, f(get[A](fr, a)))
		fr.returned()
	}
}

func direct2(ctx ptr, in []byte, out byte, s *site) instr {
	switch in[0] {
	case 'I':
		return direct2of[uint64](ctx, in[1], out, s)
	case 'F':
		return direct2of[float64](ctx, in[1], out, s)
	case 'P':
		return direct2of[ptr](ctx, in[1], out, s)
	case 'S':
		return direct2of[string](ctx, in[1], out, s)
	}
	return nil
}

func direct2of[A any](ctx ptr, in, out byte, s *site) instr {
	switch in {
	case 'I':
		return direct2as[A, uint64](ctx, out, s)
	case 'F':
		return direct2as[A, float64](ctx, out, s)
	case 'P':
		return direct2as[A, ptr](ctx, out, s)
	case 'S':
		return direct2as[A, string](ctx, out, s)
	}
	return nil
}

func direct2as[A, B any](ctx ptr, out byte, s *site) instr {
	switch out {
	case ' ':
		f, a, b := function[func(A, B)](ctx), s.args[0], s.args[1]
		return func(fr *frame) {
			f(get[A](fr, a), get[B](fr, b))
			fr.returned()
		}
	case 'I':
		return call2[A, B, uint64](ctx, s)
	case 'B':
		return call2[A, B, uint8](ctx, s)
	case 'F':
		return call2[A, B, float64](ctx, s)
	case 'P':
		return call2[A, B, ptr](ctx, s)
	case 'S':
		return call2[A, B, string](ctx, s)
	}
	return nil
}

func call2[A, B, R any](ctx ptr, s *site) instr {
	f, a, b, d := function[func(A, B) R](ctx), s.args[0], s.args[1], s.resAt[0]
	return func(fr *frame) {
		set(fr, d, f(get[A](fr, a), get[B](fr, b)))
		fr.returned()
	}
}
