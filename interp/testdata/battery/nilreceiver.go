package main

import "fmt"

type named interface{ Name() string }

type value struct{ s string }

func (v value) Name() string { return "value " + v.s }

type outer struct{ value }

func try(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(what+":", r)
		}
	}()
	f()
}

func ask(n named) {
	defer func() { fmt.Println("asked:", recover()) }()
	fmt.Println(n.Name())
}

func main() {
	var none *value
	try("made here", func() {
		var n named = none
		fmt.Println(n.Name())
	})
	try("made of a result", func() {
		n := named(func() *value { return nil }())
		fmt.Println(n.Name())
	})
	try("promoted", func() {
		var o *outer
		var n named = o
		fmt.Println(n.Name())
	})
	ask(none)
	ask(&value{"given"})
	var n named = &value{"made"}
	fmt.Println(n.Name())
}
