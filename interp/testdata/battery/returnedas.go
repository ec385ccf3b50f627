package main

import "fmt"

type value any

//go:noinline
func f(xs ...int) value {
	var out []value
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

//go:noinline
func g(xs ...int) (v any, n int) {
	var out []int
	for _, x := range xs {
		out = append(out, x)
	}
	return out, 1
}

type named []int

//go:noinline
func h(xs ...int) named {
	var out []int
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

//go:noinline
func k(xs ...int) fmt.Stringer {
	var out strs
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

type strs []int

func (s strs) String() string { return fmt.Sprint(len(s), cap(s)) }

func main() {
	xs := []int{1, 2, 3, 4, 5, 6, 7, 8, 9}
	for n := range xs {
		v := f(xs[:n]...).([]value)
		w, _ := g(xs[:n]...)
		x := h(xs[:n]...)
		fmt.Println(v, cap(v), cap(w.([]int)), cap(x), k(xs[:n]...))
	}
}
