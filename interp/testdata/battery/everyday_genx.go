package main

import (
	"cmp"
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

type Set[T comparable] map[T]struct{}

func SetOf[T comparable](vs ...T) Set[T] {
	s := make(Set[T], len(vs))
	for _, v := range vs {
		s[v] = struct{}{}
	}
	return s
}
func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }
func (s Set[T]) Union(o Set[T]) Set[T] {
	r := maps.Clone(s)
	maps.Copy(r, o)
	return r
}
func Sorted[T cmp.Ordered](s Set[T]) []T { return slices.Sorted(maps.Keys(s)) }

type Pair[K any, V any] struct {
	Key K `json:"k"`
	Val V `json:"v"`
}

func (p Pair[K, V]) Swap() Pair[V, K] { return Pair[V, K]{p.Val, p.Key} }
func (p Pair[K, V]) String() string   { return fmt.Sprintf("%v=>%v", p.Key, p.Val) }

type OrderedMap[K cmp.Ordered, V any] struct {
	m    map[K]V
	keys []K
}

func (o *OrderedMap[K, V]) Set(k K, v V) *OrderedMap[K, V] {
	if o.m == nil {
		o.m = map[K]V{}
	}
	if _, ok := o.m[k]; !ok {
		o.keys = append(o.keys, k)
	}
	o.m[k] = v
	return o
}
func (o *OrderedMap[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range o.keys {
			if !yield(k, o.m[k]) {
				return
			}
		}
	}
}
func (o OrderedMap[K, V]) MarshalJSON() ([]byte, error) {
	var ps []Pair[K, V]
	for k, v := range o.All() {
		ps = append(ps, Pair[K, V]{k, v})
	}
	return json.Marshal(ps)
}

type Num interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~float32 | ~float64
}
type Vec[T Num] []T

func (v Vec[T]) Dot(o Vec[T]) (s T) {
	for i := range v {
		s += v[i] * o[i]
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
func SumBy[T any, N Num](xs []T, f func(T) N) (n N) {
	for _, x := range xs {
		n += f(x)
	}
	return
}
func Abs[T Num](x T) T {
	if x < 0 {
		return -x
	}
	return x
}
func Keys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
func Ptr[T any](v T) *T  { return &v }
func Zero[T any]() (z T) { return }
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func TypeName[T any](v T) string {
	switch any(v).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "slice of T"
	case interface{ Len() int }:
		return "lener"
	}
	return fmt.Sprintf("%T", v)
}

type Heap[T any] struct {
	xs   []T
	less func(a, b T) bool
}

func NewHeap[T cmp.Ordered]() *Heap[T] { return &Heap[T]{less: func(a, b T) bool { return a < b }} }
func (h *Heap[T]) Push(v T) {
	h.xs = append(h.xs, v)
	for i := len(h.xs) - 1; i > 0; {
		p := (i - 1) / 2
		if !h.less(h.xs[i], h.xs[p]) {
			break
		}
		h.xs[i], h.xs[p] = h.xs[p], h.xs[i]
		i = p
	}
}
func (h *Heap[T]) Pop() (v T, ok bool) {
	if len(h.xs) == 0 {
		return
	}
	v = h.xs[0]
	n := len(h.xs) - 1
	h.xs[0] = h.xs[n]
	h.xs = h.xs[:n]
	for i := 0; ; {
		c := 2*i + 1
		if c >= n {
			break
		}
		if c+1 < n && h.less(h.xs[c+1], h.xs[c]) {
			c++
		}
		if !h.less(h.xs[c], h.xs[i]) {
			break
		}
		h.xs[i], h.xs[c] = h.xs[c], h.xs[i]
		i = c
	}
	return v, true
}

type Node[T any] interface {
	Value() T
	Children() []Node[T]
}
type leaf[T any] struct{ v T }
type branch[T any] struct {
	leaf[T]
	kids []Node[T]
}

func (l leaf[T]) Value() T               { return l.v }
func (l leaf[T]) Children() []Node[T]    { return nil }
func (b *branch[T]) Children() []Node[T] { return b.kids }
func Fold[T, A any](n Node[T], a A, f func(A, T) A) A {
	a = f(a, n.Value())
	for _, k := range n.Children() {
		a = Fold(k, a, f)
	}
	return a
}

type Memo[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]V
	f  func(*Memo[K, V], K) V
}

func (m *Memo[K, V]) Get(k K) V {
	m.mu.Lock()
	v, ok := m.m[k]
	m.mu.Unlock()
	if !ok {
		v = m.f(m, k)
		m.mu.Lock()
		if m.m == nil {
			m.m = map[K]V{}
		}
		m.m[k] = v
		m.mu.Unlock()
	}
	return v
}

type Stringer interface{ String() string }
type ID int

func (i ID) String() string { return fmt.Sprintf("#%d", int(i)) }
func JoinS[T Stringer](xs []T, sep string) string {
	return strings.Join(slices.Collect(func(y func(string) bool) {
		for _, x := range xs {
			if !y(x.String()) {
				return
			}
		}
	}), sep)
}

type Alias = Pair[string, int]
type GA[T any] = map[string]T

func Curry[A, B, C any](f func(A, B) C) func(A) func(B) C {
	return func(a A) func(B) C { return func(b B) C { return f(a, b) } }
}
func Pipe[T any](v T, fs ...func(T) T) T {
	for _, f := range fs {
		v = f(v)
	}
	return v
}

type Event[T any] struct{ subs []func(T) }

func (e *Event[T]) On(f func(T)) func() {
	i := len(e.subs)
	e.subs = append(e.subs, f)
	return func() { e.subs[i] = nil }
}
func (e *Event[T]) Emit(v T) (n int) {
	for _, f := range e.subs {
		if f != nil {
			f(v)
			n++
		}
	}
	return
}

type Either[L, R any] struct {
	l *L
	r *R
}

func Left[L, R any](l L) Either[L, R]  { return Either[L, R]{l: &l} }
func Right[L, R any](r R) Either[L, R] { return Either[L, R]{r: &r} }
func Match[L, R, T any](e Either[L, R], f func(L) T, g func(R) T) T {
	if e.l != nil {
		return f(*e.l)
	}
	return g(*e.r)
}

func main() {
	a, b := SetOf(3, 1, 2), SetOf(9, 3)
	fmt.Println(Sorted(a.Union(b)), a.Has(9), len(a), a)
	p := Pair[string, int]{"x", 1}
	fmt.Println(p, p.Swap(), []Pair[string, int]{p}, Alias{"al", 2}.Swap())
	fmt.Printf("%T %T %+v %#v\n", p, p.Swap(), struct{ P Pair[int, bool] }{}, p)
	om := (&OrderedMap[string, []int]{}).Set("z", []int{1}).Set("a", nil).Set("z", []int{2})
	fmt.Println(string(Must(json.Marshal(om))))
	var back []Pair[string, []int]
	fmt.Println(json.Unmarshal([]byte(`[{"k":"q","v":[7]}]`), &back), back)
	fmt.Println(Vec[float64]{1, 2}.Dot(Vec[float64]{3, .5}), Vec[int8]{100, 1}.Map(func(i int8) int8 { return i * 2 }), Abs(-3), Abs(float32(-2.5)))
	fmt.Println(SumBy([]string{"a", "bcd"}, func(s string) float64 { return float64(len(s)) / 2 }), Keys(map[ID]bool{3: true, 1: false}), *Ptr(5), *Ptr("s"), Zero[*int]() == nil, Zero[[2]string]())
	fmt.Println(TypeName(1), TypeName("s"), TypeName(2.5), TypeName([]int{}), TypeName(p))
	h := NewHeap[string]()
	for _, w := range strings.Fields("the quick brown fox jumps over") {
		h.Push(w)
	}
	for v, ok := h.Pop(); ok; v, ok = h.Pop() {
		fmt.Print(v, " ")
	}
	fmt.Println()
	tree := &branch[int]{leaf[int]{1}, []Node[int]{leaf[int]{2}, &branch[int]{leaf[int]{3}, []Node[int]{leaf[int]{4}}}}}
	fmt.Println(Fold[int](tree, "", func(s string, v int) string { return s + fmt.Sprint(v) }), Fold(Node[int](tree), 0, func(a, v int) int { return a + v }))
	fib := Memo[int, int]{f: func(m *Memo[int, int], n int) int {
		if n < 2 {
			return n
		}
		return m.Get(n-1) + m.Get(n-2)
	}}
	fmt.Println(fib.Get(60), JoinS([]ID{1, 2}, "-"), GA[int]{"k": 1})
	add := Curry(func(a int, b string) string { return fmt.Sprint(a, b) })
	fmt.Println(add(1)("x"), Pipe(2, func(i int) int { return i * i }, func(i int) int { return i + 1 }), Pipe("s", strings.ToUpper, strings.TrimSpace))
	var ev Event[Pair[string, int]]
	sum := 0
	off := ev.On(func(p Pair[string, int]) { sum += p.Val })
	ev.On(func(p Pair[string, int]) { sum += 100 })
	n1 := ev.Emit(p)
	off()
	fmt.Println(n1, ev.Emit(p), sum)
	show := func(e Either[error, int]) string {
		return Match(e, func(e error) string { return "err " + e.Error() }, func(i int) string { return fmt.Sprint("ok ", i) })
	}
	fmt.Println(show(Left[error, int](errors.New("bad"))), show(Right[error](5)))
	func() {
		defer func() { fmt.Println("must:", recover()) }()
		Must(0, errors.New("no"))
	}()
	f := Abs[int]
	g := SetOf[rune]
	fmt.Printf("%T %T %v %v\n", f, g, f(-9), len(g('a', 'b', 'a')))
	type local[T any] struct{ v T }
	fmt.Printf("%v %T\n", local[int]{1}, local[string]{"x"})
	fmt.Println(slices.SortedFunc(maps.Values(map[int]Pair[string, int]{1: {"b", 2}, 2: {"a", 9}}), func(x, y Pair[string, int]) int {
		return cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(x.Val, y.Val))
	}))
}
