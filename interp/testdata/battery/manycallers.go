// Each of many goroutines is told who called, and calls back from compiled code.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
)

func main() {
	var begun, done sync.WaitGroup
	var unknown, unsorted atomic.Int64
	start := make(chan bool)
	for i := range 2000 {
		begun.Add(1)
		done.Go(func() {
			begun.Done()
			<-start
			if _, _, line, ok := runtime.Caller(0); !ok || line == 0 {
				unknown.Add(1)
			}
			s := []int{i, 3, 1, 2}
			sort.Slice(s, func(a, b int) bool {
				if _, _, _, ok := runtime.Caller(0); !ok {
					unknown.Add(1)
				}
				return s[a] < s[b]
			})
			if !sort.IntsAreSorted(s) {
				unsorted.Add(1)
			}
		})
	}
	begun.Wait()
	close(start)
	done.Wait()
	fmt.Println(unknown.Load(), unsorted.Load())
}
