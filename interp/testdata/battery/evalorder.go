package main

import (
	"fmt"
	"math"
)

type T struct{ n int }

func (t T) Val() int  { return t.n }
func (t *T) Ptr() int { return t.n }
func (t *T) Inc() *T  { t.n++; return t }

type Getter interface{ Val() int }

func tr(s string, v int) int { fmt.Print(s, " "); return v }

func multi() (int, string, error) { return 1, "m", nil }

func take(n int, s string, err error) string { return fmt.Sprint(n, s, err) }

func deferOrder() (s string) {
	for i := range 3 {
		defer func() { s += fmt.Sprint(i) }()
	}
	defer func(v string) { s += "[" + v + "]" }(s + "early")
	s = "body"
	return s + "!"
}

func named() (x int) {
	defer func() { x *= 2 }()
	x = 5
	return x + 1
}

func panics() (s string) {
	defer func() {
		s = fmt.Sprint("outer:", recover())
	}()
	defer func() {
		panic(fmt.Sprint("second after ", recover()))
	}()
	panic("first")
}

type S struct {
	a, b int
	f    float64
}

func modify(s S, p *S, arr [2]int, sl []int) { s.a, p.a, arr[0], sl[0] = 1, 1, 1, 1 }

func main() {
	arr := []int{tr("a", 1), tr("b", 2), tr("c", 3)}
	fmt.Println(arr[tr("i", 1)] + tr("j", 2)*tr("k", 3))
	m := map[int]int{tr("key", 1): tr("val", 2)}
	m[tr("x", 5)] = tr("y", 6)
	fmt.Println(len(m))
	if tr("f", 0) > 0 && tr("never", 1) > 0 || tr("or", 1) > 0 {
		fmt.Println("short")
	}
	fmt.Println(take(multi()))
	fmt.Println(deferOrder(), named(), panics())
	t := T{1}
	v, p := t.Val, t.Ptr
	var g Getter = t
	gv := g.Val
	t.n = 50
	g = T{100}
	fmt.Println(v(), p(), gv(), g.Val(), T.Val(t), (*T).Ptr(&t), Getter.Val(g))
	fmt.Println(t.Inc().Inc().Inc().n, t.n)
	s, ps, a, sl := S{}, &S{}, [2]int{}, []int{0}
	modify(s, ps, a, sl)
	fmt.Println(s, *ps, a, sl)
	i := 0
	i, arr[i] = 1, 99
	fmt.Println(i, arr)
	arr[0], arr[1], arr[2] = arr[2], arr[0], arr[1]
	fmt.Println(arr)
	x := 10
	pp := &x
	y := *pp + func() int { *pp = 20; return 1 }()
	fmt.Println(x, y > 0)
	if x := x * 2; x > 30 {
		x := x + 1
		fmt.Println("inner", x)
	} else if y := x; y > 0 {
		fmt.Println("else", y)
	}
	fmt.Println(x)
	switch y := x / 2; {
	case y > 5:
		fmt.Println("big", y)
		fallthrough
	case y > 100:
		fmt.Println("fell")
	default:
		fmt.Println("no")
	}
	switch f := func() int { return 3 }; f() {
	case 1, 2:
		fmt.Println("12")
	case 3:
		fmt.Println("three")
	}
	nan := math.NaN()
	mn := map[float64]int{nan: 1}
	mn[nan] = 2
	fmt.Println(len(mn), mn[nan], S{f: nan} == S{f: nan}, [1]float64{nan} == [1]float64{nan}, any(nan) == any(nan))
	clear(mn)
	fmt.Println(len(mn), -0.0, 1/math.Copysign(0, -1), math.Signbit(math.Copysign(0, -1)))
	var i8 int8 = -128
	var u16 uint16 = 65535
	i8--
	u16 += 2
	fmt.Println(i8, u16, -i8, i8/-1, uint8(i8), int16(u16)<<15, ^0, 5&^3, -5>>1, uint32(1)<<31>>31)
	fmt.Println(7%-3, -7%3, -7/2, 1e3, float32(0.1), 0.1+0.2, float32(16777216)+1, 1<<62)
	f := 3.99
	fmt.Println(int(f), int(-f), uint8(f), int64(1e18), string(rune(0x4e16)), []byte("é"), string([]byte{104, 105}), string([]rune{0x65e5, 33}))
	var e1, e2 struct{}
	fmt.Println(e1 == e2)
	c1 := complex(3, 4)
	fmt.Println(real(c1)*imag(c1), c1*c1, c1/complex(0, 1), c1 == 3+4i)
	fs := map[string]func(...int) int{"sum": func(xs ...int) (t int) {
		for _, x := range xs {
			t += x
		}
		return
	}}
	fmt.Println(fs["sum"](1, 2, 3), fs["sum"]())
	var mp map[string][]int
	fmt.Println(mp["x"], len(mp["x"]), mp["x"] == nil)
	type pt struct{ x, y int }
	grid := map[pt]rune{{1, 2}: 'a', {3, 4}: 'b'}
	for k, v := range grid {
		if v == 'a' {
			delete(grid, k)
		}
	}
	fmt.Println(len(grid), string(grid[pt{3, 4}]))
	for i, j := 0, 10; i < j; i, j = i+1, j-2 {
		fmt.Print(i, j, ",")
	}
	fmt.Println()
	str := "日本語"
	for i := 0; i < len(str); i += 3 {
		fmt.Printf("%x ", str[i])
	}
	fmt.Println(str[3:6], len(str), "a" < "b", "a"+"b" == "ab", str > "a")
	func() {
		defer func() { fmt.Println(recover()) }()
		var idx = -1
		fmt.Println(str[idx+0:])
	}()
	ch := make(chan func() string, 1)
	ch <- func() string { return "from chan" }
	fmt.Println((<-ch)())
	var nilmap map[string]struct{ a int }
	fmt.Println(nilmap["q"].a, max(1, 2.5, 'a'), min("x", "b"))
	const huge = 1 << 40
	fmt.Println(huge>>38, uint8(huge>>33), 'a'*2, "s"[0])
	lbl := 0
outer:
	for {
		switch {
		case lbl > 2:
			break outer
		default:
			lbl++
			continue outer
		}
	}
	fmt.Println(lbl)
}
