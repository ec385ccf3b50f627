package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is the unit of times in /proc, the same on every architecture.
const ticksPerSecond = 100

// readProcesses returns the CPU time of a process and of what it started, and their
// memory in bytes.
func readProcesses(pid int) (used map[int]time.Duration, memory int64, ok bool) {
	used = map[int]time.Duration{}
	for _, p := range descendants(pid) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p))
		if err != nil {
			continue // it is gone
		}
		_, rest, _ := strings.Cut(string(stat), ") ") // behind the name, which may hold anything
		fields := strings.Fields(rest)
		const user, system = 11, 12
		if len(fields) <= system {
			return nil, 0, false
		}
		ticks := number(fields[user]) + number(fields[system])
		used[p] = time.Duration(ticks) * time.Second / ticksPerSecond
		memory += readTable(fmt.Sprintf("/proc/%d/smaps_rollup", p))["Pss"]
	}
	return used, memory, len(used) > 0
}

// descendants returns pid and the processes that it started, directly or not.
func descendants(pid int) []int {
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", all[i]))
		for _, list := range lists {
			children, _ := os.ReadFile(list)
			for _, c := range strings.Fields(string(children)) {
				all = append(all, int(number(c)))
			}
		}
	}
	return all
}

// readHostMemory is what psutil says of the host's memory.
func readHostMemory() *hostMemory {
	t := readTable("/proc/meminfo")
	m := &hostMemory{
		Total: t["MemTotal"], Available: t["MemAvailable"], Free: t["MemFree"],
		Active: t["Active"], Inactive: t["Inactive"], Buffers: t["Buffers"],
		Cached: t["Cached"] + t["SReclaimable"], Shared: t["Shmem"], Slab: t["Slab"],
	}
	if m.Total == 0 {
		return nil
	}
	m.Used = m.Total - m.Available
	m.Percent = 100 * float64(m.Used) / float64(m.Total)
	return m
}

// readHostCPU returns how long all CPUs were busy and idle.
func readHostCPU() (busy, idle float64, ok bool) {
	stat, _ := os.ReadFile("/proc/stat")
	first, _, _ := strings.Cut(string(stat), "\n")
	fields := strings.Fields(first) // cpu user nice system idle iowait irq softirq steal guest …
	const idleAt, ioWaitAt, stealAt = 4, 5, 8
	if len(fields) <= stealAt {
		return 0, 0, false
	}
	for i, f := range fields[1 : stealAt+1] {
		if i+1 == idleAt || i+1 == ioWaitAt {
			idle += float64(number(f))
		} else {
			busy += float64(number(f))
		}
	}
	return busy, idle, true
}

// readTable reads lines such as "Pss:   123 kB", in bytes.
func readTable(path string) map[string]int64 {
	table := map[string]int64{}
	data, _ := os.ReadFile(path)
	for line := range strings.Lines(string(data)) {
		name, value, ok := strings.Cut(line, ":")
		if f := strings.Fields(value); ok && len(f) == 2 && f[1] == "kB" {
			table[name] = number(f[0]) << 10
		}
	}
	return table
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}
