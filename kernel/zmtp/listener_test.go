package zmtp

import (
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// TestSilentPeersAreDropped checks that they do not keep others out.
func TestSilentPeersAreDropped(t *testing.T) {
	var mu sync.Mutex
	refused := 0
	l := start(t, Config{Socket: "ROUTER", Pending: 3, Handshake: 100 * time.Millisecond, Refused: func(net.Conn, error) {
		mu.Lock()
		refused++
		mu.Unlock()
	}})
	var silent []net.Conn
	for range 10 {
		silent = append(silent, dial(t, l))
	}
	dial(t, l, peerHello("DEALER", ""))
	accept(t, l)
	for i, c := range silent {
		if _, err := io.Copy(io.Discard, c); errors.Is(err, errTimeout) {
			t.Errorf("silent peer %d is still connected", i)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if refused == 0 {
		t.Error("nobody was told")
	}
}

func TestTooManyConnections(t *testing.T) {
	l := start(t, Config{Socket: "ROUTER", Conns: 2})
	a := dial(t, l, peerHello("DEALER", "a"))
	accept(t, l)
	dial(t, l, peerHello("DEALER", "b"))
	b := accept(t, l)
	c := dial(t, l)
	if n, err := io.Copy(io.Discard, c); n > 0 || err != nil {
		t.Errorf("the third connection got %d bytes, %v; want it closed", n, err)
	}
	if l.Newest("b") != b || l.Newest("") != nil || l.Newest("z") != nil {
		t.Error("peers are not found by name")
	}
	a.Close()
	b.kill()
	dial(t, l, peerHello("DEALER", "d"))
	accept(t, l)
}
