package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

type job struct{ id, n int }
type result struct {
	id  int
	out int
}

func worker(jobs <-chan job, results chan<- result, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		s := 0
		for i := 1; i <= j.n; i++ {
			s += i
		}
		results <- result{j.id, s}
	}
}

func gen(ctx context.Context) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; ; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

func sq(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			out <- v * v
		}
	}()
	return out
}

type ctxKey struct{}
type config struct{ n int }

type Counter struct {
	mu sync.RWMutex
	m  map[string]int
}

func (c *Counter) Inc(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k]++
}
func (c *Counter) Get(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.m[k]
}

func main() {
	jobs, results := make(chan job, 10), make(chan result, 10)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go worker(jobs, results, &wg)
	}
	for i := range 6 {
		jobs <- job{i, i * 10}
	}
	close(jobs)
	wg.Wait()
	close(results)
	var rs []result
	for r := range results {
		rs = append(rs, r)
	}
	sort.Slice(rs, func(i, j int) bool { return rs[i].id < rs[j].id })
	fmt.Println(rs)
	ctx, cancel := context.WithCancel(context.Background())
	for v := range sq(sq(gen(ctx))) {
		if v > 1000 {
			break
		}
		fmt.Print(v, " ")
	}
	cancel()
	fmt.Println(ctx.Err())
	ctx2, cancel2 := context.WithTimeout(context.WithValue(context.Background(), ctxKey{}, &config{5}), 5*time.Millisecond)
	defer cancel2()
	<-ctx2.Done()
	fmt.Println(ctx2.Err(), errors.Is(ctx2.Err(), context.DeadlineExceeded), ctx2.Value(ctxKey{}).(*config).n)
	c := Counter{m: map[string]int{}}
	var wg2 sync.WaitGroup
	for i := range 50 {
		wg2.Go(func() { c.Inc([]string{"a", "b"}[i%2]) })
	}
	wg2.Wait()
	fmt.Println(c.Get("a"), c.Get("b"))
	var n atomic.Int64
	var old int32
	var wg3 sync.WaitGroup
	for range 20 {
		wg3.Add(1)
		go func() {
			defer wg3.Done()
			n.Add(2)
			atomic.AddInt32(&old, 1)
		}()
	}
	wg3.Wait()
	fmt.Println(n.Load(), atomic.LoadInt32(&old), n.CompareAndSwap(40, 1), n.Load())
	var av atomic.Value
	av.Store(config{3})
	fmt.Println(av.Load().(config).n)
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
	pool := sync.Pool{New: func() any { return new(config) }}
	x := pool.Get().(*config)
	x.n = 1
	pool.Put(x)
	var m sync.Map
	m.Store("k", config{1})
	v, ok := m.Load("k")
	fmt.Println(v, ok)
	cond := sync.NewCond(&sync.Mutex{})
	ready := false
	go func() {
		cond.L.Lock()
		ready = true
		cond.L.Unlock()
		cond.Broadcast()
	}()
	cond.L.Lock()
	for !ready {
		cond.Wait()
	}
	cond.L.Unlock()
	fmt.Println(ready)
	sem := make(chan struct{}, 2)
	var mx, cur atomic.Int32
	var wg4 sync.WaitGroup
	for range 8 {
		wg4.Go(func() {
			sem <- struct{}{}
			defer func() { <-sem }()
			k := cur.Add(1)
			for o := mx.Load(); k > o && !mx.CompareAndSwap(o, k); o = mx.Load() {
			}
			time.Sleep(time.Millisecond)
			cur.Add(-1)
		})
	}
	wg4.Wait()
	fmt.Println(mx.Load() <= 2)
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("goroutine: %v", r)
			}
		}()
		var a []int
		a[3] = 1
	}()
	fmt.Println(<-done)
	timer := time.AfterFunc(time.Hour, func() {})
	fmt.Println(timer.Stop())
	ctx3, stop := context.WithCancelCause(context.Background())
	stop(errors.New("why"))
	fmt.Println(context.Cause(ctx3))
}
