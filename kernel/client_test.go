package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// live is a kernel on real sockets.
type live struct {
	t    *testing.T
	k    *Kernel
	fake *fake
	log  *logBuffer
	done chan error
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func tcpConnection() Connection {
	return Connection{Transport: "tcp", IP: "127.0.0.1", Key: "a key", Scheme: "hmac-sha256"}
}

func ipcConnection(t testing.TB) Connection {
	return Connection{
		Transport: "ipc", IP: filepath.Join(t.TempDir(), "k"), Key: "a key", Scheme: "hmac-sha256",
		Shell: 1, IOPub: 2, Stdin: 3, Heartbeat: 4, Control: 5,
	}
}

func startLive(t *testing.T, c Connection) *live {
	t.Helper()
	l := &live{t: t, fake: newFake(), log: &logBuffer{}, done: make(chan error, 1)}
	var err error
	l.k, err = New(c, l.fake, fakeInfo, slog.New(slog.NewTextHandler(l.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	l.serve()
	return l
}

// serve serves until the test is over.
func (l *live) serve() {
	go func() { l.done <- l.k.Serve(context.Background()) }()
	l.t.Cleanup(func() {
		l.k.stop()
		<-l.done
	})
}

func (l *live) address(port int) (network, address string) {
	c := l.k.connection
	if c.Transport == "ipc" {
		return "unix", fmt.Sprintf("%s-%d", c.IP, port)
	}
	return "tcp", fmt.Sprintf("%s:%d", c.IP, port)
}

func (l *live) ports() map[string]int {
	c := l.k.connection
	return map[string]int{"shell": c.Shell, "control": c.Control, "stdin": c.Stdin, "iopub": c.IOPub, "hb": c.Heartbeat}
}

// dial connects without speaking.
func (l *live) dial(socket string) net.Conn {
	l.t.Helper()
	network, address := l.address(l.ports()[socket])
	c, err := net.Dial(network, address)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { c.Close() })
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	return c
}

// user is a client on zmq4's own sockets and transports.
type user struct {
	t       *testing.T
	session *session
	sockets map[string]zmq4.Socket
	inbox   map[string]chan [][]byte
}

// connect makes a client; with no sockets named it has all.
func (l *live) connect(identity string, sockets ...string) *user {
	l.t.Helper()
	if len(sockets) == 0 {
		sockets = []string{"iopub", "shell", "control", "stdin", "hb"}
	}
	c := l.k.connection
	u := &user{t: l.t, session: newSession(c.Key, c.Scheme), sockets: map[string]zmq4.Socket{}, inbox: map[string]chan [][]byte{}}
	for _, name := range sockets {
		ctx, cancel := context.WithCancel(context.Background())
		options := []zmq4.Option{zmq4.WithLogger(log.New(io.Discard, "", 0)), zmq4.WithID(zmq4.SocketIdentity(identity))}
		var s zmq4.Socket
		switch name {
		case "iopub":
			s = zmq4.NewSub(ctx, options...)
		case "hb":
			s = zmq4.NewReq(ctx, options...)
		default:
			s = zmq4.NewDealer(ctx, options...)
		}
		l.t.Cleanup(func() { s.Close(); cancel() })
		endpoint := fmt.Sprintf("tcp://%s:%d", c.IP, l.ports()[name])
		if c.Transport == "ipc" {
			endpoint = fmt.Sprintf("ipc://%s-%d", c.IP, l.ports()[name])
		}
		if err := s.Dial(endpoint); err != nil {
			l.t.Fatalf("%s: %v", name, err)
		}
		if name == "iopub" {
			if err := s.SetOption(zmq4.OptionSubscribe, ""); err != nil {
				l.t.Fatal(err)
			}
		}
		in := make(chan [][]byte, 200000)
		u.sockets[name], u.inbox[name] = s, in
		if name == "hb" {
			continue // lockstep: see beat
		}
		go func() {
			for {
				m, err := s.Recv()
				if err != nil {
					return
				}
				in <- m.Frames
			}
		}()
	}
	return u
}

func (u *user) send(socket, kind, content string) (id string) {
	u.t.Helper()
	m := outgoing{kind: kind, content: json.RawMessage(content), id: u.session.nextID()}
	frames, err := u.session.encode(&m)
	if err != nil {
		u.t.Fatal(err)
	}
	u.sendRaw(socket, frames)
	return m.id
}

func (u *user) sendRaw(socket string, frames [][]byte) {
	u.t.Helper()
	if err := u.sockets[socket].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		u.t.Fatal(err)
	}
}

// recv returns the next message on a socket, whose signature is checked.
func (u *user) recv(socket string) *message {
	u.t.Helper()
	select {
	case frames := <-u.inbox[socket]:
		m, err := u.session.decode(frames)
		if err != nil {
			u.t.Fatalf("%s: %v", socket, err)
		}
		return m
	case <-time.After(20 * time.Second):
		u.t.Fatalf("%s: nothing came", socket)
		return nil
	}
}

func (m *message) parentID() string {
	var h header
	json.Unmarshal(m.parent, &h)
	return h.ID
}

// run runs a cell and returns what came on iopub, one "type content" a line, and the
// reply.
func (u *user) run(code string) (output []string, reply string) {
	u.t.Helper()
	return u.collect(u.send("shell", "execute_request", cell(code)))
}

func (u *user) collect(id string) (output []string, reply string) {
	u.t.Helper()
	for {
		m := u.recv("iopub")
		if m.parentID() != id {
			continue
		}
		output = append(output, m.Type+" "+string(m.content))
		if strings.Contains(string(m.content), `"idle"`) {
			break
		}
	}
	for {
		if m := u.recv("shell"); m.parentID() == id {
			return output, string(m.content)
		}
	}
}

// text joins the text of the streams among output.
func text(output []string) string {
	var s strings.Builder
	for _, line := range output {
		if content, ok := strings.CutPrefix(line, "stream "); ok {
			var c streamContent
			json.Unmarshal([]byte(content), &c)
			s.WriteString(c.Text)
		}
	}
	return s.String()
}

// beat sends a heartbeat and waits for the echo.
func (u *user) beat(what string) {
	u.t.Helper()
	echo := make(chan string, 1)
	go func() {
		s := u.sockets["hb"]
		if err := s.Send(zmq4.NewMsgString(what)); err != nil {
			echo <- err.Error()
			return
		}
		m, err := s.Recv()
		echo <- fmt.Sprint(string(m.Bytes()), err)
	}()
	select {
	case got := <-echo:
		if want := fmt.Sprint(what, error(nil)); got != want {
			u.t.Fatalf("heartbeat: got %q, want %q", got, want)
		}
	case <-time.After(10 * time.Second):
		u.t.Fatal("no heartbeat")
	}
}

// works checks that a new client is served on all sockets.
func (l *live) works() {
	l.t.Helper()
	u := l.connect("tester")
	output, reply := u.run("print hello\nresult 3")
	if text(output) != "hello\n" || !strings.HasPrefix(reply, `{"status":"ok"`) {
		l.t.Fatalf("the kernel does not work any more: %q %s", output, reply)
	}
	u.send("control", "kernel_info_request", `{}`)
	u.recv("control")
	u.beat("ping")
	for _, s := range u.sockets {
		s.Close()
	}
}
