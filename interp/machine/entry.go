//go:build amd64 || arm64

package machine

import (
	"fmt"
	"runtime"
	"sync"
	"unsafe"
)

const (
	goarch       = runtime.GOARCH
	haveCallRegs = true
	maxEntries   = 65536
)

// registers are the arguments of a call and then its results. The assembly
// knows the offsets. A value of this type must stay on the stack.
type registers struct {
	ints   [intRegs]uintptr
	floats [floatRegs]uint64
	ptrs   [intRegs]ptr // of results; kept arguments too
	isPtr  uint64       // which results are pointers
}

//go:noescape
func callRegs(fn uintptr, ctx ptr, r *registers)

func sledAddress() uintptr
func stackUsed() int
func goroutine() uintptr

var (
	sledStart = sledAddress()
	entries   [maxEntries]ptr
	nEntries  int
	entryMu   sync.Mutex
)

// newEntry gives an entry point that runs the closure c.
func newEntry(c ptr) ptr {
	entryMu.Lock()
	defer entryMu.Unlock()
	if nEntries == maxEntries {
		panic(Refusal{What: fmt.Sprintf("a session with more than %d methods", maxEntries/3)})
	}
	entries[nEntries] = c
	pc := sledStart + uintptr(nEntries)*entrySize
	nEntries++
	return *(*ptr)(unsafe.Pointer(&pc))
}
