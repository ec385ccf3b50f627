package kernel

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestComm goes through the life of a comm that a client opens.
func TestComm(t *testing.T) {
	b := newBench(t)
	b.finish(b.send(shell, "execute_request", cell("print a")))
	for _, step := range []struct{ kind, content, want string }{
		{"comm_open", `{"comm_id":"c","target_name":"echo","data":{"x":1}}`, ""},
		{"comm_info_request", `{}`, `shell comm_info_reply {"status":"ok","comms":{"c":{"target_name":"echo"}}}`},
		{"comm_info_request", `{"target_name":"other"}`, `shell comm_info_reply {"status":"ok","comms":{}}`},
		{"comm_msg", `{"comm_id":"c","data":{"x":[2]}}`, `iopub comm_msg {"comm_id":"c","data":{"x":[2]}}`},
		{"comm_msg", `{"comm_id":"c"}`, `iopub comm_msg {"comm_id":"c","data":{}}`},
		{"comm_msg", `{"comm_id":"d","data":{}}`, ""},
		{"comm_close", `{"comm_id":"c","data":{}}`, ""},
		{"comm_msg", `{"comm_id":"c","data":{}}`, ""},
		{"comm_info_request", `{}`, `shell comm_info_reply {"status":"ok","comms":{}}`},
	} {
		lines := b.finish(b.send(shell, step.kind, step.content))
		var got []string
		for _, l := range lines {
			if !strings.Contains(l, "iopub status") {
				_, l, _ = strings.Cut(l, " ")
				got = append(got, l)
			}
		}
		// What the evaluator sends belongs to its last cell, r1.
		if s := strings.Join(got, "\n"); s != step.want {
			t.Errorf("%s %s: got %q, want %q", step.kind, step.content, s, step.want)
		}
	}
}

// TestCommFromCell opens a comm from a cell; it is closed when the evaluator is lost.
func TestCommFromCell(t *testing.T) {
	b := newBench(t)
	lines := b.finish(b.send(shell, "execute_request", cell("open c\nopen d\nclose d\nclose e")))
	want := `r1 iopub comm_open {"comm_id":"c","target_name":"page","data":{"a":1}}
r1 iopub comm_open {"comm_id":"d","target_name":"page","data":{"a":1}}
r1 iopub comm_close {"comm_id":"d","data":{}}`
	if s := strings.Join(lines, "\n"); !strings.Contains(s, want) || strings.Contains(s, `"e"`) {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	lines = b.finish(b.send(shell, "execute_request", cell("die")))
	if s := strings.Join(lines, "\n"); !strings.Contains(s, `r2 iopub comm_close {"comm_id":"c","data":{}}`) {
		t.Errorf("the comm is not closed:\n%s", s)
	}
}

// TestCommWhileRunning sends over a comm, in a subshell, while a cell runs.
func TestCommWhileRunning(t *testing.T) {
	b := newBench(t)
	sub := b.createSubshell()
	b.finish(b.sendTo(sub, "comm_open", `{"comm_id":"c","target_name":"echo","data":{}}`))
	running := b.send(shell, "execute_request", cell("print a\nloop"))
	b.tape.await(t, 1, running+" iopub stream", "")
	lines := strings.Join(b.finish(b.sendTo(sub, "comm_msg", `{"comm_id":"c","data":{"x":1}}`)), "\n")
	if !strings.Contains(lines, `comm_msg {"comm_id":"c","data":{"x":1}}`) {
		t.Errorf("no echo:\n%s", lines)
	}
	b.send(control, "interrupt_request", `{}`)
}

// TestCommBuffers sends binary data both ways over real sockets.
func TestCommBuffers(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print a")
	send := func(kind, content string, buffers ...[]byte) {
		frames, err := u.session.encode(&outgoing{kind: kind, content: json.RawMessage(content), buffers: buffers})
		if err != nil {
			t.Fatal(err)
		}
		u.sendRaw("shell", frames)
	}
	long := bytes.Repeat([]byte{0, 1, 0xff}, 1<<20)
	send("comm_open", `{"comm_id":"c","target_name":"echo","data":{}}`)
	send("comm_msg", `{"comm_id":"c","data":{}}`, long, []byte{}, []byte("é"))
	for {
		m := u.recv("iopub")
		if m.Type != "comm_msg" {
			continue
		}
		if len(m.buffers) != 3 || !bytes.Equal(m.buffers[0], long) || len(m.buffers[1]) != 0 || string(m.buffers[2]) != "é" {
			t.Errorf("%d buffers, not as they were sent", len(m.buffers))
		}
		return
	}
}
