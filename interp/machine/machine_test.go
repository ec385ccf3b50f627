package machine

import "testing"

func TestFirst(t *testing.T) {
	p := mustLoad(t, `
import "fmt"
type T struct { a int; b string }
func (t T) String() string { return "T:" + t.b }
func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }
func main() {
	fmt.Println("hi", fib(20), T{1, "x"}, []T{{2, "y"}})
	fmt.Printf("%T %v %+v %#v\n", T{}, &T{}, []*T{}, map[string]T{"a": {}})
	m := map[string]int{}
	for i := range 10 { m[fmt.Sprint(i)] += i }
	fmt.Println(m, len(m))
	var fs []func() int
	for i := 0; i < 3; i++ { fs = append(fs, func() int { return i*i }) }
	for _, f := range fs { fmt.Println(f()) }
	defer func() { fmt.Println(recover()) }()
	var x []int
	_ = x[5]
}
`)
	out, err := p.run()
	t.Log(out)
	if err != nil {
		t.Fatal(describe(p.fset, err))
	}
}
