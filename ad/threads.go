package ad

import "github.com/gojac/gojac/ad/threads"

// SetNumThreads bounds the number of threads that one matrix product or one
// elementwise operation on a large tensor uses. 0, as it is at first, is as
// many as Go uses (runtime.GOMAXPROCS). Results do not depend on it.
func SetNumThreads(n int) { threads.Set(n) }

// NumThreads returns how many threads a large operation uses.
func NumThreads() int { return threads.Count() }
