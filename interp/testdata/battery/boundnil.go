package main

import "fmt"

type named interface{ Name() string }

type thing struct{}

func (thing) Name() string { return "thing" }

func try(f func()) {
	defer func() {
		r := recover()
		_, isError := r.(error)
		fmt.Printf("%T %v %v\n", r, isError, r)
	}()
	f()
}

func main() {
	var s named
	var e any
	try(func() { f := s.Name; fmt.Println(f()) })
	try(func() { f := s.(named).Name; fmt.Println(f()) })
	try(func() { f := e.(named).Name; fmt.Println(f()) })
	try(func() { defer s.Name() })
	s, e = thing{}, thing{}
	try(func() { f, h := s.Name, e.(named).Name; fmt.Println(f(), h()) })
}
