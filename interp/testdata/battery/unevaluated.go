package main

import (
	"fmt"
	"unsafe"
)

func f[T any](x T) T { fmt.Println("called"); return x }

type pair[T any] struct {
	a  bool
	e  T
	in struct {
		x bool
		E T
	}
}

func sizes[T any](p *pair[T], s []T, m map[string]*pair[T]) (a, b, c, d, e, g uintptr) {
	return unsafe.Sizeof(p.e), unsafe.Sizeof(f(p.e)), unsafe.Alignof(s[4]), unsafe.Offsetof(p.in.E), unsafe.Offsetof(m["k"].in), unsafe.Sizeof(f(f(s[9])))
}

func main() { fmt.Println(sizes[int32](nil, nil, nil)) }
