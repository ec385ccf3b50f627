package kernel

import (
	"encoding/json"
	"testing"
	"time"
)

// TestQueueIsBounded fills a queue: push waits for room, the marker does not.
func TestQueueIsBounded(t *testing.T) {
	q := &newLane(&memory{}).queue
	q.limit = 100
	r := &request{message: &message{content: json.RawMessage("0123456789012345678901234567890123456789")}}
	for range 3 {
		q.push(r)
	}
	pushed := make(chan struct{})
	go func() { q.push(r); close(pushed) }()
	q.pushMarker()
	select {
	case <-pushed:
		t.Error("push did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	for i := range 3 {
		if j, ok := q.pop(); !ok || j.request != r {
			t.Errorf("job %d: %+v", i, j)
		}
	}
	<-pushed
	if j, ok := q.pop(); !ok || !j.marker {
		t.Errorf("got %+v, want the marker", j)
	}
	q.close()
	if j, ok := q.pop(); !ok || j.request != r {
		t.Errorf("after close: %+v, want what was left", j)
	}
	if _, ok := q.pop(); ok || q.bytes != 0 {
		t.Errorf("after the end: a job, or %d bytes", q.bytes)
	}
}
