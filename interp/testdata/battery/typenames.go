package main

import "fmt"

type pair[K, V any] struct {
	Key K
	Val V
}

type hidden struct{ v int }

func main() {
	missing()
	fmt.Printf("%T\n", pair[struct{ A, b int }, *struct {
		_ int8
		c []hidden `k:"v"`
	}]{})
	fmt.Printf("%T %v\n", pair[struct{ hidden }, map[string]struct{ x hidden }]{}, pair[struct{ b int }, bool]{Val: true})
}

func missing() {
	defer func() { fmt.Println(recover()) }()
	fmt.Println(any(hidden{}).(interface{ m(int) }))
}
