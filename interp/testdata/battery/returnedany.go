package main

import (
	"fmt"
	"slices"
	"strings"
)

type row []any
type table []row
type rows = [][]string

func build(n int) table {
	var out table
	for i := range n {
		out = append(out, row{i, fmt.Sprint(i)})
	}
	return out
}
func tern(n int, ok bool) any {
	var out []string
	for i := range n {
		out = append(out, strings.Repeat("x", i))
	}
	if !ok {
		return nil
	}
	return out
}
func viaAlias(n int) rows {
	var out [][]string
	for i := range n {
		out = append(out, []string{fmt.Sprint(i)})
	}
	return out
}
func deferred(n int) (r any, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%v", e)
		}
	}()
	var out []int
	for i := range n {
		if i == 5 {
			panic("five")
		}
		out = append(out, i)
	}
	return out, nil
}
func unnamedDefer(n int) any {
	defer func() {}()
	var out []int
	for i := range n {
		out = append(out, i)
	}
	return out
}
func inRange(n int) any {
	for x := range slices.Values([]int{n}) {
		var out []int
		for i := range x {
			out = append(out, i)
		}
		return out
	}
	return nil
}
func ptr(n int) any {
	var out []int
	for i := range n {
		out = append(out, i)
	}
	return &out
}
func gen[T any, R ~[]T](xs ...T) R {
	var out []T
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}
func genAny[T any](xs ...T) any {
	var out []T
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}
func toFunc(n int) func() any {
	return func() any {
		var out []byte
		for i := range n {
			out = append(out, byte('a'+i))
		}
		return out
	}
}
func str(n int) string {
	var out []byte
	for i := range n {
		out = append(out, byte('a'+i))
	}
	return string(out)
}
func arr(n int) [2]int {
	var out []int
	for i := range n {
		out = append(out, i)
	}
	return [2]int(out)
}

type errs []error

func (e errs) Error() string { return fmt.Sprint(len(e)) }
func validate(n int) error {
	var es errs
	for i := range n {
		es = append(es, fmt.Errorf("e%d", i))
	}
	if len(es) > 0 {
		return es
	}
	return nil
}
func first(n int) error {
	var es errs
	for i := range n {
		es = append(es, fmt.Errorf("e%d", i))
	}
	return es
}

type node struct{ kids []any }

func tree(d int) any {
	var kids []any
	for i := range d {
		kids = append(kids, tree(i))
	}
	return kids
}

type M struct{ xs []int }

func (m M) Even() any {
	var out []int
	for _, x := range m.xs {
		if x%2 == 0 {
			out = append(out, x)
		}
	}
	return out
}
func send(n int) chan any {
	c := make(chan any, 1)
	func() {
		var out []int
		for i := range n {
			out = append(out, i)
		}
		c <- out
	}()
	return c
}

func main() {
	for _, n := range []int{0, 1, 3, 6} {
		fmt.Println(build(n), tern(n, n > 1), viaAlias(n), unnamedDefer(n), inRange(n), *ptr(n).(*[]int), gen[int, []int](make([]int, n)...), genAny(make([]string, n)...), string(toFunc(n)().([]byte)), str(n), validate(n), first(n), tree(n/2), M{[]int{1, 2, n}}.Even(), <-send(n))
		fmt.Println(deferred(n))
	}
	fmt.Println(arr(2), len(tern(5, true).([]string)))
	f := M.Even
	fmt.Println(f(M{[]int{4, 6}}), fmt.Sprintf("%T %T %T", tern(1, true), genAny(1.5), first(1)))
}
