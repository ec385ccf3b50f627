package main

import (
	"errors"
	"fmt"
)

type P struct{ X, Y int }
type Q struct{ X, Y int }
type ID string
type F func()

type MyErr struct{ Code int }

func (e *MyErr) Error() string { return fmt.Sprint("code ", e.Code) }

func mayFail(fail bool) error {
	var e *MyErr
	if fail {
		e = &MyErr{7}
	}
	return e
}

type Stringer interface{ String() string }

func (p P) String() string { return fmt.Sprintf("(%d,%d)", p.X, p.Y) }

type Opt interface{ Extra() int }
type With struct{ P }

func (With) Extra() int { return 3 }

func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("int-ish %v", v)
	case string:
		return "string " + v
	case ID:
		return "ID " + string(v)
	case error:
		return "error " + v.Error()
	case Opt:
		return fmt.Sprint("opt ", v.Extra())
	case fmt.Stringer:
		return "stringer " + v.String()
	case []int:
		return fmt.Sprint("ints ", len(v))
	case func() int:
		return fmt.Sprint("func ", v())
	case map[string]any:
		return "map"
	case *Q:
		return "Q ptr"
	case struct{ N int }:
		return fmt.Sprint("anon ", v.N)
	case chan int:
		return "chan"
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	var a, b any = P{1, 2}, P{1, 2}
	fmt.Println(a == b, a != b, a == any(Q{1, 2}), a == any(P{2, 1}))
	fmt.Println(any(1) == any(1.0), any(ID("a")) == any("a"), any("a") == any("a"), any(nil) == nil)
	m := map[any]string{P{1, 2}: "p", Q{1, 2}: "q", 1: "int", "1": "str", ID("1"): "id", 1.0: "float", [2]int{1, 2}: "arr", nil: "nil"}
	fmt.Println(len(m), m[P{1, 2}], m[Q{1, 2}], m[1], m["1"], m[ID("1")], m[1.0], m[[2]int{1, 2}], m[nil])
	err := mayFail(false)
	fmt.Println(err == nil, err != nil)
	fmt.Println(mayFail(true))
	for _, v := range []any{nil, 1, int64(2), "s", ID("i"), errors.New("e"), With{}, P{3, 4}, &P{5, 6}, []int{1}, func() int { return 9 }, map[string]any{}, &Q{}, struct{ N int }{5}, make(chan int), 2.5, Q{}, [2]bool{}} {
		fmt.Println(describe(v))
	}
	s, ok := a.(fmt.Stringer)
	fmt.Println(s, ok)
	_, ok = a.(Opt)
	fmt.Println(ok)
	_, ok = any(Q{}).(Stringer)
	fmt.Println(ok)
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(any([]int{1}) == any([]int{1}))
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = map[any]int{[]int{1}: 2}
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = a.(Q)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = any(Q{}).(Opt)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var n any
		_ = n.(int)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var n error
		_ = n.Error()
	}()
	var i1, i2 interface{ String() string } = P{1, 1}, P{1, 1}
	fmt.Println(i1 == i2, i1 == any(P{1, 1}).(Stringer))
	x, y := &P{}, &P{}
	fmt.Println(any(x) == any(y), any(x) == any(x))
	arr := [2]any{1, P{1, 2}}
	fmt.Println(arr == [2]any{1, P{1, 2}})
	type key struct{ a, b any }
	km := map[key]int{{1, "x"}: 5}
	fmt.Println(km[key{1, "x"}], km[key{1.0, "x"}])
	switch any(P{1, 2}) {
	case P{1, 2}:
		fmt.Println("matched")
	}
}
