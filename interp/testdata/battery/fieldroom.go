// Slices in fields and elements: the first elements appended have room where the compiler keeps the variable in registers.
package main

import "fmt"

type S struct {
	items []int

	n int
}

func (s *S) Len() int { return len(s.items) }
func (s S) Sum() (t int) {
	for _, x := range s.items {
		t += x
	}
	return
}
func (s *S) leak() []int { return s.items }

type Outer struct {
	in S
	q  []string
}

var kept []int

//go:noinline
func a1(n int) { // plain
	var w S
	for i := range n {
		w.items = append(w.items, i)
		fmt.Print(cap(w.items), " ")
	}
	fmt.Println()
}

//go:noinline
func a2(n int) { // two sites
	var w S
	w.items = append(w.items, 1)
	fmt.Print(cap(w.items), " ")
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items))
	w.items = nil
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items))
}

//go:noinline
func a3() { // element printed
	var w S
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items), w.items[0], len(w.items))
}

//go:noinline
func a4() { // name printed
	w := S{n: 1}
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items), w.n)
}

//go:noinline
func a5() { // whole printed
	w := S{n: 1}
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items), w)
}

//go:noinline
func a6() { // items printed
	w := S{n: 1}
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items), w.items)
}

//go:noinline
func a7() { // pointer method
	w := S{n: 1}
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items), w.Len(), w.Sum())
}

//go:noinline
func a8() { // leak
	w := S{n: 1}
	w.items = append(w.items, 1)
	kept = w.leak()
	fmt.Println(cap(w.items))
}

//go:noinline
func a9() { // pointer
	w := &S{}
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items))
}

//go:noinline
func b1() { // pointer to local
	var w S
	p := &w
	p.items = append(p.items, 1)
	fmt.Println(cap(w.items))
}

//go:noinline
func b2() { // nested
	var o Outer
	o.in.items = append(o.in.items, 1)
	o.q = append(o.q, "a")
	fmt.Println(cap(o.in.items), cap(o.q))
}

//go:noinline
func b3() { // copied
	var w S
	w.items = append(w.items, 1)
	v := w
	v.items = append(v.items, 2)
	fmt.Println(cap(w.items), cap(v.items))
}

//go:noinline
func b4() S { // returned
	var w S
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items))
	return w
}

//go:noinline
func b5() []int { // field returned
	var w S
	w.items = append(w.items, 1)
	return w.items
}

//go:noinline
func b6(w S) { // parameter
	w.items = append(w.items, 1)
	fmt.Println(cap(w.items))
}

//go:noinline
func b7() { // int field returned... loops
	for i := range 3 {
		var w S
		w.items = append(w.items, i)
		w.n++
		fmt.Print(cap(w.items), w.n, " ")
	}
	fmt.Println()
}

//go:noinline
func b8() { // array of slices
	var a [3][]int
	a[0] = append(a[0], 1)
	i := 1
	a[i] = append(a[i], 1)
	fmt.Println(cap(a[0]), cap(a[1]))
}

//go:noinline
func b9() { // buckets
	var a [3][]int
	for i := range 6 {
		a[i%3] = append(a[i%3], i)
	}
	fmt.Println(cap(a[0]), cap(a[1]))
}

//go:noinline
func c2() { // string bytes
	var w struct{ b []byte }
	w.b = append(w.b, 'a')
	fmt.Println(cap(w.b), string(w.b))
}

//go:noinline
func c3() { // slice of structs
	s := make([]S, 2)
	s[0].items = append(s[0].items, 1)
	fmt.Println(cap(s[0].items))
}

//go:noinline
func c4() { // ranged
	var w S
	for i := range 3 {
		w.items = append(w.items, i, i)
	}
	for _, x := range w.items {
		fmt.Print(x)
	}
	fmt.Println(cap(w.items))
}

//go:noinline
func c5() { // from another
	var v, w S
	v.items = append(v.items, 1)
	w.items = v.items
	w.items = append(w.items, 1)
	fmt.Println(cap(v.items), cap(w.items))
}

//go:noinline
func c6() { // into local
	var w S
	w.items = append(w.items, 1)
	x := w.items
	x = append(x, 1)
	fmt.Println(cap(w.items), cap(x))
}

//go:noinline
func c7() { // from local
	var w S
	var x []int
	x = append(x, 1)
	w.items = x
	fmt.Println(cap(w.items), cap(x))
}

//go:noinline
func c8(m map[string]int) (r int) { // named result int
	w := S{}
	for _, v := range m {
		w.items = append(w.items, v)
	}
	r = cap(w.items)
	return
}

func main() {
	a1(6)
	a2(1)
	a3()
	a4()
	a5()
	a6()
	a7()
	a8()
	a9()
	b1()
	b2()
	b3()
	b4()
	fmt.Println(cap(b5()))
	b6(S{})
	b7()
	b8()
	b9()
	c2()
	c3()
	c4()
	c5()
	c6()
	c7()
	fmt.Println(c8(map[string]int{"a": 1}))
}
