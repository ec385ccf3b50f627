// Command kernels times gojac's matrix products and elementwise functions for
// bench. It reads lines and answers each with the seconds that one call took:
//
//	gemm 64|32 VIEWS m k n calls   a product; VIEWS as in ../blas.c
//	vec 64|32 NAME n calls         a function on n elements; softmax in rows of 1000
//	threads N                      sets the number of threads, answered with the kernels' name
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/gojac/gojac/ad/gemm"
	"github.com/gojac/gojac/ad/vec"
)

func main() {
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		answer, err := ask(in.Text())
		if err != nil {
			fmt.Fprintf(os.Stderr, "kernels: %s: %v\n", in.Text(), err)
			os.Exit(2)
		}
		fmt.Println(answer)
	}
}

func ask(line string) (any, error) {
	at := strings.LastIndexByte(line, ' ')
	count, err := strconv.Atoi(line[at+1:])
	if err != nil {
		return nil, err
	}
	what := line[:max(at, 0)]
	if what == "threads" {
		runtime.GOMAXPROCS(count)
		return gemm.Name(), nil
	}
	if prepared[what] == nil {
		if prepared[what], err = prepare(what); err != nil {
			return nil, err
		}
	}
	return timed(count, prepared[what]), nil
}

// prepared holds what was asked for before, with its operands.
var prepared = map[string]func(){}

func prepare(what string) (func(), error) {
	var bits, m, k, n int
	var name string
	if _, err := fmt.Sscanf(what, "gemm %d %s %d %d %d", &bits, &name, &m, &k, &n); err == nil {
		if bits == 32 {
			return product[float32](name, m, k, n), nil
		}
		return product[float64](name, m, k, n), nil
	}
	if _, err := fmt.Sscanf(what, "vec %d %s %d", &bits, &name, &n); err != nil {
		return nil, err
	}
	if bits == 32 {
		return elementwise[float32](name, n)
	}
	return elementwise[float64](name, n)
}

// timed returns the seconds that one call takes; as many before are not
// counted.
func timed(calls int, f func()) float64 {
	for range calls {
		f()
	}
	start := time.Now()
	for range calls {
		f()
	}
	return time.Since(start).Seconds() / float64(calls)
}

func product[T gemm.Float](views string, m, k, n int) func() {
	view := func(transposed byte, rows, cols int) gemm.Matrix[T] {
		data := filled[T](rows * cols)
		if transposed == 'T' {
			return gemm.Dense(cols, rows, data).T()
		}
		return gemm.Dense(rows, cols, data)
	}
	a, b, c := view(views[0], m, k), view(views[1], k, n), view('N', m, n)
	return func() { gemm.Mul(c, a, b) }
}

// filled returns numbers from -1 to 1.
func filled[T vec.Float](n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(i*7919%1000)/500 - 1
	}
	return x
}

const columns = 1000 // of softmax

func elementwise[T vec.Float](name string, n int) (func(), error) {
	x, y, dst := filled[T](n), filled[T](n), make([]T, n)
	positive, half := make([]T, n), []T{0.5}
	vec.Exp(positive, x)
	one := func(f func(dst, x []T), x []T) func() { return func() { f(dst, x) } }
	two := func(f func(dst, x, y []T), y []T) func() { return func() { f(dst, x, y) } }
	f := map[string]func(){
		"exp": one(vec.Exp[T], x), "tanh": one(vec.Tanh[T], x), "sigmoid": one(vec.Sigmoid[T], x),
		"relu": one(vec.ReLU[T], x), "sqrt": one(vec.Sqrt[T], positive),
		"add": two(vec.Add[T], y), "mul": two(vec.Mul[T], y), "div": two(vec.Div[T], positive),
		"scale": two(vec.Mul[T], half), "greater": two(vec.Gt[T], y),
		"log": one(vec.Log[T], positive), "softmax": func() { vec.Softmax(dst, x, columns) },
		"sum": func() { vec.Sum(x) }, "max": func() { vec.Max(x) },
	}[name]
	if f == nil {
		return nil, fmt.Errorf("no function %s", name)
	}
	return f, nil
}
