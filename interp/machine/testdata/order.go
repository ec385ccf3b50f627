package main

import "fmt"

// What Go leaves open and the compiler does the same way always: when the
// operands that are no calls are read.

type point struct{ x, y int }

func (p *point) move() int { p.x += 10; p.y -= 10; return p.x }
func (p point) sum() int   { return p.x + p.y }

type counter int

func (c *counter) next() int { *c++; return int(*c) }

var (
	global  = 1
	globals = []int{1, 2, 3}
	table   = map[string]int{"a": 1}
)

func bump() int { global += 10; globals[0] += 10; table["a"] += 10; return 1 }

//go:noinline
func three(a, b, c int) int { return a*10000 + b*100 + c }

func anys(a ...any) string { return fmt.Sprint(a...) }

func pair(v *int) (int, int) { return *v, func() int { *v += 5; return *v }() }

func results() (a, b int) {
	v := 1
	f := func() int { v += 10; return v }
	return v, f()
}

func named() (a, b int) {
	f := func() int { a += 10; return a }
	a = 1
	return a, f()
}

func numbers() {
	v := 3
	h := func() int { v += 4; return v }
	fmt.Println(v + h() + v)
	fmt.Println(v*2 + h()*v - v/2)
	fmt.Println(three(v, h(), v), anys(v, h(), v))
	a, b, c := v, h(), v
	fmt.Println(a, b, c)
	fmt.Println([]int{v, h(), v}, [3]int{v, h(), v}, map[int]int{1: v, 2: h(), 3: v}, point{v, h()}, &point{h(), v})
	fmt.Println(v < h(), v == h(), h() == v, -v+h(), ^v&h())
	v += h()
	fmt.Println(v)
	v = v + h()
	fmt.Println(v)
	p := &v
	fmt.Println(*p+h(), *p, h())
	x := 1 + v + h()
	y := h() + v + 1
	fmt.Println(x, y, float64(v)+float64(h()), fmt.Sprint(v, h()))
	fmt.Println(pair(&v))
	fmt.Println(results())
	fmt.Println(named())
	switch v + h() {
	case v:
		fmt.Println("case")
	default:
		fmt.Println("default", v)
	}
	if v < h() {
		fmt.Println("less")
	} else {
		fmt.Println("not less")
	}
	for i := v; i+1 < h() && i < v+100; i += 50 {
		fmt.Println("loop", i, v)
	}
	ch := make(chan int, 1)
	ch <- v + h()
	fmt.Println(<-ch, v)
	defer fmt.Println(v, h(), v)
	defer func(a, b, c int) { fmt.Println(a, b, c) }(v, h(), v)
}

func places() {
	fmt.Println(global+bump(), globals[0]+bump(), globals[0], bump())
	fmt.Println(table["a"]+bump(), len(table)+bump())
	t := point{1, 2}
	fmt.Println(t.x+t.move()+t.x, t.sum()+t.move(), t.x, t.move(), t.y)
	q := &t
	fmt.Println(q.x*2+q.move(), q.y, q.move(), *q, t)
	w, z := t, t.move()
	fmt.Println(w, z)
	var c counter
	fmt.Println(c, c.next(), c, c.next()+int(c))
	s := []int{1, 2, 3}
	i := 0
	step := func() int { i++; s = append(s, i); return i }
	fmt.Println(s[i]+step(), s[i], step(), len(s), step(), s)
	s[i] = step()
	fmt.Println(s, i)
	s[i], i = step(), i+1
	fmt.Println(s, i)
	arr := [3]int{5, 6, 7}
	change := func() int { arr[1] = 60; return 1 }
	fmt.Println(arr[1]+change(), arr)
	arr[1] = 6
	copied, n := arr, change()
	fmt.Println(copied, n)
	var m map[string]int
	assign := func() int { m = map[string]int{}; return 3 }
	m["k"] = assign()
	fmt.Println(m)
	f := func() int { return 1 }
	swap := func() int { f = func() int { return 100 }; return 1 }
	fmt.Println(f()+swap(), f())
}

func kinds() {
	s, b, u, fl, e, ps, r := "s", true, uint8(1), 1.5, any(1), &point{1, 1}, 'r'
	sl, st, ar := []int{1}, point{1, 1}, [2]int{1, 1}
	big := [4]int{1}
	f := func() string {
		s, b, u, fl, e, ps, r = s+"x", !b, u+1, fl*2, "other", &point{9, 9}, r+1
		sl, st, ar, big = []int{2, 2}, point{7, 7}, [2]int{8, 8}, [4]int{5}
		return "f"
	}
	fmt.Println(s, f(), s+f()+s)
	fmt.Println(u, f(), r, f())
	fmt.Println(fl, f(), fl)
	fmt.Println(e, f(), e)
	fmt.Println(sl, f(), sl)
	ps = &point{1, 1}
	fmt.Println(*ps, f(), ps.x)
	x, y := st, f()
	fmt.Println(x, y)
	st = point{1, 1}
	fmt.Println([]any{s, f(), fl, e, r})
	fmt.Println(string(s[0])+f(), s[1:]+f(), len(s), f(), s[len(s)-1:])
	ar, big = [2]int{1, 1}, [4]int{1}
	z, q, v := ar, f(), big
	fmt.Println(z, q, v)
	g := func() any { e = 5; return 6 }
	e = 1
	fmt.Println(e == g(), e != g())
	fmt.Println(b, u)
}

func caught(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func say(n int) int { fmt.Println("say", n); return n }

func panics() {
	var none []int
	var p *point
	var m map[string]int
	zero := 0
	caught("index", func() { none[2] = say(1) })
	caught("field", func() { p.x = say(2) })
	caught("map", func() { m["x"] = say(3) })
	caught("operand", func() { fmt.Println(none[1] + say(4)) })
	caught("deref", func() { fmt.Println(p.x + say(5)) })
	caught("divide", func() { fmt.Println(7/zero + say(6)) })
	caught("argument", func() { fmt.Println(three(none[3], say(7), p.y)) })
	caught("tuple", func() { none[0], zero = say(8), 1 })
	caught("literal", func() { fmt.Println([]int{none[0], say(9)}) })
	caught("index of call", func() { fmt.Println(none[say(10)] + say(11)) })
	caught("method", func() { fmt.Println(p.sum() + say(12)) })
}

func main() {
	numbers()
	places()
	kinds()
	panics()
	operands()
}

func operands() {
	s := "a"
	f := func() int { s += "x"; return 1 }
	fmt.Println(len(s), f(), len(s))
	fmt.Println(len(s)+f(), f())
	x := len(s) + f()
	fmt.Println(x, three(len(s), f(), len(s)))
	sl := []int{}
	g := func() int { sl = append(sl, 1); return 1 }
	fmt.Println(len(sl), g(), len(sl), g())
	y := len(sl)*10 + g()
	fmt.Println(y, three(len(sl), g(), len(sl)))
	m := map[int]int{}
	h := func() int { m[len(m)] = 1; return 1 }
	fmt.Println(len(m), h(), len(m))
	fmt.Println(m[0], h(), m[1], m[2], h())
	z := m[3]*10 + h()
	fmt.Println(z, max(len(m), 2)+h(), min(len(m), 100), h())
	u, v := len(m), h()
	fmt.Println(u, v)
	fl := 1.5
	k := func() float64 { fl *= 2; return 1 }
	fmt.Println(int(fl), k(), int(fl), -fl, k(), fl > 2, k())
	c := complex(fl, 1)
	q := func() int { c *= 2; return 1 }
	fmt.Println(real(c), q(), c, q(), imag(c)+float64(q()))
	arr := [3]int{1, 2, 3}
	w := func() int { arr[0]++; return 0 }
	fmt.Println(arr[w()]+w(), arr[0], w(), len(arr), arr)
	type T struct{ a, b int }
	t := T{1, 2}
	tt := func() int { t.a++; return 0 }
	fmt.Println(t.a, tt(), t, tt(), T{t.a, tt()}, tt(), t == T{t.a, tt() + 2})
	p := &t
	fmt.Println(*p, tt(), p.a, (*p).b, tt(), p == &t)
	str := "hello"
	ss := func() int { str = "world!" + str; return 1 }
	fmt.Println(str[0], ss(), str[1:3], ss(), str+"!", ss(), str == "x", ss(), []byte(str), ss(), string(str[0]))
	var e error
	ee := func() int { e = fmt.Errorf("e%d", 1); return 1 }
	fmt.Println(e, ee(), e == nil, e)
	e = nil
	fmt.Println(e == nil, ee(), e != nil)
	fn := func() int { return 1 }
	ff := func() int { fn = func() int { return 7 }; return 1 }
	fmt.Println(fn(), ff(), fn(), fn != nil)
	ch := make(chan int, 5)
	cc := func() int { ch <- 1; return 1 }
	fmt.Println(len(ch), cc(), len(ch), cc(), <-ch, len(ch))
	var ip any = 3
	ii := func() int { ip = 4; return 1 }
	fmt.Println(ip.(int), ii(), ip.(int))
	ip = 3
	r := ip.(int)*10 + ii()
	fmt.Println(r)
	n := 5
	nn := func() int { n++; return n }
	fmt.Println(1<<n+nn(), n<<1, nn(), n%3, nn(), n&1 == 0, nn())
	d := &n
	fmt.Println(*d, nn(), *d+1, nn(), d == &n)
	pp := struct{ p *int }{d}
	fmt.Println(*pp.p, nn(), *pp.p**d, nn())
	fmt.Printf("%d %d %v\n", n, nn(), n > 3)
	b1, b2 := n > 5, nn()
	fmt.Println(b1, b2, !b1 && nn() > 3 || n == nn())
	_ = append([]int{n, nn()}, n, nn(), n)
	fmt.Println(append([]int{n, nn()}, n, nn(), n), n)
	fmt.Println([]any{n, nn(), t, tt(), t}, map[string]any{"a": n, "b": nn(), "c": n}, [][]int{{n}, {nn()}, {n}})
	fmt.Println([]T{{n, 1}, {nn(), n}, {n, nn()}})
	func() {
		var nobody *int
		defer func() { fmt.Println("nil:", recover() != nil) }()
		show(&*nobody)
	}()
	for _, f := range []func(){popped, asserted, made, pointed, divided, looked, shifted} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
}

var (
	none   []int
	number any = 1
)

func popped() {
	v := 0
	v, none = none[len(none)-1], none[:len(none)-1]
	fmt.Println(v)
}

func asserted() { fmt.Println(none[global], number.(string)) }

func made() { fmt.Println(none[global], make([]int, len(none)-1)) }

func pointed() { fmt.Println(three(none[global], *number.(*int), 1)) }

func divided() { fmt.Println(three(none[global], 5/len(none), 1)) }

func looked() {
	fmt.Println(summed(map[string]int{"a": 1}))
	fmt.Println(none[global], map[any]int{}[none])
}

func shifted() { fmt.Println(three(none[global], 1<<(len(none)-1), 1)) }

func summed(m map[string]int) int { return m["a"] + enlarged(m) }

//go:noinline
func enlarged(m map[string]int) int { m["a"] += 10; return 1 }

func show(p *int) { fmt.Println("shown", p) }
