package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan int, 1)
	select {
	case v := <-c:
		fmt.Println("got", v)
	default:
		fmt.Println("empty")
	}
	select {
	case c <- 5:
		fmt.Println("sent")
	default:
		fmt.Println("full")
	}
	select {
	case c <- 6:
		fmt.Println("sent")
	default:
		fmt.Println("full")
	}
	v, ok := <-c
	fmt.Println(v, ok)
	close(c)
	v, ok = <-c
	fmt.Println(v, ok)
	var nilc chan int
	select {
	case <-nilc:
		fmt.Println("nil")
	case _, ok := <-c:
		fmt.Println("closed", ok)
	}
	tick := time.NewTicker(2 * time.Millisecond)
	done := time.After(30 * time.Millisecond)
	n := 0
loop:
	for {
		select {
		case <-tick.C:
			n++
			if n == 3 {
				tick.Stop()
				break loop
			}
		case <-done:
			break loop
		}
	}
	fmt.Println("ticks", n > 0)
	results := make(chan string)
	go func() {
		time.Sleep(time.Millisecond)
		results <- "slow"
	}()
	select {
	case r := <-results:
		fmt.Println(r)
	case <-time.After(5 * time.Second):
		fmt.Println("timeout")
	}
	arr := []int{0, 0}
	idx := func(i int) int { fmt.Print("idx", i, " "); return i }
	cs := make(chan int, 2)
	cs <- 7
	select {
	case arr[idx(1)] = <-cs:
	}
	fmt.Println(arr)
	for i := range 3 {
		select {
		case cs <- i:
		default:
			fmt.Println("dropped", i)
		}
	}
	close(cs)
	for v := range cs {
		fmt.Print(v, " ")
	}
	fmt.Println(len(cs), cap(cs))
	var send chan<- int = make(chan int, 1)
	send <- 1
	fmt.Printf("%T %T\n", send, (<-chan string)(nil))
	defer func() { fmt.Println(recover()) }()
	close(cs)
}
