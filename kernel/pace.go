package kernel

import (
	"context"
	"time"

	"github.com/gojac/gojac/kernel/zmtp"
)

// maxAhead bounds what waits in the XPUB socket's own queue when publishers pace
// themselves.
const maxAhead = 4 << 20

// alone is the size of a message beside which there must be no other: together with what
// a stalled client may keep waiting it would be too much memory.
const alone = 10 << 20

// pass is told what leaves the XPUB socket's queue.
func (w *zmqWire) pass(p zmtp.Passed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case p.Ready, p.Mark:
		w.passed++
	default:
		w.ahead -= p.Bytes
	}
	w.changed.Broadcast()
}

func (w *zmqWire) awaitTap() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.passed == 0 {
		w.changed.Wait()
	}
	w.passed = 0
}

func (w *zmqWire) Pace(ctx context.Context) {
	w.wait(ctx, func() bool { return w.ahead <= maxAhead })
}

func (w *zmqWire) AfterLong(ctx context.Context) {
	w.mu.Lock()
	long := w.long
	w.long = false
	w.mu.Unlock()
	if !long {
		return
	}
	w.queued(ctx)
	for _, c := range w.iopub.listener.Conns() {
		c.AwaitRoom()
	}
}

// wait waits, with w locked, for ok, for ctx, or for Close.
func (w *zmqWire) wait(ctx context.Context, ok func() bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ok() {
		return
	}
	defer context.AfterFunc(ctx, w.wake)()
	for !ok() && ctx.Err() == nil && !w.isClosing() {
		w.changed.Wait()
	}
}

// soon waits for something about a client's connections, which come within a moment
// of each other if at all.
func (w *zmqWire) soon(ok func() bool) {
	const moment = 100 * time.Millisecond
	ctx, cancel := context.WithTimeout(context.Background(), moment)
	defer cancel()
	w.wait(ctx, ok)
}

// wake makes those who wait look again.
func (w *zmqWire) wake() {
	w.mu.Lock()
	w.changed.Broadcast()
	w.mu.Unlock()
}

func (w *zmqWire) isClosing() bool { return isClosed(w.closing) }

func (w *zmqWire) Join(p peer) {
	conn, ok := p.(*zmtp.Conn)
	if !ok {
		return
	}
	w.mu.Lock()
	known := w.joined[conn]
	if !known {
		live := map[*zmtp.Conn]bool{conn: true} // the others that are gone are forgotten
		for _, c := range w.sockets[shell].listener.Conns() {
			live[c] = live[c] || w.joined[c]
		}
		w.joined = live
	}
	w.mu.Unlock()
	if known {
		return
	}
	w.soon(func() bool {
		subscribers := 0
		for _, c := range w.iopub.listener.Conns() {
			if c.Subscribed() {
				subscribers++
			}
		}
		return subscribers >= len(w.sockets[shell].listener.Conns())
	})
}
