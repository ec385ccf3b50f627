package main

import (
	"fmt"
	"runtime"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, is := r.(runtime.Error)
		fmt.Printf("%s: %v %v %T\n", name, r, is, r)
	}()
	f()
}

func goesOn(yield func(int) bool) { yield(1); yield(2) }
func swallows(yield func(int) bool) {
	defer func() { recover() }()
	yield(1)
}
func retries(yield func(int) bool) {
	func() {
		defer func() { recover() }()
		yield(1)
	}()
	yield(2)
}

var kept func(int) bool

func leaks(yield func(int) bool) { kept = yield; yield(1) }

func early() int {
	for v := range goesOn {
		return v
	}
	return 0
}

func main() {
	try("break", func() {
		for range goesOn {
			break
		}
	})
	try("return", func() { early() })
	try("swallows", func() {
		for range swallows {
			panic("body")
		}
	})
	try("retries", func() {
		for range retries {
			panic("body")
		}
	})
	try("leaks", func() {
		for v := range leaks {
			fmt.Println("got", v)
		}
		kept(2)
	})
	try("fine", func() {
		for v := range goesOn {
			fmt.Println("v", v)
		}
	})
}
