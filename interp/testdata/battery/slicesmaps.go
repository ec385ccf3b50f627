package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

type Matrix [2][2]float64

func (m Matrix) Mul(o Matrix) (r Matrix) {
	for i := range 2 {
		for j := range 2 {
			for k := range 2 {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}

type V struct{ x, y int }
type grid [3][3]rune

func modify(a [3]int, s []int, m map[string]int, p *[3]int) {
	a[0], s[0], m["k"], p[0] = 9, 9, 9, 9
}

func main() {
	a, s, m := [3]int{1, 2, 3}, []int{1, 2, 3}, map[string]int{"k": 1}
	var b [3]int
	modify(a, s, m, &b)
	fmt.Println(a, s, m, b)
	t := s[:2]
	t = append(t, 100)
	fmt.Println(s, t, len(t), cap(t))
	u := s[:1:1]
	u = append(u, 5)
	fmt.Println(s, u)
	s2 := slices.Clone(s)
	s2[0] = -1
	fmt.Println(s[0], s2, slices.Contains(s, 100), slices.Index(s, 2))
	m2 := maps.Clone(m)
	m2["z"] = 5
	fmt.Println(len(m), len(m2), m["none"])
	delete(m2, "k")
	delete(m2, "absent")
	_, ok := m2["k"]
	fmt.Println(ok, m2)
	clear(m2)
	clear(s2)
	fmt.Println(m2, s2)
	arr := [...]string{2: "c", 0: "a", 4: "e"}
	fmt.Println(len(arr), arr, fmt.Sprintf("%q", arr))
	sp := []int{5: 1, 2, 1: 7}
	fmt.Println(sp, len(sp))
	mx := Matrix{{1, 1}, {1, 0}}
	r := mx
	for range 5 {
		r = r.Mul(mx)
	}
	fmt.Println(r, mx == Matrix{{1, 1}, {1, 0}}, r == mx)
	pts := map[V]string{{1, 2}: "a", {3, 4}: "b"}
	pts[V{1, 2}] += "!"
	fmt.Println(pts)
	nested := map[string]map[string]int{}
	for _, k := range []string{"x", "y", "x"} {
		if nested[k] == nil {
			nested[k] = map[string]int{}
		}
		nested[k]["n"]++
	}
	fmt.Println(nested)
	ms := map[string][]int{}
	for i := range 5 {
		k := []string{"even", "odd"}[i%2]
		ms[k] = append(ms[k], i)
	}
	fmt.Println(ms)
	mp := map[string]*V{"a": {1, 2}}
	mp["a"].x++
	fmt.Println(*mp["a"])
	type kv struct {
		k string
		v int
	}
	var kvs []kv
	for k, v := range map[string]int{"a": 3, "b": 1, "c": 2} {
		kvs = append(kvs, kv{k, v})
	}
	sort.Slice(kvs, func(i, j int) bool { return kvs[i].v > kvs[j].v })
	fmt.Println(kvs)
	var g grid
	for i := range g {
		for j := range g[i] {
			g[i][j] = '.'
		}
	}
	g[1][1] = 'X'
	h := g
	h[0][0] = 'O'
	for _, row := range h {
		fmt.Print(string(row[:]), " ")
	}
	fmt.Println(g == h, string(g[0][:]))
	board := make([][]int, 3)
	for i := range board {
		board[i] = make([]int, 3)
		for j := range board[i] {
			board[i][j] = i * j
		}
	}
	fmt.Println(board, len(board[0]))
	bs := []byte("hello")
	copy(bs[1:], "EY")
	n := copy(bs, bs[2:])
	fmt.Println(string(bs), n)
	bs = append(bs, " world"...)
	fmt.Println(string(bs))
	var nilS []int
	var nilM map[string]int
	fmt.Println(nilS == nil, len(nilS), nilM["x"], len(nilM), append(nilS, 1), nilM == nil)
	for range nilM {
		fmt.Println("never")
	}
	ins := slices.Insert([]int{1, 4}, 1, 2, 3)
	ins = slices.Delete(ins, 0, 1)
	fmt.Println(ins, slices.Equal(ins, []int{2, 3, 4}), slices.Compact([]int{1, 1, 2, 2, 1}))
	st := []int{}
	for i := range 4 {
		st = append(st, i)
	}
	for len(st) > 0 {
		top := st[len(st)-1]
		st = st[:len(st)-1]
		fmt.Print(top, " ")
	}
	fmt.Println()
	x, y := 1, 2
	x, y = y, x
	s[x-1], s[y] = s[y], s[x-1]
	fmt.Println(x, y, s)
	i := 0
	i, s[i] = 2, 77
	fmt.Println(i, s)
	p := &s[1]
	s = append(s, 1, 2, 3, 4, 5)
	*p = -5
	fmt.Println(s[1], *p)
	a4 := [4]int(slices.Repeat([]int{1, 2}, 2))
	pa := (*[2]int)(s)
	pa[0] = 1000
	fmt.Println(a4, s[0], *pa)
	fmt.Println(slices.IndexFunc(strings.Fields("a bc d"), func(s string) bool { return len(s) > 1 }), slices.MinFunc([]V{{3, 1}, {1, 2}}, func(a, b V) int { return a.x - b.x }))
	grp := slices.Collect(maps.Values(map[int]string{1: "one"}))
	fmt.Println(grp, maps.Equal(map[int]int{1: 1}, map[int]int{1: 1}))
	var arrp *[3]int = &a
	for i := range arrp {
		arrp[i] *= 2
	}
	fmt.Println(a, len(arrp), arrp[1:])
	ss := struct {
		a []int
		m map[string]V
	}{[]int{1}, map[string]V{"q": {1, 2}}}
	tt := ss
	tt.a[0] = 5
	fmt.Println(ss, tt.m["q"].y)
	delete(nilM, "x")
	defer func() { fmt.Println(recover()) }()
	nilM["a"]++
}
