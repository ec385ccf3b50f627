package main

import "fmt"

type pair[K, V any] struct {
	Key K
	Val V
}

type hidden struct{ v int }

func main() {
	fmt.Printf("%T\n", pair[struct{ A, b int }, *struct {
		_ int8
		c []hidden `k:"v"`
	}]{})
	fmt.Printf("%T %v\n", pair[struct{ hidden }, map[string]struct{ x hidden }]{}, pair[struct{ b int }, bool]{Val: true})
}
