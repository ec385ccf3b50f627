package main

import (
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
)

type Matrix [][]float64

func NewMatrix(r, c int) Matrix {
	m := make(Matrix, r)
	for i := range m {
		m[i] = make([]float64, c)
	}
	return m
}

func (m Matrix) Mul(o Matrix) (Matrix, error) {
	if len(m[0]) != len(o) {
		return nil, fmt.Errorf("shape (%d,%d) x (%d,%d)", len(m), len(m[0]), len(o), len(o[0]))
	}
	out := NewMatrix(len(m), len(o[0]))
	for i, row := range m {
		for j := range o[0] {
			for k, v := range row {
				out[i][j] += v * o[k][j]
			}
		}
	}
	return out, nil
}

func (m Matrix) Det() float64 {
	n := len(m)
	a := NewMatrix(n, n)
	for i := range m {
		copy(a[i], m[i])
	}
	det := 1.0
	for c := range n {
		p := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		if a[p][c] == 0 {
			return 0
		}
		if p != c {
			a[p], a[c] = a[c], a[p]
			det = -det
		}
		det *= a[c][c]
		for r := c + 1; r < n; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	return det
}

type Grid [9][9]int

func (g *Grid) ok(r, c, v int) bool {
	for i := range 9 {
		if g[r][i] == v || g[i][c] == v || g[r/3*3+i/3][c/3*3+i%3] == v {
			return false
		}
	}
	return true
}

func (g *Grid) Solve() bool {
	for r := range g {
		for c := range g[r] {
			if g[r][c] != 0 {
				continue
			}
			for v := 1; v <= 9; v++ {
				if g.ok(r, c, v) {
					g[r][c] = v
					if g.Solve() {
						return true
					}
					g[r][c] = 0
				}
			}
			return false
		}
	}
	return true
}

func queens(n int) (count int) {
	cols, d1, d2 := make([]bool, n), make([]bool, 2*n), make([]bool, 2*n)
	var place func(r int)
	place = func(r int) {
		if r == n {
			count++
			return
		}
		for c := 0; c < n; c++ {
			if cols[c] || d1[r+c] || d2[r-c+n] {
				continue
			}
			cols[c], d1[r+c], d2[r-c+n] = true, true, true
			place(r + 1)
			cols[c], d1[r+c], d2[r-c+n] = false, false, false
		}
	}
	place(0)
	return
}

type Life struct {
	cells map[[2]int]bool
}

func (l Life) Step() Life {
	n := map[[2]int]int{}
	for c := range l.cells {
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				if dx != 0 || dy != 0 {
					n[[2]int{c[0] + dx, c[1] + dy}]++
				}
			}
		}
	}
	out := Life{map[[2]int]bool{}}
	for c, k := range n {
		if k == 3 || k == 2 && l.cells[c] {
			out.cells[c] = true
		}
	}
	return out
}

func (l Life) String() string {
	var b strings.Builder
	for y := range 5 {
		for x := range 5 {
			if l.cells[[2]int{x, y}] {
				b.WriteByte('#')
			} else {
				b.WriteByte('.')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

type Trie struct {
	kids map[rune]*Trie
	end  bool
}

func (t *Trie) Add(w string) {
	for _, r := range w {
		if t.kids == nil {
			t.kids = map[rune]*Trie{}
		}
		if t.kids[r] == nil {
			t.kids[r] = new(Trie)
		}
		t = t.kids[r]
	}
	t.end = true
}

func (t *Trie) With(prefix string) (out []string) {
	for _, r := range prefix {
		if t = t.kids[r]; t == nil {
			return nil
		}
	}
	var walk func(t *Trie, s []rune)
	walk = func(t *Trie, s []rune) {
		if t.end {
			out = append(out, prefix+string(s))
		}
		for r, k := range t.kids {
			walk(k, append(s[:len(s):len(s)], r))
		}
	}
	walk(t, nil)
	sort.Strings(out)
	return
}

func memo[K comparable, V any](f func(self func(K) V, k K) V) func(K) V {
	seen := map[K]V{}
	var self func(K) V
	self = func(k K) V {
		if v, ok := seen[k]; ok {
			return v
		}
		v := f(self, k)
		seen[k] = v
		return v
	}
	return self
}

func knapsack(w, v []int, cap int) int {
	dp := make([]int, cap+1)
	for i := range w {
		for c := cap; c >= w[i]; c-- {
			dp[c] = max(dp[c], dp[c-w[i]]+v[i])
		}
	}
	return dp[cap]
}

func lcs(a, b string) string {
	dp := make([][]string, len(a)+1)
	for i := range dp {
		dp[i] = make([]string, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				dp[i][j] = string(a[i]) + dp[i+1][j+1]
			} else if len(dp[i+1][j]) >= len(dp[i][j+1]) {
				dp[i][j] = dp[i+1][j]
			} else {
				dp[i][j] = dp[i][j+1]
			}
		}
	}
	return dp[0][0]
}

func permutations[T any](xs []T) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		var rec func(k int) bool
		rec = func(k int) bool {
			if k == len(xs) {
				return yield(xs)
			}
			for i := k; i < len(xs); i++ {
				xs[k], xs[i] = xs[i], xs[k]
				if !rec(k + 1) {
					return false
				}
				xs[k], xs[i] = xs[i], xs[k]
			}
			return true
		}
		rec(0)
	}
}

func newton(f, df func(float64) float64, x float64) (float64, int) {
	for i := 0; ; i++ {
		dx := f(x) / df(x)
		if x -= dx; math.Abs(dx) < 1e-12 || i > 50 {
			return x, i
		}
	}
}

type UnionFind struct{ parent, size []int }

func NewUF(n int) *UnionFind {
	u := &UnionFind{make([]int, n), make([]int, n)}
	for i := range u.parent {
		u.parent[i], u.size[i] = i, 1
	}
	return u
}
func (u *UnionFind) Find(x int) int {
	for u.parent[x] != x {
		u.parent[x] = u.parent[u.parent[x]]
		x = u.parent[x]
	}
	return x
}
func (u *UnionFind) Union(a, b int) bool {
	a, b = u.Find(a), u.Find(b)
	if a == b {
		return false
	}
	if u.size[a] < u.size[b] {
		a, b = b, a
	}
	u.parent[b] = a
	u.size[a] += u.size[b]
	return true
}

func quicksort[T any](xs []T, less func(a, b T) bool) []T {
	if len(xs) < 2 {
		return xs
	}
	p, rest := xs[0], xs[1:]
	var l, r []T
	for _, x := range rest {
		if less(x, p) {
			l = append(l, x)
		} else {
			r = append(r, x)
		}
	}
	return append(append(quicksort(l, less), p), quicksort(r, less)...)
}

func main() {
	a := Matrix{{1, 2}, {3, 4}}
	m, err := a.Mul(a)
	fmt.Println(m, err, a.Det(), Matrix{{2, 0, 1}, {1, 3, 2}, {1, 1, 1}}.Det())
	_, err = a.Mul(Matrix{{1, 2}})
	fmt.Println(err)
	rows := "530070000600195000098000060800060003400803001700020006060000280000419005000080079"
	var g Grid
	for i, r := range rows {
		g[i/9][i%9] = int(r - '0')
	}
	fmt.Println(g.Solve(), g[0], g[8])
	fmt.Println(queens(6), queens(8))
	l := Life{map[[2]int]bool{{1, 2}: true, {2, 2}: true, {3, 2}: true}}
	fmt.Print(l, l.Step())
	var t Trie
	for _, w := range strings.Fields("car card care cat dog é") {
		t.Add(w)
	}
	fmt.Println(t.With("car"), t.With("x"), t.With("é"))
	fib := memo(func(self func(int) int, n int) int {
		if n < 2 {
			return n
		}
		return self(n-1) + self(n-2)
	})
	fmt.Println(fib(80), knapsack([]int{1, 3, 4, 5}, []int{1, 4, 5, 7}, 7), lcs("AGGTAB", "GXTXAYB"))
	n := 0
	for p := range permutations([]string{"a", "b", "c"}) {
		if n++; n > 4 {
			break
		}
		fmt.Print(strings.Join(p, ""), " ")
	}
	fmt.Println()
	fmt.Println(newton(func(x float64) float64 { return x*x - 2 }, func(x float64) float64 { return 2 * x }, 1))
	u := NewUF(6)
	fmt.Println(u.Union(0, 1), u.Union(1, 2), u.Union(0, 2), u.Find(2) == u.Find(0), u.Find(5))
	fmt.Println(quicksort([]string{"pear", "fig", "apple"}, func(a, b string) bool { return len(a) < len(b) }))
	primes := []int{}
sieve:
	for i := 2; len(primes) < 10; i++ {
		for _, p := range primes {
			if p*p > i {
				break
			}
			if i%p == 0 {
				continue sieve
			}
		}
		primes = append(primes, i)
	}
	fmt.Println(primes)
	hanoi := 0
	var move func(n int, a, b, c string)
	move = func(n int, a, b, c string) {
		if n > 0 {
			move(n-1, a, c, b)
			hanoi++
			move(n-1, c, b, a)
		}
	}
	move(10, "A", "B", "C")
	fmt.Fprintln(os.Stdout, hanoi)
	bin := sort.Search(100, func(i int) bool { return i*i >= 50 })
	fmt.Println(bin, gcd(84, 36), collatz(27), roman(1994), isPal("A man, a plan, a canal: Panama"))
	x := 0b1011
	x |= 1 << 6
	x &^= 2
	x ^= 0xF
	fmt.Printf("%b %d %o %v\n", x, x>>2, x, x&(x-1) == 0)
	var i8 int8 = 127
	i8++
	var u8 uint8
	u8--
	fmt.Println(i8, u8, -7/2, -7%3, 7&-7, ^5, uint32(1)<<31)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
func collatz(n int) (steps int) {
	for ; n != 1; steps++ {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
	}
	return
}
func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.v {
			b.WriteString(d.s)
			n -= d.v
		}
	}
	return b.String()
}
func isPal(s string) bool {
	var rs []rune
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' {
			rs = append(rs, r)
		}
	}
	for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
		if rs[i] != rs[j] {
			return false
		}
	}
	return true
}
