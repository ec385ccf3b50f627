package main

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"sync"
	"sync/atomic"
)

type config struct{ n int }
type queryErr struct{ q string }

func (e *queryErr) Error() string { return "query " + e.q }

type holder struct {
	p   atomic.Pointer[config]
	hit atomic.Int32
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Print("[end]")
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
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

func main() {
	next, stop := iter.Pull(count(3))
	a, ok := next()
	fmt.Println(a, ok)
	b, ok := next()
	fmt.Println(b, ok)
	stop()
	c, ok := next()
	fmt.Println(c, ok)
	for x, y := range zip(count(5), count(2)) {
		fmt.Print(x, y, ";")
	}
	fmt.Println()
	next2, stop2 := iter.Pull2(zip(count(2), count(2)))
	k, v, ok := next2()
	fmt.Println(k, v, ok)
	stop2()
	fmt.Println()
	func() {
		next, _ := iter.Pull(func(yield func(int) bool) { panic("inside") })
		defer func() { fmt.Println("recovered", recover()) }()
		next()
	}()
	et, ok := errors.AsType[*queryErr](fmt.Errorf("w: %w", &queryErr{"x"}))
	fmt.Println(et, ok)
	_, ok = errors.AsType[*queryErr](errors.New("other"))
	fmt.Println(ok)
	ov := sync.OnceValue(func() int { fmt.Println("computed"); return 42 })
	fmt.Println(ov(), ov())
	o2 := sync.OnceValues(func() (config, error) { fmt.Println("twice?"); return config{3}, nil })
	o2()
	fmt.Println(o2())
	of := sync.OnceFunc(func() { fmt.Println("once") })
	of()
	of()
	var cfg atomic.Pointer[config]
	fmt.Println(cfg.Load() == nil)
	first := &config{9}
	cfg.Store(first)
	fmt.Println(cfg.Load().n, cfg.CompareAndSwap(first, &config{10}), cfg.Load().n, cfg.Swap(&config{11}).n, cfg.Load().n)
	var h holder
	h.p.Store(&config{1})
	h.hit.Add(2)
	fmt.Println(h.p.Load().n, h.hit.Load())
	n := rand.N(10)
	fmt.Println(n >= 0 && n < 10)
	t := reflect.TypeFor[config]()
	fmt.Println(t.Name(), t.NumField())
}
