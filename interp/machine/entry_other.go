//go:build !amd64 && !arm64

package machine

import "runtime"

// On other architectures compiled functions are called through reflect, and
// types with methods are refused.

const (
	goarch       = runtime.GOARCH
	haveCallRegs = false
	intRegs      = 16
	floatRegs    = 16
	entrySize    = 1
	maxEntries   = 0
)

type registers struct {
	ints   [intRegs]uintptr
	floats [floatRegs]uint64
	ptrs   [intRegs]ptr
	isPtr  uint64
}

var (
	sledStart uintptr
	entries   [1]ptr
)

func callRegs(fn uintptr, ctx ptr, r *registers) { panic("machine: no calls by register") }

func stackUsed() int     { return 0 }
func goroutine() uintptr { return 0 }

func newEntry(c ptr) ptr { panic(Refusal{What: "a type with methods on " + runtime.GOARCH}) }
