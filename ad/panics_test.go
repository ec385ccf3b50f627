package ad_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gojac/gojac/ad"
)

// TestPanicsAreErrors calls every method of Tensor with operands that often do
// not fit, plain and under transforms: whatever panics has to be an *ad.Error.
func TestPanicsAreErrors(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tensor := func() *ad.Tensor {
		shape := make([]int, r.IntN(4))
		for i := range shape {
			shape[i] = r.IntN(4)
		}
		x := ad.Randn(r.IntN(100), shape...)
		if r.IntN(5) == 0 {
			x = x.MulC([]float64{0, math.Inf(1), math.NaN()}[r.IntN(3)])
		}
		return x
	}
	methods := reflect.TypeFor[*ad.Tensor]()
	refused, fine := 0, 0
	for range 6000 {
		m := methods.Method(r.IntN(methods.NumMethod()))
		args := []reflect.Value{}
		for i := 1; i < m.Type.NumIn(); i++ {
			switch in := m.Type.In(i); in.Kind() {
			case reflect.Int:
				args = append(args, reflect.ValueOf(r.IntN(6)-2))
			case reflect.Slice:
				for range r.IntN(3) {
					args = append(args, reflect.ValueOf(r.IntN(5)-1))
				}
			case reflect.Bool:
				args = append(args, reflect.ValueOf(r.IntN(2) == 0))
			case reflect.Float64:
				args = append(args, reflect.ValueOf(r.Float64()))
			case reflect.String:
				args = append(args, reflect.ValueOf("name"))
			case reflect.Struct: // of integers
				v := reflect.New(in).Elem()
				for f := range v.NumField() {
					v.Field(f).SetInt(int64(r.IntN(5) - 1))
				}
				args = append(args, v)
			default:
				args = append(args, reflect.ValueOf(tensor()))
			}
		}
		call := func(x *ad.Tensor) *ad.Tensor {
			out := m.Func.Call(append([]reflect.Value{reflect.ValueOf(x)}, args...))
			if len(out) == 1 {
				if y, ok := out[0].Interface().(*ad.Tensor); ok {
					return y
				}
			}
			return x
		}
		x := tensor()
		if err := caught(func() {
			y := call(x)
			_ = y.String() + y.TeX() + fmt.Sprintf("%#v", y)
			ad.JVP(call).(func(*ad.Tensor) func(*ad.Tensor) *ad.Tensor)(x)(x)
			_, back := ad.VJP(call).(func(*ad.Tensor) (*ad.Tensor, func(any) *ad.Tensor))(x)
			back(y)
			j := ad.Jacobian(call).(jac)(x)
			_ = j.String() + j.TeX()
			if y.Size() == 1 {
				rev(func(x *ad.Tensor) *ad.Tensor { return rev(call)(x).Sum() })(x)
			}
			g := ad.Graph(call).(func(*ad.Tensor) *ad.DAG)(x)
			_ = g.String() + g.Trace().String() + g.Trace().TeX() + g.Order().String()
		}); err == nil {
			fine++
		} else if _, ok := err.(*ad.Error); ok {
			refused++
		} else {
			t.Fatalf("%s of shape %v with %v: %v", m.Name, x.Shape(), args, err)
		}
	}
	if fine < 1000 || refused < 500 {
		t.Errorf("%d calls were fine and %d refused: the test has lost its aim", fine, refused)
	}
}

func caught(f func()) (err any) {
	defer func() { err = recover() }()
	f()
	return nil
}
