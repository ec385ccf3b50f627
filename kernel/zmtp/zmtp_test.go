package zmtp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// start listens on a port of its own; what socket library there is, the test plays.
func start(t *testing.T, cfg Config) *Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	zl := Listen(l, cfg, nil)
	t.Cleanup(func() { zl.Close() })
	return zl
}

func dial(t *testing.T, l *Listener, bytes ...[]byte) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	for _, b := range bytes {
		if _, err := c.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// accept takes the next connection and gets the pretended handshake out of the way.
func accept(t *testing.T, l *Listener) *Conn {
	t.Helper()
	nc, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := nc.(*Conn)
	want := append(greeting(), ready(hello{c.peer.socket, c.id})...)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("handshake shown above: %q (%v), want %q", got, err, want)
	}
	c.Write(greeting())
	c.Write(ready(hello{l.cfg.Socket, "whatever"}))
	c.settled = true // as by the next Read
	l.settle(c)
	return c
}

func peerHello(socket, identity string) []byte {
	return append(greeting(), ready(hello{socket, identity})...)
}

func frame(flag byte, body string) []byte { return append(header(flag, len(body)), body...) }

func TestHello(t *testing.T) {
	long := strings.Repeat("i", 300)
	for _, test := range []struct {
		name  string
		bytes []byte
		want  hello
		err   string
	}{
		{"dealer", peerHello("DEALER", "me"), hello{"DEALER", "me"}, ""},
		{"req", peerHello("REQ", ""), hello{"REQ", ""}, ""},
		{"longest identity", peerHello("DEALER", long[:255]), hello{"DEALER", long[:255]}, ""},
		{"long identity", peerHello("DEALER", long), hello{}, "identity of 300 bytes"},
		{"other type", peerHello("SUB", ""), hello{}, `socket type "SUB"`},
		{"no type", append(greeting(), frame(flagCommand, "\x05READY")...), hello{}, `socket type ""`},
		{"case of names", append(greeting(), frame(flagCommand, "\x05READY\x0bsocket-type\x00\x00\x00\x03REQ")...), hello{"REQ", ""}, ""},
		{"other property", append(greeting(), frame(flagCommand, "\x05READY\x0bSocket-Type\x00\x00\x00\x03REQ\x03X-y\x00\x00\x00\x01z")...), hello{"REQ", ""}, ""},
		{"nothing", nil, hello{}, "EOF"},
		{"HTTP", []byte("GET / HTTP/1.1\r\n"), hello{}, "ZMTP signature"},
		{"version 2", append([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x01"), make([]byte, 53)...), hello{}, "ZMTP 3"},
		{"no READY", greeting(), hello{}, "EOF"},
		{"long READY", append(greeting(), header(flagCommand, 1<<20)...), hello{}, "READY of 1048576 bytes"},
		{"message", append(greeting(), frame(0, "x")...), hello{}, "want a READY command"},
		{"other command", append(greeting(), frame(flagCommand, "\x05ERROR")...), hello{}, "want READY"},
		{"cut property", append(greeting(), frame(flagCommand, "\x05READY\x04abc")...), hello{}, "malformed READY"},
		{"long value", append(greeting(), frame(flagCommand, "\x05READY\x01a\xff\xff\xff\xff")...), hello{}, "malformed READY"},
	} {
		got, err := readHello(bufio.NewReader(bytes.NewReader(test.bytes)), "ROUTER")
		if fmt.Sprint(got) != fmt.Sprint(test.want) || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: got %q, %v; want %q, %s", test.name, got, err, test.want, test.err)
		}
	}
}

// TestRead compares what is shown above with what a peer sent.
func TestRead(t *testing.T) {
	big := strings.Repeat("b", 300000)
	for _, test := range []struct {
		name   string
		socket string
		sent   []byte
		want   []byte
		closed bool // for what came next
	}{
		{"message", "DEALER", slices.Concat(frame(flagMore, "a"), frame(0, "")), slices.Concat(frame(flagMore, "a"), frame(0, "")), false},
		{"long frame", "DEALER", frame(0, big), frame(0, big), false},
		{"long form of a short frame", "DEALER", append([]byte{flagLong, 0, 0, 0, 0, 0, 0, 0, 1}, 'x'), frame(0, "x"), false},
		{"commands", "DEALER", slices.Concat(frame(flagCommand, "\x04PING\x00\x00"), frame(0, "x"), frame(flagCommand, "\x03FOO")), frame(0, "x"), false},
		{"too large", "DEALER", slices.Concat(frame(0, "x"), header(0, 2<<20)), frame(0, "x"), true},
		{"too large together", "DEALER", slices.Concat(frame(flagMore, big), header(0, 1<<20)), frame(flagMore, big), true},
		{"too many frames", "DEALER", bytes.Repeat(frame(flagMore, ""), 11), bytes.Repeat(frame(flagMore, ""), 10), true},
		{"flags", "DEALER", []byte{0x10, 0}, nil, true},
		{"flags of a command with more", "DEALER", []byte{flagCommand | flagMore, 0}, nil, true},
		{"long command", "DEALER", header(flagCommand, 1<<20), nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := start(t, Config{Socket: "ROUTER", Message: 1 << 20, Frames: 10})
			peer := dial(t, l, peerHello(test.socket, ""))
			c := accept(t, l)
			go peer.Write(test.sent)
			got := make([]byte, len(test.want))
			if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, test.want) {
				t.Errorf("got %.80q (%v), want %.80q", got, err, test.want)
			}
			if !test.closed {
				peer.Write(frame(0, "end"))
				got := make([]byte, 5)
				io.ReadFull(c, got)
				test.want = frame(0, "end")
				if !bytes.Equal(got, test.want) {
					t.Errorf("then got %q, want %q", got, test.want)
				}
			} else if _, err := c.Read(make([]byte, 1)); err != errDead {
				t.Errorf("then got %v, want the end", err)
			}
		})
	}
}

// TestDead checks that the error that ends a connection is one zmq4 acts on.
func TestDead(t *testing.T) {
	var e net.Error
	if err := error(errDead); !errors.As(err, &e) || e.Timeout() || errors.Is(err, io.EOF) {
		t.Errorf("%v would not end the connection above", err)
	}
}

func TestSubscriptions(t *testing.T) {
	var mu sync.Mutex
	var told []string
	l := start(t, Config{Socket: "XPUB", Topics: 3, Subscribed: func(c *Conn, topic string) {
		mu.Lock()
		told = append(told, topic)
		mu.Unlock()
	}})
	peer := dial(t, l, peerHello("SUB", ""))
	c := accept(t, l)
	if c.Subscribed() {
		t.Error("subscribed before any subscription")
	}
	read := func(want []byte) {
		t.Helper()
		got := make([]byte, len(want))
		if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("got %q, %v, want %q", got, err, want)
		}
	}
	peer.Write(frame(0, "\x01a"))
	read(frame(0, "\x01a"))
	if c.Subscribed() {
		t.Error("told before the socket above had applied it")
	}
	peer.Write(frame(0, "\x00a"))
	read(frame(0, "\x00a"))
	if !c.Subscribed() {
		t.Error("not told of a subscription")
	}
	peer.Write(frame(0, "\x01b"))
	read(frame(0, "\x01b"))
	if c.Subscribed() {
		t.Error("still subscribed")
	}
	for _, topic := range []string{"c", "d", "e"} {
		peer.Write(frame(0, "\x01"+topic))
	}
	read(slices.Concat(frame(0, "\x01c"), frame(0, "\x01d")))
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("a fourth topic was taken")
	}
	mu.Lock()
	defer mu.Unlock()
	if fmt.Sprint(told) != "[a b c d]" {
		t.Errorf("told of %v", told)
	}
}

func TestPing(t *testing.T) {
	l := start(t, Config{Socket: "ROUTER"})
	peer := dial(t, l, peerHello("DEALER", ""), frame(flagCommand, "\x04PING\x00\x10ctx"))
	c := accept(t, l)
	go c.Read(make([]byte, 1))
	want := slices.Concat(greeting(), ready(hello{socket: "ROUTER"}), frame(flagCommand, "\x04PONGctx"))
	got := make([]byte, len(want))
	if _, err := io.ReadFull(peer, got); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

var errTimeout = errors.New("i/o timeout")

// reluctant is a listener that fails for a while, as without file descriptors.
type reluctant struct {
	net.Listener
	mu    sync.Mutex
	calls int
	until time.Time
}

func (r *reluctant) Accept() (net.Conn, error) {
	r.mu.Lock()
	r.calls++
	r.mu.Unlock()
	if time.Now().Before(r.until) {
		return nil, errors.New("too many open files")
	}
	return r.Listener.Accept()
}

func TestAcceptBacksOff(t *testing.T) {
	nl, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &reluctant{Listener: nl, until: time.Now().Add(100 * time.Millisecond)}
	l := Listen(r, Config{Socket: "ROUTER"}, nil)
	defer l.Close()
	dial(t, l, peerHello("DEALER", ""))
	accept(t, l)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.calls > 20 {
		t.Errorf("%d calls of Accept, want some few", r.calls)
	}
}

// writeAll plays the socket library: messages in small writes.
func writeAll(c *Conn, messages ...[]byte) error {
	for _, m := range messages {
		for len(m) > 0 {
			n := min(len(m), 1000)
			if _, err := c.Write(m[:n]); err != nil {
				return err
			}
			m = m[n:]
		}
	}
	return nil
}
