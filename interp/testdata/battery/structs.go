package main

import (
	"fmt"
	"unsafe"
)

type Point struct{ X, Y float64 }

func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p *Point) Scale(k float64)  { p.X *= k; p.Y *= k }
func (p Point) Dist() float64     { return p.X*p.X + p.Y*p.Y }

type Line struct{ A, B Point }
type Shape interface {
	Area() float64
	Perimeter() float64
}
type Rect struct{ w, h float64 }
type Circle struct{ r float64 }

func (r Rect) Area() float64         { return r.w * r.h }
func (r Rect) Perimeter() float64    { return 2 * (r.w + r.h) }
func (c *Circle) Area() float64      { return 3 * c.r * c.r }
func (c *Circle) Perimeter() float64 { return 6 * c.r }

type Node struct {
	Val  int
	Next *Node
}
type LinkedList struct {
	head *Node
	size int
}

func (l *LinkedList) Push(v int) { l.head = &Node{v, l.head}; l.size++ }
func (l *LinkedList) Reverse() {
	var prev *Node
	for n := l.head; n != nil; {
		n.Next, prev, n = prev, n, n.Next
	}
	l.head = prev
}
func (l LinkedList) String() string {
	s := ""
	for n := l.head; n != nil; n = n.Next {
		s += fmt.Sprint(n.Val, "->")
	}
	return s + "nil"
}

type Account struct {
	balance float64
	history []string
}

func (a *Account) Deposit(x float64) error {
	if x <= 0 {
		return fmt.Errorf("invalid amount %.2f", x)
	}
	a.balance += x
	a.history = append(a.history, fmt.Sprint("+", x))
	return nil
}

type State int

const (
	Idle State = iota
	Running
)

func (s State) next() State { return (s + 1) % 2 }
func (s *State) advance()   { *s = s.next() }

type Visitor func(n *Node) bool
type Option func(*Server)
type Server struct {
	host string
	port int
}

func WithPort(p int) Option { return func(s *Server) { s.port = p } }
func NewServer(opts ...Option) *Server {
	s := &Server{"localhost", 80}
	for _, o := range opts {
		o(s)
	}
	return s
}

type Expr interface {
	Eval(env map[string]float64) float64
}
type Num float64
type Var string
type Bin struct {
	op   byte
	l, r Expr
}

func (n Num) Eval(map[string]float64) float64     { return float64(n) }
func (v Var) Eval(env map[string]float64) float64 { return env[string(v)] }
func (b Bin) Eval(env map[string]float64) float64 {
	switch l, r := b.l.Eval(env), b.r.Eval(env); b.op {
	case '+':
		return l + r
	case '*':
		return l * r
	}
	panic("op")
}

type Empty struct{}
type Big struct {
	a [3]int
	b struct{ c, d string }
	e map[string]*Big
}

func byValue(b Big) Big { b.a[0] = 100; b.b.c = "changed"; return b }

func main() {
	p := Point{1, 2}
	q := p
	q.X = 10
	pp := &p
	pp.Scale(3)
	q.Scale(2)
	fmt.Println(p, q, p.Add(q), pp.Dist(), (*pp).X)
	ln := Line{p, Point{Y: 1}}
	ln.A.X = -1
	ln.B.Scale(5)
	fmt.Println(ln, p == Point{3, 6}, ln.A != ln.B)
	shapes := []Shape{Rect{2, 3}, &Circle{1}, &Rect{1, 1}}
	total := 0.0
	for _, s := range shapes {
		total += s.Area()
		if c, ok := s.(*Circle); ok {
			c.r = 2
		}
	}
	fmt.Println(total, shapes[1].Area(), shapes[1].Perimeter())
	var l LinkedList
	for i := range 4 {
		l.Push(i)
	}
	fmt.Println(l, &l, l.size)
	l.Reverse()
	fmt.Println(l)
	acc := Account{}
	fmt.Println(acc.Deposit(5), acc.Deposit(-1), acc.balance, acc.history)
	var st State
	st.advance()
	fmt.Println(st, st == Running, st.next() == Idle)
	fmt.Println(*NewServer(), *NewServer(WithPort(8080), func(s *Server) { s.host = "h" }))
	var e Expr = Bin{'+', Num(1), Bin{'*', Var("x"), Num(3)}}
	fmt.Println(e.Eval(map[string]float64{"x": 4}), e)
	b1 := Big{a: [3]int{1, 2, 3}}
	b2 := byValue(b1)
	fmt.Println(b1.a, b2.a, b1.b.c == "", b2.b.c)
	arr := [2]Point{{1, 1}, {2, 2}}
	for i := range arr {
		arr[i].Scale(2)
	}
	for _, a := range arr {
		a.Scale(100)
	}
	fmt.Println(arr)
	mp := map[string]Point{"a": {1, 2}}
	v := mp["a"]
	v.X = 50
	fmt.Println(mp, v)
	ptrs := []*Point{{1, 2}, {3, 4}}
	for _, x := range ptrs {
		x.X = 0
	}
	fmt.Println(*ptrs[0], *ptrs[1])
	pq := &pp
	(*pq).Y = 7
	**pq = Point{8, 8}
	fmt.Println(p)
	fmt.Println(unsafe.Sizeof(p), unsafe.Sizeof(Empty{}), Empty{} == Empty{})
	x := struct {
		A int
		B []string
	}{1, []string{"z"}}
	y := x
	y.B[0] = "w"
	y.A = 2
	fmt.Println(x, y)
	type Celsius float64
	type Temp = Celsius
	var t Temp = 36.6
	fmt.Printf("%T %v\n", t, t)
	n := new(int)
	*n += 5
	m := new(Point)
	m.Scale(1)
	fmt.Println(*n, *m)
	nn := new(42)
	fmt.Println(*nn)
	fs := []func(Point) Point{p.Add, ptrs[0].Add, func(q Point) Point { return q }}
	p = Point{}
	for _, f := range fs {
		fmt.Print(f(Point{1, 1}), " ")
	}
	fmt.Println()
	var np *Node
	defer func() { fmt.Println("r:", recover()) }()
	fmt.Println(np.Val)
}
