package kernel

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestFlushAtShutdown asks for shutdown right behind a flood: all of it arrives.
func TestFlushAtShutdown(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	const n = 5000
	u.send("shell", "execute_request", cell(fmt.Sprintf("displays %d", n)))
	last := u.send("shell", "shutdown_request", `{}`)
	shown := 0
	for {
		m := u.recv("iopub")
		if m.Type == "display_data" {
			shown++
		}
		if m.parentID() == last && strings.Contains(string(m.content), `"idle"`) {
			break
		}
	}
	if shown != n {
		t.Errorf("%d of %d displays arrived", shown, n)
	}
	if m := u.recv("shell"); m.Type != "execute_reply" {
		t.Errorf("got %s, want execute_reply", m.Type)
	}
	if m := u.recv("shell"); m.Type != "shutdown_reply" {
		t.Errorf("got %s, want shutdown_reply", m.Type)
	}
	if err := <-l.done; err != nil {
		t.Error(err)
	}
	l.done <- nil
}

// TestFlushToBusyClient has more waiting for a client than its queue holds when the
// kernel is told to shut down: it starts to read a little late, and gets it all.
func TestFlushToBusyClient(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice", "shell", "iopub")
	u.run("print warm up")
	busy := l.dial("iopub")
	busy.Write(append(zShake("iopub"), zFrame("\x01", false)...))
	buf := make([]byte, 4096)
	for greeting := 0; greeting < 100+len("iopub_welcome"); { // READY and welcome
		n, err := busy.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		greeting += n
	}
	u.send("shell", "execute_request", cell("big 9000000\nbig 9000000\nbig 9000000\nbig 9000000\n"))
	u.send("shell", "shutdown_request", `{}`)
	u.recv("shell")
	u.recv("shell")
	time.Sleep(200 * time.Millisecond)
	all, err := io.ReadAll(busy)
	if err != nil || len(all) < 4*9000000 || !bytes.Contains(all[len(all)-2000:], []byte(`"idle"`)) {
		t.Errorf("got %d bytes, %v, want four displays and the last idle", len(all), err)
	}
}

// TestKernelsLeaveNothing starts and stops kernels with clients attached. zmq4 leaves
// one goroutine for each XPUB socket, whatever one does; there may be no others.
func TestKernelsLeaveNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	const n = 10
	for range n {
		t.Run("", func(t *testing.T) {
			l := startLive(t, tcpConnection())
			l.connect("alice").run("print a")
			l.dial("shell")
		})
	}
	var now int
	for range 200 {
		if now = runtime.NumGoroutine(); now <= before+n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before\n%s", now, before, stacks[:runtime.Stack(stacks, true)])
}
