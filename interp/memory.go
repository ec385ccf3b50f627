package interp

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// memoryVar is the environment variable that limits the memory of a worker:
// a size like 8GiB or 500MB, or off.
const memoryVar = "GOJAC_MEMORY"

// memoryLimit returns how many bytes cells may use, 0 for no limit: what the
// environment says, or 60 % of the machine's memory.
func memoryLimit() int64 {
	set := os.Getenv(memoryVar)
	if set == "off" {
		return 0
	}
	if n, ok := parseSize(set); ok {
		return n
	}
	return totalMemory() / 10 * 6
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

// tuneCollector lets the heap grow to five times what is in use, which makes
// cells faster, but collects as often as needed to stay below the limit.
func tuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if limit := memoryLimit(); limit > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
