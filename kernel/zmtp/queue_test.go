package zmtp

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestQueue has one peer that reads, slowly but steadily, and one that does not.
func TestQueue(t *testing.T) {
	for _, test := range []struct {
		socket, peer string
		reads        bool
		survives     bool
	}{
		{"XPUB", "SUB", true, true},
		{"XPUB", "SUB", false, false},
		{"ROUTER", "DEALER", false, false},
	} {
		l := start(t, Config{Socket: test.socket, Queue: 256 << 10, Stall: 100 * time.Millisecond, Progress: 1000})
		peer := dial(t, l, peerHello(test.peer, ""))
		c := accept(t, l)
		if test.reads {
			go func() {
				buf := make([]byte, 100000)
				for {
					if _, err := peer.Read(buf); err != nil {
						return
					}
					time.Sleep(time.Millisecond)
				}
			}()
		}
		var err error
		for i := 0; i < 400 && err == nil; i++ {
			err = writeAll(c, slices.Concat(frame(flagMore, "topic"), frame(0, strings.Repeat("x", 50000))))
		}
		if (err == nil) != test.survives {
			t.Errorf("%+v: writing ended with %v", test, err)
		}
	}
}

// TestLinger checks that what was written before Close still arrives.
func TestLinger(t *testing.T) {
	l := start(t, Config{Socket: "ROUTER"})
	peer := dial(t, l, peerHello("DEALER", ""))
	c := accept(t, l)
	want := frame(0, strings.Repeat("x", 3<<20))
	if err := writeAll(c, want); err != nil {
		t.Fatal(err)
	}
	go c.Close()
	got, err := io.ReadAll(peer)
	if err != nil || !bytes.HasSuffix(got, want) {
		t.Errorf("got %d bytes (%v), want %d and the handshake", len(got), err, len(want))
	}
	if n := len(l.Conns()); n != 0 {
		t.Errorf("%d connections left", n)
	}
}

func TestTap(t *testing.T) {
	var seen []Passed
	c := NewTap(func(p Passed) { seen = append(seen, p) })
	hs := append(peerHello("SUB", "tap"), frame(0, "\x01")...)
	got := make([]byte, len(hs))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, hs) {
		t.Fatalf("got %q (%v), want %q", got, err, hs)
	}
	done := make(chan struct{})
	go func() { c.Read(got); close(done) }()
	c.Close()
	<-done
	writeAll(c, greeting(), ready(hello{"XPUB", "x"}), frame(flagMore, "topic"), frame(0, "content"), frame(0, "mark"))
	if want := "[{true false 0} {false false 12} {false true 4}]"; fmt.Sprint(seen) != want {
		t.Errorf("seen %v, want %s", seen, want)
	}
}

// TestDeliver gives up on a peer that does not read, and waits for one that does.
func TestDeliver(t *testing.T) {
	l := start(t, Config{Socket: "ROUTER", Queue: 64 << 20})
	peer := dial(t, l, peerHello("DEALER", ""))
	c := accept(t, l)
	if err := writeAll(c, frame(0, strings.Repeat("x", 32<<20))); err != nil {
		t.Fatal(err)
	}
	c.Deliver(10 * time.Millisecond)
	if c.queue.waitingBytes() == 0 {
		t.Fatal("all was written though nobody reads")
	}
	go io.Copy(io.Discard, peer)
	c.Deliver(10 * time.Second)
	if n := c.queue.waitingBytes(); n > 0 {
		t.Errorf("%d bytes still wait", n)
	}
}

// TestDeliverIsWoken hands over many messages one by one, with a patience that outlasts the
// test: if the writer ever failed to wake who waits for it, the wait would go on until the
// timer, which in a kernel is a reply that comes late now and then.
func TestDeliverIsWoken(t *testing.T) {
	l := start(t, Config{Socket: "ROUTER"})
	peer := dial(t, l, peerHello("DEALER", ""))
	c := accept(t, l)
	go io.Copy(io.Discard, peer)
	for round := range 5000 {
		if err := writeAll(c, frame(0, "x")); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		for range 2 {
			go func() { c.Deliver(time.Hour); done <- struct{}{} }()
		}
		for range 2 {
			select {
			case <-done:
			case <-time.After(30 * time.Second):
				t.Fatalf("round %d: still waiting, for %d bytes", round, c.queue.waitingBytes())
			}
		}
	}
}

// TestAwaitRoom has a message fill the queue: a peer that reads makes room, one that does
// not is cut.
func TestAwaitRoom(t *testing.T) {
	for _, reads := range []bool{true, false} {
		l := start(t, Config{Socket: "XPUB", Queue: 1 << 20, Stall: 200 * time.Millisecond, Progress: 1000})
		peer := dial(t, l, peerHello("SUB", ""))
		c := accept(t, l)
		if err := writeAll(c, frame(flagMore, "topic"), frame(0, strings.Repeat("x", 32<<20))); err != nil {
			t.Fatal(err)
		}
		if reads {
			go io.Copy(io.Discard, peer)
		}
		c.AwaitRoom()
		if n := c.queue.waitingBytes(); n > 1<<20 || c.queue.isClosed() == reads {
			t.Errorf("a peer that reads (%v): %d bytes wait, cut: %v", reads, n, c.queue.isClosed())
		}
	}
}

func (q *queue) waitingBytes() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.bytes
}
