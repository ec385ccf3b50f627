package main

import (
	"fmt"
	"reflect"
	"strings"
)

func a(x int) int { return x }
func b(x int) int { return x + 1 }

type T struct{ n int }

func (t T) M() int { return t.n }
func (t T) N() int { return -t.n }

func ptr(f any) uintptr { return reflect.ValueOf(f).Pointer() }

func main() {
	fmt.Println(ptr(a) == ptr(b), ptr(a) == ptr(a), ptr(a) != 0)
	c, d := func() {}, func() {}
	fmt.Println(ptr(c) == ptr(d), ptr(c) == ptr(c))
	fmt.Println(ptr(strings.ToUpper) == ptr(strings.ToLower), ptr(strings.ToUpper) == ptr(strings.ToUpper))
	fmt.Println(ptr(T.M) == ptr(T.N), ptr(T.M) == ptr(T.M))
	m := map[uintptr]string{ptr(a): "a", ptr(b): "b"}
	fmt.Println(len(m), m[ptr(b)])
	var nilf func()
	fmt.Println(ptr(nilf))
}
