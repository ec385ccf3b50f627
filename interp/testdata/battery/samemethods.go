package main

import "fmt"

type Shape interface {
	Area() float64
	Perimeter() float64
}
type Base interface{ Area() float64 }
type Named interface {
	Shape
	fmt.Stringer
}
type Rect struct{ W, H float64 }

func (r Rect) Area() float64      { return r.W * r.H }
func (r Rect) Perimeter() float64 { return 2 * (r.W + r.H) }
func (r Rect) String() string     { return fmt.Sprintf("Rect(%gx%g)", r.W, r.H) }

type Sh2 interface {
	Perimeter() float64
	Area() float64
}
type pair struct {
	a Sh2
	b Base
}
type Reg[T comparable] struct{ m map[T]int }

func (r *Reg[T]) Add(t T) {
	if r.m == nil {
		r.m = map[T]int{}
	}
	r.m[t]++
}
func pick(s Sh2, b bool) Shape {
	if b {
		return s
	}
	return Rect{9, 9}
}
func all(ss ...Shape) (out []Base) {
	for _, s := range ss {
		out = append(out, s)
	}
	return
}

func main() {
	var s Shape = Rect{1, 2}
	var t Sh2 = s
	var n Named = Rect{1, 2}
	fmt.Println(s == t, t == Sh2(n), pick(t, true) == s, Base(s) == Base(n))
	set := map[Sh2]string{Rect{1, 2}: "r"}
	fmt.Println(set[t], set[s], set[n], set[pick(t, true)])
	p := map[pair]int{{t, s}: 1}
	p[pair{s, n}]++
	p[pair{Rect{1, 2}, t}]++
	fmt.Println(p, len(p))
	var r Reg[Shape]
	r.Add(s)
	r.Add(t)
	r.Add(n)
	r.Add(Rect{1, 2})
	fmt.Println(r.m, len(r.m))
	arr := [2]Sh2{s, t}
	arr2 := [2]Sh2{n, Rect{1, 2}}
	fmt.Println(arr == arr2, pair{s, n} == pair{n, s})
	ch := make(chan Sh2, 1)
	ch <- s
	m := map[Base]int{}
	for _, b := range all(s, t, n) {
		m[b]++
	}
	m[<-ch]++
	fmt.Println(m)
	f := func(s Shape) (Sh2, error) { return s, nil }
	x, err := f(t)
	fmt.Println(set[x], err, x.(Shape) == s, x.(fmt.Stringer).String())
	g := t.Perimeter
	fmt.Println(g(), Sh2.Area(s), Shape.Perimeter(t))
	var nilS Shape
	t = nilS
	fmt.Println(t == nil, t == nilS, set[nilS] == "")
	switch v := any(s).(type) {
	case Sh2:
		fmt.Println("sh2", set[v])
	}
	defer func() { fmt.Println(recover()) }()
	t = nilS
	fmt.Println(t.Area())
}
