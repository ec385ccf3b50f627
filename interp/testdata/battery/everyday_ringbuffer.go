package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"
	"sync/atomic"
)

type header struct {
	id   uint16
	_    [2]byte
	size uint32
}

type ring struct {
	mu   sync.Mutex
	buf  []byte
	r, w int
}

func (r *ring) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range p {
		r.buf[r.w%len(r.buf)] = b
		r.w++
	}
	return len(p), nil
}

func (r *ring) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(r.w, len(r.buf))
	out := make([]byte, 0, n)
	for i := r.w - n; i < r.w; i++ {
		out = append(out, r.buf[i%len(r.buf)])
	}
	return string(out)
}

func main() {
	h := header{id: 1, size: 8}
	fmt.Println(h.id, h.size, h == header{1, [2]byte{}, 8})
	var rb ring
	rb.buf = make([]byte, 8)
	fmt.Fprintf(&rb, "hello %s", "world")
	fmt.Println(&rb)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var n atomic.Int32
	total := 0
	for i := range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n.Add(1)
			mu.Lock()
			defer mu.Unlock()
			total += i
		}()
	}
	wg.Wait()
	fmt.Println(total, n.Load())
	var buf bytes.Buffer
	for i := 0; i < 3; i++ {
		binary.Write(&buf, binary.LittleEndian, uint16(i))
	}
	fmt.Printf("% x %08x\n", buf.Bytes(), crc32.ChecksumIEEE(buf.Bytes()))
	var once sync.Once
	initd := 0
	for range 3 {
		once.Do(func() { initd++ })
	}
	fmt.Println(initd)
	ch := make(chan int)
	done := make(chan struct{})
	var got []int
	go func() {
		defer close(done)
		for v := range ch {
			got = append(got, v)
		}
	}()
	for _, v := range [...]int{3, 1, 2} {
		ch <- v
	}
	close(ch)
	<-done
	fmt.Println(got)
	var arr [4]atomic.Bool
	arr[2].Store(true)
	fmt.Println(arr[2].Load(), arr[1].Load())
	cond := sync.NewCond(&mu)
	ready := false
	go func() { mu.Lock(); ready = true; cond.Broadcast(); mu.Unlock() }()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	mu.Unlock()
	fmt.Println(ready)
}
