package kernel

import (
	"strings"
	"testing"
	"time"
)

func TestCompletionDoesNotWaitForEver(t *testing.T) {
	b := newBench(t)
	b.fake.slow = 3 * time.Second
	for _, q := range [][2]string{
		{"complete_request", `shell complete_reply {"status":"ok","matches":[],"cursor_start":3,"cursor_end":3,"metadata":{}}`},
		{"inspect_request", `shell inspect_reply {"status":"ok","found":false,"data":{},"metadata":{}}`},
		{"is_complete_request", `shell is_complete_reply {"status":"unknown"}`},
	} {
		got := b.finish(b.send(shell, q[0], `{"code":"pri","cursor_pos":3}`))
		if !strings.Contains(strings.Join(got, "\n"), q[1]) {
			t.Errorf("%s: got %v, want %s", q[0], got, q[1])
		}
	}
}
