package kernel

import (
	"bytes"
	"encoding/binary"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// everyRequest is a request of each kind, and what comes of it, whole, on iopub.
var everyRequest = []struct{ socket, kind, content string }{
	{"shell", "execute_request", `{"code":"print a\neprint b\ndisplay d x\nupdate d y\nclear\nresult 1","store_history":false}`},
	{"shell", "execute_request", `{"code":"error e","stop_on_error":false,"store_history":false}`},
	{"shell", "execute_request", `{"code":"print a","silent":true,"user_expressions":{"x":"1"}}`},
	{"shell", "execute_request", `{"code":7}`},
	{"shell", "complete_request", `{"code":"pri"}`},
	{"shell", "inspect_request", `{"code":"print x"}`},
	{"shell", "is_complete_request", `{"code":"x"}`},
	{"shell", "history_request", `{"hist_access_type":"tail","n":3}`},
	{"shell", "kernel_info_request", `{}`},
	{"shell", "comm_open", `{"comm_id":"c","target_name":"echo","data":{}}`},
	{"shell", "comm_msg", `{"comm_id":"c","data":{"x":1}}`},
	{"shell", "comm_info_request", `{}`},
	{"shell", "comm_close", `{"comm_id":"c","data":{}}`},
	{"shell", "comm_open", `{"comm_id":"d","target_name":"unknown","data":{}}`},
	{"shell", "frob_request", `{}`},
	{"control", "kernel_info_request", `{}`},
	{"control", "interrupt_request", `{}`},
	{"control", "list_subshell_request", `{}`},
}

// TestNoGrowth sends a live kernel as many requests as GOJAC_MESSAGES says (20,000), of
// every kind, with heartbeats between them: when it has warmed up, neither its memory nor
// its goroutines become more.
func TestNoGrowth(t *testing.T) {
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("GOJAC_MESSAGES")); err == nil {
		total = n
	}
	const (
		window = 50      // requests under way
		slack  = 1 << 20 // of memory: what single objects and the runtime come to
	)
	l := startLive(t, ipcConnection(t))
	u := l.connect("alice")
	heap, goroutines := 0, 0
	for sent, warm := 0, total/10; sent < total; {
		ids := map[string]bool{}
		for range window {
			r := everyRequest[sent%len(everyRequest)]
			ids[u.send(r.socket, r.kind, r.content)] = true
			sent++
		}
		for len(ids) > 0 {
			if m := u.recv("iopub"); string(m.content) == `{"execution_state":"idle"}` {
				delete(ids, m.parentID())
			}
		}
		for _, socket := range []string{"shell", "control"} {
			for len(u.inbox[socket]) > 0 {
				u.recv(socket)
			}
		}
		u.beat(strconv.Itoa(sent))
		if heap == 0 && sent >= warm {
			heap, goroutines = l.atRest(u)
		}
	}
	h, g := l.atRest(u)
	runtime.KeepAlive(u) // whose inbox counts at first
	t.Logf("%d requests: %+d bytes, %+d goroutines since the first %d", total, h-heap, g-goroutines, total/10)
	if h > heap+slack {
		t.Errorf("%d bytes in use, %d at first", h, heap)
	}
	if g > goroutines+2 {
		t.Errorf("%d goroutines, %d at first", g, goroutines)
	}
}

// atRest is what is in use when nothing is under way. What the test itself notes down is
// forgotten before, and so are the signatures seen, whose number is bounded by itself.
func (l *live) atRest(u *user) (heap, goroutines int) {
	time.Sleep(50 * time.Millisecond)
	for _, s := range []*session{l.k.session, u.session} {
		s.seen.mu.Lock()
		s.seen.young, s.seen.old = nil, nil
		s.seen.mu.Unlock()
	}
	l.fake.mu.Lock()
	l.fake.requests = nil
	l.fake.mu.Unlock()
	l.log.mu.Lock()
	l.log.b = bytes.Buffer{}
	l.log.mu.Unlock()
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc), runtime.NumGoroutine()
}

// TestSignaturesAreForgotten adds more signatures than are remembered: the latest are
// known, and there are never more than two generations of them.
func TestSignaturesAreForgotten(t *testing.T) {
	var s digests
	nth := func(i int) (d digest) {
		binary.BigEndian.PutUint64(d[:], uint64(i))
		return d
	}
	for i := range 3 * perGeneration {
		if !s.add(nth(i)) {
			t.Fatalf("signature %d is taken for a known one", i)
		}
		if n := len(s.young) + len(s.old); n > 2*perGeneration {
			t.Fatalf("%d signatures are kept", n)
		}
	}
	latest := []int{3*perGeneration - 1, 2*perGeneration + 1}
	if slices.ContainsFunc(latest, func(i int) bool { return s.add(nth(i)) }) {
		t.Error("one of the latest was forgotten")
	}
}
