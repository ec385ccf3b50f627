package lift

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/fn"
	"golang.org/x/tools/go/ssa"
)

const endless = `package p
func spin(x float64) float64 { for x == x { x = x + 1 - 1 }; return x }
func down(x float64) float64 { return down(x-1) + 1 }
func check(x float64) float64 { if x < 0 { panic("negative") }; return x }
func index(x float64) float64 { s := []float64{x}; return s[int(x)] }
func div(x float64) float64 { return float64(10 / int(x)) }
`

// failure is what f panics with.
func failure(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	f()
	return nil
}

func TestStops(t *testing.T) {
	u := build(t, endless)
	stop := new(atomic.Bool)
	u.lift.cfg.Host.Stop = stop
	f := u.fn(t, "spin")
	c := fn.NewClosure(f, nil)
	runs := map[string]func(){
		"run":   func() { f.Call([]float64{1}) },
		"dual":  func() { c.Tangent([][]float64{{1}}, [][]float64{{1}}) },
		"trace": func() { c.Trace([]*ad.Tensor{ad.Scalar(1)}) },
	}
	for name, run := range runs {
		stop.Store(false)
		time.AfterFunc(5*time.Millisecond, func() { stop.Store(true) })
		if err := failure(run); !errors.Is(err, fn.ErrStopped) {
			t.Errorf("%s: stopped with %v", name, err)
		}
	}
}

func TestRunTimeErrors(t *testing.T) {
	u := build(t, endless)
	for _, tt := range []struct {
		name string
		x    float64
		want string
	}{
		{"down", 1, "cell 1:3:39: down: calls nest deeper than"},
		{"check", -1, "cell 1:4:49: check: panic: negative"},
		{"index", 3, "index out of range [3] with length 1"},
		{"div", 0, "integer divide by zero"},
	} {
		f := u.fn(t, tt.name)
		c := fn.NewClosure(f, nil)
		runs := map[string]func(){
			"run":   func() { f.Call([]float64{tt.x}) },
			"dual":  func() { c.Tangent([][]float64{{tt.x}}, [][]float64{{1}}) },
			"tape":  func() { c.Gradient([][]float64{{tt.x}}, nil, [][]float64{{1}}) },
			"trace": func() { c.Trace([]*ad.Tensor{ad.Scalar(tt.x)}) },
		}
		for how, run := range runs {
			if err := failure(run); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s, %s: error %v, want %s", tt.name, how, err, tt.want)
			}
		}
	}
}

// TestRedefined lifts again once a function that was called by name is another one.
func TestRedefined(t *testing.T) {
	u := build(t, "package p\nfunc f(x float64) float64 { return 2 * g(x) }\nfunc g(x float64) float64 { return x + 1 }\nfunc h(x float64) float64 { return x * x }\n")
	now := u.pkg.Func("g")
	u.lift.cfg.Callee = func(f *ssa.Function) *ssa.Function {
		if f == u.pkg.Func("g") {
			return now
		}
		return f
	}
	old := u.fn(t, "f")
	if u.fn(t, "f") != old {
		t.Error("lifted twice")
	}
	now = u.pkg.Func("h")
	again := u.fn(t, "f")
	if got := again.Call([]float64{3})[0]; got != 18 {
		t.Errorf("after redefinition f(3) = %v, want 18", got)
	}
	if got := old.Call([]float64{3})[0]; got != 8 {
		t.Errorf("the form taken before gives %v, want 8", got)
	}
}

// TestCaptures gives a closure its captured values, by value and by reference.
func TestCaptures(t *testing.T) {
	u := build(t, `package p
func outer(a float64, n int) func(float64) float64 {
	sum := 0.0
	return func(x float64) float64 {
		sum += x
		return a*x*float64(n) + sum
	}
}`)
	inner := u.pkg.Func("outer").AnonFuncs[0]
	f, err := u.lift.Func(inner)
	if err != nil {
		t.Fatal(err)
	}
	a, sum, n := 2.0, 10.0, 3
	at := map[string]any{"a": &a, "sum": &sum, "n": &n}
	var values []any
	for _, c := range u.lift.Captures(inner) {
		if inner.FreeVars[c.FreeVar].Name() != c.Name || c.ByRef != (c.Name == "sum") {
			t.Errorf("capture %+v", c)
		}
		values = append(values, at[c.Name])
	}
	c := fn.NewClosure(f, values)
	if got := c.Run(fn.Values{F: []float64{4}}).F[0]; got != 2*4*3+14 || sum != 14 {
		t.Errorf("got %v, sum %v", got, sum)
	}
	a = 5
	if err := failure(func() { c.Trace([]*ad.Tensor{ad.Scalar(1)}) }); err == nil || !strings.Contains(err.Error(), "it assigns to sum") {
		t.Errorf("derivative of a closure that assigns: %v", err)
	}
	if got := c.Run(fn.Values{F: []float64{1}}).F[0]; got != 5*3+15 {
		t.Errorf("after assigning to a: %v", got)
	}
}
