// Command train measures training for bench. It reads requests, one a line,
// and answers each with a number:
//
//	step TYPE NET STEPS     seconds for a training step
//	best TYPE NET STEPS     seconds for the fastest of the steps
//	bytes TYPE NET STEPS    bytes allocated for a step
//	peak TYPE               floating-point operations a second of a matrix product that fits the cache
//	cell WHAT               what a cell measures, see cells.go
//
// TYPE is float64 or float32. NET is mlp-INPUTS-HIDDEN-OUTPUTS-BATCH or
// cnn-SIDE-FILTERS-HIDDEN-BATCH, of images of SIDE×SIDE in three colours.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gojac/gojac/ad"
	"github.com/gojac/gojac/ad/gemm"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: train GOJAC")
		os.Exit(2)
	}
	b := bench{gojac: os.Args[1], trainers: map[string]trainer{}}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		answer, err := b.answer(strings.Fields(in.Text()))
		if err != nil {
			fmt.Fprintf(os.Stderr, "train: %s: %v\n", in.Text(), err)
			os.Exit(2)
		}
		fmt.Println(answer)
	}
}

// A bench keeps what is measured more than once.
type bench struct {
	gojac    string
	trainers map[string]trainer // by type and network
	cells    *cells
}

// A trainer takes training steps.
type trainer func(steps int)

func (b *bench) answer(request []string) (float64, error) {
	var steps int
	switch {
	case len(request) == 4 && slices.Contains([]string{"step", "best", "bytes"}, request[0]):
		if _, err := fmt.Sscan(request[3], &steps); err != nil {
			return 0, err
		}
		t, err := b.trainer(request[1], request[2])
		if err != nil {
			return 0, err
		}
		switch request[0] {
		case "bytes":
			return allocated(func() { t(steps) }) / float64(steps), nil
		case "best":
			best := math.Inf(1)
			for range steps {
				best = min(best, seconds(func() { t(1) }))
			}
			return best, nil
		}
		return seconds(func() { t(steps) }) / float64(steps), nil
	case len(request) == 2 && request[0] == "peak":
		if request[1] == "float32" {
			return peak((*ad.Tensor).Data32), nil
		}
		return peak((*ad.Tensor).Data), nil
	case len(request) == 2 && request[0] == "cell":
		return b.cell(request[1])
	}
	return 0, fmt.Errorf("unknown request")
}

func (b *bench) trainer(dtype, net string) (trainer, error) {
	key := dtype + " " + net
	if b.trainers[key] == nil {
		as := (*ad.Tensor).Float64
		if dtype == "float32" {
			as = (*ad.Tensor).Float32
		}
		var s [4]int
		kind, rest, _ := strings.Cut(net, "-")
		make := nets[kind]
		if _, err := fmt.Sscanf(rest, "%d-%d-%d-%d", &s[0], &s[1], &s[2], &s[3]); make == nil || err != nil {
			return nil, fmt.Errorf("unknown network %q", net)
		}
		t := make(as, s)
		t(3)
		b.trainers[key] = t
	}
	return b.trainers[key], nil
}

func seconds(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds()
}

// peak returns the rate of a product of 128 × 128 matrices, at its best.
func peak[T gemm.Float](data func(*ad.Tensor) []T) float64 {
	const n = 128
	a, b, c := data(ad.Randn(1, n*n)), data(ad.Randn(2, n*n)), make([]T, n*n)
	best := 0.0
	for range 50 {
		best = max(best, 10*2*n*n*n/seconds(func() {
			for range 10 {
				gemm.Mul(gemm.Dense(n, n, c), gemm.Dense(n, n, a), gemm.Dense(n, n, b))
			}
		}))
	}
	return best
}

// allocated returns the bytes that f allocates.
func allocated(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}
