package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

type Tree[T cmp.Ordered] struct {
	l, r *Tree[T]
	v    T
}

func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{v: v}
	}
	switch c := cmp.Compare(v, t.v); {
	case c < 0:
		t.l = t.l.Insert(v)
	case c > 0:
		t.r = t.r.Insert(v)
	}
	return t
}
func (t *Tree[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) { t.push(yield) }
}
func (t *Tree[T]) push(yield func(T) bool) bool {
	return t == nil || t.l.push(yield) && yield(t.v) && t.r.push(yield)
}
func (t *Tree[T]) Backward() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		var rec func(*Tree[T]) bool
		rec = func(t *Tree[T]) bool {
			if t == nil {
				return true
			}
			if !rec(t.r) || !yield(i, t.v) {
				return false
			}
			i++
			return rec(t.l)
		}
		rec(t)
	}
}

func Map[A, B any](s iter.Seq[A], f func(A) B) iter.Seq[B] {
	return func(yield func(B) bool) {
		for a := range s {
			if !yield(f(a)) {
				return
			}
		}
	}
}
func Filter[A any](s iter.Seq[A], p func(A) bool) iter.Seq[A] {
	return func(yield func(A) bool) {
		s(func(a A) bool { return !p(a) || yield(a) })
	}
}
func Take[A any](s iter.Seq[A], n int) iter.Seq[A] {
	return func(yield func(A) bool) {
		if n <= 0 {
			return
		}
		i := 0
		for a := range s {
			if !yield(a) {
				return
			}
			if i++; i == n {
				return
			}
		}
	}
}
func Zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}
func Naturals(yield func(int) bool) {
	defer fmt.Print("[end]")
	for i := 0; yield(i); i++ {
	}
}
func find(t *Tree[string], p string) (s string, ok bool) {
	defer func() { s += "!" }()
	for v := range t.All() {
		if strings.HasPrefix(v, p) {
			return v, true
		}
	}
	return "none", false
}

func main() {
	var t *Tree[int]
	for _, v := range []int{5, 2, 8, 1, 9, 3, 5} {
		t = t.Insert(v)
	}
	for v := range t.All() {
		if v == 3 {
			continue
		}
		if v > 8 {
			break
		}
		fmt.Print(v, " ")
	}
	for i, v := range t.Backward() {
		fmt.Print(i, "=", v, " ")
	}
	fmt.Println()
	fmt.Println(slices.Collect(Take(Map(Filter(Naturals, func(i int) bool { return i%3 == 0 }), func(i int) string { return fmt.Sprint(i, "!") }), 4)))
	for a, b := range Zip(t.All(), Naturals) {
		fmt.Print(a, ":", b, " ")
	}
	fmt.Println()
	var st *Tree[string]
	for w := range strings.FieldsSeq("the quick brown fox jumps") {
		st = st.Insert(w)
	}
	fmt.Println(find(st, "qu"))
	fmt.Println(find(st, "zz"))
outer:
	for i := range 5 {
		for v := range t.All() {
			if v == i+2 {
				fmt.Print("(", i, ")")
				continue outer
			}
			if i == 4 {
				break outer
			}
		}
	}
	fmt.Println()
	m := map[string]int{"c": 3, "a": 1, "b": 2}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Sorted(maps.Values(m)), slices.SortedFunc(maps.Keys(m), func(a, b string) int { return -cmp.Compare(a, b) }))
	m2 := maps.Collect(maps.All(m))
	maps.DeleteFunc(m2, func(k string, v int) bool { return v == 2 })
	fmt.Println(m2, maps.Equal(m, m2), maps.Collect(slices.All([]string{"x", "y"})))
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(c, cap(c), " ")
	}
	for i, v := range slices.Backward([]string{"a", "b"}) {
		fmt.Print(i, v)
	}
	fmt.Println(slices.Collect(strings.SplitSeq("a,b,c", ",")), slices.Repeat([]int{1}, 3), slices.Concat([]int{1}, []int{2, 3}))
	for l := range strings.Lines("one\ntwo\nthree") {
		fmt.Printf("%q ", l)
	}
	next, stop := iter.Pull2(maps.All(map[int]bool{7: true}))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	func() {
		defer func() { fmt.Println("rec:", recover()) }()
		for v := range t.All() {
			if v == 2 {
				panic("in body")
			}
		}
	}()
	func() {
		defer func() { fmt.Println("rec:", recover()) }()
		bad := func(yield func(int) bool) { yield(1); yield(2) }
		for range bad {
			break
		}
	}()
	for i := range t.All() {
		defer fmt.Print("d", i, " ")
	}
	xs := []int{3, 1, 2}
	slices.SortStableFunc(xs, cmp.Compare[int])
	i, ok := slices.BinarySearch(xs, 2)
	fmt.Println(xs, i, ok, slices.Index(xs, 9), slices.Contains(xs, 1), slices.MinFunc(xs, func(a, b int) int { return b - a }), slices.Compact([]int{1, 1, 2, 2, 1}), slices.Insert(xs, 1, 7, 8), slices.Delete([]int{0, 1, 2, 3}, 1, 3), slices.Equal(xs, xs), slices.Compare([]int{1}, []int{1, 2}))
}
