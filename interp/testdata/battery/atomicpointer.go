package main

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

type node struct {
	v    int
	next atomic.Pointer[node]
}

type stack[T any] struct {
	top atomic.Pointer[item[T]]
	n   atomic.Int64
}
type item[T any] struct {
	v    T
	next *item[T]
}

func (s *stack[T]) push(v T) {
	it := &item[T]{v: v}
	for {
		it.next = s.top.Load()
		if s.top.CompareAndSwap(it.next, it) {
			s.n.Add(1)
			return
		}
	}
}

func main() {
	fmt.Println(unsafe.Sizeof(node{}), unsafe.Sizeof(atomic.Pointer[int]{}))
	t := reflect.TypeFor[atomic.Pointer[node]]()
	for f := range t.Fields() {
		fmt.Println(f.Name, f.Type, f.Offset)
	}
	fmt.Println(t, t.NumMethod(), reflect.PointerTo(t).NumMethod(), t.Size(), t.Align())
	var p atomic.Pointer[int]
	fmt.Printf("%v %+v %T\n", &p, &p, &p)
	x, y := 1, 2
	p.Store(&x)
	fmt.Println(*p.Load(), *p.Swap(&y), p.CompareAndSwap(&x, nil), p.CompareAndSwap(&y, nil), p.Load())
	var s stack[string]
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() { s.push(fmt.Sprint(i)) })
	}
	wg.Wait()
	n := 0
	for it := s.top.Load(); it != nil; it = it.next {
		n++
	}
	fmt.Println(n, s.n.Load())
	a := &node{v: 1}
	a.next.Store(&node{v: 2})
	fmt.Println(a.next.Load().v, a.next.Load().next.Load())
	var nilp *atomic.Pointer[int]
	defer func() { fmt.Println(recover()) }()
	nilp.Load()
}
