package main

import "fmt"

type key struct {
	x int
	y string
}

var (
	one, name = 1, "a"
	global    = map[int]string{one: "dynamic", 2: "b", 1: "static"}
)

func f() int { fmt.Println("f"); return 3 }

func main() {
	fmt.Println(global)
	fmt.Println(map[key]int{{one, name}: 1, {1, name}: 2, {1, "a"}: 3, {2, "b"}: 4})
	fmt.Println(map[string]int{name: 1, "b": 2, "a": f()})
	fmt.Println(map[any]int{one: 1, 1: 2, key{1, "a"}: 3, key{one, "a"}: 4, nil: 5})
	fmt.Println(map[struct{ v any }]int{{one}: 1, {1}: 2}, map[string]any{name: 1, "a": 2}, map[string]any{name: 1, "a": nil}, map[string][1]any{name: {1}, "a": {2}})
	fmt.Println(map[key]int{{x: one, y: name}: 1, {y: "a", x: 1}: 2}, map[string]func(){name: nil, "a": func() {}}["a"] == nil, map[string]*key{name: nil, "a": {3, "p"}}["a"])
	fmt.Println(map[[2]int]int{{one, 2}: 1, {1, 2}: 2})
	fmt.Println(map[string][]int{name: {1}, "a": {2}}, map[string]*int{name: nil, "a": nil}, map[string]key{name: {1, "b"}, "a": {2, "c"}})
	fmt.Println([]map[int]int{{one: 1, 1: 2}}, map[string]map[int]int{"m": {one: 1, 1: 2}})
}
