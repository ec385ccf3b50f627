package main

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"text/template"
	"time"
	"unicode"
)

type Item struct {
	Name string
	Prio int
}

type queue []*Item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].Prio < q[j].Prio }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(*Item)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

type rot13 struct{ r io.Reader }

func (r rot13) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i := range p[:n] {
		if c := p[i]; c >= 'a' && c <= 'z' {
			p[i] = 'a' + (c-'a'+13)%26
		}
	}
	return n, err
}

type Celsius float64

func (c Celsius) Format(s fmt.State, verb rune) {
	w, ok := s.Width()
	fmt.Fprintf(s, "%c:%v:%v:%.1f", verb, w, ok, float64(c))
}

type goString struct{ a int }

func (goString) GoString() string { return "goString!" }

func (i *Item) Label() string { return strings.ToUpper(i.Name) }

func main() {
	xs := []int{5, 2, 9, 1}
	slices.Sort(xs)
	i, found := slices.BinarySearch(xs, 5)
	fmt.Println(xs, i, found, slices.Max(xs), slices.Contains(xs, 3), len(slices.Repeat(xs, 2)) == 8)
	items := []Item{{"b", 2}, {"a", 2}, {"c", 1}}
	slices.SortFunc(items, func(x, y Item) int { return cmp.Or(cmp.Compare(x.Prio, y.Prio), strings.Compare(x.Name, y.Name)) })
	fmt.Println(items, slices.IndexFunc(items, func(it Item) bool { return it.Name == "b" }))
	m := map[string]int{"x": 1, "y": 2, "z": 3}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Collect(slices.Values(xs)), maps.Equal(m, map[string]int{"x": 1}))
	for c := range slices.Chunk(xs, 3) {
		fmt.Print(c, " ")
	}
	for i, s := range strings.Fields(" a b  c ") {
		fmt.Print(i, s, ";")
	}
	for part := range strings.SplitSeq("p,q,r", ",") {
		fmt.Print(part, "/")
	}
	fmt.Println()
	q := &queue{{"low", 5}, {"high", 1}}
	heap.Init(q)
	heap.Push(q, &Item{"mid", 3})
	for q.Len() > 0 {
		fmt.Print(heap.Pop(q).(*Item).Name, " ")
	}
	fmt.Println()
	b, err := io.ReadAll(rot13{strings.NewReader("uryyb jbeyq")})
	fmt.Println(string(b), err)
	sc := bufio.NewScanner(strings.NewReader("one two\nthree"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(len(sc.Text()), " ")
	}
	fmt.Println()
	fmt.Printf("%v|%8.2f|%s|%+v\n", Celsius(36.6), Celsius(1), []Celsius{2}, struct{ T Celsius }{3})
	fmt.Printf("%#v %v %#v\n", goString{1}, goString{1}, []goString{{2}})
	t := template.Must(template.New("t").Funcs(template.FuncMap{"twice": func(s string) string { return s + s }}).Parse(
		"{{range $i, $x := .}}{{$i}}={{$x.Name | twice}}:{{$x.Label}} {{end}}\n"))
	var buf bytes.Buffer
	fmt.Println(t.Execute(&buf, []*Item{{"t", 1}, {"u", 2}}), buf.String())
	tw := tabwriter.NewWriter(&buf, 0, 8, 1, ' ', 0)
	fmt.Fprintln(tw, "a\tbb\tccc")
	fmt.Fprintln(tw, "aaa\tb\tc")
	tw.Flush()
	fmt.Print(buf.String())
	re := regexp.MustCompile(`(\w)(\d+)`)
	fmt.Println(re.ReplaceAllStringFunc("a1 b22", func(s string) string { return "<" + s + ">" }), re.FindAllStringSubmatch("a1 b22", -1))
	n, err := strconv.Atoi("12x")
	fmt.Println(n, err, strconv.Quote("é\n"), strconv.FormatFloat(math.Pi, 'g', 5, 64))
	f := new(big.Int).Exp(big.NewInt(2), big.NewInt(100), nil)
	fmt.Println(f, f.Cmp(big.NewInt(1)), math.Inf(1), -math.MaxFloat64, math.NaN())
	d := 90*time.Minute + 30*time.Second
	when := time.Date(2024, time.February, 29, 12, 0, 0, 0, time.UTC)
	fmt.Println(d, when.Add(d).Format(time.RFC3339), when.Weekday(), when.AddDate(1, 0, 0))
	fmt.Println(strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, "Hello, Wörld"), strings.FieldsFunc("a1b2c", unicode.IsDigit))
	fmt.Sscanf("7 seven", "%d %s", &n, &items[0].Name)
	fmt.Println(n, items[0])
	fmt.Printf("%5d|%-5d|%05d|%x|%X|%o|%b|%c|%U|%e|%g|%6.3f|%q|%v|%p\n", 42, 42, 42, 255, 255, 8, 5, 'G', 'G', 1234.5678, 1e21, math.E, "q", [3]bool{true}, nil)
	fmt.Printf("%!|%z|%d %d\n", 1, 2)
	fmt.Printf("%[2]d %[1]d %d\n", 1, 2)
	fmt.Printf("%v %v\n", &items[0], &struct{ P *int }{nil})
}
