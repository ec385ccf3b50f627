package machine

import (
	"reflect"
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
	blk    *block
	pc     int
	depth  int
	defers *deferred
	panic  *panicking // what this call, a deferred one, may recover
	caught bool       // the call recovered and returns by its recover block
}

const headerSize = unsafe.Sizeof(frame{})

// An instr carries out one step of a block.
type instr func(fr *frame)

// A block ends in a step that says where to go on; nil is return.
type block struct {
	ins  []instr
	term func(fr *frame) *block
	pos  []position
	last position
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
	free      []*frame   // by code.id, linked by caller
	bytes     uintptr    // of the frames made, at least those in use
	passing   *panicking // a panic that went on upwards from here
	base      *frame     // the caller of functions called from outside
}

// frame gives a frame for a call of c by caller.
func (th *thread) frame(c *code, caller *frame) *frame {
	if c.id < len(th.free) {
		if fr := th.free[c.id]; fr != nil {
			th.free[c.id] = fr.caller
			fr.caller = caller
			fr.depth = caller.depth + 1
			return fr
		}
	}
	return th.newFrame(c, caller)
}

func (th *thread) newFrame(c *code, caller *frame) *frame {
	fr := (*frame)(unsafeNew(c.word))
	typedmemmove(c.word, ptr(fr), c.tmpl)
	fr.code, fr.th, fr.caller = c, th, caller
	fr.depth = caller.depth + 1
	if th.bytes += typeSize(c.word); th.bytes > uintptr(c.m.cfg.MaxStack) {
		th.recount(fr)
	}
	return fr
}

// release keeps a frame for later. One that a panic left is not
// released; one of stale code is not used again.
func (th *thread) release(fr *frame) {
	if s := fr.code.stale; s != nil && s.Load() {
		return
	}
	id := fr.code.id
	if id >= len(th.free) {
		free := make([]*frame, id+16)
		copy(free, th.free)
		th.free = free
	}
	fr.caller = th.free[id]
	th.free[id] = fr
}

// run carries out a function from its entry to its return.
func (fr *frame) run() {
	th := fr.th
	th.top = fr
	c := fr.code
	if fr.depth&stackEvery == 0 {
		fr.checkStack()
	}
	if th.run.stop.Load() {
		fr.mayStop()
	}
	if c.guarded {
		fr.runGuarded()
	} else {
		fr.blocks(c.entry)
	}
	th.top = fr.caller
}

func (fr *frame) blocks(b *block) {
	for b != nil {
		fr.blk = b
		for i, in := range b.ins {
			fr.pc = i
			in(fr)
		}
		b = b.term(fr)
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
	m.current[slotOf(th.g)].Store(th)
	return th
}

// leave gives back a thread whose last call from outside has returned.
func (m *Machine) leave(th *thread) {
	m.forget(th)
	m.threads.Put(th)
}

// forget takes a thread out of use that a panic or runtime.Goexit has ended.
func (m *Machine) forget(th *thread) {
	m.current[slotOf(th.g)].CompareAndSwap(th, nil)
	th.g = 0
	m.sleepers.count(-1)
}

// slotOf spreads goroutines over the table of current threads. Where two meet,
// a call back from compiled code starts a chain of calls of its own.
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

// A move copies a value of one of the common sizes.
type move struct {
	dst, src uintptr
	kind     moveKind
	typ      ptr
}

type moveKind uint8

const (
	move0 moveKind = iota
	move1
	move2
	move4
	move8
	move16 // without pointers
	movePtr
	moveString
	moveIface
	moveSlice
	moveTyped
)

func kindOfMove(t reflect.Type) moveKind {
	switch t.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.UnsafePointer:
		return movePtr
	case reflect.String:
		return moveString
	case reflect.Slice:
		return moveSlice
	case reflect.Interface:
		return moveIface
	}
	if t.Size() == 0 {
		return move0
	}
	if (*rtype)(typeWord(t)).ptrBytes == 0 {
		switch t.Size() {
		case 1:
			return move1
		case 2:
			return move2
		case 4:
			return move4
		case 8:
			return move8
		case 16:
			return move16
		}
	}
	return moveTyped
}

func newMove(dst, src uintptr, t reflect.Type) move {
	return move{dst: dst, src: src, kind: kindOfMove(t), typ: typeWord(t)}
}

// do copies from s+src to d+dst.
func (mv *move) do(d, s ptr) { mv.copy(add(d, mv.dst), add(s, mv.src)) }

func (mv *move) copy(d, s ptr) {
	switch mv.kind {
	case move8:
		*(*uint64)(d) = *(*uint64)(s)
	case movePtr:
		*(*ptr)(d) = *(*ptr)(s)
	case move1:
		*(*uint8)(d) = *(*uint8)(s)
	case moveString:
		*(*string)(d) = *(*string)(s)
	case moveIface:
		*(*iface)(d) = *(*iface)(s)
	case moveSlice:
		*(*sliceHeader)(d) = *(*sliceHeader)(s)
	case move4:
		*(*uint32)(d) = *(*uint32)(s)
	case move2:
		*(*uint16)(d) = *(*uint16)(s)
	case move16:
		*(*[2]uint64)(d) = *(*[2]uint64)(s)
	case moveTyped:
		typedmemmove(mv.typ, d, s)
	}
}
