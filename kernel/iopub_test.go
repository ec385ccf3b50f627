package kernel

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhole(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a": 1, "é": 2, "a\xc3": 1, "\xc3": 0, "\xe2\x82": 0, "a\xf0\x9f\x98": 1,
		"😀": 4, "\xff": 1, "\x80\x80\x80\x80\x80": 5,
	} {
		if got := whole([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// TestGathering cuts the text at the size where it goes out.
func TestGathering(t *testing.T) {
	w := newTape()
	p := &publisher{session: newSession("", "hmac-sha256"), wire: w, log: quiet}
	r := &request{message: &message{rawHeader: json.RawMessage(`{"msg_id":"r1"}`)}}
	full := strings.Repeat("a", gatherBytes-1)
	p.stream(r, "stdout", full+"\xc3")
	if lines := w.all(); len(lines) != 1 || !strings.HasSuffix(lines[0], full+`"}`) {
		t.Errorf("sent %.100q, want the text before the character cut in two", lines)
	}
	p.stream(r, "stdout", "\xa9")
	w.await(t, 1, "r1 iopub stream", `"text":"é"}`)
	p.stream(r, "stdout", "b\xc3")
	w.await(t, 1, "r1 iopub stream", `"text":"b"}`)
	w.await(t, 1, "r1 iopub stream", `"text":"\ufffd"}`)
}
