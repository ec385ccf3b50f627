// Slices that functions return: what the compiler moves to the heap then has the size it needs.
package main

import "fmt"

type P struct{ a, b, c int32 }

//go:noinline
func ret(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
	}
	return r
}

//go:noinline
func lit(n int) []int {
	r := []int{}
	for j := range n {
		r = append(r, j)
	}
	return r
}

//go:noinline
func seen(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
		fmt.Print(cap(r), " ")
	}
	return r
}

//go:noinline
func b8(n int) []byte {
	var r []byte
	for j := range n {
		r = append(r, byte(j))
	}
	return r
}

//go:noinline
func b8s(n int) []byte {
	var r []byte
	for j := range n {
		r = append(r, byte(j))
		fmt.Print(cap(r), " ")
	}
	return r
}

//go:noinline
func i32(n int) (int, []int32) {
	var r []int32
	for j := range n {
		r = append(r, int32(j))
	}
	return n, r
}

//go:noinline
func ps(n int) []P {
	var r []P
	for j := range n {
		r = append(r, P{int32(j), 2, 3})
	}
	return r
}

//go:noinline
func strs(n int) []string {
	var r []string
	for j := range n {
		r = append(r, fmt.Sprint(j))
	}
	return r
}

//go:noinline
func early(n int) []int {
	if n == 2 {
		return nil
	}
	var r []int
	for j := range n {
		if j%2 == 0 {
			r = append(r, j)
		}
	}
	return r
}

//go:noinline
func two(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
		if j == 2 {
			return r
		}
	}
	return r
}

//go:noinline
func once(n int) []int {
	var r []int
	r = append(r, n)
	return r
}

//go:noinline
func twice(n int) []int {
	var r []int
	r = append(r, n)
	r = append(r, n, n)
	return r
}

//go:noinline
func multi(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j, j)
	}
	return r
}

//go:noinline
func multic(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j, j, j)
		fmt.Print(cap(r), " ")
	}
	return r
}

//go:noinline
func gen[T any](xs []T, f func(T) bool) []T {
	var out []T
	for _, x := range xs {
		if f(x) {
			out = append(out, x)
		}
	}
	return out
}

//go:noinline
func mapf[T, U any](xs []T, f func(T) U) (out []U) {
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

//go:noinline
func cut(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
	}
	r = r[:len(r)/2]
	return r
}

//go:noinline
func reset(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
		if j == 2 {
			r = nil
		}
	}
	return r
}

//go:noinline
func resetc(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
		fmt.Print(cap(r), " ")
		if j == 2 {
			r = nil
		}
	}
	return r
}

//go:noinline
func par(r []int, n int) []int {
	for j := range n {
		r = append(r, j)
	}
	return r
}

//go:noinline
func rows(n int) [][]int {
	var m [][]int
	for i := range n {
		var row []int
		for j := range n {
			row = append(row, i*j)
		}
		m = append(m, row)
	}
	return m
}

//go:noinline
func clos(n int) func() []int {
	return func() []int {
		var r []int
		for j := range n {
			r = append(r, j)
		}
		return r
	}
}

type L struct{ xs []int }

//go:noinline
func (l *L) evens() []int {
	var out []int
	for _, x := range l.xs {
		if x%2 == 0 {
			out = append(out, x)
		}
	}
	return out
}

//go:noinline
func deferred(n int) (r []int) {
	defer func() { recover() }()
	for j := range n {
		r = append(r, j)
	}
	return r
}

//go:noinline
func neg(n int) []int {
	var r []int
	for i := n; i > 0; i-- {
		r = append(r, i)
	}
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return r
}

//go:noinline
func isnil(n int) []int {
	var r []int
	for i := range n {
		r = append(r, i)
	}
	if r == nil {
		return []int{}
	}
	return r
}

//go:noinline
func spread(n int) []int {
	var r []int
	for i := range n {
		r = append(r, i)
		r = append(r, []int{1}...)
	}
	return r
}

//go:noinline
func app(n int) []int {
	var r []int
	for i := range n {
		r = append(r, i)
	}
	return append(r, 9)
}

//go:noinline
func both(n int) ([]int, []string) {
	var a []int
	var b []string
	for i := range n {
		a = append(a, i)
		b = append(b, "x")
	}
	return a, b
}

//go:noinline
func inLoop(n int) []int {
	var r []int
	for j := range n {
		r = append(r, j)
		if j == 2 {
			return r
		}
	}
	return nil
}

//go:noinline
func oneMore(n int) []int {
	r := []int{1, 2}
	r = append(r, n)
	return r
}

func main() {
	fmt.Println(cap(inLoop(4)), cap(oneMore(3)))
	for n := range 8 {
		fmt.Println(n)
		a := ret(n)
		fmt.Println(len(a), cap(a), a, a == nil)
		a = lit(n)
		fmt.Println(len(a), cap(a), a, a == nil)
		a = seen(n)
		fmt.Println(len(a), cap(a), a, a == nil)
		_, c := i32(n)
		fmt.Println(len(c), cap(c), c)
		p := ps(n)
		fmt.Println(len(p), cap(p), p)
		s := strs(n)
		fmt.Println(len(s), cap(s), s)
		for _, f := range []func(int) []int{early, two, once, twice, multi, multic, cut, reset, resetc, neg, isnil, spread, app, deferred} {
			a = f(n)
			fmt.Print(len(a), " ", cap(a), a, "; ")
		}
		fmt.Println()
		fmt.Println(cap(early(n)), cap(two(n)), cap(once(n)), cap(twice(n)), cap(multi(n)), cap(multic(n)), cap(cut(n)), cap(reset(n)), cap(resetc(n)), cap(neg(n)), cap(isnil(n)), cap(spread(n)), cap(app(n)), cap(deferred(n)))
		g := gen(ret(n), func(x int) bool { return x != 1 })
		fmt.Println(len(g), cap(g))
		h := mapf(ret(n), func(x int) string { return fmt.Sprint(x) })
		fmt.Println(len(h), cap(h))
		k := mapf(ret(n), func(x int) byte { return byte(x) })
		fmt.Println(len(k), cap(k))
		fmt.Println(cap(par(nil, n)), cap(par(make([]int, 0, 2), n)), cap(par([]int{5}, n)))
		m := rows(n)
		fmt.Print(cap(m), ": ")
		for _, r := range m {
			fmt.Print(cap(r), " ")
		}
		fmt.Println()
		fmt.Println(cap(clos(n)()), cap((&L{a}).evens()))
		x, y := both(n)
		fmt.Println(cap(x), cap(y))
	}
	for n := range 40 {
		fmt.Print(cap(b8(n)), " ")
		fmt.Println(cap(b8s(n)), " ")
	}
	a := ret(3)
	b, c := append(a, 1), append(a, 2)
	fmt.Println(b, c, cap(b))
}
