package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A stranger makes up what is sent to a socket.
type stranger struct {
	*rand.Rand
	key     *session // signs like a client
	other   *session // signs with another key
	replays [][]byte // signed messages that were sent before
}

// bad is a cell that no input may bring to run.
const bad = "print bad"

// input is all that goes over one connection to a socket, and the number of inputs in it.
func (s *stranger) input(socket string) ([]byte, int) {
	switch s.IntN(4) {
	case 0:
		return s.noise(s.IntN(200)), 1
	case 1:
		a := attacks[s.IntN(len(attacks))].bytes(socket)
		return s.mutate(a[:min(len(a), 4<<10)]), 1
	default:
		n := 1 + s.IntN(40)
		b := zShake(socket)
		for range n {
			b = append(b, s.message()...)
		}
		return b, n
	}
}

func (s *stranger) noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.Uint32())
	}
	return b
}

// mutate changes, cuts, doubles or lengthens a few places of b.
func (s *stranger) mutate(b []byte) []byte {
	b = slices.Clone(b)
	for range 1 + s.IntN(4) {
		if len(b) == 0 {
			return s.noise(8)
		}
		i := s.IntN(len(b))
		switch s.IntN(5) {
		case 0:
			b[i] ^= 1 << s.IntN(8)
		case 1:
			b[i] = byte(s.Uint32())
		case 2:
			b = b[:i]
		case 3:
			b = slices.Concat(b[:i], b[i:min(len(b), i+1+s.IntN(30))], b[i:])
		case 4:
			b = slices.Insert(b, i, s.noise(1+s.IntN(9))...)
		}
	}
	return b
}

// Contents and types of messages whose signature is right.
var (
	shapes = []string{
		`{}`, `[]`, `null`, `7`, `""`, `{`, "\xff\xfe", `{"code":7}`, `{"code":null}`, `{"code":[["x"]]}`, `{"code":"print a","silent":"no"}`,
		`{"cursor_pos":-1,"code":"print é"}`, `{"cursor_pos":1e300}`, `{"comm_id":{},"data":[]}`, `{"comm_id":"x","target_name":"y"}`,
		`{"hist_access_type":"range","session":-9,"start":9,"stop":-9}`, `{"hist_access_type":"search","pattern":"[*?"}`, `{"value":1}`,
		`{"subshell_id":"none"}`, `{"restart":"perhaps"}`, strings.Repeat(`{"a":`, 2000) + strings.Repeat(`}`, 2000),
	}
	kinds = []string{
		"execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_open", "comm_msg",
		"comm_close", "comm_info_request", "connect_request", "kernel_info_request", "input_reply", "list_subshell_request",
		"delete_subshell_request", "execute_reply", "status", "frob_request", "", "\x00", "_request",
	}
)

// message is a message as it goes over the wire: signed wrongly, signed well but of a
// wrong shape, sent before, or damaged.
func (s *stranger) message() []byte {
	switch s.IntN(5) {
	case 0:
		return s.wire(s.other, "execute_request", `{"code":"`+bad+`"}`)
	case 1:
		m := s.wire(s.key, "execute_request", `{"code":"`+bad+`"}`)
		for m2 := m; ; m2 = s.mutate(m) { // never the message as it is: it would run
			if !bytes.Contains(m2, m[len(m)-60:]) || !bytes.Contains(m2, m[:120]) {
				return m2
			}
		}
	case 2:
		if len(s.replays) > 0 {
			return s.replays[s.IntN(len(s.replays))]
		}
		fallthrough
	default:
		return s.wire(s.key, kinds[s.IntN(len(kinds))], shapes[s.IntN(len(shapes))])
	}
}

func (s *stranger) wire(by *session, kind, content string) []byte {
	frames, _ := by.encode(&outgoing{kind: kind, content: json.RawMessage(content)})
	var b []byte
	for i, f := range frames {
		b = append(b, zFrame(string(f), i < len(frames)-1)...)
	}
	return b
}

// TestHostileInputs sends made-up input to every port of a live kernel, as many as
// GOJAC_INPUTS says (20,000): nothing crashes, nothing unsigned, damaged or sent before
// is run, clients are served meanwhile, and nothing is left behind.
func TestHostileInputs(t *testing.T) {
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("GOJAC_INPUTS")); err == nil {
		total = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	l := startLive(t, ipcConnection(t))
	s := &stranger{
		Rand:  rand.New(rand.NewPCG(seed, 0)),
		key:   newSession("a key", "hmac-sha256"),
		other: newSession("another key", "hmac-sha256"),
	}
	const (
		sentBefore = "print once"
		batch      = perGeneration / 4 // what was sent longer ago may be forgotten
	)
	batches := 0
	renew := func() {
		s.replays = nil
		for range 20 {
			m := s.wire(s.key, "execute_request", `{"code":"`+sentBefore+`"}`)
			s.replays = append(s.replays, m)
			l.speak("shell", append(zShake("shell"), m...))
		}
		batches++
	}
	renew()
	for _, m := range [][]byte{s.replays[0], s.wire(s.other, "execute_request", `{"code":"`+bad+`"}`)} {
		l.speak("shell", append(zShake("shell"), m...)) // first of all, while each is logged
	}
	l.works()
	before := runtime.NumGoroutine()
	sockets := []string{"shell", "control", "stdin", "iopub", "hb"}
	for sent, next := 0, 0; sent < total; {
		socket := sockets[s.IntN(len(sockets))]
		b, n := s.input(socket)
		l.speak(socket, b)
		if sent += n; sent/batch > batches {
			renew()
		}
		if sent >= next {
			l.works()
			next = sent + total/20
		}
	}
	l.works()
	once := 0
	for _, cell := range l.fake.seen() {
		if strings.Contains(cell.Code, "bad") {
			t.Fatalf("seed %d: %q was run", seed, cell.Code)
		}
		if cell.Code == sentBefore {
			once++
		}
	}
	if want := batches * len(s.replays); once != want {
		t.Errorf("seed %d: %d messages, each sent often, were run %d times", seed, want, once)
	}
	for _, what := range []string{"refused: bad message", "refused: bad connection", "refused: unknown type", "wrong signature", "seen before"} {
		if !strings.Contains(l.log.String(), what) {
			t.Errorf("seed %d: the log says nothing of %q", seed, what)
		}
	}
	if lines := strings.Count(l.log.String(), "refused"); lines > 200 {
		t.Errorf("%d lines in the log", lines)
	}
	for range 200 {
		if runtime.NumGoroutine() <= before+5 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("seed %d: %d goroutines, %d before", seed, runtime.NumGoroutine(), before)
}

// speak sends bytes over a connection of their own, and waits until the kernel has ended it.
func (l *live) speak(socket string, b []byte) {
	l.t.Helper()
	network, address := l.address(l.ports()[socket])
	c, err := net.Dial(network, address)
	if err != nil {
		l.t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	c.Write(b) // fails where the kernel ends the connection first
	c.(*net.UnixConn).CloseWrite()
	if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
		l.t.Fatal("the connection is kept though the client ended it")
	}
}
