package main

import (
	"container/heap"
	"fmt"
	"sort"
	"strings"
)

type Node interface{ Freq() int }
type Leaf struct {
	r rune
	f int
}
type Branch struct {
	f           int
	left, right Node
}

func (l Leaf) Freq() int    { return l.f }
func (b *Branch) Freq() int { return b.f }

type minHeap []Node

func (h minHeap) Len() int { return len(h) }
func (h minHeap) Less(i, j int) bool {
	if h[i].Freq() == h[j].Freq() {
		return first(h[i]) < first(h[j])
	}
	return h[i].Freq() < h[j].Freq()
}
func (h minHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *minHeap) Push(x any)   { *h = append(*h, x.(Node)) }
func (h *minHeap) Pop() (x any) {
	n := len(*h) - 1
	x, *h = (*h)[n], (*h)[:n]
	return
}

func first(n Node) rune {
	for {
		switch x := n.(type) {
		case Leaf:
			return x.r
		case *Branch:
			n = x.left
		}
	}
}

func codes(n Node, prefix string, into map[rune]string) {
	switch n := n.(type) {
	case Leaf:
		into[n.r] = prefix
	case *Branch:
		codes(n.left, prefix+"0", into)
		codes(n.right, prefix+"1", into)
	}
}

type Trie struct {
	kids [26]*Trie
	end  bool
	n    int
}

func (t *Trie) Insert(w string) {
	for i := range len(w) {
		c := &t.kids[w[i]-'a']
		if *c == nil {
			*c = new(Trie)
		}
		t = *c
		t.n++
	}
	t.end = true
}

func (t *Trie) Each(prefix []byte, f func(string)) {
	if t == nil {
		return
	}
	if t.end {
		f(string(prefix))
	}
	for i, k := range t.kids {
		k.Each(append(prefix, byte('a'+i)), f)
	}
}

func (t *Trie) With(p string) (out []string) {
	n := t
	for _, r := range p {
		if n = n.kids[r-'a']; n == nil {
			return nil
		}
	}
	n.Each([]byte(p), func(s string) { out = append(out, s) })
	return
}

func main() {
	s := "abracadabra alakazam"
	freq := map[rune]int{}
	for _, r := range s {
		freq[r]++
	}
	h := &minHeap{}
	for r, f := range freq {
		heap.Push(h, Leaf{r, f})
	}
	for h.Len() > 1 {
		a, b := heap.Pop(h).(Node), heap.Pop(h).(Node)
		heap.Push(h, &Branch{a.Freq() + b.Freq(), a, b})
	}
	root := (*h)[0]
	cs := map[rune]string{}
	codes(root, "", cs)
	keys := make([]rune, 0)
	for k := range cs {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return len(cs[keys[i]]) < len(cs[keys[j]]) || len(cs[keys[i]]) == len(cs[keys[j]]) && keys[i] < keys[j]
	})
	for _, k := range keys {
		fmt.Printf("%q=%s ", k, cs[k])
	}
	var enc strings.Builder
	for _, r := range s {
		enc.WriteString(cs[r])
	}
	fmt.Println(len(enc.String()), enc.String()[:20])
	n, dec := root, ""
	for _, bit := range enc.String() {
		b := n.(*Branch)
		if n = b.left; bit == '1' {
			n = b.right
		}
		if l, ok := n.(Leaf); ok {
			dec += string(l.r)
			n = root
		}
	}
	fmt.Println(dec == s)
	var t Trie
	for _, w := range strings.Fields("car card care cat dog do done") {
		t.Insert(w)
	}
	fmt.Println(t.With("car"), t.With("do"), t.With("x") == nil, t.kids['c'-'a'].n)
}
