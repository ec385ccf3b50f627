package kernel

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// FuzzSockets sends bytes to the sockets of a live kernel, which must go on serving.
// It starts from the table of attacks; a crash in any goroutine ends the fuzzing.
func FuzzSockets(f *testing.F) {
	names := []string{"shell", "control", "stdin", "iopub", "hb"}
	for _, a := range attacks {
		for i, name := range names {
			if b := a.bytes(name); len(b) < 1<<16 {
				f.Add(uint8(i), b)
			}
		}
	}
	k := quietKernelOn(f, ipcConnection(f))
	var n atomic.Int64
	f.Fuzz(func(t *testing.T, socket uint8, data []byte) {
		l := &live{t: t, k: k, fake: newFake()}
		network, address := l.address(l.ports()[names[int(socket)%len(names)]])
		conn, err := net.Dial(network, address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		conn.Write(data)
		conn.(*net.UnixConn).CloseWrite()
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("the connection is kept though the client ended it")
		}
		const often = 500
		if n.Add(1)%often == 0 {
			l.works()
		}
	})
}

// quietKernelOn serves the fake evaluator on real sockets until the test ends.
func quietKernelOn(tb testing.TB, c Connection) *Kernel {
	tb.Helper()
	k, err := New(c, newFake(), fakeInfo, quiet)
	if err != nil {
		tb.Fatal(err)
	}
	done := make(chan struct{})
	go func() { k.Serve(context.Background()); close(done) }()
	tb.Cleanup(func() { k.stop(); <-done })
	return k
}
