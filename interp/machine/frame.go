package machine

import (
	"time"
	"unsafe"
)

// A frame heads the memory of one running call. The function's values follow
// it, each at the offset the compiler chose. Frames are typed memory, so the
// collector sees every pointer in them, and they are used again by the thread
// that made them.
type frame struct {
	code   *code
	th     *thread
	caller *frame
	next   *frame // of the same code, for a call that begins before this one ends
	pc     int    // the step, among those of the code
	depth  int
	defers *deferred
	panic  *panicking // what this call, a deferred one, may recover
	caught bool       // the call recovered and returns by its recover block
	called bool       // by compiled code
}

const headerSize = unsafe.Sizeof(frame{})

// An instr carries out one step of a block.
type instr func(fr *frame)

// A block ends in a step that says where to go on; nil is return.
type block struct {
	ins   []instr
	term  func(fr *frame) *block
	first int // the number of its first step
	pos   []position

	jump    *edge // how it ends, if in a jump
	decides bool  // it ends in a branch
}

// A thread is what one goroutine needs to run functions: the innermost frame,
// and frames to use again.
type thread struct {
	m   *Machine
	top *frame
	g   uintptr // the goroutine

	run       *run       // what stops it
	foreign   bool       // the goroutine was started by compiled code
	main      bool       // it is that of the run's own call
	grace     time.Time  // until when deferred calls may run on after an interrupt
	deferring *panicking // for the method that a deferred method value of reflect calls
	free      []*frame   // by code.id: what its next call runs in
	bytes     uintptr    // of the frames made, at least those in use
	passing   *panicking // a panic that went on upwards from here
	base      *frame     // the caller of functions called from outside
}

// frame gives a frame for a call of c by caller.
func (th *thread) frame(c *code, caller *frame) *frame {
	if fr := th.unused(c); fr != nil {
		th.take(fr, caller)
		return fr
	}
	return th.newFrame(c, caller)
}

// unused is a frame of c that take takes for a call; nil if there is none.
// Where calls have to be fast, the two are used in place of frame, since the
// compiler inlines them.
func (th *thread) unused(c *code) *frame {
	if c.id >= len(th.free) {
		return nil
	}
	return th.free[c.id]
}

func (th *thread) take(fr, caller *frame) {
	th.free[fr.code.id] = fr.next
	fr.caller = caller
	fr.depth = caller.depth + 1
}

func (th *thread) newFrame(c *code, caller *frame) *frame {
	if c.id >= len(th.free) {
		free := make([]*frame, c.id+16)
		copy(free, th.free)
		th.free = free
	}
	fr := (*frame)(unsafeNew(c.word))
	typedmemmove(c.word, ptr(fr), c.tmpl)
	fr.code, fr.th, fr.caller = c, th, caller
	for _, a := range c.inside {
		set(fr, a.dst, add(ptr(fr), a.src))
	}
	fr.depth = caller.depth + 1
	if th.bytes += typeSize(c.word); th.bytes > uintptr(c.m.cfg.MaxStack) {
		th.recount(fr)
	}
	return fr
}

// release keeps a frame for later. One that a panic left is not
// released; one of stale code is not used again.
func (th *thread) release(fr *frame) {
	c := fr.code
	if c.stale != nil && c.stale.Load() {
		return
	}
	if fr.next == nil {
		fr.next = th.free[c.id]
	}
	th.free[c.id] = fr
}

// run carries out a function from its entry to its return.
func (fr *frame) run() {
	th := fr.th
	th.top = fr
	if fr.depth&stackEvery == 0 || th.run.stop.Load() {
		fr.look()
	}
	if c := fr.code; c.guarded {
		fr.runGuarded()
	} else {
		for b := c.entry; b != nil; b = b.term(fr) { // as blocks does
			pc := b.first
			for _, in := range b.ins {
				fr.pc = pc
				pc++
				in(fr)
			}
		}
	}
	th.top = fr.caller
}

// look is what a call does now and then at its start.
func (fr *frame) look() {
	if fr.depth&stackEvery == 0 {
		fr.checkStack()
	}
	if fr.th.run.stop.Load() {
		fr.mayStop()
	}
}

// blocks runs from one block to the next until a return.
func (fr *frame) blocks(b *block) {
	for ; b != nil; b = b.term(fr) {
		pc := b.first
		for _, in := range b.ins {
			fr.pc = pc
			pc++
			in(fr)
		}
	}
}

// enter prepares a thread for a goroutine.
func (m *Machine) enter(r *run) *thread {
	th := m.threads.Get().(*thread)
	th.run, th.foreign, th.main, th.bytes = r, false, false, 0
	m.sleepers.count(1)
	th.g = goroutine()
	th.top = nil
	th.passing = nil
	th.grace = time.Time{}
	if !m.current[slotOf(th.g)].CompareAndSwap(nil, th) {
		m.crowded.Store(th.g, th)
		m.crowds.Add(1)
	}
	return th
}

// leave gives back a thread whose last call from outside has returned.
func (m *Machine) leave(th *thread) {
	m.forget(th)
	m.threads.Put(th)
}

// forget takes a thread out of use that a panic or runtime.Goexit has ended.
func (m *Machine) forget(th *thread) {
	if !m.current[slotOf(th.g)].CompareAndSwap(th, nil) {
		m.crowded.CompareAndDelete(th.g, th)
		m.crowds.Add(-1)
	}
	th.g = 0
	m.sleepers.count(-1)
}

// slotOf spreads goroutines over the table of current threads. Who finds its
// slot taken is among the crowded.
func slotOf(g uintptr) uintptr { return g * 0x9E3779B97F4A7C15 >> 52 }

const currentThreads = 1 << 12

// begin prepares a call from compiled code: on the thread that called that
// code, if there is one.
func (m *Machine) begin() (*thread, *frame) {
	if th := m.thread(); th != nil {
		if stackUsed() > m.cfg.MaxStack {
			th.overflow(th.top.depth)
		}
		return th, th.top
	}
	th := m.enter(m.run.Load())
	th.foreign = true
	return th, th.root()
}

// thread is the thread of the calling goroutine, if it runs functions.
func (m *Machine) thread() *thread {
	g := goroutine()
	if th := m.current[slotOf(g)].Load(); th != nil && g != 0 && th.g == g && th.top != nil {
		return th
	}
	if m.crowds.Load() > 0 && g != 0 {
		if th, ok := m.crowded.Load(g); ok && th.(*thread).top != nil {
			return th.(*thread)
		}
	}
	return nil
}

// end gives back what begin prepared, after a call that returned.
func (m *Machine) end(th *thread, caller *frame) {
	if th.foreign && caller == th.base {
		m.leave(th)
	}
}

// root is the caller of a function called from outside.
func (th *thread) root() *frame {
	if th.base == nil {
		th.base = &frame{th: th}
	}
	return th.base
}
