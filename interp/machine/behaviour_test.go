package machine

import (
	"errors"
	"go/types"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"
)

// fails calls a function that has to fail and gives the error.
func (p *program) fails(t *testing.T, name string) error {
	t.Helper()
	f := p.pkg.Func(name)
	if refs := p.m.Compile(f); refs != nil {
		t.Fatal(&refused{refs, p.fset})
	}
	_, err := p.m.Call(f)
	if err == nil {
		t.Fatalf("%s returned", name)
	}
	return err
}

func TestPanicHasItsChainOfCalls(t *testing.T) {
	p := mustLoad(t, `
import "sort"
func less(a []int, i, j int) bool {
	if a[i] == 3 {
		return a[i+100] < 0
	}
	return a[i] < a[j]
}
func run() {
	a := []int{5, 3, 1}
	sort.Slice(a, func(i, j int) bool {
		return less(a, i, j)
	})
}
`)
	err := p.fails(t, "run")
	var pn *Panic
	if !errors.As(err, &pn) {
		t.Fatal(err)
	}
	var got []string
	for _, f := range pn.Stack {
		pos := p.fset.Position(f.Pos)
		got = append(got, f.Func+" "+strings.TrimPrefix(pos.String(), "test.go:"))
	}
	want := "main.less 6:11, main.run$1 13:14, main.run 12:12"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if !strings.HasPrefix(err.Error(), "runtime error: index out of range [10") {
		t.Error(err)
	}
}

func TestInfiniteRecursion(t *testing.T) {
	p := mustLoad(t, `
import ("fmt"; "reflect"; "slices"; "sort"; "strings"; "sync")
func f(n int) int { return f(n+1) + 1 }
func plain() { f(0) }
type T struct{ n int }
func (t *T) M(a, b int, s string) (x, y int) { defer func() {}(); x, y = t.M(a, b, s); return }
func deferred() { new(T).M(1, 2, "") }
func inDefer() { defer inDefer(); panic(1) }
func recovering() { defer func() { recover(); recovering() }(); panic(1) }
func back() { sort.Slice([]int{1, 2, 3}, func(i, j int) bool { back(); return false }) }
func generic[E any](x []E) { slices.SortFunc(x, func(a, b E) int { generic(x); return 0 }) }
func generics() { generic([]string{"a", "b"}) }
type I interface { down(i I, pad [64]int) [64]int }
func (t T) down(i I, pad [64]int) [64]int { return i.down(i, pad) }
func ifaces() { T{}.down(T{}, [64]int{}) }
func large(a [1000]float64) float64 { a[0]++; return large(a) + a[1] }
func frames() { large([1000]float64{}) }
type S struct{ x int }
func (s S) String() string { return "S" + fmt.Sprint(s) }
func stringers() { _ = S{1}.String() }
func reflection() { reflect.ValueOf(reflection).Call(nil) }
func odd(a int8, b float32, c [2]int) (d [2]int) { g := strings.Map; _ = g; return reflect.ValueOf(odd).Call([]reflect.Value{reflect.ValueOf(a), reflect.ValueOf(b), reflect.ValueOf(c)})[0].Interface().([2]int) }
func oddly() { odd(1, 2, [2]int{}) }
func once() { var o sync.Once; o.Do(once) }
func seq(yield func(int) bool) { for x := range seq { if !yield(x) { return } } }
func ranges() { for range seq { } }
func values() { var g func(func()); g = func(h func()) { g(func() { h() }) }; g(func() {}) }
func bound() { m := new(T).N; m() }
func (t *T) N() { m := t.N; m() }
func again() int { return 42 }
`)
	p.m.cfg.MaxStack = 16 << 20
	for _, name := range []string{"plain", "deferred", "inDefer", "recovering", "back", "generics", "ifaces", "frames", "stringers", "reflection", "oddly", "once", "ranges", "values", "bound"} {
		t.Log(name)
		if err := p.fails(t, name); !strings.Contains(err.Error(), "stack overflow") {
			t.Error(name, err)
		}
		p.m.Resume()
	}
	if got := p.call(t, "again")[0].Int(); got != 42 {
		t.Error(got)
	}
}

func TestInterrupt(t *testing.T) {
	p := mustLoad(t, `
var n, cleaned int
func loop() { defer func() { cleaned++ }(); for { n++ } }
func receive() { <-make(chan int) }
func send() { make(chan int) <- 1 }
func choose() { select {} }
func stubborn() { for { func() { defer func() { recover() }(); for { n++ } }() } }
func get() (int, int) { return n, cleaned }
`)
	for _, name := range []string{"loop", "receive", "send", "choose", "stubborn"} {
		go func() {
			time.Sleep(20 * time.Millisecond)
			p.m.Interrupt()
		}()
		done := make(chan error, 1)
		go func() { done <- p.fails(t, name) }()
		select {
		case err := <-done:
			if err != ErrInterrupted {
				t.Error(name, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal(name, "goes on")
		}
		p.m.Resume()
	}
	out := p.call(t, "get")
	if out[0].Int() == 0 || out[1].Int() != 1 {
		t.Error(out[0], out[1])
	}
}

func TestPanicInGoroutine(t *testing.T) {
	reports := make(chan error, 1)
	p := mustLoad(t, `
func run() { go func() { var m map[string]int; m["a"] = 1 }() }
func wait() { run(); select {} }
`)
	p.m.cfg.Report = func(err error) { reports <- err }
	if err := p.fails(t, "wait"); err.Error() != "assignment to entry in nil map" {
		t.Error(err)
	}
	p.m.Resume()
	p.m.Finish()
	p.call(t, "run")
	select {
	case err := <-reports:
		if err.Error() != "assignment to entry in nil map" {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("nothing reported")
	}
}

func TestRedefineReachesOlderCallers(t *testing.T) {
	p := mustLoad(t, `
func f(x int) int { return x + 1 }
func g(x int) int { return 10 * f(x) }
func f2(x int) int { return x + 2 }
func f3(x int) int { return x + 3 }
var kept func(int) int
func keep() { kept = f }
func useKept(x int) int { return kept(x) }
`)
	p.call(t, "keep")
	obj := func(name string) *types.Func { return p.pkg.Func(name).Object().(*types.Func) }
	for _, step := range []struct {
		newer, old string
		want       int64
	}{{"", "", 20}, {"f2", "f", 30}, {"f3", "f2", 40}} {
		if step.newer != "" {
			p.m.Compile(p.pkg.Func(step.newer), p.pkg.Func(step.old))
			if err := p.m.Redefine(obj(step.newer), obj(step.old)); err != nil {
				t.Fatal(err)
			}
		}
		if got := p.call(t, "g", 1)[0].Int(); got != step.want {
			t.Errorf("after %s: %d, want %d", step.newer, got, step.want)
		}
	}
	if got := p.call(t, "useKept", 1)[0].Int(); got != 2 {
		t.Errorf("a kept function changed: %d", got)
	}
}

// TestRedefinedTwiceFromTheFirst redefines what was redefined, as methods are, and compiles all again.
func TestRedefinedTwiceFromTheFirst(t *testing.T) {
	p := mustLoad(t, `
func f(x int) int { return x + 1 }
func g(x int) int { return 10 * f(x) }
func f2(x int) int { return x + 2 }
func f3(x int) int { return x + 3 }
`)
	p.m.Compile(p.pkg.Func("f"), p.pkg.Func("f2"), p.pkg.Func("f3"))
	obj := func(name string) *types.Func { return p.pkg.Func(name).Object().(*types.Func) }
	for _, newer := range []string{"f2", "f3"} {
		if err := p.m.Redefine(obj(newer), obj("f")); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"f3", "f2"} { // in any order
		s := p.m.known(obj(name))
		s.set(s.code)
	}
	if got := p.call(t, "g", 1)[0].Int(); got != 40 {
		t.Errorf("%d, want 40", got)
	}
}

func TestFuncValues(t *testing.T) {
	p := mustLoad(t, `
type P struct{ X float64; s string }
func adder(k float64) func(float64) float64 { return func(x float64) float64 { return x + k } }
func odd(a int8, p P, f float32) (string, P, error) { p.X += float64(f); return p.s, p, nil }
func getOdd() func(int8, P, float32) (string, P, error) { return odd }
func less(a []int) func(i, j int) bool { return func(i, j int) bool { return a[i] < a[j] } }
`)
	f := p.call(t, "adder", 2.5)[0]
	if got := f.Interface().(func(float64) float64)(1); got != 3.5 {
		t.Error(got)
	}
	fn, captured, ok := p.m.Closure(f)
	if !ok || fn.Name() != "adder$1" || len(captured) != 1 || captured[0].Elem().Float() != 2.5 {
		t.Error(fn, captured, ok)
	}
	if _, _, ok := p.m.Closure(reflect.ValueOf(strings.ToUpper)); ok {
		t.Error("strings.ToUpper was not made here")
	}
	g := p.call(t, "getOdd")[0]
	arg := reflect.New(g.Type().In(1)).Elem()
	arg.Field(0).SetFloat(1)
	out := g.Call([]reflect.Value{reflect.ValueOf(int8(1)), arg, reflect.ValueOf(float32(2))})
	if out[1].Field(0).Float() != 3 || !out[2].IsNil() {
		t.Error(out)
	}
	a := []int{3, 1, 2}
	sort.Slice(a, p.call(t, "less", a)[0].Interface().(func(i, j int) bool))
	if !sort.IntsAreSorted(a) {
		t.Error(a)
	}
}

func TestMethodOfGenericIsRefused(t *testing.T) {
	_, err := load("test.go", "package main\nimport \"unique\"\ntype T struct{ n int }\nfunc main() {\n\tvar h unique.Handle[T]\n\th.Value()\n}")
	if err == nil || !strings.HasPrefix(err.Error(), "test.go:6:9: calling (unique.Handle[") {
		t.Error(err)
	}
}

func TestRefusalChangesNothing(t *testing.T) {
	_, err := load("test.go", "package main\nimport \"runtime/debug\"\nfunc main() {\n\tdebug.SetMaxStack(0)\n}")
	if err == nil || err.Error() != "test.go:4:19: calling runtime/debug.SetMaxStack is not supported\n" {
		t.Error(err)
	}
}
