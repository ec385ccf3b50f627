package kernel

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Bytes of the wire, written independently of the code under test.

func zGreeting(mechanism string) []byte {
	g := append([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x01"), make([]byte, 52)...)
	copy(g[12:32], mechanism)
	return g
}

func zProperty(name, value string) string {
	return string(rune(len(name))) + name + string(binary.BigEndian.AppendUint32(nil, uint32(len(value)))) + value
}

func zCommand(name, body string) []byte {
	b := string(rune(len(name))) + name + body
	return append([]byte{4, byte(len(b))}, b...)
}

func zReady(socket, identity string) []byte {
	return zCommand("READY", zProperty("Socket-Type", socket)+zProperty("Identity", identity))
}

func zFrame(body string, more bool) []byte {
	var flag byte
	if more {
		flag = 1
	}
	if len(body) < 256 {
		return append([]byte{flag, byte(len(body))}, body...)
	}
	return append(binary.BigEndian.AppendUint64([]byte{flag | 2}, uint64(len(body))), body...)
}

func zLong(flag byte, size uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{flag | 2}, size)
}

var zTypes = map[string]string{"shell": "DEALER", "control": "DEALER", "stdin": "DEALER", "iopub": "SUB", "hb": "REQ"}

// zShake is a whole good handshake for a socket.
func zShake(socket string) []byte {
	return append(zGreeting("NULL"), zReady(zTypes[socket], "")...)
}

// An attack is what strangers may send to a socket, without knowing the key.
type attack struct {
	name  string
	bytes func(socket string) []byte
	times int  // connections; 1 if 0
	hang  bool // the connections stay open, as far as the kernel lets them
}

func after(shake func(string) []byte, more ...[]byte) func(string) []byte {
	return func(socket string) []byte {
		return append(shake(socket), bytes.Join(more, nil)...)
	}
}

func greeted(string) []byte { return zGreeting("NULL") }
func nothing(string) []byte { return nil }

var attacks = []attack{
	{name: "silent", bytes: nothing, hang: true},
	{name: "silent, many", bytes: nothing, times: 200, hang: true},
	{name: "ten bytes of greeting", bytes: func(string) []byte { return zGreeting("NULL")[:10] }, hang: true},
	{name: "greeting without READY", bytes: greeted, hang: true},
	{name: "half a READY", bytes: after(greeted, zReady("DEALER", "")[:5]), hang: true},
	{name: "ZMTP 2", bytes: after(nothing, []byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x01\x05\x00\x00")), hang: true},
	{name: "HTTP", bytes: after(nothing, []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"+strings.Repeat("x", 64))), times: 20},
	{name: "TLS", bytes: after(nothing, []byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"+strings.Repeat("\x00", 500))), times: 5},
	{name: "CURVE", bytes: func(string) []byte { return zGreeting("CURVE") }, hang: true},
	{name: "PLAIN", bytes: func(string) []byte { return zGreeting("PLAIN") }, hang: true},
	{name: "READY of 2⁶² bytes", bytes: after(greeted, zLong(4, 1<<62)), hang: true},
	{name: "READY of 2⁶³ bytes", bytes: after(greeted, zLong(4, 1<<63)), hang: true},
	{name: "READY of 1 TB", bytes: after(greeted, zLong(4, 1<<40)), hang: true},
	{name: "READY of 64 KiB", bytes: after(greeted, zLong(4, 64<<10), make([]byte, 64<<10)), hang: true},
	{name: "property name too long", bytes: after(greeted, zCommand("READY", "\xffabc")), hang: true},
	{name: "property without value", bytes: after(greeted, zCommand("READY", "\x03abc")), hang: true},
	{name: "property cut short", bytes: after(greeted, zCommand("READY", "\x04abc")), hang: true},
	{name: "property value of 2³¹ bytes", bytes: after(greeted, zCommand("READY", "\x03abc\x7f\xff\xff\xff")), hang: true},
	{name: "property without name", bytes: after(greeted, zCommand("READY", "\x00\x00\x00\x00\x00")), hang: true},
	{name: "READY empty", bytes: after(greeted, zCommand("READY", "")), hang: true},
	{name: "ERROR instead of READY", bytes: after(greeted, zCommand("ERROR", "\x03bad")), hang: true},
	{name: "empty command instead of READY", bytes: after(greeted, []byte{4, 0}), hang: true},
	{name: "message instead of READY", bytes: after(greeted, zFrame("x", false)), hang: true},
	{name: "wrong socket type", bytes: after(greeted, zReady("PULL", "")), times: 20},
	{name: "unknown socket type", bytes: after(greeted, zReady("FROB", "")), times: 20},
	{name: "identity of 300 bytes", bytes: after(greeted, zLong(4, uint64(len(zLongReady))), []byte(zLongReady)), hang: true},
	{name: "frame of 2⁶² bytes", bytes: after(zShake, zLong(0, 1<<62)), hang: true},
	{name: "frame of 2⁶⁴-1 bytes", bytes: after(zShake, zLong(0, 1<<64-1)), hang: true},
	{name: "frame of 200 TB", bytes: after(zShake, zLong(0, 200<<40)), hang: true},
	{name: "frame of 20 GB", bytes: after(zShake, zLong(0, 20<<30)), hang: true},
	{name: "frames of 250 MB announced", bytes: after(zShake, zLong(0, 250<<20)), times: 50, hang: true},
	{name: "2,000 frames", bytes: after(zShake, bytes.Repeat(zFrame("x", true), 2000)), hang: true},
	{name: "impossible flags", bytes: after(zShake, []byte{0xff, 0xff, 0xff}), hang: true},
	{name: "command with more to come", bytes: after(zShake, []byte{5, 1, 'x'}), hang: true},
	{name: "command of 1 TB", bytes: after(zShake, zLong(4, 1<<40)), hang: true},
	{name: "empty frame", bytes: after(zShake, zFrame("", false)), hang: true},
	{name: "empty frames", bytes: after(zShake, bytes.Repeat(zFrame("", false), 40)), hang: true},
	{name: "frame without delimiter", bytes: after(zShake, bytes.Repeat(zFrame("x", false), 5)), hang: true},
	{name: "frame cut short", bytes: after(zShake, zFrame("hello", false)[:4]), times: 50},
	{name: "message cut short", bytes: after(zShake, zFrame("", true), zFrame("x", true)), times: 50},
	{name: "gone before the reply", bytes: after(zShake, zFrame("", true), zFrame("x", false)), times: 50},
	{name: "PING", bytes: after(zShake, zCommand("PING", "\x00\x14")), hang: true},
	{name: "PING between frames", bytes: after(zShake, zFrame("", true), zCommand("PING", "\x00\x14"), zFrame("x", false)), hang: true},
	{name: "PING cut short", bytes: after(zShake, zCommand("PING", "")), hang: true},
	{name: "PING with a long context", bytes: after(zShake, zCommand("PING", "\x00\x14"+strings.Repeat("c", 100))), hang: true},
	{name: "10,000 PINGs, unread", bytes: after(zShake, bytes.Repeat(zCommand("PING", "\x00\x00"), 10000)), hang: true},
	{name: "unknown commands", bytes: after(zShake, bytes.Repeat(zCommand("FROB", "x"), 100)), hang: true},
	{name: "subscription as a command", bytes: after(zShake, zCommand("SUBSCRIBE", "")), hang: true},
	{name: "many subscriptions", bytes: after(zShake, manySubscriptions()), hang: true},
	{name: "long subscription", bytes: after(zShake, zFrame("\x01"+strings.Repeat("x", 5000), false)), hang: true},
	{name: "subscription that is no UTF-8", bytes: after(zShake, zFrame("\x01\xff\xfe", false)), hang: true},
	{name: "unsigned request", bytes: after(zShake, unsignedRequest()), hang: true},
	{name: "unsigned request with identity frames", bytes: after(zShake, zFrame("id", true), unsignedRequest()), hang: true},
}

var zLongReady = "\x05READY" + zProperty("Socket-Type", "DEALER") + zProperty("Identity", strings.Repeat("i", 300))

func manySubscriptions() []byte {
	var b []byte
	for i := range 1000 {
		b = append(b, zFrame("\x01"+string(rune('a'+i%26))+strings.Repeat("x", i%200), false)...)
	}
	return b
}

func unsignedRequest() []byte {
	var b []byte
	parts := []string{"<IDS|MSG>", "", `{"msg_id":"x","msg_type":"execute_request"}`, "{}", "{}", `{"code":"print bad"}`}
	for i, p := range parts {
		b = append(b, zFrame(p, i < len(parts)-1)...)
	}
	return b
}

// TestAttacks sends every attack to every socket, keeping the connections open, and
// checks each time that a new client is served on all of them, that nothing was run
// and nothing was answered.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			l := startLive(t, tcpConnection())
			var held []net.Conn
			for socket := range l.ports() {
				for range max(a.times, 1) {
					c := l.dial(socket)
					c.Write(a.bytes(socket))
					if a.hang {
						held = append(held, c)
					} else {
						c.Close()
					}
				}
			}
			before := len(l.fake.seen())
			l.works()
			var memory runtime.MemStats
			if runtime.ReadMemStats(&memory); memory.HeapAlloc > 256<<20 {
				t.Errorf("%d MB of memory in use", memory.HeapAlloc>>20)
			}
			if n := len(l.fake.seen()); before != 0 || n != 1 {
				t.Errorf("%d cells were run, want none but the client's", n)
			}
			for _, c := range held {
				c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
				answer, _ := io.ReadAll(io.LimitReader(c, 1<<20))
				if bytes.Contains(answer, []byte("execute_reply")) {
					t.Errorf("answered: %q", answer)
				}
				if len(held) > 20 {
					break
				}
			}
		})
	}
}

// TestAttacksLeaveNothing repeats what ends on its own and counts goroutines.
func TestAttacksLeaveNothing(t *testing.T) {
	l := startLive(t, tcpConnection())
	l.works()
	settle := func() int {
		n := runtime.NumGoroutine()
		for range 100 {
			time.Sleep(10 * time.Millisecond)
			m := runtime.NumGoroutine()
			if m == n {
				break
			}
			n = m
		}
		return n
	}
	round := func() {
		for _, a := range attacks {
			for socket := range l.ports() {
				c := l.dial(socket)
				c.Write(a.bytes(socket))
				c.Close()
			}
		}
	}
	round()
	before := settle()
	for range 5 {
		round()
	}
	if n := settle(); n > before+3 {
		t.Errorf("%d goroutines, %d before", n, before)
	}
	for ch, s := range l.k.wire.(*zmqWire).all() {
		if n := len(s.listener.Conns()); n > 0 {
			t.Errorf("socket %d: %d connections of clients that are gone", ch, n)
		}
	}
	l.works()
}

// TestPong checks that a PING is answered with its context, on every socket.
func TestPong(t *testing.T) {
	l := startLive(t, tcpConnection())
	for socket := range l.ports() {
		c := l.dial(socket)
		c.Write(append(zShake(socket), zCommand("PING", "\x00\x14abc")...))
		want := string(zCommand("PONG", "abc"))
		var got []byte
		buf := make([]byte, 1000)
		for !bytes.Contains(got, []byte(want)) {
			n, err := c.Read(buf)
			if got = append(got, buf[:n]...); err != nil {
				t.Fatalf("%s: no PONG in %q: %v", socket, got, err)
			}
		}
	}
}
