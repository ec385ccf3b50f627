package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

type Animal interface {
	Name() string
	Sound() string
}

type Base struct{ name string }

func (b Base) Name() string     { return b.name }
func (b *Base) Rename(n string) { b.name = n }
func (b Base) Sound() string    { return "..." }
func (b Base) Describe() string { return b.Name() + " says " + b.Sound() }
func (b Base) hidden() int      { return 42 }

type Dog struct {
	Base
	age int
}

func (d Dog) Sound() string { return "woof" }

type Puppy struct {
	*Dog
	Toys []string
}

type Logger struct {
	io.Writer
	prefix string
}

func (l Logger) Log(s string) { fmt.Fprintf(l, "%s%s\n", l.prefix, s) }

type Safe struct {
	sync.Mutex
	m map[string]int
}

type ReadCounter struct {
	io.Reader
	n int
}

func (r *ReadCounter) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += n
	return n, err
}

type A struct{ X int }
type B struct{ X int }
type C struct {
	A
	B
	Y int
}

type Inner interface{ M() string }
type impl struct{}

func (impl) M() string { return "impl.M" }

type Over struct{ Inner }

func (o Over) M() string { return "over(" + o.Inner.M() + ")" }

type Num int

func (n Num) Double() Num { return n * 2 }

type Wrapped struct {
	Num
	error
}

func main() {
	d := Dog{Base{"Rex"}, 3}
	fmt.Println(d.Name(), d.Sound(), d.Describe(), d.hidden(), d.name)
	d.Rename("Max")
	fmt.Println(d)
	p := Puppy{&d, []string{"ball"}}
	p.Rename("Tiny")
	p.age = 1
	fmt.Println(d.Name(), p.Sound(), p.Dog.Base.name, p.age)
	var as []Animal = []Animal{d, &d, p, &p, Base{"b"}}
	for _, a := range as {
		fmt.Printf("%T:%s/%s ", a, a.Name(), a.Sound())
	}
	fmt.Println()
	var sb strings.Builder
	l := Logger{&sb, "> "}
	l.Log("one")
	fmt.Fprint(l, "two\n")
	io.WriteString(l, "three\n")
	fmt.Print(sb.String())
	s := Safe{m: map[string]int{}}
	s.Lock()
	s.m["a"]++
	s.Unlock()
	fmt.Println(s.m)
	rc := &ReadCounter{Reader: strings.NewReader("hello world")}
	data, _ := io.ReadAll(rc)
	fmt.Println(string(data), rc.n)
	c := C{A{1}, B{2}, 3}
	c.A.X += 10
	fmt.Println(c, c.A.X, c.B.X, c.Y)
	fmt.Printf("%+v %#v\n", c, c)
	o := Over{impl{}}
	fmt.Println(o.M(), Inner(o).M(), Over{o}.M())
	w := Wrapped{4, fmt.Errorf("bad")}
	fmt.Println(w.Double(), w.Error(), w.error)
	f := d.Describe
	d.Rename("Later")
	fmt.Println(f(), (*Dog).Rename != nil, Dog.Name(d))
	anon := struct {
		Base
		Z int
	}{Base{"anon"}, 1}
	fmt.Println(anon.Describe(), anon)
	defer func() { fmt.Println("recovered:", recover()) }()
	var np Puppy
	np.Name()
}
