package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"unicode"
)

type Validator interface{ Validate() error }
type Base struct {
	ID   int `db:"id" validate:"min=1"`
	kind string
}

func (b Base) Describe() string  { return fmt.Sprintf("base#%d(%s)", b.ID, b.kind) }
func (b *Base) SetKind(k string) { b.kind = k }
func (b Base) Validate() error   { return nil }

type Named struct {
	*Base
	Name string `db:"name" validate:"required"`
	io.Writer
	tags []string
}

func (n Named) Validate() error {
	if n.Name == "" {
		return errors.New("name required")
	}
	return n.Base.Validate()
}

type HandlerFunc func(string) string

func (f HandlerFunc) Serve(s string) string { return f(s) }

type Handler interface{ Serve(string) string }
type Middleware func(Handler) Handler

func chain(h Handler, ms ...Middleware) Handler {
	for _, m := range slices.Backward(ms) {
		h = m(h)
	}
	return h
}
func logging(prefix string) Middleware {
	return func(next Handler) Handler {
		return HandlerFunc(func(s string) string { return prefix + "(" + next.Serve(s) + ")" })
	}
}

type Visitor interface {
	VisitNum(n int) any
	VisitAdd(a, b Node) any
}
type Node interface{ Accept(Visitor) any }
type N int
type A struct{ l, r Node }

func (n N) Accept(v Visitor) any { return v.VisitNum(int(n)) }
func (a A) Accept(v Visitor) any { return v.VisitAdd(a.l, a.r) }

type eval struct{}

func (eval) VisitNum(n int) any       { return n }
func (e eval) VisitAdd(a, b Node) any { return a.Accept(e).(int) + b.Accept(e).(int) }

type show struct{ depth int }

func (show) VisitNum(n int) any { return fmt.Sprint(n) }
func (s *show) VisitAdd(a, b Node) any {
	s.depth++
	defer func() { s.depth-- }()
	return fmt.Sprintf("[%d %v+%v]", s.depth, a.Accept(s), b.Accept(s))
}

type State uint8

const (
	Idle State = iota
	Running
	Stopped
	numStates
)

var names = [numStates]string{Idle: "idle", Running: "running", Stopped: "stopped"}

func (s State) String() string {
	if s < numStates {
		return names[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

type Event string
type FSM struct {
	cur   State
	trans map[State]map[Event]State
	hooks []func(from, to State)
}

func (f *FSM) Fire(e Event) error {
	to, ok := f.trans[f.cur][e]
	if !ok {
		return fmt.Errorf("no transition from %v on %q", f.cur, e)
	}
	for _, h := range f.hooks {
		h(f.cur, to)
	}
	f.cur = to
	return nil
}

type Number interface{ ~int | ~int64 | ~float64 }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}
func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Filter[S ~[]E, E any](s S, f func(E) bool) S {
	var o S
	for _, x := range s {
		if f(x) {
			o = append(o, x)
		}
	}
	return o
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

type Set[T comparable] map[T]struct{}

func SetOf[T comparable](xs ...T) Set[T] {
	s := Set[T]{}
	for _, x := range xs {
		s[x] = struct{}{}
	}
	return s
}
func (s Set[T]) Has(x T) bool { _, ok := s[x]; return ok }
func (s Set[T]) Union(o Set[T]) Set[T] {
	r := Set[T]{}
	for k := range s {
		r[k] = struct{}{}
	}
	for k := range o {
		r[k] = struct{}{}
	}
	return r
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) *Stack[T] { s.items = append(s.items, x); return s }
func (s *Stack[T]) Pop() (x T, err error) {
	if len(s.items) == 0 {
		return x, errors.New("empty stack")
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, nil
}

type Stringish interface {
	~string
	Len() int
}
type MyS string

func (m MyS) Len() int { return len(m) }
func TotalLen[T Stringish](xs ...T) (n int) {
	for _, x := range xs {
		n += x.Len() + len(string(x))
	}
	return
}

type Option[T any] struct{ v *T }

func Some[T any](v T) Option[T] { return Option[T]{&v} }
func (o Option[T]) OrElse(d T) T {
	if o.v == nil {
		return d
	}
	return *o.v
}

type LinkedList[T any] struct {
	head, tail *lnode[T]
	n          int
}
type lnode[T any] struct {
	v    T
	next *lnode[T]
}

func (l *LinkedList[T]) Add(v T) {
	n := &lnode[T]{v: v}
	if l.tail == nil {
		l.head = n
	} else {
		l.tail.next = n
	}
	l.tail = n
	l.n++
}
func (l *LinkedList[T]) All() func(func(int, T) bool) {
	return func(y func(int, T) bool) {
		i := 0
		for n := l.head; n != nil; n = n.next {
			if !y(i, n.v) {
				return
			}
			i++
		}
	}
}
func (l *LinkedList[T]) Reverse() {
	var prev *lnode[T]
	l.tail = l.head
	for n := l.head; n != nil; {
		n.next, prev, n = prev, n, n.next
	}
	l.head = prev
}

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type temp float64
type pair[K comparable, V any] struct {
	Key K
	Val V
}

func deferOrder() (s string) {
	defer func() { s += " end" }()
	for i := range 3 {
		defer func(n int) { s += fmt.Sprint(n, i) }(i * 10)
	}
	return "start "
}
func nested() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("caught %v", r)
		}
	}()
	defer func() { panic("second") }()
	panic("first")
}

func main() {
	b := &Named{Base: &Base{ID: 7}, Name: "n", Writer: os.Stdout}
	b.SetKind("k")
	fmt.Fprintln(b, b.Describe(), b.Validate(), Validator(b).Validate())
	t := reflect.TypeOf(*b)
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Tag.Get("db"), f.Anonymous, f.IsExported())
	}
	pt := reflect.TypeOf(b)
	for i := range pt.NumMethod() {
		fmt.Print(pt.Method(i).Name, " ")
	}
	fmt.Println(pt.NumMethod(), pt.Kind(), t.Name(), pt.Elem() == t)
	v := reflect.ValueOf(b).Elem()
	v.FieldByName("Name").SetString("changed")
	fmt.Println(b.Name, v.FieldByName("tags").CanSet(), v.FieldByName("ID").Int())
	out := reflect.ValueOf(b).MethodByName("Describe").Call(nil)
	fmt.Println(out[0])
	fn := reflect.ValueOf(strings.ToUpper)
	fmt.Println(fn.Call([]reflect.Value{reflect.ValueOf("abc")})[0], fn.Type())
	fmt.Println(reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {1}}), reflect.Zero(t).Field(1))
	sl := reflect.MakeSlice(reflect.TypeOf([]int{}), 0, 3)
	sl = reflect.Append(sl, reflect.ValueOf(5))
	fmt.Println(sl.Interface(), sl.Len())
	h := chain(HandlerFunc(strings.ToUpper), logging("a"), logging("b"))
	fmt.Println(h.Serve("x"))
	tree := A{N(1), A{N(2), N(3)}}
	fmt.Println(tree.Accept(eval{}), tree.Accept(&show{}))
	f := FSM{trans: map[State]map[Event]State{Idle: {"start": Running}, Running: {"stop": Stopped}}}
	f.hooks = append(f.hooks, func(a, b State) { fmt.Printf("%v->%v ", a, b) })
	fmt.Println(f.Fire("start"), f.Fire("start"), f.Fire("stop"), f.cur, State(9))
	fmt.Printf("%d %v %s %x %#v %T\n", Running, Running, Running, Running, Running, Running)
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[temp](1, 2), Map([]int{1, 2}, func(i int) string { return fmt.Sprint(i * i) }))
	fmt.Println(Filter(byLen{"a", "bbb", "cc"}, func(s string) bool { return len(s) > 1 }), Reduce([]int{1, 2, 3}, "", func(a string, x int) string { return a + fmt.Sprint(x) }))
	s := SetOf(1, 2).Union(SetOf(2, 3))
	fmt.Println(len(s), s.Has(3), s, TotalLen(MyS("ab"), "cde"))
	var st Stack[string]
	st.Push("a").Push("b")
	x, _ := st.Pop()
	st.Pop()
	_, err := st.Pop()
	fmt.Println(x, err, Some(3).OrElse(1), Option[string]{}.OrElse("d"))
	var l LinkedList[float64]
	for i := range 4 {
		l.Add(float64(i) / 2)
	}
	l.Reverse()
	for i, v := range l.All() {
		if i == 3 {
			break
		}
		fmt.Print(i, "=", v, " ")
	}
	fmt.Println(l.n)
	words := byLen{"ccc", "a", "bb", "d"}
	sort.Stable(words)
	fmt.Println(words, sort.IsSorted(sort.Reverse(words)))
	fmt.Printf("%T %v %+v\n", pair[string, int]{"a", 1}, pair[string, int]{"a", 1}, []pair[rune, []byte]{{'x', nil}})
	fmt.Println(deferOrder(), nested())
	fs := flag.NewFlagSet("tool", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	n := fs.Int("n", 5, "count")
	verbose := fs.Bool("v", false, "verbose")
	fmt.Println(fs.Parse([]string{"-n", "3", "-v", "rest"}), *n, *verbose, fs.Args())
	fmt.Println(fs.Parse([]string{"-bogus"}))
	lg := log.New(os.Stdout, "[app] ", log.Lmsgprefix)
	lg.Printf("hello %d", 1)
	dir, _ := os.MkdirTemp("", "bat")
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte("line1\nline2\n"), 0o644)
	os.Mkdir(filepath.Join(dir, "sub"), 0o755)
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		fmt.Print(rel, d.IsDir(), " ")
		return err
	})
	_, err = os.Open(filepath.Join(dir, "none"))
	var pe *os.PathError
	fmt.Println(errors.Is(err, os.ErrNotExist), errors.As(err, &pe), pe.Op)
	pr, pw := io.Pipe()
	go func() { defer pw.Close(); fmt.Fprint(pw, "through the pipe") }()
	data, _ := io.ReadAll(io.TeeReader(pr, io.Discard))
	fmt.Println(string(data), len(os.Args) > 0, runtime.GOOS != "")
	for line := range strings.Lines("a\nb\n") {
		fmt.Printf("%q ", line)
	}
	for part := range strings.SplitSeq("x,y,z", ",") {
		fmt.Print(part, " ")
	}
	fmt.Println(strings.IndexFunc("abcX", unicode.IsUpper), strings.Count("cheese", "e"), strings.LastIndexByte("abc", 'b'))
	arr := [...]string{2: "c", 0: "a"}
	cp := arr
	cp[1] = "b"
	fmt.Println(len(arr), arr, cp, arr == cp, arr != [3]string{"a", "", "c"})
	type local struct{ a, b int }
	m := map[local][]string{{1, 2}: {"x"}}
	m[local{1, 2}] = append(m[local{1, 2}], "y")
	fmt.Println(m, len(m[local{}]))
	mm := map[string]map[string]int{}
	for _, w := range []string{"ab", "ac", "bc"} {
		if mm[w[:1]] == nil {
			mm[w[:1]] = map[string]int{}
		}
		mm[w[:1]][w[1:]]++
	}
	fmt.Println(mm)
	s1 := []int{1, 2, 3, 4}
	s2 := s1[1:3:3]
	s2 = append(s2, 99)
	s1[1] = -1
	fmt.Println(s1, s2, cap(s1[2:]), copy(s1, s1[2:]), s1, [2]int(s1), *(*[1]int)(s1))
	var e1 error = (*os.PathError)(nil)
	fmt.Println(e1 == nil, e1 != nil)
	var i1, i2 any = local{1, 2}, local{1, 2}
	fmt.Println(i1 == i2, i1 == any(1))
	func() { defer func() { fmt.Println(recover()) }(); _ = any([]int{}) == any([]int{}) }()
	func() { defer func() { fmt.Println(recover()) }(); var x any = "s"; _ = x.(int) }()
	func() { defer func() { fmt.Println(recover()) }(); var v Validator; v.Validate() }()
	func() { defer func() { fmt.Println(recover()) }(); i := 5; fmt.Println(s1[i]) }()
	func() { defer func() { fmt.Println(recover()) }(); var x any = N(1); _ = x.(fmt.Stringer) }()
	func() { defer func() { fmt.Println(recover()) }(); z := 0; fmt.Println(1 / z) }()
	func() { defer func() { fmt.Println(recover()) }(); _ = make([]int, len(s1)-9) }()
	func() { defer func() { fmt.Println(recover()) }(); var m map[string]int; m["a"]++ }()
	func() { defer func() { fmt.Println(recover()) }(); lo := 3; _ = s1[lo:2] }()
}
