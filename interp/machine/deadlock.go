package machine

import (
	"reflect"
	"runtime"
	"strings"
	"sync"
	"time"
	"unsafe"
)

// A Deadlock is what a run is stopped with whose goroutines, and those that
// earlier runs left, all wait for one another.
type Deadlock struct {
	Others [][]Frame // where goroutines beside the run's main one wait
	NoMain bool      // the main one has ended by runtime.Goexit
}

// Error returns what compiled Go says.
func (d *Deadlock) Error() string {
	if d.NoMain && len(d.Others) == 0 {
		return "no goroutines (main called runtime.Goexit) - deadlock!"
	}
	return "all goroutines are asleep - deadlock!"
}

func (*Deadlock) RuntimeError() {}

// sleepers knows who waits for what only another goroutine of cells can do.
type sleepers struct {
	mu     sync.Mutex
	live   int              // goroutines that run functions
	coming int              // goroutines that are started but run nothing yet
	asleep map[*thread]bool // those of them that wait
	bare   int              // waits of goroutines that have no thread, each counted in live by Occupied
	events uint64           // changes so far
	until  time.Time        // no timer that was set can fire after it
}

func (s *sleepers) count(n int) {
	s.mu.Lock()
	s.live += n
	s.events++
	s.mu.Unlock()
}

// goroutines counts those of the program.
func (s *sleepers) goroutines() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live + s.coming
}

func (s *sleepers) come(n int) {
	s.mu.Lock()
	s.coming += n
	s.mu.Unlock()
}

// Asleep makes a call that returns only after another goroutine did something.
func (m *Machine) Asleep(call func()) {
	th := m.thread()
	s := &m.sleepers
	note := func(on bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events++
		switch {
		case th != nil && on:
			s.asleep[th] = true
		case th != nil:
			delete(s.asleep, th)
		case on:
			s.bare++
		default:
			s.bare--
		}
	}
	note(true)
	defer note(false)
	call()
}

// Occupied makes a call of code that is no function of the machine, and counts
// as a goroutine that runs.
func (m *Machine) Occupied(call func()) {
	m.sleepers.count(1)
	defer func() {
		m.sleepers.count(-1)
		if th := m.thread(); th != nil && th.foreign { // a panic went through it
			m.forget(th)
		}
	}()
	call()
}

// Expect says that a timer fires after d, and may wake goroutines.
func (m *Machine) Expect(d time.Duration) {
	s := &m.sleepers
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := time.Now().Add(d); t.After(s.until) {
		s.until = t
	}
}

// fedByTimer reports whether a channel is that of a time.Timer or Ticker.
func fedByTimer(ch reflect.Value) bool {
	const timer = 2*unsafe.Sizeof(uint(0)) + unsafe.Sizeof(ptr(nil)) + 8 // in runtime.hchan
	p := ch.UnsafePointer()
	return p != nil && *(*ptr)(add(p, timer)) != nil
}

// waitsForTimer reports whether time alone may end a wait.
func waitsForTimer(cases []reflect.SelectCase) bool {
	for _, c := range cases {
		if fedByTimer(c.Chan) {
			return true
		}
	}
	return false
}

// quiet reports whether every goroutine of cells waits, and the number of
// changes so far.
func (s *sleepers) quiet(mainGone bool) (bool, uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.asleep) + s.bare
	return (n > 0 || mainGone) && n >= s.live && time.Now().After(s.until), s.events
}

// deadlockTime is how long nothing may have happened before Deadlocked looks
// closer.
const deadlockTime = 300 * time.Millisecond

// A DeadlockCheck is what Deadlocked has seen so far of a run.
type DeadlockCheck struct {
	MainGone bool // the main goroutine has ended: it is a deadlock too if no other is left

	events uint64
	since  time.Time
	told   bool
}

// CheckDeadlock stops the run if it is Deadlocked.
func (m *Machine) CheckDeadlock(c *DeadlockCheck, elsewhere func() bool) {
	if why, main := m.Deadlocked(c, elsewhere); why != nil {
		m.run.Load().halt(m, why, main)
	}
}

// Deadlocked says, once, that all goroutines of the run, and all of earlier
// runs, have waited for one another for some time, and where the run's main
// goroutine waits. It is to be called now and then while a cell runs;
// elsewhere says whether something beside goroutines, such as a web page, may
// wake one.
func (m *Machine) Deadlocked(c *DeadlockCheck, elsewhere func() bool) (why *Deadlock, main []Frame) {
	s := &m.sleepers
	quiet, events := s.quiet(c.MainGone)
	if !quiet || c.told || events != c.events || c.since.IsZero() {
		c.events, c.since = events, time.Now()
		return nil, nil
	}
	if time.Since(c.since) < deadlockTime || elsewhere() || othersAtWork() {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.events != events {
		return nil, nil
	}
	r := m.run.Load()
	why = &Deadlock{NoMain: c.MainGone}
	for th := range s.asleep {
		trace := th.trace()
		if th.run == r && th.main {
			main = trace
		} else {
			why.Others = append(why.Others, trace)
		}
	}
	c.told = true
	return why, main
}

// othersAtWork reports whether a goroutine has been woken and waits only for a
// processor, or whether there is one that compiled code started and that may
// do something: one that serves connections, for instance.
func othersAtWork() bool {
	buf := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) {
			_, others, _ := strings.Cut(string(buf[:n]), "\n\n") // the first is this one
			return atWork(others)
		}
		if len(buf) > 16<<20 {
			return true // too many to tell
		}
		buf = make([]byte, 4*len(buf))
	}
}

// atWork looks for such goroutines in what runtime.Stack writes.
func atWork(stacks string) bool {
	for _, stack := range strings.Split(stacks, "\n\n") {
		head, _, _ := strings.Cut(stack, "\n")
		if strings.Contains(head, " [runnable") || strings.Contains(head, " [running") {
			return true
		}
		i := strings.LastIndex(stack, "created by ")
		if i < 0 {
			continue // the main goroutine
		}
		creator, _, _ := strings.Cut(stack[i+len("created by "):], "\n")
		if !ownGoroutine(creator) {
			return true
		}
	}
	return false
}

// ownGoroutine reports whether a goroutine started by such a function is one
// of ours, or of the runtime's own.
func ownGoroutine(creator string) bool {
	for _, p := range []string{"github.com/gojac/gojac/", "main.", "runtime.", "testing."} {
		if strings.HasPrefix(creator, p) {
			return true
		}
	}
	return false
}
