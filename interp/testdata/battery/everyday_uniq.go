package main

import (
	"fmt"
	"hash/maphash"
	"reflect"
	"sync"
	"sync/atomic"
	"unique"
)

type Point struct {
	X, Y int
	Tag  string
}
type Sharded[K comparable, V any] struct {
	seed   maphash.Seed
	shards []struct {
		sync.RWMutex
		m map[K]V
	}
	n atomic.Int64
}

func NewSharded[K comparable, V any](n int) *Sharded[K, V] {
	s := &Sharded[K, V]{seed: maphash.MakeSeed()}
	s.shards = make([]struct {
		sync.RWMutex
		m map[K]V
	}, n)
	for i := range s.shards {
		s.shards[i].m = map[K]V{}
	}
	return s
}
func (s *Sharded[K, V]) at(k K) int {
	return int(maphash.Comparable(s.seed, k) % uint64(len(s.shards)))
}
func (s *Sharded[K, V]) Put(k K, v V) {
	sh := &s.shards[s.at(k)]
	sh.Lock()
	defer sh.Unlock()
	if _, ok := sh.m[k]; !ok {
		s.n.Add(1)
	}
	sh.m[k] = v
}
func (s *Sharded[K, V]) Get(k K) (v V, ok bool) {
	sh := &s.shards[s.at(k)]
	sh.RLock()
	defer sh.RUnlock()
	v, ok = sh.m[k]
	return
}

type Bloom struct {
	bits  [16]uint64
	seeds []maphash.Seed
}

func (b *Bloom) Add(x any) {
	for _, s := range b.seeds {
		h := maphash.Comparable(s, x) % 1024
		b.bits[h/64] |= 1 << (h % 64)
	}
}
func (b *Bloom) Has(x any) bool {
	for _, s := range b.seeds {
		h := maphash.Comparable(s, x) % 1024
		if b.bits[h/64]>>(h%64)&1 == 0 {
			return false
		}
	}
	return true
}

type Name struct{ h unique.Handle[string] }

func intern(s string) Name    { return Name{unique.Make(s)} }
func (n Name) String() string { return n.h.Value() }

func main() {
	s := NewSharded[Point, int](8)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() { s.Put(Point{i % 20, i % 3, "t"}, i) })
	}
	wg.Wait()
	_, ok := s.Get(Point{1, 1, "t"})
	_, no := s.Get(Point{1, 9, "t"})
	fmt.Println(s.n.Load(), ok, no)
	seed := maphash.MakeSeed()
	zero := 0.0
	fmt.Println(maphash.Comparable(seed, zero) == maphash.Comparable(seed, -zero), maphash.Comparable[any](seed, 1) == maphash.Comparable[any](seed, int64(1)), maphash.Comparable(seed, [2]string{"a", "bc"}) == maphash.Comparable(seed, [2]string{"ab", "c"}))
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		maphash.Comparable[any](seed, []int{1})
	}()
	b := Bloom{seeds: []maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
	for i := range 20 {
		b.Add(i)
		b.Add(fmt.Sprint("s", i))
	}
	missing := 0
	for i := range 20 {
		if !b.Has(i) || !b.Has(fmt.Sprint("s", i)) {
			missing++
		}
	}
	fmt.Println(missing)
	n1, n2, n3 := intern("go"), intern("g"+"o"[:1]), intern("rust")
	fmt.Println(n1 == n2, n1 == n3, n1, n3, map[Name]int{n1: 1}[n2])
	fmt.Printf("%T %T\n", n1.h, unique.Make(Point{}))
	fmt.Println(unique.Make[any](1) == unique.Make[any](1), unique.Make[any](1) == unique.Make[any]("1"), unique.Make(Point{1, 2, "x"}).Value())
	v := reflect.ValueOf(map[string]any{"a": Point{1, 2, "q"}, "b": 3})
	for _, k := range []string{"a", "b"} {
		e := v.MapIndex(reflect.ValueOf(k))
		p, ok := reflect.TypeAssert[Point](e)
		i, ok2 := reflect.TypeAssert[int](e)
		fmt.Println(p, ok, i, ok2)
	}
}
