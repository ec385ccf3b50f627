package kernel

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// Bounds of what a kernel process takes: it passes on messages, and holds no values of
// the user's.
const (
	processors  = 1               // waking another one takes longer than what there is to do
	memoryLimit = 96 << 20        // the collector works harder beyond
	longMessage = 4 << 20         // after a message of this size memory is given back
	afterwards  = 2 * time.Second // that long after
)

// tuneProcess is for a process that does nothing but serve a kernel. What the user has
// set in the environment stays.
func tuneProcess() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(processors)
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
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
