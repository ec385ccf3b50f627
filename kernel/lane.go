package kernel

import (
	"context"
	"sync"
	"time"
)

// A lane answers requests one after the other, in the order they came.
type lane struct {
	name    string // of the subshell; "" for the channels' own
	queue   queue
	count   int // executions counted so far
	history History

	// aborting counts the markers in the queue: while there is one, cells are not
	// run but answered as aborted.
	aborting int
}

// A job is a request, or the marker at which aborting ends.
type job struct {
	request *request
	marker  bool
}

// run serves requests until the queue is closed and empty.
func (l *lane) run(ctx context.Context) {
	for {
		j, ok := l.queue.pop()
		switch {
		case !ok:
			return
		case j.marker:
			l.aborting--
		default:
			j.request.kernel.serve(ctx, j.request)
		}
	}
}

// Bounds of waiting for requests that were sent but not yet received. A browser that
// runs all cells sends them at once, but its server passes them on one by one, and
// more slowly than short cells take.
const (
	inFlight   = 25 * time.Millisecond // from one to the next
	allArrived = 3 * inFlight
)

// settle waits until no more requests arrive.
func (l *lane) settle() {
	for began := time.Now(); time.Since(began) < allArrived; {
		before := l.queue.total()
		time.Sleep(inFlight)
		if l.queue.total() == before {
			return
		}
	}
}

// abort makes the cells that are waiting be answered as aborted. It is called from
// within a request of this lane.
func (l *lane) abort() {
	l.aborting++
	l.queue.pushMarker()
}

// A queue is unbounded in length but bounded in bytes, beyond which push waits.
type queue struct {
	mu      sync.Mutex
	changed sync.Cond
	jobs    []job
	bytes   int
	pushed  int // ever
	limit   int // of bytes
	closed  bool
}

const maxQueued = 256 << 20

func newLane(h History) *lane {
	l := &lane{history: h}
	l.queue.changed.L = &l.queue.mu
	l.queue.limit = maxQueued
	return l
}

func (q *queue) push(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > q.limit && !q.closed {
		q.changed.Wait()
	}
	q.bytes += r.size()
	q.pushed++
	q.jobs = append(q.jobs, job{request: r})
	q.changed.Broadcast()
}

// total is the number of requests ever pushed.
func (q *queue) total() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.pushed
}

func (q *queue) pushMarker() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, job{marker: true})
	q.changed.Broadcast()
}

// pop waits for a job. After close it returns what is left, then false.
func (q *queue) pop() (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.jobs) == 0 {
		if q.closed {
			return job{}, false
		}
		q.changed.Wait()
	}
	j := q.jobs[0]
	q.jobs[0] = job{}
	q.jobs = q.jobs[1:]
	if j.request != nil {
		q.bytes -= j.request.size()
	}
	q.changed.Broadcast()
	return j, true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
}
