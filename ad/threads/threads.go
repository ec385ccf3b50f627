// Package threads shares large computations of ad/vec and ad/gemm out among
// processors. What is computed does not depend on their number: a
// computation is cut into the same pieces whoever takes them, or into pieces
// whose elements do not depend on the cut.
package threads

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

var limit atomic.Int64

// Set bounds the number of threads that one computation uses; 0 is as many as
// Go uses, which is GOMAXPROCS.
func Set(n int) { limit.Store(int64(max(n, 0))) }

// Count returns the number of threads that a computation uses.
func Count() int {
	procs := runtime.GOMAXPROCS(0)
	if n := int(limit.Load()); n > 0 {
		return min(n, procs)
	}
	return procs
}

// linger is how long a helper looks for more to do, busy, before it sleeps;
// patience how long it sleeps before it ends: none is left to leak.
const (
	linger   = 100 * time.Microsecond
	patience = time.Second
)

// A job is a computation in pieces.
type job struct {
	do         func(piece int)
	pieces     int64
	next, done atomic.Int64
}

// run takes pieces until there are no more.
func (j *job) run() {
	for {
		piece := j.next.Add(1) - 1
		if piece >= j.pieces {
			return
		}
		j.do(int(piece))
		j.done.Add(1)
	}
}

// left reports whether there are pieces that nobody has taken.
func (j *job) left() bool { return j != nil && j.next.Load() < j.pieces }

// The job that helpers take pieces of, how many of them look for one, and
// those that sleep.
var (
	current atomic.Pointer[job]
	awake   atomic.Int64
	bedroom sync.Mutex // held to fall asleep, to wake, to end
	asleep  []*thread
)

// Run calls do for every piece, on up to count threads of which this
// goroutine is one, and returns when all have been done. While one
// computation is shared out, others run on the goroutines that asked for
// them, also one that do itself asks for.
func Run(count, pieces int, do func(piece int)) {
	count = min(count, pieces)
	j := &job{do: do, pieces: int64(pieces)}
	if count < 2 || !current.CompareAndSwap(nil, j) {
		for piece := range pieces {
			do(piece)
		}
		return
	}
	start(int64(count - 1))
	j.run()
	current.Store(nil)
	// The caller waits for pieces that were begun, never for a helper that
	// has not come to run.
	for spins := 0; j.done.Load() < j.pieces; spins++ {
		if spins > 1000 {
			runtime.Gosched()
		}
	}
}

// start sees to it that so many helpers look for work.
func start(n int64) {
	if awake.Load() >= n {
		return
	}
	bedroom.Lock()
	defer bedroom.Unlock()
	for here := processor(); awake.Load() < n; awake.Add(1) {
		if last := len(asleep) - 1; last >= 0 {
			asleep[last].wake(here)
			asleep = asleep[:last]
			continue
		}
		go help(here)
		go func() {}() // moves the one before it to where idle processors look
	}
}

// help takes pieces on a thread of its own, away from the processor of who
// asks for it.
func help(caller int) {
	t := newThread(caller)
	for {
		for idle, spins := time.Now(), 0; spins%64 != 63 || time.Since(idle) < linger; spins++ {
			if j := current.Load(); j.left() {
				j.run()
				idle = time.Now()
			}
		}
		if !t.rest() {
			return
		}
	}
}

// rest sleeps until there is something to do, and reports whether there was.
func (t *thread) rest() bool {
	bedroom.Lock()
	defer bedroom.Unlock()
	awake.Add(-1)
	if current.Load().left() { // who came with it may have seen this one awake
		awake.Add(1)
		return true
	}
	asleep = append(asleep, t)
	bedroom.Unlock()
	t.sleep(patience)
	bedroom.Lock()
	at := slices.Index(asleep, t)
	if at < 0 {
		return true
	}
	asleep = slices.Delete(asleep, at, at+1)
	return false
}
