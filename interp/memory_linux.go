package interp

import (
	"os"
	"strings"
)

// totalMemory is the memory of this machine, or of the container.
func totalMemory() int64 {
	var total int64
	info, _ := os.ReadFile("/proc/meminfo")
	if _, rest, ok := strings.Cut(string(info), "MemTotal:"); ok {
		line, _, _ := strings.Cut(rest, "\n")
		total, _ = parseSize(line)
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		text, _ := os.ReadFile(file)
		if n, ok := parseSize(string(text)); ok && (total == 0 || n < total) {
			total = n
		}
	}
	return total
}
