package kernel

import (
	"net"
	"strings"
	"testing"
	"time"
)

// TestStalledSubscriber floods a healthy client while others stalled, were silent
// or vanished: it gets everything, in order, and the stalled one is cut.
func TestStalledSubscriber(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	stalled := l.dial("iopub")
	stalled.(*net.TCPConn).SetReadBuffer(4096)
	stalled.Write(append(zShake("iopub"), zFrame("\x01", false)...))
	l.dial("iopub")
	gone := l.dial("iopub")
	gone.Write(append(zShake("iopub"), zFrame("\x01", false)...))
	gone.Close()

	const n = 30
	var code strings.Builder
	for range n {
		code.WriteString("big 1000000\nprint x\n")
	}
	ahead, done := make(chan int), make(chan struct{})
	go func() {
		most := 0
		for w := l.k.wire.(*zmqWire); ; time.Sleep(time.Millisecond) {
			select {
			case <-done:
				ahead <- most
				return
			default:
				w.mu.Lock()
				most = max(most, w.ahead)
				w.mu.Unlock()
			}
		}
	}()
	output, reply := u.run(code.String())
	close(done)
	if n := <-ahead; n > maxAhead+2000000 {
		t.Errorf("%d bytes waited in the socket's own queue, want about %d at most", n, maxAhead)
	}
	displays := 0
	for _, line := range output {
		if strings.HasPrefix(line, "display_data") && len(line) > 1000000 {
			displays++
		}
	}
	if displays != n || text(output) != strings.Repeat("x\n", n) || !strings.HasPrefix(reply, `{"status":"ok"`) {
		t.Errorf("%d of %d displays, text %q, reply %s", displays, n, text(output), reply)
	}
	if s := l.log.String(); !strings.Contains(s, "client cut off: it does not read") {
		t.Errorf("no word of the client that was cut in\n%s", s)
	}
	v := l.connect("bob")
	v.run("print y")
}

// TestUnreadHeartbeats has a client beat and beat without reading: others are served.
func TestUnreadHeartbeats(t *testing.T) {
	l := startLive(t, tcpConnection())
	c := l.dial("hb")
	c.(*net.TCPConn).SetReadBuffer(4096)
	c.Write(zShake("hb"))
	c.SetWriteDeadline(time.Now().Add(5 * time.Second))
	beat := append(zFrame("", true), zFrame(strings.Repeat("x", 60000), false)...)
	for range 2000 {
		if _, err := c.Write(beat); err != nil {
			break // cut, or not read any more
		}
	}
	l.works()
}

// TestFlood prints very much: the client gets all of it, in few messages.
func TestFlood(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	const n = 100000
	output, _ := u.run("flood 100000")
	var want strings.Builder
	for i := range n {
		want.WriteString(itoa(i) + "\n")
	}
	if text(output) != want.String() {
		t.Error("the text is not what was printed")
	}
	if len(output) > n/100 {
		t.Errorf("%d messages", len(output))
	}
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}
