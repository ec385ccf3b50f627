package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Types that hold maps of themselves, directly and by way of others.
type Dir struct {
	Size int            `json:"size,omitempty"`
	Sub  map[string]Dir `json:"sub,omitempty"`
}

func (d Dir) Total() int {
	n := d.Size
	for _, s := range d.Sub {
		n += s.Total()
	}
	return n
}

type Trie map[rune]Trie

func (t Trie) Add(s string) {
	for _, r := range s {
		if t[r] == nil {
			t[r] = Trie{}
		}
		t = t[r]
	}
	t['$'] = nil
}

func (t Trie) Words(prefix string, yield func(string)) {
	for _, r := range slices.Sorted(maps.Keys(t)) {
		if r == '$' {
			yield(prefix)
			continue
		}
		t[r].Words(prefix+string(r), yield)
	}
}

type (
	Index  map[string]Record
	Record struct {
		Tag   string
		Links Index
		Pair  [2]map[int]Record
		Inner struct{ M map[Key]Record }
		Wide  [200]byte
		Back  *Record
	}
	Key struct {
		Name string
		On   *Record
	}
)

type Set[T comparable] struct {
	own  map[T]bool
	subs map[string]Set[T]
}

func (s Set[T]) Len() int {
	n := len(s.own)
	for _, x := range s.subs {
		n += x.Len()
	}
	return n
}

func main() {
	d := Dir{1, map[string]Dir{"a": {2, nil}, "b": {3, map[string]Dir{"c": {4, nil}}}}}
	fmt.Println(d.Total(), d)
	b, _ := json.Marshal(d)
	var e Dir
	fmt.Println(string(b), json.Unmarshal(b, &e), e.Sub["b"].Sub["c"].Size)

	t := Trie{}
	for _, w := range []string{"go", "gopher", "gap"} {
		t.Add(w)
	}
	t.Words("", func(s string) { fmt.Print(s, " ") })
	fmt.Println(len(t), len(t['g']))

	r := Record{Tag: "root", Links: Index{"x": {Tag: "leaf"}}}
	r.Back = &r
	r.Pair[1] = map[int]Record{7: r}
	k := Key{"k", &r}
	r.Inner.M = map[Key]Record{k: {Tag: "inner"}}
	r.Wide[199] = 9
	c := r
	c.Wide[199] = 1
	fmt.Println(r.Links["x"].Tag, r.Pair[1][7].Tag, c.Inner.M[k].Tag, r.Back.Wide[199], len(c.Pair[0]))
	fmt.Printf("%T %T %T\n", r.Links, r.Pair, r.Inner.M)

	s := Set[int]{own: map[int]bool{1: true}, subs: map[string]Set[int]{"s": {own: map[int]bool{2: true, 3: true}}}}
	fmt.Println(s.Len())

	type Local map[string][3]Local
	l := Local{"a": {1: {"b": {}}}}
	fmt.Println(l, len(l["a"][1]["b"]))
}
