package threads

import (
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A thread of the system that a helper keeps to itself. Linux tends to run
// a thread that is woken on the processor of the one that wakes it, where
// each waits for the other's time to be up, some milliseconds: in a virtual
// machine a processor that does nothing counts as taken. So a helper is told
// which processor to keep off, and is woken itself, not by way of Go's
// scheduler, which wakes a thread that looks for it.
type thread struct {
	id   int
	may  unix.CPUSet // the processors that it may run on
	off  int         // the one of them that it keeps off
	bell atomic.Uint32
}

// newThread makes the calling goroutine's thread its own for good: it ends
// with the goroutine, and no other ever runs where this one may.
func newThread(off int) *thread {
	runtime.LockOSThread()
	t := &thread{id: unix.Gettid(), off: -1}
	if unix.SchedGetaffinity(t.id, &t.may) == nil {
		t.keepOff(off)
	}
	return t
}

func (t *thread) keepOff(processor int) {
	may := t.may
	if may.Clear(processor); t.off != processor && may.Count() > 0 {
		unix.SchedSetaffinity(t.id, &may)
		t.off = processor
	}
}

const (
	futexWait = 128 // of one process
	futexWake = 129
)

// sleep returns when the thread is woken or the time is up.
func (t *thread) sleep(d time.Duration) {
	for until := time.Now().Add(d); d > 0 && t.bell.Load() == 0; d = time.Until(until) {
		timeout := unix.NsecToTimespec(int64(d))
		unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(&t.bell)), futexWait, 0, uintptr(unsafe.Pointer(&timeout)), 0, 0)
	}
	t.bell.Store(0)
}

// wake wakes a thread that sleeps, or is about to.
func (t *thread) wake(caller int) {
	t.keepOff(caller)
	t.bell.Store(1)
	unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(&t.bell)), futexWake, 1, 0, 0, 0)
}

// processor returns where the caller runs.
func processor() int {
	var at uint32
	unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&at)), 0, 0)
	return int(at)
}
