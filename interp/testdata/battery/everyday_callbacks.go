package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"text/template"
	"time"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		switch r := r.(type) {
		case nil:
			fmt.Println(name, "fine")
		case runtime.Error:
			fmt.Printf("%s runtime %v\n", name, r)
		case error:
			fmt.Printf("%s error %T %v\n", name, r, r)
		default:
			fmt.Printf("%s %T %v\n", name, r, r)
		}
	}()
	f()
}

type sorter struct {
	xs []int
	at int
}

func (s *sorter) Len() int { return len(s.xs) }
func (s *sorter) Less(i, j int) bool {
	if s.at--; s.at == 0 {
		panic(fmt.Errorf("less %d", len(s.xs)))
	}
	return s.xs[i] < s.xs[j]
}
func (s *sorter) Swap(i, j int) { s.xs[i], s.xs[j] = s.xs[j], s.xs[i] }

type js struct{ n int }

func (j js) MarshalJSON() ([]byte, error) {
	switch j.n {
	case 0:
		panic("marshal")
	case 1:
		return []byte("{bad"), nil
	case 2:
		return nil, errors.New("refused")
	case 3:
		b, err := json.Marshal(map[string]js{"in": {4}})
		return b, err
	}
	return []byte(" [ 1 ] "), nil
}

type strg struct{ depth int }

func (s strg) String() string {
	if s.depth == 0 {
		var m map[string]int
		m["x"] = 1
	}
	return fmt.Sprintf("<%v>", strg{s.depth - 1})
}

type rd struct{ n int }

func (r *rd) Read(p []byte) (int, error) {
	r.n++
	switch {
	case r.n == 1:
		return copy(p, "abc"), nil
	case r.n < 3:
		return 0, nil
	case r.n == 3:
		return copy(p, "def"), io.ErrUnexpectedEOF
	}
	panic("read too often")
}

type badRd int

func (b badRd) Read(p []byte) (int, error) { return int(b), nil }

type wr struct{ bytes.Buffer }

func (w *wr) ReadFrom(r io.Reader) (int64, error) { fmt.Print("[rf]"); return w.Buffer.ReadFrom(r) }

type wt struct{ s string }

func (w wt) Read(p []byte) (int, error) { panic("unused") }
func (w wt) WriteTo(o io.Writer) (int64, error) {
	n, err := io.WriteString(o, w.s)
	return int64(n), err
}

func main() {
	try("sort", func() { sort.Sort(&sorter{slices.Repeat([]int{3, 1, 2}, 20), 50}) })
	try("sortfunc", func() { slices.SortFunc([]int{3, 1, 2}, func(a, b int) int { return a / (b - b) }) })
	try("search", func() { fmt.Println(sort.Search(100, func(i int) bool { return i*i >= 50 })) })
	try("regexp", func() { regexp.MustCompile("a").ReplaceAllStringFunc("banana", func(string) string { panic(1.5) }) })
	try("map", func() { strings.Map(func(r rune) rune { return []rune{1}[r] }, "b") })
	try("fields", func() { fmt.Println(strings.FieldsFunc("a1b2c", func(r rune) bool { return r < 'a' })) })
	for i := range 5 {
		try("json", func() { b, err := json.Marshal([]any{js{i}, &js{4}}); fmt.Println(string(b), err) })
	}
	try("string", func() { fmt.Println(strg{3}) })
	try("reader", func() { b, err := io.ReadAll(&rd{}); fmt.Println(string(b), err) })
	try("bad reader", func() { bufio.NewReader(badRd(-1)).ReadByte() })
	try("bad reader2", func() { io.ReadAll(badRd(100000)) })
	try("bad reader3", func() { _, err := bufio.NewReader(badRd(0)).ReadByte(); fmt.Println(err) })
	try("copy", func() {
		var w wr
		n, err := io.Copy(&w, strings.NewReader("x"))
		fmt.Println(n, err)
		n, err = io.Copy(struct{ io.Writer }{&w}, wt{"yy"})
		fmt.Println(n, err, w.String())
	})
	try("copy2", func() {
		var w wr
		n, err := io.Copy(&w, struct{ io.Reader }{strings.NewReader("zz")})
		fmt.Println(n, err)
	})
	try("makefunc", func() {
		f := reflect.MakeFunc(reflect.TypeFor[func(int) string](), func(a []reflect.Value) []reflect.Value {
			if a[0].Int() > 1 {
				return []reflect.Value{reflect.ValueOf(1)}
			}
			return []reflect.Value{reflect.ValueOf("ok")}
		}).Interface().(func(int) string)
		fmt.Println(f(1))
		f(2)
	})
	try("call", func() { reflect.ValueOf(func() { panic(io.EOF) }).Call(nil) })
	try("once", func() {
		o := sync.OnceValue(func() int { panic("v") })
		try("inner", func() { o() })
		o()
	})
	try("template", func() {
		t := template.Must(template.New("").Funcs(template.FuncMap{"f": func() string { panic("tf") }, "g": func(x ...int) (int, error) { return len(x), io.EOF }}).Parse("{{f}}"))
		fmt.Println(t.Execute(io.Discard, nil))
		fmt.Println(template.Must(t.New("x").Parse("a{{g 1 2}}")).Execute(os.Stdout, nil))
	})
	try("walk", func() {
		fmt.Println(fs.WalkDir(os.DirFS("/"), ".", func(p string, d fs.DirEntry, err error) error { return fs.SkipAll }))
		fs.WalkDir(os.DirFS("/"), ".", func(p string, d fs.DirEntry, err error) error { panic(p) })
	})
	try("pull native", func() {
		next, stop := iter.Pull(strings.SplitSeq("a b c", " "))
		fmt.Println(next())
		stop()
		for x := range slices.Values([]int{1, 2, 3}) {
			if x == 2 {
				panic("in range over native")
			}
		}
	})
	try("goexit in callback", func() {
		done := make(chan int)
		go func() {
			defer close(done)
			defer fmt.Println("cleanup")
			sort.Slice([]int{1, 2}, func(i, j int) bool { runtime.Goexit(); return true })
			fmt.Println("never")
		}()
		<-done
	})
	try("recover in callback", func() {
		xs := []int{5, 3, 4}
		n := 0
		sort.Slice(xs, func(i, j int) (less bool) {
			defer func() {
				if recover() != nil {
					n++
					less = xs[i] < xs[j]
				}
			}()
			panic("each")
		})
		fmt.Println(xs, n > 0)
	})
	try("afterfunc", func() {
		ch := make(chan string)
		time.AfterFunc(time.Millisecond, func() {
			defer func() { ch <- fmt.Sprint("caught ", recover()) }()
			panic("timer")
		})
		fmt.Println(<-ch)
		ctx, cancel := context.WithCancel(context.Background())
		context.AfterFunc(ctx, func() { ch <- "ctx" })
		cancel()
		fmt.Println(<-ch)
	})
	try("nested sorts", func() {
		xs := [][]int{{3, 1}, {2, 9, 1}, {0}}
		slices.SortFunc(xs, func(a, b []int) int {
			slices.Sort(a)
			sort.Sort(sort.Reverse(sort.IntSlice(b)))
			return len(a) - len(b)
		})
		for _, x := range xs {
			sort.Ints(x)
		}
		fmt.Println(xs)
	})
	try("scanner2", func() {
		s := bufio.NewScanner(strings.NewReader("abc"))
		s.Split(func(d []byte, eof bool) (int, []byte, error) { return -1, nil, nil })
		fmt.Println(s.Scan(), s.Err())
	})
	try("nil map in method value", func() {
		var b *bytes.Buffer
		f := b.String
		fmt.Println(f())
		var s *strings.Builder
		fmt.Println(s.Len())
	})
	try("waitgroup", func() {
		var wg sync.WaitGroup
		wg.Add(-1)
	})
	try("repeat", func() { strings.Repeat("x", -1) })
	try("bufgrow", func() { new(bytes.Buffer).Grow(-1) })
	try("re", func() { regexp.MustCompile("(") })
	try("reflectnil", func() { reflect.ValueOf(nil).Interface() })
	try("closeclosed", func() { c := make(chan int); close(c); close(c) })
	try("err nil deref", func() { var e *fs.PathError; _ = e.Error() })
}
