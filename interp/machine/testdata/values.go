package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

type Color int

const (
	Red Color = iota
	_
	Blue
)

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }

type Point struct{ X, y float64 }

type Shape interface {
	Area() float64
	Perimeter() float64
}

type Rect struct {
	Point
	W, H float64
	tags map[string]int
}

func (r Rect) Area() float64      { return r.W * r.H }
func (r *Rect) Grow(k float64)    { r.W *= k; r.H *= k }
func (r Rect) Perimeter() float64 { return 2 * (r.W + r.H) }
func (p Point) Norm() float64     { return p.X*p.X + p.y*p.y }
func (p *Point) Move(d float64)   { p.X += d }

type NotFound struct{ Name string }

func (e *NotFound) Error() string { return "not found: " + e.Name }

type Code int

func (c Code) Error() string   { return fmt.Sprintf("code %d", int(c)) }
func (c Code) Is(t error) bool { return t == errBase }

var errBase = errors.New("base")

func find(name string) error {
	switch name {
	case "a":
		return &NotFound{name}
	case "b":
		return fmt.Errorf("wrapped: %w", &NotFound{name})
	case "c":
		return Code(7)
	}
	return nil
}

type Node struct {
	Val         int
	Left, Right *Node
	next        map[string]*Node
}

func (n *Node) Insert(v int) *Node {
	if n == nil {
		return &Node{Val: v}
	}
	if v < n.Val {
		n.Left = n.Left.Insert(v)
	} else {
		n.Right = n.Right.Insert(v)
	}
	return n
}

func (n *Node) Walk(f func(int)) {
	if n != nil {
		n.Left.Walk(f)
		f(n.Val)
		n.Right.Walk(f)
	}
}

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type Temp float64

func (t Temp) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf(`"%.1f°"`, float64(t))), nil }

type Doc struct {
	Name   string `json:"name"`
	Age    int    `json:"age,omitempty"`
	secret string
	T      Temp
	Sub    *Doc `json:"sub,omitempty"`
	M      map[string]any
	Tags   []string
}

type Upper struct{ strings.Builder }

func (u *Upper) Write(p []byte) (int, error) { return u.WriteString(strings.ToUpper(string(p))) }

func main() {
	fmt.Println(Red, Blue, []Color{Red, Blue}, map[Color]int{Blue: 1}, struct{ C Color }{Blue})
	fmt.Printf("%v %d %s %T %#v %x %q\n", Blue, Blue, Blue, Blue, Blue, Blue, Blue)
	r := Rect{Point{1, 2}, 3, 4, nil}
	r.Grow(2)
	r.Move(1)
	fmt.Printf("%v\n%+v\n%#v\n%T\n", r, r, r, r)
	var s Shape = r
	fmt.Println(s.Area(), s.Perimeter(), r.Norm(), s == Shape(nil), s != nil)
	if rr, ok := s.(Rect); ok {
		fmt.Println("is Rect", rr.W)
	}
	_, ok := s.(interface{ Grow(float64) })
	_, ok2 := Shape(&r).(interface{ Grow(float64) })
	fmt.Println(ok, ok2)
	for _, n := range []string{"a", "b", "c", "d"} {
		err := find(n)
		var nf *NotFound
		var c Code
		fmt.Println(err, errors.As(err, &nf), errors.As(err, &c), errors.Is(err, errBase), err == Code(7))
	}
	var root *Node
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		root = root.Insert(v)
	}
	sum := 0
	root.Walk(func(v int) { sum = sum*10 + v })
	fmt.Println(sum, root.Left.Val, root.Right.Right.Left == nil)
	words := byLen{"ccc", "a", "bb", "dddd"}
	sort.Sort(sort.Reverse(words))
	fmt.Println(words, reflect.TypeOf(words), reflect.TypeOf(words).NumMethod())
	b, err := json.Marshal(Doc{"x", 0, "hidden", 36.6, &Doc{Name: "y", Age: 3}, map[string]any{"k": []int{1}}, nil})
	fmt.Println(string(b), err)
	var d Doc
	fmt.Println(json.Unmarshal([]byte(`{"name":"z","age":4,"Tags":["p","q"],"sub":{"name":"in"}}`), &d), d.Name, d.Age, d.Tags, d.Sub.Name)
	u := &Upper{}
	fmt.Fprintf(u, "hello %d", 5)
	fmt.Println(u.String(), u.Len())
	f := r.Area
	r.W = 100
	g := Rect.Perimeter
	h := (*Rect).Grow
	h(&r, 0.5)
	fmt.Println(f(), g(r), r.W)
	keys := map[any]string{1: "int", "a": "string", Point{1, 2}: "point", [2]int{1, 2}: "array", Color(1): "color"}
	fmt.Println(keys[1], keys["a"], keys[Point{1, 2}], keys[[2]int{1, 2}], keys[Color(1)], keys[int64(1)] == "")
	fmt.Println(any(Point{1, 2}) == any(Point{1, 2}), any(Color(1)) == any(1), any(&r) == any(&r))
	var e error
	var np *NotFound
	fmt.Println(e == nil, np == nil)
	e = np
	fmt.Println(e == nil, e != nil)
	type local struct{ a, b int }
	fmt.Printf("%T %v %+v\n", local{1, 2}, []local{{1, 2}}, map[string]*local{"n": nil})
	fmt.Printf("%T %T %T %T\n", func(int, ...string) error { return nil }, make(chan<- Point), [3]*Rect{}, map[Color][]Shape{})
	fmt.Println(reflect.ValueOf(r).NumField(), reflect.TypeOf(r).Field(3).Name, reflect.DeepEqual(r, r))
	v := reflect.ValueOf(&r).MethodByName("Grow")
	v.Call([]reflect.Value{reflect.ValueOf(2.0)})
	fmt.Println(r.W, reflect.TypeOf(&r).Method(1).Name)
}
