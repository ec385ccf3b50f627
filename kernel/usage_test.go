package kernel

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestUsage asks twice: the second reply knows how busy the time between was.
func TestUsage(t *testing.T) {
	b := newBench(t)
	ask := func() (reply usageReply) {
		t.Helper()
		for _, line := range b.finish(b.send(control, "usage_request", `{}`)) {
			if _, content, ok := strings.Cut(line, "control usage_reply "); ok {
				if err := json.Unmarshal([]byte(content), &reply); err != nil {
					t.Fatal(err)
				}
				return reply
			}
		}
		t.Fatal("no reply")
		return
	}
	first := ask()
	if host, _ := os.Hostname(); first.PID != os.Getpid() || first.CPUs != runtime.NumCPU() || first.Hostname != host {
		t.Errorf("of process %d, %d CPUs, host %q", first.PID, first.CPUs, first.Hostname)
	}
	if runtime.GOOS != "linux" {
		return
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if m := *first.Memory; m < int64(stats.HeapInuse)/2 || m > 1<<40 {
		t.Errorf("the kernel's memory is %d bytes, of which %d are heap", m, stats.HeapInuse)
	}
	if h := first.HostMemory; h == nil || h.Total < *first.Memory || h.Available > h.Total || h.Used != h.Total-h.Available || h.Percent <= 0 || h.Percent >= 100 {
		t.Errorf("the host's memory: %+v", h)
	}
	if *first.CPU != 0 || first.HostCPU != nil {
		t.Errorf("busy %v and %v before anything was measured", *first.CPU, first.HostCPU)
	}
	busy := func() time.Duration { used, _, _ := readProcesses(os.Getpid()); return used[os.Getpid()] }
	for before := busy(); busy() < before+50*time.Millisecond; {
	}
	second := ask()
	if most := 100 * float64(second.CPUs) * 1.2; *second.CPU <= 0 || *second.CPU > most {
		t.Errorf("the kernel was busy %v %%, want more than 0 and at most %v", *second.CPU, most)
	}
	if c := second.HostCPU; c == nil || *c <= 0 || *c > 100 {
		t.Errorf("the host was busy %v %%", c)
	}
}
