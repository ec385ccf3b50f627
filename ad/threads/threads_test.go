package threads

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestRun: every piece is done once, whatever the number of threads, and Run
// returns after all of them; also when goroutines ask at once, and when a
// piece asks itself.
func TestRun(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for pieces := range 60 {
				done := make([]atomic.Int32, pieces)
				Run(1+pieces%5, pieces, func(i int) {
					if i%7 == 0 {
						var inner atomic.Int32
						Run(2, 3, func(int) { inner.Add(1) })
						if n := inner.Load(); n != 3 {
							t.Errorf("%d of 3 inner pieces", n)
						}
					}
					done[i].Add(1)
				})
				for i := range done {
					if n := done[i].Load(); n != 1 {
						t.Errorf("piece %d of %d was done %d times", i, pieces, n)
					}
				}
			}
		})
	}
	all.Wait()
}

// TestTogether: pieces run at the same time. Each waits for the other.
func TestTogether(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var met sync.WaitGroup
	met.Add(2)
	Run(2, 2, func(int) {
		met.Done()
		met.Wait()
	})
}

// TestEnd: helpers fall asleep, wake, and end by themselves.
func TestEnd(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for range 3 {
		Run(4, 100, func(int) {})
		waitFor(t, "no helper looks for work", func() bool { return awake.Load() == 0 })
	}
	waitFor(t, "no helper sleeps", func() bool {
		bedroom.Lock()
		defer bedroom.Unlock()
		return len(asleep) == 0
	})
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 10000 {
		if holds() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("it is not so after ten seconds that %s", what)
}

func TestCount(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	defer Set(0)
	for _, c := range [][2]int{{0, 4}, {1, 1}, {3, 3}, {9, 4}, {-1, 4}} {
		if Set(c[0]); Count() != c[1] {
			t.Errorf("%d threads of %d asked for on 4 processors", Count(), c[0])
		}
	}
}
