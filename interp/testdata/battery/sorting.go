package main

import (
	"bufio"
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

type Person struct {
	Name string
	Age  int
}
type ByAge []Person

func (a ByAge) Len() int           { return len(a) }
func (a ByAge) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a ByAge) Less(i, j int) bool { return a[i].Age < a[j].Age }

type IntHeap []int

func (h IntHeap) Len() int           { return len(h) }
func (h IntHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h IntHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *IntHeap) Push(x any)        { *h = append(*h, x.(int)) }
func (h *IntHeap) Pop() any {
	old := *h
	n := len(old)
	x := old[n-1]
	*h = old[:n-1]
	return x
}

type Item struct {
	val   string
	prio  int
	index int
}
type PQ []*Item

func (q PQ) Len() int            { return len(q) }
func (q PQ) Less(i, j int) bool  { return q[i].prio > q[j].prio }
func (q PQ) Swap(i, j int)       { q[i], q[j] = q[j], q[i]; q[i].index = i; q[j].index = j }
func (q *PQ) Push(x interface{}) { it := x.(*Item); it.index = len(*q); *q = append(*q, it) }
func (q *PQ) Pop() interface{} {
	it := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return it
}

type rot13 struct{ r io.Reader }

func (r rot13) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i, c := range p[:n] {
		switch {
		case c >= 'a' && c <= 'z':
			p[i] = 'a' + (c-'a'+13)%26
		case c >= 'A' && c <= 'Z':
			p[i] = 'A' + (c-'A'+13)%26
		}
	}
	return n, err
}

type upper struct{ w io.Writer }

func (u upper) Write(p []byte) (int, error) { return u.w.Write([]byte(strings.ToUpper(string(p)))) }

type endless struct{ n int }

func (e *endless) ReadByte() (byte, error) {
	e.n++
	if e.n > 3 {
		return 0, io.EOF
	}
	return byte('a' + e.n), nil
}

type both struct{ strings.Builder }

func (b *both) String() string { return "both:" + b.Builder.String() }

func main() {
	ps := []Person{{"A", 30}, {"B", 20}, {"C", 25}, {"D", 20}}
	sort.Sort(ByAge(ps))
	fmt.Println(sort.IsSorted(ByAge(ps)), ps[0].Age)
	sort.Sort(sort.Reverse(ByAge(ps)))
	fmt.Println(ps[0])
	sort.Slice(ps, func(i, j int) bool { return ps[i].Name < ps[j].Name })
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].Age < ps[j].Age })
	fmt.Println(ps)
	slices.SortFunc(ps, func(a, b Person) int { return strings.Compare(b.Name, a.Name) })
	fmt.Println(ps)
	i, ok := slices.BinarySearchFunc([]int{1, 3, 5}, 3, func(a, b int) int { return a - b })
	fmt.Println(i, ok, sort.Search(100, func(i int) bool { return i*i >= 50 }), sort.SearchInts([]int{1, 4, 9}, 4))
	h := &IntHeap{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 3)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	pq := PQ{}
	for i, w := range []string{"low", "high", "mid"} {
		heap.Push(&pq, &Item{val: w, prio: []int{1, 9, 5}[i]})
	}
	it := pq[2]
	it.prio = 100
	heap.Fix(&pq, it.index)
	for pq.Len() > 0 {
		it := heap.Pop(&pq).(*Item)
		fmt.Print(it.val, ":", it.prio, " ")
	}
	fmt.Println()
	data, _ := io.ReadAll(rot13{strings.NewReader("Uryyb")})
	fmt.Println(string(data))
	var sb strings.Builder
	fmt.Fprintf(upper{&sb}, "hello %d", 5)
	io.Copy(upper{&sb}, rot13{strings.NewReader(" nop")})
	mw := io.MultiWriter(&sb, upper{&sb})
	io.WriteString(mw, " mw")
	bw := bufio.NewWriter(upper{&sb})
	bw.WriteString(" buffered")
	bw.Flush()
	fmt.Println(sb.String())
	sc := bufio.NewScanner(rot13{strings.NewReader("bar gjb\nguerr")})
	for sc.Scan() {
		fmt.Print(sc.Text(), "|")
	}
	sc = bufio.NewScanner(strings.NewReader("a bb  ccc"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(len(sc.Text()), " ")
	}
	fmt.Println()
	var br io.ByteReader = &endless{}
	for {
		b, err := br.ReadByte()
		if err == io.EOF {
			break
		}
		fmt.Print(string(b))
	}
	fmt.Println()
	var b both
	fmt.Fprint(&b, "x", 1)
	fmt.Println(&b, b.Len())
	l := list.New()
	l.PushBack(1)
	l.PushFront(Person{"L", 1})
	l.PushBack("x")
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	r := ring.New(3)
	for i := range 3 {
		r.Value = i
		r = r.Next()
	}
	r.Do(func(v any) { fmt.Print(v, ",") })
	fmt.Println()
	pr, pw := io.Pipe()
	go func() { fmt.Fprint(pw, "through pipe"); pw.Close() }()
	data, _ = io.ReadAll(io.TeeReader(pr, io.Discard))
	fmt.Println(string(data))
	lr := io.LimitReader(rot13{strings.NewReader("nopqrs")}, 3)
	data, _ = io.ReadAll(lr)
	fmt.Println(string(data))
}
