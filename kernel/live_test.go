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

func TestStdinLive(t *testing.T) {
	transports(t, func(t *testing.T, c Connection) {
		l := startLive(t, c)
		u := l.connect("alice")
		id := u.send("shell", "execute_request", cell("input name?"))
		q := u.recv("stdin")
		if q.Type != "input_request" || string(q.content) != `{"prompt":"name?","password":false}` {
			t.Fatalf("got %s %s", q.Type, q.content)
		}
		u.send("stdin", "input_reply", `{"value":"Ann"}`)
		if output, _ := u.collect(id); text(output) != "got Ann\n" {
			t.Errorf("got %q", output)
		}
	})
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

// TestSignatures sends what must not be run or answered.
func TestSignatures(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	good := func() [][]byte {
		f, err := u.session.encode(&outgoing{kind: "execute_request", content: json.RawMessage(cell("print bad"))})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	change := func(i int, f func([]byte) []byte) [][]byte {
		frames := good()
		frames[i] = f(append([]byte(nil), frames[i]...))
		return frames
	}
	signed := func(parts ...string) [][]byte {
		var b [][]byte
		for _, p := range parts {
			b = append(b, []byte(p))
		}
		return append([][]byte{delimiter, u.session.sign(b)}, b...)
	}
	const head = `{"msg_id":"x","msg_type":"execute_request"}`
	replayed := good()
	u.sendRaw("shell", replayed)
	u.recv("shell")
	u.recv("iopub")
	before := len(l.fake.seen())
	for _, test := range []struct {
		name   string
		frames [][]byte
		reason string
	}{
		{"no frames to speak of", [][]byte{{}}, "no <IDS|MSG>"},
		{"no delimiter", good()[1:], "no <IDS|MSG>"},
		{"PING as a message", [][]byte{[]byte("\x04PING\x00\x14")}, "no <IDS|MSG>"},
		{"delimiter only", good()[:1], "too few frames"},
		{"no content", good()[:5], "too few frames"},
		{"empty signature", change(1, func([]byte) []byte { return nil }), "wrong signature"},
		{"changed signature", change(1, func(b []byte) []byte { b[0] ^= 1; return b }), "wrong signature"},
		{"short signature", change(1, func(b []byte) []byte { return b[:10] }), "wrong signature"},
		{"upper case signature", change(1, bytesUpper), "wrong signature"},
		{"changed header", change(2, func(b []byte) []byte { return append(b, ' ') }), "wrong signature"},
		{"changed content", change(5, func(b []byte) []byte { return append(b, ' ') }), "wrong signature"},
		{"replayed", replayed, "seen before"},
		{"header no JSON", signed(`{`, `{}`, `{}`, `{}`), "malformed header"},
		{"header a list", signed(`[]`, `{}`, `{}`, `{}`), "malformed header"},
		{"header null", signed(`null`, `{}`, `{}`, `{}`), "malformed header"},
		{"header without type", signed(`{"msg_id":"x"}`, `{}`, `{}`, `{}`), "malformed header"},
		{"header with a number for a type", signed(`{"msg_id":"x","msg_type":7}`, `{}`, `{}`, `{}`), "malformed header"},
		{"parent no JSON", signed(head, `{`, `{}`, `{}`), "not a JSON object"},
		{"metadata a string", signed(head, `{}`, `"x"`, `{}`), "not a JSON object"},
		{"content a list", signed(head, `{}`, `{}`, `["code"]`), "not a JSON object"},
		{"content empty", signed(head, `{}`, `{}`, ``), "not a JSON object"},
		{"content of 100,000 brackets", signed(head, `{}`, `{}`, `{"code":`+strings.Repeat("[", 100000)), "not a JSON object"},
	} {
		logged := len(l.log.String())
		u.sendRaw("shell", test.frames)
		u.send("shell", "kernel_info_request", `{}`)
		if m := u.recv("shell"); m.Type != "kernel_info_reply" {
			t.Errorf("%s: answered with %s %s", test.name, m.Type, m.content)
		}
		if s := l.log.String()[logged:]; l.k.refusals() < 16 && !strings.Contains(s, test.reason) {
			t.Errorf("%s: log says %q, want %q", test.name, s, test.reason)
		}
	}
	if n := len(l.fake.seen()); n != before {
		t.Errorf("%d cells were run that must not be", n-before)
	}
	if n := l.k.refusals(); n != 22 {
		t.Errorf("%d messages counted as refused, want 22", n)
	}
	l.works()
}

func bytesUpper(b []byte) []byte { return []byte(strings.ToUpper(string(b))) }

func (k *Kernel) refusals() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.refused["bad message"]
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
