package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

func settle(want int) int {
	for i := 0; i < 200 && runtime.NumGoroutine() != want; i++ {
		time.Sleep(time.Millisecond)
	}
	return runtime.NumGoroutine()
}

func main() {
	fmt.Println(runtime.NumGoroutine())
	stop := make(chan struct{})
	for range 3 {
		go func() { <-stop }()
	}
	fmt.Println(runtime.NumGoroutine())
	close(stop)
	fmt.Println(settle(1))
	var mu sync.Mutex
	mu.Lock()
	go func() { mu.Lock(); mu.Unlock() }()
	fmt.Println(settle(2))
	mu.Unlock()
	fmt.Println(settle(1))
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() { time.Sleep(time.Millisecond) })
	}
	wg.Wait()
	fmt.Println(settle(1))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int)
	go func() { defer close(done); <-ctx.Done() }()
	fmt.Println(runtime.NumGoroutine())
	cancel()
	<-done
	t := time.AfterFunc(time.Hour, func() {})
	defer t.Stop()
	fmt.Println(settle(1))
}
