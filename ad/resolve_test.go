package ad

import (
	"reflect"
	"runtime"
	"testing"
	"time"
)

type doubling struct{}

func (doubling) Trace(in []*Tensor) []*Tensor  { return []*Tensor{in[0].Mul(in[0])} }
func (doubling) Symbolic() (Expression, error) { return nil, &Error{Op: "Symbolic", Detail: "none"} }
func (doubling) Source() string                { return "" }

// TestDerivedIsForgotten makes many gradients and lets them go: what is known
// of them must go too, or a training loop would fill the memory.
func TestDerivedIsForgotten(t *testing.T) {
	f := &Func{Value: reflect.ValueOf(func(x float64) float64 { return x * x }), Program: doubling{}}
	known := func() int {
		derived.mu.Lock()
		defer derived.mu.Unlock()
		return len(derived.known)
	}
	kept := Apply(gradVerb, f, nil, f.Value.Type())
	for range 1000 {
		Apply(gradVerb, f, nil, f.Value.Type())
	}
	if known() < 500 {
		t.Fatalf("%d functions known; they were never registered", known())
	}
	for range 100 {
		runtime.GC()
		if known() < 100 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if n := known(); n >= 100 {
		t.Errorf("%d functions are still known after they were let go", n)
	}
	if Resolve(kept).Program == nil {
		t.Error("a function still held was forgotten")
	}
}
