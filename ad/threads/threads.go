// Package threads shares large computations of ad/vec and ad/gemm out among
// processors. What is computed does not depend on their number: a
// computation is cut into the same pieces whoever takes them, or into pieces
// whose elements do not depend on the cut.
package threads

import (
	"runtime"
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

// linger is how long a helper waits for more once there is nothing to do: a
// goroutine that has to be started takes as long to come to run.
const linger = 100 * time.Microsecond

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

// The job that helpers take pieces of, and how many helpers there are. They
// end when nothing has come for a while: none is left to leak.
var (
	current atomic.Pointer[job]
	helpers atomic.Int64
	starter sync.Mutex
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

// start sees to it that there are so many helpers.
func start(n int64) {
	if helpers.Load() >= n {
		return
	}
	starter.Lock()
	defer starter.Unlock()
	for helpers.Load() < n {
		helpers.Add(1)
		go help()
		go func() {}() // moves the one before it to where idle processors look
	}
}

func help() {
	defer helpers.Add(-1)
	idle := time.Now()
	for spins := 0; ; spins++ {
		if j := current.Load(); j != nil && j.next.Load() < j.pieces {
			j.run()
			spins, idle = 0, time.Now()
			continue
		}
		if spins%64 == 63 && time.Since(idle) > linger {
			return
		}
	}
}
