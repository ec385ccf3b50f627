package ad

import (
	"reflect"
	"runtime"
	"testing"
)

// TestResolveTellsClosuresApart makes derived functions, lets them go, and
// makes closures that may get their addresses: none is taken for another.
func TestResolveTellsClosuresApart(t *testing.T) {
	for i := range 2000 {
		x := float64(i)
		old := func(y float64) float64 { return x * y }
		derived.add(reflect.ValueOf(old), Func{Name: "old"})
		if i%50 == 0 {
			runtime.GC()
		}
		fresh := func(y float64) float64 { return x + y }
		if f := derived.find(reflect.ValueOf(fresh)); f != nil {
			t.Fatalf("%d: a new closure was taken for %s", i, f.Name)
		}
		if f := derived.find(reflect.ValueOf(old)); f == nil || f.Name != "old" {
			t.Fatalf("%d: lost %v", i, f)
		}
		runtime.KeepAlive(old)
		runtime.KeepAlive(fresh)
	}
	for range 50 {
		runtime.GC()
	}
	if n := len(derived.known); n > 1500 {
		t.Errorf("%d entries are left of closures that are gone", n)
	}
}
