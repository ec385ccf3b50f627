package main

import "fmt"

func try(name string, f func()) {
	defer func() {
		r := recover()
		fmt.Printf("%s: %T %v\n", name, r, r)
	}()
	f()
}

func main() {
	try("after break", func() {
		for x := range func(yield func(int) bool) { yield(1); yield(2) } {
			fmt.Println(x)
			break
		}
	})
	try("after return", func() {
		for x := range func(yield func(int) bool) { yield(1); yield(2) } {
			fmt.Println(x)
			return
		}
	})
	var kept func(int) bool
	try("after the loop", func() {
		for range func(yield func(int) bool) { kept = yield; yield(1) } {
		}
		kept(2)
	})
	try("after a loop left by break", func() {
		for range func(yield func(int) bool) { kept = yield; yield(1) } {
			break
		}
		kept(2)
	})
	try("twice", func() { kept(3) })
	try("swallowed", func() {
		for range func(yield func(int) bool) {
			defer func() { recover() }()
			yield(1)
		} {
			panic("body")
		}
	})
	try("after a panic", func() {
		for range func(yield func(int) bool) {
			func() {
				defer func() { fmt.Println(recover()) }()
				yield(1)
			}()
			yield(2)
		} {
			panic("body")
		}
	})
	try("again", func() {
		for range func(yield func(int) bool) {
			yield(1)
			func() {
				defer func() { fmt.Println(recover()) }()
				yield(2)
			}()
		} {
			break
		}
	})
	try("nested", func() {
	outer:
		for x := range func(yield func(int) bool) { yield(1); yield(2) } {
			for y := range func(yield func(int) bool) { fmt.Println(yield(x)); yield(4) } {
				fmt.Println(x, y)
				continue outer
			}
		}
	})
	try("from within", func() {
		for x := range func(yield func(int) bool) { kept = yield; yield(1) } {
			if x == 1 {
				kept(2)
			}
		}
	})
}
