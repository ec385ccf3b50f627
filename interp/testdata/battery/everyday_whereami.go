package main

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
)

type T struct{}
type G[X any] struct{}

func (T) Val() string         { return me() }
func (*T) Ptr() string        { return me() }
func (G[X]) Gen() string      { return me() }
func Generic[X any](X) string { return me() }
func deco(f func(int) int) func(int) int {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	return func(x int) int {
		r := f(x)
		fmt.Println(name, x, "->", r)
		return r
	}
}

func me() string {
	pc, file, line, ok := runtime.Caller(1)
	f := runtime.FuncForPC(pc)
	return fmt.Sprintf("%s:%v %s %v", strings.TrimSuffix(filepath.Base(file), ".go")[:0], line > 0, f.Name(), ok)
}

func double(x int) int { return 2 * x }
func trace() func() {
	pc, _, _, _ := runtime.Caller(1)
	n := runtime.FuncForPC(pc).Name()
	fmt.Println("enter", n)
	return func() { fmt.Println("leave", n) }
}
func work() {
	defer trace()()
	fmt.Println("working")
}

var inits []string

func init() { inits = append(inits, me()) }
func init() { func() { inits = append(inits, me()) }() }

func main() {
	fmt.Println(inits)
	fmt.Println(me())
	fmt.Println(T{}.Val(), new(T).Ptr(), G[int]{}.Gen(), Generic("x"))
	func() {
		fmt.Println(me())
	}()
	deco(double)(4)
	work()
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(strings.ToUpper).Pointer()).Name())
	_, _, _, ok := runtime.Caller(50)
	fmt.Println(ok)
	s := string(debug.Stack())
	fmt.Println(strings.Contains(s, "main.main"), strings.HasPrefix(s, "goroutine "))
	buf := make([]byte, 4096)
	fmt.Println(strings.Contains(string(buf[:runtime.Stack(buf, false)]), "main.main"))
}
