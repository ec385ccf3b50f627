package main

import "fmt"

type P struct{ X, Y int }

func grow() {
	var s []int
	for i := range 10 {
		s = append(s, i)
		fmt.Print(len(s), "/", cap(s), " ")
	}
	fmt.Println()
}

func shown() {
	var s []int
	for i := range 5 {
		s = append(s, i)
		fmt.Println(len(s), cap(s), s)
	}
}

func twice() {
	var s []int
	s = append(s, 1)
	fmt.Print(cap(s), " ")
	s = nil
	s = append(s, 1)
	fmt.Println(cap(s))
}

func inside() {
	for range 3 {
		var s []int
		s = append(s, 1)
		s = append(s, 1)
		fmt.Print(cap(s), " ")
	}
	fmt.Println()
}

func kinds() {
	var a []byte
	a = append(a, 1)
	var b []string
	b = append(b, "x")
	var c []P
	c = append(c, P{})
	var d []struct{ a, b, c, d, e int }
	d = append(d, struct{ a, b, c, d, e int }{})
	var e []int32
	e = append(e, 1, 2, 3)
	e = append(e, 4)
	var f []int
	f = append(f, 1, 2, 3, 4, 5)
	var g []any
	g = append(g, 1)
	var h []struct{}
	h = append(h, struct{}{})
	i := []int{}
	i = append(i, 1)
	j := make([]int, 0, 2)
	j = append(j, 1, 2, 3)
	k := make([]int, 0)
	k = append(k, 1)
	l := append([]int(nil), 1, 2)
	m := append([]int{}, k...)
	var n []bool
	n = append(n, true)
	var o []error
	o = append(o, nil)
	fmt.Println(cap(a), cap(b), cap(c), cap(d), cap(e), cap(f), cap(g), len(h), cap(i), cap(j), cap(k), cap(l), cap(m), cap(n), cap(o))
}

func sum(xs []int) (t int) {
	for _, x := range xs {
		t += x
	}
	return
}

func lent() {
	var s []int
	s = append(s, 1)
	fmt.Println(cap(s), sum(s), len(s[:1]))
}

func param(s []int) int {
	s = append(s, 7)
	return cap(s)
}

func kept(p *[]int) int {
	var s []int
	s = append(s, 7)
	*p = s
	return cap(s)
}

func alias() {
	var s []int
	s = append(s, 1)
	s = append(s, 2)
	s = append(s, 3)
	a := append(s, 4)
	b := append(s, 5)
	fmt.Println(a[3], b[3], cap(a), cap(b), cap(s))
}

func twoVars() {
	var s, t []int
	s = append(s, 1)
	t = append(t, 1)
	u := s
	u = append(u, 2)
	fmt.Println(cap(s), cap(t), cap(u))
}

func rec(n int) int {
	var s []int
	s = append(s, n)
	if n > 0 {
		return cap(s)*10 + rec(n-1)
	}
	return cap(s)
}

func branch(b bool) int {
	var s []int
	if b {
		s = append(s, 1)
	} else {
		s = append(s, 1, 2)
	}
	return cap(s)
}

func matrix() {
	var m [][]int
	for i := range 3 {
		var row []int
		for j := range 3 {
			row = append(row, i*j)
		}
		fmt.Print(cap(row), " ")
		m = append(m, row)
		fmt.Print(cap(m), " ")
	}
	fmt.Println()
}

func gen[T any](v T) int {
	var s []T
	s = append(s, v)
	return cap(s)
}

func main() {
	grow()
	shown()
	twice()
	inside()
	kinds()
	lent()
	fmt.Println(param(nil), kept(new([]int)))
	alias()
	twoVars()
	fmt.Println(rec(3), branch(true), branch(false), gen(1), gen("x"), gen(P{}), gen([5]int{}))
	matrix()
	large()
	text()
}

func text() {
	var b []byte
	var r []rune
	for i := range 5 {
		b, r = append(b, byte('a'+i)), append(r, rune('a'+i))
		fmt.Print(cap(b), " ", cap(r), " ")
	}
	fmt.Println(string(b), string(r))
}

func large() {
	last := -1
	var g []int
	for i := range 3000 {
		g = append(g, i)
		if cap(g) != last {
			last = cap(g)
			fmt.Print(last, " ")
		}
	}
	fmt.Println()
}
