package main

import "fmt"

type task struct{ id int }

func main() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()
	var ps []*int
	for i := 0; i < 5; i++ {
		ps = append(ps, &i)
		if i == 1 {
			i++
		}
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	var ts []*task
	for _, t := range []task{{1}, {2}, {3}} {
		ts = append(ts, &t)
	}
	for _, t := range ts {
		fmt.Print(t.id, " ")
	}
	fmt.Println()
	func() {
		for i := range 3 {
			defer fmt.Print(i, " ")
			defer func() { fmt.Print("c", i, " ") }()
			defer func(n int) { fmt.Print("a", n, i, " ") }(i * 2)
		}
	}()
	fmt.Println()
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		if i == 2 {
			fmt.Println("array copy", v)
		}
	}
	sl := []int{1, 2, 3}
	for i, v := range sl {
		sl[2] = 10
		if i == 2 {
			fmt.Println("slice shared", v)
		}
	}
	for i := range sl {
		sl = append(sl, i)
	}
	fmt.Println(sl)
	for i, r := range "aé😀\xff" {
		fmt.Print(i, ":", r, " ")
	}
	fmt.Println()
	m := map[int]bool{1: true, 2: true, 3: true}
	for k := range m {
		delete(m, k)
	}
	fmt.Println(len(m))
	var np *[4]int
	for i := range np {
		fmt.Print(i)
	}
	fmt.Println()
	n := int8(3)
	for i := range n {
		fmt.Printf("%T%v ", i, i)
	}
	fmt.Println()
	for range 2 {
		fmt.Print("x")
	}
	fmt.Println()
}
