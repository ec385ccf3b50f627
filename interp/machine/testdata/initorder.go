package main

import "fmt"

var x = 1

func f() int { x *= 10; return x }

type S struct{ a, b int }

var a = []int{x, f(), x}
var b = [3]int{x, f(), x}
var c = S{x, f()}
var d = &S{x, f()}
var e = map[int]int{x: f(), 3: x}
var g = []S{{x, f()}, {x, f()}}
var h = []*S{{x, f()}, {x, f()}}
var i = []any{x, f(), x}
var j = [2][2]int{{x, f()}, {f(), x}}
var k = fmt.Sprint(x, f(), x)
var l = append([]int{x}, f(), x)
var m any = S{x, f()}
var n = [...]any{x, f(), S{x, f()}}
var o = struct {
	p []int
	q int
}{[]int{x, f()}, x}
var p, q = x, f()
var s = []int{f(), x, f()}
var t = []string{fmt.Sprint(x), fmt.Sprint(f()), fmt.Sprint(x)}
var u = S{f(), x}
var v = [...]int{f(), x}
var w = []int{x + 1, f(), x + 1}

func main() {
	fmt.Println(a, b, c, *d, e, g, *h[0], *h[1], i, j, k, l, m, n, o, p, q, s, t, u, v, w)
	x = 1
	{
		a := []int{x, f(), x}
		b := [3]int{x, f(), x}
		c := S{x, f()}
		d := &S{x, f()}
		e := map[int]int{x: f(), 3: x}
		g := []S{{x, f()}, {x, f()}}
		h := []*S{{x, f()}, {x, f()}}
		i := []any{x, f(), x}
		j := [2][2]int{{x, f()}, {f(), x}}
		k := fmt.Sprint(x, f(), x)
		l := append([]int{x}, f(), x)
		var m any = S{x, f()}
		n := [...]any{x, f(), S{x, f()}}
		o := struct {
			p []int
			q int
		}{[]int{x, f()}, x}
		p, q := x, f()
		s := []int{f(), x, f()}
		t := []string{fmt.Sprint(x), fmt.Sprint(f()), fmt.Sprint(x)}
		u := S{f(), x}
		v := [...]int{f(), x}
		w := []int{x + 1, f(), x + 1}
		fmt.Println(a, b, c, *d, e, g, *h[0], *h[1], i, j, k, l, m, n, o, p, q, s, t, u, v, w)
	}
}

func pair() (int, error)   { x = 10; return x, nil }
func arr() [3]string       { fmt.Println("array"); return [3]string{"p", "q", "r"} }
func idx() int             { fmt.Println("index"); return 1 }
func said(s string) string { fmt.Println(s); return s }

var (
	y, err = pair()
	z      = x*2 + f()
	aa     = arr()[idx()]
	bb     = said("hello")[idx()]
)

func init() { fmt.Println(y, err, z, aa, bb) }
