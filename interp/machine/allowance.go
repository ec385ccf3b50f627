package machine

import (
	"fmt"
	"runtime"
	"runtime/metrics"
)

// A MemoryError is the panic of an allocation that would go beyond
// Config.MaxMemory, and, with nothing asked, what a run is stopped with that
// has gone beyond it in small steps.
type MemoryError struct{ Asked, Used, Limit uint64 }

func (e *MemoryError) Error() string {
	if e.Asked == 0 {
		return fmt.Sprintf("out of memory: %s are in use, the limit is %s", amount(e.Used), amount(e.Limit))
	}
	return fmt.Sprintf("out of memory: the cell asks for %s, %s are in use, the limit is %s", amount(e.Asked), amount(e.Used), amount(e.Limit))
}

func (*MemoryError) RuntimeError() {}

// amount words an amount of memory.
func amount(n uint64) string {
	switch f := float64(n); {
	case n >= 1<<30:
		return fmt.Sprintf("%.3g GiB", f/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MiB", f/(1<<20))
	}
	return fmt.Sprintf("%d bytes", n)
}

// largeAlloc is the size from which on an allocation is asked for.
const largeAlloc = 1 << 20

// Ask panics with a *MemoryError if n more bytes are more than the limit
// leaves, once the garbage is collected.
func (m *Machine) Ask(n uint64) {
	if err := m.refused(n); err != nil {
		panic(err)
	}
}

// Refused is a *MemoryError if n more bytes can't be had. Compiled code asks
// that allocates on behalf of a cell.
func (m *Machine) Refused(n uint64) error {
	if err := m.refused(n); err != nil {
		return err
	}
	return nil
}

func (m *Machine) refused(n uint64) *MemoryError {
	limit := uint64(m.cfg.MaxMemory)
	if n < largeAlloc || limit == 0 || n <= limit && inUse()+n <= limit {
		return nil
	}
	if n <= limit {
		runtime.GC()
	}
	if used := inUse(); n > limit || used+n > limit {
		return &MemoryError{Asked: n, Used: used, Limit: limit}
	}
	return nil
}

// askFor is Ask for n values of some size, both of which may be absurd.
func (m *Machine) askFor(n int, size uintptr) {
	if uintptr(n) >= largeAlloc/max(size, 1) {
		m.Ask(uint64(n) * uint64(size))
	}
}

// inUse is what the heap and the stacks take, garbage included.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() + s[1].Value.Uint64()
}

// CheckMemory stops the run if what the last collection left is beyond the
// limit. It is to be called now and then while a cell runs.
func (m *Machine) CheckMemory() {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	used, limit := s[0].Value.Uint64()+s[1].Value.Uint64(), uint64(m.cfg.MaxMemory)
	if limit > 0 && used > limit {
		m.run.Load().halt(m, &MemoryError{Used: used, Limit: limit}, nil)
	}
}
