package main

import "fmt"

// What shares a place in a frame, and what must not.

type point struct{ x, y, z int }

type node struct {
	next *node
	vals [4]int
	tag  any
}

func rotate(n int) [3]int {
	a, b, c := 1, 2, 3
	for range n {
		a, b, c = b, c, a
	}
	return [3]int{a, b, c}
}

func fibs(n int) (int, int) {
	a, b := 0, 1
	for i := 0; i < n; i++ {
		a, b = b, a+b
	}
	return a, b
}

// crossed swaps on one way and keeps on the other.
func crossed(n int) (int, int) {
	a, b := 1, 100
	for i := range n {
		c, d := a+1, b+1
		if i%3 == 0 {
			a, b = d, c
		} else {
			a, b = c, d
		}
	}
	return a, b
}

func divide(x, y uint64) (q, r uint64) {
	sh := 0
	for y+y > y && y+y <= x {
		sh++
		y <<= 1
	}
	for ; sh >= 0; sh-- {
		q <<= 1
		if y <= x {
			x -= y
			q |= 1
		}
		y >>= 1
	}
	return q, x
}

// late uses the old value after the new one is there.
func late(n int) (sum int) {
	i := 0
	for {
		j := i + 1
		if j > n {
			return sum*1000 + i
		}
		sum += i * j
		i = j
	}
}

func chain(n int) int {
	var head *node
	for i := range n {
		head = &node{next: head, vals: [4]int{i, 0, i * i, 0}}
	}
	s := 0
	for p := head; p != nil; p = p.next {
		s = s*3 + p.vals[0] + p.vals[2] - p.vals[1]
	}
	return s
}

//go:noinline
func bump(p *int, by int) int { *p += by; return *p }

// parameter lends the address of its parameter.
func parameter(x int) (int, int) {
	y := x
	a := bump(&x, 5)
	b := x
	x *= 2
	return a + b + y, x
}

func parameters(x, y int, p *int) int {
	if x < 2 {
		*p += x
		return x
	}
	z := [3]int{x - 4, 0, 0}
	x -= 3
	return parameters(*p%3, x, &x) + bump(&z[1], y) + z[0] + z[1] + z[2] + x
}

// across reads a variable before and after a call changes it.
func across() (int, int) {
	v := 3
	before := v
	r := bump(&v, 4)
	r += v
	return r, before
}

func literals(n int) (out []point) {
	for i := range n {
		var p = point{i, 0, 0}
		q := point{x: p.y, y: p.x}
		p = point{p.y + 1, p.x + 1, p.z + 1}
		q = point{q.y, q.x, q.z}
		r := &point{7, 8, 9}
		s := *r
		r.x = 70
		out = append(out, p, q, s, *r)
	}
	return out
}

func arrays(n int) int {
	t := 0
	for i := range n {
		var a [6]int
		a[i%6] = i
		var b = [5]int{0, i, 0, a[i%6], 0}
		b[(i+1)%5]++
		c := b
		b[2] = 1000
		for _, v := range c {
			t = t*3%100003 + v
		}
	}
	return t
}

func partly() (s string, n int) {
	p := point{1, 2, 3}
	defer func() {
		s = fmt.Sprint(recover())
		n = p.x
	}()
	var none []int
	p = point{10, 20, none[3]}
	return "not reached", 0
}

func named() (a, b int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("caught: %v", r)
		}
	}()
	a = 5
	var m map[string]int
	b = 6
	m["x"] = 1
	return 7, 8, nil
}

// unnamed has results that wait for its deferred call.
func unnamed(a int, b string, c []int) (int, string) {
	defer func() { recover() }()
	if c[0] > 2 {
		return c[a], b
	}
	return a, b
}

func appends(n int) ([]int, []string, []any, []point, []byte) {
	var a []int
	var b []string
	var c []any
	var d []point
	var e []byte
	for i := range n {
		a = append(a, i*i)
		a = append(a[:len(a)/2], a[len(a)/2:]...)
		a = append(a, a[0]+i, a[len(a)-1])
		b = append(b, fmt.Sprint(i))
		c = append(c, i, b[i])
		c = append(c, nil)
		d = append(d, point{i, -i, 0})
		e = append(e, byte('a'+i))
		e = append(e, "xyz"[:i%3]...)
	}
	return a, b, c, d, e
}

type grid struct {
	cells [3][3]float64
	names []string
	sub   *grid
}

func fields(n int) (float64, string) {
	g := &grid{names: make([]string, 3)}
	g.sub = g
	for i := range n {
		g.cells[i%3][(i+1)%3] += float64(i)
		g.sub.cells[1][1] -= g.cells[i%3][2]
		g.names[i%3] = g.sub.names[(i+1)%3] + "."
		g.sub.names[0] += "-"
	}
	s := 0.0
	for i := range g.cells {
		for j := range g.cells[i] {
			s = s*2 + g.cells[i][j]
		}
	}
	return s, fmt.Sprint(g.names)
}

func caught(f func()) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	f()
	return
}

// again recovers in frames that are used again.
func again(n int) (out []string) {
	for i := range n {
		out = append(out, caught(func() {
			func() {
				if i%2 == 0 {
					deep(i)
				}
			}()
			var p *node
			p.vals[i%4] = 1
		}))
		out = append(out, fmt.Sprint(recover()))
	}
	return out
}

func deep(n int) int {
	if n > 3 {
		panic(n)
	}
	return deep(n+1) + n
}

func bounds() (out []string) {
	s, a, i := []int{1, 2}, [2]string{"a", "b"}, 2
	var p *grid
	var u uint8 = 200
	out = append(out,
		caught(func() { _ = s[i] }), caught(func() { s[i] = 1 }), caught(func() { _ = a[i] }), caught(func() { a[i] = "" }),
		caught(func() { _ = s[u] }), caught(func() { _ = p.names }), caught(func() { p.sub = nil }), caught(func() { _ = p.cells[1][1] }),
		caught(func() { i = -1; _ = s[i] }))
	return out
}

func shifts(n int) (out []any) {
	var a int8 = -100
	var b uint16 = 0xF00F
	c, d := int64(-1)<<40, uint32(1)
	for i := range n {
		out = append(out, a>>1, a<<1, b>>4, b<<4, c>>35, c<<3, d<<31, d>>31, d>>1, i<<63, a/3, a%7, b/10, b%10, b&0xF0, b|1, a*3, a-100, a+100)
		a, b, c, d = a/2, b^0xAAAA, c>>3, d*3+1
	}
	return out
}

func main() {
	for n := range 8 {
		a, b := fibs(n)
		c, d := crossed(n)
		q, r := divide(uint64(n*n*1000+17), uint64(n+1))
		fmt.Println(rotate(n), a, b, c, d, q, r, late(n), chain(n))
		x, y := parameter(n)
		z := 100
		fmt.Println(x, y, parameters(n, n+1, &z), z, arrays(3*n))
		fmt.Println(literals(n))
		fmt.Println(appends(n))
		fmt.Println(fields(n))
		fmt.Println(again(n))
	}
	fmt.Println(across())
	fmt.Println(partly())
	fmt.Println(named())
	fmt.Println(unnamed(1, "b", []int{1}))
	fmt.Println(unnamed(1, "b", []int{3}))
	fmt.Println(unnamed(1, "b", nil))
	fmt.Println(bounds())
	fmt.Println(shifts(4)...)
}
