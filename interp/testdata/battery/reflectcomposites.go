package main

import (
	"fmt"
	"reflect"
)

type T struct{ A int }

func (t T) String() string { return fmt.Sprint("T", t.A) }

type N map[string]N
type R struct {
	M map[string]R
	A [2]*R
	S []R
}
type G[X any] struct{ V X }
type K [2]T

func same(name string, a, b reflect.Type) {
	fmt.Println(name, a == b, a, b)
}

func main() {
	t := reflect.TypeOf(T{})
	str := reflect.TypeOf("")
	same("map elem", reflect.MapOf(str, t), reflect.TypeOf(map[string]T{}))
	same("map key", reflect.MapOf(t, str), reflect.TypeOf(map[T]string{}))
	same("map both", reflect.MapOf(t, t), reflect.TypeFor[map[T]T]())
	same("map of maps", reflect.MapOf(str, reflect.MapOf(str, t)), reflect.TypeOf(map[string]map[string]T{}))
	same("map of slices", reflect.MapOf(str, reflect.SliceOf(t)), reflect.TypeOf(map[string][]T{}))
	same("map of pointers", reflect.MapOf(str, reflect.PointerTo(t)), reflect.TypeOf(map[string]*T{}))
	same("array", reflect.ArrayOf(3, t), reflect.TypeOf([3]T{}))
	same("array of arrays", reflect.ArrayOf(2, reflect.ArrayOf(3, t)), reflect.TypeOf([2][3]T{}))
	same("other length", reflect.ArrayOf(4, t), reflect.TypeOf([3]T{}))
	same("slice", reflect.SliceOf(t), reflect.TypeOf([]T{}))
	same("slice of arrays", reflect.SliceOf(reflect.ArrayOf(3, t)), reflect.TypeOf([][3]T{}))
	same("chan", reflect.ChanOf(reflect.RecvDir, t), reflect.TypeOf((<-chan T)(nil)))
	same("chan of maps", reflect.ChanOf(reflect.BothDir, reflect.MapOf(str, t)), reflect.TypeOf((chan map[string]T)(nil)))
	same("func", reflect.FuncOf([]reflect.Type{t, reflect.SliceOf(t)}, []reflect.Type{reflect.MapOf(str, t)}, true), reflect.TypeOf(func(T, ...T) map[string]T { return nil }))
	same("pointer", reflect.PointerTo(t), reflect.TypeOf(&T{}))
	same("pointer to map", reflect.PointerTo(reflect.MapOf(str, t)), reflect.TypeOf(&map[string]T{}))
	same("pointer to array", reflect.PointerTo(reflect.ArrayOf(3, t)), reflect.TypeOf(&[3]T{}))
	same("struct", reflect.StructOf([]reflect.StructField{{Name: "A", Type: t, Tag: `json:"a"`}, {Name: "B", Type: str}}), reflect.TypeOf(struct {
		A T `json:"a"`
		B string
	}{}))
	same("other tag", reflect.StructOf([]reflect.StructField{{Name: "A", Type: t, Tag: `json:"b"`}}), reflect.TypeOf(struct {
		A T `json:"a"`
	}{}))
	same("embedded", reflect.StructOf([]reflect.StructField{{Name: "T", Type: t, Anonymous: true}}), reflect.TypeOf(struct{ T }{}))
	same("pointer to struct", reflect.PointerTo(reflect.StructOf([]reflect.StructField{{Name: "A", Type: t}})), reflect.TypeOf(&struct{ A T }{}))
	same("struct of ints", reflect.StructOf([]reflect.StructField{{Name: "A", Type: reflect.TypeOf(0)}}), reflect.TypeOf(struct{ A int }{}))
	same("recursive map", reflect.MapOf(str, reflect.TypeOf(R{})), reflect.TypeOf(R{}.M))
	same("recursive array", reflect.ArrayOf(2, reflect.TypeOf(&R{})), reflect.TypeOf(R{}.A))
	same("recursive named map", reflect.MapOf(str, reflect.TypeOf(N{})), reflect.TypeOf(map[string]N{}))
	same("generic", reflect.MapOf(str, reflect.TypeOf(G[T]{})), reflect.TypeOf(map[string]G[T]{}))
	same("named array", reflect.ArrayOf(2, reflect.TypeOf(K{})), reflect.TypeOf([2]K{}))

	v := reflect.MakeMap(reflect.MapOf(str, t))
	v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf(T{3}))
	m, ok := v.Interface().(map[string]T)
	fmt.Println(m, ok, m["a"].A)
	a, ok := reflect.New(reflect.ArrayOf(2, t)).Interface().(*[2]T)
	fmt.Println(a, ok)
	s := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "A", Type: t}})).Elem()
	s.Field(0).Set(reflect.ValueOf(T{7}))
	x, ok := s.Interface().(struct{ A T })
	fmt.Println(x, ok)
	e, ok := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "T", Type: t, Anonymous: true}})).Elem().Interface().(fmt.Stringer)
	fmt.Println(e, ok)
	switch reflect.Zero(reflect.MapOf(t, reflect.ArrayOf(3, t))).Interface().(type) {
	case map[T][3]T:
		fmt.Println("known")
	default:
		fmt.Println("unknown")
	}
	type local struct{ B []int }
	same("local", reflect.MapOf(str, reflect.TypeOf(local{})), reflect.TypeOf(map[string]local{}))
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.MapOf(reflect.TypeOf(local{}), str)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.ArrayOf(-1, t)
	}()
	f := reflect.MapOf
	same("as a value", f(str, t), reflect.TypeOf(map[string]T{}))
	fmt.Println(reflect.MapOf(str, reflect.ArrayOf(5, t)), reflect.ArrayOf(9, reflect.MapOf(t, t)))
}
