package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func gen(ctx context.Context, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func mapc[A, B any](in <-chan A, f func(A) B) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for a := range in {
			out <- f(a)
		}
	}()
	return out
}

func merge[T any](cs ...<-chan T) <-chan T {
	var wg sync.WaitGroup
	out := make(chan T, len(cs))
	for _, c := range cs {
		wg.Add(1)
		go func(c <-chan T) {
			defer wg.Done()
			for v := range c {
				out <- v
			}
		}(c)
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

type EventBus struct {
	mu   sync.RWMutex
	subs map[string][]func(any)
}

func (b *EventBus) On(name string, f func(any)) (off func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = make(map[string][]func(any))
	}
	b.subs[name] = append(b.subs[name], f)
	i := len(b.subs[name]) - 1
	return func() { b.mu.Lock(); defer b.mu.Unlock(); b.subs[name][i] = nil }
}

func (b *EventBus) Emit(name string, v any) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, f := range b.subs[name] {
		if f != nil {
			f(v)
		}
	}
}

type Semaphore chan struct{}

func (s Semaphore) Acquire() { s <- struct{}{} }
func (s Semaphore) Release() { <-s }

type RateLimiter struct {
	tokens chan struct{}
	stop   chan struct{}
}

func NewLimiter(n int, every time.Duration) *RateLimiter {
	l := &RateLimiter{make(chan struct{}, n), make(chan struct{})}
	for range n {
		l.tokens <- struct{}{}
	}
	go func() {
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				select {
				case l.tokens <- struct{}{}:
				default:
				}
			case <-l.stop:
				return
			}
		}
	}()
	return l
}

func retry(ctx context.Context, n int, f func(int) error) (err error) {
	for i := range n {
		if err = f(i); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
	return fmt.Errorf("after %d tries: %w", n, err)
}

type key struct{}

func main() {
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, "req-1"))
	sq := mapc(gen(ctx, 5), func(i int) string { return strings.Repeat("*", i) })
	for s := range sq {
		fmt.Print(len(s), " ")
	}
	fmt.Println(ctx.Value(key{}))
	all := []int{}
	for v := range merge(gen(ctx, 3), mapc(gen(ctx, 3), func(i int) int { return i * 10 })) {
		all = append(all, v)
	}
	sort.Ints(all)
	fmt.Println(all)
	cancel()
	fmt.Println(ctx.Err(), context.Cause(ctx))

	var bus EventBus
	var log []string
	off := bus.On("x", func(v any) { log = append(log, fmt.Sprint("first ", v)) })
	bus.On("x", func(v any) {
		switch v := v.(type) {
		case int, int64:
			log = append(log, fmt.Sprintf("number %v", v))
		case error:
			log = append(log, "error "+v.Error())
		}
	})
	bus.Emit("x", 1)
	off()
	bus.Emit("x", errors.New("bad"))
	fmt.Println(strings.Join(log, "; "))

	sem := make(Semaphore, 2)
	var active, peak, total atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			sem.Acquire()
			defer sem.Release()
			n := active.Add(1)
			for {
				p := peak.Load()
				if n <= p || peak.CompareAndSwap(p, n) {
					break
				}
			}
			time.Sleep(time.Millisecond)
			active.Add(-1)
			total.Add(1)
		})
	}
	wg.Wait()
	fmt.Println(peak.Load() <= 2, total.Load())

	l := NewLimiter(2, time.Millisecond)
	for range 4 {
		<-l.tokens
	}
	close(l.stop)

	tctx, done := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer done()
	err := retry(context.Background(), 3, func(i int) error {
		if i < 2 {
			return fmt.Errorf("try %d", i)
		}
		return nil
	})
	fmt.Println(err)
	err = retry(context.Background(), 2, func(i int) error { return fmt.Errorf("try %d", i) })
	fmt.Println(err)
	select {
	case <-tctx.Done():
		fmt.Println(tctx.Err(), errors.Is(tctx.Err(), context.DeadlineExceeded))
	case <-time.After(time.Minute):
		fmt.Println("late")
	}

	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
	get := sync.OnceValue(func() int { fmt.Println("computing"); return 42 })
	fmt.Println(get(), get())
	pool := sync.Pool{New: func() any { return new(strings.Builder) }}
	sb := pool.Get().(*strings.Builder)
	sb.WriteString("pooled")
	fmt.Println(sb)
	sb.Reset()
	pool.Put(sb)

	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	queue := []int{}
	results := make(chan int, 3)
	for range 3 {
		go func() {
			mu.Lock()
			for len(queue) == 0 {
				cond.Wait()
			}
			x := queue[0]
			queue = queue[1:]
			mu.Unlock()
			results <- x
		}()
	}
	for i := range 3 {
		mu.Lock()
		queue = append(queue, i)
		mu.Unlock()
		cond.Signal()
	}
	sum := 0
	for range 3 {
		sum += <-results
	}
	fmt.Println(sum)
	var v atomic.Value
	v.Store([]string{"a"})
	fmt.Println(v.Load().([]string)[0])
	var p atomic.Pointer[EventBus]
	fmt.Println(p.Load() == nil, p.CompareAndSwap(nil, &bus), p.Load() == &bus)
	var m sync.Map
	for i := range 3 {
		m.Store(i, fmt.Sprint("v", i))
	}
	act, loaded := m.LoadOrStore(1, "other")
	fmt.Println(act, loaded)
	n := 0
	m.Range(func(k, v any) bool { n += k.(int); return true })
	fmt.Println(n)
	timer := time.NewTimer(time.Hour)
	fmt.Println(timer.Stop())
	defer func() {
		r := recover()
		fmt.Println("recovered:", r)
		if e, ok := r.(error); ok {
			fmt.Println(e)
		}
	}()
	var ch chan int
	close(ch)
}
