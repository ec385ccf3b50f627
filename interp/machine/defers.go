package machine

import (
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"
)

// A deferred call waits in its frame, with its arguments.
type deferred struct {
	run  func(th *thread, p *panicking)
	next *deferred
}

// panicking is a panic on its way up, or a runtime.Goexit.
type panicking struct {
	value     any
	goexit    bool
	recovered bool
	stack     []Frame
	earlier   *panicking // that this one replaced
}

// follows puts p and what it replaced after earlier, which they now replace.
func (p *panicking) follows(earlier *panicking) {
	for p != earlier {
		if p.earlier == nil {
			p.earlier = earlier
			return
		}
		p = p.earlier
	}
}

// exits reports whether the program ends, which makes no deferred calls.
func (m *Machine) exits(p *panicking) bool {
	if p == nil {
		return false
	}
	v := p.value
	if f, ok := v.(*failed); ok {
		v = f.err
	}
	switch v.(type) {
	case *Exit:
		return true
	case *stackOverflow: // which a session survives
		return m.cfg.Program
	}
	return false
}

// recovers is the builtin recover, called in fr.
func (fr *frame) recovers() any {
	p := fr.panic
	if p == nil || p.recovered || p.goexit || ours(p.value) {
		return nil
	}
	p.recovered = true
	return p.value
}

// ours reports whether a panic is the machine's own and not the program's.
func ours(v any) bool {
	switch v := v.(type) {
	case *interrupted, *failed, *stackOverflow, *Exit, Refusal:
		return true
	case *MemoryError:
		return v.Asked == 0
	}
	return false
}

// runGuarded runs a function that may have deferred calls.
func (fr *frame) runGuarded() {
	fr.defers, fr.caught = nil, false
	if p := fr.protected(); p != nil {
		if p = fr.unwind(p); p != nil {
			fr.th.pass(p)
		}
	}
	if fr.caught || fr.code.reload {
		fr.th.top = fr
		fr.blocks(fr.code.recover)
	}
}

// protected runs the body and gives the panic it ended in. It recovers first,
// so that the Go stack is free again when the deferred calls run.
func (fr *frame) protected() (p *panicking) {
	done := false
	defer func() {
		if done {
			return
		}
		p = fr.th.caughtPanic(recover())
		fr.th.leftFor(fr)
		if p.goexit {
			fr.unwind(p)
		}
	}()
	fr.blocks(fr.code.entry)
	fr.runDeferred() // of a function that has them only in bodies of range-over-func
	done = true
	return nil
}

// runDeferred makes the deferred calls of a function that returns normally.
func (fr *frame) runDeferred() {
	for fr.defers != nil {
		d := fr.defers
		fr.defers = d.next
		d.run(fr.th, nil)
	}
}

// unwind makes the deferred calls after a panic, or in a runtime.Goexit. It
// gives the panic that goes on upwards, nil if one of them recovered.
func (fr *frame) unwind(p *panicking) *panicking {
	if fr.defers != nil && fr.th.grace.IsZero() && fr.th.run.stop.Load() {
		fr.th.grace = time.Now().Add(graceTime)
	}
	for fr.defers != nil {
		d := fr.defers
		fr.defers = d.next
		if fr.th.mustStop() || fr.th.m.exits(p) {
			continue
		}
		fr.th.top = fr
		if later := fr.attempt(d, p); later != nil {
			later.follows(p)
			p = later
		}
		if p != nil && p.recovered {
			p = nil
		}
	}
	fr.caught = p == nil
	return p
}

// attempt makes one deferred call and gives the panic it ended in, if any.
func (fr *frame) attempt(d *deferred, p *panicking) (later *panicking) {
	done := false
	defer func() {
		if !done {
			later = fr.th.caughtPanic(recover())
			if later.goexit { // nothing after this function runs any more
				fr.unwind(later)
			}
		}
	}()
	d.run(fr.th, p)
	done = true
	return nil
}

// leftFor says that the calls above fr are over, by a panic.
func (th *thread) leftFor(fr *frame) {
	for f := th.top; f != fr && f != nil; f = f.caller {
		f.panic = nil // the frame may be used again
	}
	th.top = fr
}

// pass lets a panic go on upwards. A runtime.Goexit goes on by itself.
func (th *thread) pass(p *panicking) {
	th.passing = p
	panic(p.value)
}

// caughtPanic describes a panic just recovered from Go, with where it began.
func (th *thread) caughtPanic(value any) *panicking {
	if p := th.passing; p != nil {
		th.passing = nil
		if !p.goexit && same(p.value, value) {
			return p
		}
	}
	if th.run.stop.Load() && (value == nil || value == any(th.run.why)) {
		return &panicking{value: th.run.why, goexit: value == nil, stack: th.run.trace}
	}
	return &panicking{value: value, goexit: value == nil, stack: th.trace()}
}

// same reports whether two interface values are the same words.
func same(a, b any) bool { return *(*iface)(ptr(&a)) == *(*iface)(ptr(&b)) }

func (x *compiler) deferStmt(in *ssa.Defer) {
	call := x.delayed(&in.Call)
	if in.DeferStack != nil {
		o := x.off(in.DeferStack)
		x.emit(func(fr *frame) {
			on := get[*frame](fr, o)
			on.defers = &deferred{call(fr), on.defers}
		})
		return
	}
	x.emit(func(fr *frame) { fr.defers = &deferred{call(fr), fr.defers} })
}

// delayed prepares a call to be made later, by a go or defer statement: the
// function and its arguments are as they are now. The call runs in a small
// frame of its own, in which the arguments lie.
func (x *compiler) delayed(c *ssa.CallCommon) func(fr *frame) func(th *thread, p *panicking) {
	f, moves := x.capture(c)
	recv := ^uintptr(0)
	if c.IsInvoke() {
		recv = x.off(c.Value)
	}
	direct := x.callsDirectly(c)
	return func(fr *frame) func(*thread, *panicking) {
		if recv != ^uintptr(0) && get[ptr](fr, recv) == nil {
			_ = *get[*byte](fr, recv) // the method can't be found
		}
		keep := fr.th.newFrame(f, fr)
		for i := range moves {
			moves[i].do(ptr(keep), ptr(fr))
		}
		return func(th *thread, p *panicking) {
			keep.th, keep.caller = th, th.top
			if keep.caller == nil {
				keep.caller = th.root()
			}
			keep.depth = keep.caller.depth + 1
			switch {
			case direct:
				keep.panic = p
			case p == nil: // a deferred recover is like one in the function itself
				keep.panic = fr.panic
			}
			keep.pc = 0
			keep.run()
		}
	}
}

// callsDirectly reports whether what is deferred may recover: a function of
// the program, not a builtin.
func (x *compiler) callsDirectly(c *ssa.CallCommon) bool {
	_, builtin := c.Value.(*ssa.Builtin)
	return !builtin
}

// isWrapper reports whether ssa made f to call another function.
func isWrapper(f *ssa.Function) bool {
	return strings.Contains(f.Synthetic, "wrapper") || strings.Contains(f.Synthetic, "thunk") || strings.Contains(f.Synthetic, "bound")
}
