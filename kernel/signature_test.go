package kernel

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestSignatures sends what must not be run or answered.
func TestSignatures(t *testing.T) {
	l := startLive(t, tcpConnection())
	u := l.connect("alice")
	u.run("print warm up")
	good := func() [][]byte {
		f, err := u.session.encode(&outgoing{kind: "execute_request", content: json.RawMessage(cell("print bad"))})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	change := func(i int, f func([]byte) []byte) [][]byte {
		frames := good()
		frames[i] = f(append([]byte(nil), frames[i]...))
		return frames
	}
	signed := func(parts ...string) [][]byte {
		var b [][]byte
		for _, p := range parts {
			b = append(b, []byte(p))
		}
		return append([][]byte{delimiter, u.session.sign(b)}, b...)
	}
	const head = `{"msg_id":"x","msg_type":"execute_request"}`
	replayed := good()
	u.sendRaw("shell", replayed)
	u.recv("shell")
	u.recv("iopub")
	before := len(l.fake.seen())
	for _, test := range []struct {
		name   string
		frames [][]byte
		reason string
	}{
		{"no frames to speak of", [][]byte{{}}, "no <IDS|MSG>"},
		{"no delimiter", good()[1:], "no <IDS|MSG>"},
		{"PING as a message", [][]byte{[]byte("\x04PING\x00\x14")}, "no <IDS|MSG>"},
		{"delimiter only", good()[:1], "too few frames"},
		{"no content", good()[:5], "too few frames"},
		{"empty signature", change(1, func([]byte) []byte { return nil }), "wrong signature"},
		{"changed signature", change(1, func(b []byte) []byte { b[0] ^= 1; return b }), "wrong signature"},
		{"short signature", change(1, func(b []byte) []byte { return b[:10] }), "wrong signature"},
		{"upper case signature", change(1, bytesUpper), "wrong signature"},
		{"changed header", change(2, func(b []byte) []byte { return append(b, ' ') }), "wrong signature"},
		{"changed content", change(5, func(b []byte) []byte { return append(b, ' ') }), "wrong signature"},
		{"replayed", replayed, "seen before"},
		{"header no JSON", signed(`{`, `{}`, `{}`, `{}`), "malformed header"},
		{"header a list", signed(`[]`, `{}`, `{}`, `{}`), "malformed header"},
		{"header null", signed(`null`, `{}`, `{}`, `{}`), "malformed header"},
		{"header without type", signed(`{"msg_id":"x"}`, `{}`, `{}`, `{}`), "malformed header"},
		{"header with a number for a type", signed(`{"msg_id":"x","msg_type":7}`, `{}`, `{}`, `{}`), "malformed header"},
		{"parent no JSON", signed(head, `{`, `{}`, `{}`), "not a JSON object"},
		{"metadata a string", signed(head, `{}`, `"x"`, `{}`), "not a JSON object"},
		{"content a list", signed(head, `{}`, `{}`, `["code"]`), "not a JSON object"},
		{"content empty", signed(head, `{}`, `{}`, ``), "not a JSON object"},
		{"content of 100,000 brackets", signed(head, `{}`, `{}`, `{"code":`+strings.Repeat("[", 100000)), "not a JSON object"},
	} {
		logged := len(l.log.String())
		u.sendRaw("shell", test.frames)
		u.send("shell", "kernel_info_request", `{}`)
		if m := u.recv("shell"); m.Type != "kernel_info_reply" {
			t.Errorf("%s: answered with %s %s", test.name, m.Type, m.content)
		}
		if s := l.log.String()[logged:]; l.k.refusals() < 16 && !strings.Contains(s, test.reason) {
			t.Errorf("%s: log says %q, want %q", test.name, s, test.reason)
		}
	}
	if n := len(l.fake.seen()); n != before {
		t.Errorf("%d cells were run that must not be", n-before)
	}
	if n := l.k.refusals(); n != 22 {
		t.Errorf("%d messages counted as refused, want 22", n)
	}
	l.works()
}

func bytesUpper(b []byte) []byte { return []byte(strings.ToUpper(string(b))) }

func (k *Kernel) refusals() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.refused["bad message"]
}
