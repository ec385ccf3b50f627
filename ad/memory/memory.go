// Package memory refuses what does not fit before it is allocated: Go ends the process, or the system does, where memory
// runs out.
package memory

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
)

// asked is a number of bytes from which on there is a question.
const asked = 1 << 20

var limit atomic.Pointer[func(bytes uint64) error]

// SetLimit has Refused ask f, in place of looking at what the machine has as
// with nil.
func SetLimit(f func(bytes uint64) error) { limit.Store(&f) }

// Refused is why so many more bytes can't be had, nil if they can.
func Refused(bytes uint64) error {
	if bytes < asked {
		return nil
	}
	if f := limit.Load(); f != nil && *f != nil {
		return (*f)(bytes)
	}
	return machine.refused(bytes)
}

// An Error says how many bytes were asked for, and why they can't be had.
type Error struct{ Asked, Used, Total uint64 }

func (e *Error) Error() string {
	const gib = 1 << 30
	return fmt.Sprintf("out of memory: it asks for %.3g GiB, %.3g GiB are in use, the machine has %.3g GiB",
		float64(e.Asked)/gib, float64(e.Used)/gib, float64(e.Total)/gib)
}

// A bound is a number of bytes, 0 where it is not known.
type bound uint64

var machine = bound(Total())

// refused looks at what is in use only where much is asked for.
func (b bound) refused(bytes uint64) error {
	total := uint64(b)
	if bytes < total/64 || total == 0 || bytes <= total && bytes+inUse() <= total {
		return nil
	}
	if bytes <= total {
		runtime.GC()
	}
	if used := inUse(); bytes > total || bytes+used > total {
		return &Error{Asked: bytes, Used: used, Total: total}
	}
	return nil
}

// inUse is what the heap takes, garbage included.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
