package main

import (
	"fmt"
	"reflect"
	"time"
)

type Pt struct {
	X, Y int
	name string
}
type Temp float64

func (t Temp) String() string { return fmt.Sprintf("%.1f°", float64(t)) }

type PS struct{ v int }

func (p *PS) String() string { return fmt.Sprint("PS", p.v) }

type GS struct{ v int }

func (GS) GoString() string { return "GS!" }

type Fm struct{}

func (Fm) Format(s fmt.State, verb rune) {
	w, ok := s.Width()
	fmt.Fprintf(s, "<%c %d %v %v>", verb, w, ok, s.Flag('+'))
}

type Tree struct {
	L, R *Tree
	V    Temp
}
type Rec struct {
	T    Temp
	P    *PS
	PV   PS
	M    map[Temp]Temp
	S    []Temp
	I    any
	E    error
	F    func()
	C    chan int
	priv Temp
}
type Names []string
type M map[string]int
type Fn func(int) string
type Iface interface{ Foo() }
type Bytes []byte
type E struct{}
type Bad struct{}

func (Bad) String() string { panic("bad") }

type NilS struct{ v int }

func (n *NilS) String() string { return fmt.Sprint("v", n.v) }

func main() {
	p := Pt{1, 2, "n"}
	for _, v := range []any{p, &p, []Pt{p}, []*Pt{nil}, map[string]Pt{"k": p}, [2]Pt{}, struct {
		A int
		B Temp
	}{1, 2}, Temp(3), []Temp{1}, []any{Temp(1), nil, p}, Names{"a", "b"}, M{"z": 1, "a": 2}, Bytes("hi"), E{}, GS{1}, []GS{{1}}, PS{3}, &PS{4}, []PS{{5}}, []*int{nil}, true, 'x', "q", 1.5, 2i, nil, [3]byte{1, 2, 3}, time.Second, []error{nil}, Fm{}} {
		fmt.Printf("%v | %+v | %#v | %T\n", v, v, v, v)
	}
	r := Rec{T: 1, P: nil, PV: PS{2}, M: map[Temp]Temp{1: 2}, S: []Temp{3}, I: Temp(4), priv: 5}
	fmt.Printf("%v\n%+v\n", r, r)
	fmt.Printf("%s %d %x %q %v\n", Names{"a"}, []int{1}, "hi", []string{"x"}, Temp(1))
	fmt.Printf("%5d|%-5d|%05d|%+d|%x|%X|%o|%b|%c|%U\n", 42, 42, 42, 42, 255, 255, 8, 5, 'A', 'A')
	fmt.Printf("%8.3f|%-8.2f|%e|%g|%G\n", 3.14159, 3.14159, 1234.5678, 1e21, 1e-7)
	fmt.Printf("%10s|%-10s|%.2s|%q|%x|% x\n", "hi", "hi", "hello", "a\"b", "hi", "hi")
	fmt.Printf("%t %v %p %s\n", true, false, nil, []byte("bytes"))
	fmt.Printf("%d %s %!\n", "str", 5)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%[2]d %[1]d %*d\n", 1, 2, 5, 3)
	fmt.Printf("%v %+v %#v %s\n", Tree{V: 1}, Tree{V: 2}, E{}, &Tree{V: 3})
	fmt.Printf("%T %T %T %T %T %T\n", p, &p, []Temp{}, Fn(nil), M{}, func(Pt) Temp { return 0 })
	fmt.Printf("%T %T %T\n", struct{ P Pt }{}, map[Temp][]Pt{}, (*Iface)(nil))
	fmt.Printf("%v %v\n", Bad{}, (*NilS)(nil))
	fmt.Printf("%6.2v|%+q|%#x|%#o|%#q\n", 3.14159, "é", 255, 8, "raw")
	fmt.Printf("%+v %v\n", Fm{}, []Fm{{}})
	fmt.Printf("%08b %3c|%-4q|\n", 5, 'z', 'y')
	fmt.Println(Temp(1), &p, []Temp{2}, map[string]Temp{"a": 3}, struct{ T Temp }{4}, PS{5}, &PS{6}, []*PS{}, [1]Temp{7})
	fmt.Print("a", 1, 2, "b", 3, Temp(4), 5, "\n")
	fmt.Println(fmt.Sprint("x", 1, 2, "y"), fmt.Sprintln("end", 3) == "end 3\n")
	t := reflect.TypeOf(p)
	fmt.Println(t, t.Name(), t.Kind(), t.PkgPath(), t.NumField(), t.Field(0).Name, t.Field(2).Name, t.Field(2).IsExported(), t.String())
	fmt.Println(reflect.TypeOf(Temp(0)).NumMethod(), reflect.TypeOf(&PS{}).Method(0).Name, reflect.DeepEqual(Pt{1, 2, "n"}, p))
	type local struct{ A int }
	fmt.Printf("%T %v %#v\n", local{}, local{1}, local{2})
	{
		type local struct{ B string }
		fmt.Printf("%T %+v %v\n", local{}, local{"x"}, any(local{}) == any(struct{ B string }{}))
	}
	var a Pt
	n, err := fmt.Sscanf("3 4", "%d %d", &a.X, &a.Y)
	fmt.Println(n, err, a)
	var e error
	fmt.Printf("%v %d%%\n", e, 50)
	fmt.Printf("%v %v\n", [][]int{{1}, {2, 3}}, map[Pt]string{{1, 2, "a"}: "b"})
	fmt.Printf("%x %X %s\n", Names{"hi"}, []byte{1, 171}, Bytes("x"))
}
