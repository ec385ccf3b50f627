package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// tape is a wire that records what is sent, in one list for all channels, and
// delivers what a test puts in. It shows the order of everything.
type tape struct {
	in   [channels]chan packet
	done chan struct{}

	mu    sync.Mutex
	lines []string
	grew  *sync.Cond
	ids   map[string]string // message IDs by type, the latest of each
	heads []header
}

func newTape() *tape {
	w := &tape{done: make(chan struct{}), ids: map[string]string{}}
	w.grew = sync.NewCond(&w.mu)
	for ch := range w.in {
		w.in[ch] = make(chan packet, 1000)
	}
	return w
}

type client string

func (c client) Identity() string { return string(c) }

func (w *tape) Receive(ch channel) (packet, error) {
	select {
	case p := <-w.in[ch]:
		return p, nil
	case <-w.done:
		return packet{}, net.ErrClosed
	}
}

func (w *tape) Send(ch channel, to peer, frames [][]byte) error {
	if to == client("nobody") {
		return fmt.Errorf("gone")
	}
	w.record(ch.String(), frames)
	return nil
}

func (w *tape) Publish(frames [][]byte)   { w.record("iopub", frames[1:]) }
func (w *tape) Pace(context.Context)      {}
func (w *tape) AfterLong(context.Context) {}
func (w *tape) HandOver()                 {}
func (w *tape) Join(peer)                 {}
func (w *tape) Flush(context.Context)     {}
func (w *tape) Close() error              { close(w.done); return nil }
func (w *tape) find(prefix string) int {
	for i, l := range w.lines {
		if strings.HasPrefix(l, prefix) {
			return i
		}
	}
	return -1
}

// record notes "parent channel type content", where the parent is the ID of the
// request answered.
func (w *tape) record(channel string, frames [][]byte) {
	var h, parent header
	if json.Unmarshal(frames[2], &h) != nil || json.Unmarshal(frames[3], &parent) != nil {
		panic("malformed header sent")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids[h.Type] = h.ID
	w.heads = append(w.heads, h)
	w.lines = append(w.lines, fmt.Sprintf("%s %s %s %s", parent.ID, channel, h.Type, frames[5]))
	w.grew.Broadcast()
}

// await waits until n lines that begin with prefix and end with suffix were recorded.
func (w *tape) await(t *testing.T, n int, prefix, suffix string) {
	t.Helper()
	late := time.AfterFunc(10*time.Second, func() { w.mu.Lock(); w.grew.Broadcast(); w.mu.Unlock() })
	defer late.Stop()
	deadline := time.Now().Add(10 * time.Second)
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		seen := 0
		for _, l := range w.lines {
			if strings.HasPrefix(l, prefix) && strings.HasSuffix(l, suffix) {
				seen++
			}
		}
		if seen >= n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("saw %d of %d lines %q…%q in\n%s", seen, n, prefix, suffix, strings.Join(w.lines, "\n"))
		}
		w.grew.Wait()
	}
}

// all returns the lines recorded, and forgets them.
func (w *tape) all() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	lines := w.lines
	w.lines = nil
	return lines
}

// A bench is a kernel on a tape, with the fake evaluator.
type bench struct {
	t    *testing.T
	k    *Kernel
	fake *fake
	tape *tape
	user *session // the client's side
	n    int
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, fake: newFake(), tape: newTape(), user: newSession("key", "hmac-sha256")}
	b.k = newKernel(Connection{Key: "key", Scheme: "hmac-sha256"}, b.fake, fakeInfo, quiet)
	b.k.attach(b.tape)
	served := make(chan struct{})
	go func() { b.k.Serve(context.Background()); close(served) }()
	t.Cleanup(func() { b.k.stop(); <-served })
	b.tape.await(t, 1, "", `{"execution_state":"starting"}`)
	b.tape.all()
	return b
}

// send sends a request and returns its ID: r1, r2, …
func (b *bench) send(ch channel, kind, content string) string {
	b.n++
	return b.sendAs(ch, "alice", outgoing{kind: kind, content: json.RawMessage(content), id: fmt.Sprintf("r%d", b.n)})
}

func (b *bench) sendAs(ch channel, from client, m outgoing) string {
	b.t.Helper()
	frames, err := b.user.encode(&m)
	if err != nil {
		b.t.Fatal(err)
	}
	b.tape.in[ch] <- packet{from, frames}
	return m.id
}

// finish waits for the idle of a request and returns what was sent until then.
func (b *bench) finish(id string) []string {
	b.t.Helper()
	b.tape.await(b.t, 1, id+" ", `{"execution_state":"idle"}`)
	return b.tape.all()
}

func cell(code string) string {
	c, _ := json.Marshal(map[string]any{"code": code, "allow_stdin": true})
	return string(c)
}
