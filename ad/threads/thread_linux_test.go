package threads

import (
	"runtime"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// TestProcessors: a helper keeps off the processor of who calls it, started
// for it or woken.
func TestProcessors(t *testing.T) {
	var may unix.CPUSet
	if err := unix.SchedGetaffinity(0, &may); err != nil || may.Count() < 2 {
		t.Skip("this needs two processors")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	runtime.LockOSThread() // its thread ends with the test
	caller := unix.Gettid()
	for round := range 4 {
		cpu := 0
		for seen := round % 2; !may.IsSet(cpu) || seen > 0; cpu++ {
			if may.IsSet(cpu) {
				seen--
			}
		}
		var here unix.CPUSet
		here.Set(cpu)
		if err := unix.SchedSetaffinity(caller, &here); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "no helper looks for work", func() bool { return awake.Load() == 0 })
		var met sync.WaitGroup
		met.Add(2)
		Run(2, 2, func(int) {
			met.Done()
			met.Wait()
			if unix.Gettid() == caller {
				return
			}
			var its unix.CPUSet
			if err := unix.SchedGetaffinity(0, &its); err != nil || its.IsSet(cpu) || its.Count() != may.Count()-1 {
				t.Errorf("called from processor %d, a helper may run on %d of %d processors, also there: %v, %v",
					cpu, its.Count(), may.Count(), its.IsSet(cpu), err)
			}
		})
	}
}
