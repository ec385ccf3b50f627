package main

import (
	"fmt"
	"reflect"
)

type T complex64
type R string
type P uint32
type B [2]bool

func (t T) Do() R   { return "x" }
func (t T) Me() T   { return t }
func (t *T) Ptr() P { return 3 }

type S struct{ a, b int }

func (s S) Do() R { return "s" }
func (s S) Many(a int, b string, c float32) (int, error) {
	return s.a + a, fmt.Errorf("%s %v", b, c)
}

func (b B) Other(s S, t T) (T, B) { return t + 1, B{b[1], s.a == 1} }

func main() {
	t := T(1)
	for _, v := range []any{t, &t, S{1, 2}, &S{3, 4}, B{}, &B{false, true}} {
		rv := reflect.ValueOf(v)
		for i := range rv.NumMethod() {
			m, f := rv.Method(i), rv.Type().Method(i)
			fmt.Println(rv.Type(), f.Name, m.Type(), f.Type)
			args := []reflect.Value{reflect.ValueOf(1), reflect.ValueOf("b"), reflect.ValueOf(float32(2))}[:m.Type().NumIn()]
			if m.Type().NumIn() == 2 {
				args = []reflect.Value{reflect.ValueOf(S{1, 2}), reflect.ValueOf(t)}
			}
			for _, out := range m.Call(args) {
				fmt.Println(out.Type(), out.Interface())
			}
			for _, out := range f.Func.Call(append([]reflect.Value{rv}, args...)) {
				fmt.Println(out.Type(), out.Interface())
			}
		}
	}
}
