package machine

import (
	"testing"
	"time"
)

const speedSource = `
import ("math"; "sort")
type P struct{ x, y float64 }
func (p *P) add(d float64) { p.x += d }
type I interface { get() int }
type V int
func (v V) get() int { return int(v) }
func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }
func floats(n int) float64 { s, x, y := 0.0, 1.5, 0.25; for i := 0; i < n; i++ { s += x*y }; return s }
func ints(n int) int { k := 0; for i := 0; i < n; i++ { k = i }; return k }
func maps(n int) int { m := map[int]int{}; for i := 0; i < n; i++ { m[i%1000] += i }; return len(m) }
func methods(n int) float64 { p := &P{}; for i := 0; i < n; i++ { p.add(1) }; return p.x }
func closures(n int) int { c := 0; f := func() { c++ }; for i := 0; i < n; i++ { f() }; return c }
func ifaces(n int) int { var v I = V(3); s := 0; for i := 0; i < n; i++ { s += v.get() }; return s }
func sins(n int) float64 { s := 0.0; for i := 0; i < n; i++ { s += math.Sin(1) }; return s }
func hypots(n int) float64 { s := 0.0; for i := 0; i < n; i++ { s += math.FMA(1,2,3) }; return s }
func sorts(n int) int { a := make([]int, n); for i := range a { a[i] = (i*7919)%n }; sort.Slice(a, func(i, j int) bool { return a[i] < a[j] }); return a[10] }
func slices(n int) int { a := make([]int, 1000); for i := 0; i < n; i++ { a[i%1000] += i }; return a[5] }
func matmul(n int) float64 {
	a, b, c := make([][]float64, n), make([][]float64, n), make([][]float64, n)
	for i := range a { a[i], b[i], c[i] = make([]float64, n), make([]float64, n), make([]float64, n); for j := range a[i] { a[i][j] = float64(i+j); b[i][j] = float64(i-j) } }
	for i := 0; i < n; i++ { for j := 0; j < n; j++ { s := 0.0; for k := 0; k < n; k++ { s += a[i][k]*b[k][j] }; c[i][j] = s } }
	return c[3][4]
}
`

// TestSpeed prints what the usual loops take; it judges nothing.
func TestSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	p := mustLoad(t, speedSource)
	for _, b := range []struct {
		name string
		n    int
	}{{"fib", 30}, {"floats", 10e6}, {"ints", 10e6}, {"maps", 1e6}, {"methods", 1e6}, {"closures", 1e6}, {"ifaces", 1e6}, {"sins", 1e6}, {"hypots", 1e6}, {"sorts", 1e5}, {"slices", 1e6}, {"matmul", 100}} {
		p.call(t, b.name, 20)
		best := time.Hour
		for range 3 {
			start := time.Now()
			p.call(t, b.name, b.n)
			best = min(best, time.Since(start))
		}
		t.Logf("%-9s %8.1f ms", b.name, best.Seconds()*1000)
	}
}
