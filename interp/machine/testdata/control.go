package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}
func (s *Stack[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i, x := range s.items {
			if !yield(i, x) {
				return
			}
		}
	}
}

type Number interface{ ~int | ~float64 }

func Map[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }

func divide(a, b int) (q int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return a / b, nil
}

func nested() (s string) {
	defer func() { s += fmt.Sprint(" outer:", recover()) }()
	defer func() {
		defer func() { s += fmt.Sprint(" inner:", recover()) }()
		panic("second")
	}()
	panic("first")
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("cleanup", n)
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func search(n int) int {
	for i := range count(10) {
		for j := range count(3) {
			if i*j == n {
				return i*100 + j
			}
			if j > i {
				break
			}
		}
	}
	return -1
}

func main() {
	s := &Stack[string]{}
	s.Push("a")
	s.Push("b")
	for i, x := range s.All() {
		fmt.Println(i, x)
	}
	x, ok := s.Pop()
	fmt.Println(x, ok, Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("*", i) }), Sum(1, 2, 3), Sum(1.5, 2))
	fmt.Printf("%v %T %+v\n", Pair[string, int]{"k", 1}, Pair[string, []Pair[int, bool]]{}, Stack[Pair[int, bool]]{})
	fmt.Println(divide(7, 2))
	fmt.Println(divide(7, 0))
	fmt.Println(nested())
	fmt.Println(search(4))
	for i := 0; i < 3; i++ {
		defer fmt.Println("deferred", i)
	}
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { fmt.Print(i, " ") })
	}
	for _, f := range fs {
		f()
	}
	fmt.Println()
outer:
	for i := range 5 {
		for j := range 5 {
			switch {
			case j == 3:
				continue outer
			case i == 3:
				break outer
			case i == j:
				fallthrough
			case i+j == 4:
				fmt.Print(i, j, ";")
			}
		}
	}
	fmt.Println()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var n atomic.Int64
	total := 0
	for i := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			total += i
			n.Add(1)
		}()
	}
	wg.Wait()
	fmt.Println(total, n.Load())
	jobs, results := make(chan int), make(chan Pair[int, int], 3)
	for w := range 3 {
		go func() {
			for j := range jobs {
				results <- Pair[int, int]{j, j * j * (w - w + 1)}
			}
		}()
	}
	go func() {
		for i := range 10 {
			jobs <- i
		}
		close(jobs)
	}()
	sum := 0
	for range 10 {
		sum += (<-results).Val
	}
	fmt.Println(sum)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	case <-time.After(5 * time.Second):
		fmt.Println("late")
	}
	tick := time.NewTicker(time.Millisecond)
	done := make(chan bool)
	ticks := 0
loop:
	for {
		select {
		case <-tick.C:
			if ticks++; ticks == 3 {
				go func() { done <- true }()
			}
		case <-done:
			break loop
		}
	}
	fmt.Println(ticks > 2, min(3, 1, 2), max(2.5, 1), min("b", "a"))
	select {
	case v, ok := <-jobs:
		fmt.Println(v, ok)
	default:
		fmt.Println("none")
	}
	m := map[string]int{"a": 1, "b": 2}
	for k := range m {
		delete(m, k)
	}
	clear(m)
	fmt.Println(len(m), m["zz"])
	arr := [3]int{1, 2, 3}
	brr := arr
	brr[0] = 9
	p := &arr
	p[1] = 7
	sl := arr[:2:2]
	sl = append(sl, 100)
	fmt.Println(arr, brr, sl, len(sl), arr == brr, arr != [3]int{1, 7, 3})
	for i, r := range "héλ\xff!" {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println([]byte("hé"), []rune("hé"), string([]rune{955, 0x10FFFF + 1}))
	var i8 int8 = 127
	i8++
	var u8 uint8
	u8--
	c := complex(1, 2)
	fmt.Println(i8, u8, c*c, real(c), imag(c), 7&^5, -7/2, -7%3, 1<<3|1, ^5)
	func() {
		defer func() {
			r := recover()
			err, isErr := r.(error)
			fmt.Println(r, isErr, err)
		}()
		var mm map[string]int
		mm["x"] = 1
	}()
	for _, f := range []func(){
		func() { var a []int; i := 5; _ = a[i] },
		func() { a := make([]int, 3); i := 5; _ = a[1:i] },
		func() { var p *Pair[int, int]; fmt.Println(p.Val) },
		func() { var a any = "s"; _ = a.(int) },
		func() { var a any; _ = a.(fmt.Stringer) },
		func() { var a any = 5; _ = a.(fmt.Stringer) },
		func() { var e fmt.Stringer; e.String() },
		func() { ch := make(chan int); close(ch); close(ch) },
		func() { var f func(); f() },
		func() { a, b := any([]int{1}), any([]int{1}); _ = a == b },
		func() { n := -1; _ = make([]int, n) },
		func() { s := []int{1}; _ = [2]int(s) },
		func() { panic(fmt.Errorf("e%d", 1)) },
		func() { m := map[any]int{}; m[func() {}] = 1 },
	} {
		func() {
			defer func() { fmt.Println("->", recover()) }()
			f()
		}()
	}
}
