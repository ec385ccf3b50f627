package zmtp

import (
	"context"
	"net"
	"sync"
	"time"
)

// A queue holds the messages waiting for one peer.
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting []message
	bytes   int   // queued and not yet written
	written int64 // ever
	closed  bool
	drained chan struct{} // closed when the writer has ended
}

func (q *queue) init() {
	q.changed = sync.NewCond(&q.mu)
	q.drained = make(chan struct{})
}

func (q *queue) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

func (q *queue) push(m message) {
	q.waiting = append(q.waiting, m)
	q.bytes += m.size
	q.changed.Broadcast()
}

// enqueue queues m, waiting for room first. A peer that reads next to nothing while
// we wait is cut.
func (c *Conn) enqueue(m message) error {
	q := &c.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > c.listener.cfg.Queue && !q.closed {
		if !c.progress() {
			c.listener.cfg.Log.Warn("client cut off: it does not read",
				"socket", c.listener.cfg.Socket, "client", c.RemoteAddr().String(), "waiting_bytes", q.bytes)
			c.killLocked()
		}
	}
	if q.closed {
		return errDead
	}
	q.push(m)
	return nil
}

// progress waits, with the queue locked, until there is room or the time for the
// peer to show a sign of life is over; false if it showed none.
func (c *Conn) progress() bool {
	q, cfg := &c.queue, &c.listener.cfg
	mark, over := q.written, false
	timer := time.AfterFunc(cfg.Stall, func() {
		q.mu.Lock()
		over = true
		q.changed.Broadcast()
		q.mu.Unlock()
	})
	defer timer.Stop()
	for q.bytes > cfg.Queue && !q.closed && !over {
		q.changed.Wait()
	}
	return !over || q.bytes <= cfg.Queue || q.written-mark >= cfg.Progress
}

// offer queues m if there is room, and otherwise drops it.
func (c *Conn) offer(m message) {
	q := &c.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed && q.bytes <= c.listener.cfg.Queue {
		q.push(m)
	}
}

// Send queues frames as one message for this peer alone, past the socket above.
func (c *Conn) Send(frames [][]byte) {
	var m message
	for i, f := range frames {
		flag := byte(flagMore)
		if i == len(frames)-1 {
			flag = 0
		}
		h := header(flag, len(f))
		m.pieces = append(m.pieces, h, f)
		m.size += len(h) + len(f)
	}
	c.offer(m)
}

// write is the goroutine that writes to the peer.
func (c *Conn) write() {
	q := &c.queue
	defer close(q.drained)
	for {
		q.mu.Lock()
		for len(q.waiting) == 0 && !q.closed {
			q.changed.Wait()
		}
		batch := q.waiting
		q.waiting = nil
		q.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		for pieces := split(batch); len(pieces) > 0; {
			n := chunk(pieces)
			b := net.Buffers(pieces[:n:n])
			pieces = pieces[n:]
			size, err := b.WriteTo(c.Conn)
			if err != nil {
				c.kill()
				return
			}
			q.mu.Lock()
			q.bytes -= int(size)
			q.written += size
			q.changed.Broadcast()
			q.mu.Unlock()
		}
	}
}

// chunkSize bounds one write, so that progress within a long message can be seen.
const chunkSize = 64 << 10

// split lists the pieces of messages, none longer than chunkSize.
func split(batch []message) [][]byte {
	var pieces [][]byte
	for _, m := range batch {
		for _, p := range m.pieces {
			for len(p) > chunkSize {
				pieces = append(pieces, p[:chunkSize])
				p = p[chunkSize:]
			}
			if len(p) > 0 {
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// chunk is the number of leading pieces to write at once.
func chunk(pieces [][]byte) int {
	size := 0
	for i, p := range pieces {
		if size += len(p); size > chunkSize && i > 0 {
			return i
		}
	}
	return len(pieces)
}

// Drain waits until everything queued has been written, the connection is over, or
// ctx is done.
func (c *Conn) Drain(ctx context.Context) {
	q := &c.queue
	stop := context.AfterFunc(ctx, func() {
		q.mu.Lock()
		q.changed.Broadcast()
		q.mu.Unlock()
	})
	defer stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > 0 && !q.closed && ctx.Err() == nil {
		q.changed.Wait()
	}
}

// kill ends the connection at once; what is queued is lost.
func (c *Conn) kill() {
	c.queue.mu.Lock()
	c.killLocked()
	c.queue.mu.Unlock()
}

func (c *Conn) killLocked() {
	q := &c.queue
	q.closed = true
	q.waiting = nil
	q.bytes = 0
	q.changed.Broadcast()
	c.Conn.Close()
	if c.listener != nil {
		c.listener.forget(c)
	}
}

// Close ends the connection when what is queued has been written, but soon.
func (c *Conn) Close() error {
	if c.isTap() {
		return c.Conn.Close()
	}
	q := &c.queue
	q.mu.Lock()
	over := q.closed
	q.closed = true
	q.changed.Broadcast()
	q.mu.Unlock()
	c.listener.forget(c)
	if !over {
		c.Conn.SetWriteDeadline(time.Now().Add(c.listener.cfg.Linger))
		<-q.drained
	}
	return c.Conn.Close()
}
