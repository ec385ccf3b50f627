package interp

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/gojac/gojac/display"
)

// TestMemory measures what cells leave behind: a variable that is set again
// gives its old value back, and a cell keeps little of itself.
func TestMemory(t *testing.T) {
	s := NewSession(Host{})
	n := 0
	kept := func(times int, code func(i int) string) int {
		before := heap()
		for i := range times {
			n++
			if o := s.Run(Cell{N: n, Code: code(i)}, func(display.Bundle) {}); o.Error != nil {
				t.Fatalf("%s: %v", code(i), o.Error)
			}
		}
		return (heap() - before) / times
	}
	same := func(code string) func(int) string { return func(int) string { return code } }
	for _, code := range []string{
		"b := make([]byte, 1<<20)",
		"var c = make([]byte, 1<<20)",
		"make([]byte, 1<<20)",
		"func g() []byte { return make([]byte, 1<<20) }\nd := g()",
		"x := make([]int, 1<<17); f := func() int { return len(x) }",
		"type T struct{ b [1 << 20]byte }\nt := &T{}",
	} {
		if k := kept(200, same(code)); k > 64<<10 {
			t.Errorf("%q keeps %d bytes each time", code, k)
		}
	}
	if k := kept(2000, same("1 + 2")); k > 2<<10 {
		t.Errorf("a constant keeps %d bytes", k)
	}
	if k := kept(2000, same("k := 1 + 2\nk")); k > 8<<10 {
		t.Errorf("a small cell keeps %d bytes", k)
	}
	if k := kept(500, func(i int) string { return fmt.Sprintf("func h() int { return %d }", i) }); k > 20<<10 {
		t.Errorf("a function declared again keeps %d bytes", k)
	}
	if k := kept(500, func(i int) string { return fmt.Sprintf("v%d := %d", i, i) }); k > 20<<10 {
		t.Errorf("a cell with a new variable keeps %d bytes", k)
	}
}

// TestCollector leaves behind more than may gather, and then less.
func TestCollector(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // or the runtime may come first
	c := newCollector()
	runtime.GC()
	collections := func() uint32 {
		c.collected <- struct{}{} // when it is not at work any more
		<-c.collected
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumForcedGC
	}
	var left [][]byte
	for range 2 * int(max(gathered, heap()/2)) / (64 << 10) {
		left = append(left, make([]byte, 64<<10))
	}
	before := collections()
	c.between()
	if n := collections() - before; n != 1 {
		t.Errorf("collected %d times, want once", n)
	}
	runtime.KeepAlive(left)
	runtime.GC()
	before = collections()
	c.between()
	if n := collections() - before; n != 0 {
		t.Errorf("collected %d times though nothing was left behind", n)
	}
}

// heap returns the bytes in use.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
