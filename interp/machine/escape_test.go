package machine

import (
	"go/types"
	"testing"
	"time"

	"golang.org/x/tools/go/ssa"
)

const escapeSource = `
import "time"
type P struct{ x, y int; s [3]int; e any; next *P }
var kept []*int
var started, gate int

func inc(p *int) { *p++ }
func incDeep(p *int, n int) { if n > 0 { incDeep(p, n-1); return }; inc(p) }
func keep(p *int) { *p++; kept = append(kept, p) }
func keepDeep(p *int, n int) { if n > 0 { keepDeep(p, n-1); return }; keep(p) }
func (p *P) move(d int) { p.x += d; p.s[1] += d }
func ident(p *int) *int { return p }

func lent() int { s := 0; for i := range 4 { x := i; incDeep(&x, 3); s = 10*s + x }; return s }
func escaping() int {
	kept = nil
	for i := range 3 { x := i; keepDeep(&x, 2) }
	return *kept[0]*100 + *kept[1]*10 + *kept[2]
}
func returned() int { var ps []*int; for i := range 3 { x := i + 1; ps = append(ps, ident(&x)) }; return *ps[0]*100 + *ps[1]*10 + *ps[2] }
func chosen(b bool) int { x, y := 1, 2; p := &x; if b { p = &y }; *p = 7; return 10*x + y }
func methods() int { var p P; for i := range 5 { p.move(i) }; q := p; p.move(100); return q.x*10 + q.s[1] }
func order() int { var p P; p.x = 3; a := p.x; p.x = 5; b := p.x; p.x, p.y = b*10+a, p.x; return p.x*10 + p.y }
func swap() int { a := [2]int{1, 2}; a[0], a[1] = a[1], a[0]; b := a; a[0] = 9; return b[0]*100 + b[1]*10 + a[0] }
func fresh() int { s := 0; for i := range 3 { var p P; if p.x != 0 || p.e != nil { return -1 }; p.x, p.e = i+1, i; p.move(1); s = 10*s + p.x }; return s }
func captured() int { x := 1; f := func() { x++ }; f(); f(); return x }
func stored() int { var head *P; for i := range 3 { p := P{x: i, next: head}; head = &p }; return head.x*100 + head.next.x*10 + head.next.next.x }
func deferred() (n int) { defer inc(&n); n = 4; return n }
func recovered() (n int) { x := 5; defer func() { recover(); n = x }(); inc(&x); var p *int; *p = 1; return 0 }
func same() bool { x, y := 1, 1; p := &x; return p == &x && &x != &y }

func wait() { started++; for gate < started { time.Sleep(time.Millisecond) } }
func f(p *int) { wait(); *p++ }
func f2(p *int) { kept = append(kept, p); wait(); *p++ }
func calls() int { for i := range 3 { x := 10 * i; f(&x) }; return *kept[0]*100 + *kept[1] }
func pass() { gate++ }
func begun() int { return started }
`

// TestVariablesInFrames: a variable is anew each time, and lives as long as its address.
func TestVariablesInFrames(t *testing.T) {
	p := mustLoad(t, escapeSource)
	for _, c := range []struct {
		name string
		want int64
	}{
		{"lent", 1234}, {"escaping", 123}, {"returned", 123}, {"methods", 110}, {"order", 535}, {"swap", 219},
		{"fresh", 234}, {"captured", 3}, {"stored", 210}, {"deferred", 5}, {"recovered", 6},
	} {
		for range 2 { // the second time in frames used before
			if got := p.call(t, c.name)[0].Int(); got != c.want {
				t.Errorf("%s: %d, want %d", c.name, got, c.want)
			}
		}
	}
	if got := p.call(t, "chosen", true)[0].Int(); got != 17 {
		t.Errorf("chosen: %d, want 17", got)
	}
	if !p.call(t, "same")[0].Bool() {
		t.Error("addresses of one variable differ, or of two are the same")
	}
}

func TestWhichVariablesLieInFrames(t *testing.T) {
	p := mustLoad(t, escapeSource)
	for name, want := range map[string]bool{"lent": true, "methods": true, "escaping": false, "returned": false, "captured": false, "stored": false, "deferred": false} {
		f := p.pkg.Func(name)
		x := &compiler{m: p.m, f: f, batch: &batch{m: p.m, uses: map[loan]*addressUses{}}}
		all := true
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if a, ok := in.(*ssa.Alloc); ok && a.Heap && a.Comment != "varargs" {
					ok, _ := x.framed(a)
					all = all && ok
				}
			}
		}
		if all != want {
			t.Errorf("%s: variables in the frame: %t, want %t", name, all, want)
		}
	}
}

// TestRedefinitionKeepsAddress: a call is in progress whose variables lie in
// its frame, and what it calls becomes a function that keeps their addresses.
func TestRedefinitionKeepsAddress(t *testing.T) {
	p := mustLoad(t, escapeSource)
	obj := func(name string) *types.Func { return p.pkg.Func(name).Object().(*types.Func) }
	p.m.Compile(p.pkg.Func("f2"))
	got := make(chan int64, 1)
	go func() { got <- p.call(t, "calls")[0].Int() }()
	for p.call(t, "begun")[0].Int() == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := p.m.Redefine(obj("f2"), obj("f")); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p.call(t, "pass")
	}
	select {
	case n := <-got:
		if n != 1121 {
			t.Errorf("the kept variables: %d, want 1121", n)
		}
	case <-time.After(20 * time.Second):
		t.Error("the call did not return")
	}
}
