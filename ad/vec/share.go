package vec

import (
	"unsafe"

	"github.com/gojac/gojac/ad/threads"
)

// How many bytes of results are worth a second processor: some twenty
// microseconds of work, of functions that are slow and of others.
const (
	manySlow = 1 << 18
	many     = 1 << 20
)

// share returns how many threads are to compute n results.
func share[T Float](n int, slow bool) int {
	var x T
	if bytes := n * int(unsafe.Sizeof(x)); bytes < manySlow || !slow && bytes < many {
		return 1
	}
	return threads.Count()
}

// inChunks calls f for all of n elements, chunk by chunk, on so many threads.
func inChunks(count, n int, f func(from, to int)) {
	threads.Run(count, (n+chunk-1)/chunk, func(piece int) {
		f(piece*chunk, min((piece+1)*chunk, n))
	})
}

// inRows calls f for all of rows of n elements, some of them at a time.
func inRows(count, rows, n int, f func(from, to int)) {
	some := max(1, chunk/n)
	threads.Run(count, (rows+some-1)/some, func(piece int) {
		f(piece*some, min((piece+1)*some, rows))
	})
}
