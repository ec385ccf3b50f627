package interp

import (
	"fmt"
	"runtime"
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
	if k := kept(2000, same("k := 1 + 2\nk")); k > 20<<10 {
		t.Errorf("a small cell keeps %d bytes", k)
	}
	if k := kept(500, func(i int) string { return fmt.Sprintf("v%d := %d", i, i) }); k > 20<<10 {
		t.Errorf("a cell with a new variable keeps %d bytes", k)
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
