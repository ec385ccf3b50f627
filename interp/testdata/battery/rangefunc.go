package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Print("[done]")
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs[K comparable, V any](ks []K, vs []V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for i, k := range ks {
			if !yield(k, vs[i]) {
				return
			}
		}
	}
}

func first(n int) (r int) {
	defer func() { r += 100 }()
	for x := range count(10) {
		defer fmt.Print("d", x, " ")
		if x == n {
			return x
		}
	}
	return -1
}

func nested() string {
outer:
	for a := range count(3) {
		for b := range count(3) {
			if b == 1 {
				continue outer
			}
			if a == 2 {
				break outer
			}
			fmt.Print(a, b, ";")
		}
	}
	return "end"
}

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) all(yield func(int) bool) bool {
	if t == nil {
		return true
	}
	return t.l.all(yield) && yield(t.v) && t.r.all(yield)
}

func (t *tree) All() iter.Seq[int] {
	return func(yield func(int) bool) { t.all(yield) }
}

func filter[T any](s iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func main() {
	for x := range count(3) {
		fmt.Print(x, " ")
	}
	fmt.Println()
	fmt.Println(first(2))
	fmt.Println(nested())
	for k, v := range pairs([]string{"a", "b"}, []float64{1, 2}) {
		fmt.Print(k, v, " ")
	}
	fmt.Println()
	t := &tree{&tree{nil, nil, 1}, &tree{&tree{nil, nil, 3}, nil, 4}, 2}
	fmt.Println(slices.Collect(t.All()))
	fmt.Println(slices.Collect(filter(t.All(), func(n int) bool { return n%2 == 0 })))
	keys := slices.Sorted(maps.Keys(map[string]int{"z": 1, "y": 2, "x": 3}))
	fmt.Println(keys)
	for i, v := range slices.Backward(keys) {
		fmt.Print(i, v, " ")
	}
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(c)
	}
	fmt.Println()
	for range count(2) {
		fmt.Print("-")
	}
	fmt.Println()
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		for x := range count(3) {
			panic(fmt.Sprint("in loop ", x))
		}
	}()
}
