package main

import "fmt"

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 0 }
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func fibgen() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

type op func(float64, float64) float64

func (o op) apply(a, b float64) float64 { return o(a, b) }

type acc struct{ total int }

func (a acc) Get() int   { return a.total }
func (a *acc) Add(n int) { a.total += n }

func memo(f func(int) int) func(int) int {
	m := map[int]int{}
	return func(n int) int {
		if v, ok := m[n]; ok {
			return v
		}
		m[n] = f(n)
		return m[n]
	}
}

func variadic(pre string, xs ...int) string { return fmt.Sprint(pre, len(xs), xs, xs == nil) }

func named() (x, y int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
			x = 9
		}
	}()
	x, y = 1, 2
	panic("p")
}

func main() {
	next, reset := counter()
	next()
	next()
	fmt.Println(next())
	reset()
	fmt.Println(next())
	fmt.Println(compose(func(x int) int { return x + 1 }, func(x int) int { return x * 10 })(4))
	g := fibgen()
	for range 8 {
		fmt.Print(g(), " ")
	}
	fmt.Println()
	fmt.Println(op(func(a, b float64) float64 { return a - b }).apply(5, 3))
	a := acc{1}
	get := a.Get
	add := a.Add
	add(5)
	add(5)
	fmt.Println(get(), a.Get(), a.total)
	f1, f2 := acc.Get, (*acc).Add
	f2(&a, 100)
	fmt.Println(f1(a))
	var fib func(int) int
	fib = memo(func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	})
	fmt.Println(fib(80))
	fmt.Println(variadic("a"), variadic("b", 1, 2), variadic("c", []int{3}...), variadic("d", nil...))
	fmt.Println(named())
	table := map[string]op{"+": func(a, b float64) float64 { return a + b }, "*": func(a, b float64) float64 { return a * b }}
	fmt.Println(table["+"](2, 3), table["*"](2, 3), table["?"] == nil)
	x := 1
	inc := func() { x++ }
	inc()
	inc()
	fmt.Println(x)
	p := &x
	*p = 50
	inc()
	fmt.Println(x, *p)
	func(y int) { x = y }(7)
	fmt.Println(x)
	order := func(s string) string { fmt.Print(s, " "); return s }
	m := map[string]string{order("k"): order("v")}
	fmt.Println(m, order("a")+order("b"))
	defer func() {
		defer func() { fmt.Println("outer", recover()) }()
		defer fmt.Println("deferred before panic")
		panic(fmt.Sprint("re-", recover()))
	}()
	var nilf func()
	nilf()
}
