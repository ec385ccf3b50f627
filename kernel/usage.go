package kernel

import (
	"context"
	"os"
	"runtime"
	"sync"
	"time"
)

// usageReply is what ipykernel answers to a usage_request, which the extension
// jupyter-resource-usage sends. What is not known is left out.
type usageReply struct {
	Hostname   string      `json:"hostname"`
	PID        int         `json:"pid"`
	CPUs       int         `json:"cpu_count"`
	CPU        *float64    `json:"kernel_cpu,omitempty"`       // percent of one CPU, since the last request
	Memory     *int64      `json:"kernel_memory,omitempty"`    // bytes; what is shared with others counts in part
	HostCPU    *float64    `json:"host_cpu_percent,omitempty"` // since the last request
	HostMemory *hostMemory `json:"host_virtual_memory,omitempty"`
}

// A hostMemory has the fields of psutil.virtual_memory, in bytes but for Percent.
type hostMemory struct {
	Total     int64   `json:"total"`
	Available int64   `json:"available"`
	Percent   float64 `json:"percent"`
	Used      int64   `json:"used"`
	Free      int64   `json:"free"`
	Active    int64   `json:"active"`
	Inactive  int64   `json:"inactive"`
	Buffers   int64   `json:"buffers"`
	Cached    int64   `json:"cached"`
	Shared    int64   `json:"shared"`
	Slab      int64   `json:"slab"`
}

// A usageMeter knows what had been used when it was last asked.
type usageMeter struct {
	mu         sync.Mutex
	at         time.Time
	processes  map[int]time.Duration // CPU time by process
	busy, idle float64               // of the host's CPUs, in any unit
}

// usage is answered on control, so that it is while a cell runs.
func usage(_ context.Context, r *request, _ none) (any, error) {
	reply := usageReply{PID: os.Getpid(), CPUs: runtime.NumCPU(), HostMemory: readHostMemory()}
	reply.Hostname, _ = os.Hostname()
	m := &r.kernel.usage
	m.mu.Lock()
	defer m.mu.Unlock()
	m.measureProcesses(&reply, time.Now())
	m.measureHost(&reply)
	return reply, nil
}

// measureProcesses fills in what the kernel and its workers use together. A process that is new since
// the last request counts from the next on.
func (m *usageMeter) measureProcesses(reply *usageReply, now time.Time) {
	used, memory, ok := readProcesses(reply.PID)
	if !ok {
		return
	}
	percent := 0.0
	if elapsed := now.Sub(m.at); !m.at.IsZero() && elapsed > 0 {
		for pid, t := range used {
			if before, known := m.processes[pid]; known {
				percent += 100 * float64(t-before) / float64(elapsed)
			}
		}
	}
	reply.CPU, reply.Memory = &percent, &memory
	m.processes, m.at = used, now
}

// measureHost fills in how busy all CPUs were; the first time there is nothing to say.
func (m *usageMeter) measureHost(reply *usageReply) {
	busy, idle, ok := readHostCPU()
	if !ok {
		return
	}
	if total := busy - m.busy + idle - m.idle; m.busy > 0 && total > 0 {
		percent := 100 * (busy - m.busy) / total
		reply.HostCPU = &percent
	}
	m.busy, m.idle = busy, idle
}
