package kernel

import (
	"math"
	"runtime/debug"
	"sync"
	"time"
)

// Bounds of the memory that a kernel process keeps: it holds messages and no values
// of the user's.
const (
	memoryLimit = 96 << 20        // the collector works harder beyond
	longMessage = 4 << 20         // after a message of this size memory is given back
	afterwards  = 2 * time.Second // that long after
)

// boundMemory is for a process that does nothing but serve a kernel.
func boundMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // the user has not said otherwise
		debug.SetMemoryLimit(memoryLimit)
	}
}

// A tidier gives memory back to the system when long messages are through.
type tidier struct {
	mu    sync.Mutex
	timer *time.Timer
}

func (t *tidier) passed(bytes int) {
	if bytes < longMessage {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil {
		t.timer = time.AfterFunc(afterwards, debug.FreeOSMemory)
	}
	t.timer.Reset(afterwards)
}
