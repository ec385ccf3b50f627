package main

import (
	"cmp"
	"container/heap"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
)

type Number interface{ ~int | ~float64 }
type Vec[T Number] []T

func (v Vec[T]) Dot(w Vec[T]) (s T) {
	for i := range v {
		s += v[i] * w[i]
	}
	return
}
func (v Vec[T]) Map(f func(T) T) Vec[T] {
	out := make(Vec[T], len(v))
	for i, x := range v {
		out[i] = f(x)
	}
	return out
}

type Matrix[T Number] struct {
	r, c int
	d    []T
}

func NewMatrix[T Number](r, c int, d ...T) *Matrix[T] {
	m := &Matrix[T]{r: r, c: c, d: make([]T, r*c)}
	copy(m.d, d)
	return m
}
func (m *Matrix[T]) At(i, j int) *T { return &m.d[i*m.c+j] }
func (m *Matrix[T]) Mul(o *Matrix[T]) (*Matrix[T], error) {
	if m.c != o.r {
		return nil, fmt.Errorf("%dx%d * %dx%d", m.r, m.c, o.r, o.c)
	}
	p := NewMatrix[T](m.r, o.c)
	for i := range m.r {
		for j := range o.c {
			for k := range m.c {
				*p.At(i, j) += *m.At(i, k) * *o.At(k, j)
			}
		}
	}
	return p, nil
}

type Option[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Option[T] { return Option[T]{v, true} }
func None[T any]() Option[T]    { return Option[T]{} }
func (o Option[T]) OrElse(d T) T {
	if o.ok {
		return o.v
	}
	return d
}
func (o Option[T]) MarshalJSON() ([]byte, error) {
	if !o.ok {
		return []byte("null"), nil
	}
	return json.Marshal(o.v)
}

type Cache[K comparable, V any] struct {
	mu   sync.Mutex
	data map[K]V
	load func(K) (V, error)
	hits int
}

func NewCache[K comparable, V any](load func(K) (V, error)) *Cache[K, V] {
	return &Cache[K, V]{data: make(map[K]V), load: load}
}
func (c *Cache[K, V]) Get(k K) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.data[k]; ok {
		c.hits++
		return v, nil
	}
	v, err := c.load(k)
	if err != nil {
		var zero V
		return zero, fmt.Errorf("load %v: %w", k, err)
	}
	c.data[k] = v
	return v, nil
}

type PQ[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (q *PQ[T]) Len() int           { return len(q.items) }
func (q *PQ[T]) Less(i, j int) bool { return q.less(q.items[i], q.items[j]) }
func (q *PQ[T]) Swap(i, j int)      { q.items[i], q.items[j] = q.items[j], q.items[i] }
func (q *PQ[T]) Push(x any)         { q.items = append(q.items, x.(T)) }
func (q *PQ[T]) Pop() any {
	x := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return x
}

type Node[K cmp.Ordered, V any] struct {
	k           K
	v           V
	left, right *Node[K, V]
}
type TreeMap[K cmp.Ordered, V any] struct {
	root *Node[K, V]
	n    int
}

func (t *TreeMap[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch c := cmp.Compare(k, (*p).k); {
		case c < 0:
			p = &(*p).left
		case c > 0:
			p = &(*p).right
		default:
			(*p).v = v
			return
		}
	}
	*p = &Node[K, V]{k: k, v: v}
	t.n++
}
func (t *TreeMap[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		var walk func(n *Node[K, V]) bool
		walk = func(n *Node[K, V]) bool {
			return n == nil || walk(n.left) && yield(n.k, n.v) && walk(n.right)
		}
		walk(t.root)
	}
}

type Shape interface {
	comparable
	Area() float64
}
type Sq struct{ s float64 }

func (s Sq) Area() float64      { return s.s * s.s }
func (s Sq) String() string     { return fmt.Sprintf("Sq(%g)", s.s) }
func Same[S Shape](a, b S) bool { return a == b && a.Area() == b.Area() }

type Base[T any] struct{ val T }

func (b *Base[T]) Set(v T) { b.val = v }
func (b Base[T]) Get() T   { return b.val }

type Derived struct {
	Base[string]
	extra int
}
type GetSetter[T any] interface {
	Get() T
	Set(T)
}

func Update[T any](g GetSetter[T], f func(T) T) { g.Set(f(g.Get())) }

func Merge[T any](cs ...<-chan T) <-chan T {
	out := make(chan T)
	var wg sync.WaitGroup
	for _, c := range cs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for v := range c {
				out <- v
			}
		}()
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

func Gen[T any](xs ...T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- x
		}
	}()
	return c
}

func Pipe[A, B, C any](f func(A) B, g func(B) C) func(A) C { return func(a A) C { return g(f(a)) } }
func Curry[A, B, C any](f func(A, B) C) func(A) func(B) C {
	return func(a A) func(B) C { return func(b B) C { return f(a, b) } }
}
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func Zero[T any]() (z T)            { return }
func IsZero[T comparable](v T) bool { return v == *new(T) }
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	return slices.Collect(maps.Keys(m))
}
func GroupBy[T any, K comparable](xs []T, key func(T) K) map[K][]T {
	m := map[K][]T{}
	for _, x := range xs {
		m[key(x)] = append(m[key(x)], x)
	}
	return m
}

type Celsius float64
type StrMap map[string]int
type Visitor[T any] func(T) Visitor[T]
type Tuple[A any, B any] struct {
	A A
	B B
}

func Zip[A, B any](a []A, b []B) []Tuple[A, B] {
	out := []Tuple[A, B]{}
	for i := range min(len(a), len(b)) {
		out = append(out, Tuple[A, B]{a[i], b[i]})
	}
	return out
}

func main() {
	fmt.Println(Vec[int]{1, 2, 3}.Dot(Vec[int]{4, 5, 6}), Vec[float64]{1.5}.Map(func(f float64) float64 { return -f }))
	a := NewMatrix(2, 2, 1.0, 2, 3, 4)
	p, err := a.Mul(a)
	fmt.Println(p.d, err)
	_, err = a.Mul(NewMatrix[float64](3, 1))
	fmt.Println(err)
	fmt.Println(Some(3).OrElse(4), None[string]().OrElse("dflt"))
	js, _ := json.Marshal(map[string]any{"a": Some(1), "b": None[int](), "c": []Option[string]{Some("x")}})
	fmt.Println(string(js))
	c := NewCache(func(k string) (int, error) {
		if k == "" {
			return 0, errors.New("empty key")
		}
		return len(k), nil
	})
	c.Get("abc")
	fmt.Println(c.Get("abc"))
	fmt.Println(c.Get(""))
	fmt.Println(c.hits)
	q := &PQ[string]{less: func(a, b string) bool { return len(a) < len(b) }}
	for _, w := range strings.Fields("three a to fourth") {
		heap.Push(q, w)
	}
	for q.Len() > 0 {
		fmt.Print(heap.Pop(q), " ")
	}
	fmt.Println()
	var t TreeMap[string, int]
	for i, w := range strings.Fields("m c x a d z m") {
		t.Put(w, i)
	}
	for k, v := range t.All() {
		if k == "z" {
			break
		}
		fmt.Print(k, v, " ")
	}
	fmt.Println(t.n)
	fmt.Println(Same(Sq{2}, Sq{2}), Same(Sq{1}, Sq{2}))
	d := &Derived{Base[string]{"v"}, 1}
	Update[string](d, strings.ToUpper)
	d.Set(d.Get() + "!")
	fmt.Println(d.Get(), *d)
	var got []int
	for v := range Merge(Gen(1, 2, 3), Gen(4, 5)) {
		got = append(got, v)
	}
	sort.Ints(got)
	fmt.Println(got)
	fmt.Println(Pipe(strings.TrimSpace, func(s string) int { return len(s) })("  ab "), Curry(func(a, b int) int { return a - b })(10)(3))
	fmt.Println(Must(fmt.Sprint("ok"), nil), Zero[*int]() == nil, Zero[[2]bool](), IsZero(Sq{}), IsZero("x"))
	fmt.Println(len(Keys(StrMap{"a": 1})), GroupBy([]int{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 }))
	z := Zip([]int{1, 2}, []Sq{{1}, {2}, {3}})
	fmt.Printf("%v %+v %T\n", z, z[0], z[1])
	fmt.Printf("%T %T %T %v\n", a, Some(Celsius(1)), Vec[int]{}, Some(Sq{3}))
	fmt.Printf("%#v\n", Tuple[string, *int]{"s", nil})
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		Must(0, errors.New("must"))
	}()
	slices.SortFunc(z, func(x, y Tuple[int, Sq]) int { return cmp.Or(-cmp.Compare(x.B.s, y.B.s), x.A-y.A) })
	fmt.Println(z)
	var visits []int
	var v Visitor[int]
	v = func(n int) Visitor[int] { visits = append(visits, n); return v }
	v(1)(2)(3)
	fmt.Println(visits)
}
