package fn

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/gojac/gojac/ad"
)

const (
	reflectFloat32 = reflect.Float32
	reflectBool    = reflect.Bool
)

// input is tensor t as the content of a register of type k.
func input(t *ad.Tensor, k reflect.Kind) val {
	switch fileOf(k) {
	case fileF:
		return tracedVal(t)
	case fileN:
		return val{n: int64(t.Item())}
	}
	data := t.Data()
	s := make([]cell, len(data))
	for i, x := range data {
		s[i].f = x
		if t.Traced() {
			s[i].from, s[i].at = t, i
		}
	}
	return val{s: s}
}

// output is v, of type k, as a tensor.
func output(v val, k reflect.Kind) *ad.Tensor {
	switch fileOf(k) {
	case fileF:
		return v.tensor()
	case fileN:
		return ad.Scalar(float64(v.n))
	}
	traced := false
	for i := range v.s {
		traced = traced || v.s[i].t != nil || v.s[i].from != nil
	}
	if traced {
		return stacked(v.s)
	}
	data := make([]float64, len(v.s))
	for i := range v.s {
		data[i] = v.s[i].f
	}
	return ad.Vec(data...)
}

// stacked joins cells into a vector; cells that are all of one vector are that vector.
func stacked(s []cell) *ad.Tensor {
	if from := s[0].from; from != nil && from.Size() == len(s) {
		same := true
		for i := range s {
			same = same && s[i].from == from && s[i].at == i
		}
		if same {
			return from
		}
	}
	ts := make([]*ad.Tensor, len(s))
	for i := range s {
		v := s[i].load()
		ts[i] = v.tensor()
	}
	return ad.Stack(ts...)
}

// valOf is a Go value, or what a pointer to one points to now, as the content of a register.
func valOf(x any) val {
	switch x := x.(type) {
	case float64:
		return val{f: x}
	case int64:
		return val{n: x}
	case bool:
		return val{n: bit(x)}
	case []float64:
		s := make([]cell, len(x))
		for i, v := range x {
			s[i].f = v
		}
		if x == nil {
			s = nil
		}
		return val{s: s}
	}
	return valOf(plainOf(x, false))
}

// plainOf is a captured value as float64, int64, bool or []float64. A pointer is read now; if cells is set, a pointer to
// floats gives those floats themselves, shared.
func plainOf(x any, cells bool) any {
	v := reflect.ValueOf(x)
	if v.Kind() == reflect.Pointer {
		if n, ok := floatsIn(v.Type().Elem()); cells && ok {
			return unsafe.Slice((*float64)(v.UnsafePointer()), n)
		}
		v = v.Elem()
	}
	switch {
	case v.CanFloat():
		return v.Float()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	case v.Kind() == reflect.Bool:
		return v.Bool()
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Float64:
		return v.Convert(reflect.TypeFor[[]float64]()).Interface()
	}
	panic(fmt.Sprintf("fn: captured value of type %T", x))
}

// floatsIn is how many float64 make up a value of type t, which holds nothing else.
func floatsIn(t reflect.Type) (int, bool) {
	switch t.Kind() {
	case reflect.Float64:
		return 1, true
	case reflect.Array:
		n, ok := floatsIn(t.Elem())
		return n * t.Len(), ok
	case reflect.Struct:
		sum := 0
		for i := range t.NumField() {
			if t.Field(i).Type.Size() == 0 {
				continue
			}
			n, ok := floatsIn(t.Field(i).Type)
			if !ok {
				return 0, false
			}
			sum += n
		}
		return sum, true
	}
	return 0, false
}
