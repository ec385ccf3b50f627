package main

import (
	"fmt"
	"reflect"
)

// Types that lead back to themselves by way of maps, wherever these stand.
type M map[string]T
type T struct {
	M
	n int
}
type MA map[int]TA
type TA struct {
	a [2]MA
	_ int
	s []MA
	e struct {
		MA
		x [1]struct{ MA }
	}
}
type BigK struct {
	b [200]byte
	s string
	_ [3]byte
	f float64
}
type BigV [300]int16
type BM map[BigK]BigV
type I interface {
	Kids() map[string]I
	Self() (T, MA, I)
}
type Impl map[string]I

func (i Impl) Kids() map[string]I { return i }
func (i Impl) Self() (T, MA, I)   { return T{n: len(i)}, nil, i }

type Fn func(map[string]Fn) map[string]Fn
type Ch chan map[string]Ch
type PP **PP2
type PP2 struct {
	p  PP
	mp *map[string]PP2
	c  <-chan PP2
	f  func() (PP2, map[string]PP2)
}
type Gen[T any] map[string]Pair[T, Gen[T]]
type Pair[A, B any] struct {
	A A
	B B
}
type W struct{ Inner map[W2]W }
type W2 struct {
	k [2]string
	i any
	p *W
}
type E1 struct{ *E2 }
type E2 struct {
	E3
	m map[string]E1
}
type E3 struct{ m2 map[string]E2 }

func (e E3) Deep() int { return len(e.m2) }
func (e *E2) Set()     { e.m2 = map[string]E2{"x": {}}; e.m = map[string]E1{"y": {e}} }
func (m M) Count() int {
	c := len(m)
	for _, t := range m {
		c += t.Count()
	}
	return c
}

type Matrix map[string]map[string]Cell
type Cell struct {
	Row Matrix
	Cb  func(Matrix, ...Cell) Cell
}

func main() {
	t := T{M{"a": {M{"b": {}}, 2}}, 1}
	fmt.Println(t, t.Count(), t.M["a"].M["b"].n, len(t.M))
	ta := TA{s: []MA{{1: {}}}}
	ta.a[1] = MA{5: ta}
	ta.e.MA = ta.a[1]
	ta.e.x[0].MA = MA{}
	fmt.Println(len(ta.a[1][5].s[0]), len(ta.e.MA), len(ta.e.x[0].MA), reflect.TypeOf(ta).Size())
	bm := BM{}
	k := BigK{s: "k", f: 1.5}
	k.b[199] = 1
	v := bm[k]
	v[299] = 7
	bm[k] = v
	k2 := k
	k2.b[0] = 1
	fmt.Println(bm[k][299], bm[k2][299], len(bm), k == k2)
	for kk, vv := range bm {
		kk.b[3], vv[3] = 9, 9
	}
	fmt.Println(bm[k][3])
	var i I = Impl{"x": Impl{}, "y": Impl{"z": nil}}
	s, ma, j := i.Kids()["y"].Self()
	fmt.Println(s.n, ma == nil, len(j.Kids()), i.Kids()["x"])
	fn := Fn(func(m map[string]Fn) map[string]Fn { return map[string]Fn{"a": m["b"], "c": nil} })
	fmt.Println(len(fn(nil)), fn(map[string]Fn{"b": fn})["a"] != nil)
	ch := make(Ch, 1)
	ch <- map[string]Ch{"me": ch}
	fmt.Println((<-ch)["me"] == ch)
	p := &PP2{}
	pp := PP(&p)
	(*pp).p = pp
	(*p).mp = &map[string]PP2{"q": *p}
	p.f = func() (PP2, map[string]PP2) { return *p, *p.mp }
	a, b := p.f()
	fmt.Println((*a.p) == p, len(b), b["q"].p == pp)
	g := Gen[int]{"x": {1, Gen[int]{"y": {2, nil}}}}
	fmt.Println(g, g["x"].B["y"].A)
	fmt.Printf("%T %T %T\n", g, g["x"], bm)
	w := W{}
	w.Inner = map[W2]W{{[2]string{"a", "b"}, 3, &w}: w}
	fmt.Println(len(w.Inner[W2{[2]string{"a", "b"}, 3, &w}].Inner), len(w.Inner))
	e := E1{&E2{}}
	e.Set()
	fmt.Println(e.Deep(), e.m["y"].Deep(), len(e.m2["x"].m))
	mx := Matrix{"r": {"c": {Cb: func(m Matrix, cs ...Cell) Cell { return Cell{Row: m} }}}}
	fmt.Println(len(mx["r"]["c"].Cb(mx, Cell{}).Row["r"]), reflect.TypeOf(mx), reflect.TypeOf(mx).Elem().Elem().Field(0).Type == reflect.TypeOf(mx))
	rv := reflect.ValueOf(t).Field(0)
	fmt.Println(rv.Type(), rv.MapIndex(reflect.ValueOf("a")).Field(1), rv.Type().Elem() == reflect.TypeOf(t), reflect.TypeOf(t).NumMethod())
}
