package zmtp

import (
	"context"
	"net"
	"runtime"
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

	// The peer's latest sign of life: when it had read everything, or since then had
	// read Progress more bytes, and what had been written by then.
	since time.Time
	mark  int64
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
	if q.bytes == 0 {
		q.since, q.mark = time.Now(), q.written
	}
	q.waiting = append(q.waiting, m)
	q.bytes += m.size
	q.changed.Broadcast()
}

// limit is the number of bytes that may wait for one peer before something has to
// happen. Many subscribers share what one may have, so that strangers in large
// numbers cannot make us keep everything many times over.
func (l *Listener) limit() int {
	if l.cfg.Socket != "XPUB" {
		return l.cfg.Queue
	}
	const least = 256 << 10
	return max(l.cfg.Queue/max(1, int(l.live.Load())), least)
}

// enqueue queues m. Behind a full queue a subscriber gets time to catch up, as long
// as it reads; other peers, who have their replies to themselves, are cut at once.
func (c *Conn) enqueue(m message) error {
	q := &c.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	c.makeRoom()
	if q.closed {
		return errDead
	}
	q.push(m)
	return nil
}

// makeRoom leaves the queue, which is locked, with room or closed.
func (c *Conn) makeRoom() {
	q, cfg := &c.queue, &c.listener.cfg
	for q.bytes > c.listener.limit() && !q.closed {
		left := cfg.Stall - time.Since(q.since)
		if left <= 0 || cfg.Socket != "XPUB" {
			cfg.Log.Warn("client cut off: it does not read",
				"socket", cfg.Socket, "client", c.RemoteAddr().String(), "waiting_bytes", q.bytes)
			c.killLocked()
			return
		}
		q.await(left)
	}
}

// AwaitRoom waits, as one more message would have to, for the peer to catch up, or cuts it.
func (c *Conn) AwaitRoom() {
	c.queue.mu.Lock()
	defer c.queue.mu.Unlock()
	c.makeRoom()
}

// Deliver waits until everything queued has been written, but no longer than patience,
// and not at all for a peer that has shown no sign of life for as long.
func (c *Conn) Deliver(patience time.Duration) {
	q := &c.queue
	end := time.Now().Add(patience)
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > 0 && !q.closed {
		left := min(time.Until(end), patience-time.Since(q.since))
		if left <= 0 {
			return
		}
		q.await(left)
	}
}

// await waits, with the queue locked, for a change or for the time to be over.
func (q *queue) await(d time.Duration) {
	defer time.AfterFunc(d, q.wake).Stop()
	q.changed.Wait()
}

func (q *queue) wake() {
	q.mu.Lock()
	q.changed.Broadcast()
	q.mu.Unlock()
}

// offer queues m if there is room, and otherwise drops it.
func (c *Conn) offer(m message) {
	q := &c.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed && q.bytes <= c.listener.limit() {
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
		q.mu.Unlock()
		runtime.Gosched() // what is about to be queued goes out in the same write
		q.mu.Lock()
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
			if q.written += size; q.written-q.mark >= c.listener.cfg.Progress {
				q.since, q.mark = time.Now(), q.written
			}
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
	defer context.AfterFunc(ctx, q.wake)()
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
	if over {
		return nil
	}
	c.listener.forget(c)
	c.Conn.SetWriteDeadline(time.Now().Add(c.listener.cfg.Linger))
	<-q.drained
	return c.Conn.Close()
}
