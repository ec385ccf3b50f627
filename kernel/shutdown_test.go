package kernel

import (
	"net"
	"strings"
	"testing"
	"time"
)

func TestShutdown(t *testing.T) {
	for _, ch := range []channel{shell, control} {
		b := newBench(t)
		b.send(ch, "shutdown_request", `{"restart":true}`)
		<-b.tape.done
		want := []string{
			`r1 iopub status {"execution_state":"busy"}`,
			`r1 iopub shutdown_reply {"status":"ok","restart":true}`,
			`r1 ` + ch.String() + ` shutdown_reply {"status":"ok","restart":true}`,
			`r1 iopub status {"execution_state":"idle"}`,
		}
		if got := b.tape.all(); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", ch, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestShutdownDuringCell checks that the running cell and those behind it get their
// replies all the same.
func TestShutdownDuringCell(t *testing.T) {
	b := newBench(t)
	b.send(shell, "execute_request", cell("print a\nloop"))
	b.tape.await(t, 1, "r1 iopub stream", "")
	b.send(shell, "execute_request", cell("result 2"))
	b.send(control, "shutdown_request", `{}`)
	<-b.tape.done
	lines := strings.Join(b.tape.all(), "\n")
	for _, want := range []string{
		`r3 control shutdown_reply {"status":"ok","restart":false}`,
		`r1 shell execute_reply {"status":"error"`,
		`r1 iopub status {"execution_state":"idle"}`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
	if !b.fake.isClosed() {
		t.Error("the evaluator was not closed")
	}
}

// TestStopsInTime has everything against it: a cell that does not end, an evaluator that
// does not close, and clients that do not read. Jupyter kills a kernel that takes longer
// than 2.5 s to shut down.
func TestStopsInTime(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	for range 3 {
		stalled := l.dial("iopub")
		stalled.(*net.TCPConn).SetReadBuffer(4096)
		stalled.Write(append(zShake("iopub"), zFrame("\x01", false)...))
	}
	for len(l.k.wire.(*zmqWire).iopub.listener.Conns()) < 4 {
		time.Sleep(time.Millisecond)
	}
	l.fake.closing = 5 * time.Second
	u.send("shell", "execute_request", cell("big 4000000\nbig 4000000\nprint on\nstuck 5000"))
	for u.recv("iopub").Type != "stream" {
	}
	began := time.Now()
	u.send("control", "shutdown_request", `{}`)
	if m := u.recv("control"); m.Type != "shutdown_reply" {
		t.Errorf("got %s, want shutdown_reply", m.Type)
	}
	<-l.done
	l.done <- nil
	if took := time.Since(began); took > 2500*time.Millisecond {
		t.Errorf("it took %v", took)
	}
}
