package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

type Cache[K comparable, V any] struct {
	cap   int
	order *list.List
	items map[K]*list.Element
	onEv  func(K, V)
}

type entry[K comparable, V any] struct {
	key K
	val V
}

type Option[K comparable, V any] func(*Cache[K, V])

func OnEvict[K comparable, V any](f func(K, V)) Option[K, V] {
	return func(c *Cache[K, V]) { c.onEv = f }
}

func NewCache[K comparable, V any](n int, opts ...Option[K, V]) *Cache[K, V] {
	c := &Cache[K, V]{cap: n, order: list.New(), items: map[K]*list.Element{}}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Cache[K, V]) Get(k K) (v V, ok bool) {
	if e, hit := c.items[k]; hit {
		c.order.MoveToFront(e)
		return e.Value.(*entry[K, V]).val, true
	}
	return
}

func (c *Cache[K, V]) Put(k K, v V) {
	if e, hit := c.items[k]; hit {
		e.Value.(*entry[K, V]).val = v
		c.order.MoveToFront(e)
		return
	}
	c.items[k] = c.order.PushFront(&entry[K, V]{k, v})
	if c.order.Len() > c.cap {
		last := c.order.Back()
		e := c.order.Remove(last).(*entry[K, V])
		delete(c.items, e.key)
		if c.onEv != nil {
			c.onEv(e.key, e.val)
		}
	}
}

func (c *Cache[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for e := c.order.Front(); e != nil; e = e.Next() {
			x := e.Value.(*entry[K, V])
			if !yield(x.key, x.val) {
				return
			}
		}
	}
}

type PQ[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (p *PQ[T]) Len() int           { return len(p.items) }
func (p *PQ[T]) Less(i, j int) bool { return p.less(p.items[i], p.items[j]) }
func (p *PQ[T]) Swap(i, j int)      { p.items[i], p.items[j] = p.items[j], p.items[i] }
func (p *PQ[T]) Push(x any)         { p.items = append(p.items, x.(T)) }
func (p *PQ[T]) Pop() any {
	n := len(p.items) - 1
	x := p.items[n]
	p.items = p.items[:n]
	return x
}

type Edge struct {
	to string
	w  int
}

type Graph map[string][]Edge

func (g Graph) Dijkstra(src string) map[string]int {
	type node struct {
		name string
		d    int
	}
	dist := map[string]int{src: 0}
	q := &PQ[node]{less: func(a, b node) bool { return a.d < b.d }}
	heap.Push(q, node{src, 0})
	for q.Len() > 0 {
		u := heap.Pop(q).(node)
		if u.d > dist[u.name] {
			continue
		}
		for _, e := range g[u.name] {
			if d, ok := dist[e.to]; !ok || u.d+e.w < d {
				dist[e.to] = u.d + e.w
				heap.Push(q, node{e.to, u.d + e.w})
			}
		}
	}
	return dist
}

type Tree[K cmp.Ordered, V any] struct {
	root *tnode[K, V]
	n    int
}
type tnode[K cmp.Ordered, V any] struct {
	k           K
	v           V
	left, right *tnode[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) {
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
	*p = &tnode[K, V]{k: k, v: v}
	t.n++
}

func (t *Tree[K, V]) Walk(yield func(K, V) bool) { t.root.walk(yield) }
func (n *tnode[K, V]) walk(yield func(K, V) bool) bool {
	return n == nil || n.left.walk(yield) && yield(n.k, n.v) && n.right.walk(yield)
}

func main() {
	var evicted []string
	c := NewCache(2, OnEvict(func(k string, v int) { evicted = append(evicted, fmt.Sprint(k, "=", v)) }))
	c.Put("a", 1)
	c.Put("b", 2)
	c.Get("a")
	c.Put("c", 3)
	_, ok := c.Get("b")
	fmt.Println(evicted, ok)
	for k, v := range c.All() {
		fmt.Print(k, v, " ")
	}
	fmt.Println()
	g := Graph{"a": {{"b", 7}, {"c", 3}}, "c": {{"b", 1}, {"d", 8}}, "b": {{"d", 2}}}
	d := g.Dijkstra("a")
	for _, k := range slices.Sorted(maps.Keys(d)) {
		fmt.Print(k, ":", d[k], " ")
	}
	fmt.Println()
	var t Tree[string, int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t.Put(w, i)
	}
	for k, v := range t.Walk {
		if k > "over" {
			break
		}
		fmt.Print(k, "/", v, " ")
	}
	fmt.Println(t.n)
	r := ring.New(4)
	for i := range r.Len() {
		r.Value = i * i
		r = r.Next()
	}
	sum := 0
	r.Do(func(x any) { sum += x.(int) })
	fmt.Println(sum, r.Move(2).Value)
	next, stop := iter.Pull2(c.All())
	k, v, more := next()
	fmt.Println(k, v, more)
	stop()
	_, _, more = next()
	fmt.Println(more)
	chunks := slices.Collect(slices.Chunk([]int{1, 2, 3, 4, 5}, 2))
	fmt.Println(chunks, slices.MaxFunc([]string{"a", "ccc", "bb"}, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
	fmt.Printf("%T %T\n", c, t)
}
