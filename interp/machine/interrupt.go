package machine

import (
	"errors"
	"runtime"
	"sync/atomic"
	"time"
)

// A run is what the session runs at one time: the goroutine of a cell and
// those that it starts. They are stopped together, and nothing else is.
type run struct {
	stop    atomic.Bool
	left    atomic.Bool   // nobody waits for its goroutines any more
	over    bool          // its main goroutine has returned
	stopped chan struct{} // closed once stop is set
	why     error         // what stopping panics with; set before stop
	trace   []Frame       // where that was found, if in the run
}

func newRun() *run { return &run{stopped: make(chan struct{})} }

// Resume starts a run: what is called from now on, with the goroutines that it
// starts, is what Interrupt stops. Goroutines of earlier runs go on.
func (m *Machine) Resume() {
	if m.unrenewed.Load() {
		m.renew()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.run.Store(newRun())
	m.stop.Store(false)
}

// Interrupt stops the run: each of its goroutines at its next call, jump back,
// or wait for a channel.
func (m *Machine) Interrupt() { m.run.Load().halt(m, &interrupted{}, nil) }

// halt stops a run for a reason, the first that it is given.
func (r *run) halt(m *Machine, why error, trace []Frame) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.stop.Load() {
		return
	}
	r.why, r.trace = why, trace
	r.stop.Store(true)
	close(r.stopped)
	if r == m.run.Load() {
		m.stop.Store(true)
	}
}

// fail stops the run of a thread for what the thread did.
func (th *thread) fail(why error) {
	th.run.halt(th.m, why, th.trace())
	th.park()
	th.quit()
}

// Stop stops the run of the calling goroutine for why, an *Exit or a *Panic.
// The goroutine itself is left to its caller to end, by Goexit.
func (m *Machine) Stop(why error) {
	r := m.run.Load()
	if th := m.thread(); th != nil {
		r = th.run
	}
	m.mu.Lock()
	over := r.over
	m.mu.Unlock()
	r.halt(m, &failed{why}, nil)
	if over && m.cfg.Report != nil {
		m.cfg.Report(why)
	}
}

// Finish says that the run's main goroutine has returned. A panic in one of
// its goroutines is the run's end until then, and only reported afterwards.
func (m *Machine) Finish() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.run.Load().over = true
}

// failed is what a run is stopped with of which a goroutine ended in err.
type failed struct{ err error }

func (f *failed) Error() string { return f.err.Error() }

// Abandon gives up an interrupted run whose goroutines wait in compiled code:
// should they wake, they don't even make their deferred calls.
func (m *Machine) Abandon() { m.run.Load().left.Store(true) }

// Reason is why the run was stopped: ErrInterrupted, a *Panic or an *Exit.
func (m *Machine) Reason() error { return m.run.Load().reason() }

func (r *run) reason() error {
	switch why := r.why.(type) {
	case *interrupted:
		return ErrInterrupted
	case *failed:
		return why.err
	default:
		return &Panic{Value: why, Stack: r.trace}
	}
}

// Halt ends the calling goroutine's run of functions, as the next check of the
// stop flag would; for compiled code that could not do what a cell asked for.
func (m *Machine) Halt() {
	if th := m.thread(); th != nil {
		th.quit()
	}
	panic(m.run.Load().why)
}

// Poll ends the calling goroutine's run of functions if it is to stop; for
// compiled code that computes long and does not mind a panic.
func (m *Machine) Poll() {
	if th := m.thread(); th != nil && th.mustStop() {
		th.park()
		th.quit()
	}
}

// Stopped is closed when the run of the calling goroutine is interrupted.
// Compiled code that waits on behalf of a cell waits for it too.
func (m *Machine) Stopped() <-chan struct{} {
	if th := m.thread(); th != nil {
		return th.run.stopped
	}
	return m.run.Load().stopped
}

// StopFlag is set while the present run is interrupted.
func (m *Machine) StopFlag() *atomic.Bool { return &m.stop }

// ErrInterrupted is what a call ends with after Interrupt.
var ErrInterrupted = errors.New("interrupted")

// interrupted is the panic that Interrupt raises in running functions.
type interrupted struct{}

func (*interrupted) Error() string { return ErrInterrupted.Error() }

// graceTime is how long the deferred calls of a goroutine may run on after an
// interrupt.
const graceTime = 20 * time.Millisecond

// mustStop reports whether the thread has no time left for deferred calls.
func (th *thread) mustStop() bool {
	r := th.run
	return r.stop.Load() && (r.left.Load() || !time.Now().Before(th.grace))
}

// mayStop is the slow way past a check of the stop flag.
func (fr *frame) mayStop() {
	if th := fr.th; th.mustStop() {
		th.top = fr
		th.park()
		th.quit()
	}
}

// quit ends the goroutine's calls, since its run was stopped: by a panic, but
// for compiled code that called a function, as fmt calls String. It might
// recover from a panic and go on.
func (th *thread) quit() {
	for fr := th.top; fr != nil && fr != th.base; fr = fr.caller {
		if fr.called && fr.caller != th.base {
			th.m.Goexit()
		}
	}
	panic(th.run.why)
}

// Goexit is runtime.Goexit, for functions of the machine and what they call.
func (m *Machine) Goexit() {
	if th := m.thread(); th != nil && th.foreign {
		m.forget(th) // nobody else will
	}
	runtime.Goexit()
}

// park is how a goroutine stops that compiled code started: that code would
// not expect a panic.
func (th *thread) park() {
	if th.foreign {
		select {}
	}
}

// Guard is f, a function of a cell, for a goroutine that compiled code starts:
// as in a go statement, it belongs to the run of the caller of Guard, and a
// panic in it is reported.
func (m *Machine) Guard(f func()) func() {
	r := m.run.Load()
	if th := m.thread(); th != nil {
		r = th.run
	}
	return func() { m.guarded(r, false, func(*thread) { f() }) }
}

// Starting is Guard for a goroutine that is started at once: it counts as one
// from now on.
func (m *Machine) Starting(f func()) func() {
	r := m.run.Load()
	if th := m.thread(); th != nil {
		r = th.run
	}
	m.sleepers.come(1)
	return func() { m.guarded(r, true, func(*thread) { f() }) }
}

// guarded runs f as all that a goroutine does, which counted already if it was
// coming. After an interrupt it doesn't.
func (m *Machine) guarded(r *run, coming bool, f func(th *thread)) {
	th := m.enter(r)
	if coming {
		m.sleepers.come(-1)
	}
	th.top = th.root()
	done := false
	defer func() {
		if done {
			m.leave(th)
			return
		}
		defer m.forget(th)
		if v := recover(); v != nil {
			if e, ok := v.(error); !ok || e != r.why {
				m.ended(r, th.ending(v))
			}
		}
	}()
	if !r.stop.Load() {
		f(th)
	}
	done = true
}

// ended is told what a goroutine of a run ended in.
func (m *Machine) ended(r *run, err error) {
	m.mu.Lock()
	over := r.over
	m.mu.Unlock()
	if !over && !m.cfg.Program {
		r.halt(m, &failed{err}, nil)
		return
	}
	if m.cfg.Report != nil {
		m.cfg.Report(err)
	}
}
