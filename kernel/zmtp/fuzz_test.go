package zmtp

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"slices"
	"testing"
	"time"
)

var seeds = [][]byte{
	nil,
	[]byte("GET / HTTP/1.1\r\n\r\n"),
	greeting(),
	peerHello("DEALER", "me"),
	peerHello("SUB", ""),
	append(greeting(), header(flagCommand, 1<<40)...),
	append(greeting(), frame(flagCommand, "\x05READY\xffabc")...),
	slices.Concat(frame(flagMore, "a"), frame(0, "")),
	slices.Concat(frame(flagCommand, "\x04PING\x00\x00"), frame(0, "\x01")),
	frame(0, "\x01kernel"),
	header(0, 1<<62),
	{0xff, 0xff},
	bytes.Repeat(frame(flagMore, ""), 40),
}

func FuzzHello(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for ours, theirs := range accepts {
			h, err := readHello(bufio.NewReader(bytes.NewReader(data)), ours)
			if err == nil && (!slices.Contains(theirs, h.socket) || len(h.identity) > maxIdentity) {
				t.Errorf("%s took %+v", ours, h)
			}
		}
	})
}

// bytesConn is a connection that is nothing but bytes to read.
type bytesConn struct {
	net.Conn
	io.Reader
}

func (c bytesConn) Read(p []byte) (int, error)       { return c.Reader.Read(p) }
func (c bytesConn) Write(p []byte) (int, error)      { return len(p), nil }
func (c bytesConn) Close() error                     { return nil }
func (c bytesConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c bytesConn) SetWriteDeadline(time.Time) error { return nil }

// FuzzRead feeds bytes behind a good handshake, and checks that what is shown above
// is whole frames of messages within the bounds.
func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, data []byte, publisher bool) {
		socket, peer := "ROUTER", "DEALER"
		if publisher {
			socket, peer = "XPUB", "SUB"
		}
		l := &Listener{cfg: Config{Socket: socket, Message: 1 << 16, Frames: 8, Topics: 4}.withDefaults(), conns: map[string]*Conn{}}
		c := l.newConn(bytesConn{Reader: bytes.NewReader(data)}, bufio.NewReader(bytes.NewReader(data)), hello{peer, ""})
		go c.write()
		shown, err := io.ReadAll(c)
		if err != errDead {
			t.Fatalf("reading ended with %v", err)
		}
		checkFrames(t, shown[len(peerHello(peer, c.id)):], publisher)
	})
}

func checkFrames(t *testing.T, shown []byte, publisher bool) {
	r := bufio.NewReader(bytes.NewReader(shown))
	frames, size := 0, uint64(0)
	for {
		flag, n, err := readHeader(r)
		if err == io.EOF {
			return
		}
		body := make([]byte, min(n, 1<<17))
		_, readErr := io.ReadFull(r, body)
		frames, size = frames+1, size+n
		switch {
		case err != nil || readErr != nil:
			t.Fatalf("shown: part of a frame in %q", shown)
		case flag&flagCommand != 0:
			t.Fatalf("shown: a command in %q", shown)
		case frames > 8 || size > 1<<16:
			t.Fatalf("shown: a message of %d frames, %d bytes", frames, size)
		case publisher && (flag != 0 || n == 0 || body[0] > 1):
			t.Fatalf("shown: no subscription in %q", shown)
		}
		if flag&flagMore == 0 {
			frames, size = 0, 0
		}
	}
}

// FuzzAssembler cuts what the socket library writes into pieces at will: the
// messages stay the same.
func FuzzAssembler(f *testing.F) {
	f.Add([]byte("hello"), []byte{}, 1)
	f.Add(bytes.Repeat([]byte("x"), 300), []byte("y"), 7)
	f.Add(bytes.Repeat([]byte("x"), 40000), []byte(nil), 16<<10)
	f.Fuzz(func(t *testing.T, a, b []byte, cut int) {
		cut = max(1, cut%70000)
		want := [][]byte{
			slices.Concat(frame(flagMore, string(a)), frame(flagMore, ""), frame(0, string(b))),
			frame(0, string(b)),
			slices.Concat(frame(flagMore, string(b)), frame(0, string(a))),
		}
		stream := slices.Concat(greeting(), ready(hello{"XPUB", "x"}), want[0], want[1], want[2])
		as := assembler{skip: greetingSize}
		var got [][]byte
		done := func(m message, _, payload int) error {
			whole := slices.Concat(m.pieces...)
			if len(whole) != m.size || payload > m.size {
				t.Errorf("size %d, payload %d of %d bytes", m.size, payload, len(whole))
			}
			got = append(got, whole)
			return nil
		}
		for len(stream) > 0 {
			n := min(cut, len(stream))
			if err := as.feed(stream[:n], done); err != nil {
				t.Fatal(err)
			}
			stream = stream[n:]
		}
		if !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("got %d messages %.200q, want %.200q", len(got), got, want)
		}
	})
}
