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
