package kernel

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func transports(t *testing.T, f func(t *testing.T, c Connection)) {
	t.Run("tcp", func(t *testing.T) { f(t, tcpConnection()) })
	t.Run("ipc", func(t *testing.T) { f(t, ipcConnection(t)) })
}

func TestLive(t *testing.T) {
	transports(t, func(t *testing.T, c Connection) {
		l := startLive(t, c)
		l.works()
		if s := l.log.String(); s != "" {
			t.Errorf("a good client made the kernel log\n%s", s)
		}
	})
}

// TestWelcome checks the greeting of a subscriber, and that it needs no waiting: the
// very first request is answered on iopub whole.
func TestWelcome(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	output, _ := u.run("print a")
	if want := []string{
		`status {"execution_state":"busy"}`,
		`execute_input {"code":"print a","execution_count":1}`,
		`stream {"name":"stdout","text":"a\n"}`,
		`status {"execution_state":"idle"}`,
	}; strings.Join(output, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", output, want)
	}
	v := l.connect("bob")
	w := v.recv("iopub")
	if w.Type != "iopub_welcome" || string(w.content) != `{"subscription":""}` || string(w.parent) != "{}" {
		t.Errorf("first message is %s %s with parent %s, want iopub_welcome", w.Type, w.content, w.parent)
	}
}

// TestJoin connects and executes at once, many times: no output may be missed.
func TestJoin(t *testing.T) {
	l := startLive(t, tcpConnection())
	for i := range 30 {
		u := l.connect(fmt.Sprintf("client %d", i), "shell", "iopub")
		u.run("print a") // fails the test if busy to idle do not come
		for _, s := range u.sockets {
			s.Close()
		}
	}
}

// TestTwoClients checks that each client gets its own replies and both all output.
func TestTwoClients(t *testing.T) {
	l := startLive(t, tcpConnection())
	a, b := l.connect("a"), l.connect("b")
	a.run("print warm")
	b.run("print up")
	first := a.send("shell", "execute_request", cell("print 1"))
	second := b.send("shell", "execute_request", cell("print 2"))
	for _, u := range []*user{a, b} {
		mine, other := first, second
		if u == b {
			mine, other = second, first
		}
		if m := u.recv("shell"); m.parentID() != mine {
			t.Errorf("reply to %s at the client that sent %s", m.parentID(), mine)
		}
		seen := map[string]int{}
		for seen[mine] < 4 || seen[other] < 4 {
			seen[u.recv("iopub").parentID()]++
		}
	}
}

// TestSameIdentity gives two clients one name: each gets the replies to what it asked.
func TestSameIdentity(t *testing.T) {
	l := startLive(t, tcpConnection())
	a, b := l.connect("twin", "shell"), l.connect("twin", "shell")
	for range 20 {
		x, y := a.send("shell", "kernel_info_request", `{}`), b.send("shell", "kernel_info_request", `{}`)
		if m := a.recv("shell"); m.parentID() != x {
			t.Fatal("a got the reply of b")
		}
		if m := b.recv("shell"); m.parentID() != y {
			t.Fatal("b got the reply of a")
		}
	}
	select {
	case <-a.inbox["shell"]:
		t.Error("a got a reply too many")
	case <-b.inbox["shell"]:
		t.Error("b got a reply too many")
	case <-time.After(20 * time.Millisecond):
	}
}

// TestReconnect loses the connection during a cell: the reply comes on the new one.
func TestReconnect(t *testing.T) {
	l := startLive(t, tcpConnection())
	a := l.connect("alice", "shell")
	id := a.send("shell", "execute_request", cell("sleep 300"))
	for len(l.fake.seen()) == 0 {
		time.Sleep(time.Millisecond)
	}
	a.sockets["shell"].Close()
	b := l.connect("alice", "shell")
	if m := b.recv("shell"); m.parentID() != id || m.Type != "execute_reply" {
		t.Errorf("got %s for %s, want the reply", m.Type, m.parentID())
	}
}

// TestAskAndLeave sends a request and is gone before it can be read: the reply comes
// when the client is back.
func TestAskAndLeave(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice", "iopub")
	for range 5 {
		a := l.dial("shell")
		a.Write(append(zGreeting("NULL"), zReady("DEALER", "alice")...))
		a.Write(u.packed("execute_request", cell("sleep 300")))
		a.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, a)
		b := l.connect("alice", "shell")
		if m := b.recv("shell"); m.Type != "execute_reply" {
			t.Errorf("got %s", m.Type)
		}
		b.sockets["shell"].Close()
	}
}

// packed is a message as bytes on the wire.
func (u *user) packed(kind, content string) []byte {
	frames, err := u.session.encode(&outgoing{kind: kind, content: json.RawMessage(content)})
	if err != nil {
		u.t.Fatal(err)
	}
	var b []byte
	for i, f := range frames {
		b = append(b, zFrame(string(f), i < len(frames)-1)...)
	}
	return b
}

// TestStaleSocket leaves sockets behind as a killed kernel does, and a file that is
// none.
func TestStaleSocket(t *testing.T) {
	c := ipcConnection(t)
	path := c.IP + "-1"
	dead, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	dead.(*net.UnixListener).SetUnlinkOnClose(false)
	dead.Close()
	if _, err := os.Stat(path); err != nil {
		t.Fatal("the test failed to leave a socket behind")
	}
	l := startLive(t, c)
	l.works()
	if st, err := os.Stat(path); runtime.GOOS != "windows" && (err != nil || st.Mode().Perm() != 0o700) {
		t.Errorf("socket: %v %v, want mode 0700", st, err)
	}
	if _, err := New(c, newFake(), fakeInfo, l.k.log); err == nil {
		t.Error("a second kernel took the sockets of a living one")
	}
	l.works()
	l.k.stop()
	<-l.done
	l.done <- nil
	if left, _ := os.ReadDir(c.IP[:strings.LastIndex(c.IP, string(os.PathSeparator))]); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(c, newFake(), fakeInfo, l.k.log); err == nil {
		t.Error("a file that is no socket was replaced")
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Error("the file is gone")
	}
}

// TestBusy checks what is answered while a cell runs.
func TestBusy(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	id := u.send("shell", "execute_request", cell("print a\nloop"))
	for u.recv("iopub").Type != "stream" {
	}
	u.beat("busy?")
	u.send("control", "kernel_info_request", `{}`)
	if m := u.recv("control"); m.Type != "kernel_info_reply" {
		t.Errorf("got %s", m.Type)
	}
	u.send("control", "interrupt_request", `{}`)
	if m := u.recv("control"); string(m.content) != `{"status":"ok"}` {
		t.Errorf("got %s", m.content)
	}
	if _, reply := u.collect(id); !strings.Contains(reply, "KeyboardInterrupt") {
		t.Errorf("got %s", reply)
	}
}
