package interp

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"

	"github.com/gojac/gojac/ad/memory"
)

// memoryVar is the environment variable that limits the memory of a worker, as
// a MemoryLimit's text does.
const memoryVar = "GOJAC_MEMORY"

// A MemoryLimit is how many bytes cells may use. Its text is a size like 8GiB
// or 500MB, or off; the zero value, whose text is empty, is 60 % of the memory
// of the machine, or of the container.
type MemoryLimit struct{ text string }

// UnmarshalText reads a limit.
func (l *MemoryLimit) UnmarshalText(text []byte) error {
	s := string(text)
	if _, ok := parseSize(s); !ok && s != "" && s != "off" {
		return fmt.Errorf("%q is no size of memory: want one like 8GiB or 500MB, or off", s)
	}
	l.text = s
	return nil
}

// MarshalText writes a limit as UnmarshalText reads it.
func (l MemoryLimit) MarshalText() ([]byte, error) { return []byte(l.text), nil }

// EnvironmentMemory is the limit that the environment variable GOJAC_MEMORY sets.
func EnvironmentMemory() (MemoryLimit, error) {
	var l MemoryLimit
	if err := l.UnmarshalText([]byte(os.Getenv(memoryVar))); err != nil {
		return l, fmt.Errorf("environment variable %s: %w", memoryVar, err)
	}
	return l, nil
}

// bytes returns the limit, 0 for none.
func (l MemoryLimit) bytes() int64 {
	if l.text == "off" {
		return 0
	}
	if n, ok := parseSize(l.text); ok {
		return n
	}
	return memory.Total() / 10 * 6
}

var units = []struct {
	suffix string
	bytes  float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
	{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"t", 1 << 40}, {"b", 1}, {"", 1},
}

// parseSize reads a size such as 8GiB.
func parseSize(s string) (int64, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, u := range units {
		if number, ok := strings.CutSuffix(s, u.suffix); ok {
			x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			return int64(x * u.bytes), err == nil && x > 0
		}
	}
	return 0, false
}

// memoryLimit is the limit of this process, whose parent has seen that it is well written.
func memoryLimit() MemoryLimit {
	l, _ := EnvironmentMemory()
	return l
}

// A collector collects between cells what cells leave behind, so that what they keep does
// not end up scattered among it: a page is given back only when all of it is free.
type collector struct {
	samples   []metrics.Sample
	collected chan struct{} // holds one while it is at work
}

// gathered is how much may be left behind until it is collected, in bytes; where more
// than twice as much is in use, half of that.
const gathered = 4 << 20

func newCollector() *collector {
	return &collector{
		samples:   []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}},
		collected: make(chan struct{}, 1),
	}
}

// between is called when a cell is done.
func (c *collector) between() {
	metrics.Read(c.samples)
	if objects, live := c.samples[0].Value.Uint64(), c.samples[1].Value.Uint64(); objects < live+max(gathered, live/2) {
		return
	}
	select {
	case c.collected <- struct{}{}:
		go func() {
			runtime.GC()
			<-c.collected
		}()
	default:
	}
}

// tuneCollector lets the heap grow to five times what is in use, which makes
// cells faster, but collects as often as needed to stay below the limit.
func tuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if limit := memoryLimit().bytes(); limit > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
