package memory

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Total is the memory of this machine, or of the container.
func Total() int64 {
	var total int64
	info, _ := os.ReadFile("/proc/meminfo")
	if _, rest, ok := strings.Cut(string(info), "MemTotal:"); ok {
		fmt.Sscan(rest, &total)
		total <<= 10 // it is given in KiB
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		text, _ := os.ReadFile(file)
		if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && (total == 0 || n < total) {
			total = n
		}
	}
	return total
}
