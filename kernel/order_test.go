package kernel

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"
)

// A writes is what was written to all sockets of a kernel, in one list.
type writes struct {
	mu   sync.Mutex
	list []write
}

type write struct {
	socket string
	bytes  []byte
}

// tapped is a listener whose connections report what is written to them.
type tapped struct {
	net.Listener
	socket string
	writes *writes
}

func (l tapped) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return tappedConn{c, l.socket, l.writes}, err
}

type tappedConn struct {
	net.Conn
	socket string
	writes *writes
}

func (c tappedConn) Write(b []byte) (int, error) {
	c.writes.mu.Lock() // also while it is written, so that the list is in order
	defer c.writes.mu.Unlock()
	c.writes.list = append(c.writes.list, write{c.socket, bytes.Clone(b)})
	return c.Conn.Write(b)
}

// startTapped is startLive with a tap between the kernel and its sockets.
func startTapped(t *testing.T) (*live, *writes) {
	t.Helper()
	c, w := tcpConnection(), &writes{}
	ls, err := c.listen()
	if err != nil {
		t.Fatal(err)
	}
	ls.channels[shell] = tapped{ls.channels[shell], "shell", w}
	ls.channels[control] = tapped{ls.channels[control], "control", w}
	ls.channels[stdin] = tapped{ls.channels[stdin], "stdin", w}
	ls.iopub = tapped{ls.iopub, "iopub", w}
	l := &live{t: t, fake: newFake(), log: &logBuffer{}, done: make(chan error, 1)}
	l.k = newKernel(c, l.fake, fakeInfo, slog.New(slog.NewTextHandler(l.log, nil)))
	z, err := newZMQWire(ls, zmqOptions{log: l.k.log, refused: func(net.Conn, error) {}, welcome: l.k.welcome})
	if err != nil {
		t.Fatal(err)
	}
	l.k.attach(z)
	l.serve()
	return l, w
}

// first is the place of the first write to socket that holds all of what.
func (w *writes) first(socket string, what ...string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
next:
	for i, x := range w.list {
		if x.socket != socket {
			continue
		}
		for _, s := range what {
			if !bytes.Contains(x.bytes, []byte(s)) {
				continue next
			}
		}
		return i
	}
	return -1
}

// TestHandOverIsWoken waits for published messages one by one without any bound: if
// anything on their way failed to wake who waits, a wait would not end.
func TestHandOverIsWoken(t *testing.T) {
	l, _ := startTapped(t)
	l.connect("alice").run("print warm up")
	w := l.k.wire.(*zmqWire)
	for round := range 2000 {
		w.Publish([][]byte{[]byte("topic"), []byte("x")})
		done := make(chan struct{})
		go func() { w.queued(context.Background()); close(done) }()
		select {
		case <-done:
		case <-time.After(30 * time.Second):
			t.Fatalf("round %d: still waiting", round)
		}
	}
}

// TestOrderOfWrites looks at the wires themselves: the output of each request is written
// before its reply, and that before idle, though they go out on different sockets.
func TestOrderOfWrites(t *testing.T) {
	l, w := startTapped(t)
	u := l.connect("alice")
	u.run("print warm up")
	for i := range 1000 {
		w.mu.Lock()
		w.list = nil
		w.mu.Unlock()
		socket, kind, content, last := "shell", "execute_request", cell("result 1\nprint a"), "stream"
		switch i % 4 {
		case 1:
			kind, content, last = "complete_request", `{"code":"pri"}`, "busy"
		case 2:
			socket, kind, content, last = "control", "kernel_info_request", `{}`, "busy"
		}
		id := u.send(socket, kind, content)
		for m := u.recv("iopub"); m.parentID() != id || !bytes.Contains(m.content, []byte(`"idle"`)); m = u.recv("iopub") {
		}
		u.recv(socket)
		output, reply, idle := w.first("iopub", id, last), w.first(socket, id, "_reply"), w.first("iopub", id, `"idle"`)
		if output < 0 || reply < 0 || idle < 0 || output >= reply || reply >= idle {
			t.Fatalf("%s: the last output is write %d, the reply %d, idle %d", kind, output, reply, idle)
		}
	}
}
